//! The program as people start it: arguments in; exit code, standard output and standard error out.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rust_xlsxwriter::Workbook;
use serde_json::Value;

const PLAN: &str = "fixtures/plans/turnout-2021.toml";
const GIA_LAI: [&str; 2] = ["fixtures/units/gia-lai-2021.csv", "fixtures/reports/gia-lai-2021.csv"];
const TUA_CHUA: [&str; 2] =
    ["fixtures/units/dien-bien-tua-chua-2021.csv", "fixtures/reports/dien-bien-tua-chua-2021.csv"];
const DEMO_PLAN: &str = "fixtures/plans/dien-bien-508-2021.toml";
const DEMO: [&str; 2] = ["fixtures/units/dien-bien-2021.csv", "fixtures/reports/dien-bien-2021.csv"];
const SMALL_PLAN: &str = "fixtures/plans/turnout-2021-one-cluster.toml";
const SMALL_UNITS: &str = "fixtures/cases/file-total-row/units.csv";

/// How a run of the program ended.
#[derive(Debug)]
struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR"));
    command.env("LC_ALL", "vi_VN.UTF-8").env_remove("LANG").env_remove("LC_MESSAGES").stdin(Stdio::null());
    command
}

fn thidua(arguments: &[&str]) -> Ran {
    let Output { status, stdout, stderr } = command(arguments).output().expect("the program starts");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran { code: status.code().expect("the program ends by itself"), out: text(stdout), err: text(stderr) }
}

/// A file of this test, in cargo's folder for temporary files.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).expect("the folder for temporary files can be written");
    path.to_str().expect("its name is UTF-8").to_owned()
}

fn rank<'a>(plan: &'a str, [units, reports]: [&'a str; 2], more: &[&'a str]) -> Ran {
    let mut arguments = vec!["rank", "--plan", plan, "--units", units, "--reports", reports];
    arguments.extend(more);
    thidua(&arguments)
}

fn check<'a>(plan: &'a str, [units, reports]: [&'a str; 2], more: &[&'a str]) -> Ran {
    let mut arguments = vec!["reports", "check", "--plan", plan, "--units", units, reports];
    arguments.extend(more);
    thidua(&arguments)
}

fn with<'a>(mut arguments: Vec<&'a str>, more: &[&'a str]) -> Vec<&'a str> {
    arguments.extend(more);
    arguments
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the output is JSON")
}

/// Figures of two provinces, of which one can't be read.
fn bad_reports(name: &str) -> String {
    file(name, "code,voters,took_part\n11,366340,366121\n93,545358,rất nhiều\n")
}

#[test]
fn every_command_ends_with_the_code_of_its_outcome() {
    let bad_reports = bad_reports("codes-reports.csv");
    let bad_units = file("codes-units.csv", "code,name,level\n1,A,galaxy\n");
    let bad_plan = file("codes-plan.toml", "[plan]\ncode = 1\n");
    let good = "fixtures/cases/file-total-row/reports.csv";
    let rank = |reports| vec!["rank", "--plan", SMALL_PLAN, "--units", SMALL_UNITS, "--reports", reports];
    let check = |reports| vec!["reports", "check", "--plan", SMALL_PLAN, "--units", SMALL_UNITS, reports];
    let template = |units| vec!["reports", "template", "--plan", SMALL_PLAN, "--units", units];
    let table: Vec<(Vec<&str>, i32)> = vec![
        (rank(good), 0),
        (rank(&bad_reports), 1),
        (rank("no-such-file.csv"), 2),
        (with(rank(good), &["--cluster", "no-such-cluster"]), 2),
        (with(rank(good), &["--explain", "no-such-unit"]), 2),
        (with(rank(good), &["--explain", "11", "--format", "json"]), 2),
        (with(rank(good), &["--as-of", "hôm qua"]), 2),
        (vec!["rank", "--plan", &bad_plan, "--units", SMALL_UNITS, "--reports", good], 1),
        (check(good), 0),
        (check(&bad_reports), 1),
        (check("no-such-file.csv"), 2),
        (template(SMALL_UNITS), 0),
        (template(&bad_units), 1),
        (template("no-such-file.csv"), 2),
        (vec!["plan", "check", SMALL_PLAN, DEMO_PLAN], 0),
        (vec!["plan", "check", SMALL_PLAN, &bad_plan], 1),
        (vec!["plan", "check", "no-such-file.toml"], 2),
        (vec!["plan", "schema"], 0),
        (vec!["plan", "schema", "more"], 2),
        (vec!["demo", "--no-serve"], 0),
        (vec!["demo", "--loud"], 2),
        (vec!["--help"], 0),
        (vec!["--version"], 0),
        (vec!["no-such-command"], 2),
        (vec![], 2),
    ];
    for (arguments, code) in table {
        let ran = thidua(&arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}{}", ran.out, ran.err);
        assert!(!(ran.out.is_empty() && ran.err.is_empty()), "{arguments:?} says nothing");
        if code == 2 {
            assert!(ran.out.is_empty(), "{arguments:?}: wrong use leaves standard output empty: {}", ran.out);
        }
    }
}

/// Compares an output with the committed one. `THIDUA_WRITE_EXPECTED=1` writes it anew, to be read before committing.
fn compare_with_committed(name: &str, found: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rankings").join(name);
    if std::env::var("THIDUA_WRITE_EXPECTED").is_ok_and(|value| value == "1") {
        fs::write(&path, found).expect("fixtures/rankings can be written");
    }
    let expected = fs::read_to_string(&path).expect("the committed ranking is there");
    assert!(found == expected, "{name} is another one than committed:\n{found}");
}

#[test]
fn rankings_for_programs_are_as_committed() {
    for (name, files) in [("gia-lai-2021", GIA_LAI), ("dien-bien-tua-chua-2021", TUA_CHUA)] {
        for format in ["csv", "json"] {
            let ran = rank(PLAN, files, &["--format", format]);
            assert_eq!(ran.code, 0, "{name}");
            let silent = ran.err.contains("4/22 đơn vị chưa báo cáo");
            assert_eq!(silent, name.contains("tua-chua"), "who hasn't reported is told: {}", ran.err);
            assert!(ran.err.contains("ngang nhau"), "a tie at the border is told apart: {}", ran.err);
            compare_with_committed(&format!("{name}.{format}"), &ran.out);
            let english = rank(PLAN, files, &["--format", format, "--lang", "en"]);
            assert_eq!(english.out, ran.out, "formats for programs don't depend on the language");
        }
    }
}

#[test]
fn the_same_ranking_comes_from_a_spreadsheet() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_path(TUA_CHUA[1]).expect("the reports are there");
    for (row, record) in (0_u32..).zip(reader.records()) {
        for (column, cell) in (0_u16..).zip(&record.expect("a row of the table")) {
            let counted = row > 0 && (2..=3).contains(&column);
            match cell.parse::<f64>() {
                Ok(number) if counted => sheet.write_number(row, column, number),
                _ => sheet.write_string(row, column, cell),
            }
            .expect("a cell can be written");
        }
    }
    let bytes = workbook.save_to_buffer().expect("the spreadsheet can be made");
    let spreadsheet = file("tua-chua.xlsx", bytes);
    let from_csv = rank(PLAN, TUA_CHUA, &["--format", "csv"]);
    let from_spreadsheet = rank(PLAN, [TUA_CHUA[0], &spreadsheet], &["--format", "csv"]);
    let told = from_spreadsheet.err.replace(&spreadsheet, TUA_CHUA[1]);
    assert_eq!((from_spreadsheet.code, told), (0, from_csv.err));
    assert_eq!(from_spreadsheet.out, from_csv.out);
    let understood = json(&check(PLAN, [TUA_CHUA[0], &spreadsheet], &["--format", "json"]).out);
    assert_eq!(understood["files"][0]["encoding"], Value::Null);
    assert_eq!(understood["files"][0]["rows"], 18);
}

#[test]
fn a_large_file_left_on_its_disk_gives_what_a_small_one_in_memory_gives() {
    let units = "fixtures/units/provinces-2021.csv";
    let reports =
        fs::read("fixtures/reports/provinces-2021.csv").expect("the reports of provinces are there");
    let blank = "\n".repeat(1 << 20);
    let ran = |reports: &str| {
        let ranked = rank(SMALL_PLAN, [units, reports], &["--format", "csv"]);
        let found = check(SMALL_PLAN, [units, reports], &["--format", "json"]);
        (ranked.code, ranked.out, ranked.err, found.code, found.out)
    };
    // Plain from first to last; with a letter in two parts; with a quote that stays open, in its last row.
    for (end, code) in [("", 0), ("1,2,3,a\u{303}\n", 1), ("1,\"2\n", 1)] {
        let name = |folder: &str| {
            fs::create_dir_all(Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder))
                .expect("a folder can be made");
            format!("{folder}/provinces.csv")
        };
        let small = file(&name("small"), [&reports, end.as_bytes()].concat());
        let large = file(&name("large"), [&reports, blank.as_bytes(), end.as_bytes()].concat());
        let (small, large) = (ran(&small), ran(&large));
        assert_eq!((small.0, large.0), (code, code), "{}", large.2);
        if code == 0 {
            let folder_apart = |text: &str| text.replace("/small/", "/large/");
            assert_eq!((folder_apart(&small.2), folder_apart(&small.4)), (large.2, large.4));
            assert_eq!(small.1, large.1);
        } else {
            // The row is another one, what is said of it isn't.
            let codes = |text: &str| {
                let findings = json(text)["findings"].as_array().cloned().expect("findings are told");
                findings.iter().map(|finding| finding["code"].clone()).collect::<Vec<_>>()
            };
            assert_eq!(codes(&small.4), codes(&large.4), "{}", large.4);
        }
    }
}

#[test]
fn a_large_file_that_somebody_writes_to_meanwhile_is_refused() {
    let reports =
        fs::read("fixtures/reports/provinces-2021.csv").expect("the reports of provinces are there");
    let path = file("written-to.csv", [&reports[..], "\n".repeat(1 << 20).as_bytes()].concat());
    let units = "fixtures/units/provinces-2021.csv";
    let arguments = [
        "rank",
        "--plan",
        SMALL_PLAN,
        "--units",
        units,
        "--reports",
        &path,
        "--lang",
        "en",
        "--format",
        "csv",
    ];
    let mut running =
        command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut written = fs::OpenOptions::new().append(true).open(&path).expect("the file is there");
    while running.try_wait().expect("the program can be asked").is_none() {
        written.write_all(b"\n").expect("the file can be written");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let ended = running.wait_with_output().expect("what it said can be read");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("it was changed while it was read"), "{said}");
    assert!(ended.stdout.is_empty(), "no ranking comes of it");
}

#[test]
fn a_unit_is_explained_from_its_cells_to_its_rank() {
    let vietnamese = rank(PLAN, TUA_CHUA, &["--explain", "098"]);
    assert_eq!(vietnamese.code, 0);
    for part in [
        "Huyện Tủa Chùa (098)",
        "31.913/31.935",
        "99,93 %",
        "dien-bien-tua-chua-2021.csv, dòng 4, cột C",
        "bớt 10 cử tri",
    ] {
        assert!(vietnamese.out.contains(part), "{part}: {}", vietnamese.out);
    }
    let english = rank(PLAN, TUA_CHUA, &["--explain", "098", "--lang", "en"]);
    for part in ["99.93 %", "dien-bien-tua-chua-2021.csv, row 4, column C", "voters: 10 fewer"] {
        assert!(english.out.contains(part), "{part}: {}", english.out);
    }
}

#[test]
fn one_cluster_alone_is_shown_with_its_own_ranks() {
    let whole = rank(DEMO_PLAN, DEMO, &["--format", "json"]);
    let whole = json(&whole.out);
    let clusters = whole["clusters"].as_array().expect("there are clusters");
    assert!(clusters.len() > 1);
    let code = clusters[1]["code"].as_str().expect("a cluster has a code");
    let one = json(&rank(DEMO_PLAN, DEMO, &["--format", "json", "--cluster", code]).out);
    assert_eq!(one["clusters"].as_array().map(Vec::len), Some(1));
    assert_eq!(one["clusters"][0], clusters[1]);
    let unknown = rank(DEMO_PLAN, DEMO, &["--cluster", &format!("{code}x")]);
    assert!(unknown.code == 2 && unknown.err.contains(code), "{}", unknown.err);
}

#[test]
fn fragility_stands_beside_short_tables_and_in_data_when_asked_for() {
    let title = "Thay đổi nhỏ đến đâu thì đổi hạng:";
    let table = rank(PLAN, GIA_LAI, &[]);
    assert!(table.out.contains(title) && !table.out.contains("--fragility"), "{}", table.out);
    let (plain, asked) = (
        rank(PLAN, GIA_LAI, &["--format", "json"]).out,
        rank(PLAN, GIA_LAI, &["--format", "json", "--fragility"]).out,
    );
    let fragility = |text: &str| json(text)["clusters"][0]["units"][0]["fragility"].clone();
    assert!(!fragility(&plain).is_object() && fragility(&asked).is_object());
    for (units, unasked) in [(1_000, true), (1_001, false)] {
        let rows = |row: &dyn Fn(i32) -> String| (1..=units).map(row).collect::<String>();
        let list = rows(&|number| format!("S{number},Đơn vị {number} (giả định),district\n"));
        let list = file(&format!("many-units-{units}.csv"), format!("code,name,level\n{list}"));
        let figures = rows(&|number| format!("S{number},{},1000\n", 2_000 + number));
        let figures = file(&format!("many-reports-{units}.csv"), format!("code,voters,took_part\n{figures}"));
        let ran = rank(SMALL_PLAN, [&list, &figures], &[]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert_eq!(ran.out.contains(title), unasked, "{units}");
        assert_eq!(ran.out.contains("--fragility"), !unasked, "{units}");
    }
}

#[test]
fn errors_block_until_a_provisional_ranking_is_asked_for() {
    let reports = bad_reports("provisional.csv");
    let files = [SMALL_UNITS, reports.as_str()];
    let blocked = rank(SMALL_PLAN, files, &[]);
    assert_eq!((blocked.code, blocked.out.as_str()), (1, ""));
    let place = "provisional.csv, dòng 3, cột C (took_part) – LỖI [number.malformed]";
    assert!(blocked.err.contains(place) && blocked.err.contains("rất nhiều"), "{}", blocked.err);
    let provisional = rank(SMALL_PLAN, files, &["--provisional"]);
    assert_eq!(provisional.code, 0);
    assert!(provisional.out.starts_with("*** TẠM TÍNH"), "{}", provisional.out);
    assert!(provisional.err.contains("*** TẠM TÍNH"), "{}", provisional.err);
    assert_eq!(
        json(&rank(SMALL_PLAN, files, &["--provisional", "--format", "json"]).out)["provisional"],
        true
    );
    let table = rank(SMALL_PLAN, files, &["--provisional", "--format", "csv"]).out;
    assert!(table.lines().skip(1).all(|line| line.ends_with(",true")), "{table}");
    let clean =
        rank(SMALL_PLAN, [SMALL_UNITS, "fixtures/cases/file-total-row/reports.csv"], &["--provisional"]);
    assert!(!clean.out.contains("TẠM TÍNH"), "nothing was left out: {}", clean.out);
}

#[test]
fn findings_come_as_data_with_how_the_file_was_understood() {
    let reports = file(
        "understood.csv",
        "\u{FEFF}Mã đơn vị;Số cử tri đi bầu;registered;Lạ\r\n11;366.121;366.340;x\r\n93;545.303;1.545.302;\r\n",
    );
    let ran = check(SMALL_PLAN, [SMALL_UNITS, &reports], &["--format", "json"]);
    let found = json(&ran.out);
    assert_eq!((ran.code, &found["errors"]), (0, &Value::from(0)), "{}", ran.out);
    let file = &found["files"][0];
    for (key, value) in [
        ("file", Value::from("understood.csv")),
        ("encoding", "UTF-8 (BOM)".into()),
        ("separator", "semicolon".into()),
        ("shape", "wide".into()),
        ("number_style", "vi".into()),
        ("number_evidence", "proven".into()),
        ("header_row", 1.into()),
        ("rows", 2.into()),
        ("figures", 4.into()),
    ] {
        assert_eq!(file[key], value, "{key}");
    }
    let column = |index: usize| &file["columns"][index];
    assert_eq!(column(1)["column"], "B");
    assert_eq!(column(1)["header"], "Số cử tri đi bầu");
    assert_eq!(column(1)["meaning_vi"], "Cử tri đã tham gia bỏ phiếu");
    assert_eq!(column(1)["meaning_en"], "Voters who took part");
    assert_eq!((&column(3)["header"], &column(3)["meaning_vi"]), (&Value::from("Lạ"), &Value::Null));
    assert_eq!(found["findings"][0]["code"], "column.unknown");
    let asked = file_of_ambiguous_numbers();
    let numbers = |more: &[&str]| {
        let found = json(&check(SMALL_PLAN, [SMALL_UNITS, &asked], more).out);
        (found["files"][0]["number_style"].clone(), found["files"][0]["number_evidence"].clone())
    };
    assert_eq!(numbers(&["--format", "json"]), (Value::Null, "unproven".into()));
    assert_eq!(numbers(&["--format", "json", "--numbers", "vi"]), ("vi".into(), "stated".into()));
}

#[test]
fn how_a_file_is_laid_out_can_be_said() {
    let wrong = file(
        "laid-out.csv",
        b"voters,code,took_part\n,T\xD8nh\ncode,voters,took_part\n11,1000,990\n93,1000,980\n",
    );
    let refused = check(SMALL_PLAN, [SMALL_UNITS, &wrong], &["--encoding", "utf-8"]);
    assert!(refused.out.contains("không phải bảng mã UTF-8"), "{}", refused.out);
    let said = ["--format", "json", "--encoding", "tcvn3", "--separator", "comma", "--header-row", "3"];
    let ran = check(SMALL_PLAN, [SMALL_UNITS, &wrong], &said);
    let found = json(&ran.out);
    let file = &found["files"][0];
    let read = (&file["encoding"], &file["separator"], &file["header_row"], &file["figures"]);
    assert_eq!(read, (&"TCVN3 (ABC)".into(), &"comma".into(), &3.into(), &4.into()), "{}", ran.out);
    let table = [
        (["--encoding", "latin1"], ["utf-8, utf-16le, utf-16be, windows-1258, tcvn3, vni"; 2]),
        (["--separator", "|"], ["comma, semicolon, tab"; 2]),
        (["--header-row", "0"], ["số dòng từ 1 đến 10.000.000", "the number of a row from 1 to 10,000,000"]),
    ];
    for (said, expected) in table {
        for (language, expected) in ["vi", "en"].into_iter().zip(expected) {
            let ran = check(SMALL_PLAN, [SMALL_UNITS, &wrong], &[said[0], said[1], "--lang", language]);
            assert!(ran.code == 2 && ran.err.contains(expected), "{}", ran.err);
        }
    }
}

fn file_of_ambiguous_numbers() -> String {
    file("ambiguous.csv", "code,voters,took_part\n11,366.340,366.121\n")
}

#[test]
fn a_broken_rule_is_told_with_its_figures_and_its_column() {
    let reports = file("broken.csv", "code,voters,took_part\n11,1000,1234\n");
    let found = json(&check(SMALL_PLAN, [SMALL_UNITS, &reports], &["--format", "json"]).out);
    let findings = found["findings"].as_array().expect("there are findings");
    let finding =
        findings.iter().find(|finding| finding["code"] == "rule.broken").expect("the rule is broken");
    assert_eq!(finding["header"], "took_part");
    let vietnamese = finding["text_vi"].as_str().expect("a text");
    let sentence = "Cử tri đã tham gia bỏ phiếu 1.234, lớn hơn Cử tri trong danh sách 1.000. Quy tắc của kế hoạch: \
                    took_part <= voters.";
    assert!(vietnamese.starts_with(sentence), "{vietnamese}");
    let english = finding["text_en"].as_str().expect("a text");
    assert!(english.starts_with("Voters who took part 1,234, above Voters on the roll 1,000."), "{english}");
}

#[test]
fn a_plan_with_a_mistake_shows_line_column_and_a_suggestion() {
    let right = fs::read_to_string(PLAN).expect("the plan is there");
    let line = 1 + right.lines().position(|line| line.starts_with("ratio =")).expect("it has a ratio");
    let broken = file("mistaken.toml", right.replace("of = \"took_part\", to", "of = \"tok_part\", to"));
    let ran = thidua(&["plan", "check", &broken]);
    assert_eq!(ran.code, 1);
    for part in [&format!("mistaken.toml:{line}:17"), "tok_part", "took_part", "ratio = {"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn the_schema_is_the_committed_one() {
    let committed = fs::read_to_string("openapi/plan.schema.json").expect("the schema is there");
    let ran = thidua(&["plan", "schema"]);
    assert_eq!((ran.code, ran.out == committed), (0, true), "openapi/plan.schema.json is out of date");
}

#[test]
fn an_empty_template_is_read_back_without_an_error() {
    for (plan, units) in [(DEMO_PLAN, DEMO[0]), (PLAN, TUA_CHUA[0])] {
        let written = file("template.csv", "");
        fs::remove_file(&written).expect("it was just made");
        let arguments = ["reports", "template", "--plan", plan, "--units", units, "--output", &written];
        let template = thidua(&arguments);
        assert_eq!((template.code, template.out.as_str()), (0, ""), "{}", template.err);
        let found = check(plan, [units, &written], &["--format", "json"]);
        assert_eq!((found.code, &json(&found.out)["errors"]), (0, &Value::from(0)), "{}", found.out);
        fs::write(&written, "filled in").expect("it can be written");
        let refused = thidua(&arguments);
        assert_eq!(refused.code, 2, "what was filled in is never overwritten");
        assert_eq!(fs::read_to_string(&written).expect("it is there"), "filled in");
    }
}

#[test]
fn the_language_is_that_of_the_option_then_of_the_locale_then_vietnamese() {
    let out = |locale: &str, arguments: &[&str]| {
        let output = command(arguments).env("LC_ALL", locale).output().expect("the program starts");
        String::from_utf8(output.stdout).expect("the program writes UTF-8")
    };
    let (vietnamese, english) =
        (out("vi_VN.UTF-8", &["demo", "--no-serve"]), out("en_GB.UTF-8", &["demo", "--no-serve"]));
    assert!(vietnamese.contains("XẾP HẠNG") && !english.contains("XẾP HẠNG"));
    assert_eq!(out("vi_VN.UTF-8", &["demo", "--no-serve", "--lang", "en"]), english);
    assert_eq!(out("en_GB.UTF-8", &["--lang=vi", "demo", "--no-serve"]), vietnamese);
    assert_eq!(out("C", &["demo", "--no-serve"]), vietnamese);
}

#[test]
fn a_reader_that_has_read_enough_is_no_error() {
    for arguments in [&["demo", "--no-serve"][..], &["plan", "schema"], &["plan", "check", PLAN], &["--help"]]
    {
        let (reader, writer) = std::io::pipe().expect("a pipe can be opened");
        drop(reader);
        let child = command(arguments).stdout(writer).stderr(Stdio::piped()).spawn();
        let ended =
            child.and_then(std::process::Child::wait_with_output).expect("the program starts and ends");
        let said = String::from_utf8_lossy(&ended.stderr);
        assert_eq!((ended.status.code(), said.as_ref()), (Some(0), ""), "{arguments:?}");
    }
}

/// Runs `plan new` with answers, one a line.
fn answered(path: &str, answers: &[&str]) -> Ran {
    let mut command = command(&["plan", "new", path]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("it reads");
    // It may stop reading before the last answer.
    let _ignored = input.write_all((answers.join("\n") + "\n").as_bytes());
    drop(input);
    let Output { status, stdout, stderr } = child.wait_with_output().expect("it ends");
    let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
    Ran { code: status.code().expect("the program ends by itself"), out: text(stdout), err: text(stderr) }
}

/// Answers that make a plan, among them some that are asked for again.
fn plan_answers() -> Vec<&'static str> {
    let odd = "Tỷ lệ \"ký\" cam kết \\ {100 %} 'x' # 🙂";
    let heading =
        ["12/KH-UBND", odd, "UBND xã", "1/2/2026", "31/02/2026", "01/03/2026", "1/1/2026", "30/6/2026"];
    let levels = ["Tỉnh, Xã, Xã", "k", "c", "có", "2", "c"];
    // A ratio with a bar that isn't a number at first, and metrics of the same name and another kind.
    let ratio = [odd, "", "c", "9", "1", "Số hộ đã ký", "Số hộ", "1", "rất nhiều", "99,90%", "1", "10"];
    let count = ["c", "Không có vụ việc", "Không để xảy ra vụ việc", "k", "2", "SỐ HỘ", "3", "0", "5"];
    let flag = ["c", "Có kế hoạch", "", "c", "3", "Số hộ", "Có kế hoạch", "2,5"];
    let milestone = ["c", "Sơ kết", "", "k", "4", "Ngày sơ kết", "", "", "15/4/2026", "", "2", "3"];
    let judged = ["c", odd, "", "k", "5", "Điểm", "20", "k"];
    let award = ["c", "Bằng khen", "Tặng Bằng khen cho 03 tập thể", "2", "3"];
    let share = ["c", "Giấy khen", "", "1", "20,5 %", "4", "3", "k"];
    heading
        .into_iter()
        .chain(levels)
        .chain(ratio)
        .chain(count)
        .chain(flag)
        .chain(milestone)
        .chain(judged)
        .chain(award)
        .chain(share)
        .collect()
}

#[test]
fn a_plan_is_made_by_answering_questions_and_is_valid_whatever_is_typed() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("new.toml");
    let path = path.to_str().expect("its name is UTF-8");
    let _ignored = fs::remove_file(path);
    let answers = plan_answers();
    for stop in [0, 5, answers.len() / 2, answers.len() - 1] {
        let stopped = answered(path, &answers[..stop]);
        assert_eq!(stopped.code, 2, "{}", stopped.err);
        assert!(stopped.err.contains("chưa ghi tệp nào") && !Path::new(path).exists(), "{}", stopped.err);
    }
    let made = answered(path, &answers);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("tệp hợp lệ") && made.err.contains("plan check"), "{}", made.err);
    let written = fs::read_to_string(path).expect("it is written");
    for line in [
        "issued = 2026-02-01",
        "period = { from = 2026-03-01, to = 2026-06-30 }",
        "levels = [\"xa\", \"xa_2\"]",
        "ratio = { of = \"so_ho_da_ky\", to = \"so_ho\", at_least = \"99.90%\", compare = \"exact\" }",
        "count = { of = \"so_ho\", at_most = \"0\" }",
        "source = \"Không để xảy ra vụ việc\"",
        "by_level = { xa = 2026-04-15 }, days = \"working\"",
        "quota = [{ per = \"cluster\", share = \"20.5%\", of = \"participants\", rounding = \"half_up\" }]",
        "source = \"Tặng Bằng khen cho 03 tập thể\"",
        "restated = \"Giấy khen\"",
    ] {
        assert!(written.contains(line), "{line} in\n{written}");
    }
    let checked = thidua(&["plan", "check", path]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{}", checked.out);
    let again = answered(path, &answers);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("không ghi đè"), "{}", again.err);
    assert_eq!(fs::read_to_string(path).expect("it is there"), written);
}

#[test]
fn reports_look_lists_figures_that_need_a_look_and_refuses_nothing() {
    let at = |name: &str| format!("fixtures/cases/plausibility-{name}");
    let (plan, units) = (at("copied-rows/plan.toml"), at("copied-rows/units.csv"));
    let reports = at("change/reports.csv");
    let look = |more: &[&str]| {
        let given = ["--lang", "en", "reports", "look", "--plan", &plan, "--units", &units];
        let ran = thidua(&[&given[..], more].concat());
        // Long lines are broken between words.
        Ran { out: ran.out.split_whitespace().collect::<Vec<_>>().join(" "), ..ran }
    };
    let ran = look(&[&reports]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(ran.out.contains("not verdicts") && ran.out.contains("Nothing was found"), "{}", ran.out);
    assert!(ran.out.contains("[changed]: Not looked at: no earlier reports are at hand."), "{}", ran.out);
    assert!(ran.out.contains("[far]: 12 units looked at, of them with a remark: 0."), "{}", ran.out);
    let ran = look(&[&reports, "--earlier", &at("change/earlier.csv")]);
    assert!(ran.out.contains("2 remarks") && ran.out.contains("+135 = 10.01… % of 1,348"), "{}", ran.out);
    assert!(
        ran.out.contains("Large change since the earlier report [changed] – Xã 16 (giả định) (16)"),
        "{}",
        ran.out
    );
    let ran = look(&[&at("round-numbers/reports.csv")]);
    assert!(ran.out.contains("What the plan says to it: Compare with the protocols."), "{}", ran.out);
    let broken = file("look-broken.csv", "code,voters\n11,x\n");
    let ran = look(&[&broken]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    let plan = "fixtures/plans/turnout-2021.toml";
    let files = ["--units", "fixtures/units/gia-lai-2021.csv", "fixtures/reports/gia-lai-2021.csv"];
    let ran = thidua(&[&["reports", "look", "--plan", plan][..], &files].concat());
    assert_eq!(ran.code, 0);
    assert!(ran.out.starts_with("Kế hoạch không nêu số liệu nào cần xem lại"), "{}", ran.out);
}

//! Every plan file of `fixtures/plans/`: right as it stands, told in words in both languages, scored by a case of its own,
//! and refused with place and remedy after a mistake on purpose.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use thidua::contest::finding::Findings;
use thidua::contest::fraction::Fraction;
use thidua::contest::plan::{Plan, Rule};
use thidua::contest::score::score;
use thidua::contest::scored::Contest;
use thidua::contest::words::{Language, Words};
use thidua::documents::plan_text::{plan_sections, plan_text};
use thidua::documents::reason::{quota_text, whole_quota_text};
use thidua::intake::plan_file::read_plan;
use thidua::text::Texts;

use crate::cases::{case_at, case_folders};
use crate::contest_files::{plan_of, reports_of, units_of};
use crate::layers::begins_a_word;

const LANGUAGES: [Language; 2] = [Language::Vietnamese, Language::English];

/// A mistake made on purpose in a plan file.
struct Slip {
    /// The file's stem.
    plan: &'static str,
    /// What stands there.
    right: &'static str,
    /// What is written instead.
    wrong: &'static str,
    /// The code of the mistake.
    code: &'static str,
    /// What stands at the place that the message names.
    at: &'static str,
    /// What the message tells to write.
    remedy: &'static str,
}

/// A different mistake in every file.
const SLIPS: [Slip; 14] = [
    Slip {
        plan: "dien-bien-508-2021",
        right: "ratio = { of = \"took_part\"",
        wrong: "ratio = { of = \"took_prat\"",
        code: "metric.unknown",
        at: "took_prat\", to",
        remedy: "took_part",
    },
    Slip {
        plan: "dien-bien-508-2021-points",
        right: "points = \"7.5\" },\n], otherwise = 0 }",
        wrong: "points = \"7.5\" },\n] }",
        code: "points.incomplete",
        at: "{ bands",
        remedy: "otherwise =",
    },
    Slip {
        plan: "turnout-2021",
        right: "at_least = \"99.90%\"",
        wrong: "at_least = \"99.90%\", more_than = \"99.90%\"",
        code: "bar.twice",
        at: "\"99.90%\"",
        remedy: "at_least",
    },
    Slip {
        plan: "turnout-2021-one-cluster",
        right: "took_part <= voters",
        wrong: "took_part =< voters",
        code: "check.comparator",
        at: "< voters",
        remedy: "<=",
    },
    Slip {
        plan: "turnout-2021-plausibility",
        right: "code = \"copied\"\nlevels = [\"commune\"]",
        wrong: "code = \"copied\"\nlevels = [\"hamlet\"]",
        code: "level.unknown",
        at: "\"hamlet\"",
        remedy: "\"commune\"",
    },
    Slip {
        plan: "tuyen-quang-2021",
        right: "before = 2021-01-25",
        wrong: "before = 2021-02-30",
        code: "toml.syntax",
        at: "2021-02-30",
        remedy: "The calendar has no day 2021-02-30",
    },
    Slip {
        plan: "quang-ninh-2021",
        right: "[[criterion]]\ncode = \"polling_teams\"",
        wrong: "[[criterion]]\ncode = \"election_boards\"",
        code: "code.twice",
        at: "\"election_boards\"",
        remedy: "once",
    },
    Slip {
        plan: "dien-bien-2019",
        right: "of = \"documents_on\"",
        wrong: "of = \"documents_number\"",
        code: "metric.wrong_kind",
        at: "\"documents_number\"",
        remedy: "date",
    },
    Slip {
        plan: "hong-ngu-2021",
        right: "quota = [{ per = \"subject\", at_most = 2, except = { individual = 1 } }]\n",
        wrong: "",
        code: "key.missing",
        at: "[[award]]",
        remedy: "quota = ",
    },
    Slip {
        plan: "thua-thien-hue-bloc",
        right: "of = \"tasks_points\", combine = \"last\"",
        wrong: "of = \"tasks_points\"",
        code: "combine.missing",
        at: "{ of = \"tasks_points\"",
        remedy: "combine = \"last\"",
    },
    Slip {
        plan: "ho-chi-minh-city-sectors",
        right: "bonus_at_most = 10 ",
        wrong: "bonus_at_most = \"10,5\" ",
        code: "value.malformed",
        at: "\"10,5\"",
        remedy: "10.5",
    },
    Slip {
        plan: "cho-don-2021",
        right: "from = \"district_award\"",
        wrong: "from = \"provincial_award\"",
        code: "award.from_itself",
        at: "\"provincial_award\"",
        remedy: "another award",
    },
    Slip {
        plan: "luong-minh",
        right: "of = \"breach_found\", expect = false",
        wrong: "of = \"breach_found\", expect = \"không\"",
        code: "value.wrong_type",
        at: "\"không\"",
        remedy: "true or false",
    },
    Slip {
        plan: "turnout-2026",
        right: "\nratio = {",
        wrong: "\nrestated = \"Từ 99,90% trở lên\"\nratio = {",
        code: "source.twice",
        at: "\"Từ 99,90% trở lên\"",
        remedy: "one of the two",
    },
];

/// The plan files with their stems, by name.
fn files() -> Vec<(String, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plans");
    let mut files: Vec<(String, PathBuf)> = fs::read_dir(folder)
        .expect("fixtures/plans is a folder")
        .map(|entry| entry.expect("the folder can be listed").path())
        .map(|path| (path.file_stem().expect("a file has a name").to_string_lossy().into_owned(), path))
        .collect();
    files.sort();
    files
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).expect("a plan file can be read")
}

fn plan(stem: &str, path: &Path) -> Plan {
    plan_of(stem, &text_of(path)).unwrap_or_else(|mistakes| panic!("{stem}: {mistakes}"))
}

/// The line at which a part of a text begins, 1 being the first.
fn line_of(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap_or_else(|| panic!("{part} stands in the text"));
    text[..at].matches('\n').count() + 1
}

#[test]
fn every_plan_file_is_right_and_scored_by_a_case_that_is_worked_by_hand() {
    let named: BTreeSet<PathBuf> = case_folders()
        .into_iter()
        .filter_map(|(_, folder)| {
            let case = case_at(&folder).expect("case files are read by a test of their own");
            case.expect.needs_scores().then(|| folder.join(case.plan))?.canonicalize().ok()
        })
        .collect();
    let files = files();
    assert!(files.len() >= 14, "{}", files.len());
    for (stem, path) in files {
        plan(&stem, &path);
        let path = path.canonicalize().expect("the file is there");
        assert!(named.contains(&path), "no case with expected scores uses {stem}");
    }
}

/// Everything with a name in a plan that a person must find again in its words.
fn names(plan: &Plan) -> Vec<&Words> {
    let mut names = vec![&plan.title];
    names.extend(plan.levels.iter().map(|it| &it.name));
    names.extend(plan.subjects.iter().map(|it| &it.name));
    names.extend(plan.metrics.iter().map(|it| &it.name));
    names.extend(plan.branches.iter().map(|it| &it.name));
    names.extend(plan.criteria.iter().map(|it| &it.name));
    names.extend(plan.criteria.iter().filter_map(|it| it.evidence.as_ref()));
    names.extend(plan.criteria.iter().filter_map(|it| it.owner.as_ref()));
    names.extend(plan.awards.iter().map(|it| &it.name));
    names
}

/// Keys of texts that stand in place of their texts.
fn bare_keys(texts: &Texts, text: &str) -> Vec<String> {
    let tokens = text.split(|character: char| !character.is_alphanumeric() && !"-_".contains(character));
    tokens.filter(|token| token.contains('-') && texts.has(token)).map(str::to_owned).collect()
}

#[test]
fn every_plan_is_told_in_words_in_both_languages() {
    for (stem, path) in files() {
        let plan = plan(&stem, &path);
        let mut told = Vec::new();
        for language in LANGUAGES {
            let texts = Texts::new(language);
            let text = plan_text(&texts, &plan);
            assert_eq!(bare_keys(&texts, &text), Vec::<String>::new(), "{stem}");
            // Names may be broken over lines; the sections hold them whole.
            let sections = plan_sections(&texts, &plan);
            let sentences = sections.iter().flat_map(|section| &section.sentences);
            let whole: Vec<&str> = sentences
                .flat_map(|one| std::iter::once(&one.text).chain(&one.details))
                .map(String::as_str)
                .collect();
            for name in names(&plan) {
                let name = name.in_language(language);
                assert!(whole.iter().any(|line| line.contains(name)), "{stem} doesn't tell {name}");
            }
            for criterion in &plan.criteria {
                assert!(
                    whole.iter().any(|line| line.contains(&criterion.source)),
                    "{stem} {}",
                    criterion.code
                );
            }
            let longest = text.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(100), "{stem}: {longest:?} columns");
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            told.push(lines);
        }
        let [vietnamese, english] = &told[..] else { panic!("two languages") };
        let shared = english.iter().filter(|line| line.starts_with("- ") && vietnamese.contains(line));
        assert_eq!(shared.collect::<Vec<_>>(), Vec::<&String>::new(), "{stem} says it in one language");
    }
}

#[test]
fn words_tell_what_is_easily_overlooked() {
    let texts = Texts::new(Language::English);
    for (stem, expected) in [
        ("cho-don-2021", "at most 2 units of each type of subject; for Individual: 3"),
        ("cho-don-2021", "Chosen from the list of “District award”"),
        ("tuyen-quang-2021", "Province: before 20/01/2021, District: before 27/01/2021"),
        ("thua-thien-hue-bloc", "On hold where this is yes: The bonus still lacks its proof"),
        ("thua-thien-hue-bloc", "Penalty: at most 16"),
        ("dien-bien-2019", "10 points, less 1 for each 7 days late (rounded up); at least 0 points"),
        ("turnout-2026", "while one lacks it, there is no sum"),
        ("luong-minh", "Holidays, besides Saturdays and Sundays: 21/04/2021"),
    ] {
        let path = files().into_iter().find(|(name, _)| name == stem).expect("the plan is there").1;
        let text = plan_text(&texts, &plan(stem, &path)).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(expected), "{stem}: {expected}\n{text}");
    }
}

#[test]
fn a_quota_names_a_few_numbers_of_their_own_and_counts_many() {
    let (_, path) = files().into_iter().find(|(stem, _)| stem == "cho-don-2021").expect("the plan is there");
    let many = text_of(&path).replace(
        "{ per = \"subject\", at_most = 2, except = { individual = 3 } }",
        "{ per = \"cluster\", at_most = 2, except = { A = 3, B = 4, C = 5, D = 6 } }",
    );
    let many = many.replace("[clusters]\nby = \"subject\"", "[clusters]\nby = \"column\"");
    let plan = plan_of("many", &many).expect("the plan is right");
    let quota = &plan.awards[0].quotas[0];
    let texts = Texts::new(Language::English);
    let base = "at most 2 units in each cluster";
    assert_eq!(quota_text(&texts, &plan, quota), format!("{base}; 4 have numbers of their own"));
    let all = "for cluster A: 3; for cluster B: 4; for cluster C: 5; for cluster D: 6";
    assert_eq!(whole_quota_text(&texts, &plan, quota), format!("{base}; {all}"));
}

/// How each unit came out in the first criterion: its code, outcome and measure.
fn outcomes(plan: &Plan, units: &str, reports: &str) -> Vec<(String, String, Option<String>)> {
    let mut findings = Findings::default();
    let units = units_of("units.csv", units.as_bytes(), plan, &mut findings);
    let reports = reports_of(&[("reports.csv", reports.as_bytes())], plan, &units, &mut findings);
    assert_eq!(findings.errors + findings.warnings, 0, "{:?}", findings.in_order());
    let contest = Contest { plan, units: &units, reports: &reports, holds: &[], choices: &[], as_of: None };
    let scored = score(&contest);
    let all = (0_u32..).zip(&scored.scores.units).map(|(participant, of)| {
        let judged = scored.scores.judgements_of(participant)[0].expect("the criterion applies to all");
        let measure = judged.measure.map(|it| format!("{}/{}", it.numerator(), it.denominator()));
        (units.get(of.unit).code().to_owned(), judged.outcome.code().to_owned(), measure)
    });
    all.collect()
}

#[test]
fn the_same_contest_in_the_tree_of_2021_and_of_2026_judges_communes_alike_and_sums_up_to_the_province() {
    let at = |stem: &str| {
        let found = files().into_iter().find(|(name, _)| name == stem);
        plan(stem, &found.expect("the plan is there").1)
    };
    let reports = "code,voters,took_part\nX1,1000,1000\nX2,2000,1999\nX3,953,952\nX4,4000,3990\n";
    let three = "code,name,level,parent_code\nT,T,province,\nH1,H1,district,T\nH2,H2,district,T\n\
                 X1,X1,commune,H1\nX2,X2,commune,H1\nX3,X3,commune,H2\nX4,X4,commune,H2\n";
    let two = "code,name,level,parent_code\nT,T,province,\n\
               X1,X1,commune,T\nX2,X2,commune,T\nX3,X3,commune,T\nX4,X4,commune,T\n";
    let old = outcomes(&at("turnout-2021"), three, reports);
    let new = outcomes(&at("turnout-2026"), two, reports);
    let communes = |all: &[(String, String, Option<String>)]| {
        all.iter().filter(|(code, ..)| code.starts_with('X')).cloned().collect::<Vec<_>>()
    };
    assert_eq!(communes(&old), communes(&new));
    assert_eq!(communes(&old).len(), 4);
    // 1,000 + 1,999 + 952 + 3,990 of 1,000 + 2,000 + 953 + 4,000: 7,941 / 7,953, and never the mean of four ratios.
    let province = new.iter().find(|(code, ..)| code == "T").expect("the province takes part in 2026");
    let exact = Fraction::new(7941, 7953);
    let exact = format!("{}/{}", exact.numerator(), exact.denominator());
    assert_eq!(*province, ("T".to_owned(), "not_met".to_owned(), Some(exact)));
}

#[test]
fn a_contest_of_milestones_has_no_word_of_an_election() {
    let path = files().into_iter().find(|(stem, _)| stem == "dien-bien-2019").expect("the plan is there").1;
    let plan = plan("dien-bien-2019", &path);
    assert!(plan.criteria.iter().all(|criterion| matches!(criterion.rule, Rule::Milestone { .. })));
    let mut text = text_of(&path);
    for language in LANGUAGES {
        text.push_str(&plan_text(&Texts::new(language), &plan));
    }
    let text = text.to_lowercase();
    for word in ["bầu", "cử tri", "phiếu", "quốc hội", "election", "voter", "ballot", "turnout", "polling"]
    {
        assert!(!begins_a_word(&text, word), "{word}");
    }
}

#[test]
fn a_different_mistake_in_each_file_is_told_with_line_column_and_remedy() {
    let stems: Vec<String> = files().into_iter().map(|(stem, _)| stem).collect();
    let slips: BTreeSet<&str> = SLIPS.iter().map(|slip| slip.plan).collect();
    assert_eq!(stems.iter().map(String::as_str).collect::<BTreeSet<_>>(), slips, "each file has its mistake");
    let codes: BTreeSet<&str> = SLIPS.iter().map(|slip| slip.code).collect();
    assert_eq!(codes.len(), SLIPS.len(), "each mistake is another");
    for (stem, path) in files() {
        let slip = SLIPS.iter().find(|slip| slip.plan == stem).expect("each file has its mistake");
        let right = text_of(&path);
        let wrong = right.replacen(slip.right, slip.wrong, 1);
        assert_ne!(right, wrong, "{stem}");
        let file = format!("{stem}.toml");
        let mistakes = read_plan(&file, &wrong).expect_err(&stem);
        assert_eq!(mistakes.len(), 1, "{stem}: one slip is one mistake");
        let mistake = &mistakes[0];
        assert_eq!(mistake.code, slip.code, "{stem}");
        let here: String = mistake.text_of_line.chars().skip(mistake.column - 1).collect();
        assert!(here.starts_with(slip.at), "{stem} points at {here}");
        if !slip.wrong.is_empty() {
            let line = wrong.lines().nth(mistake.line - 1).expect("the line is there");
            assert_eq!(line, mistake.text_of_line, "{stem}");
            let first = line_of(&right, slip.right);
            let last = first + slip.wrong.matches('\n').count();
            // The points that lack a part are named where they begin.
            let is_near = (first..=last).contains(&mistake.line) || mistake.code == "points.incomplete";
            assert!(is_near, "{stem}: line {} of {first} to {last}", mistake.line);
        }
        for language in LANGUAGES {
            let shown = mistake.render(language);
            let place = format!("{file}:{}:{}: ", mistake.line, mistake.column);
            assert!(shown.starts_with(&place), "{shown}");
            assert!(shown.contains(&mistake.text_of_line), "{shown}");
            assert!(!mistake.message.in_language(language).is_empty());
        }
        let told = mistake.render(Language::English);
        assert!(told.contains(slip.remedy), "{stem}: {told}");
        let vietnamese = mistake.render(Language::Vietnamese);
        assert!(vietnamese.contains("cần: ") && vietnamese != told, "{vietnamese}");
    }
}

#[test]
fn a_plan_is_shown_in_words_by_a_command_or_refused_with_its_mistakes() {
    let run = |language: &str, file: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thidua"));
        command.args(["--lang", language, "plan", "show", file]).current_dir(env!("CARGO_MANIFEST_DIR"));
        command.output().expect("the program starts")
    };
    let file = "fixtures/plans/luong-minh.toml";
    let plan = plan("luong-minh", Path::new(&format!("{}/{file}", env!("CARGO_MANIFEST_DIR"))));
    for (tag, language) in [("vi", Language::Vietnamese), ("en", Language::English)] {
        let ran = run(tag, file);
        assert!(ran.status.success() && ran.stderr.is_empty());
        assert_eq!(String::from_utf8_lossy(&ran.stdout), plan_text(&Texts::new(language), &plan));
    }
    let broken = Path::new(env!("CARGO_TARGET_TMPDIR")).join("show-plan.toml");
    fs::write(&broken, "[plan]\ncode = 1\n").expect("the folder for temporary files can be written");
    let ran = run("en", broken.to_str().expect("its name is UTF-8"));
    assert_eq!(ran.status.code(), Some(1));
    assert!(ran.stdout.is_empty());
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(told.contains("show-plan.toml:2:8: "), "{told}");
}

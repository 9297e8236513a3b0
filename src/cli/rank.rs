//! `thidua rank`: scores, ranks, recommends, and explains a unit.

use std::io::Write;
use std::path::Path;

use super::arguments::{RankArguments, RankFormat};
use super::command_line;
use super::contest_files::{ContestPaths, read_contest};
use super::failure::Failure;
use super::files::{self, Target};
use super::lookup;
use super::output;
use crate::app::score_files::Loaded;
use crate::contest::explain::explain;
use crate::contest::finding_code::{METRIC_NO_COLUMN, UNIT_NO_REPORT};
use crate::contest::fragility::{borders, fragilities};
use crate::contest::result::Scores;
use crate::contest::score::score_on;
use crate::contest::scored::Scored;
use crate::documents::csv::write_csv;
use crate::documents::explanation::explanation_text;
use crate::documents::findings::{counts_text, findings_text};
use crate::documents::json::write_json;
use crate::documents::ranking::RankingDocument;
use crate::documents::recommendation::{has_open_ties, recommendation_text};
use crate::documents::table::ranking_text;
use crate::text::Texts;
use crate::text::finding::sentence;

/// Up to how many units tables show how firm each rank is without being asked: beyond, that takes a while.
const FRAGILITY_UNASKED: usize = 1000;

/// Runs the command.
pub fn run(texts: &Texts, arguments: &RankArguments) -> Result<(), Failure> {
    if arguments.explain.is_some() && arguments.format != RankFormat::Table {
        return Err(Failure::WrongUse(texts.word("error-explain-format")));
    }
    let loaded = read(texts, arguments)?;
    let cluster =
        arguments.cluster.as_deref().map(|named| lookup::cluster(texts, &loaded.units, named)).transpose()?;
    let unit =
        arguments.explain.as_deref().map(|named| lookup::unit(texts, &loaded.units, named)).transpose()?;
    let blocked = loaded.findings.errors > 0;
    if blocked && !arguments.provisional {
        output::say(findings_text(texts, &loaded.findings).trim_end());
        output::say(&texts.word("rank-blocked"));
        return Err(Failure::Blocked);
    }
    let contest = loaded.contest(arguments.as_of);
    let threads = files::threads(arguments.threads);
    let scored = score_on(&contest, threads);
    let all_borders = match arguments.format {
        RankFormat::Csv => Vec::new(),
        RankFormat::Table | RankFormat::Json => borders(&contest, &scored),
    };
    let mut document = RankingDocument {
        contest,
        scored: &scored,
        borders: &all_borders,
        fragilities: None,
        provisional: blocked,
        cluster,
    };
    let all_fragilities = shows_fragility(arguments, document.shown(), unit.is_some())
        .then(|| fragilities(&contest, &scored, cluster));
    document.fragilities = all_fragilities.as_deref();
    let participant = unit.map(|unit| participant_of(texts, &loaded, &scored, unit)).transpose()?;
    write(texts, arguments, &document, participant)?;
    remarks(texts, arguments, &loaded, &document, participant);
    // The process ends now; giving back hundreds of thousands of small pieces of memory one by one is no use.
    std::mem::forget((loaded, scored));
    Ok(())
}

/// Whether to show how firm each rank is: always when asked for, and beside tables that are short enough.
const fn shows_fragility(arguments: &RankArguments, shown: usize, explains: bool) -> bool {
    let unasked = matches!(arguments.format, RankFormat::Table) && shown <= FRAGILITY_UNASKED;
    !explains && (arguments.fragility || unasked)
}

fn read(texts: &Texts, arguments: &RankArguments) -> Result<Loaded, Failure> {
    let paths = ContestPaths {
        plan: &arguments.plan,
        units: &arguments.units,
        reports: &arguments.reports,
        holds: arguments.holds.as_deref(),
    };
    let options = arguments.reading.options(arguments.as_of);
    read_contest(texts, &paths, &options, files::threads(arguments.threads))
}

fn write(
    texts: &Texts,
    arguments: &RankArguments,
    document: &RankingDocument<'_>,
    participant: Option<u32>,
) -> Result<(), Failure> {
    let inputs: Vec<&Path> = [&arguments.plan, &arguments.units]
        .into_iter()
        .chain(&arguments.reports)
        .chain(&arguments.holds)
        .map(AsRef::as_ref)
        .collect();
    let mut target = Target::open(texts, arguments.output.as_deref(), &inputs)?;
    match (arguments.format, participant) {
        (RankFormat::Json, _) => write_json(document, &mut target)?,
        (RankFormat::Csv, _) => write_csv(document, files::threads(arguments.threads), &mut target)?,
        (RankFormat::Table, Some(participant)) => {
            let explanation = explain(&document.contest, document.scored, participant);
            show(&mut target, &explanation_text(texts, document, &explanation))?;
        }
        (RankFormat::Table, None) => {
            show(
                &mut target,
                &(ranking_text(texts, document) + "\n" + &recommendation_text(texts, document)),
            )?;
        }
    }
    Ok(target.flush()?)
}

/// Writes a text, coloured when a person looks at a terminal.
pub fn show(target: &mut Target, text: &str) -> std::io::Result<()> {
    if target.is_terminal() && output::wants_colour() {
        target.write_all(output::painted(text).as_bytes())
    } else {
        target.write_all(text.as_bytes())
    }
}

/// What the user should know besides the result: of open ties, only those of the unit that is explained.
fn remarks(
    texts: &Texts,
    arguments: &RankArguments,
    loaded: &Loaded,
    document: &RankingDocument<'_>,
    participant: Option<u32>,
) {
    if document.provisional {
        output::say(&texts.word("provisional"));
    }
    if loaded.findings.total() > 0 {
        output::say(&counts_text(texts, &loaded.findings));
        let command = command_line::check_of(&command_line::program(), arguments);
        output::say(&texts.get("rank-see-findings", &[("command", command.into())]));
    }
    for found in loaded.findings.in_order() {
        if [UNIT_NO_REPORT.code, METRIC_NO_COLUMN.code].contains(&found.code) {
            output::say(&sentence(texts, found));
        }
    }
    if has_open_ties(document, participant) {
        output::say(&texts.word("rank-open-ties"));
    }
}

fn participant_of(texts: &Texts, loaded: &Loaded, scored: &Scored, unit: u32) -> Result<u32, Failure> {
    participant(&scored.scores, unit).ok_or_else(|| {
        let name: &str = loaded.units.get(unit).name();
        Failure::WrongUse(texts.get("error-not-participant", &[("unit", name.into())]))
    })
}

/// The index in the scores of a unit; `None` when it doesn't take part.
pub fn participant(scores: &Scores, unit: u32) -> Option<u32> {
    (0_u32..).zip(&scores.units).find(|(_, score)| score.unit == unit).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::score_files::{ContestFiles, GivenFile, load, load_plan};
    use crate::contest::words::Language;
    use crate::documents::ranking::with_whole_document;
    use crate::intake::reports::ReadOptions;

    /// A file under `fixtures/`.
    fn given(path: &str) -> GivenFile {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
        GivenFile { name: path.to_owned(), bytes: std::fs::read(file).unwrap() }
    }

    fn loaded(plan: &GivenFile, units: GivenFile, reports: GivenFile) -> Loaded {
        let files = ContestFiles { units: units.into(), reports: vec![reports.into()], holds: None };
        load(load_plan(plan).unwrap(), &files, &ReadOptions::default(), 1, &|_| {})
    }

    /// A contest from files under `fixtures/`.
    fn fixture(plan: &str, units: &str, reports: &str) -> Loaded {
        loaded(&given(plan), given(units), given(reports))
    }

    /// A contest under `fixtures/` with other reports.
    fn with_reports(folder: &str, reports: &str) -> Loaded {
        let of = |file: &str| given(&format!("{folder}/{file}"));
        let reports = GivenFile { name: "reports.csv".to_owned(), bytes: reports.into() };
        loaded(&of("plan.toml"), of("units.csv"), reports)
    }

    fn with_document<T>(loaded: &Loaded, tell: impl FnOnce(&RankingDocument<'_>) -> T) -> T {
        with_whole_document(loaded.contest(None), tell)
    }

    const SHIPPED: [(&str, &str); 7] = [
        ("dien-bien-508-2021-points", "dien-bien-2021"),
        ("dien-bien-508-2021", "dien-bien-2021"),
        ("turnout-2021", "gia-lai-2021"),
        ("turnout-2021", "quang-ninh-2021"),
        ("turnout-2021", "tuyen-quang-2021"),
        ("turnout-2021", "dien-bien-tua-chua-2021"),
        ("turnout-2021-one-cluster", "provinces-2021"),
    ];

    #[test]
    fn the_tables_of_every_shipped_plan_fit_a_hundred_columns_and_no_column_is_squeezed() {
        for (plan, place) in SHIPPED {
            let loaded = fixture(
                &format!("plans/{plan}.toml"),
                &format!("units/{place}.csv"),
                &format!("reports/{place}.csv"),
            );
            for language in [Language::Vietnamese, Language::English] {
                let texts = Texts::new(language);
                with_document(&loaded, |document| {
                    let text = ranking_text(&texts, document) + &recommendation_text(&texts, document);
                    for line in text.lines() {
                        assert!(line.chars().count() <= 100, "{plan}, {place}: {line}");
                    }
                    let [rank, heading] = ["column-rank", "column-recommendation"].map(|key| texts.word(key));
                    let headed = |line: &&str| line.starts_with(&rank) && line.ends_with(&heading);
                    assert_eq!(text.lines().filter(headed).count(), document.clusters().count(), "{text}");
                    for (_, ranked) in document.clusters() {
                        for entry in ranked {
                            let code = format!(" {} ", document.unit(entry.participant).code());
                            assert!(text.contains(&code), "{code}");
                        }
                    }
                });
            }
        }
    }

    #[test]
    fn criteria_without_a_number_get_running_ones_that_the_legend_explains() {
        let loaded = fixture(
            "plans/dien-bien-508-2021-points.toml",
            "units/dien-bien-2021.csv",
            "reports/dien-bien-2021.csv",
        );
        with_document(&loaded, |document| {
            let text = ranking_text(&Texts::new(Language::Vietnamese), document);
            assert!(!text.contains("corrected_reports"), "{text}");
            for (index, criterion) in document.plan().criteria.iter().enumerate() {
                let label = crate::documents::reason::column_label(document.plan(), index);
                let gate = if criterion.gate { "•" } else { "" };
                let explained = format!("{label}{gate} {}", criterion.name.vi);
                assert_eq!(text.matches(&explained).count(), 1, "{explained}");
            }
        });
    }

    #[test]
    fn open_ties_holds_and_what_would_move_a_rank_are_told_plainly() {
        let loaded = fixture(
            "plans/dien-bien-508-2021.toml",
            "units/dien-bien-2021.csv",
            "reports/dien-bien-2021.csv",
        );
        let texts = Texts::new(Language::Vietnamese);
        with_document(&loaded, |document| {
            let table = ranking_text(&texts, document);
            assert!(table.contains("‖ G tạm dừng"), "{table}");
            assert!(table.contains("Thị xã Mường Lay ngang hoặc xuống dưới Huyện Mường Ảng nếu thêm 1 "));
            let text = recommendation_text(&texts, document);
            for told in [
                "Cụm xã huyện Tủa Chùa: dùng 2/3 chắc chắn, 1 chỗ chờ phân định, còn 0",
                "Cụm huyện, thị xã, thành phố: dùng 2/2, còn 0",
                "Toàn đợt: dùng 5/53 chắc chắn, 1 chỗ chờ phân định, còn 47",
                "Xã Lao Xả Phình (03229), Xã Sính Phình (03241)",
                "hội đồng thi đua - khen thưởng quyết định",
                "on_tie",
            ] {
                assert!(text.contains(told), "{told}: {text}");
            }
            let tied =
                participant(&document.scored.scores, lookup::unit(&texts, &loaded.units, "03229").unwrap());
            let other =
                participant(&document.scored.scores, lookup::unit(&texts, &loaded.units, "095").unwrap());
            assert!(has_open_ties(document, None) && has_open_ties(document, tied));
            assert!(!has_open_ties(document, other));
        });
    }

    #[test]
    fn bug_a_border_at_which_all_tie_and_none_is_admitted_named_one_of_them_as_inside() {
        let reports = "code,score,second,clean\nA,8,2,có\nB,8,2,có\nC,8,2,có\nD,8,2,có\nE,5,9,có\n";
        let loaded = with_reports("cases/award-tie-none", reports);
        for (language, told) in [
            (Language::Vietnamese, "Không có đơn vị nào trong chỉ tiêu"),
            (Language::English, "Nobody is inside"),
        ] {
            let texts = Texts::new(language);
            with_document(&loaded, |document| {
                let text = recommendation_text(&texts, document);
                assert!(text.contains(told), "{text}");
                assert!(!text.contains("Inside: ") && !text.contains("Trong chỉ tiêu: "), "{text}");
            });
        }
    }

    #[test]
    fn bug_a_percentage_as_stated_was_told_with_other_digits_than_those_stated() {
        for (stated, told) in [
            ("99,895", "99,895 % theo tỷ lệ đơn vị báo cáo (99.895/100.000), làm tròn 99,90 %"),
            ("99,9", "99,9 % theo tỷ lệ đơn vị báo cáo (999/1.000), làm tròn 99,90 %"),
            ("100", "100 % theo tỷ lệ đơn vị báo cáo (100/100), làm tròn 100,00 %"),
        ] {
            let loaded = with_reports(
                "cases/kind-a-stated-percentage",
                &format!("code;share_stated\nA;{stated}\nB;99,5\n"),
            );
            let texts = Texts::new(Language::Vietnamese);
            with_document(&loaded, |document| {
                let unit =
                    participant(&document.scored.scores, lookup::unit(&texts, &loaded.units, "A").unwrap());
                let explained = explain(&document.contest, document.scored, unit.unwrap());
                let text = explanation_text(&texts, document, &explained);
                assert!(text.contains(told), "{text}");
            });
        }
    }

    #[test]
    fn a_unit_that_reported_nothing_has_no_rank_in_the_table() {
        let reports = include_str!("../../fixtures/reports/dien-bien-2021.csv");
        let few: Vec<&str> = reports.split_inclusive('\n').take(3).collect();
        let few = GivenFile { name: "reports.csv".to_owned(), bytes: few.concat().into() };
        let loaded = loaded(&given("plans/dien-bien-508-2021.toml"), given("units/dien-bien-2021.csv"), few);
        let texts = Texts::new(Language::Vietnamese);
        with_document(&loaded, |document| {
            let table = ranking_text(&texts, document);
            assert!(table.contains("\n   1  095  Thị xã Mường Lay "), "{table}");
            assert!(table.contains("\n   –  099  Huyện Tuần Giáo "), "{table}");
            assert!(table.contains("chưa báo cáo"), "{table}");
            assert!(table.contains("8 đơn vị chưa gửi báo cáo nào nên chưa có hạng."), "{table}");
            let unit = lookup::unit(&texts, &loaded.units, "tuan giao").unwrap();
            let silent = participant(&document.scored.scores, unit).unwrap();
            let told =
                explanation_text(&texts, document, &explain(&document.contest, document.scored, silent));
            assert!(told.contains("Chưa nhận báo cáo nào của đơn vị."), "{told}");
        });
    }
}

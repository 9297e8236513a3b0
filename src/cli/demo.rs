//! `thidua demo`: a contest that ships with the program, from its files to one unit's explanation.

use std::collections::BTreeMap;
use std::io::Write;

use super::command_line;
use super::failure::Failure;
use super::files::{Target, refusal_text};
use super::output;
use super::rank::{participant, show};
use crate::app::score_files::{ContestFiles, GivenFile, Loaded, load, load_plan};
use crate::contest::explain::explain;
use crate::contest::fragility::{borders, fragilities};
use crate::contest::result::Outcome;
use crate::contest::score::score;
use crate::contest::scored::Scored;
use crate::documents::explanation::explanation_text;
use crate::documents::findings::findings_text;
use crate::documents::ranking::RankingDocument;
use crate::documents::recommendation::recommendation_text;
use crate::documents::table::ranking_text;
use crate::documents::wrap::hanging;
use crate::intake::reports::ReadOptions;
use crate::text::Texts;

pub(super) const PLAN: (&str, &[u8]) =
    ("dien-bien-508-2021.toml", include_bytes!("../../fixtures/plans/dien-bien-508-2021.toml"));
pub(super) const UNITS: (&str, &[u8]) =
    ("dien-bien-2021.csv", include_bytes!("../../fixtures/units/dien-bien-2021.csv"));
pub(super) const REPORTS: (&str, &[u8]) =
    ("dien-bien-2021.csv", include_bytes!("../../fixtures/reports/dien-bien-2021.csv"));

/// Runs the command.
pub fn run(texts: &Texts) -> Result<(), Failure> {
    let loaded = read(texts)?;
    let contest = loaded.contest(None);
    let scored = score(&contest);
    let all_fragilities = fragilities(&contest, &scored, None);
    let all_borders = borders(&contest, &scored);
    let document = RankingDocument {
        contest,
        scored: &scored,
        borders: &all_borders,
        fragilities: Some(&all_fragilities),
        provisional: false,
        cluster: None,
    };
    let mut target = Target::open(texts, None, &[])?;
    let mut text = texts.word("demo-title") + "\n" + &texts.word("demo-intro") + "\n\n";
    text.push_str(&ranking_text(texts, &document));
    text.push('\n');
    text.push_str(&recommendation_text(texts, &document));
    if let Some(chosen) = telling_unit(&loaded, &scored) {
        text.push('\n');
        text.push_str(&texts.word("demo-unit"));
        text.push_str("\n\n");
        let explained = explain(&contest, &scored, chosen);
        debug_assert_eq!(all_fragilities.get(chosen as usize), explained.fragility.as_ref());
        text.push_str(&explanation_text(texts, &document, &explained));
    }
    text.push('\n');
    text.push_str(&sources(texts));
    text.push('\n');
    text.push_str(&texts.word("demo-findings"));
    text.push('\n');
    text.push_str(&wrapped(&findings_text(texts, &loaded.findings)));
    text.push('\n');
    text.push_str(&next_commands(texts));
    show(&mut target, &text)?;
    Ok(target.flush()?)
}

fn read(texts: &Texts) -> Result<Loaded, Failure> {
    let plan = load_plan(&given(PLAN)).map_err(|refused| {
        output::say(&refusal_text(texts, PLAN.0, &refused));
        Failure::Blocked
    })?;
    let files =
        ContestFiles { units: given(UNITS).into(), reports: vec![given(REPORTS).into()], holds: None };
    let loaded = load(plan, &files, &ReadOptions::default(), 1, &|_| {});
    if loaded.findings.errors > 0 {
        output::say(findings_text(texts, &loaded.findings).trim_end());
        return Err(Failure::Blocked);
    }
    Ok(loaded)
}

fn given((name, bytes): (&str, &[u8])) -> GivenFile {
    GivenFile { name: name.to_owned(), bytes: bytes.to_vec() }
}

/// The unit whose explanation tells most: the first with a criterion not met; else the first of all.
fn telling_unit(loaded: &Loaded, scored: &Scored) -> Option<u32> {
    let failed =
        loaded.units.participants().filter_map(|unit| participant(&scored.scores, unit)).find(|it| {
            let judgements = scored.scores.judgements_of(*it);
            judgements.iter().flatten().any(|judgement| judgement.outcome == Outcome::NotMet)
        });
    failed.or((!scored.scores.units.is_empty()).then_some(0))
}

/// Commands to try next, as they can be copied in the folder of the program's source.
fn next_commands(texts: &Texts) -> String {
    let program = command_line::program();
    let files = format!("--plan fixtures/plans/{} --units fixtures/units/{}", PLAN.0, UNITS.0);
    let reports = format!("fixtures/reports/{}", REPORTS.0);
    let lines = [
        texts.word("demo-next"),
        format!("  {program} rank {files} --reports {reports} --explain 099"),
        format!("  {program} reports check {files} {reports}"),
        format!("  {program} rank --help"),
    ];
    lines.join("\n") + "\n"
}

/// Breaks long lines at the width of documents; what follows stands under the line's first word.
fn wrapped(text: &str) -> String {
    let broken = text.lines().flat_map(|line| {
        let words = line.trim_start();
        hanging(&line[..line.len() - words.len()], words)
    });
    broken.collect::<Vec<_>>().join("\n") + "\n"
}

/// What the notes in the file of reports say, with the key of its words in the user's language.
const NOTES: [(&str, &str); 7] = [
    ("published: columns ", "demo-note-published"),
    ("published: column ", "demo-note-published"),
    (", whose source doesn't say the ballot type", "demo-note-ballot_type"),
    ("turnout of this district wasn't found: left missing", "demo-note-missing"),
    ("synthetic: every other figure", "demo-note-others"),
    ("synthetic: every figure in this row", "demo-note-row"),
    ("synthetic: the body and every figure in this row", "demo-note-body"),
];

/// A note in the user's language, as far as its phrases are known.
fn note_text(texts: &Texts, note: &str) -> String {
    let told =
        NOTES.iter().fold(note.to_owned(), |note, (phrase, key)| note.replace(phrase, &texts.word(key)));
    // What is left of straight quotes stands around the names of columns.
    let mut parts = told.split('\'');
    let mut quoted = parts.next().unwrap_or("").to_owned();
    for (part, mark) in parts.zip(['“', '”'].into_iter().cycle()) {
        quoted.push(mark);
        quoted.push_str(part);
    }
    quoted
}

/// The notes and sources that the file of reports carries in its own columns, with how many rows each holds for.
fn sources(texts: &Texts) -> String {
    let mut notes: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(REPORTS.1);
    let column = |headers: Option<&csv::StringRecord>, name: &str| {
        headers.and_then(|headers| headers.iter().position(|header| header == name))
    };
    let headers = reader.headers().ok().cloned();
    let (note, source) = (column(headers.as_ref(), "Ghi chú"), column(headers.as_ref(), "Nguồn số liệu"));
    for record in reader.records().flatten() {
        let cell = |column: Option<usize>| column.and_then(|it| record.get(it)).unwrap_or("").to_owned();
        *notes.entry((cell(note), cell(source))).or_default() += 1;
    }
    let mut lines = vec![texts.word("demo-sources")];
    for ((note, source), rows) in notes {
        let rows = texts.get("demo-note-rows", &[("rows", rows.into())]);
        lines.extend(hanging("  - ", &format!("{rows} {}", note_text(texts, &note))));
        if !source.is_empty() {
            lines.push(format!("    <{source}>"));
        }
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::words::Language;
    use crate::documents::csv::write_csv;
    use crate::documents::json::write_json;
    use crate::documents::ranking::with_whole_document;

    fn with_document<T>(tell: impl FnOnce(&RankingDocument<'_>) -> T) -> T {
        let loaded = read(&Texts::new(Language::Vietnamese)).unwrap();
        with_whole_document(loaded.contest(None), tell)
    }

    #[test]
    fn the_csv_has_a_line_for_each_participant_and_as_many_cells_as_its_header() {
        let mut bytes = Vec::new();
        let shown = with_document(|document| {
            write_csv(document, 2, &mut bytes).unwrap();
            document.shown()
        });
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|it| it == name).unwrap();
        let lines: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        assert_eq!(lines.len(), shown);
        let district = lines.iter().find(|line| &line[column("code")] == "099").unwrap();
        assert_eq!(&district[column("invalid.outcome")], "not_met");
        assert_eq!(&district[column("recommendation")], "");
        assert_eq!(&district[column("reason")], "not_met");
        assert_eq!(&district[column("reason_detail")], "invalid");
        let first = lines.iter().find(|line| &line[column("code")] == "095").unwrap();
        assert_eq!(&first[column("rank")], "1");
        assert_eq!(&first[column("recommendation")], "provincial_certificate");
    }

    #[test]
    fn the_json_says_the_same_as_the_csv() {
        let (mut table, mut json) = (Vec::new(), Vec::new());
        with_document(|document| {
            write_csv(document, 2, &mut table).unwrap();
            write_json(document, &mut json).unwrap();
        });
        let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
        let units = json["clusters"].as_array().unwrap().iter().flat_map(|cluster| {
            cluster["units"].as_array().unwrap().iter().map(|unit| {
                let text = |key: &str| unit[key].as_str().unwrap_or("").to_owned();
                (
                    text("cluster"),
                    text("code"),
                    unit["rank"].to_string(),
                    text("recommendation"),
                    text("reason"),
                )
            })
        });
        let mut reader = csv::Reader::from_reader(table.as_slice());
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|it| it == name).unwrap();
        let lines = reader.records().map(Result::unwrap).map(|line| {
            let text = |name: &str| line[column(name)].to_owned();
            (text("cluster"), text("code"), text("rank"), text("recommendation"), text("reason"))
        });
        assert_eq!(units.collect::<Vec<_>>(), lines.collect::<Vec<_>>());
        assert_eq!(json["awards"][1]["ties_to_settle"], serde_json::json!(["03229", "03241"]));
        assert!(json["clusters"][0]["units"][0]["fragility"]["below"].is_object());
    }

    #[test]
    fn tables_fit_a_hundred_columns_and_explanations_name_their_cells() {
        for language in [Language::Vietnamese, Language::English] {
            let texts = Texts::new(language);
            with_document(|document| {
                let table = ranking_text(&texts, document);
                for line in table.lines().skip(2) {
                    assert!(line.chars().count() <= 100, "{line}");
                }
                for participant in 0..u32::try_from(document.scored.scores.units.len()).unwrap() {
                    let explained = explain(&document.contest, document.scored, participant);
                    let text = explanation_text(&texts, document, &explained);
                    assert!(text.contains("dien-bien-2021.csv, "), "{text}");
                }
            });
        }
    }

    #[test]
    fn the_demonstration_tells_published_from_synthetic_in_the_users_language() {
        let english = sources(&Texts::new(Language::English));
        assert!(english.contains("published: ") && english.contains("synthetic: "), "{english}");
        let vietnamese = sources(&Texts::new(Language::Vietnamese));
        assert!(vietnamese.contains("đã công bố: ") && vietnamese.contains("giả định: "), "{vietnamese}");
        for word in ["published", "synthetic", "column", "figure", "source", "missing", "'"] {
            let told = vietnamese.lines().filter(|line| !line.contains("<http")).collect::<String>();
            assert!(!told.contains(word), "{word}: {told}");
        }
        for line in english.lines().chain(vietnamese.lines()).filter(|line| !line.contains("<http")) {
            assert!(line.chars().count() <= 100, "{line}");
        }
    }

    #[test]
    fn the_next_commands_name_files_that_are_there() {
        let text = next_commands(&Texts::new(Language::Vietnamese));
        let files: Vec<&str> = text.split_whitespace().filter(|word| word.starts_with("fixtures/")).collect();
        assert_eq!(files.len(), 6);
        for file in files {
            assert!(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file).is_file(), "{file}");
        }
    }
}

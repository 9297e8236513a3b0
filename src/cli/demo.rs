//! `thidua demo`: a contest that ships with the program, from its files to one unit's explanation.

use std::collections::BTreeMap;
use std::io::Write;

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
use crate::documents::findings::{counts_text, findings_text};
use crate::documents::ranking::RankingDocument;
use crate::documents::recommendation::recommendation_text;
use crate::documents::table::ranking_text;
use crate::intake::reports::ReadOptions;
use crate::text::Texts;

const PLAN: (&str, &[u8]) =
    ("dien-bien-508-2021.toml", include_bytes!("../../fixtures/plans/dien-bien-508-2021.toml"));
const UNITS: (&str, &[u8]) =
    ("dien-bien-2021.csv", include_bytes!("../../fixtures/units/dien-bien-2021.csv"));
const REPORTS: (&str, &[u8]) =
    ("dien-bien-2021.csv", include_bytes!("../../fixtures/reports/dien-bien-2021.csv"));

/// Runs the command.
pub fn run(texts: &Texts) -> Result<(), Failure> {
    let loaded = read(texts)?;
    let contest = loaded.contest(None);
    let scored = score(&contest);
    let all_fragilities = fragilities(&contest, &scored);
    let all_borders = borders(&contest, &scored);
    let document = RankingDocument {
        contest,
        scored: &scored,
        borders: &all_borders,
        fragilities: None,
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
        debug_assert_eq!(all_fragilities.get(chosen as usize), Some(&explained.fragility));
        text.push_str(&explanation_text(texts, &document, &explained));
    }
    text.push('\n');
    text.push_str(&sources(texts));
    text.push('\n');
    text.push_str(&counts_text(texts, &loaded.findings));
    text.push('\n');
    text.push_str(&texts.word("demo-next"));
    text.push('\n');
    show(&mut target, &text)?;
    Ok(target.flush()?)
}

fn read(texts: &Texts) -> Result<Loaded, Failure> {
    let plan = load_plan(&given(PLAN)).map_err(|refused| {
        output::say(&refusal_text(texts, PLAN.0, &refused));
        Failure::Blocked
    })?;
    let files = ContestFiles { units: given(UNITS), reports: vec![given(REPORTS)], holds: None };
    let loaded = load(plan, files, &ReadOptions { numbers: None, as_of: None }, &|_| {});
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

/// The notes and sources that the file of reports carries in its own columns, with how many rows each holds for.
fn sources(texts: &Texts) -> String {
    let mut notes: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(REPORTS.1);
    let column = |headers: Option<&csv::StringRecord>, name: &str| {
        headers.and_then(|headers| headers.iter().position(|header| header == name))
    };
    let headers = reader.headers().ok().cloned();
    let (note, source) = (column(headers.as_ref(), "note"), column(headers.as_ref(), "source"));
    for record in reader.records().flatten() {
        let cell = |column: Option<usize>| column.and_then(|it| record.get(it)).unwrap_or("").to_owned();
        *notes.entry((cell(note), cell(source))).or_default() += 1;
    }
    let mut text = texts.word("demo-sources") + "\n" + &texts.word("demo-sources-intro") + "\n";
    for ((note, source), rows) in notes {
        text.push_str(&format!("  - {rows} × {note}"));
        if !source.is_empty() {
            text.push_str(&format!(" <{source}>"));
        }
        text.push('\n');
    }
    text
}

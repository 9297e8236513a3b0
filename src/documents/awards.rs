//! The register of awards, its two fields for the database of civil servants, and its yearly statistics as files.

use chrono::NaiveDate;

use super::csv::push_text;
use crate::contest::award_statistics::{FormCount, Statistics};
use crate::contest::rules::Commended;
use crate::text::{Texts, format};

/// A line of the register.
#[derive(Debug, Clone)]
pub struct RegisterLine<'a> {
    /// Its number in the register.
    pub number: i64,
    /// The decision's number.
    pub decision: &'a str,
    /// The decision's date.
    pub issued_on: NaiveDate,
    /// Who issued it.
    pub issuer: &'a str,
    /// The plan's number.
    pub plan: &'a str,
    /// Who is commended.
    pub commended: Commended,
    /// The unit's code and name.
    pub unit: (&'a str, &'a str),
    /// The person's number in the plan.
    pub person: Option<i64>,
    /// The person's name and position, for who may see them; or nothing, and whether it was erased.
    pub named: (Option<&'a str>, Option<&'a str>, bool),
    /// The kind of collective or person: code, name in Vietnamese and in English.
    pub kind: (&'a str, &'a str, &'a str),
    /// The form's code in the rules.
    pub form: &'a str,
    /// The emulation title.
    pub title: &'a str,
    /// The form of commendation.
    pub form_name: &'a str,
    /// How many base wages.
    pub coefficient: &'a str,
    /// The base wage.
    pub base_wage: Option<i64>,
    /// The money.
    pub money: Option<i64>,
    /// Which numbers aren't checked.
    pub unsure: &'a str,
    /// Where the money comes from.
    pub budget: &'a str,
    /// The code of where it stands.
    pub state: &'a str,
    /// When it was handed over.
    pub handed_over_on: Option<NaiveDate>,
    /// When it was revoked.
    pub revoked_on: Option<NaiveDate>,
    /// The code of the reason.
    pub revoke_reason: &'a str,
}

/// The columns of the register's file.
const COLUMNS: [&str; 24] = [
    "number",
    "decision",
    "issued_on",
    "issuer",
    "plan",
    "subject",
    "unit_code",
    "unit_name",
    "person",
    "name",
    "position",
    "kind",
    "form",
    "title",
    "form_name",
    "coefficient",
    "base_wage",
    "money",
    "unsure",
    "budget",
    "state",
    "handed_over_on",
    "revoked_on",
    "revoke_reason",
];

/// The columns that the database of civil servants is filled from: by what an award is known, and its two fields.
const FIELDS: [&str; 5] = ["code", "decision", "issued_on", "title", "form_name"];

/// Whether a column holds numbers.
pub fn is_number(header: &str) -> bool {
    matches!(header, "number" | "person" | "base_wage" | "money" | "count")
}

/// Whether a column of the file for people holds numbers, by its header in a language.
pub fn is_number_in_words(texts: &Texts, header: &str) -> bool {
    COLUMNS.iter().any(|column| is_number(column) && texts.word(&key(column)) == header)
}

fn key(column: &str) -> String {
    format!("awards-column-{column}")
}

fn day(day: Option<NaiveDate>, texts: Option<&Texts>) -> String {
    day.map(|day| texts.map_or_else(|| day.to_string(), |_| format::date(day))).unwrap_or_default()
}

fn number(number: Option<i64>) -> String {
    number.map(|number| number.to_string()).unwrap_or_default()
}

fn header(file: &mut Vec<u8>, columns: &[&str], texts: Option<&Texts>) {
    let named = |column: &&str| texts.map_or_else(|| (*column).to_owned(), |texts| texts.word(&key(column)));
    if texts.is_some() {
        // Spreadsheets read the file as UTF-8 by its mark.
        file.extend_from_slice("\u{feff}".as_bytes());
    }
    push_row(file, &columns.iter().map(named).collect::<Vec<_>>());
}

/// The register as CSV: with codes for programs, or with words for people.
pub fn register_csv<'a>(lines: impl Iterator<Item = RegisterLine<'a>>, texts: Option<&Texts>) -> Vec<u8> {
    let mut file = Vec::new();
    header(&mut file, &COLUMNS, texts);
    let said = |family: &str, code: &str| match texts {
        Some(texts) if !code.is_empty() => texts.word(&format!("{family}-{code}")),
        _ => code.to_owned(),
    };
    for line in lines {
        let (name, position, is_erased) = line.named;
        let erased = || texts.map_or_else(|| "erased".to_owned(), |texts| texts.word("awards-erased"));
        let kind = texts.map_or(line.kind.0, |texts| match texts.language() {
            crate::contest::words::Language::Vietnamese => line.kind.1,
            crate::contest::words::Language::English => line.kind.2,
        });
        let unsure = line.unsure.split(',').map(|code| said("awards-unsure", code));
        let row = [
            line.number.to_string(),
            line.decision.to_owned(),
            day(Some(line.issued_on), texts),
            line.issuer.to_owned(),
            line.plan.to_owned(),
            said("awards-subject", line.commended.code()),
            line.unit.0.to_owned(),
            line.unit.1.to_owned(),
            number(line.person),
            if is_erased { erased() } else { name.unwrap_or("").to_owned() },
            position.unwrap_or("").to_owned(),
            kind.to_owned(),
            line.form.to_owned(),
            line.title.to_owned(),
            line.form_name.to_owned(),
            line.coefficient.to_owned(),
            number(line.base_wage),
            number(line.money),
            unsure.collect::<Vec<_>>().join(if texts.is_some() { ", " } else { "," }),
            line.budget.to_owned(),
            said("awards-state", line.state),
            day(line.handed_over_on, texts),
            day(line.revoked_on, texts),
            said("awards-reason", line.revoke_reason),
        ];
        push_row(&mut file, &row);
    }
    file
}

/// The two fields for the database of civil servants as CSV. A person is known by the plan's number and its own there.
pub fn fields_csv<'a>(lines: impl Iterator<Item = RegisterLine<'a>>, texts: Option<&Texts>) -> Vec<u8> {
    let mut file = Vec::new();
    header(&mut file, &FIELDS, texts);
    for line in lines {
        let code =
            line.person.map_or_else(|| line.unit.0.to_owned(), |person| format!("{} CN-{person}", line.plan));
        let row = [
            code,
            line.decision.to_owned(),
            day(Some(line.issued_on), texts),
            line.title.to_owned(),
            line.form_name.to_owned(),
        ];
        push_row(&mut file, &row);
    }
    file
}

/// The parts of a count, by the code of its column.
fn parts(count: &FormCount) -> [(&'static str, u64); 6] {
    [
        ("total", count.collectives + count.individuals),
        ("collectives", count.collectives),
        ("individuals", count.individuals),
        ("leaders", count.leaders),
        ("direct", count.direct),
        ("unsaid", count.unsaid),
    ]
}

/// A year's statistics as CSV: a line for each form and each thing counted, so that any program can turn it as it wants.
pub fn statistics_csv(year: i64, statistics: &Statistics, texts: Option<&Texts>) -> Vec<u8> {
    let mut file = Vec::new();
    header(&mut file, &["year", "form", "form_name", "counted", "subject", "kind", "count"], texts);
    let said = |family: &str, code: &str| {
        texts.map_or_else(|| code.to_owned(), |texts| texts.word(&format!("{family}-{code}")))
    };
    let all = ("", said("awards-counted", "all_forms"));
    let rows = statistics.forms.iter().map(|(key, count)| ((key.code.as_str(), key.name.clone()), count));
    for ((code, name), count) in rows.chain([(all, &statistics.overall)]) {
        let mut line = |counted: String, subject: String, kind: String, count: u64| {
            let row =
                [year.to_string(), code.to_owned(), name.clone(), counted, subject, kind, count.to_string()];
            push_row(&mut file, &row);
        };
        for (part, counted) in parts(count) {
            line(said("awards-counted", part), String::new(), String::new(), counted);
        }
        for (kind, counted) in statistics.kinds.iter().zip(&count.by_kind) {
            let named = texts.map_or_else(
                || kind.code.clone(),
                |texts| kind.words().in_language(texts.language()).to_owned(),
            );
            let subject = said("awards-subject", kind.commended.code());
            line(said("awards-counted", "kind"), subject, named, *counted);
        }
    }
    file
}

fn push_row(file: &mut Vec<u8>, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            file.push(b',');
        }
        push_text(file, cell);
    }
    file.push(b'\n');
}

//! The form of appraisals: which part of them is shown, as the address keeps it, and what was typed into its cells.

use rustc_hash::FxHashMap;

use super::form::Form;
use super::page::{pairs_of, query_of};
use crate::api::parameter::malformed;
use crate::app::appraisal::{AppraisalRow, NewAppraisal, given};
use crate::app::appraisal_sheet::AppraisalSheet;
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::contest::words::Language;

/// How many cells a form may change at once; a page of ours has fewer.
const MOST_CELLS: usize = 1000;

/// Which part of the appraisals is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetView {
    /// The code of the criterion.
    pub criterion: String,
    /// The code of the only cluster.
    pub cluster: String,
    /// What is searched for in names and codes.
    pub search: String,
    /// `open`: only units of which something is to be given.
    pub show: String,
    /// The page, 1 being the first.
    pub page: usize,
}

impl SheetView {
    /// Reads the query of an address; what it doesn't know is left aside.
    pub fn of_query(query: &str) -> Self {
        let mut view = Self { page: 1, ..Self::default() };
        for (name, value) in pairs_of(query) {
            match name.as_str() {
                "criterion" => view.criterion = value,
                "cluster" => view.cluster = value,
                "q" => view.search = value,
                "show" => view.show = value,
                "page" => view.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        view
    }

    /// Whether only units of which something is to be given are shown.
    pub fn is_open_alone(&self) -> bool {
        self.show == "open"
    }

    /// The query that says the same, with another page.
    pub fn on_page(&self, page: usize) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        query_of(&[
            ("criterion", &self.criterion),
            ("cluster", &self.cluster),
            ("q", &self.search),
            ("show", &self.show),
            ("page", &page),
        ])
    }

    /// The query that says the same.
    pub fn query(&self) -> String {
        self.on_page(self.page)
    }
}

/// A cell whose content was changed.
#[derive(Debug)]
struct Typed {
    unit: u32,
    slot: usize,
    value: String,
    seen: i64,
}

/// What a form brought.
#[derive(Debug, Default)]
pub struct Sent {
    cells: Vec<Typed>,
    notes: FxHashMap<u32, String>,
    /// The note for all cells whose unit has none of its own.
    pub note: String,
}

impl Sent {
    /// What was typed into a cell, when it was changed.
    pub fn typed(&self, unit: u32, slot: usize) -> Option<&str> {
        let found = self.cells.iter().find(|cell| (cell.unit, cell.slot) == (unit, slot));
        found.map(|cell| cell.value.as_str())
    }

    /// Whether no cell was changed.
    pub fn is_unchanged(&self) -> bool {
        self.cells.is_empty()
    }

    /// The note that was typed for a unit.
    pub fn note_of(&self, unit: u32) -> &str {
        self.notes.get(&unit).map_or("", String::as_str)
    }

    /// The unit and the slot of a changed cell.
    pub fn place(&self, at: usize) -> Option<(u32, usize)> {
        self.cells.get(at).map(|cell| (cell.unit, cell.slot))
    }

    /// What is to be given, in the order of the changed cells.
    ///
    /// # Errors
    /// When the form names a unit or a figure that the plan hasn't.
    pub fn changes(&self, sheet: &AppraisalSheet, language: Language) -> Result<Vec<NewAppraisal>, Problem> {
        let (plan, units) = (&sheet.frame.plan, &sheet.frame.units);
        let each = self.cells.iter().map(|cell| {
            let unit = units.list.get(cell.unit as usize).ok_or_else(|| malformed("unit", "7"))?;
            if cell.slot >= plan.slots() {
                return Err(malformed("slot", "7"));
            }
            let (metric, item) = plan.slot(cell.slot);
            let note = Some(self.note_of(cell.unit)).filter(|note| !note.is_empty()).unwrap_or(&self.note);
            Ok(NewAppraisal {
                unit: unit.code().to_owned(),
                metric: metric.code.clone(),
                item: item.map(|item| item.code.clone()),
                value: Some(plain_number(&cell.value, language)).filter(|value| !value.is_empty()),
                note: Some(note.to_owned()),
                seen: Some(cell.seen),
            })
        });
        each.collect()
    }
}

/// What is given in a row, as its field holds it.
pub fn field_text(row: &AppraisalRow, language: Language) -> String {
    let text = given(row).unwrap_or_default();
    if language == Language::Vietnamese { text.replace('.', ",") } else { text }
}

/// Reads what a form brought. A cell counts as changed when it differs from what it held when it was shown.
///
/// # Errors
/// When the form is none that a page of ours made.
pub fn sent(form: &Form) -> Result<Sent, Problem> {
    let mut sent = Sent { note: form.field("note").to_owned(), ..Sent::default() };
    let fields: FxHashMap<&str, &str> = form.fields().collect();
    let beside =
        |sign: &str, cell: &str| fields.get(format!("{sign}-{cell}").as_str()).map_or("", |it| it.trim());
    for (name, value) in &fields {
        if let Some(cell) = name.strip_prefix("v-") {
            let place =
                cell.split_once('-').and_then(|(unit, slot)| Some((unit.parse().ok()?, slot.parse().ok()?)));
            let (unit, slot) = place.ok_or_else(|| malformed(name, "v-7-7"))?;
            let value = value.trim().to_owned();
            if value != beside("w", cell) {
                let seen = beside("n", cell).parse().map_err(|_| malformed(&format!("n-{cell}"), "7"))?;
                sent.cells.push(Typed { unit, slot, value, seen });
            }
        } else if let Some(unit) = name.strip_prefix("note-") {
            let unit = unit.parse().map_err(|_| malformed(name, "note-7"))?;
            sent.notes.insert(unit, value.trim().to_owned());
        }
    }
    if sent.cells.len() > MOST_CELLS {
        return Err(FIELD_REFUSED.with("field", "value").with("expected", format!("≤ {MOST_CELLS}")));
    }
    sent.cells.sort_by_key(|cell| (cell.unit, cell.slot));
    Ok(sent)
}

/// A number as people of a language type it, with a point: groups of three digits are joined, and a comma or a point
/// that can't divide groups stands for the decimal mark. What is no number stays as it is, to be refused.
fn plain_number(text: &str, language: Language) -> String {
    let (group, mark) = match language {
        Language::Vietnamese => ('.', ','),
        Language::English => (',', '.'),
    };
    let (whole, decimals) = text.split_once(mark).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let groups: Vec<&str> = whole.split(group).collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_grouped = match groups.as_slice() {
        [first, rest @ ..] if !rest.is_empty() => {
            digits(first)
                && first.len() <= 3
                && !first.starts_with('0')
                && rest.iter().all(|part| digits(part) && part.len() == 3)
        }
        _ => false,
    };
    match (groups.as_slice(), decimals) {
        ([whole], Some(decimals)) => format!("{whole}.{decimals}"),
        (_, Some(decimals)) if is_grouped => format!("{}.{decimals}", groups.concat()),
        (_, None) if is_grouped => groups.concat(),
        ([whole, decimals], None) => format!("{whole}.{decimals}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_language_writes_them() {
        for (text, vi, en) in [
            ("9,5", "9.5", "9.5"),
            ("9.5", "9.5", "9.5"),
            ("10", "10", "10"),
            ("1.000", "1000", "1.000"),
            ("1,000", "1.000", "1000"),
            ("0.125", "0.125", "0.125"),
            ("1.000,5", "1000.5", "1.000,5"),
            ("1.00.0", "1.00.0", "1.00.0"),
            ("true", "true", "true"),
            ("", "", ""),
        ] {
            assert_eq!(plain_number(text, Language::Vietnamese), vi, "{text}");
            assert_eq!(plain_number(text, Language::English), en, "{text}");
        }
    }

    #[test]
    fn an_address_says_what_it_was_read_from() {
        let said = "criterion=propaganda&cluster=11&q=M%C6%B0%E1%BB%9Dng&show=open&page=3";
        assert_eq!(SheetView::of_query(said).query(), said);
    }
}

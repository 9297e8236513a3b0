//! What is said of a person to be nominated, checked: fields, kinds, awards and figures.

use chrono::{Datelike, NaiveDateTime};

use super::actor::Actor;
use super::frame::Frame;
use super::moment::on_the_wall;
use super::nomination::{NominationRow, NominationState, expected, individuals, slots};
use super::problem::{FIELD_REFUSED, Problem};
use super::report::within_reach;
use super::stored_figure::write_figure;
use super::text_field::{LONGEST_TEXT, required};
use crate::contest::figure::{Figure, Place, Value};
use crate::contest::plan::{Individuals, MetricKind};
use crate::intake::answer::read_answer;
use crate::intake::fold::fold;
use crate::intake::typed_number::typed_decimal;

/// The longest name and the longest position, in characters.
pub const LONGEST_NAME: usize = 200;

/// The longest summary of achievements, in characters.
pub const LONGEST_SUMMARY: usize = 4000;

/// A person to be nominated.
#[derive(Debug, Clone, Default)]
pub struct NewNomination {
    /// The code of the unit that nominates; `None`: the unit that the actor reaches.
    pub nominator: Option<String>,
    /// The code of the unit that the person belongs to.
    pub unit: String,
    /// The code of the kind of person.
    pub kind: String,
    /// The code of the award.
    pub award: String,
    /// The name.
    pub name: String,
    /// The year of birth, where it is told.
    pub birth_year: Option<i64>,
    /// The position held; may be empty.
    pub position: String,
    /// The summary of achievements.
    pub summary: String,
    /// Figures by the code of their slot, as written; empty ones are left out.
    pub figures: Vec<(String, String)>,
}

/// What a nomination says, checked.
pub(super) struct Checked {
    pub unit: u32,
    pub nominator: u32,
    kind: String,
    pub award: String,
    name: String,
    birth_year: Option<i64>,
    position: String,
    summary: String,
    pub figures: Vec<(usize, Value, String)>,
}

impl Checked {
    /// As a row that isn't stored, to be compared with others.
    pub(super) fn as_row(&self, number: i64) -> NominationRow {
        NominationRow {
            id: number,
            number,
            unit: i64::from(self.unit),
            nominator: i64::from(self.nominator),
            kind: self.kind.clone(),
            award: self.award.clone(),
            folded: fold(&self.name),
            name: self.name.clone(),
            birth_year: self.birth_year,
            position: self.position.clone(),
            summary: self.summary.clone(),
            figures: list_of(&self.figures),
            state: NominationState::Submitted.code().to_owned(),
            change: 1,
            ..NominationRow::default()
        }
    }
}

/// Checks what is said of a person, and that the actor may say it.
pub(super) fn checked(
    frame: &Frame,
    actor: &Actor,
    now: NaiveDateTime,
    new: &NewNomination,
) -> Result<Checked, Problem> {
    let part = individuals(&frame.plan)?;
    let nominator =
        new.nominator.as_deref().filter(|code| !code.trim().is_empty()).or(actor.reach.as_deref());
    let nominator =
        nominator.ok_or_else(|| FIELD_REFUSED.with("field", "nominator").with("expected", "1-64"))?;
    let nominator = within_reach(frame, actor, nominator.trim())?;
    let unit = within_reach(frame, actor, new.unit.trim())?;
    let above = frame.units.get(nominator).code();
    if !frame.is_within(unit, Some(above)) {
        return Err(FIELD_REFUSED.with("field", "unit").with("expected", format!("{above} …")));
    }
    let kinds = || part.plan.subjects.iter().map(|kind| kind.code.as_str()).collect::<Vec<_>>().join(", ");
    if part.kind(&new.kind).is_none() {
        return Err(FIELD_REFUSED.with("field", "kind").with("expected", kinds()));
    }
    let awards = || part.plan.awards.iter().map(|award| award.code.as_str()).collect::<Vec<_>>().join(", ");
    if part.award(&new.award).is_none() {
        return Err(FIELD_REFUSED.with("field", "award").with("expected", awards()));
    }
    let name = one_line("name", &new.name)?;
    if fold(&name).is_empty() {
        return Err(FIELD_REFUSED.with("field", "name").with("expected", format!("1-{LONGEST_NAME}")));
    }
    Ok(Checked {
        unit,
        nominator,
        kind: new.kind.clone(),
        award: new.award.clone(),
        name,
        birth_year: new.birth_year.map(|year| birth_year(year, now)).transpose()?,
        position: if new.position.trim().is_empty() {
            String::new()
        } else {
            one_line("position", &new.position)?
        },
        summary: required("summary", &new.summary, LONGEST_SUMMARY)?,
        figures: values(part, &new.figures, false)?,
    })
}

/// A text of one line.
fn one_line(field: &'static str, text: &str) -> Result<String, Problem> {
    let text = required(field, text, LONGEST_NAME)?;
    if text.chars().any(char::is_control) {
        return Err(FIELD_REFUSED.with("field", field).with("expected", format!("1-{LONGEST_NAME}")));
    }
    Ok(text)
}

/// A year of birth of somebody who lives.
fn birth_year(year: i64, now: NaiveDateTime) -> Result<i64, Problem> {
    let this = i64::from(on_the_wall(now).year());
    if (1900..=this).contains(&year) {
        return Ok(year);
    }
    Err(FIELD_REFUSED.with("field", "birth_year").with("expected", format!("1900-{this}")))
}

/// Figures as they are stored. Who nominates tells no judged ones.
pub(super) fn values(
    part: &Individuals,
    figures: &[(String, String)],
    with_judged: bool,
) -> Result<Vec<(usize, Value, String)>, Problem> {
    let plan = &part.plan;
    let mut all: Vec<(usize, Value, String)> = Vec::with_capacity(figures.len());
    for (code, text) in figures.iter().filter(|(_, text)| !text.trim().is_empty()) {
        let known = slots(plan, with_judged);
        let slot = known.iter().copied().find(|slot| plan.slot_code(*slot) == *code);
        let Some(slot) = slot.filter(|slot| all.iter().all(|(other, ..)| other != slot)) else {
            let codes: Vec<String> = known.iter().map(|slot| plan.slot_code(*slot)).collect();
            return Err(FIELD_REFUSED.with("field", "figures").with("expected", codes.join(", ")));
        };
        let kind = plan.slot(slot).0.kind;
        let Some((value, text)) = value_of(kind, text) else {
            return Err(FIELD_REFUSED.with("field", code).with("expected", expected(kind)));
        };
        all.push((slot, value, text));
    }
    all.sort_by_key(|(slot, ..)| *slot);
    Ok(all)
}

/// The largest count that a figure may be.
const LARGEST_COUNT: i64 = 1_000_000_000_000_000;

/// A value as a person writes it; `None` where it isn't one of its kind.
fn value_of(kind: MetricKind, text: &str) -> Option<(Value, String)> {
    let text = text.trim();
    let value = match kind {
        MetricKind::Count => {
            let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
            Value::Count(text.parse().ok().filter(|count| is_plain && *count <= LARGEST_COUNT)?)
        }
        MetricKind::Flag => Value::Flag(read_answer(text)?),
        MetricKind::Points => Value::Points(typed_decimal(text)?),
        MetricKind::Text => {
            let text = required("text", text, LONGEST_TEXT).ok()?;
            return Some((Value::Text(0), text));
        }
        MetricKind::Percentage { .. } | MetricKind::Date | MetricKind::Moment => return None,
    };
    Some((value, String::new()))
}

/// The figures as one text.
pub(super) fn list_of(figures: &[(usize, Value, String)]) -> String {
    let mut list = String::new();
    for (slot, value, text) in figures {
        let place = Place { file: 0, column: 0, row: 0 };
        let value = if matches!(value, Value::Text(_)) { Value::Text(0) } else { *value };
        write_figure(&mut list, *slot, Figure { value, place }, std::slice::from_ref(text), 0);
    }
    list
}

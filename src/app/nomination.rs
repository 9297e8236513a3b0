//! Persons nominated for awards: who may see them, and by what they are named. Names stand in the nominations alone: every
//! record, ranking and event says a nomination's number.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Serialize;

pub use crate::db::nomination::NominationRow;

use super::actor::{Actor, Right, codes};
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::{NO_INDIVIDUALS, NOT_FOUND, Problem, STALE};
use super::service::Service;
use super::stored_figure::{read_figures, written};
use crate::contest::duplicate::{Nominee, duplicates};
use crate::contest::figure::Value;
use crate::contest::plan::{Individuals, MetricKind, Plan, Rule};
use crate::contest::words::Language;
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::dossier::{DossierFileRow, files_of_nomination};
use crate::db::nomination::{nomination_by_number, nominations_called, nominations_of};
use crate::documents::nomination_list::ListedPerson;

codes! {
    /// Where a nomination stands.
    NominationState {
        /// It waits to be accepted.
        Submitted = "submitted",
        /// It was returned with a reason, and can be changed.
        Returned = "returned",
        /// It was accepted: the person is ranked.
        Accepted = "accepted",
        /// It was withdrawn.
        Withdrawn = "withdrawn",
    }
}

/// The nominations of a plan that an actor may see.
#[derive(Debug, Clone)]
pub struct Nominations {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The nominations, by number.
    pub rows: Vec<NominationRow>,
    /// By number those that may be of the same person and aren't settled: of the nominations that the actor may see.
    pub duplicates: BTreeMap<i64, Vec<i64>>,
}

/// A nomination that an actor may see.
#[derive(Debug, Clone)]
pub struct Nomination {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The nomination.
    pub row: NominationRow,
    /// The numbers of those that may be of the same person, as far as the actor may see them.
    pub duplicates: Vec<i64>,
    /// The files of evidence that stand.
    pub files: Vec<DossierFileRow>,
}

impl Nominations {
    /// What the plan says of persons.
    pub fn individuals(&self) -> &Individuals {
        part_of(&self.frame)
    }
}

impl Nomination {
    /// What the plan says of persons.
    pub fn individuals(&self) -> &Individuals {
        part_of(&self.frame)
    }
}

fn part_of(frame: &Frame) -> &Individuals {
    frame.plan.individuals.as_deref().expect("nominations are read of plans with a part about persons")
}

/// What a plan says of persons.
///
/// # Errors
/// When it has no part about them.
pub fn individuals(plan: &Plan) -> Result<&Individuals, Problem> {
    plan.individuals.as_deref().ok_or_else(|| Problem::from(&NO_INDIVIDUALS))
}

/// The state in a row.
pub fn state_of(row: &NominationRow) -> NominationState {
    NominationState::of_code(&row.state).unwrap_or(NominationState::Submitted)
}

/// By what a person is named: the name, or the number once the name is erased.
pub fn shown_name(row: &NominationRow, language: Language) -> String {
    if row.erased_at.is_none() {
        return row.name.clone();
    }
    match language {
        Language::Vietnamese => format!("cá nhân số {} (đã xóa dữ liệu)", row.number),
        Language::English => format!("person no. {} (data erased)", row.number),
    }
}

/// The code by which rankings and lists name a person: `CN-12`.
pub fn code_of(number: i64) -> String {
    format!("CN-{number}")
}

/// The number that such a code says.
pub fn number_of(code: &str) -> Option<i64> {
    code.strip_prefix("CN-")?.parse().ok()
}

/// What the audit log keeps of a nomination: nothing that says who it is.
#[derive(Debug, Serialize)]
pub(super) struct NominationRecord {
    number: i64,
    unit: String,
    nominator: String,
    kind: String,
    award: String,
    state: String,
    figures: BTreeMap<String, String>,
    erased: bool,
}

impl NominationRecord {
    /// What is kept of a nomination.
    pub(super) fn of(frame: &Frame, row: &NominationRow) -> Self {
        let figures = frame.plan.individuals.as_ref().map(|part| figures_of(&part.plan, row));
        // A text may say who it is.
        let told = figures.into_iter().flatten().filter(|figure| !matches!(figure.value, Value::Text(_)));
        Self {
            number: row.number,
            unit: frame.code_at(row.unit).to_owned(),
            nominator: frame.code_at(row.nominator).to_owned(),
            kind: row.kind.clone(),
            award: row.award.clone(),
            state: row.state.clone(),
            figures: told.map(|figure| (figure.code, figure.text)).collect(),
            erased: row.erased_at.is_some(),
        }
    }
}

/// A figure of a nominated person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFigure {
    /// The slot in the plan for persons.
    pub slot: usize,
    /// The code of the slot.
    pub code: String,
    /// The value; a text is an index without use here.
    pub value: Value,
    /// The value as interfaces write it.
    pub text: String,
}

/// The figures of a nomination, in the order of the plan's metrics.
pub fn figures_of(plan: &Plan, row: &NominationRow) -> Vec<PersonFigure> {
    let (mut texts, mut stored) = (Vec::new(), Vec::new());
    let read = read_figures(&row.figures, &mut texts, |figure| stored.push(figure));
    if read.is_none() {
        tracing::error!(nomination = row.id, "the figures of a nomination can't be read");
    }
    let known = stored.into_iter().filter(|figure| figure.slot < plan.slots());
    known
        .map(|figure| PersonFigure {
            slot: figure.slot,
            code: plan.slot_code(figure.slot),
            value: figure.value,
            text: written(figure.value, &texts),
        })
        .collect()
}

/// Whether a figure is given by an officer at appraisal, and not told by who nominates.
pub fn is_judged(plan: &Plan, slot: usize) -> bool {
    let (metric, _) = plan.slot(slot);
    let at = plan.metrics.iter().position(|other| other.code == metric.code);
    plan.criteria
        .iter()
        .any(|criterion| matches!(&criterion.rule, Rule::Judged { of, .. } if Some(*of) == at))
}

/// The slots of persons' figures: all, or those that who nominates tells.
pub fn slots(plan: &Plan, with_judged: bool) -> Vec<usize> {
    (0..plan.slots()).filter(|slot| with_judged || !is_judged(plan, *slot)).collect()
}

/// What a figure of a kind is to look like, for people.
pub const fn expected(kind: MetricKind) -> &'static str {
    match kind {
        MetricKind::Count => "0, 1, 2 …",
        MetricKind::Flag => "true, false",
        MetricKind::Points => "8.5",
        MetricKind::Percentage { .. } => "99.90",
        MetricKind::Date => "2021-05-23",
        MetricKind::Moment => "2021-05-23T19:00:00",
        MetricKind::Text => "1-2000",
    }
}

/// What tells who is nominated.
fn nominee(row: &NominationRow) -> Nominee<'_> {
    Nominee {
        number: row.number,
        folded: &row.folded,
        birth_year: row.birth_year,
        unit: row.unit,
        nominator: row.nominator,
    }
}

/// The numbers of those that were declared to be other persons.
pub(super) fn apart_from(row: &NominationRow) -> Vec<i64> {
    let numbers = row.apart_from.as_deref().unwrap_or("").split(',');
    numbers.filter_map(|number| number.parse().ok()).collect()
}

/// By number those nominations that may be of the same person: of those that stand and aren't settled.
pub(super) fn open_duplicates(rows: &[NominationRow]) -> BTreeMap<i64, Vec<i64>> {
    let standing = rows.iter().filter(|row| state_of(row) != NominationState::Withdrawn);
    let nominees: Vec<Nominee<'_>> = standing.map(nominee).collect();
    let apart: std::collections::BTreeSet<(i64, i64)> = rows
        .iter()
        .flat_map(|row| {
            apart_from(row).into_iter().map(|other| (row.number.min(other), row.number.max(other)))
        })
        .collect();
    duplicates(&nominees, |one, other| apart.contains(&(one.min(other), one.max(other))))
}

/// Whether an actor sees what a nomination says of a person: all, or those that the units in reach nominate.
pub(super) fn sees(actor: &Actor, frame: &Frame, row: &NominationRow) -> bool {
    let may = actor.may(Right::ViewCases) || actor.may(Right::Nominate);
    let nominator = u32::try_from(row.nominator);
    may && nominator.is_ok_and(|nominator| frame.is_within(nominator, actor.reach.as_deref()))
}

/// Refuses who has seen an earlier state of a nomination.
pub(super) fn demand_change(row: &NominationRow, expected: Option<i64>) -> Result<(), Problem> {
    match expected {
        Some(expected) if expected != row.change => Err(STALE.with("expected", row.change)),
        _ => Ok(()),
    }
}

/// The nomination of a plan with a number, if the actor may see it.
pub(super) fn known_nomination(
    engine: &mut Engine,
    actor: &Actor,
    (frame, plan_id): (&Frame, i64),
    number: i64,
) -> Result<NominationRow, Problem> {
    let row = nomination_by_number(engine, plan_id, number)?.filter(|row| sees(actor, frame, row));
    row.ok_or_else(|| NOT_FOUND.with("what", code_of(number)))
}

impl Service {
    /// Refuses who may see nobody nominated.
    ///
    /// # Errors
    /// When the actor neither nominates nor sees cases; and those of the database.
    pub fn demand_persons(&self, actor: &Actor) -> Result<(), Problem> {
        if actor.may(Right::Nominate) { Ok(()) } else { self.demand(actor, Right::ViewCases) }
    }

    /// Ids of nominations whose cases the actor must not see, whatever its rights: it has an interest in them.
    pub(super) fn hidden_nominations(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<FxHashSet<i64>, Problem> {
        let hidden = self.hidden_cases(engine, actor, plan_id)?;
        if hidden.is_empty() {
            return Ok(FxHashSet::default());
        }
        let cases = cases_of(engine, plan_id)?.into_iter().filter(|case| hidden.contains(&case.id));
        Ok(cases.filter_map(|case| case.nomination_id).collect())
    }

    /// All nominations of a plan but those of cases that the actor has an interest in, by number.
    pub(super) fn nominations_without_interest(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<Vec<NominationRow>, Problem> {
        let hidden = self.hidden_nominations(engine, actor, plan_id)?;
        let mut rows = nominations_of(engine, plan_id)?;
        rows.retain(|row| !hidden.contains(&row.id));
        Ok(rows)
    }

    /// The nomination of a plan with a number, if the actor may see it and has no interest in a case of it.
    pub(super) fn seen_nomination(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (frame, plan_id): (&Frame, i64),
        number: i64,
    ) -> Result<NominationRow, Problem> {
        let row = known_nomination(engine, actor, (frame, plan_id), number)?;
        if self.hidden_nominations(engine, actor, plan_id)?.contains(&row.id) {
            return Err(NOT_FOUND.with("what", code_of(number)));
        }
        Ok(row)
    }

    /// The nominations of a plan that the actor may see: all, or those of the units in reach.
    ///
    /// # Errors
    /// When the actor may not, there is no such plan, or it has no part about persons; and those of the database.
    pub fn nominations(&self, actor: &Actor, plan_id: i64) -> Result<Nominations, Problem> {
        self.demand_persons(actor)?;
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            individuals(&frame.plan)?;
            let mut rows = self.nominations_without_interest(engine, actor, plan_id)?;
            rows.retain(|row| sees(actor, &frame, row));
            let duplicates = open_duplicates(&rows);
            Ok(Nominations { plan, frame, rows, duplicates })
        })
    }

    /// A nomination.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none; and those of the database.
    pub fn nomination(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Nomination, Problem> {
        self.demand_persons(actor)?;
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            individuals(&frame.plan)?;
            let hidden = self.hidden_nominations(engine, actor, plan_id)?;
            let row = known_nomination(engine, actor, (&frame, plan_id), number)?;
            if hidden.contains(&row.id) {
                return Err(NOT_FOUND.with("what", code_of(number)));
            }
            // Only who is called the same may be the same.
            let mut called = nominations_called(engine, plan_id, &row.folded)?;
            called.retain(|other| sees(actor, &frame, other) && !hidden.contains(&other.id));
            let duplicates = open_duplicates(&called).remove(&number).unwrap_or_default();
            let mut files = files_of_nomination(engine, row.id)?;
            files.retain(DossierFileRow::stands);
            Ok(Nomination { plan, frame, row, duplicates, files })
        })
    }
}

impl Nominations {
    /// The nominations as a list for people names them.
    pub fn listed(&self, language: Language) -> impl Iterator<Item = ListedPerson> + '_ {
        let part = self.individuals();
        self.rows.iter().map(move |row| {
            let unit = u32::try_from(row.unit).ok().map(|unit| self.frame.units.get(unit));
            let kind = part.kind(&row.kind).map(|kind| part.plan.subjects[kind].name.in_language(language));
            let award =
                part.award(&row.award).map(|award| part.plan.awards[award].name.in_language(language));
            ListedPerson {
                code: code_of(row.number),
                name: shown_name(row, language),
                birth_year: row.birth_year.map_or_else(String::new, |year| year.to_string()),
                position: row.position.clone(),
                unit: self.frame.code_at(row.unit).to_owned(),
                unit_name: unit.map_or_else(String::new, |unit| unit.name().to_owned()),
                kind: kind.unwrap_or(&row.kind).to_owned(),
                award: award.unwrap_or(&row.award).to_owned(),
                nominator: self.frame.code_at(row.nominator).to_owned(),
                state: row.state.clone(),
                summary: row.summary.clone(),
            }
        })
    }
}

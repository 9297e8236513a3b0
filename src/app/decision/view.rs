//! What is shown of decisions: who may know which names, what each award is worth, and what became of it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::super::actor::{Actor, Right};
use super::super::award::{AwardState, state_of_award};
use super::super::case::CaseRow;
use super::super::frame::Frame;
use super::super::nomination::sees;
use super::super::plan::PlanRow;
use super::super::problem::Problem;
use super::super::service::Service;
use super::super::standing_case::Stops;
use super::super::submission::SubmissionRow;
use super::head::unknown;
use super::{AMENDMENT, AWARD, AwardRow, DecisionChangeRow, DecisionRow};
use crate::contest::case::CaseState;
use crate::contest::money::{Payment, Totals, totals};
use crate::contest::rules::Commended;
use crate::contest::words::Words;
use crate::db::Engine;
use crate::db::award::{award_counts_of, awards_by_ids, awards_of_decisions};
use crate::db::case::cases_of;
use crate::db::decision::{decision_by_id, decision_changes_of, decisions_about, decisions_after};
use crate::db::nomination::{NominationRow, nominations_by_ids};

/// A person as somebody may see it: by number alone, by name, or as erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The number of the nomination in its plan.
    pub number: i64,
    /// The name, for who may see it.
    pub name: Option<String>,
    /// The position, for who may see the name.
    pub position: Option<String>,
    /// Whether the person was erased.
    pub is_erased: bool,
}

/// An award as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedAward {
    /// The award.
    pub row: AwardRow,
    /// The number of its case in the plan.
    pub case: i64,
    /// The person, of an individual.
    pub person: Option<Person>,
}

/// A decision as it is shown.
#[derive(Debug, Clone)]
pub struct Decided {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// The decision.
    pub row: DecisionRow,
    /// Whether the actor is told how often it departs from what was recommended, and why.
    pub tells_departures: bool,
    /// The awards that it gives, changes or revokes, by id.
    pub awards: Vec<DecidedAward>,
    /// What it changes, of an amendment; what amendments change, of what is amended.
    pub changes: Vec<DecisionChangeRow>,
    /// The decision that it is about.
    pub about: Option<DecisionRow>,
    /// Decisions that amend it or revoke awards of it.
    pub later: Vec<DecisionRow>,
    /// The money of all awards that the decision and its amendments gave.
    pub given: Totals,
    /// The money of those that stand.
    pub standing: Totals,
    /// How many of those wait to be handed over.
    pub waiting: usize,
}

/// A decision in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The decision.
    pub row: DecisionRow,
    /// Whether the actor is told how often it departs from what was recommended, and why.
    pub tells_departures: bool,
    /// How many awards it gave.
    pub awards: usize,
    /// How many of them stand.
    pub standing: usize,
}

/// A case that can be submitted or decided.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The case.
    pub case: CaseRow,
    /// The person, of an individual.
    pub person: Option<Person>,
    /// The letter that submitted it.
    pub letter: Option<SubmissionRow>,
    /// Whether awarding it departs from what is recommended now.
    pub departs: bool,
}

/// The kind of a collective or a person.
pub(super) struct KindOf {
    pub code: String,
    pub name: Words,
    pub leads: Option<bool>,
}

/// What kind of collective or person a case is of: the plan's type of subject, or the level where there is none; of a
/// person the kind that was nominated.
pub(super) fn kind_of(frame: &Frame, case: &CaseRow, person: Option<&NominationRow>) -> KindOf {
    if let Some(person) = person {
        return kind_of_person(frame, &person.kind);
    }
    let unit = frame.units.get(case.unit_index());
    let subject = unit.subject.and_then(|subject| frame.plan.subjects.get(usize::from(subject)));
    let level = frame.plan.levels.get(usize::from(unit.level));
    let named = subject.map(|it| (&it.code, &it.name)).or(level.map(|it| (&it.code, &it.name)));
    let (code, name) = named.map_or_else(Default::default, |(code, name)| (code.clone(), name.clone()));
    KindOf { code, name, leads: None }
}

fn kind_of_person(frame: &Frame, code: &str) -> KindOf {
    let known = frame.plan.individuals.as_ref().and_then(|part| {
        let kind = part.kind(code)?;
        Some((part.plan.subjects[kind].name.clone(), part.leads.get(kind).copied()))
    });
    let (name, leads) = known.unwrap_or_else(|| (Words::same(code), None));
    KindOf { code: code.to_owned(), name, leads }
}

/// A person as an actor may see it.
pub(in super::super) fn person_for(actor: &Actor, frame: &Frame, row: &NominationRow) -> Person {
    let is_erased = row.erased_at.is_some();
    let is_named = !is_erased && sees(actor, frame, row);
    Person {
        number: row.number,
        name: is_named.then(|| row.name.clone()),
        position: is_named.then(|| row.position.clone()),
        is_erased,
    }
}

/// Whether an actor may read what is said in words of decisions and of handing awards over: that may speak of any person.
fn reads_words(actor: &Actor) -> bool {
    actor.may(Right::ViewCases) && actor.reach.is_none()
}

/// A decision as an actor may see it. Why it departs from what was recommended is told to whom departures are told; why something
/// is amended or revoked, to everybody who may read such words.
fn decision_for(actor: &Actor, row: DecisionRow, tells_departures: bool) -> DecisionRow {
    let is_told = reads_words(actor) && (tells_departures || row.kind != AWARD);
    DecisionRow { reason: row.reason.filter(|_| is_told), ..row }
}

/// An award as an actor may see it.
pub(in super::super) fn award_for(actor: &Actor, row: AwardRow) -> AwardRow {
    let hand_over_note = row.hand_over_note.filter(|_| reads_words(actor));
    AwardRow { hand_over_note, ..row }
}

/// The money of awards.
pub(in super::super) fn totals_of<'a>(awards: impl IntoIterator<Item = &'a AwardRow>) -> Totals {
    totals(awards.into_iter().map(|award| Payment {
        budget: award.budget.as_deref(),
        commended: Commended::of_code(&award.subject).unwrap_or(Commended::Collective),
        amount: award.money,
    }))
}

impl Service {
    /// Whether an actor is told how often decisions of a plan depart from what was recommended: that the council voted for cases
    /// that were left out. It is told to who decides about awards and isn't recused from any case of the plan, whichever of these were
    /// submitted, since that would be telling.
    fn tells_departures(&self, engine: &mut Engine, actor: &Actor, plan_id: i64) -> Result<bool, Problem> {
        Ok(actor.can(Right::DecideAwards) && self.hidden_cases(engine, actor, plan_id)?.is_empty())
    }

    /// The decisions of a plan after an id, at most so many; and how many there are.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn decisions(
        &self,
        actor: &Actor,
        plan_id: i64,
        (after, limit): (i64, i64),
    ) -> Result<(Vec<Listed>, i64), Problem> {
        self.read(actor, Right::View, |engine| {
            self.framed(engine, plan_id)?;
            let (rows, total) = decisions_after(engine, plan_id, after, limit)?;
            let counts = award_counts_of(engine, plan_id)?;
            let tells_departures = self.tells_departures(engine, actor, plan_id)?;
            let listed = rows.into_iter().map(|row| {
                let own = counts.iter().filter(|(decision, _)| *decision == row.id);
                let standing = own.clone().filter(|(_, revoked)| revoked.is_none()).count();
                let awards = own.count();
                let row = decision_for(actor, row, tells_departures);
                Listed { awards, standing, row, tells_departures }
            });
            Ok((listed.collect(), total))
        })
    }

    /// A decision.
    ///
    /// # Errors
    /// When the actor may not, or there is none; and those of the database.
    pub fn decision(&self, actor: &Actor, plan_id: i64, id: i64) -> Result<Decided, Problem> {
        self.read(actor, Right::View, |engine| {
            let framed = self.framed(engine, plan_id)?;
            let row = decision_by_id(engine, plan_id, id)?.ok_or_else(|| unknown(id))?;
            self.decided(engine, actor, framed, row)
        })
    }

    pub(super) fn decided(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan, frame): (PlanRow, Arc<Frame>),
        row: DecisionRow,
    ) -> Result<Decided, Problem> {
        let about = match row.amends {
            Some(id) => decision_by_id(engine, plan.id, id)?,
            None => None,
        };
        let root = about.as_ref().unwrap_or(&row).id;
        let later = decisions_about(engine, root)?;
        let amendments = later.iter().filter(|it| it.kind == AMENDMENT).map(|it| it.id);
        let family: Vec<i64> = std::iter::once(root).chain(amendments).collect();
        let all = awards_of_decisions(engine, &family)?;
        let mut changes = decision_changes_of(engine, &family)?;
        if row.id != root {
            changes.retain(|change| change.decision_id == row.id);
        }
        let own: Vec<AwardRow> = match row.kind.as_str() {
            AWARD => all.iter().filter(|award| award.decision_id == row.id).cloned().collect(),
            AMENDMENT => {
                awards_by_ids(engine, &changes.iter().map(|change| change.award_id).collect::<Vec<_>>())?
            }
            _ => all.iter().filter(|award| award.revoked_by_decision == Some(row.id)).cloned().collect(),
        };
        let awards = self.shown_awards(engine, actor, (&plan, &frame), own)?;
        let standing = totals_of(all.iter().filter(|award| award.revoked_by_decision.is_none()));
        let later = if row.id == root { later } else { Vec::new() };
        let tells_departures = self.tells_departures(engine, actor, plan.id)?;
        let shown = |row: DecisionRow| decision_for(actor, row, tells_departures);
        Ok(Decided {
            given: totals_of(&all),
            standing,
            waiting: all.iter().filter(|award| state_of_award(award) == AwardState::Waiting).count(),
            plan,
            frame,
            row: shown(row),
            tells_departures,
            awards,
            changes,
            about: about.map(shown),
            later: later.into_iter().map(shown).collect(),
        })
    }

    fn shown_awards(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan, frame): (&PlanRow, &Frame),
        rows: Vec<AwardRow>,
    ) -> Result<Vec<DecidedAward>, Problem> {
        let cases = cases_of(engine, plan.id)?;
        let cases: FxHashMap<i64, i64> = cases.into_iter().map(|case| (case.id, case.number)).collect();
        let people = named(engine, rows.iter().filter_map(|row| row.nomination_id))?;
        let shown = rows.into_iter().map(|row| {
            let person = row.nomination_id.and_then(|id| people.get(&id));
            let person = person.map(|person| person_for(actor, frame, person));
            let case = cases.get(&row.case_id).copied().unwrap_or(0);
            DecidedAward { case, person, row: award_for(actor, row) }
        });
        Ok(shown.collect())
    }

    /// The cases that the council voted for and that can be submitted, or that were submitted and can be decided; without those
    /// that are on hold, whose unit is, or to which an objection is open.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn offered_cases(
        &self,
        actor: &Actor,
        plan_id: i64,
        state: CaseState,
    ) -> Result<(PlanRow, Arc<Frame>, Vec<Offered>), Problem> {
        let right = if state == CaseState::Voted { Right::ManageCases } else { Right::DecideAwards };
        self.read(actor, right, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            let mut cases = self.cases_at_hand(engine, actor, plan_id)?;
            let stops = Stops::of(engine, plan_id, &frame)?;
            cases.retain(|case| case.state_now() == state && !case.held && !stops.stop(&frame, case));
            let ranked = self.ranked_now(engine, (&plan, &frame), cases.iter())?;
            let people = named(engine, cases.iter().filter_map(|case| case.nomination_id))?;
            let submitted = self.submitted(engine, plan_id)?;
            let offered = cases.into_iter().map(|case| {
                let person = case.nomination_id.and_then(|id| people.get(&id));
                let person = person.map(|row| person_for(actor, &frame, row));
                let departs = ranked.departs(&case);
                Offered { letter: submitted.letter_of(case.id).cloned(), person, departs, case }
            });
            let offered = offered.collect();
            drop(ranked);
            Ok((plan, frame, offered))
        })
    }
}

/// Persons by the ids of their nominations.
pub(in super::super) fn named(
    engine: &mut Engine,
    ids: impl Iterator<Item = i64>,
) -> Result<FxHashMap<i64, NominationRow>, Problem> {
    let rows = nominations_by_ids(engine, &ids.collect::<Vec<_>>())?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

//! Whether a subject holds an award for the same achievement already, over all plans and forms.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::case::CaseRow;
use super::frame::Frame;
use super::nomination::apart_from;
use super::plan::PlanRow;
use super::problem::{ALREADY_AWARDED, Problem};
use super::service::Service;
use crate::contest::awarded::{Achievement, Identity, Nominated, already_awarded, are_connected};
use crate::contest::plan::{Award, Plan};
use crate::contest::rules::Commended;
use crate::db::Engine;
use crate::db::award::{AwardRow, standing_awards_at};
use crate::db::decision::DecisionRow;
use crate::db::nomination::{NominationRow, nominations_by_ids};

/// Who is to have which award.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The code of the unit; of a person, of the one it works in.
    pub unit: &'a str,
    /// The nomination, of a person.
    pub nomination_id: Option<i64>,
    /// The award's code.
    pub award: &'a str,
}

/// Awards that stand of collectives or of persons of a unit, over all plans, with what tells whether they count.
struct Held {
    list: Vec<(AwardRow, DecisionRow)>,
    people: People,
    /// The plans, by id.
    plans: FxHashMap<i64, (PlanRow, Arc<Frame>)>,
}

impl Held {
    fn topic_of(&self, plan_id: i64) -> Option<&str> {
        self.plans.get(&plan_id)?.1.plan.process.topic.as_deref()
    }

    /// What is wanted in a plan.
    fn achievement<'a>(&'a self, wanted: Wanted<'a>, (plan, frame): (i64, &'a Frame)) -> Achievement<'a> {
        let identity = self.people.identity(wanted.unit, wanted.nomination_id);
        Achievement { identity, plan, topic: frame.plan.process.topic.as_deref(), award: wanted.award }
    }

    fn achievements(&self) -> Vec<Achievement<'_>> {
        let awards = self.list.iter().map(|(award, _)| Achievement {
            identity: self.people.identity(&award.unit_code, award.nomination_id),
            plan: award.plan_id,
            topic: self.topic_of(award.plan_id),
            award: &award.award,
        });
        awards.collect()
    }
}

/// An award that a subject holds in another plan, for what isn't told to be the same achievement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldElsewhere {
    /// The number of the plan's document.
    pub plan: String,
    /// The name of the form, as it was given.
    pub award: String,
    /// The decision's number.
    pub decision: String,
    /// The decision's date.
    pub issued_on: NaiveDate,
}

impl Service {
    /// What is held at a unit.
    fn held(&self, engine: &mut Engine, wanted: Wanted<'_>) -> Result<Held, Problem> {
        let subject = commended(wanted.nomination_id);
        let mut list = standing_awards_at(engine, wanted.unit)?;
        list.retain(|(award, _)| award.subject == subject.code());
        let mut plans = FxHashMap::default();
        if list.is_empty() {
            return Ok(Held { list, people: People::default(), plans });
        }
        let people = list.iter().filter_map(|(award, _)| award.nomination_id).chain(wanted.nomination_id);
        let people = People::of(engine, &people.collect::<Vec<_>>())?;
        for (award, _) in &list {
            if let Entry::Vacant(free) = plans.entry(award.plan_id) {
                free.insert(self.framed(engine, award.plan_id)?);
            }
        }
        Ok(Held { list, people, plans })
    }

    /// The award that somebody holds already for what is to be commended, with its decision; revoked ones don't count.
    pub(super) fn already_awarded(
        &self,
        engine: &mut Engine,
        (plan_id, frame): (i64, &Frame),
        wanted: Wanted<'_>,
    ) -> Result<Option<(AwardRow, DecisionRow)>, Problem> {
        let mut held = self.held(engine, wanted)?;
        let wanted = held.achievement(wanted, (plan_id, frame));
        let is_connected = |one: &str, other: &str| connected(&frame.plan, one, other);
        let found = already_awarded(&wanted, &held.achievements(), is_connected);
        Ok(found.map(|at| held.list.swap_remove(at)))
    }

    /// The awards that the subject of a case holds in other plans and that don't keep it from this one, since the plans don't
    /// name the same topic: an officer has to look whether they are for the same achievement. The last ones first. Of cases that
    /// the actor mustn't see nothing is told.
    pub(super) fn held_elsewhere(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (frame, case): (&Frame, &CaseRow),
    ) -> Result<Vec<HeldElsewhere>, Problem> {
        if !actor.may(Right::ViewCases) {
            return Ok(Vec::new());
        }
        let unit = frame.code_at(case.unit);
        let wanted = Wanted { unit, nomination_id: case.nomination_id, award: &case.award };
        let held = self.held(engine, wanted)?;
        let wanted = held.achievement(wanted, (case.plan_id, frame));
        let mut found = Vec::new();
        for (one, (award, decision)) in held.achievements().iter().zip(&held.list) {
            let is_elsewhere = one.plan != wanted.plan && !one.has_topic_of(&wanted);
            let Some((plan, _)) = held.plans.get(&one.plan).filter(|_| is_elsewhere) else { continue };
            if !wanted.identity.is(one.identity)
                || self.hidden_cases(engine, actor, one.plan)?.contains(&award.case_id)
            {
                continue;
            }
            let named = award.title.as_ref().or(award.form_name.as_ref()).unwrap_or(&award.award);
            found.push(HeldElsewhere {
                plan: plan.code.clone(),
                award: named.clone(),
                decision: decision.number.clone(),
                issued_on: decision.issued_on,
            });
        }
        found.sort_by_key(|one| std::cmp::Reverse(one.issued_on));
        Ok(found)
    }

    /// Refuses to commend somebody who holds an award for the same achievement already; `case` is the number to tell.
    pub(super) fn demand_not_awarded(
        &self,
        engine: &mut Engine,
        (plan_id, frame): (i64, &Frame),
        (case, wanted): (i64, Wanted<'_>),
    ) -> Result<(), Problem> {
        let Some((award, decision)) = self.already_awarded(engine, (plan_id, frame), wanted)? else {
            return Ok(());
        };
        let (plan, _) = self.framed(engine, award.plan_id)?;
        let named = award.title.or(award.form_name).unwrap_or(award.award);
        let told = ALREADY_AWARDED.with("case", case).with("award", named);
        Err(told.with("decision", decision.number).with("plan", plan.code))
    }
}

/// Refuses a list that would commend somebody twice for the same achievement: by awards of the plan that aren't connected.
/// `decision` is the number to tell.
pub(super) fn demand_once_each(
    engine: &mut Engine,
    (plan, frame): (&PlanRow, &Frame),
    list: &[(i64, Wanted<'_>)],
    decision: &str,
) -> Result<(), Problem> {
    let people: Vec<i64> = list.iter().filter_map(|(_, wanted)| wanted.nomination_id).collect();
    let people = People::of(engine, &people)?;
    let mut at_unit: FxHashMap<&str, Vec<Achievement<'_>>> = FxHashMap::default();
    for (case, wanted) in list {
        let achievement = Achievement {
            identity: people.identity(wanted.unit, wanted.nomination_id),
            plan: plan.id,
            topic: None,
            award: wanted.award,
        };
        let before = at_unit.entry(wanted.unit).or_default();
        if let Some(at) =
            already_awarded(&achievement, before, |one, other| connected(&frame.plan, one, other))
        {
            let told = ALREADY_AWARDED.with("case", case).with("award", before[at].award);
            return Err(told.with("decision", decision).with("plan", &plan.code));
        }
        before.push(achievement);
    }
    Ok(())
}

/// Whether a case with or without a nomination is a person's.
pub(super) const fn commended(nomination_id: Option<i64>) -> Commended {
    match nomination_id {
        Some(_) => Commended::Individual,
        None => Commended::Collective,
    }
}

/// Nominated persons, by the id of the nomination, with the numbers of those that each was told apart from.
#[derive(Default)]
struct People(FxHashMap<i64, (NominationRow, Vec<i64>)>);

impl People {
    fn of(engine: &mut Engine, ids: &[i64]) -> Result<Self, Problem> {
        let rows = nominations_by_ids(engine, ids)?.into_iter();
        let with_others = rows.map(|row| {
            let apart = apart_from(&row);
            (row.id, (row, apart))
        });
        Ok(Self(with_others.collect()))
    }

    /// Who is meant by a unit, or by a nomination of somebody there. Of a nomination that is gone nobody is known again.
    fn identity<'a>(&'a self, unit: &'a str, nomination_id: Option<i64>) -> Identity<'a> {
        let Some(id) = nomination_id else { return Identity::Collective(unit) };
        let person = self.0.get(&id);
        Identity::Individual {
            folded: person.map_or("", |(row, _)| row.folded.as_str()),
            unit,
            birth_year: person.and_then(|(row, _)| row.birth_year),
            nominated: person.map_or(Nominated { plan: 0, number: 0, apart_from: &[] }, |(row, apart)| {
                Nominated { plan: row.plan_id, number: row.number, apart_from: apart }
            }),
        }
    }
}

/// The lists of awards that a plan has: of collectives, and of persons.
fn lists(plan: &Plan) -> impl Iterator<Item = &Vec<Award>> {
    std::iter::once(&plan.awards).chain(plan.individuals.iter().map(|part| &part.plan.awards))
}

/// The codes of the awards from whose lists an award of a plan is chosen, the nearest first.
pub(super) fn chosen_from<'p>(plan: &'p Plan, code: &str) -> Vec<&'p str> {
    let mut found = Vec::new();
    for awards in lists(plan) {
        let mut at = awards.iter().find(|award| award.code == code);
        // A chain is no longer than there are awards.
        while let Some(below) = at.and_then(|award| award.from).filter(|_| found.len() < awards.len()) {
            found.push(awards[below].code.as_str());
            at = awards.get(below);
        }
    }
    found
}

/// Whether one of two awards of a plan is chosen from the list of the other.
fn connected(plan: &Plan, one: &str, other: &str) -> bool {
    lists(plan).any(|awards| {
        let at = |code: &str| awards.iter().position(|award| award.code == code);
        let from: Vec<Option<usize>> = awards.iter().map(|award| award.from).collect();
        at(one).zip(at(other)).is_some_and(|(one, other)| are_connected(&from, one, other))
    })
}

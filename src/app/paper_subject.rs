//! Whom documents of awards are about: collectives and persons of cases, with names only for who may see them.
//!
//! Names of persons are read from their nominations when a document is made, and are kept nowhere else.

use rustc_hash::FxHashMap;

use super::actor::Actor;
use super::case::{CaseRow, INDIVIDUAL};
use super::decision::{named, person_for};
use super::frame::Frame;
use super::nomination::NominationRow;
use super::problem::Problem;
use super::service::Service;
use crate::db::Engine;
use crate::db::nomination::nomination_rankings_of;
use crate::db::snapshot::snapshots_after;
use crate::documents::paper::honoured::{Collective, Person, Subject};
use crate::documents::paper::seal::{Resting, Seal, Standing};

/// Whom a document shows by name.
#[derive(Debug, Clone, Copy)]
pub(super) enum Naming<'a> {
    /// Persons whose names the actor may see.
    For(&'a Actor),
    /// All persons: the document is public.
    Everybody,
}

/// Persons by the ids of their nominations, for cases.
pub(super) fn people_of(
    engine: &mut Engine,
    cases: &[&CaseRow],
) -> Result<FxHashMap<i64, NominationRow>, Problem> {
    named(engine, cases.iter().filter_map(|case| case.nomination_id))
}

/// Whom a case is about.
pub(super) fn subject_of(
    frame: &Frame,
    case: &CaseRow,
    people: &FxHashMap<i64, NominationRow>,
    naming: Naming<'_>,
) -> Subject {
    let unit = frame.units.get(case.unit_index());
    match case.nomination_id.filter(|_| case.subject == INDIVIDUAL).and_then(|id| people.get(&id)) {
        Some(row) => Subject::Person(person_of(frame, unit.name(), row, naming)),
        None => Subject::Collective(Collective {
            name: unit.name().to_owned(),
            code: unit.code().to_owned(),
            cluster: cluster_of(frame, unit.cluster),
        }),
    }
}

/// The name of a cluster; empty without one.
pub(super) fn cluster_of(frame: &Frame, cluster: Option<u32>) -> String {
    let found = cluster.and_then(|at| frame.units.clusters.get(at as usize));
    found.map_or_else(String::new, |cluster| cluster.name.vi.clone())
}

/// A person who works in a unit.
pub(super) fn person_of(frame: &Frame, unit: &str, row: &NominationRow, naming: Naming<'_>) -> Person {
    let is_erased = row.erased_at.is_some();
    let (name, position) = match naming {
        Naming::Everybody if is_erased => (None, None),
        Naming::Everybody => (Some(row.name.clone()), Some(row.position.clone())),
        Naming::For(actor) => {
            let seen = person_for(actor, frame, row);
            (seen.name, seen.position)
        }
    };
    Person {
        number: row.number,
        name: name.unwrap_or_default(),
        is_erased,
        position: position.unwrap_or_default(),
        unit: unit.to_owned(),
        kind: kind_name(frame, &row.kind),
    }
}

/// The name of a kind of person.
fn kind_name(frame: &Frame, code: &str) -> String {
    let kinds = frame.plan.individuals.iter().flat_map(|part| &part.plan.subjects);
    kinds.clone().find(|kind| kind.code == code).map_or_else(String::new, |kind| kind.name.vi.clone())
}

/// The name of an award of collectives or of persons; its code where the plan has it no more.
pub(super) fn award_name(frame: &Frame, code: &str) -> String {
    frame.plan.award_named(code).map_or_else(|| code.to_owned(), |award| award.name.vi.clone())
}

/// The codes of all awards in the plan's order: those of collectives first.
pub(super) fn award_codes(frame: &Frame) -> Vec<String> {
    let of_persons = frame.plan.individuals.iter().flat_map(|part| &part.plan.awards);
    frame.plan.awards.iter().chain(of_persons).map(|award| award.code.clone()).collect()
}

impl Service {
    /// What proves where a document of cases comes from: the stored rankings that they were opened from.
    pub(super) fn seal_of_cases(
        &self,
        actor: &Actor,
        plan_id: i64,
        standing: Standing,
        cases: &[&CaseRow],
    ) -> Result<Seal, Problem> {
        let mut seal = self.seal(actor, standing, None)?;
        let mut wanted: Vec<(bool, i64)> =
            cases.iter().map(|case| (case.subject == INDIVIDUAL, case.snapshot)).collect();
        wanted.sort_unstable();
        wanted.dedup();
        seal.others = self.read(actor, super::actor::Right::View, |engine| {
            let of_persons = if wanted.iter().any(|(is_of_persons, _)| *is_of_persons) {
                nomination_rankings_of(engine, plan_id)?
            } else {
                Vec::new()
            };
            let mut others = Vec::with_capacity(wanted.len());
            for (is_of_persons, number) in wanted {
                let hash = if is_of_persons {
                    let found = of_persons.iter().find(|row| row.number == number);
                    found.map(|row| row.result_hash.clone())
                } else {
                    let found = snapshots_after(engine, plan_id, number - 1, 1)?.pop();
                    found.filter(|row| row.number == number).map(|row| row.result_hash)
                };
                others.extend(hash.map(|hash| Resting { is_of_persons, number, hash }));
            }
            Ok(others)
        })?;
        Ok(seal)
    }
}

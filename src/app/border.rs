//! How many seats a tie at the border of a quota is about: what the quota admits in the stored ranking that stands, less
//! those that the ranking gives to others.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::actor::Actor;
use super::case::{CaseRow, INDIVIDUAL};
use super::frame::Frame;
use super::nomination::{code_of, number_of};
use super::nomination_ranking::read_persons;
use super::plan::PlanRow;
use super::problem::{INTERNAL, NOT_FOUND, Problem};
use super::service::Service;
use super::sitting::{Sitting, number};
use crate::contest::result::Reason;
use crate::db::Engine;
use crate::db::nomination::{NominationRow, nomination_rankings_of, nominations_of};
use crate::db::snapshot::snapshot_by_number;
use crate::documents::stored::{StoredRanking, StoredUnit};

/// What a stored ranking says of quotas.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Limits {
    pub awards: Vec<AwardLimits>,
}

/// The quotas of an award.
#[derive(Debug, Deserialize)]
pub(super) struct AwardLimits {
    pub code: String,
    pub quotas: Vec<QuotaLimit>,
}

/// A quota in one group.
#[derive(Debug, Deserialize)]
pub(super) struct QuotaLimit {
    /// Over what it is counted.
    pub per: String,
    /// The group's code; `None` for a quota over all.
    pub group: Option<String>,
    pub limit: u32,
}

impl Limits {
    /// Those of a stored ranking, by its result.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn read(result: &str) -> Result<Self, Problem> {
        serde_json::from_str(result).map_err(|error| {
            tracing::error!(%error, "the quotas of a stored ranking can't be read");
            Problem::from(&INTERNAL)
        })
    }
}

/// Of what a quota is counted over something, by code, for a unit or a person of a ranking; empty for none, and for a
/// quota over all.
pub(super) type GroupOf<'a> = dyn Fn(&str, &StoredUnit) -> String + 'a;

/// The group of a unit.
pub(super) fn group_of_unit(frame: &Frame, per: &str, unit: &StoredUnit) -> String {
    let at = frame.unit(&unit.code).map(|at| frame.units.get(at));
    match per {
        "cluster" => unit.cluster.clone(),
        "source" => at
            .and_then(|at| at.source)
            .map_or_else(String::new, |source| frame.units.sources[source as usize].clone()),
        "subject" => at
            .and_then(|at| at.subject)
            .map_or_else(String::new, |subject| frame.plan.subjects[usize::from(subject)].code.clone()),
        _ => String::new(),
    }
}

/// The group of a person: its source is who nominated it, its type of subject its kind.
pub(super) fn group_of_nomination(
    frame: &Frame,
    per: &str,
    (row, cluster): (&NominationRow, &str),
) -> String {
    match per {
        "cluster" => cluster.to_owned(),
        "source" => frame.code_at(row.nominator).to_owned(),
        "subject" => row.kind.clone(),
        _ => String::new(),
    }
}

/// The same by the person's line in a stored ranking.
pub(super) fn group_of_person(
    frame: &Frame,
    rows: &[NominationRow],
    per: &str,
    person: &StoredUnit,
) -> String {
    let row = number_of(&person.code).and_then(|number| rows.iter().find(|row| row.number == number));
    match row {
        Some(row) => group_of_nomination(frame, per, (row, &person.cluster)),
        None if per == "cluster" => person.cluster.clone(),
        None => String::new(),
    }
}

/// The border at which subjects tie: the award, over what the quota is counted, and of which group.
pub(super) type Border = (String, String, String);

fn told<'a>(unit: &'a StoredUnit, award: &str, name: &str) -> &'a str {
    unit.awards.get(award).and_then(|told| told[name].as_str()).unwrap_or("")
}

/// The seats in one ranking for units that tie in another, which may be the same.
pub(super) fn seats_in(
    group_of: &GroupOf<'_>,
    award: &str,
    tied: &[String],
    per: &str,
    (ranking, result): (&StoredRanking, &str),
) -> Result<Option<u32>, Problem> {
    let limits = Limits::read(result)?;
    let unit = ranking.units().map(|(_, unit)| unit).find(|unit| tied.contains(&unit.code));
    let Some(group) = unit.map(|unit| group_of(per, unit)) else { return Ok(None) };
    let of_award = limits.awards.iter().find(|it| it.code == award);
    let quota = of_award.and_then(|it| {
        it.quotas.iter().find(|quota| quota.per == per && quota.group.as_deref().unwrap_or("") == group)
    });
    let Some(quota) = quota else { return Ok(None) };
    let takes_a_seat = |unit: &StoredUnit| {
        Reason::is_recommended_code(told(unit, award, "reason"))
            && !tied.contains(&unit.code)
            && group_of(per, unit) == group
    };
    let taken = ranking.units().filter(|(_, unit)| takes_a_seat(unit)).count();
    Ok(Some(quota.limit.saturating_sub(number(taken))))
}

impl Service {
    /// The seats that a tie is about, of which those that were given to cases of the tie already are gone.
    ///
    /// # Errors
    /// When no ranking is stored, or it says nothing of the quota; and those of the database.
    pub(super) fn seats_of_tie(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        sitting: &Sitting,
        case: &CaseRow,
    ) -> Result<u32, Problem> {
        let tied: Vec<&CaseRow> =
            sitting.cases.values().filter(|other| other.border == case.border).collect();
        let seats = if case.subject == INDIVIDUAL {
            seats_of_persons(engine, &sitting.frame, case, &tied)?
        } else {
            self.seats_of_units(engine, actor, (&sitting.plan, &sitting.frame), case, &tied)?
        };
        let seats = seats.ok_or_else(|| NOT_FOUND.with("what", format!("quota {}", case.award)))?;
        let given = tied.iter().filter(|other| other.state_now().step() >= VOTED).count();
        Ok(seats.saturating_sub(number(given)))
    }

    /// The borders at which the cases of a plan tied, with the numbers of their ties; the last number of each.
    ///
    /// # Errors
    /// When a stored ranking can't be read; and those of the database.
    pub(super) fn ties_there(
        &self,
        engine: &mut Engine,
        (plan, frame): (&PlanRow, &Frame),
        cases: &[CaseRow],
    ) -> Result<BTreeMap<Border, i64>, Problem> {
        let tied = cases.iter().filter(|case| case.border.is_some());
        let (persons, units): (Vec<&CaseRow>, Vec<&CaseRow>) =
            tied.partition(|case| case.subject == INDIVIDUAL);
        let mut borders = BTreeMap::new();
        let code = |case: &CaseRow| frame.code_at(case.unit).to_owned();
        let group = |per: &str, unit: &StoredUnit| group_of_unit(frame, per, unit);
        for (number, tied) in by_ranking(&units) {
            let row = snapshot_by_number(engine, plan.id, number)?;
            let row = row.ok_or_else(|| NOT_FOUND.with("what", format!("snapshot {number}")))?;
            note_borders(&mut borders, &super::snapshot::read_back(&row)?, &tied, &code, &group);
        }
        if persons.is_empty() {
            return Ok(borders);
        }
        let (rows, rankings) = (nominations_of(engine, plan.id)?, nomination_rankings_of(engine, plan.id)?);
        let code = |case: &CaseRow| {
            let row = rows.iter().find(|row| Some(row.id) == case.nomination_id);
            row.map_or_else(String::new, |row| code_of(row.number))
        };
        let group = |per: &str, person: &StoredUnit| group_of_person(frame, &rows, per, person);
        for (number, tied) in by_ranking(&persons) {
            let Some(ranking) = rankings.iter().find(|ranking| ranking.number == number) else { continue };
            note_borders(&mut borders, &read_persons(ranking)?, &tied, &code, &group);
        }
        Ok(borders)
    }

    fn seats_of_units(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (plan, frame): (&PlanRow, &Frame),
        case: &CaseRow,
        tied: &[&CaseRow],
    ) -> Result<Option<u32>, Problem> {
        let missing = || NOT_FOUND.with("what", "snapshot");
        let current = self.published_in(engine, actor, plan)?.ok_or_else(missing)?;
        let codes: Vec<String> = tied.iter().map(|other| frame.code_at(other.unit).to_owned()).collect();
        // What the quota is counted over stands in the ranking in which they tied.
        let per = if current.row.number == case.snapshot {
            per_of(&current.ranking, &case.award, &codes)
        } else {
            let row = snapshot_by_number(engine, plan.id, case.snapshot)?.ok_or_else(missing)?;
            per_of(&super::snapshot::read_back(&row)?, &case.award, &codes)
        };
        let Some(per) = per else { return Ok(None) };
        let group_of = |per: &str, unit: &StoredUnit| group_of_unit(frame, per, unit);
        seats_in(&group_of, &case.award, &codes, &per, (&current.ranking, &current.row.result))
    }
}

/// The same for persons, by the last stored ranking of persons.
fn seats_of_persons(
    engine: &mut Engine,
    frame: &Frame,
    case: &CaseRow,
    tied: &[&CaseRow],
) -> Result<Option<u32>, Problem> {
    let rows = nominations_of(engine, case.plan_id)?;
    let code = |other: &&CaseRow| {
        let row = rows.iter().find(|row| Some(row.id) == other.nomination_id);
        row.map(|row| code_of(row.number))
    };
    let codes: Vec<String> = tied.iter().filter_map(code).collect();
    let rankings = nomination_rankings_of(engine, case.plan_id)?;
    let then = rankings.iter().find(|ranking| ranking.number == case.snapshot);
    let (Some(then), Some(current)) = (then, rankings.last()) else { return Ok(None) };
    let Some(per) = per_of(&read_persons(then)?, &case.award, &codes) else { return Ok(None) };
    let group_of = |per: &str, person: &StoredUnit| group_of_person(frame, &rows, per, person);
    seats_in(&group_of, &case.award, &codes, &per, (&read_persons(current)?, &current.result))
}

/// Cases by the number of the stored ranking that each was opened from.
fn by_ranking<'a>(cases: &[&'a CaseRow]) -> BTreeMap<i64, Vec<&'a CaseRow>> {
    let mut all: BTreeMap<i64, Vec<&CaseRow>> = BTreeMap::new();
    for case in cases {
        all.entry(case.snapshot).or_default().push(case);
    }
    all
}

/// Notes at which border each of some cases tied in a stored ranking; `code` is that of a case's subject there.
fn note_borders(
    borders: &mut BTreeMap<Border, i64>,
    ranking: &StoredRanking,
    cases: &[&CaseRow],
    code: &dyn Fn(&CaseRow) -> String,
    group_of: &GroupOf<'_>,
) {
    let units: FxHashMap<&str, &StoredUnit> =
        ranking.units().map(|(_, unit)| (unit.code.as_str(), unit)).collect();
    for case in cases {
        let (Some(unit), Some(tie)) = (units.get(code(case).as_str()), case.border) else { continue };
        let per = told(unit, &case.award, "reason_detail");
        borders.insert((case.award.clone(), per.to_owned(), group_of(per, unit)), tie);
    }
}

/// The step of a case that the council is for.
const VOTED: Option<usize> = Some(4);

/// What the quota is counted over at whose border units tied.
pub(super) fn per_of(ranking: &StoredRanking, award: &str, tied: &[String]) -> Option<String> {
    let is_tied =
        |unit: &&StoredUnit| tied.contains(&unit.code) && told(unit, award, "reason") == "tie_to_settle";
    let unit = ranking.units().map(|(_, unit)| unit).find(is_tied)?;
    Some(told(unit, award, "reason_detail").to_owned())
}

//! How many seats a tie at the border of a quota is about: what the quota admits in the stored ranking that stands, less
//! those that the ranking gives to others.

use serde::Deserialize;

use super::actor::Actor;
use super::case::{CaseRow, INDIVIDUAL};
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::{INTERNAL, NOT_FOUND, Problem};
use super::service::Service;
use super::sitting::{Sitting, number};
use crate::contest::result::Reason;
use crate::db::Engine;
use crate::db::snapshot::snapshot_by_number;
use crate::documents::stored::{StoredRanking, StoredUnit};

/// What a stored ranking says of quotas.
#[derive(Deserialize)]
struct Limits {
    awards: Vec<AwardLimits>,
}

#[derive(Deserialize)]
struct AwardLimits {
    code: String,
    quotas: Vec<QuotaLimit>,
}

#[derive(Deserialize)]
struct QuotaLimit {
    per: String,
    group: Option<String>,
    limit: u32,
}

/// The group of a unit in a quota counted over something, by code; empty for none, and for a quota over all.
fn group_of(frame: &Frame, per: &str, unit: &StoredUnit) -> String {
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

fn told<'a>(unit: &'a StoredUnit, award: &str, name: &str) -> &'a str {
    unit.awards.get(award).and_then(|told| told[name].as_str()).unwrap_or("")
}

/// The seats in one ranking for units that tie in another, which may be the same.
fn seats_in(
    frame: &Frame,
    award: &str,
    tied: &[&str],
    per: &str,
    (ranking, result): (&StoredRanking, &str),
) -> Result<Option<u32>, Problem> {
    let limits: Limits = serde_json::from_str(result).map_err(|error| {
        tracing::error!(%error, "the quotas of a stored ranking can't be read");
        Problem::from(&INTERNAL)
    })?;
    let unit = ranking.units().map(|(_, unit)| unit).find(|unit| tied.contains(&unit.code.as_str()));
    let Some(group) = unit.map(|unit| group_of(frame, per, unit)) else { return Ok(None) };
    let of_award = limits.awards.iter().find(|it| it.code == award);
    let quota = of_award.and_then(|it| {
        it.quotas.iter().find(|quota| quota.per == per && quota.group.as_deref().unwrap_or("") == group)
    });
    let Some(quota) = quota else { return Ok(None) };
    let takes_a_seat = |unit: &StoredUnit| {
        Reason::is_recommended_code(told(unit, award, "reason"))
            && !tied.contains(&unit.code.as_str())
            && group_of(frame, per, unit) == group
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
            self.seats_of_persons(engine, sitting, case, &tied)?
        } else {
            self.seats_of_units(engine, actor, (&sitting.plan, &sitting.frame), case, &tied)?
        };
        let seats = seats.ok_or_else(|| NOT_FOUND.with("what", format!("quota {}", case.award)))?;
        let given = tied.iter().filter(|other| other.state_now().step() >= VOTED).count();
        Ok(seats.saturating_sub(number(given)))
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
        let codes: Vec<&str> = tied.iter().map(|other| frame.code_at(other.unit)).collect();
        // What the quota is counted over stands in the ranking in which they tied.
        let per = if current.row.number == case.snapshot {
            per_of(&current.ranking, &case.award, &codes)
        } else {
            let row = snapshot_by_number(engine, plan.id, case.snapshot)?.ok_or_else(missing)?;
            per_of(&super::snapshot::read_back(&row)?, &case.award, &codes)
        };
        let Some(per) = per else { return Ok(None) };
        seats_in(frame, &case.award, &codes, &per, (&current.ranking, &current.row.result))
    }

    /// The same for persons.
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "rankings of persons are read here")]
    fn seats_of_persons(
        &self,
        _engine: &mut Engine,
        _sitting: &Sitting,
        _case: &CaseRow,
        _tied: &[&CaseRow],
    ) -> Result<Option<u32>, Problem> {
        Ok(None)
    }
}

/// The step of a case that the council is for.
const VOTED: Option<usize> = Some(4);

/// What the quota is counted over at whose border units tied.
fn per_of(ranking: &StoredRanking, award: &str, tied: &[&str]) -> Option<String> {
    let is_tied = |unit: &&StoredUnit| {
        tied.contains(&unit.code.as_str()) && told(unit, award, "reason") == "tie_to_settle"
    };
    let unit = ranking.units().map(|(_, unit)| unit).find(is_tied)?;
    Some(told(unit, award, "reason_detail").to_owned())
}

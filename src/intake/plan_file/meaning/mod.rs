//! The meaning of a plan file whose structure is sound: names become indexes, contradictions become mistakes.

mod award;
mod calendar;
mod criterion;
mod individuals;
mod judged;
mod limit;
mod metric;
mod participants;
mod plausibility;
mod points;
mod process;
mod range;
mod reading;
mod rule;
mod standing;
mod sum;

use crate::contest::plan::{BranchChoice, Plan};

use super::mistake::Mistakes;
use super::shape::PlanFile;
use super::walk::TakenOut;
use reading::Reading;

/// The plan that a file means; of use only when no mistake was noted.
///
/// `taken_out` is what was left out for a mistake of structure.
pub(super) fn plan(file: &PlanFile, taken_out: TakenOut, mistakes: &mut Mistakes<'_>) -> Option<Plan> {
    let mut reading = Reading::new(file, taken_out, mistakes);
    reading.check_codes();
    plan_of(&mut reading)
}

/// The plan that a file means whose codes are checked already.
fn plan_of(reading: &mut Reading<'_, '_>) -> Option<Plan> {
    let file = reading.file;
    let calendar = calendar::calendar(reading);
    let levels = participants::levels(reading);
    let subjects = participants::subjects(reading);
    let taking_part = participants::participants(reading);
    let clusters = participants::clusters(reading);
    let breakdowns = metric::breakdowns(reading);
    let metrics = metric::metrics(reading);
    let checks = metric::checks(reading);
    let (branches, branch_choice) = criterion::branches(reading);
    let criteria = criterion::criteria(reading);
    let points = points::policy(reading);
    let ranking = award::ranking(reading);
    let awards = award::awards(reading);
    let plausibility = plausibility::plausibility(reading);
    let individuals = individuals::individuals(reading);
    let process = process::process(reading);
    participants::period(reading);
    let heading = file.plan.as_ref()?;
    Some(Plan {
        code: heading.code.clone(),
        title: (&heading.title).into(),
        issuer: heading.issuer.clone(),
        issued: heading.issued.0,
        from: heading.period.from.0,
        to: heading.period.to.0,
        levels,
        subjects,
        breakdowns,
        metrics,
        checks,
        branches,
        branch_choice: branch_choice.unwrap_or(BranchChoice::BySubject),
        criteria,
        points,
        participants: taking_part.unwrap_or_default(),
        clusters: clusters?,
        ranking,
        awards,
        calendar,
        plausibility,
        individuals,
        process,
    })
}

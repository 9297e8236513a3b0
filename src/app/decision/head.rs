//! What every decision says: number, date, issuer, who signs, and what it rests on.

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::super::frame::Frame;
use super::super::moment::on_the_wall;
use super::super::problem::{
    DECISION_NUMBER_USED, FIELD_REFUSED, NOT_FOUND, Problem, ProblemCode, SIGNATORY_WITHOUT_POWER,
};
use super::super::rules::pack_on;
use super::super::service::Change;
use super::super::text_field::required;
use super::{DecisionRow, demand_day};
use crate::contest::rules::RulePack;
use crate::db::decision::{decisions_with_number, next_decision_id};
use crate::db::plan::plan_by_id;
use crate::intake::document_number::{issuer_key, may_be_one_issuer, number_in_year, number_key};

/// How many lines a decision rests on at most.
const MOST_BASES: usize = 30;

/// What every decision says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionHead {
    /// The number, such as `1234/QĐ-UBND`.
    pub number: String,
    /// The date.
    pub issued_on: NaiveDate,
    /// Who issues it.
    pub issuer: String,
    /// Who signs it.
    pub signatory: String,
    /// In which position: of those that the plan names, one with power for its awards.
    pub position: String,
    /// What it rests on, a line each; `None`: what the rules of its date say.
    pub bases: Option<Vec<String>>,
}

/// What makes a kind of decision.
pub(super) struct Kind<'a> {
    /// Its code.
    pub code: &'static str,
    /// The decision that it is about, and the problem of being dated before that.
    pub about: Option<(&'a DecisionRow, &'static ProblemCode)>,
    /// The code of the reason.
    pub reason_code: Option<&'static str>,
    /// Why, in words.
    pub reason: Option<String>,
}

/// What the audit log keeps of a decision. Why it was made stays with it, since that may speak of persons; so does who
/// signed.
#[derive(Serialize)]
pub(super) struct DecisionRecord<'a> {
    kind: &'a str,
    number: &'a str,
    issued_on: String,
    issuer: &'a str,
    position: &'a str,
    rule_pack: &'a str,
    amends: Option<i64>,
    reason_code: Option<&'a str>,
    departures: i64,
    /// The ids of the awards that it gives, changes or revokes.
    awards: Vec<i64>,
}

impl<'a> DecisionRecord<'a> {
    pub(super) fn of(row: &'a DecisionRow, awards: Vec<i64>) -> Self {
        Self {
            kind: &row.kind,
            number: &row.number,
            issued_on: row.issued_on.to_string(),
            issuer: &row.issuer,
            position: &row.position,
            rule_pack: &row.rule_pack,
            amends: row.amends,
            reason_code: row.reason_code.as_deref(),
            departures: row.departures,
            awards,
        }
    }
}

/// The row of a decision that isn't kept yet, with the rules of its date.
///
/// # Errors
/// When a text or the date is refused, there are no rules for the date, or the number is used; and those of the database.
pub(super) fn row_of(
    change: &mut Change<'_>,
    plan_id: i64,
    head: &DecisionHead,
    kind: Kind<'_>,
) -> Result<(DecisionRow, &'static RulePack), Problem> {
    let number = required("number", &head.number, 100)?;
    let issuer = required("issuer", &head.issuer, 200)?;
    let signatory = required("signatory", &head.signatory, 200)?;
    let position = required("position", &head.position, 200)?;
    let today = on_the_wall(change.now).date();
    let (earlier, early) =
        kind.about.map_or((None, &super::super::problem::DATE_IN_FUTURE), |(about, early)| {
            (Some(about.issued_on), early)
        });
    demand_day(("issued_on", head.issued_on), (earlier, early), today)?;
    let pack = pack_on(head.issued_on)?;
    let bases = match &head.bases {
        None => pack.bases.iter().map(|basis| basis.text.vi.clone()).collect(),
        Some(lines) => checked_bases(lines)?,
    };
    demand_unused(change, plan_id, (&issuer, head.issued_on.year(), &number))?;
    let row = DecisionRow {
        id: next_decision_id(change.engine)?,
        plan_id,
        kind: kind.code.to_owned(),
        number_key: number_key(&issuer, head.issued_on.year(), &number),
        number,
        issued_on: head.issued_on,
        issuer,
        signatory,
        position,
        bases: bases.join("\n"),
        rule_pack: pack.code.clone(),
        amends: kind.about.map(|(about, _)| about.id),
        reason_code: kind.reason_code.map(str::to_owned),
        reason: kind.reason,
        departures: 0,
        made_by: change.actor.label.clone(),
        made_at: change.now,
    };
    Ok((row, pack))
}

/// Refuses a number that the issuer has used in a year. In one plan two texts that may name the same issuer count as one, since
/// they are typed by hand.
fn demand_unused(
    change: &mut Change<'_>,
    plan_id: i64,
    (issuer, year, number): (&str, i32, &str),
) -> Result<(), Problem> {
    let is_same = |used: &DecisionRow| {
        let is_beside = used.plan_id == plan_id && may_be_one_issuer(&used.issuer, issuer);
        is_beside || issuer_key(&used.issuer) == issuer_key(issuer)
    };
    let with_number = decisions_with_number(change.engine, &number_in_year(year, number))?;
    let Some(used) = with_number.into_iter().find(is_same) else { return Ok(()) };
    let plan = plan_by_id(change.engine, used.plan_id)?;
    let plan = plan.map_or_else(|| used.plan_id.to_string(), |plan| plan.code);
    let used = DECISION_NUMBER_USED.with("number", used.number).with("issuer", used.issuer);
    Err(used.with("year", year).with("plan", plan))
}

fn checked_bases(lines: &[String]) -> Result<Vec<String>, Problem> {
    let refused =
        || FIELD_REFUSED.with("field", "bases").with("expected", format!("1-{MOST_BASES} × 1-1000"));
    if lines.is_empty() || lines.len() > MOST_BASES || lines.iter().any(|line| line.contains(['\n', '\r'])) {
        return Err(refused());
    }
    lines.iter().map(|line| required("bases", line, 1000).map_err(|_| refused())).collect()
}

/// Whether a position may sign for an award. A plan that names no signatory leaves that open.
pub(super) fn may_sign(frame: &Frame, position: &str, award: &str) -> bool {
    let signatories = &frame.plan.process.signatories;
    let has_power = |code: &String| code == award;
    signatories.is_empty()
        || signatories.iter().any(|one| one.position == position && one.awards.iter().any(has_power))
}

/// That a position can't sign for an award, and which can.
pub(super) fn without_power(frame: &Frame, position: &str, award: &str) -> Problem {
    let named = |code: &String| code == award;
    let allowed = frame.plan.process.signatories.iter().filter(|one| one.awards.iter().any(named));
    let allowed: Vec<&str> = allowed.map(|one| one.position.as_str()).collect();
    let allowed = if allowed.is_empty() { "–".to_owned() } else { allowed.join("; ") };
    SIGNATORY_WITHOUT_POWER.with("position", position).with("award", award).with("allowed", allowed)
}

/// That a plan has no such decision.
pub(super) fn unknown(id: i64) -> Problem {
    NOT_FOUND.with("what", format!("decision {id}"))
}

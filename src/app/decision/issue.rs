//! A decision that gives awards to cases that were submitted.

use chrono::Datelike;
use rustc_hash::FxHashMap;

use super::super::actor::{Actor, Right};
use super::super::audit::Entry;
use super::super::awarded::{Wanted, commended, demand_once_each};
use super::super::case::{CaseRow, Said, move_case};
use super::super::frame::Frame;
use super::super::moment::on_the_wall;
use super::super::plan::{PlanRow, PlanState, demand_state};
use super::super::problem::{
    AWARD_BELOW_LOST, CASE_NOT_SUBMITTED, DECISION_BEFORE_SUBMISSION, DECISION_BEFORE_VOTE, DECISION_EMPTY,
    DEPARTURE_WITHOUT_REASON, FORM_NOT_IN_RULES, LISTED_TWICE, NOT_FOUND, Problem,
};
use super::super::rules::rules;
use super::super::service::{Change, Service};
use super::super::standing_case::Stops;
use super::super::submission::Submitted;
use super::super::text_field::{LONGEST_TEXT, optional};
use super::super::tier::Tiers;
use super::head::{DecisionRecord, Kind, may_sign, row_of, without_power};
use super::{AWARD, AwardRow, Decided, DecisionHead, DecisionRow, demand_few, future};
use crate::contest::case::{CaseAction, CaseState};
use crate::contest::decision::{Below, DecidedCase, DecisionRefusal, Issue, departures_of};
use crate::contest::money::{Money, Unsure, money};
use crate::contest::plan::Award;
use crate::contest::rules::{Commended, RegisterField, RulePack};
use crate::db::Engine;
use crate::db::award::{insert_awards, next_award_id};
use crate::db::case::cases_of;
use crate::db::decision::insert_decision;
use crate::db::nomination::{NominationRow, nominations_by_ids};
use crate::db::vote::voted_days_of;
use crate::intake::fold::fold;
use crate::text::format::date;

/// A decision to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// What every decision says.
    pub head: DecisionHead,
    /// The numbers of the cases that it is about.
    pub cases: Vec<i64>,
    /// Why it departs from what was recommended, when it does.
    pub reason: Option<String>,
}

/// The states in which a plan's cases are decided.
pub(in super::super) const STATES: &[PlanState] = &[PlanState::Ranked, PlanState::Finalised];

impl Service {
    /// Enters a decision: its cases are awarded, each once, with the money that goes with it.
    ///
    /// # Errors
    /// When the actor may not, the list is empty, a case isn't submitted or can't be seen, its unit is on hold or an objection to it
    /// open, the rankings aren't what stands now, the number is used, dates are out of order, who signs has no power, a quota
    /// admits fewer, an achievement was commended already, a subject lost the award that the one at hand is chosen from, or it
    /// departs from what is recommended without a reason; and those of the database.
    pub fn add_decision(&self, actor: &Actor, plan_id: i64, new: &NewDecision) -> Result<Decided, Problem> {
        let reason = optional("reason", new.reason.as_deref(), LONGEST_TEXT)?;
        demand_few("cases", new.cases.len())?;
        self.change(actor, Right::DecideAwards, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            let kind = Kind { code: AWARD, about: None, reason_code: None, reason };
            let (mut row, pack) = row_of(change, plan_id, &new.head, kind)?;
            let cases = self.chosen_cases(change.engine, actor, plan_id, &new.cases)?;
            row.departures = self.demand_issue(change, (&plan, &frame), (&row, &cases, &new.cases))?;
            self.demand_quotas(change.engine, (&plan, &frame), &cases, &[])?;
            self.demand_once(change.engine, (&plan, &frame), (&row, &cases))?;
            insert_decision(change.engine, &row)?;
            let awards = self.give(change, &frame, (&row, pack), &cases)?;
            let ids = awards.iter().map(|award| award.id).collect();
            let entry = Entry::new("decision.add", format!("decision:{}", row.id)).of_plan(plan_id);
            change.record(entry.after(&DecisionRecord::of(&row, ids)))?;
            self.decided(change.engine, actor, (plan, frame), row)
        })
    }

    /// The cases with some numbers, of those that the actor may see.
    pub(in super::super) fn chosen_cases(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
        numbers: &[i64],
    ) -> Result<Vec<CaseRow>, Problem> {
        let known = self.cases_at_hand(engine, actor, plan_id)?;
        let mut known: FxHashMap<i64, CaseRow> = known.into_iter().map(|case| (case.number, case)).collect();
        let mut chosen = Vec::with_capacity(numbers.len());
        for number in numbers {
            let twice = chosen.iter().any(|case: &CaseRow| case.number == *number);
            if twice {
                return Err(LISTED_TWICE.with("number", number));
            }
            let case = known.remove(number);
            chosen.push(case.ok_or_else(|| NOT_FOUND.with("what", format!("case {number}")))?);
        }
        Ok(chosen)
    }

    /// Refuses a decision that may not be issued; how often it departs from what is recommended.
    pub(super) fn demand_issue(
        &self,
        change: &mut Change<'_>,
        (plan, frame): (&PlanRow, &Frame),
        (row, cases, numbers): (&DecisionRow, &[CaseRow], &[i64]),
    ) -> Result<i64, Problem> {
        let stops = Stops::of(change.engine, plan.id, frame)?;
        stops.demand_none(frame, cases.iter())?;
        let awards: Vec<&str> = cases.iter().map(|case| case.award.as_str()).collect();
        self.demand_fresh(change.engine, (plan, frame), &awards)?;
        let hidden = self.hidden_cases(change.engine, change.actor, plan.id)?;
        let all = cases_of(change.engine, plan.id)?;
        let ranked = self.ranked_now(change.engine, (plan, frame), all.iter())?;
        let submitted = self.submitted(change.engine, row.plan_id)?;
        let voted: FxHashMap<i64, _> = voted_days_of(change.engine, row.plan_id)?.into_iter().collect();
        let tiers = Tiers::of(change.engine, (plan.id, frame), (&all, &hidden))?;
        let below = cases.iter().map(|case| tiers.standing(case)).collect::<Result<Vec<Below>, _>>()?;
        let told: Vec<DecidedCase<'_>> = cases
            .iter()
            .zip(below)
            .map(|(case, below)| DecidedCase {
                number: case.number,
                award: &case.award,
                state: (&case.state, case.state_now() == CaseState::Submitted),
                voted_on: voted.get(&case.id).copied(),
                submitted_on: submitted.letter_of(case.id).map(|letter| letter.sent_on),
                departs: ranked.departs(case),
                below,
            })
            .collect();
        let may_be_given =
            |case: &&CaseRow| !hidden.contains(&case.id) && !stops.stop(frame, case) && !ranked.departs(case);
        let others = all.iter().filter(may_be_given);
        let issue = Issue {
            issued_on: row.issued_on,
            today: on_the_wall(change.now).date(),
            cases: &told,
            left_out: left_out(&submitted, others, (cases, numbers)),
            has_reason: row.reason.is_some(),
        };
        let departures = departures_of(&issue, |award| may_sign(frame, &row.position, award));
        let departures = departures.map_err(|refusal| problem(frame, row, refusal))?;
        Ok(i64::try_from(departures).unwrap_or(i64::MAX))
    }

    /// Refuses to commend a subject of the cases of a decision twice for the same achievement.
    pub(super) fn demand_once(
        &self,
        engine: &mut Engine,
        (plan, frame): (&PlanRow, &Frame),
        (row, cases): (&DecisionRow, &[CaseRow]),
    ) -> Result<(), Problem> {
        let list: Vec<(i64, Wanted<'_>)> = cases
            .iter()
            .map(|case| {
                let unit = frame.code_at(case.unit);
                (case.number, Wanted { unit, nomination_id: case.nomination_id, award: &case.award })
            })
            .collect();
        for one in &list {
            self.demand_not_awarded(engine, (plan.id, frame), *one)?;
        }
        demand_once_each(engine, (plan, frame), &list, &row.number)
    }

    /// Awards cases by a decision, which is kept already.
    pub(super) fn give(
        &self,
        change: &mut Change<'_>,
        frame: &Frame,
        (row, pack): (&DecisionRow, &RulePack),
        cases: &[CaseRow],
    ) -> Result<Vec<AwardRow>, Problem> {
        let people: Vec<i64> = cases.iter().filter_map(|case| case.nomination_id).collect();
        let people = nominations_by_ids(change.engine, &people)?;
        let first = next_award_id(change.engine)?;
        let mut awards = Vec::with_capacity(cases.len());
        for (id, case) in (first..).zip(cases) {
            let person = people.iter().find(|person| Some(person.id) == case.nomination_id);
            awards.push(award_row(frame, (row, pack), (id, case, person))?);
        }
        insert_awards(change.engine, &awards)?;
        for case in cases {
            let note = format!("{}, {}", row.number, date(row.issued_on));
            let said = Said { note: Some(&note), reason: None };
            move_case(change, &frame.plan.process, case, CaseAction::Decide, said)?;
        }
        Ok(awards)
    }
}

/// How many of the cases that might be given as well were submitted by the same letters for the same awards, and aren't in the
/// decision.
fn left_out<'a>(
    submitted: &Submitted,
    others: impl Iterator<Item = &'a CaseRow>,
    (cases, numbers): (&[CaseRow], &[i64]),
) -> usize {
    let letter = |case: &CaseRow| submitted.letter_of(case.id).map(|letter| letter.id);
    let goes_along = |case: &CaseRow| {
        cases
            .iter()
            .any(|one| one.award == case.award && one.subject == case.subject && letter(one) == letter(case))
    };
    let is_open = |case: &&CaseRow| case.state_now() == CaseState::Submitted && !case.held;
    let rest = others.filter(is_open).filter(|case| !numbers.contains(&case.number));
    rest.filter(|case| letter(case).is_some() && goes_along(case)).count()
}

/// A refusal of the core as a problem.
fn problem(frame: &Frame, row: &DecisionRow, refusal: DecisionRefusal) -> Problem {
    match refusal {
        DecisionRefusal::NoCases => Problem::from(&DECISION_EMPTY),
        DecisionRefusal::Twice(case) => LISTED_TWICE.with("number", case),
        DecisionRefusal::NotSubmitted { case, state } => {
            CASE_NOT_SUBMITTED.with("case", case).with("state", state)
        }
        DecisionRefusal::Future { today } => future(row.issued_on, today),
        DecisionRefusal::BeforeVote { case, day } => {
            DECISION_BEFORE_VOTE.with("case", case).with("day", date(day))
        }
        DecisionRefusal::BeforeSubmission { case, day } => {
            DECISION_BEFORE_SUBMISSION.with("case", case).with("day", date(day))
        }
        DecisionRefusal::NoPower { award } => without_power(frame, &row.position, &award),
        DecisionRefusal::LostBelow { case, other, state } => {
            AWARD_BELOW_LOST.with("case", case).with("other", other).with("state", state)
        }
        DecisionRefusal::NoReason { departures } => DEPARTURE_WITHOUT_REASON.with("count", departures),
    }
}

/// What an award is in the rules of a date, with its money.
struct Rated {
    form: String,
    title: Option<String>,
    form_name: Option<String>,
    money: Option<Money>,
}

fn rated(award: &Award, commended: Commended, row: &DecisionRow, pack: &RulePack) -> Result<Rated, Problem> {
    let Some(code) = &award.form else {
        let form_name = Some(award.name.vi.clone());
        return Ok(Rated { form: String::new(), title: None, form_name, money: None });
    };
    let form = pack.form(code);
    let form = form.ok_or_else(|| {
        FORM_NOT_IN_RULES.with("award", &award.code).with("form", code).with("pack", &pack.name.vi)
    })?;
    let wage = rules().wage_on(row.issued_on);
    let paid = form.coefficient(commended).zip(wage);
    let named = Some(form.name.vi.clone());
    let (title, form_name) = match form.field {
        RegisterField::Title => (named, None),
        RegisterField::Form => (None, named),
    };
    Ok(Rated {
        form: code.clone(),
        title,
        form_name,
        money: paid.and_then(|(coefficient, wage)| money(coefficient, wage, &pack.money)),
    })
}

fn award_row(
    frame: &Frame,
    (row, pack): (&DecisionRow, &RulePack),
    (id, case, person): (i64, &CaseRow, Option<&NominationRow>),
) -> Result<AwardRow, Problem> {
    let award = frame.plan.award_named(&case.award);
    let award = award.ok_or_else(|| NOT_FOUND.with("what", format!("award {}", case.award)))?;
    let rated = rated(award, commended(case.nomination_id), row, pack)?;
    let unit = frame.units.get(case.unit_index());
    let kind = super::view::kind_of(frame, case, person);
    let unsure: Vec<&str> =
        rated.money.iter().flat_map(|money| money.unsure.iter().copied().map(Unsure::code)).collect();
    Ok(AwardRow {
        id,
        decision_id: row.id,
        case_id: case.id,
        plan_id: row.plan_id,
        subject: case.subject.clone(),
        unit_code: unit.code().to_owned(),
        unit_name: unit.name().to_owned(),
        nomination_id: case.nomination_id,
        folded: fold(unit.name()),
        kind: kind.code,
        kind_vi: kind.name.vi,
        kind_en: kind.name.en,
        leads: kind.leads,
        award: case.award.clone(),
        form: rated.form,
        title: rated.title,
        form_name: rated.form_name,
        year: i64::from(row.issued_on.year()),
        money: rated.money.as_ref().map(|money| money.amount),
        coefficient: rated.money.as_ref().map(|money| money.coefficient.to_string()),
        base_wage: rated.money.as_ref().map(|money| money.base_wage),
        unsure: unsure.join(","),
        budget: award.budget.clone(),
        handed_over_on: None,
        hand_over_note: None,
        handed_over_by: None,
        handed_over_at: None,
        revoked_by_decision: None,
        revoked_on: None,
        revoke_reason: None,
    })
}

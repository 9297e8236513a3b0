//! Decisions and awards as bodies: what is sent, and what is answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::audit::written;
use crate::app::award::{state_code, state_of_award};
use crate::app::decision::{
    AwardRow, Decided, DecidedAward, DecisionChangeRow, DecisionHead, DecisionRow, Listed, Person,
};
use crate::contest::money::{Sum, Totals};

/// What every decision says.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeadBody {
    /// The number; no issuer uses one twice in a year.
    #[schema(example = "1234/QĐ-UBND", min_length = 1, max_length = 100)]
    pub number: String,
    /// The date; not after today.
    #[schema(example = "2021-06-15")]
    pub issued_on: NaiveDate,
    /// Who issues it.
    #[schema(example = "UBND tỉnh", min_length = 1, max_length = 200)]
    pub issuer: String,
    /// Who signs it.
    #[schema(example = "(người ký)", min_length = 1, max_length = 200)]
    pub signatory: String,
    /// In which position: of those that the plan names, one with power for its awards.
    #[schema(example = "Chủ tịch UBND tỉnh", min_length = 1, max_length = 200)]
    pub position: String,
    /// What it rests on, a line each; null: what the rules of its date say.
    #[schema(max_items = 30)]
    pub bases: Option<Vec<String>>,
}

impl From<HeadBody> for DecisionHead {
    fn from(body: HeadBody) -> Self {
        let HeadBody { number, issued_on, issuer, signatory, position, bases } = body;
        Self { number, issued_on, issuer, signatory, position, bases }
    }
}

/// A sum of money by its source and by who has it.
#[derive(Serialize, ToSchema)]
pub struct BudgetSum {
    /// Where the money comes from; null when the plan doesn't say.
    #[schema(example = "Quỹ thi đua, khen thưởng tỉnh")]
    pub budget: Option<String>,
    /// `collective` or `individual`.
    #[schema(example = "collective")]
    pub subject: &'static str,
    /// How many awards.
    pub awards: u64,
    /// How many of them are without money.
    pub without_money: u64,
    /// In đồng.
    #[schema(example = 7_020_000)]
    pub amount: i64,
}

/// Money of several awards.
#[derive(Serialize, ToSchema)]
pub struct MoneyTotals {
    /// How many awards.
    pub awards: u64,
    /// How many of them are without money.
    pub without_money: u64,
    /// In đồng.
    #[schema(example = 7_020_000)]
    pub amount: i64,
    /// By source and by who has it.
    pub by_budget: Vec<BudgetSum>,
}

/// A sum in đồng.
fn amount(sum: &Sum) -> i64 {
    i64::try_from(sum.amount).unwrap_or(i64::MAX)
}

impl From<&Totals> for MoneyTotals {
    fn from(totals: &Totals) -> Self {
        let by_budget = totals.by_budget.iter().map(|((budget, commended), sum)| BudgetSum {
            budget: budget.clone(),
            subject: commended.code(),
            awards: sum.awards,
            without_money: sum.without,
            amount: amount(sum),
        });
        Self {
            awards: totals.overall.awards,
            without_money: totals.overall.without,
            amount: amount(&totals.overall),
            by_budget: by_budget.collect(),
        }
    }
}

/// A person, as the caller may see it.
#[derive(Serialize, ToSchema)]
pub struct AwardedPerson {
    /// The number in the plan.
    pub number: i64,
    /// The name; null for who may not see it, and once it was erased.
    pub name: Option<String>,
    /// The position; as the name.
    pub position: Option<String>,
    /// Whether the person was erased.
    pub erased: bool,
}

impl From<&Person> for AwardedPerson {
    fn from(person: &Person) -> Self {
        Self {
            number: person.number,
            name: person.name.clone(),
            position: person.position.clone(),
            erased: person.is_erased,
        }
    }
}

/// An award.
#[derive(Serialize, ToSchema)]
pub struct RegisteredAwardBody {
    /// Its number in the register.
    pub id: i64,
    /// The id of the decision that gave it.
    pub decision: i64,
    /// `collective` or `individual`.
    #[schema(example = "collective")]
    pub subject: String,
    /// The unit's code; of an individual, of the one it works in.
    #[schema(example = "099")]
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// The person, of an individual.
    pub person: Option<AwardedPerson>,
    /// The code of the kind of collective or person.
    pub kind: String,
    /// Whether a person leads others; null of collectives, and where it isn't known.
    pub leads: Option<bool>,
    /// The code of the plan's award.
    #[schema(example = "provincial_certificate")]
    pub award: String,
    /// The code of the form in the rules; empty where the plan names none.
    #[schema(example = "provincial_certificate_of_merit")]
    pub form: String,
    /// The emulation title (danh hiệu); null when it is a form of commendation.
    pub title: Option<String>,
    /// The form of commendation (hình thức); null when it is a title.
    pub form_name: Option<String>,
    /// The year of the decision.
    #[schema(example = 2021)]
    pub year: i64,
    /// How many base wages; a decimal.
    #[schema(example = "2.0")]
    pub coefficient: Option<String>,
    /// The base wage in đồng.
    #[schema(example = 1_490_000)]
    pub base_wage: Option<i64>,
    /// The money in đồng; null when none goes with it, or it isn't known.
    #[schema(example = 2_980_000)]
    pub money: Option<i64>,
    /// Which of the numbers weren't checked against their documents: `coefficient`, `base_wage`, `rounding`.
    pub unsure: Vec<String>,
    /// Where the money comes from.
    pub budget: Option<String>,
    /// `waiting` (to be handed over), `handed_over` or `revoked`.
    #[schema(example = "waiting")]
    pub state: &'static str,
    /// When it was handed over.
    pub handed_over_on: Option<NaiveDate>,
    /// What was noted of that; null for who doesn't see cases, since it may speak of persons.
    pub hand_over_note: Option<String>,
    /// The id of the decision that revoked or removed it.
    pub revoked_by: Option<i64>,
    /// The date of that.
    pub revoked_on: Option<NaiveDate>,
    /// Why: one of the legal reasons, or `amended`.
    pub revoke_reason: Option<String>,
}

impl RegisteredAwardBody {
    /// An award with its person.
    pub fn of(row: &AwardRow, person: Option<&Person>) -> Self {
        let unsure = row.unsure.split(',').filter(|code| !code.is_empty());
        Self {
            id: row.id,
            decision: row.decision_id,
            subject: row.subject.clone(),
            unit: row.unit_code.clone(),
            unit_name: row.unit_name.clone(),
            person: person.map(AwardedPerson::from),
            kind: row.kind.clone(),
            leads: row.leads,
            award: row.award.clone(),
            form: row.form.clone(),
            title: row.title.clone(),
            form_name: row.form_name.clone(),
            year: row.year,
            coefficient: row.coefficient.clone(),
            base_wage: row.base_wage,
            money: row.money,
            unsure: unsure.map(str::to_owned).collect(),
            budget: row.budget.clone(),
            state: state_code(state_of_award(row)),
            handed_over_on: row.handed_over_on,
            hand_over_note: row.hand_over_note.clone(),
            revoked_by: row.revoked_by_decision,
            revoked_on: row.revoked_on,
            revoke_reason: row.revoke_reason.clone(),
        }
    }
}

/// An award of a decision, with its case.
#[derive(Serialize, ToSchema)]
pub struct DecidedBody {
    /// The number of the case in the plan.
    pub case: i64,
    /// The award.
    pub award: RegisteredAwardBody,
}

impl From<&DecidedAward> for DecidedBody {
    fn from(decided: &DecidedAward) -> Self {
        Self { case: decided.case, award: RegisteredAwardBody::of(&decided.row, decided.person.as_ref()) }
    }
}

/// What an amendment changes.
#[derive(Serialize, ToSchema)]
pub struct ChangeBody {
    /// The id of the amendment.
    pub decision: i64,
    /// The id of the award.
    pub award: i64,
    /// `add`, `remove` or `correct`.
    #[schema(example = "correct")]
    pub kind: String,
    /// The field that is corrected.
    pub field: Option<String>,
    /// What stood there.
    pub before: Option<String>,
    /// What stands there now.
    pub after: Option<String>,
}

impl From<&DecisionChangeRow> for ChangeBody {
    fn from(row: &DecisionChangeRow) -> Self {
        Self {
            decision: row.decision_id,
            award: row.award_id,
            kind: row.kind.clone(),
            field: row.field.clone(),
            before: row.before_text.clone(),
            after: row.after_text.clone(),
        }
    }
}

/// A decision without its awards.
#[derive(Serialize, ToSchema)]
pub struct DecisionBody {
    /// The id.
    pub id: i64,
    /// `award`, `amendment` or `revocation`.
    #[schema(example = "award")]
    pub kind: String,
    /// The number.
    #[schema(example = "1234/QĐ-UBND")]
    pub number: String,
    /// The date.
    pub issued_on: NaiveDate,
    /// Who issued it.
    pub issuer: String,
    /// Who signed it.
    pub signatory: String,
    /// In which position.
    pub position: String,
    /// What it rests on, a line each.
    pub bases: Vec<String>,
    /// The code of the rules of its date.
    #[schema(example = "decree_91_2017")]
    pub rule_pack: String,
    /// The id of the decision that it amends or revokes awards of.
    pub amends: Option<i64>,
    /// Of a revocation, the code of the legal reason.
    pub reason_code: Option<String>,
    /// Why, in words; null for who doesn't see cases, since it may speak of persons. Why a decision departs from what was
    /// recommended is told to whom `departures` is told.
    pub reason: Option<String>,
    /// How often it departs from what was recommended; null for who doesn't decide about awards, or is recused from a case of the
    /// plan.
    pub departures: Option<i64>,
    /// Who entered it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-15T02:30:00.000000Z")]
    pub made_at: String,
}

impl DecisionBody {
    /// A decision; of its departures only where they are told.
    fn of(row: &DecisionRow, tells_departures: bool) -> Self {
        Self {
            id: row.id,
            kind: row.kind.clone(),
            number: row.number.clone(),
            issued_on: row.issued_on,
            issuer: row.issuer.clone(),
            signatory: row.signatory.clone(),
            position: row.position.clone(),
            bases: row.bases.lines().map(str::to_owned).collect(),
            rule_pack: row.rule_pack.clone(),
            amends: row.amends,
            reason_code: row.reason_code.clone(),
            reason: row.reason.clone(),
            departures: tells_departures.then_some(row.departures),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
        }
    }
}

/// A decision in a list.
#[derive(Serialize, ToSchema)]
pub struct ListedDecision {
    /// The decision.
    pub decision: DecisionBody,
    /// How many awards it gave.
    pub awards: usize,
    /// How many of them stand.
    pub standing: usize,
}

impl From<&Listed> for ListedDecision {
    fn from(listed: &Listed) -> Self {
        let Listed { row, tells_departures, awards, standing } = listed;
        Self { decision: DecisionBody::of(row, *tells_departures), awards: *awards, standing: *standing }
    }
}

/// A decision with its awards.
#[derive(Serialize, ToSchema)]
pub struct WholeDecision {
    /// The decision.
    pub decision: DecisionBody,
    /// The awards that it gives, changes or revokes.
    pub awards: Vec<DecidedBody>,
    /// What it changes, of an amendment; what amendments changed, of what was amended.
    pub changes: Vec<ChangeBody>,
    /// Decisions that amend it or revoke awards of it.
    pub later: Vec<DecisionBody>,
    /// The money of all awards that the decision (of an amendment or a revocation: the one it is about) and its amendments gave.
    pub given: MoneyTotals,
    /// The money of those that stand.
    pub standing: MoneyTotals,
}

impl From<&Decided> for WholeDecision {
    fn from(decided: &Decided) -> Self {
        Self {
            decision: DecisionBody::of(&decided.row, decided.tells_departures),
            awards: decided.awards.iter().map(DecidedBody::from).collect(),
            changes: decided.changes.iter().map(ChangeBody::from).collect(),
            later: decided.later.iter().map(|row| DecisionBody::of(row, decided.tells_departures)).collect(),
            given: MoneyTotals::from(&decided.given),
            standing: MoneyTotals::from(&decided.standing),
        }
    }
}

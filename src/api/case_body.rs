//! Cases as they are asked for and answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::app::actor::{Actor, Right};
use crate::app::audit::written;
use crate::app::awarded::HeldElsewhere;
use crate::app::case::{Case, CaseRow, CaseStepRow, Cases};
use crate::app::frame::Frame;
use crate::app::hold::kind_code;
use crate::app::subject::Subject;
use crate::contest::case::{CaseAction, RejectReason};
use crate::contest::hold::HoldKind;

/// A step that a person takes with a case by hand.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CaseActionBody {
    /// The dossier is complete.
    Complete,
    /// What the dossier says was found right.
    Appraise,
    /// Sent back: before a vote to who proposed it, to be mended; once submitted, by who signs, so that it can be submitted anew.
    Return,
    /// Rejected, with one of the legal reasons.
    Reject,
    /// Nothing goes on while something is verified.
    Hold,
    /// It goes on.
    Release,
    /// Withdrawn by who proposed it.
    Withdraw,
}

impl From<CaseActionBody> for CaseAction {
    fn from(body: CaseActionBody) -> Self {
        match body {
            CaseActionBody::Complete => Self::Complete,
            CaseActionBody::Appraise => Self::Appraise,
            CaseActionBody::Return => Self::Return,
            CaseActionBody::Reject => Self::Reject,
            CaseActionBody::Hold => Self::Hold,
            CaseActionBody::Release => Self::Release,
            CaseActionBody::Withdraw => Self::Withdraw,
        }
    }
}

/// Why a case is rejected.
#[derive(Clone, Copy, Deserialize, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RejectReasonBody {
    /// Requirements aren't met after all.
    RequirementsNotMet,
    /// The dossier is still not complete after its deadline.
    DossierIncomplete,
    /// The achievement was commended already.
    AlreadyAwarded,
    /// Discipline or a violation of law.
    Discipline,
    /// What was declared is false.
    FalseDeclaration,
    /// An objection was upheld.
    ObjectionUpheld,
    /// The council didn't vote for it.
    NotVoted,
    /// No seat of the quota was left at a tie.
    NoSeat,
}

impl From<RejectReasonBody> for RejectReason {
    fn from(body: RejectReasonBody) -> Self {
        match body {
            RejectReasonBody::RequirementsNotMet => Self::RequirementsNotMet,
            RejectReasonBody::DossierIncomplete => Self::DossierIncomplete,
            RejectReasonBody::AlreadyAwarded => Self::AlreadyAwarded,
            RejectReasonBody::Discipline => Self::Discipline,
            RejectReasonBody::FalseDeclaration => Self::FalseDeclaration,
            RejectReasonBody::ObjectionUpheld => Self::ObjectionUpheld,
            RejectReasonBody::NotVoted => Self::NotVoted,
            RejectReasonBody::NoSeat => Self::NoSeat,
        }
    }
}

/// For which awards cases are opened.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenCases {
    /// The codes of the awards; an empty list: all.
    #[schema(example = json!(["provincial_certificate"]))]
    pub awards: Vec<String>,
}

/// A step of one case.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepCase {
    /// What is done.
    #[schema(example = "complete")]
    pub action: CaseActionBody,
    /// The legal reason; for `reject` alone.
    pub reason: Option<RejectReasonBody>,
    /// Why, in words; needed for `return`, `reject`, `hold`, `release` and `withdraw`.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// A step of several cases at once.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepCases {
    /// The numbers of the cases, at most 10,000.
    #[schema(example = json!([1]))]
    pub cases: Vec<i64>,
    /// What is done.
    #[schema(example = "appraise")]
    pub action: CaseActionBody,
    /// The legal reason; for `reject` alone.
    pub reason: Option<RejectReasonBody>,
    /// Why, in words; needed for `return`, `reject`, `hold`, `release` and `withdraw`.
    #[schema(max_length = 2000)]
    pub note: Option<String>,
}

/// A case: a subject on its way to an award.
#[derive(Serialize, ToSchema)]
pub struct CaseBody {
    /// Its number in the plan.
    #[schema(example = 1)]
    pub number: i64,
    /// `collective` or `individual`.
    #[schema(example = "collective")]
    pub subject: String,
    /// The name of the unit or of the person.
    #[schema(example = "Huyện Điện Biên Đông")]
    pub name: String,
    /// The code of the unit; of an individual, of the unit it works in.
    #[schema(example = "095")]
    pub unit: String,
    /// The unit's name.
    #[schema(example = "Huyện Điện Biên Đông")]
    pub unit_name: String,
    /// The number of the nomination, of an individual.
    pub nomination: Option<i64>,
    /// The code of the award.
    #[schema(example = "provincial_certificate")]
    pub award: String,
    /// `recommended`, `complete`, `appraised`, `published`, `voted`, `submitted`, `decided`, `awarded`, `rejected`, `withdrawn`
    /// or `revoked`.
    #[schema(example = "recommended")]
    pub state: String,
    /// Whether it is on hold.
    pub held: bool,
    /// `hold` or `exclude` while the unit that it rests on is held or excluded as a whole: then it is neither voted on, nor
    /// submitted, nor decided. Of an individual, where the plan wants something of persons' units.
    pub unit_hold: Option<&'static str>,
    /// The tie at a quota's border that the council settles; cases of one tie share a number.
    pub border: Option<i64>,
    /// The number of the stored ranking that it was opened from.
    pub ranking: i64,
    /// Its place there; null when it had none.
    pub place: Option<i64>,
    /// The code of the reason there.
    #[schema(example = "recommended")]
    pub reason: String,
    /// When it entered its state.
    #[schema(format = DateTime, example = "2021-06-20T02:30:00.000000Z")]
    pub since: String,
    /// Counts its changes; `If-Match` quotes it.
    pub change: i64,
    /// What the caller may do with it by hand next.
    #[schema(example = json!(["complete", "reject", "hold", "withdraw"]))]
    pub next: Vec<&'static str>,
}

/// A step that a case took.
#[derive(Serialize, ToSchema)]
pub struct CaseStepBody {
    /// Its number in the case.
    pub number: i64,
    /// What was done.
    #[schema(example = "complete")]
    pub action: String,
    /// The state before.
    #[schema(example = "recommended")]
    pub from: String,
    /// The state after.
    #[schema(example = "complete")]
    pub to: String,
    /// The legal reason, of a rejection.
    pub reason: Option<String>,
    /// Why, in words; null of holds and of settled objections for who doesn't see cases.
    pub note: Option<String>,
    /// Who did it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-06-20T02:30:00.000000Z")]
    pub made_at: String,
}

/// A case with its steps.
#[derive(Serialize, ToSchema)]
pub struct CaseDetail {
    /// The case.
    pub case: CaseBody,
    /// Its steps, in order.
    pub steps: Vec<CaseStepBody>,
    /// The case of the same subject for the award from whose list this one's award is chosen, when that has left the way; null
    /// while the subject is on that list, and where the award is chosen from none.
    pub below: Option<LostBelowBody>,
    /// What the subject holds in other plans, the last first, where these don't name the same topic, so that it doesn't keep the
    /// subject from this award: look whether it is for the same achievement. Empty for who doesn't see cases of all units.
    pub held_elsewhere: Vec<HeldElsewhereBody>,
}

/// An award that a subject holds in another plan.
#[derive(Serialize, ToSchema)]
pub struct HeldElsewhereBody {
    /// The number of the plan's document.
    #[schema(example = "12/KH-UBND")]
    pub plan: String,
    /// The name of the title or form, as it was given.
    #[schema(example = "Bằng khen của Chủ tịch UBND tỉnh")]
    pub award: String,
    /// The decision's number.
    #[schema(example = "34/QĐ-UBND")]
    pub decision: String,
    /// The decision's date.
    pub issued_on: NaiveDate,
}

impl From<&HeldElsewhere> for HeldElsewhereBody {
    fn from(held: &HeldElsewhere) -> Self {
        let HeldElsewhere { plan, award, decision, issued_on } = held.clone();
        Self { plan, award, decision, issued_on }
    }
}

/// A case that another rests on, and that has left the way.
#[derive(Serialize, ToSchema)]
pub struct LostBelowBody {
    /// Its number.
    #[schema(example = 4)]
    pub case: i64,
    /// The code of its award.
    #[schema(example = "district")]
    pub award: String,
    /// `rejected`, `withdrawn` or `revoked`.
    #[schema(example = "revoked")]
    pub state: String,
    /// Whether it was given up (withdrawn, or rejected since the subject has another award): then a decision on the case above
    /// gives a reason. Otherwise none can be issued.
    pub given_up: bool,
}

/// Cases of a plan.
#[derive(Serialize, ToSchema)]
pub struct CaseList {
    /// The cases after `after`.
    pub items: Vec<CaseBody>,
    /// How many fit the filter in all.
    pub total: usize,
    /// What to give as `after` for the next page; null at the end.
    pub next: Option<i64>,
}

/// What came of opening cases.
#[derive(Serialize, ToSchema)]
pub struct OpenedCases {
    /// The numbers of the cases opened now.
    #[schema(example = json!([1, 2]))]
    pub opened: Vec<i64>,
    /// How many recommended subjects had a case already.
    pub there: usize,
    /// How many wait for a tie at another border or award.
    pub waiting: usize,
    /// How many hold an award for the same achievement already, and get no case.
    pub awarded: usize,
}

/// Cases with whom they are about, and how the unit of each is held.
pub fn in_list(cases: &Cases) -> impl Iterator<Item = (&CaseRow, &Subject, Option<HoldKind>)> {
    let all = cases.rows.iter().zip(&cases.subjects).zip(&cases.unit_holds);
    all.map(|((row, subject), hold)| (row, subject, *hold))
}

/// A case as it is answered, with whom it is about and how its unit is held.
pub fn case_body(
    actor: &Actor,
    frame: &Frame,
    (row, subject, unit_hold): (&CaseRow, &Subject, Option<HoldKind>),
) -> CaseBody {
    let may = actor.can(Right::ManageCases);
    let follows = row.may_follow(&frame.plan.process).filter(|action| may && action.is_by_hand());
    CaseBody {
        number: row.number,
        subject: row.subject.clone(),
        name: subject.name.clone(),
        unit: subject.code.clone(),
        unit_name: frame.units.get(row.unit_index()).name().to_owned(),
        nomination: subject.nomination,
        award: row.award.clone(),
        state: row.state.clone(),
        held: row.held,
        unit_hold: unit_hold.map(kind_code),
        border: row.border,
        ranking: row.snapshot,
        place: row.place,
        reason: row.reason.clone(),
        since: written(row.since),
        change: row.change,
        next: follows.map(CaseAction::code).collect(),
    }
}

fn step_body(row: &CaseStepRow) -> CaseStepBody {
    CaseStepBody {
        number: row.number,
        action: row.action.clone(),
        from: row.from_state.clone(),
        to: row.to_state.clone(),
        reason: row.reason.clone(),
        note: row.note.clone(),
        made_by: row.made_by.clone(),
        made_at: written(row.made_at),
    }
}

/// A case with its steps, as it is answered.
pub fn detail(actor: &Actor, case: &Case) -> CaseDetail {
    CaseDetail {
        case: case_body(actor, &case.frame, (&case.row, &case.subject, case.unit_hold)),
        steps: case.steps.iter().map(step_body).collect(),
        held_elsewhere: case.held_elsewhere.iter().map(HeldElsewhereBody::from).collect(),
        below: case.below.as_ref().map(|lost| LostBelowBody {
            case: lost.number,
            award: lost.award.clone(),
            state: lost.state.code().to_owned(),
            given_up: lost.is_given_up,
        }),
    }
}

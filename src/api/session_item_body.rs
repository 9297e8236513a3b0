//! Items of a session's agenda as they are told: rule, arithmetic, members, ballots.

use serde::Serialize;
use utoipa::ToSchema;

use super::problem::with_texts;
use crate::app::audit::written;
use crate::app::case::COLLECTIVE;
use crate::app::frame::Frame;
use crate::app::hold::kind_code;
use crate::app::session_view::{ItemDetail, ItemMember, ItemRow, Own, SessionItem};
use crate::contest::council::rule::ItemRule;
use crate::contest::words::Language;
use crate::documents::plan_process::vote_rule_text;

/// The rule by which an item is voted on.
#[derive(Serialize, ToSchema)]
pub struct ItemRuleBody {
    /// As it is kept with the item.
    #[schema(
        example = "votes=more_than:5000/10000 of=all recused=leave_out secret=yes in_writing=yes quorum=at_least:2/3"
    )]
    pub rule: String,
    /// In words, in Vietnamese.
    pub text_vi: String,
    /// In words, in English.
    pub text_en: String,
    /// Whether it is secret.
    pub secret: bool,
    /// At a tie: how many seats it is about.
    pub seats: Option<u32>,
}

/// How a vote came out, step by step.
#[derive(Serialize, ToSchema)]
pub struct TallyBody {
    /// All members.
    #[schema(example = 9)]
    pub members: i64,
    /// Those who don't vote since they have an interest.
    #[schema(example = 1)]
    pub recused: i64,
    /// Those entitled to vote: all members but the recused.
    #[schema(example = 8)]
    pub entitled: i64,
    /// Those of them who were there.
    #[schema(example = 7)]
    pub present: i64,
    /// Those of them who voted in writing.
    #[schema(example = 1)]
    pub in_writing: i64,
    /// Votes cast; a blank vote is cast.
    #[schema(example = 8)]
    pub cast: i64,
    /// In favour.
    #[schema(example = 6)]
    pub in_favour: i64,
    /// Against.
    #[schema(example = 1)]
    pub against: i64,
    /// Neither.
    #[schema(example = 1)]
    pub blank: i64,
    /// The number that the share is taken of.
    #[schema(example = 8)]
    pub base: i64,
    /// The least number of votes in favour that is enough.
    #[schema(example = 5)]
    pub required: i64,
    /// Whether it was reached.
    pub reached: bool,
}

/// A member that is recused from an item, and why.
#[derive(Serialize, ToSchema)]
pub struct RecusedBody {
    /// The member's id.
    pub member: i64,
    /// `own_unit`, `unit_above`, `unit_below`, `past_unit`, `declared` or `same_tie`; `other` when what made it out stood
    /// elsewhere when the vote was opened.
    #[schema(example = "own_unit")]
    pub interest: String,
}

/// An item of an agenda.
#[derive(Serialize, ToSchema)]
pub struct SessionItemBody {
    /// Its number in the session.
    #[schema(example = 1)]
    pub number: i64,
    /// The case's number.
    #[schema(example = 1)]
    pub case: i64,
    /// `collective` or `individual`.
    #[schema(example = "collective")]
    pub subject: String,
    /// The unit's code; of an individual, that of its unit.
    #[schema(example = "096")]
    pub unit: String,
    /// The unit's name, of a collective.
    pub unit_name: Option<String>,
    /// The code of the award.
    #[schema(example = "provincial_certificate")]
    pub award: String,
    /// `hold` or `exclude` while the unit that the case rests on is held or excluded as a whole: then its vote can't be opened.
    pub unit_hold: Option<&'static str>,
    /// The tie at the border of a quota that it belongs to.
    pub tie: Option<i64>,
    /// The round of voting.
    #[schema(example = 1)]
    pub round: i64,
    /// `pending`, `open`, `closed`, `removed`, `postponed` or `void`.
    #[schema(example = "pending")]
    pub state: String,
    /// The rule: as written down when the vote was opened; before, as the plan has it.
    pub rule: Option<ItemRuleBody>,
    /// The members that are recused from it: those written down when the vote was opened, with their interests of that
    /// moment; before, those of now.
    pub recused: Vec<RecusedBody>,
    /// How many have voted.
    pub voted: usize,
    /// How it came out; null before it is closed.
    pub tally: Option<TallyBody>,
    /// `accepted`, `declined`, `reason_missing`, `counted`, `seat`, `again` or `no_seat`; null before it is closed.
    pub result: Option<String>,
    /// Whether the council departs from the recommendation.
    pub departs: bool,
    /// Why, as was said.
    pub reason: Option<String>,
    /// When the vote was opened.
    #[schema(format = DateTime)]
    pub opened_at: Option<String>,
    /// When it was closed.
    #[schema(format = DateTime)]
    pub closed_at: Option<String>,
    /// Whether the caller can vote on it now.
    pub may_vote: bool,
}

/// How a member stood to an item.
#[derive(Serialize, ToSchema)]
pub struct ItemMemberBody {
    /// The member's id.
    pub member: i64,
    /// The name.
    pub name: String,
    /// `present`, `absent`, `in_writing`, `recused` or `recused_absent` when the vote was opened; null before.
    #[schema(example = "present")]
    pub standing: Option<String>,
    /// The interest, of a member that is recused.
    pub interest: Option<String>,
    /// Whether it has voted.
    pub voted: bool,
    /// In an open vote that is closed: `for`, `against` or `blank`. Of a secret vote always null.
    pub choice: Option<String>,
}

/// A ballot of a secret vote: whoever has its code finds it counted, and nobody else knows whose it is.
#[derive(Serialize, ToSchema)]
pub struct BallotBody {
    /// The code that the voter was told.
    pub code: String,
    /// `for`, `against` or `blank`.
    #[schema(example = "for")]
    pub choice: String,
}

/// An item with how each member stands to it.
#[derive(Serialize, ToSchema)]
pub struct WholeItem {
    /// The item.
    pub item: SessionItemBody,
    /// The members.
    pub members: Vec<ItemMemberBody>,
    /// The ballots of a secret vote that is closed, by code.
    pub ballots: Vec<BallotBody>,
}

fn rule_body(rule: &ItemRule) -> ItemRuleBody {
    let text = |language| with_texts(language, |texts| vote_rule_text(texts, &rule.as_of_plan()));
    ItemRuleBody {
        rule: rule.to_string(),
        text_vi: text(Language::Vietnamese),
        text_en: text(Language::English),
        secret: rule.secret,
        seats: rule.seats,
    }
}

fn tally_body(row: &ItemRow) -> Option<TallyBody> {
    let (members, recused) = (row.members?, row.recused?);
    Some(TallyBody {
        members,
        recused,
        entitled: members - recused,
        present: row.present?,
        in_writing: row.in_writing?,
        cast: row.cast_votes?,
        in_favour: row.votes_for?,
        against: row.votes_against?,
        blank: row.votes_blank?,
        base: row.base?,
        required: row.required?,
        reached: row.reached?,
    })
}

/// An item of a plan's session.
pub fn item_body(frame: &Frame, item: &SessionItem) -> SessionItemBody {
    let SessionItem { row, case, .. } = item;
    let recused = |it: &(i64, crate::app::session_view::Why)| RecusedBody {
        member: it.0,
        interest: it.1.code().to_owned(),
    };
    let name = || frame.units.get(case.unit_index()).name().to_owned();
    SessionItemBody {
        number: row.number,
        case: case.number,
        subject: case.subject.clone(),
        unit: frame.code_at(case.unit).to_owned(),
        unit_name: (case.subject == COLLECTIVE).then(name),
        award: case.award.clone(),
        unit_hold: item.unit_hold.map(kind_code),
        tie: case.border,
        round: row.round,
        state: row.state.clone(),
        rule: item.rule.as_ref().map(rule_body),
        recused: item.recused.iter().map(recused).collect(),
        voted: item.voted,
        tally: tally_body(row),
        result: row.result.clone(),
        departs: item.departs,
        reason: item.reason.clone(),
        opened_at: row.opened_at.map(written),
        closed_at: row.closed_at.map(written),
        may_vote: item.own == Own::MayVote,
    }
}

fn member_body(member: &ItemMember) -> ItemMemberBody {
    ItemMemberBody {
        member: member.row.id,
        name: member.row.name.clone(),
        standing: member.standing.map(|standing| standing.code().to_owned()),
        interest: member.interest.map(|interest| interest.code().to_owned()),
        voted: member.voted,
        choice: member.choice.clone(),
    }
}

/// An item with how each member stands to it.
pub fn whole_item(detail: &ItemDetail) -> WholeItem {
    let ballot = |row: &crate::app::session_view::BallotRow| BallotBody {
        code: row.code.clone(),
        choice: row.choice.clone(),
    };
    WholeItem {
        item: item_body(&detail.session.frame, &detail.item),
        members: detail.members.iter().map(member_body).collect(),
        ballots: detail.ballots.iter().map(ballot).collect(),
    }
}

/// The numbers of items that something was done with.
#[derive(Serialize, ToSchema)]
pub struct ItemNumbers {
    /// The numbers, in the order in which it was done.
    pub items: Vec<i64>,
    /// How many.
    pub total: usize,
}

/// The numbers of some items.
pub fn numbers(rows: &[ItemRow]) -> ItemNumbers {
    ItemNumbers { items: rows.iter().map(|row| row.number).collect(), total: rows.len() }
}

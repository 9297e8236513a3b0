//! Votes on the items of an agenda: opened under a rule that is written down with how each member stands, cast once by each
//! member, counted when closed.
//!
//! In a secret vote nothing that is kept ties a member to a choice: that a member has voted stands in one table without
//! time, the choice in another under a code by chance, and no record tells of both.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::actor::{Actor, Right};
use super::agenda::{ItemRecord, demand_ready};
use super::audit::Entry;
use super::case::{CaseRow, needs_publicity};
use super::council::MemberRow;
use super::moment::on_the_wall;
use super::plan::{PlanState, demand_state};
use super::problem::{
    NOT_A_MEMBER, NOT_FOUND, Problem, VOTE_CLOSED, VOTE_NOT_OPEN, VOTE_OPENED, VOTE_RULE_MISSING,
    VOTED_ALREADY, VOTER_ABSENT, VOTER_RECUSED, WRITING_REFUSED,
};
use super::publicity_end::PublicityEnds;
use super::service::{Change, Service};
use super::sitting::{ItemResult, ItemState, SessionState, Sitting};
pub use super::standing::{Standing, VoteChoice};
use super::standing_case::UnitHolds;
use crate::contest::council::rule::ItemRule;
use crate::db::Engine;
use crate::db::vote::{
    BallotRow, ItemMemberRow, ItemRow, VoteRow, insert_ballot, insert_standings, insert_vote, standings_of,
    update_item, votes_on,
};

/// What the audit log keeps of a vote: never how it was given, since the log is read before the vote is closed. How a member
/// voted in an open vote stands with the vote.
#[derive(Serialize)]
struct VoteRecord {
    session: i64,
    item: i64,
    member: i64,
    in_writing: bool,
}

/// What is read once to open the votes on several items.
#[derive(Default)]
struct KnownForVotes {
    /// Which publicity has ended, where the plan demands one.
    publicity: Option<PublicityEnds>,
    /// The seats of ties, by their numbers.
    seats: FxHashMap<i64, u32>,
    /// The units that are on hold or excluded.
    holds: UnitHolds,
}

/// The rule by which an item is voted on, once its vote is opened.
pub fn rule_of(item: &ItemRow) -> Option<ItemRule> {
    item.rule.as_deref().map(|text| {
        ItemRule::read(text).unwrap_or_else(|| unreachable!("the program wrote the rule: {text}"))
    })
}

/// Items with some numbers, or all in a state.
pub(super) fn wanted<'a>(
    sitting: &'a Sitting,
    numbers: &[i64],
    state: ItemState,
) -> Result<Vec<&'a ItemRow>, Problem> {
    if numbers.is_empty() {
        return Ok(sitting.items.iter().filter(|item| ItemState::of(item) == state).collect());
    }
    numbers.iter().map(|number| sitting.item(*number)).collect()
}

impl Service {
    /// Opens the vote on some items, or on all that wait: rule and standings are written down.
    ///
    /// # Errors
    /// When the actor may not, the session isn't open, a vote was opened before, a case can't be voted on, its unit is on hold or its
    /// publicity hadn't ended by the session's day, or too few members are there; and those of the database.
    pub fn open_votes(
        &self,
        actor: &Actor,
        session: (i64, i64),
        numbers: &[i64],
    ) -> Result<Vec<ItemRow>, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Open])?;
            demand_state(&sitting.plan, &[PlanState::Ranked, PlanState::Finalised])?;
            let holds = UnitHolds::of(change.engine, session.0, &sitting.frame)?;
            let mut known = KnownForVotes { holds, ..KnownForVotes::default() };
            if needs_publicity(&sitting.frame.plan.process) {
                known.publicity = Some(PublicityEnds::of(change.engine, session.0)?);
            }
            let mut opened = Vec::new();
            for item in wanted(&sitting, numbers, ItemState::Pending)? {
                opened.push(self.open_vote(change, (&sitting, &mut known), item)?);
            }
            Ok(opened)
        })
    }

    fn open_vote(
        &self,
        change: &mut Change<'_>,
        (sitting, known): (&Sitting, &mut KnownForVotes),
        item: &ItemRow,
    ) -> Result<ItemRow, Problem> {
        match ItemState::of(item) {
            ItemState::Pending => {}
            ItemState::Open => return Err(VOTE_OPENED.with("item", item.number)),
            _ => return Err(VOTE_CLOSED.with("item", item.number)),
        }
        let (case, process) = (sitting.case_of(item), &sitting.frame.plan.process);
        if let Some(publicity) = &known.publicity {
            publicity.demand_over(case, (sitting.session.held_on, on_the_wall(change.now).date()))?;
        }
        demand_ready(process, case)?;
        known.holds.demand_none(&sitting.frame, case)?;
        let rule = process.vote_rule(&case.award);
        let rule = rule.ok_or_else(|| VOTE_RULE_MISSING.with("award", &case.award))?;
        sitting.demand_quorum(rule.quorum)?;
        let seats = match case.border {
            Some(tie) => Some(self.seats_known(change, (sitting, known), (tie, case))?),
            None => None,
        };
        let rule = ItemRule::of(rule, seats);
        let standing = |member: &MemberRow| ItemMemberRow {
            item_id: item.id,
            member_id: member.id,
            standing: Standing::of(sitting, member.id, case.id, &rule).code().to_owned(),
        };
        let standings: Vec<ItemMemberRow> = sitting.members.iter().map(standing).collect();
        insert_standings(change.engine, &standings)?;
        let opened = ItemRow {
            state: ItemState::Open.code().to_owned(),
            rule: Some(rule.to_string()),
            opened_at: Some(change.now),
            ..item.clone()
        };
        update_item(change.engine, &opened)?;
        record(change, sitting, "vote.open", (item, &opened))?;
        Ok(opened)
    }

    /// The seats of a tie, read once for all of its items.
    fn seats_known(
        &self,
        change: &mut Change<'_>,
        (sitting, known): (&Sitting, &mut KnownForVotes),
        (tie, case): (i64, &CaseRow),
    ) -> Result<u32, Problem> {
        if let Some(seats) = known.seats.get(&tie) {
            return Ok(*seats);
        }
        let seats = self.seats_of_tie(change.engine, change.actor, sitting, case)?;
        known.seats.insert(tie, seats);
        Ok(seats)
    }

    /// Casts the actor's own vote. Of a secret vote the code of the ballot is answered, which is told once.
    ///
    /// # Errors
    /// When the actor isn't a member, has an interest, isn't there, or has voted; when the vote isn't open; when too few
    /// members are there; and those of the database.
    pub fn cast_vote(
        &self,
        actor: &Actor,
        session: (i64, i64),
        (number, choice): (i64, VoteChoice),
    ) -> Result<Option<String>, Problem> {
        let code = self.secret(10);
        self.change(actor, Right::ViewCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            // A program doesn't vote, whoever made its token.
            let own = sitting.own().filter(|_| !actor.is_token());
            let member = own.ok_or_else(|| NOT_A_MEMBER.with("council", &sitting.council))?;
            // Whoever is recused learns no more than that.
            if sitting.hidden_items.contains(&number) {
                return Err(VOTER_RECUSED.with("item", number));
            }
            let item = open_item(&sitting, number)?;
            let standing = standing_of(change.engine, item, member.id)?;
            match standing {
                Some(Standing::Recused | Standing::RecusedAbsent) => {
                    return Err(VOTER_RECUSED.with("item", number));
                }
                Some(Standing::Present) if sitting.is_there(member.id) => {}
                _ => return Err(VOTER_ABSENT.with("item", number)),
            }
            store_vote(change, &sitting, item, (member.id, choice, false), code)
        })
    }

    /// Enters a vote that a member who isn't there gave in writing.
    ///
    /// # Errors
    /// When the actor may not, the member has an interest, didn't say that it votes in writing, or has voted; when the rule
    /// doesn't allow it or the vote isn't open; when too few members are there; and those of the database.
    pub fn enter_written_vote(
        &self,
        actor: &Actor,
        session: (i64, i64),
        (number, choice): (i64, VoteChoice),
        member: i64,
    ) -> Result<Option<String>, Problem> {
        let code = self.secret(10);
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            let item = open_item(&sitting, number)?;
            let found = sitting.members.iter().find(|it| it.id == member);
            let member = found.ok_or_else(|| NOT_A_MEMBER.with("council", &sitting.council))?;
            match standing_of(change.engine, item, member.id)? {
                Some(Standing::Recused | Standing::RecusedAbsent) => {
                    return Err(VOTER_RECUSED.with("item", number));
                }
                Some(Standing::InWriting) => {}
                _ => return Err(WRITING_REFUSED.with("item", number)),
            }
            store_vote(change, &sitting, item, (member.id, choice, true), code)
        })
    }
}

/// The item with a number, if votes on it are taken now.
pub(super) fn open_item(sitting: &Sitting, number: i64) -> Result<&ItemRow, Problem> {
    let item = sitting.item(number)?;
    match ItemState::of(item) {
        ItemState::Open => {}
        ItemState::Pending | ItemState::Postponed | ItemState::Removed => {
            return Err(VOTE_NOT_OPEN.with("item", number));
        }
        ItemState::Closed | ItemState::Void => return Err(VOTE_CLOSED.with("item", number)),
    }
    sitting.demand_state(&[SessionState::Open])?;
    Ok(item)
}

fn standing_of(engine: &mut Engine, item: &ItemRow, member: i64) -> Result<Option<Standing>, Problem> {
    let standings = standings_of(engine, &[item.id])?;
    let found = standings.iter().find(|row| row.member_id == member);
    Ok(found.and_then(|row| Standing::of_code(&row.standing)))
}

/// Keeps a vote: in an open one with its choice, in a secret one apart from it.
fn store_vote(
    change: &mut Change<'_>,
    sitting: &Sitting,
    item: &ItemRow,
    (member, choice, in_writing): (i64, VoteChoice, bool),
    code: String,
) -> Result<Option<String>, Problem> {
    let rule = rule_of(item).ok_or_else(|| VOTE_NOT_OPEN.with("item", item.number))?;
    if votes_on(change.engine, &[item.id])?.iter().any(|vote| vote.member_id == member) {
        return Err(VOTED_ALREADY.with("item", item.number));
    }
    sitting.demand_quorum(rule.quorum)?;
    let vote = VoteRow {
        item_id: item.id,
        member_id: member,
        choice: (!rule.secret).then(|| choice.code().to_owned()),
        in_writing,
        made_by: change.actor.label.clone(),
        made_at: (!rule.secret).then_some(change.now),
    };
    insert_vote(change.engine, &vote)?;
    let entry = Entry::new("vote.cast", format!("case:{}", item.case_id)).of_plan(sitting.plan.id);
    let (session, item_number) = (sitting.session.number, item.number);
    change.record(entry.after(&VoteRecord { session, item: item_number, member, in_writing }))?;
    if !rule.secret {
        return Ok(None);
    }
    let ballot = BallotRow { item_id: item.id, code: code.clone(), choice: choice.code().to_owned() };
    insert_ballot(change.engine, &ballot)?;
    Ok(Some(code))
}

/// Adds the record of a change of an item.
pub(super) fn record(
    change: &mut Change<'_>,
    sitting: &Sitting,
    action: &'static str,
    (before, after): (&ItemRow, &ItemRow),
) -> Result<(), Problem> {
    let entry = Entry::new(action, format!("case:{}", after.case_id)).of_plan(sitting.plan.id);
    let session = sitting.session.number;
    change.record(entry.before(&ItemRecord::of(session, before)).after(&ItemRecord::of(session, after)))
}

/// Refuses an item that isn't there to be settled.
pub(super) fn unsettled(sitting: &Sitting, number: i64, result: ItemResult) -> Result<&ItemRow, Problem> {
    let item = sitting.item(number)?;
    match ItemResult::of(item) {
        Some(found) if found == result => Ok(item),
        Some(_) => Err(VOTE_CLOSED.with("item", number)),
        None if ItemState::of(item) == ItemState::Open => Err(VOTE_OPENED.with("item", number)),
        None => Err(NOT_FOUND.with("what", format!("vote {number}"))),
    }
}

//! Who came to a session, left it, or votes in writing; and interests that members declare.

use serde::Serialize;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::case::CaseRow;
use super::council::MemberRow;
use super::problem::{
    ALREADY_THERE, ATTENDANCE_ORDER, FORBIDDEN, NOT_A_MEMBER, NOT_FOUND, Problem, VOTE_OPENED,
};
use super::service::Service;
use super::sitting::{AttendanceKind, ItemResult, ItemState, SessionState, Sitting};
use super::text_field::{LONGEST_TEXT, required};
use crate::db::Engine;
use crate::db::council::{RecusalRow, delete_recusal, insert_recusal, recusals_by};
use crate::db::council_session::{AttendanceRow, insert_attendance};
use crate::db::vote::{ItemRow, items_of_plan};

#[derive(Serialize)]
struct AttendanceRecord<'a> {
    number: i64,
    member: i64,
    kind: &'a str,
}

#[derive(Serialize)]
struct RecusalRecord {
    session: i64,
    member: i64,
}

/// Whether something may be entered of a member after what was entered last.
const fn may_follow(before: Option<AttendanceKind>, kind: AttendanceKind) -> bool {
    use AttendanceKind as K;
    match (before, kind) {
        // Only who is there leaves, and only who isn't comes, stays away or writes.
        (Some(K::Present), K::Left) | (None | Some(K::Left | K::Absent), K::Present) => true,
        (None, K::Absent | K::InWriting) | (Some(K::Absent | K::Left), K::InWriting) => true,
        (Some(K::InWriting), K::Present | K::Absent) => true,
        _ => false,
    }
}

impl Service {
    /// Enters that a member came, left, stays away, or votes in writing.
    ///
    /// # Errors
    /// When the actor may not, the session isn't open, the member isn't one of its day, or it doesn't follow what was entered
    /// before; and those of the database.
    pub fn note_attendance(
        &self,
        actor: &Actor,
        session: (i64, i64),
        (member, kind): (i64, AttendanceKind),
    ) -> Result<AttendanceRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Open])?;
            let member = sitting.member(member)?;
            let before = sitting.whereabouts(member.id);
            if !may_follow(before, kind) {
                let before = before.map_or("–", AttendanceKind::code);
                let problem = ATTENDANCE_ORDER.with("member", &member.name).with("kind", kind.code());
                return Err(problem.with("before", before));
            }
            let number = sitting.attendance.last().map_or(0, |last| last.number) + 1;
            let row = AttendanceRow {
                session_id: sitting.session.id,
                number,
                member_id: member.id,
                kind: kind.code().to_owned(),
                made_by: change.actor.label.clone(),
                made_at: change.now,
            };
            insert_attendance(change.engine, &row)?;
            let entry = Entry::new("session.attend", format!("council_session:{}", row.session_id));
            let record = AttendanceRecord { number, member: row.member_id, kind: kind.code() };
            change.record(entry.of_plan(session.0).after(&record))?;
            Ok(row)
        })
    }

    /// Declares an interest of a member in a case: by the member itself, or by who runs the session. From then on the
    /// member sees nothing of the case.
    ///
    /// # Errors
    /// When the actor may not, there is no such case, the interest is known already, or a vote on the case or on another of its
    /// tie was opened; and those of the database.
    pub fn declare_recusal(
        &self,
        actor: &Actor,
        session: (i64, i64),
        (case, member): (i64, Option<i64>),
        reason: &str,
    ) -> Result<RecusalRow, Problem> {
        let reason = required("reason", reason, LONGEST_TEXT)?;
        self.change(actor, Right::ViewCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Planned, SessionState::Open])?;
            let member = declaring(&sitting, actor, member)?.id;
            let case = seen(&sitting, case)?;
            if sitting.recusals.of(member, case.id).is_some() {
                return Err(ALREADY_THERE.with("what", format!("recusal {member}")));
            }
            let items = items_of_plan(change.engine, session.0)?;
            if let Some(item) = voted_with(&sitting, case, &items) {
                return Err(VOTE_OPENED.with("item", item.number));
            }
            let case = case.id;
            let row = RecusalRow {
                session_id: sitting.session.id,
                case_id: case,
                member_id: member,
                reason,
                made_by: change.actor.label.clone(),
                made_at: change.now,
            };
            insert_recusal(change.engine, &row)?;
            let entry = Entry::new("session.recuse", format!("case:{case}")).of_plan(session.0);
            change.record(entry.after(&RecusalRecord { session: session.1, member }))?;
            Ok(row)
        })
    }
}

impl Service {
    /// Takes back an interest that the member itself declared in a session, before any vote on the case or on another of its tie
    /// was ever opened. What an officer entered of it, and what follows from its units, stays.
    ///
    /// # Errors
    /// When the actor may not, isn't a member, declared nothing of the kind, or a vote was opened; and those of the database.
    pub fn withdraw_recusal(&self, actor: &Actor, session: (i64, i64), case: i64) -> Result<(), Problem> {
        self.change(actor, Right::ViewCases, |change| {
            let sitting = self.sitting(change.engine, actor, session)?;
            sitting.demand_state(&[SessionState::Planned, SessionState::Open])?;
            let declared = own_declarations(change.engine, &sitting)?;
            let is_of_case =
                |row: &&RecusalRow| sitting.cases.get(&row.case_id).is_some_and(|it| it.number == case);
            let row = declared.iter().find(is_of_case);
            let row = row.ok_or_else(|| NOT_FOUND.with("what", format!("recusal {case}")))?;
            let of_case = &sitting.cases[&row.case_id];
            let items = items_of_plan(change.engine, session.0)?;
            let opened = items
                .iter()
                .find(|item| item.opened_at.is_some() && goes_along(&sitting, of_case, item.case_id));
            if let Some(item) = opened {
                return Err(VOTE_OPENED.with("item", item.number));
            }
            delete_recusal(change.engine, row)?;
            let entry = Entry::new("session.recuse_back", format!("case:{}", row.case_id)).of_plan(session.0);
            change.record(entry.before(&RecusalRecord { session: session.1, member: row.member_id }))
        })
    }
}

/// The interests that the actor itself declared in a session, as a member.
pub(super) fn own_declarations(engine: &mut Engine, sitting: &Sitting) -> Result<Vec<RecusalRow>, Problem> {
    let (Some(own), Some(login)) = (sitting.own(), &sitting.login) else { return Ok(Vec::new()) };
    let mut rows = recusals_by(engine, &[own.id])?;
    let label = format!("user:{login}");
    rows.retain(|row| row.session_id == sitting.session.id && row.made_by == label);
    Ok(rows)
}

/// Whether a case is another, or one of its tie: an interest in one of these is one in all.
fn goes_along(sitting: &Sitting, case: &CaseRow, other: i64) -> bool {
    let border = sitting.cases.get(&other).and_then(|other| other.border);
    other == case.id || border.is_some() && border == case.border
}

/// The member that an interest is declared of: the actor itself, or any if the actor runs sessions.
fn declaring<'a>(sitting: &'a Sitting, actor: &Actor, member: Option<i64>) -> Result<&'a MemberRow, Problem> {
    let own = sitting.own();
    match member {
        Some(id) if actor.can(Right::ManageCases) => sitting.member(id),
        Some(id) if own.is_none_or(|own| own.id != id) => {
            Err(FORBIDDEN.with("right", Right::ManageCases.code()))
        }
        _ => own.ok_or_else(|| NOT_A_MEMBER.with("council", &sitting.council)),
    }
}

/// An item whose vote is under way, of a case or of another of its tie. In the session at hand, also one whose vote is over.
fn voted_with<'a>(sitting: &Sitting, case: &CaseRow, items: &'a [ItemRow]) -> Option<&'a ItemRow> {
    let is_under_way = |item: &ItemRow| match ItemState::of(item) {
        ItemState::Open => true,
        ItemState::Closed => {
            item.session_id == sitting.session.id
                || ItemResult::of(item).is_some_and(ItemResult::is_unfinished)
        }
        _ => false,
    };
    items.iter().find(|item| goes_along(sitting, case, item.case_id) && is_under_way(item))
}

/// The case with a number, if the actor may see it.
fn seen(sitting: &Sitting, number: i64) -> Result<&CaseRow, Problem> {
    let found = sitting.cases.values().find(|case| case.number == number);
    let found = found.filter(|case| !sitting.hidden.contains(&case.id));
    found.ok_or_else(|| NOT_FOUND.with("what", format!("case {number}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_is_there_leaves_and_nobody_comes_twice() {
        use AttendanceKind as K;
        for (before, wanted) in [
            (None, vec![K::Present, K::Absent, K::InWriting]),
            (Some(K::Present), vec![K::Left]),
            (Some(K::Left), vec![K::Present, K::InWriting]),
            (Some(K::Absent), vec![K::Present, K::InWriting]),
            (Some(K::InWriting), vec![K::Present, K::Absent]),
        ] {
            let may: Vec<K> = K::ALL.iter().copied().filter(|kind| may_follow(before, *kind)).collect();
            assert_eq!(may, wanted, "{before:?}");
        }
    }
}

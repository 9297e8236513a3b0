//! Which publicity of which cases has ended, so that a council may vote on them.

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHashSet};

use super::case::CaseRow;
use super::problem::{Problem, VOTE_BEFORE_PUBLICITY};
use super::publicity::{PublicityRow, PublicityState};
use crate::db::Engine;
use crate::db::publicity::{objections_of, publicities_of, publicity_cases_of};
use crate::text::format::date;

/// The last list that each case of a plan was on, and to which cases objections are open.
#[derive(Debug, Default)]
pub(super) struct PublicityEnds {
    last: FxHashMap<i64, PublicityRow>,
    objected: FxHashSet<i64>,
}

impl PublicityEnds {
    /// Of all cases of a plan.
    ///
    /// # Errors
    /// Those of the database.
    pub fn of(engine: &mut Engine, plan_id: i64) -> Result<Self, Problem> {
        let lists: FxHashMap<i64, PublicityRow> =
            publicities_of(engine, plan_id)?.into_iter().map(|list| (list.id, list)).collect();
        // By list: of several that a case was on the last one stays.
        let on_lists = publicity_cases_of(engine, plan_id)?;
        let last =
            on_lists.iter().filter_map(|row| Some((row.case_id, lists.get(&row.publicity_id)?.clone())));
        let objections = objections_of(engine, plan_id)?;
        let open = objections.iter().filter(|objection| objection.settled_at.is_none());
        Ok(Self { last: last.collect(), objected: open.map(|objection| objection.case_id).collect() })
    }

    /// Refuses to vote on a case before the end of the last list that it was on was recorded, while an objection to it is open, or
    /// in a session that was held before the list's last day was over: what a session did may be entered later.
    ///
    /// # Errors
    /// When it is so.
    pub fn demand_over(
        &self,
        case: &CaseRow,
        (held_on, today): (NaiveDate, NaiveDate),
    ) -> Result<(), Problem> {
        let last = self.last.get(&case.id);
        let has_ended =
            last.is_some_and(|list| list.ends_on < held_on && list.state_on(today) == PublicityState::Ended);
        if has_ended && !self.objected.contains(&case.id) {
            return Ok(());
        }
        let until = last.map_or_else(|| "–".to_owned(), |list| date(list.ends_on));
        Err(VOTE_BEFORE_PUBLICITY.with("case", case.number).with("until", until))
    }
}

//! Rankings as they stand now: computed from the reports that count, and never stored before somebody decides to.

use std::sync::{Arc, OnceLock};

use chrono::NaiveDateTime;

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::kept::Kept;
use super::live::{Basis, LiveReports};
use super::moment::on_the_wall;
use super::plan::{PlanState, known_plan, state_of};
use super::problem::{INTERNAL, NOT_FOUND, OUT_OF_REACH, PLAN_BLOCKED, Problem};
use super::service::Service;
use super::snapshot::Published;
use crate::contest::explain::{Border, Explanation, explain};
use crate::contest::fragility::borders;
use crate::contest::scored::{Contest, Scored};
use crate::db::plan::PlanRow;
use crate::documents::explanation::explanation_text;
use crate::documents::ranking::RankingDocument;
use crate::documents::ranking_table::RankingTable;
use crate::text::Texts;

/// A ranking with everything that it rests on.
#[derive(Debug)]
pub struct LiveRanking {
    /// The plan's row.
    pub row: PlanRow,
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The reports.
    pub live: Arc<LiveReports>,
    /// Which versions of reports count.
    pub basis: Basis,
    /// The moment, in UTC, as of which milestones are overdue.
    pub as_of: Option<NaiveDateTime>,
    /// The result.
    pub scored: Scored,
    /// Pages made from it.
    pub kept: Kept,
    table: OnceLock<RankingTable>,
    borders: OnceLock<Vec<Border>>,
}

impl LiveRanking {
    /// A ranking just made.
    pub(super) fn new(
        row: PlanRow,
        (frame, live): (Arc<Frame>, Arc<LiveReports>),
        (basis, as_of): (Basis, Option<NaiveDateTime>),
        scored: Scored,
    ) -> Self {
        Self {
            row,
            frame,
            live,
            basis,
            as_of,
            scored,
            kept: Kept::default(),
            table: OnceLock::new(),
            borders: OnceLock::new(),
        }
    }

    /// Whether it can still change: until the plan is finalised.
    pub fn is_provisional(&self) -> bool {
        state_of(&self.row) != PlanState::Finalised
    }

    /// What was scored.
    pub fn contest(&self) -> Contest<'_> {
        self.live.contest(&self.frame, self.as_of.map(on_the_wall))
    }

    /// How a participant came out, as far as the actor may see it.
    pub fn explained(&self, actor: &Actor, document: &RankingDocument<'_>, participant: u32) -> Explanation {
        let mut explanation = explain(&document.contest, document.scored, participant);
        // How far the neighbours are is theirs as much as the unit's own.
        let sees_others = !self.is_provisional() || actor.may(Right::ViewRanking);
        explanation.fragility = explanation.fragility.filter(|_| sees_others);
        explanation
    }

    /// The ranking as a table; made when it is first asked for.
    pub fn table(&self) -> &RankingTable {
        self.table.get_or_init(|| self.with_plain_document(RankingTable::of_document))
    }

    /// Runs something with the ranking as documents show it.
    pub fn with_document<T>(&self, work: impl FnOnce(&RankingDocument<'_>) -> T) -> T {
        let borders = self.borders.get_or_init(|| borders(&self.contest(), &self.scored));
        self.with_borders(borders, work)
    }

    /// Like [`LiveRanking::with_document`], for what doesn't show how firm borders are.
    pub fn with_plain_document<T>(&self, work: impl FnOnce(&RankingDocument<'_>) -> T) -> T {
        self.with_borders(&[], work)
    }

    fn with_borders<T>(&self, borders: &[Border], work: impl FnOnce(&RankingDocument<'_>) -> T) -> T {
        work(&RankingDocument {
            contest: self.contest(),
            scored: &self.scored,
            borders,
            fragilities: None,
            // Cells with errors are never committed, so nothing is made without them.
            provisional: false,
            cluster: None,
        })
    }
}

/// A ranking that is shown.
#[derive(Debug)]
pub enum ShownRanking {
    /// The stored one, with the plan's row.
    Stored(Box<PlanRow>, Arc<Published>),
    /// The one as it stands now.
    Live(Arc<LiveRanking>),
}

/// A unit's explanation in both languages.
#[derive(Debug)]
pub struct UnitExplanation {
    /// The ranking.
    pub ranking: Arc<LiveRanking>,
    /// The participant.
    pub participant: u32,
    /// The explanation in Vietnamese.
    pub text_vi: String,
    /// The explanation in English.
    pub text_en: String,
}

/// A unit in the stored ranking.
#[derive(Debug)]
pub struct PublishedUnit {
    /// The plan's row.
    pub plan: PlanRow,
    /// The stored ranking.
    pub published: Arc<Published>,
    /// Its line there.
    pub line: usize,
    /// Its explanation; `None` when the inputs moved since.
    pub explanation: Option<UnitExplanation>,
}

impl Service {
    /// A plan with its units.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn frame(&self, actor: &Actor, plan_id: i64) -> Result<Arc<Frame>, Problem> {
        self.read(actor, Right::View, |engine| Ok(self.framed(engine, plan_id)?.1))
    }

    /// The ranking as it stands. Before it is published, only who may see rankings gets it.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn ranking(
        &self,
        actor: &Actor,
        plan_id: i64,
        basis: Basis,
        as_of: Option<NaiveDateTime>,
    ) -> Result<Arc<LiveRanking>, Problem> {
        let ranking = self.whole_ranking(actor, plan_id, basis, as_of)?;
        self.demand_shown(actor, &ranking.row)?;
        Ok(ranking)
    }

    /// The ranking that stands for a plan where there is one that the actor may see, and else, or when the one as it
    /// stands now is wanted, that.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn shown_ranking(
        &self,
        actor: &Actor,
        plan_id: i64,
        stored: bool,
        (basis, as_of): (Basis, Option<NaiveDateTime>),
    ) -> Result<ShownRanking, Problem> {
        let (row, published, standing) = self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let published = if stored { self.published_in(engine, actor, &row)? } else { None };
            if published.is_some() {
                return Ok((row, published, None));
            }
            let live = self.live.reports(engine, &row, &frame, basis)?;
            Ok((row, None, Some((frame, live))))
        })?;
        let Some((frame, live)) = standing else {
            let published = published.ok_or(&INTERNAL)?;
            return Ok(ShownRanking::Stored(Box::new(row), published));
        };
        self.demand_shown(actor, &row)?;
        Ok(ShownRanking::Live(self.scored(row, (frame, live), basis, as_of)))
    }

    /// Before a plan is finalised, only who may see rankings is shown the one as it stands.
    fn demand_shown(&self, actor: &Actor, row: &PlanRow) -> Result<(), Problem> {
        if state_of(row) == PlanState::Finalised { Ok(()) } else { self.demand(actor, Right::ViewRanking) }
    }

    /// The ranking, for whatever of it the actor is shown.
    fn whole_ranking(
        &self,
        actor: &Actor,
        plan_id: i64,
        basis: Basis,
        as_of: Option<NaiveDateTime>,
    ) -> Result<Arc<LiveRanking>, Problem> {
        let (row, frame, live) = self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let live = self.live.reports(engine, &row, &frame, basis)?;
            Ok((row, frame, live))
        })?;
        Ok(self.scored(row, (frame, live), basis, as_of))
    }

    /// The ranking of reports as they stand: the one that is kept, or one made now.
    pub(super) fn scored(
        &self,
        row: PlanRow,
        (frame, live): (Arc<Frame>, Arc<LiveReports>),
        basis: Basis,
        as_of: Option<NaiveDateTime>,
    ) -> Arc<LiveRanking> {
        if let Some(kept) = self.live.ranking(row.id, basis, row.change, as_of) {
            return kept;
        }
        let scored = self.score(&live.contest(&frame, as_of.map(on_the_wall)));
        let ranking = Arc::new(LiveRanking::new(row, (frame, live), (basis, as_of), scored));
        self.live.keep_ranking(ranking.row.id, &ranking);
        ranking
    }

    /// A unit's standing in the stored ranking, with its explanation where what stands now is still what that was made
    /// from. `None` before there is one that the actor may see.
    ///
    /// # Errors
    /// When the unit doesn't take part, or the actor may not; and those of the database.
    pub fn published_unit(
        &self,
        actor: &Actor,
        plan_id: i64,
        code: &str,
    ) -> Result<Option<PublishedUnit>, Problem> {
        let found = self.published_now(actor, plan_id)?;
        let Some((plan, published, stale)) = found else { return Ok(None) };
        let line = published.ranking.units().find(|(_, unit)| unit.code == code).map(|(line, _)| line);
        let line = line.ok_or_else(|| NOT_FOUND.with("what", code))?;
        let explanation = if stale {
            None
        } else {
            Some(self.explain_unit(actor, plan_id, code, Basis::Accepted, published.row.as_of)?)
        };
        Ok(Some(PublishedUnit { plan, published, line, explanation }))
    }

    /// The stored ranking that stands for a plan and that the actor may see, and whether what stands now isn't any more
    /// what it was made from. `None` before there is one.
    ///
    /// # Errors
    /// When there is no such plan or the actor may not; and those of the database.
    pub fn published_now(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<Option<(PlanRow, Arc<Published>, bool)>, Problem> {
        self.read(actor, Right::View, |engine| {
            let plan = known_plan(engine, plan_id)?;
            let Some(published) = self.published_in(engine, actor, &plan)? else { return Ok(None) };
            let stale = self.is_ranking_stale(engine, &plan)?;
            Ok(Some((plan, published, stale)))
        })
    }

    /// The ranking whose recommendation is shown, and the number of the stored ranking that it is. Without a basis it is
    /// the stored one, once there is one that the actor may see: made again from the same inputs it is the same.
    ///
    /// # Errors
    /// When the actor may not, or what stands now isn't any more what the stored ranking was made from; and those of the
    /// database.
    pub fn recommended(
        &self,
        actor: &Actor,
        plan_id: i64,
        basis: Option<Basis>,
    ) -> Result<(Arc<LiveRanking>, Option<i64>), Problem> {
        if basis.is_some() && !actor.may(Right::ViewRanking) {
            self.demand(actor, Right::ViewRanking)?;
        }
        let stored = if basis.is_none() { self.published_now(actor, plan_id)? } else { None };
        let Some((_, published, stale)) = stored else {
            let basis = basis.unwrap_or(Basis::Submitted);
            return Ok((self.ranking(actor, plan_id, basis, None)?, None));
        };
        if stale {
            return Err(PLAN_BLOCKED.with("blockers", "ranking_stale"));
        }
        let ranking = self.ranking(actor, plan_id, Basis::Accepted, published.row.as_of)?;
        Ok((ranking, Some(published.row.number)))
    }

    /// A unit's standing, with its full explanation. A unit may see its own before the ranking is published.
    ///
    /// # Errors
    /// When the actor may not, or the unit doesn't take part; and those of the database.
    pub fn explain_unit(
        &self,
        actor: &Actor,
        plan_id: i64,
        code: &str,
        basis: Basis,
        as_of: Option<NaiveDateTime>,
    ) -> Result<UnitExplanation, Problem> {
        let (ranking, participant) = self.standing_of(actor, plan_id, code, basis, as_of)?;
        let (text_vi, text_en) = ranking.with_document(|document| {
            let explanation = ranking.explained(actor, document, participant);
            let text = |language| explanation_text(&Texts::new(language), document, &explanation);
            use crate::contest::words::Language;
            (text(Language::Vietnamese), text(Language::English))
        });
        Ok(UnitExplanation { ranking, participant, text_vi, text_en })
    }

    /// The ranking as it stands and the participant that a unit is there. A unit may see its own before the ranking is
    /// published.
    ///
    /// # Errors
    /// When the actor may not, or the unit doesn't take part; and those of the database.
    pub fn standing_of(
        &self,
        actor: &Actor,
        plan_id: i64,
        code: &str,
        basis: Basis,
        as_of: Option<NaiveDateTime>,
    ) -> Result<(Arc<LiveRanking>, u32), Problem> {
        let ranking = self.whole_ranking(actor, plan_id, basis, as_of)?;
        let unit = ranking.frame.unit(code).ok_or_else(|| NOT_FOUND.with("what", code))?;
        let published = state_of(&ranking.row) == PlanState::Finalised;
        let own = actor.reach.is_some() && ranking.frame.is_within(unit, actor.reach.as_deref());
        if !published && !own && !actor.may(Right::ViewRanking) {
            return Err(OUT_OF_REACH.with("units", code));
        }
        let units = &ranking.scored.scores.units;
        let participant = (0_u32..).zip(units).find(|(_, score)| score.unit == unit);
        let (participant, _) = participant.ok_or_else(|| NOT_FOUND.with("what", code))?;
        Ok((ranking, participant))
    }
}

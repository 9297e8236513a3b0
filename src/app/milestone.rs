//! Milestones of a plan: where each stands on a day for every participant within reach, by level and unit by unit.

use std::sync::Arc;

use chrono::NaiveDate;

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::moment::on_the_wall;
use super::plan::PlanRow;
use super::problem::{NOT_FOUND, Problem};
use super::service::Service;
use crate::contest::milestone::{Milestone, MilestoneState, Standing, milestones};
use crate::contest::plan::Days;
use crate::documents::milestones::MilestoneLine;

/// The milestones of a plan as they stand.
#[derive(Debug)]
pub struct PlanMilestones {
    /// The plan.
    pub row: PlanRow,
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The day that is looked from.
    pub today: NaiveDate,
    live: Arc<LiveReports>,
    reach: Option<String>,
}

/// Where a milestone stands for a unit.
#[derive(Debug, Clone, Copy)]
pub struct UnitMilestone<'m> {
    /// Its place in the list of all: what a page of the list goes on after.
    pub position: i64,
    /// The unit's index in the plan.
    pub unit: u32,
    /// Index into the plan's criteria.
    pub criterion: usize,
    /// Where it stands.
    pub standing: Standing<'m>,
    /// How its days are counted.
    pub counted: Days,
    /// Whether a number of a document is asked for, and the day came without one.
    pub lacks_number: bool,
}

/// How many units stand so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StateCounts {
    /// Done in time.
    pub on_time: u64,
    /// Done late.
    pub late: u64,
    /// Not done and late already.
    pub overdue: u64,
    /// Not done, past the last day, not counted as late yet.
    pub in_grace: u64,
    /// Not done and not due before today.
    pub due: u64,
    /// Done, without the number of the document that is asked for.
    pub without_number: u64,
}

impl StateCounts {
    fn add(&mut self, found: &UnitMilestone<'_>) {
        match found.standing.state {
            MilestoneState::OnTime => self.on_time += 1,
            MilestoneState::Late => self.late += 1,
            MilestoneState::Overdue => self.overdue += 1,
            MilestoneState::InGrace => self.in_grace += 1,
            MilestoneState::Due => self.due += 1,
            MilestoneState::NotAsked => return,
        }
        self.without_number += u64::from(found.lacks_number);
    }

    /// How many units stand in a state; of those that nothing is asked of none is counted.
    pub const fn of(&self, state: MilestoneState) -> u64 {
        match state {
            MilestoneState::OnTime => self.on_time,
            MilestoneState::Late => self.late,
            MilestoneState::Overdue => self.overdue,
            MilestoneState::InGrace => self.in_grace,
            MilestoneState::Due => self.due,
            MilestoneState::NotAsked => 0,
        }
    }

    /// How many units it is asked of.
    pub const fn units(&self) -> u64 {
        self.done() + self.overdue + self.in_grace + self.due
    }

    /// How many have done it.
    pub const fn done(&self) -> u64 {
        self.on_time + self.late
    }
}

impl std::iter::Sum for StateCounts {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            on_time: sum.on_time + part.on_time,
            late: sum.late + part.late,
            overdue: sum.overdue + part.overdue,
            in_grace: sum.in_grace + part.in_grace,
            due: sum.due + part.due,
            without_number: sum.without_number + part.without_number,
        })
    }
}

/// A milestone at a level that has units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LevelMilestone {
    /// Index into the plan's criteria.
    pub criterion: usize,
    /// Index into the plan's levels.
    pub level: usize,
    /// The last day on time.
    pub last: NaiveDate,
    /// How its units stand.
    pub counts: StateCounts,
}

/// Which units with which milestones are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MilestoneFilter {
    /// Only this milestone: the code of its criterion.
    pub milestone: Option<String>,
    /// Only units of the level with this code.
    pub level: Option<String>,
    /// Only what stands so; empty: whatever is asked of a unit.
    pub states: Vec<MilestoneState>,
    /// Of what isn't due yet, only what is due within so many days.
    pub within: Option<i64>,
    /// Only units of the cluster with this code.
    pub cluster: Option<String>,
    /// Only the unit with this code and those below it.
    pub parent: Option<String>,
    /// Only what came without the number of its document.
    pub lacks_number: bool,
}

/// A filter with its codes looked up.
struct Wanted<'f> {
    filter: &'f MilestoneFilter,
    milestone: Option<usize>,
    level: Option<usize>,
    cluster: Option<usize>,
}

impl<'f> Wanted<'f> {
    fn of(filter: &'f MilestoneFilter, frame: &Frame) -> Result<Self, Problem> {
        let index = |code: &Option<String>, find: &dyn Fn(&str) -> Option<usize>| match code {
            Some(code) => find(code).map(Some).ok_or_else(|| NOT_FOUND.with("what", code)),
            None => Ok(None),
        };
        let criterion = |code: &str| {
            let mut all = milestones(&frame.plan).map(|it| it.criterion);
            all.find(|at| frame.plan.criteria[*at].code == code)
        };
        let level = |code: &str| frame.plan.levels.iter().position(|level| level.code == code);
        let cluster = |code: &str| frame.units.clusters.iter().position(|cluster| cluster.code == code);
        if let Some(parent) = filter.parent.as_ref().filter(|code| frame.unit(code).is_none()) {
            return Err(NOT_FOUND.with("what", parent));
        }
        Ok(Self {
            filter,
            milestone: index(&filter.milestone, &criterion)?,
            level: index(&filter.level, &level)?,
            cluster: index(&filter.cluster, &cluster)?,
        })
    }

    fn takes_unit(&self, frame: &Frame, unit: u32) -> bool {
        let who = frame.units.get(unit);
        self.level.is_none_or(|level| usize::from(who.level) == level)
            && self.cluster.is_none_or(|wanted| who.cluster.is_some_and(|own| own as usize == wanted))
            && frame.is_within(unit, self.filter.parent.as_deref())
    }

    fn takes(&self, found: &UnitMilestone<'_>) -> bool {
        let Standing { state, days, .. } = found.standing;
        let states = &self.filter.states;
        let stands_so =
            if states.is_empty() { state != MilestoneState::NotAsked } else { states.contains(&state) };
        let is_near = state != MilestoneState::Due || self.filter.within.is_none_or(|within| days <= within);
        stands_so && is_near && (found.lacks_number || !self.filter.lacks_number)
    }
}

impl PlanMilestones {
    /// The milestones, in the plan's order.
    pub fn milestones(&self) -> Vec<Milestone<'_>> {
        milestones(&self.frame.plan).collect()
    }

    /// The participants within reach.
    pub fn units(&self) -> impl Iterator<Item = u32> {
        let all = self.frame.units.participants();
        all.filter(|unit| self.frame.is_within(*unit, self.reach.as_deref()))
    }

    /// Where the milestones of a unit stand, also those that aren't asked of it.
    pub fn of_unit(&self, unit: u32) -> Vec<UnitMilestone<'_>> {
        self.standings(unit, &self.milestones()).collect()
    }

    fn standings<'m>(&'m self, unit: u32, all: &[Milestone<'m>]) -> impl Iterator<Item = UnitMilestone<'m>> {
        let frame = &*self.frame;
        let count = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let numbered = (1_i64..).zip(all.iter().copied());
        let each = numbered.map(move |(number, milestone)| {
            let asked = (unit, self.today);
            let standing = milestone.standing(&frame.plan, &frame.units, &self.live.reports, asked);
            UnitMilestone {
                position: i64::from(unit) * count + number,
                unit,
                criterion: milestone.criterion,
                counted: milestone.days,
                lacks_number: milestone.document.is_some()
                    && standing.state.is_done()
                    && standing.number.is_none(),
                standing,
            }
        });
        each.collect::<Vec<_>>().into_iter()
    }

    /// Every milestone at every level that has units it is asked of: by milestone, then by level.
    pub fn by_level(&self) -> Vec<LevelMilestone> {
        let all = self.milestones();
        let levels = self.frame.plan.levels.len();
        let mut counts = vec![StateCounts::default(); all.len() * levels];
        for unit in self.units() {
            let level = usize::from(self.frame.units.get(unit).level);
            for (at, found) in self.standings(unit, &all).enumerate() {
                counts[at * levels + level].add(&found);
            }
        }
        let mut found = Vec::new();
        for (at, milestone) in all.iter().enumerate() {
            for level in 0..levels {
                let counts = counts[at * levels + level];
                if let Some(last) = milestone.due.last_day_at(level).filter(|_| counts.units() > 0) {
                    found.push(LevelMilestone { criterion: milestone.criterion, level, last, counts });
                }
            }
        }
        found
    }

    /// What a list or a file tells of a unit with a milestone.
    pub fn line<'m>(&'m self, found: &UnitMilestone<'m>) -> MilestoneLine<'m> {
        let (plan, units) = (&self.frame.plan, &self.frame.units);
        let unit = units.get(found.unit);
        MilestoneLine {
            unit,
            level: &plan.levels[usize::from(unit.level)],
            cluster: unit.cluster.map(|cluster| &units.clusters[cluster as usize]),
            parent: unit.parent.map(|parent| units.get(parent)),
            criterion: &plan.criteria[found.criterion],
            standing: found.standing,
        }
    }

    /// Units with their milestones that a filter leaves, by unit in the plan's order, then by milestone.
    ///
    /// # Errors
    /// When the filter names what isn't there.
    pub fn list(&self, filter: &MilestoneFilter) -> Result<Vec<UnitMilestone<'_>>, Problem> {
        let wanted = Wanted::of(filter, &self.frame)?;
        let all = self.milestones();
        let mut found = Vec::new();
        for unit in self.units().filter(|unit| wanted.takes_unit(&self.frame, *unit)) {
            let standings = self.standings(unit, &all);
            let fits = |it: &UnitMilestone<'_>| wanted.milestone.is_none_or(|one| one == it.criterion);
            found.extend(standings.filter(|it| fits(it) && wanted.takes(it)));
        }
        Ok(found)
    }
}

impl Service {
    /// The milestones of a plan as they stand on a day; without one, today by the clock on the wall.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn milestones(
        &self,
        actor: &Actor,
        plan_id: i64,
        as_of: Option<NaiveDate>,
    ) -> Result<PlanMilestones, Problem> {
        self.milestones_for(actor, Right::View, plan_id, as_of)
    }

    pub(super) fn milestones_for(
        &self,
        actor: &Actor,
        right: Right,
        plan_id: i64,
        as_of: Option<NaiveDate>,
    ) -> Result<PlanMilestones, Problem> {
        let today = as_of.unwrap_or_else(|| on_the_wall(self.now()).date());
        self.read(actor, right, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            Ok(PlanMilestones { row, frame, today, live, reach: actor.reach.clone() })
        })
    }
}

//! What plans and reports stand at now, kept in memory between requests and brought up to date from what changed since.
//!
//! The database counts every change to a plan. What is kept here carries the count it was made at, and is never used
//! beyond it: each request asks for the count first, so a change made by another process is seen at once.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;

use super::actor::codes;
use super::choice::standing_choices;
use super::frame::Frame;
use super::hold::standing_holds;
use super::moment::on_the_wall;
use super::problem::{INTERNAL, Problem};
use super::ranking::LiveRanking;
use super::stored_figure::read_figures;
use crate::contest::choice::Choice;
use crate::contest::figure::{Figure, Place, Reports, Value};
use crate::contest::fraction::Numeral;
use crate::contest::hold::Hold;
use crate::contest::scored::Contest;
use crate::db::Engine;
use crate::db::appraisal::{AppraisalRow, appraisals_since};
use crate::db::plan::{PlanRow, groups_of, participants_of};
use crate::db::report::{VersionRow, figures_after, versions_after};

codes! {
    /// Which versions of reports count.
    Basis {
        /// The last version of each unit that wasn't returned: for provisional rankings and previews.
        Submitted = "submitted",
        /// The last version of each unit that was accepted.
        Accepted = "accepted",
    }
}

/// Stands among the uploads for what appraisers gave; a row is the appraisal's id then.
pub const APPRAISALS: i64 = -1;

/// The version of a unit's report that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Its id.
    pub id: i64,
    /// Its number.
    pub number: i64,
}

/// The last version of a unit's report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Last {
    /// Its number; 0 without one.
    pub number: i64,
    /// Where it stands.
    pub state: ReportStanding,
    /// Whether it came after the deadline.
    pub late: bool,
}

codes! {
    /// Where a unit's report stands.
    ReportStanding {
        /// There is none.
        Missing = "missing",
        /// It waits to be accepted.
        Submitted = "submitted",
        /// It was accepted.
        Accepted = "accepted",
        /// It was returned with questions.
        Returned = "returned",
    }
}

/// The reports of a plan as they stand.
#[derive(Debug, Clone)]
pub struct LiveReports {
    /// The plan's count of changes that this is made at.
    pub change: i64,
    /// The figures.
    pub reports: Reports,
    /// Per unit the version that stands.
    pub standing: Vec<Option<Standing>>,
    /// Per unit its last version, whatever became of it.
    pub last: Vec<Last>,
    /// The uploads that places of figures refer to, by their index among the files.
    pub uploads: Vec<i64>,
    /// Holds and exclusions by hand.
    pub holds: Vec<Hold>,
    /// Changes of the recommendation by hand.
    pub choices: Vec<Choice>,
    /// Per unit what appraisers gave.
    appraised: FxHashMap<u32, Vec<Appraised>>,
    file_of_upload: FxHashMap<i64, u16>,
}

/// A figure given by an appraiser, above what the unit reported itself.
#[derive(Debug, Clone, Copy)]
struct Appraised {
    slot: usize,
    given: Figure,
    own: Option<Figure>,
}

/// The value that an appraisal gives; `None`: withdrawn.
pub fn appraised(row: &AppraisalRow) -> Option<Value> {
    match row.kind {
        3 => Numeral::parse(row.text.as_deref()?).map(Value::Points),
        4 => row.count.map(|count| Value::Flag(count != 0)),
        _ => None,
    }
}

/// The reports of a plan that are kept, with a lock of their own.
type Slot = Arc<Mutex<Option<Arc<LiveReports>>>>;

/// Frames and reports in memory.
#[derive(Debug, Default)]
pub struct LivePlans {
    frames: Mutex<FxHashMap<i64, Arc<Frame>>>,
    reports: Mutex<FxHashMap<(i64, Basis), Slot>>,
    rankings: Mutex<FxHashMap<(i64, Basis), Arc<LiveRanking>>>,
}

impl LivePlans {
    /// A plan with its units. Units of a draft can still change, so a draft isn't kept.
    ///
    /// # Errors
    /// Those of the database.
    pub fn frame(&self, engine: &mut Engine, row: &PlanRow) -> Result<Arc<Frame>, Problem> {
        let is_draft = row.state == "draft";
        let kept = self.frames.lock().unwrap_or_else(PoisonError::into_inner).get(&row.id).cloned();
        if let Some(frame) = kept.filter(|frame| !is_draft && frame.hash == row.hash) {
            return Ok(frame);
        }
        let (participants, groups) = (participants_of(engine, row.id)?, groups_of(engine, row.id)?);
        let frame = Arc::new(Frame::new(row, participants, groups)?);
        if !is_draft {
            let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
            frames.insert(row.id, Arc::clone(&frame));
        }
        Ok(frame)
    }

    /// The reports of a plan as they stand at the row's count of changes.
    ///
    /// # Errors
    /// Those of the database.
    pub fn reports(
        &self,
        engine: &mut Engine,
        row: &PlanRow,
        frame: &Frame,
        basis: Basis,
    ) -> Result<Arc<LiveReports>, Problem> {
        let slot = {
            let mut all = self.reports.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(all.entry((row.id, basis)).or_default())
        };
        // Whoever comes meanwhile waits for this one, rather than reading everything once more.
        let mut kept = slot.lock().unwrap_or_else(PoisonError::into_inner);
        // A draft's plan and units can still be replaced.
        let fits = |live: &LiveReports| {
            live.standing.len() == frame.units.list.len() && live.reports.slots() == frame.plan.slots()
        };
        let usable = kept.take().filter(|live| fits(live));
        if let Some(newer) = usable.as_ref().filter(|live| live.change > row.change) {
            // Who asks sees an earlier state than the one that is kept.
            *kept = Some(Arc::clone(newer));
            let mut live = LiveReports::none(frame);
            live.catch_up(engine, row, frame, basis)?;
            return Ok(Arc::new(live));
        }
        let mut live = match usable {
            Some(live) if live.change == row.change => {
                *kept = Some(Arc::clone(&live));
                return Ok(live);
            }
            Some(live) => {
                // The ranking of the earlier state would keep these reports from being brought up to date in place.
                self.forget_ranking(row.id, basis);
                Arc::unwrap_or_clone(live)
            }
            None => LiveReports::none(frame),
        };
        live.catch_up(engine, row, frame, basis)?;
        let live = Arc::new(live);
        *kept = Some(Arc::clone(&live));
        Ok(live)
    }
}

impl LivePlans {
    /// The ranking kept, if it is that of the count of changes and the moment asked for.
    pub fn ranking(
        &self,
        plan_id: i64,
        basis: Basis,
        change: i64,
        as_of: Option<NaiveDateTime>,
    ) -> Option<Arc<LiveRanking>> {
        let all = self.rankings.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = all.get(&(plan_id, basis))?;
        (kept.row.change == change && kept.as_of == as_of).then(|| Arc::clone(kept))
    }

    fn forget_ranking(&self, plan_id: i64, basis: Basis) {
        self.rankings.lock().unwrap_or_else(PoisonError::into_inner).remove(&(plan_id, basis));
    }

    /// Keeps a ranking.
    pub fn keep_ranking(&self, plan_id: i64, ranking: &Arc<LiveRanking>) {
        let mut all = self.rankings.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert((plan_id, ranking.basis), Arc::clone(ranking));
    }
}

impl LiveReports {
    fn none(frame: &Frame) -> Self {
        Self::of_figures(frame, Reports::empty(frame.units.list.len(), frame.plan.slots()))
    }

    /// Figures that nobody handed in for the plan.
    pub(super) fn of_figures(frame: &Frame, reports: Reports) -> Self {
        let units = frame.units.list.len();
        Self {
            change: 0,
            reports,
            standing: vec![None; units],
            last: vec![Last { number: 0, state: ReportStanding::Missing, late: false }; units],
            uploads: Vec::new(),
            holds: Vec::new(),
            choices: Vec::new(),
            appraised: FxHashMap::default(),
            file_of_upload: FxHashMap::default(),
        }
    }

    /// What is scored, as of a moment on the wall.
    pub fn contest<'a>(&'a self, frame: &'a Frame, as_of: Option<NaiveDateTime>) -> Contest<'a> {
        Contest {
            plan: &frame.plan,
            units: &frame.units,
            reports: &self.reports,
            holds: &self.holds,
            choices: &self.choices,
            as_of,
        }
    }

    /// Takes in what changed since.
    fn catch_up(
        &mut self,
        engine: &mut Engine,
        row: &PlanRow,
        frame: &Frame,
        basis: Basis,
    ) -> Result<(), Problem> {
        let versions = versions_after(engine, row.id, self.change)?;
        let figures = figures_after(engine, row.id, self.change)?;
        let by_version: FxHashMap<i64, &str> =
            figures.iter().map(|row| (row.version_id, row.list.as_str())).collect();
        for of_unit in versions.chunk_by(|left, right| left.unit == right.unit) {
            let Some(last) = of_unit.last() else { continue };
            let Ok(unit) = u32::try_from(last.unit) else { continue };
            if last.number >= self.last[unit as usize].number {
                let state = ReportStanding::of_code(&last.state).unwrap_or(ReportStanding::Submitted);
                self.last[unit as usize] = Last { number: last.number, state, late: last.late };
            }
            let counts = |version: &&VersionRow| match basis {
                Basis::Submitted => version.state != "returned",
                Basis::Accepted => version.state == "accepted",
            };
            let found = of_unit.iter().rfind(counts);
            let before = self.standing[unit as usize];
            let mentioned = |id: i64| of_unit.iter().any(|version| version.id == id);
            match found {
                Some(version) if before.is_none_or(|it| it.number <= version.number || mentioned(it.id)) => {
                    let list = by_version.get(&version.id).copied().unwrap_or_default();
                    self.put(frame, unit, version, list)?;
                }
                None if before.is_some_and(|before| mentioned(before.id)) => {
                    self.reports.clear(unit);
                    self.standing[unit as usize] = None;
                    self.put_appraised(unit);
                }
                _ => {}
            }
        }
        for appraisal in appraisals_since(engine, row.id, self.change)? {
            self.appraise(frame, &appraisal);
        }
        self.holds = standing_holds(engine, row.id, frame)?;
        self.choices = standing_choices(engine, row.id, frame)?;
        self.change = row.change;
        Ok(())
    }

    /// The figure that a unit reported itself, whatever an appraiser gave in its place.
    pub fn own_figure(&self, unit: u32, slot: usize) -> Option<Figure> {
        let given = self.appraised.get(&unit).and_then(|all| all.iter().find(|given| given.slot == slot));
        given.map_or_else(|| self.reports.figure(unit, slot), |given| given.own)
    }

    /// Whether an appraiser gave the figure.
    pub fn is_appraised(&self, unit: u32, slot: usize) -> bool {
        self.appraised.get(&unit).is_some_and(|all| all.iter().any(|given| given.slot == slot))
    }

    /// Takes in what an appraiser gave, corrected or withdrew.
    fn appraise(&mut self, frame: &Frame, row: &AppraisalRow) {
        let (Ok(unit), Ok(slot)) = (u32::try_from(row.unit), usize::try_from(row.slot)) else { return };
        if unit as usize >= self.standing.len() || slot >= frame.plan.slots() {
            return;
        }
        let all = self.appraised.entry(unit).or_default();
        if let Some(at) = all.iter().position(|given| given.slot == slot) {
            let gone = all.swap_remove(at);
            self.reports.put(unit, slot, gone.own);
        }
        if let Some(value) = appraised(row) {
            let place = Place {
                file: self.file_of(APPRAISALS),
                column: 0,
                row: u32::try_from(row.id).unwrap_or(u32::MAX),
            };
            let given = Figure { value, place };
            let own = self.reports.put(unit, slot, Some(given));
            self.appraised.entry(unit).or_default().push(Appraised { slot, given, own });
        }
    }

    /// Puts what appraisers gave a unit above its own figures, which were just written anew.
    fn put_appraised(&mut self, unit: u32) {
        for appraised in self.appraised.get_mut(&unit).into_iter().flatten() {
            appraised.own = self.reports.put(unit, appraised.slot, Some(appraised.given));
        }
    }

    fn put(&mut self, frame: &Frame, unit: u32, version: &VersionRow, list: &str) -> Result<(), Problem> {
        self.reports.clear(unit);
        let mut texts = std::mem::take(&mut self.reports.texts);
        let read = read_figures(list, &mut texts, |figure| {
            if figure.slot >= frame.plan.slots() {
                return;
            }
            let place = Place {
                file: self.file_of(figure.upload_id.unwrap_or(0)),
                column: figure.column,
                row: figure.row,
            };
            self.reports.put(unit, figure.slot, Some(Figure { value: figure.value, place }));
        });
        self.reports.texts = texts;
        if read.is_none() {
            tracing::error!(version = version.id, "the figures of a version can't be read");
            return Err(Problem::from(&INTERNAL));
        }
        self.put_appraised(unit);
        self.reports.set_received(unit, Some(on_the_wall(version.received_at)));
        self.standing[unit as usize] = Some(Standing { id: version.id, number: version.number });
        Ok(())
    }

    /// The index of an upload among the files.
    fn file_of(&mut self, upload: i64) -> u16 {
        if let Some(at) = self.file_of_upload.get(&upload) {
            return *at;
        }
        // More uploads than a place can tell apart share the last one.
        let at = u16::try_from(self.uploads.len()).unwrap_or(u16::MAX);
        if usize::from(at) == self.uploads.len() {
            self.uploads.push(upload);
            let name =
                if upload == APPRAISALS { "appraisals".to_owned() } else { format!("upload {upload}") };
            self.reports.files.push(name);
            self.reports.headers.push(Vec::new());
        }
        self.file_of_upload.insert(upload, at);
        at
    }
}

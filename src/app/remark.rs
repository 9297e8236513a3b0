//! Figures that need a look, of the units within somebody's reach. Nothing is stored, and nothing waits for them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::problem::{INTERNAL, Problem};
use super::report::within_reach;
use super::service::Service;
use super::stored_figure::read_figures;
use crate::contest::consistency::{Unsound, unsound};
use crate::contest::figure::{Figure, Place, Reports};
use crate::contest::plan::PlausibilityKind;
use crate::contest::plausibility::{About, Examined, Group, Looked, Remark, Sight, look};
use crate::db::Engine;
use crate::db::plan::PlanRow;
use crate::db::report::{VersionRow, figures_of_versions, versions_after};

/// What was found in a plan's figures, with the count of changes that it was found at.
#[derive(Debug)]
pub struct Found {
    change: i64,
    hash: String,
    units: usize,
    looked: Looked,
    unsound: Vec<Unsound>,
    earlier: Option<Arc<Reports>>,
}

/// What was found, by plan.
#[derive(Debug, Default)]
pub struct KeptRemarks(Mutex<FxHashMap<i64, Arc<Found>>>);

/// A remark as somebody sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Index into [`Remarks::all`]; stable while nothing changes.
    pub position: usize,
    /// Its units within reach, in the plan's order; none when it is about a group.
    pub units: Vec<u32>,
    /// How many units it has beyond that.
    pub beyond: usize,
}

/// What needs a look within somebody's reach.
#[derive(Debug)]
pub struct Remarks {
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// Those that somebody sees, in order.
    pub seen: Vec<Seen>,
    /// Per entry of the plan how much was looked at in the whole plan; `None` for who reaches but a part of it.
    pub examined: Option<Vec<Examined>>,
    /// The units whose figures break rules between them; what is found there stands on their reports.
    pub unsound: Vec<Unsound>,
    found: Arc<Found>,
}

impl Remarks {
    /// All remarks of the plan.
    pub fn all(&self) -> &[Remark] {
        &self.found.looked.remarks
    }

    /// The remark that is seen.
    pub fn remark(&self, seen: &Seen) -> &Remark {
        &self.all()[seen.position]
    }
}

impl Service {
    /// What needs a look within the actor's reach: all of it, or what is about one unit.
    ///
    /// A remark about units shows those within reach and counts the others. A remark about a group is for who reaches all
    /// of the group.
    ///
    /// # Errors
    /// When the actor may not, there is no such plan, or the unit is out of reach; and those of the database.
    pub fn remarks(&self, actor: &Actor, plan_id: i64, unit_code: Option<&str>) -> Result<Remarks, Problem> {
        self.read(actor, Right::Appraise, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            let unit = unit_code.map(|code| within_reach(&frame, actor, code)).transpose()?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            let found = self.remarks.of(engine, &row, &frame, &live)?;
            let reach = Reach::of(&frame, actor);
            let all = found.looked.remarks.iter().enumerate();
            let seen = all
                .filter(|(_, remark)| unit.is_none_or(|unit| remark.concerns(unit, &frame.units)))
                .filter_map(|(position, remark)| reach.seen(position, remark))
                .collect();
            let concerned = |it: &&Unsound| unit.is_none_or(|unit| unit == it.unit) && reach.has(it.unit);
            Ok(Remarks {
                seen,
                examined: actor.reach.is_none().then(|| found.looked.examined.clone()),
                unsound: found.unsound.iter().filter(concerned).copied().collect(),
                found,
                frame,
            })
        })
    }
}

/// Which units and groups somebody reaches.
struct Reach<'a> {
    frame: &'a Frame,
    code: Option<&'a str>,
    /// Clusters of which some unit is out of reach.
    clusters_beyond: FxHashSet<u32>,
}

impl<'a> Reach<'a> {
    fn of(frame: &'a Frame, actor: &'a Actor) -> Self {
        let code = actor.reach.as_deref();
        let beyond = |unit: &u32| code.is_some() && !frame.is_within(*unit, code);
        let clusters_beyond = frame
            .units
            .participants()
            .filter(beyond)
            .filter_map(|unit| frame.units.get(unit).cluster)
            .collect();
        Self { frame, code, clusters_beyond }
    }

    fn has(&self, unit: u32) -> bool {
        self.frame.is_within(unit, self.code)
    }

    /// A remark as far as it can be seen.
    fn seen(&self, position: usize, remark: &Remark) -> Option<Seen> {
        match &remark.about {
            About::Units(all) => {
                let units: Vec<u32> = all.iter().copied().filter(|unit| self.has(*unit)).collect();
                let beyond = all.len() - units.len();
                (!units.is_empty()).then_some(Seen { position, units, beyond })
            }
            About::Group { group, .. } => {
                let is_reached = match group {
                    Group::All => self.code.is_none(),
                    Group::Parent(parent) => self.has(*parent),
                    Group::Cluster(cluster) => !self.clusters_beyond.contains(cluster),
                };
                is_reached.then(|| Seen { position, units: Vec::new(), beyond: 0 })
            }
        }
    }
}

impl KeptRemarks {
    /// What is found in the figures as they stand; looked for anew only when something changed.
    fn of(
        &self,
        engine: &mut Engine,
        row: &PlanRow,
        frame: &Frame,
        live: &LiveReports,
    ) -> Result<Arc<Found>, Problem> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&row.id).cloned();
        // A draft's units can still be replaced.
        let fits = |kept: &Arc<Found>| kept.hash == frame.hash && kept.units == frame.units.list.len();
        let kept = kept.filter(|kept| fits(kept) && kept.change <= live.change);
        if let Some(kept) = kept.as_ref().filter(|kept| kept.change == live.change) {
            return Ok(Arc::clone(kept));
        }
        let (plan, units, reports) = (&frame.plan, &frame.units, &live.reports);
        let is_change = |kind: &PlausibilityKind| matches!(kind, PlausibilityKind::Change(_));
        let earlier = if plan.plausibility.iter().any(|entry| is_change(&entry.kind)) {
            Some(earlier(engine, row.id, frame, live, kept)?)
        } else {
            None
        };
        let sight = Sight { plan, units, reports, earlier: earlier.as_deref() };
        let all = (0_u32..).take(units.list.len());
        let found = Arc::new(Found {
            change: live.change,
            hash: frame.hash.clone(),
            units: units.list.len(),
            looked: look(&sight),
            unsound: unsound(all, plan, units, reports),
            earlier,
        });
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(row.id, Arc::clone(&found));
        Ok(found)
    }
}

/// The figures of the version before the one that stands, of each unit that has one; whatever became of it. What was found
/// earlier is brought up to date by the versions that changed since.
fn earlier(
    engine: &mut Engine,
    plan_id: i64,
    frame: &Frame,
    live: &LiveReports,
    kept: Option<Arc<Found>>,
) -> Result<Arc<Reports>, Problem> {
    let (units, slots) = (frame.units.list.len(), frame.plan.slots());
    let kept = kept.and_then(|kept| Some((kept.change, kept.earlier.clone()?)));
    let (since, mut reports) = kept.map_or_else(
        || (0, Reports::empty(units, slots)),
        |(since, reports)| (since, Arc::unwrap_or_clone(reports)),
    );
    let changed: FxHashSet<i64> =
        versions_after(engine, plan_id, since)?.iter().map(|version| version.unit).collect();
    if changed.is_empty() {
        return Ok(Arc::new(reports));
    }
    let mut before: BTreeMap<i64, u32> = BTreeMap::new();
    let all = versions_after(engine, plan_id, 0)?;
    for of_unit in all.chunk_by(|left, right| left.unit == right.unit) {
        if !changed.contains(&of_unit[0].unit) {
            continue;
        }
        let Ok(unit) = u32::try_from(of_unit[0].unit) else { continue };
        reports.clear(unit);
        let standing = live.standing[unit as usize].map_or(0, |standing| standing.number);
        let is_before = |version: &&VersionRow| version.number < standing;
        before.extend(of_unit.iter().rfind(is_before).map(|version| (version.id, unit)));
    }
    let ids: Vec<i64> = before.keys().copied().collect();
    for row in figures_of_versions(engine, &ids)? {
        let Some(unit) = before.get(&row.version_id) else { continue };
        let mut texts = Vec::new();
        let read = read_figures(&row.list, &mut texts, |figure| {
            if figure.slot < slots {
                let place = Place { file: 0, column: figure.column, row: figure.row };
                reports.put(*unit, figure.slot, Some(Figure { value: figure.value, place }));
            }
        });
        if read.is_none() {
            tracing::error!(version = row.version_id, "the figures of a version can't be read");
            return Err(Problem::from(&INTERNAL));
        }
    }
    Ok(Arc::new(reports))
}

//! A plan as it stands in the database, made ready for scoring: the plan, its units, and where each unit is.

use rustc_hash::FxHashMap;

use super::problem::{INTERNAL, NOT_FOUND, Problem};
use crate::contest::plan::Plan;
use crate::contest::unit::{Cluster, CodeAndName, Unit, Units};
use crate::contest::words::Words;
use crate::db::plan::{GroupRow, ParticipantRow, PlanRow};
use crate::intake::plan_file::read_plan;

/// A plan with its units.
#[derive(Debug)]
pub struct Frame {
    /// SHA-256 of the plan file.
    pub hash: String,
    /// The plan.
    pub plan: Plan,
    /// Its units.
    pub units: Units,
    by_code: FxHashMap<String, u32>,
}

impl Frame {
    /// A plan and its units from their rows. A plan is checked before it is stored, so one that can't be read now is a
    /// mistake of the program.
    ///
    /// # Errors
    /// When the plan file can't be read any more.
    pub fn new(
        row: &PlanRow,
        participants: Vec<ParticipantRow>,
        groups: Vec<GroupRow>,
    ) -> Result<Self, Problem> {
        let plan = read_plan(&row.file_name, &row.source).map_err(|mistakes| {
            tracing::error!(plan = row.id, mistakes = mistakes.len(), "a stored plan can't be read");
            Problem::from(&INTERNAL)
        })?;
        let units = units(participants, groups);
        let by_code =
            (0_u32..).zip(&units.list).map(|(index, unit)| (unit.code().to_owned(), index)).collect();
        Ok(Self { hash: row.hash.clone(), plan, units, by_code })
    }

    /// The same units with another plan, of which levels, subjects and clusters are the same.
    pub fn with_plan(&self, plan: Plan) -> Self {
        Self { plan, hash: self.hash.clone(), units: self.units.clone(), by_code: self.by_code.clone() }
    }

    /// The unit with a code.
    pub fn unit(&self, code: &str) -> Option<u32> {
        self.by_code.get(code).copied()
    }

    /// The clusters' codes and names, in the plan's order.
    pub fn clusters(&self) -> impl ExactSizeIterator<Item = (&str, &Words)> {
        self.units.clusters.iter().map(|cluster| (cluster.code.as_str(), &cluster.name))
    }

    /// The cluster with a code.
    ///
    /// # Errors
    /// When the plan has none with that code: an empty list would say that nothing was found in it.
    pub fn cluster(&self, code: &str) -> Result<u32, Problem> {
        let known = (0_u32..).zip(self.clusters()).find(|(_, (known, _))| *known == code);
        known.map(|(at, _)| at).ok_or_else(|| NOT_FOUND.with("what", code))
    }

    /// The code of the unit at a position that a row names.
    pub fn code_at(&self, position: i64) -> &str {
        let unit = usize::try_from(position).ok().and_then(|at| self.units.list.get(at));
        unit.map_or("", Unit::code)
    }

    /// Whether a unit is within reach: it is the unit with that code, or stands below it. `None` reaches every unit.
    pub fn is_within(&self, unit: u32, reach: Option<&str>) -> bool {
        let Some(reach) = reach else { return true };
        let mut at = Some(unit);
        while let Some(unit) = at {
            let unit = self.units.get(unit);
            if unit.code() == reach {
                return true;
            }
            at = unit.parent;
        }
        false
    }
}

/// A small number from a column that the program itself wrote.
fn narrow<T: TryFrom<i64>>(number: i64) -> T {
    T::try_from(number).unwrap_or_else(|_| unreachable!("positions are written from numbers that fit"))
}

fn units(participants: Vec<ParticipantRow>, groups: Vec<GroupRow>) -> Units {
    let mut units = Units::default();
    for group in groups {
        match group.kind.as_str() {
            "cluster" => units
                .clusters
                .push(Cluster { code: group.code, name: Words { vi: group.name_vi, en: group.name_en } }),
            _ => units.sources.push(group.code),
        }
    }
    units.list = participants
        .into_iter()
        .map(|row| Unit {
            named: CodeAndName::new(&row.code, &row.name),
            level: narrow(row.level),
            subject: row.subject.map(narrow),
            parent: row.parent.map(narrow),
            cluster: row.cluster.map(narrow),
            source: row.source.map(narrow),
        })
        .collect();
    units
}

/// The units of a plan as rows.
pub fn rows_of(plan_id: i64, units: &Units) -> (Vec<ParticipantRow>, Vec<GroupRow>) {
    let participants = (0_i64..).zip(&units.list).map(|(position, unit)| ParticipantRow {
        plan_id,
        position,
        code: unit.code().to_owned(),
        name: unit.name().to_owned(),
        level: i64::from(unit.level),
        subject: unit.subject.map(i64::from),
        parent: unit.parent.map(i64::from),
        cluster: unit.cluster.map(i64::from),
        source: unit.source.map(i64::from),
    });
    let clusters = (0_i64..).zip(&units.clusters).map(|(position, cluster)| GroupRow {
        plan_id,
        kind: "cluster".to_owned(),
        position,
        code: cluster.code.clone(),
        name_vi: cluster.name.vi.clone(),
        name_en: cluster.name.en.clone(),
    });
    let sources = (0_i64..).zip(&units.sources).map(|(position, source)| GroupRow {
        plan_id,
        kind: "source".to_owned(),
        position,
        code: source.clone(),
        name_vi: source.clone(),
        name_en: source.clone(),
    });
    (participants.collect(), clusters.chain(sources).collect())
}

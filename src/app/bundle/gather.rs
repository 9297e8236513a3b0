//! What a bundle holds, from the database: as it stood when the ranking was stored, whatever was changed since.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::FORMAT;
use super::container::{AuditHead, Head, OtherHead, PersonsHead, PlanHead, RankingHead, StoredRecord};
use super::contents::{Contents, Origin, SourceFile, StandingFigure, StandingReport};
use super::council::Way;
use super::council::whole::{other_rankings, stood_from};
use crate::app::audit::{GENESIS, written};
use crate::app::frame::Frame;
use crate::app::live::appraised;
use crate::app::moment::on_the_wall;
use crate::app::problem::{INTERNAL, NOT_FOUND, Problem};
use crate::app::service::Service;
use crate::app::stored_figure::read_figures;
use crate::contest::choice::{Choice, ChoiceKind};
use crate::contest::hold::{Hold, HoldKind};
use crate::db::Engine;
use crate::db::appraisal::appraisals_since;
use crate::db::audit::{AuditFilter, audit_after, last_audit};
use crate::db::nomination::NominationRankingRow;
use crate::db::plan::PlanRow;
use crate::db::report::{VersionRow, figures_after, versions_after};
use crate::db::snapshot::{SnapshotRow, snapshot_by_number};
use crate::db::upload::uploads_of;

/// A stored ranking with everything that it was made from.
pub(super) struct Gathered {
    /// What the bundle says of itself.
    pub head: Head,
    /// The plan file.
    pub plan_file: String,
    /// The stored ranking.
    pub row: SnapshotRow,
    /// What it was made from.
    pub contents: Contents,
    /// The way from it to decisions.
    pub way: Way,
    /// The stored ranking of persons that goes with it.
    pub persons: Option<NominationRankingRow>,
    /// Other stored rankings that are needed to check the way, with their results.
    pub others: Vec<(OtherHead, String)>,
}

/// Before the first change.
const BEFORE_ALL: i64 = -1;

impl Service {
    pub(super) fn gather(&self, engine: &mut Engine, plan_id: i64, number: i64) -> Result<Gathered, Problem> {
        let (plan, frame) = self.framed(engine, plan_id)?;
        let row = snapshot_by_number(engine, plan_id, number)?;
        let row = row.ok_or_else(|| NOT_FOUND.with("what", format!("snapshot {number}")))?;
        let mut head = head_of(engine, &plan, &row)?;
        let mut contents = Contents {
            frame: Arc::clone(&frame),
            as_of: row.as_of,
            files: Vec::new(),
            reports: Vec::new(),
            figures: Vec::new(),
            texts: Vec::new(),
            holds: Vec::new(),
            choices: Vec::new(),
        };
        let Some(versions) = by_hand(&mut contents, &row.inputs) else {
            tracing::error!(snapshot = row.id, "the inputs of a stored ranking can't be read");
            return Err(Problem::from(&INTERNAL));
        };
        gather_figures(engine, &mut contents, &row, &versions)?;
        let (way, persons) = self.gather_way(engine, &contents, &row)?;
        head.persons = persons.as_ref().map(|(persons, state)| PersonsHead {
            number: persons.number,
            state: (*state).to_owned(),
            made_at: written(persons.made_at),
            input_hash: persons.input_hash.clone(),
            result_hash: persons.result_hash.clone(),
        });
        let persons = persons.map(|(persons, _)| persons);
        let others = other_rankings(engine, &way, (&row, persons.as_ref()))?;
        head.other_rankings = others.iter().map(|(head, _)| head.clone()).collect();
        Ok(Gathered { head, plan_file: plan.source, row, contents, way, persons, others })
    }
}

/// What the bundle says of itself; the members are added when they are made.
fn head_of(engine: &mut Engine, plan: &PlanRow, row: &SnapshotRow) -> Result<Head, Problem> {
    let last = last_audit(engine)?;
    let (records, head) = last.map_or((0, GENESIS.to_owned()), |last| (last.seq, last.hash));
    let mut stored = None;
    for action in ["ranking.store", "ranking.stage"] {
        let filter =
            AuditFilter { plan_id: Some(plan.id), action: Some(action.to_owned()), ..AuditFilter::default() };
        let told = audit_after(engine, 0, i64::MAX, &filter)?;
        let object = format!("snapshot:{}", row.id);
        stored = stored.or(told.into_iter().find(|record| record.object == object));
    }
    Ok(Head {
        format: FORMAT.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        plan: PlanHead { code: plan.code.clone() },
        ranking: RankingHead {
            number: row.number,
            state: row.state.clone(),
            made_at: written(row.made_at),
            stood_from: stood_from(row).map(written),
            as_of: row.as_of.map(written),
            reason: row.reason.clone(),
            decision_reason: row.decision_reason.clone(),
            input_hash: row.input_hash.clone(),
            result_hash: row.result_hash.clone(),
        },
        persons: None,
        other_rankings: Vec::new(),
        audit: AuditHead {
            records,
            head,
            stored: stored.map(|record| StoredRecord { seq: record.seq, hash: record.hash }),
        },
        members: Vec::new(),
    })
}

/// Reads holds and choices back from the inputs, and of each unit the number of the version that stood.
fn by_hand(contents: &mut Contents, inputs: &str) -> Option<BTreeMap<u32, i64>> {
    let frame = Arc::clone(&contents.frame);
    let mut versions = BTreeMap::new();
    for line in inputs.lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        match columns.as_slice() {
            ["figures", unit, version, ..] if *version != "-" => {
                versions.insert(frame.unit(unit)?, version.parse().ok()?);
            }
            ["hold", unit, criterion, kind, reason] => {
                let named = |code: &str| frame.plan.criteria.iter().position(|it| it.code == code);
                contents.holds.push(Hold {
                    unit: frame.unit(unit)?,
                    criterion: if *criterion == "-" { None } else { Some(named(criterion)?) },
                    kind: if *kind == "exclude" { HoldKind::Exclude } else { HoldKind::Hold },
                    reason: serde_json::from_str(reason).ok()?,
                });
            }
            ["choice", unit, award, kind, reason] => contents.choices.push(Choice {
                unit: frame.unit(unit)?,
                award: frame.plan.awards.iter().position(|it| it.code == *award)?,
                kind: ChoiceKind::of_code(kind)?,
                reason: serde_json::from_str(reason).ok()?,
            }),
            _ => {}
        }
    }
    Some(versions)
}

/// Where the figures of the versions are from.
struct Uploads {
    /// By id, in order.
    known: BTreeMap<i64, SourceFile>,
}

impl Uploads {
    fn of(engine: &mut Engine, plan_id: i64) -> Result<Self, Problem> {
        let rows = uploads_of(engine, plan_id)?;
        let known = rows
            .into_iter()
            .map(|(id, name, bytes, sha256)| (id, SourceFile { name, bytes, sha256 }))
            .collect();
        Ok(Self { known })
    }

    /// Keeps those that are referred to, in the order of their ids; the place of each.
    fn referred(self, ids: impl Iterator<Item = i64>, files: &mut Vec<SourceFile>) -> FxHashMap<i64, usize> {
        let wanted: std::collections::BTreeSet<i64> = ids.collect();
        let mut places = FxHashMap::default();
        for (id, file) in self.known.into_iter().filter(|(id, _)| wanted.contains(id)) {
            places.insert(id, files.len());
            files.push(file);
        }
        places
    }
}

/// A figure with the id of its upload, as it is stored.
type Raw = (StandingFigure, Option<i64>);

fn gather_figures(
    engine: &mut Engine,
    contents: &mut Contents,
    row: &SnapshotRow,
    versions: &BTreeMap<u32, i64>,
) -> Result<(), Problem> {
    let mut standing: Vec<VersionRow> = versions_after(engine, row.plan_id, BEFORE_ALL)?;
    let stands = |version: &VersionRow| {
        let unit = u32::try_from(version.unit).ok();
        unit.is_some_and(|unit| versions.get(&unit) == Some(&version.number))
    };
    standing.retain(stands);
    let given = given_by_appraisers(engine, row, &contents.frame)?;
    let mut raw = reported(engine, contents, (row.plan_id, &standing), &given)?;
    raw.extend(given.into_values().map(|figure| (figure, None)));
    raw.sort_by_key(|(figure, _)| (figure.unit, figure.slot));
    let ids = raw.iter().filter_map(|(_, upload)| *upload);
    let ids = ids.chain(standing.iter().filter_map(|version| version.upload_id));
    let places = Uploads::of(engine, row.plan_id)?.referred(ids, &mut contents.files);
    let place = |upload: Option<i64>| upload.and_then(|id| places.get(&id).copied());
    contents.figures = raw
        .into_iter()
        .map(|(figure, upload)| match figure.origin {
            Origin::Cell(_, row, column) => {
                StandingFigure { origin: Origin::Cell(place(upload), row, column), ..figure }
            }
            Origin::Appraiser => figure,
        })
        .collect();
    contents.reports = standing
        .iter()
        .filter_map(|version| {
            Some(StandingReport {
                unit: u32::try_from(version.unit).ok()?,
                version: version.number,
                received: on_the_wall(version.received_at),
                file: place(version.upload_id),
            })
        })
        .collect();
    Ok(())
}

/// The figures of the versions that stood, but for those that appraisers gave instead.
fn reported(
    engine: &mut Engine,
    contents: &mut Contents,
    (plan_id, standing): (i64, &[VersionRow]),
    given: &BTreeMap<(u32, usize), StandingFigure>,
) -> Result<Vec<Raw>, Problem> {
    let lists = figures_after(engine, plan_id, BEFORE_ALL)?;
    let lists: FxHashMap<i64, &str> = lists.iter().map(|it| (it.version_id, it.list.as_str())).collect();
    let slots = contents.frame.plan.slots();
    let mut raw = Vec::new();
    for version in standing {
        let unit = u32::try_from(version.unit).map_err(|_| Problem::from(&INTERNAL))?;
        let list = lists.get(&version.id).copied().unwrap_or_default();
        let read = read_figures(list, &mut contents.texts, |figure| {
            if figure.slot < slots && !given.contains_key(&(unit, figure.slot)) {
                let origin = Origin::Cell(None, figure.row, figure.column);
                let upload = figure.upload_id;
                raw.push((StandingFigure { unit, slot: figure.slot, value: figure.value, origin }, upload));
            }
        });
        if read.is_none() {
            tracing::error!(version = version.id, "the figures of a version can't be read");
            return Err(Problem::from(&INTERNAL));
        }
    }
    Ok(raw)
}

/// What appraisers had given when the ranking was stored, by unit and slot.
fn given_by_appraisers(
    engine: &mut Engine,
    row: &SnapshotRow,
    frame: &Frame,
) -> Result<BTreeMap<(u32, usize), StandingFigure>, Problem> {
    let mut given = BTreeMap::new();
    for appraisal in appraisals_since(engine, row.plan_id, BEFORE_ALL)? {
        let (Ok(unit), Ok(slot)) = (u32::try_from(appraisal.unit), usize::try_from(appraisal.slot)) else {
            continue;
        };
        if appraisal.change > row.change || slot >= frame.plan.slots() {
            continue;
        }
        given.remove(&(unit, slot));
        if let Some(value) = appraised(&appraisal) {
            let figure = StandingFigure { unit, slot, value, origin: Origin::Appraiser };
            given.insert((unit, slot), figure);
        }
    }
    Ok(given)
}

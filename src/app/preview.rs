//! What a file would change: created, changed and unchanged figures by unit, findings, and the effect on ranks and
//! recommendations. Nothing is stored.

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::live::{Basis, LiveReports};
use super::plan::{PlanState, demand_state};
use super::problem::{OUT_OF_REACH, Problem};
use super::read_file::{ReadFile, read_upload};
use super::service::{Service, hexadecimal};
use super::stored_figure::parts_of;
use super::upload::known_upload;
use crate::contest::consistency::check_consistency_by_unit;
use crate::contest::figure::{Figure, Reports, Value};
use crate::contest::finding::Findings;
use crate::contest::finding::KEPT_FINDINGS;
use crate::contest::scored::{Contest, Scored};
use crate::db::upload::UploadRow;
use crate::documents::effect::{Places, effect_text};
use crate::intake::coverage::check_columns;
use crate::intake::reports::{Matching, ReadOptions};
use crate::intake::understood::Understood;
use crate::text::Texts;

/// A figure that a file would set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The plan's slot.
    pub slot: usize,
    /// What stands now; `None`: nothing. Texts are among those of the preview.
    pub before: Option<Value>,
    /// The figure that would stand.
    pub figure: Figure,
}

/// What a file would change for a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitChange {
    /// The unit's index in the plan.
    pub unit: u32,
    /// The number of the version that stands; 0 without one.
    pub base: i64,
    /// Its created and changed figures.
    pub cells: Vec<CellChange>,
    /// Errors between its figures as they would stand.
    pub errors: u64,
    /// Warnings.
    pub warnings: u64,
}

/// How a unit's place would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The unit's index in the plan.
    pub unit: u32,
    /// Its rank now; `None` of a unit that hasn't reported yet.
    pub rank_before: Option<u32>,
    /// Its rank then.
    pub rank_after: u32,
    /// Its total now, where the plan gives points.
    pub total_before: Option<Decimal>,
    /// Its total then.
    pub total_after: Option<Decimal>,
    /// Awards it is recommended for now; indexes into the plan's awards.
    pub awards_before: Vec<usize>,
    /// Awards it would be recommended for.
    pub awards_after: Vec<usize>,
}

/// What a file would change.
#[derive(Debug)]
pub struct Preview {
    /// The file.
    pub upload: UploadRow,
    /// The plan with its units.
    pub frame: std::sync::Arc<Frame>,
    /// What committing quotes: a digest of the file, the plan, how the file is read, and everything that would change from what.
    pub digest: String,
    /// How the file was understood; `None` when it couldn't be read.
    pub understood: Option<Understood>,
    /// How its columns are matched; `None` of a file without rows, or that couldn't be read.
    pub matching: Option<Matching>,
    /// The names of a spreadsheet's visible sheets, in its order; none of another file.
    pub sheets: Vec<String>,
    /// What is wrong or worth a look: in the file, and between figures as they would stand.
    pub findings: Findings,
    /// How many errors are in the file itself: cells and rows that can't be taken.
    pub rejected: u64,
    /// How many figures the file has for the first time.
    pub created: u64,
    /// How many it changes.
    pub changed: u64,
    /// How many it repeats.
    pub unchanged: u64,
    /// Units with something created or changed, in the plan's order.
    pub units: Vec<UnitChange>,
    /// The texts that changed figures refer to.
    pub texts: Vec<String>,
    /// Units whose rank, total or recommendation would change, in the plan's order.
    pub effects: Vec<Effect>,
}

impl Preview {
    /// An effect in one sentence, with totals as they are written by `written`.
    pub fn told(&self, texts: &Texts, effect: &Effect, written: impl Fn(Decimal) -> String) -> String {
        let unit = self.frame.units.get(effect.unit);
        let cluster = unit.cluster.and_then(|cluster| self.frame.units.clusters.get(cluster as usize));
        let totals = (effect.total_before.map(&written), effect.total_after.map(&written));
        let places = Places {
            unit: unit.name(),
            cluster: cluster.map_or("", |cluster| cluster.name.in_language(texts.language())),
            ranks: (effect.rank_before, effect.rank_after),
            totals: (totals.0.as_deref(), totals.1.as_deref()),
            awards: (&effect.awards_before, &effect.awards_after),
        };
        effect_text(texts, &self.frame.plan, &places)
    }
}

/// What a file changes against the reports as they stand.
pub(super) struct Compared {
    pub units: Vec<UnitChange>,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub digest: String,
    pub merged: Reports,
    /// How many slots the plan has.
    pub slots: usize,
}

/// Compares a file with the reports as they stand.
///
/// # Errors
/// When it has figures of a unit outside of the actor's reach.
pub(super) fn compare(
    actor: &Actor,
    frame: &Frame,
    live: &LiveReports,
    file: &ReadFile,
) -> Result<Compared, Problem> {
    let mut merged = live.reports.clone();
    let text_shift = u32::try_from(merged.texts.len()).unwrap_or(u32::MAX);
    merged.texts.extend(file.reports.texts.iter().cloned());
    let (mut created, mut changed, mut unchanged) = (0, 0, 0);
    let mut units = Vec::new();
    let mut foreign: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    let mut digest = digest_of(frame, file);
    for unit in (0_u32..).take(frame.units.list.len()) {
        if !file.reports.has_any(unit) {
            continue;
        }
        if !frame.is_within(unit, actor.reach.as_deref()) {
            foreign.push(frame.units.get(unit).code());
            continue;
        }
        let mut cells = Vec::new();
        told.clear();
        for slot in 0..frame.plan.slots() {
            let Some(mut figure) = file.reports.figure(unit, slot) else { continue };
            if let Value::Text(index) = &mut figure.value {
                *index += text_shift;
            }
            let before = live.own_figure(unit, slot).map(|standing| standing.value);
            if before.is_some_and(|before| is_same(before, figure.value, &merged.texts)) {
                unchanged += 1;
                continue;
            }
            if before.is_some() {
                changed += 1;
            } else {
                created += 1;
            }
            told.extend_from_slice(&(slot as u64).to_le_bytes());
            tell(&mut told, before, &merged.texts);
            tell(&mut told, Some(figure.value), &merged.texts);
            cells.push(CellChange { slot, before, figure });
        }
        if cells.is_empty() {
            continue;
        }
        for cell in cells.iter().filter(|cell| !live.is_appraised(unit, cell.slot)) {
            merged.put(unit, cell.slot, Some(cell.figure));
        }
        let base = live.standing[unit as usize].map_or(0, |standing| standing.number);
        told.extend_from_slice(&base.to_le_bytes());
        told.extend_from_slice(&unit.to_le_bytes());
        told.extend_from_slice(&(cells.len() as u64).to_le_bytes());
        digest.update(&told);
        units.push(UnitChange { unit, base, cells, errors: 0, warnings: 0 });
    }
    if !foreign.is_empty() {
        foreign.truncate(10);
        return Err(OUT_OF_REACH.with("units", foreign.join(", ")));
    }
    let digest = hexadecimal(&digest.finalize());
    Ok(Compared { units, created, changed, unchanged, digest, merged, slots: frame.plan.slots() })
}

/// The digest of a file, the plan and how the file is read, to which what would change is added.
fn digest_of(frame: &Frame, file: &ReadFile) -> Sha256 {
    let mut digest = Sha256::new();
    digest.update(&file.upload.sha256);
    digest.update(&frame.hash);
    for (name, said) in &file.said {
        digest.update(format!("{name}={said}\0"));
    }
    digest
}

fn is_same(left: Value, right: Value, texts: &[String]) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => texts.get(left as usize) == texts.get(right as usize),
        _ => left == right,
    }
}

/// Adds a value to what a digest is made of, so that different values are told differently.
fn tell(told: &mut Vec<u8>, value: Option<Value>, texts: &[String]) {
    let (kind, number, text) = value.map_or((0, None, None), |value| parts_of(value, texts));
    told.extend_from_slice(&kind.to_le_bytes());
    told.extend_from_slice(&number.unwrap_or(0).to_le_bytes());
    let text = text.unwrap_or_default();
    told.extend_from_slice(&(text.len() as u64).to_le_bytes());
    told.extend_from_slice(text.as_bytes());
}

/// Checks the changed units as they would stand, and notes how many errors and warnings each has.
pub(super) fn check_changed(frame: &Frame, compared: &mut Compared, findings: &mut Findings) {
    let Compared { units, merged, .. } = compared;
    let wanted: Vec<u32> = units.iter().map(|change| change.unit).collect();
    let mut changes = units.iter_mut();
    let (contest, reports) = ((&frame.plan, &frame.units), (&*merged, KEPT_FINDINGS));
    check_consistency_by_unit(wanted.into_iter(), contest, reports, |_, of_unit| {
        if let Some(change) = changes.next() {
            (change.errors, change.warnings) = (of_unit.errors, of_unit.warnings);
        }
        findings.append(of_unit);
    });
}

/// Says which figures that criteria need of the file's units it has no column for, and nobody has handed in so far.
fn tell_missing_columns(frame: &Frame, compared: &Compared, file: &mut ReadFile, options: &ReadOptions) {
    let Some(understood) = &file.understood else { return };
    let all = (0_u32..).take(frame.units.list.len());
    let units: Vec<u32> = all.filter(|unit| file.reports.has_reported(*unit)).collect();
    if !units.is_empty() {
        let contest = (&frame.plan, &frame.units);
        check_columns(contest, &units, options, &compared.merged, understood, &mut file.findings);
    }
}

impl Service {
    /// What a file would change.
    ///
    /// # Errors
    /// When the actor may not, the plan takes no reports, there is no such file, or it has figures of units out of
    /// reach; and those of the database.
    pub fn preview(
        &self,
        actor: &Actor,
        plan_id: i64,
        upload_id: i64,
        options: &ReadOptions,
    ) -> Result<Preview, Problem> {
        self.read(actor, Right::Capture, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            demand_state(&row, &[PlanState::Collecting])?;
            let upload = known_upload(engine, actor, plan_id, upload_id)?;
            let mut file = read_upload(engine, actor, &frame, upload, options)?;
            let live = self.live.reports(engine, &row, &frame, Basis::Submitted)?;
            let mut compared = compare(actor, &frame, &live, &file)?;
            let rejected = file.findings.errors;
            check_changed(&frame, &mut compared, &mut file.findings);
            tell_missing_columns(&frame, &compared, &mut file, options);
            let effects = if actor.may(Right::ViewRanking) && !compared.units.is_empty() {
                let now = live.contest(&frame, None);
                let then = self.score(&Contest { reports: &compared.merged, ..now });
                match self.live.ranking(plan_id, Basis::Submitted, row.change, None) {
                    Some(kept) => effects((&now, &kept.scored), &then),
                    None => effects((&now, &self.score(&now)), &then),
                }
            } else {
                Vec::new()
            };
            Ok(Preview {
                upload: file.upload,
                digest: compared.digest,
                understood: file.understood,
                matching: file.matching,
                sheets: file.sheets,
                findings: file.findings,
                rejected,
                created: compared.created,
                changed: compared.changed,
                unchanged: compared.unchanged,
                units: compared.units,
                texts: compared.merged.texts,
                effects,
                frame,
            })
        })
    }
}

/// What differs between two results of the same participants.
pub(super) fn effects((contest, before): (&Contest<'_>, &Scored), after: &Scored) -> Vec<Effect> {
    let ranks = |scored: &Scored| {
        let mut ranks = vec![0; scored.scores.units.len()];
        for ranked in scored.ranking.clusters.iter().flatten() {
            ranks[ranked.participant as usize] = ranked.rank;
        }
        ranks
    };
    let awards = |scored: &Scored, participant: usize| -> Vec<usize> {
        let awards = scored.recommendation.awards.iter().enumerate();
        awards
            .filter(|(_, award)| award.reasons[participant].is_recommended())
            .map(|(index, _)| index)
            .collect()
    };
    let (ranks_before, ranks_after) = (ranks(before), ranks(after));
    let mut effects = Vec::new();
    for (participant, score) in after.scores.units.iter().enumerate() {
        let index = u32::try_from(participant).unwrap_or(u32::MAX);
        // Whoever hasn't reported has neither rank nor total to fall from.
        let has_reported = contest.has_figures(score.unit) || contest.reports.received(score.unit).is_some();
        let effect = Effect {
            unit: score.unit,
            rank_before: has_reported.then_some(ranks_before[participant]),
            rank_after: ranks_after[participant],
            total_before: before.scores.totals_of(index).total.filter(|_| has_reported),
            total_after: after.scores.totals_of(index).total,
            awards_before: awards(before, participant),
            awards_after: awards(after, participant),
        };
        let same = effect.rank_before.unwrap_or(ranks_before[participant]) == effect.rank_after
            && before.scores.totals_of(index).total == effect.total_after
            && effect.awards_before == effect.awards_after;
        if !same {
            effects.push(effect);
        }
    }
    effects
}

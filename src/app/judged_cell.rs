//! Points of judged criteria in a file: whoever may not appraise hands in its own unit's view of itself at most, never
//! the points that others give it.

use super::actor::{Actor, Right};
use super::frame::Frame;
use crate::contest::figure::Reports;
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code::FIGURE_APPRAISED;
use crate::contest::plan::{MetricKind, Plan, Rule};

/// The slots of points that appraisers give: of a metric that a criterion is judged by, all but the first of several
/// scorers, which is the unit itself.
fn given_by_others(plan: &Plan) -> Vec<(usize, String)> {
    let judged = plan.criteria.iter().filter_map(|criterion| match &criterion.rule {
        Rule::Judged { of, .. } => plan.metrics.get(*of).filter(|metric| metric.kind == MetricKind::Points),
        _ => None,
    });
    let mut slots = Vec::new();
    for metric in judged {
        match metric.breakdown.map(|breakdown| plan.breakdowns[breakdown].items.as_slice()) {
            Some([_, others @ ..]) => {
                let codes = others.iter().map(|item| format!("{}.{}", metric.code, item.code));
                slots.extend((metric.first_slot + 1..).zip(codes));
            }
            _ => slots.push((metric.first_slot, metric.code.clone())),
        }
    }
    slots
}

/// Leaves out what an actor may not give, and says so cell by cell.
pub fn leave_out_judged(actor: &Actor, frame: &Frame, reports: &mut Reports, findings: &mut Findings) {
    if actor.may(Right::Appraise) {
        return;
    }
    for (slot, code) in given_by_others(&frame.plan) {
        for unit in frame.units.participants() {
            let Some(figure) = reports.put(unit, slot, None) else { continue };
            FIGURE_APPRAISED.raise(findings, |draft| {
                let place = figure.place;
                let (file, column) = (usize::from(place.file), usize::from(place.column));
                let header = reports.headers.get(file).and_then(|all| all.get(column));
                let spot = Spot {
                    file: reports.files.get(file).cloned().unwrap_or_default(),
                    row: place.row,
                    column: place.column.saturating_add(1),
                    header: header.cloned().unwrap_or_default(),
                };
                draft.at(spot).with_unit(frame.units.get(unit).code()).with("figure", code.as_str())
            });
        }
    }
}

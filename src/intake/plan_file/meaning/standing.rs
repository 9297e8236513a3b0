//! Standings: a place among peers.

use crate::contest::plan::{Pass, Peers, Prefer, Rule, StandingBy};

use super::super::mistake::Note;
use super::super::shape::criterion::{Among, PeersName, PreferName, Standing};
use super::super::written::Written;
use super::limit::{at_least_one, rounding_missing, share};
use super::points::rounding;
use super::reading::{Named, Reading};

/// A place among peers.
pub(super) fn standing(reading: &mut Reading<'_, '_>, standing: &Written<Standing>) -> Option<Rule> {
    let by = standing_by(reading, standing);
    let prefer = prefer(standing.prefer);
    let peers = match standing.peers {
        PeersName::Reporting => Peers::Reporting,
        PeersName::GatesMet => Peers::GatesMet,
    };
    let pass = pass(reading, standing);
    Some(Rule::Standing { by: by?, prefer, across_clusters: standing.among == Among::All, peers, pass })
}

/// Which end is better.
pub(super) fn prefer(name: PreferName) -> Prefer {
    match name {
        PreferName::Highest => Prefer::Highest,
        PreferName::Lowest => Prefer::Lowest,
    }
}

fn standing_by(reading: &mut Reading<'_, '_>, standing: &Written<Standing>) -> Option<StandingBy> {
    match (&standing.of, &standing.received_since) {
        (Some(name), None) => {
            let criterion = reading.resolve(Named::Criterion, name)?;
            if reading.file.criterion[criterion].standing.is_some() {
                let note = Note::new(
                    "standing.of_standing",
                    format!("Tiêu chí \"{}\" đã là thứ bậc.", name.value),
                    format!("The criterion \"{}\" is a standing itself.", name.value),
                );
                let note = note
                    .expected("tiêu chí đo được, không phải thứ bậc", "a criterion that isn't a standing");
                reading.note(&name.span, note);
                return None;
            }
            Some(StandingBy::Criterion(criterion))
        }
        (None, Some(since)) => Some(StandingBy::Received { since: since.value.0 }),
        (_, second) => {
            let note = Note::new(
                "standing.not_one",
                "Thứ bậc cần đúng một trong \"of\" và \"received_since\".",
                "A standing needs exactly one of \"of\" and \"received_since\".",
            );
            let expected = "of = \"...\" | received_since = 2021-05-23T19:00:00";
            reading.note(
                second.as_ref().map_or(&standing.span, |since| &since.span),
                note.expected(expected, expected),
            );
            None
        }
    }
}

fn pass(reading: &mut Reading<'_, '_>, standing: &Written<Standing>) -> Option<Pass> {
    if let (Some(written), None) = (&standing.rounding, &standing.share) {
        let note = Note::new(
            "rounding.no_share",
            "\"rounding\" chỉ đi cùng \"share\".",
            "\"rounding\" only goes with \"share\".",
        );
        reading.note(&written.span, note.expected("share = \"30%\"", "share = \"30%\""));
    }
    let last = [
        standing.passes.as_ref().map(|written| ("passes", &written.span)),
        standing.first.as_ref().map(|written| ("first", &written.span)),
        standing.share.as_ref().map(|written| ("share", &written.span)),
    ];
    if let [(first, _), (second, span), ..] = last.into_iter().flatten().collect::<Vec<_>>().as_slice() {
        let note = Note::new(
            "pass.twice",
            format!("Có cả \"{first}\" và \"{second}\"."),
            format!("Both \"{first}\" and \"{second}\" are given."),
        );
        reading.note(span, note.expected("chỉ một trong hai", "one of the two"));
        return None;
    }
    if let Some(first) = &standing.first {
        at_least_one(reading, first);
        return Some(Pass::First(first.value));
    }
    let written = standing.share.as_ref()?;
    let percent = share(reading, written.value.0, &written.span);
    let Some(name) = &standing.rounding else {
        reading.note(&written.span, rounding_missing());
        return None;
    };
    Some(Pass::Share { percent, rounding: rounding(name.value) })
}

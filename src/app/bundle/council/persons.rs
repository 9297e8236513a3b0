//! The ranking of persons, made again from the tables.

use super::Way;
use crate::app::frame::Frame;
use crate::app::nomination::{NominationRow, NominationState};
use crate::app::nomination_contest::{PersonContest, person_contest, person_inputs};
use crate::app::snapshot::whole_result;
use crate::app::stored_figure::write_figure;
use crate::contest::figure::{Figure, Place};
use crate::contest::plan::{MetricKind, Plan};
use crate::contest::score::score_on;
use crate::contest::scored::Scored;
use crate::db::nomination::NominationRankingRow;

/// What stands for the hash of a ranking of units where the plan wants nothing of them.
const NONE: &str = "-";

/// Those of some rankings of persons that go with rankings of units: made with one of them, or with none.
pub(super) fn rankings_with<'a>(
    rankings: &'a [NominationRankingRow],
    result_hashes: &[&str],
) -> impl Iterator<Item = &'a NominationRankingRow> {
    rankings.iter().filter(move |ranking| {
        let units = ranking.inputs.lines().nth(1).and_then(|line| line.strip_prefix("units\t"));
        units.is_some_and(|units| units == NONE || result_hashes.contains(&units))
    })
}

/// The nominations as a database has them, with those that were ranked accepted.
pub(super) fn rows_of(way: &Way) -> Vec<NominationRow> {
    let row = |one: &super::Nominated| {
        let mut figures = String::new();
        let place = Place { file: 0, column: 0, row: 0 };
        for (slot, value) in &one.figures {
            write_figure(&mut figures, *slot, Figure { value: *value, place }, &[], 0);
        }
        let state = if one.is_ranked { NominationState::Accepted } else { NominationState::Submitted };
        NominationRow {
            id: one.number,
            number: one.number,
            unit: one.unit.into(),
            nominator: one.nominator.into(),
            kind: one.kind.clone(),
            award: one.award.clone(),
            figures,
            state: state.code().to_owned(),
            ..NominationRow::default()
        }
    };
    way.nominations.iter().map(row).collect()
}

/// Inputs and result of the ranking of persons, made again; `units` is the ranking of their units with what the inputs say of
/// its hash. `None`: nothing can be made of the tables.
pub(super) fn again(frame: &Frame, way: &Way, units: Option<&Scored>, hash: &str) -> Option<[String; 2]> {
    let PersonContest { frame, live } = person_contest(frame, &rows_of(way), units).ok()?;
    let contest = live.contest(&frame, None);
    let [result, _] = whole_result(contest, &score_on(&contest, 1), 1);
    Some([person_inputs(Some(hash), &frame, &live), result])
}

/// How many texts a person may have among the figures.
fn texts(plan: &Plan) -> usize {
    (0..plan.slots()).filter(|slot| matches!(plan.slot(*slot).0.kind, MetricKind::Text)).count()
}

/// Inputs as they are stated, with the line of figures made again of every person who has texts among them: texts aren't in a
/// bundle, so that the hash of such a line can't be made again.
pub(super) fn comparable(plan: &Plan, stated: &str, found: &str) -> String {
    let most = plan.individuals.as_ref().map_or(0, |part| texts(&part.plan));
    let line_of = |code: &str| {
        found
            .lines()
            .find(|line| line.strip_prefix("figures\t").and_then(|it| it.split('\t').next()) == Some(code))
    };
    let count = |line: &str| line.split('\t').nth(4).and_then(|count| count.parse::<usize>().ok());
    let mut text = String::new();
    for line in stated.lines() {
        let code = line.strip_prefix("figures\t").and_then(|rest| rest.split('\t').next());
        let own = code.and_then(line_of);
        let left_out =
            code.and(count(line)).map_or(0, |all| all.saturating_sub(own.and_then(count).unwrap_or(0)));
        let line = if left_out == 0 || left_out > most { Some(line) } else { own };
        if let Some(line) = line {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

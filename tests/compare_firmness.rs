//! Compares explanations and fragility with what a case expects: what would change an outcome, a rank, a border.

use thidua::contest::explain::{Correction, Distance, explain};
use thidua::contest::figure::Value;
use thidua::contest::fragility::{borders, fragilities};
use thidua::contest::trace::{Instead, Reach, Step};

use crate::case_file::{
    Expect, ExpectedBorder, ExpectedChange, ExpectedCorrection, ExpectedDisagreement, ExpectedDistance,
    ExpectedInstead, ExpectedTurn,
};
use crate::compare::{Compared, same, same_points};

/// How changes, disagreements, distances and borders differ from those expected.
pub fn compare_firmness(expect: &Expect, result: &Compared<'_>) -> Vec<String> {
    let mut differences: Vec<String> =
        expect.changes.iter().filter_map(|expected| result.change(expected).err()).collect();
    differences.extend(expect.instead.iter().filter_map(|expected| result.instead(expected).err()));
    differences.extend(expect.turns.iter().filter_map(|expected| result.turn(expected).err()));
    if let Some(expected) = &expect.disagree {
        differences.extend(result.disagreements(expected).err());
    }
    if !expect.distances.is_empty() {
        let all = fragilities(&result.read.contest(), result.scored, None);
        let found: Vec<Distance> = all.into_iter().flat_map(|it| [it.above, it.below]).flatten().collect();
        differences.extend(expect.distances.iter().filter_map(|expected| {
            let (better, worse) = (&expected.better, &expected.worse);
            let neighbours = |distance: &&Distance| {
                result.code(distance.better) == better && result.code(distance.worse) == worse
            };
            match found.iter().find(neighbours) {
                Some(distance) => result.distance(expected, distance).err(),
                None => Some(format!("{better} isn't the next before {worse}")),
            }
        }));
    }
    if let Some(expected) = &expect.borders {
        differences.extend(result.borders(expected).err());
    }
    differences
}

impl Compared<'_> {
    fn code(&self, participant: u32) -> &str {
        self.read.units.get(self.scored.scores.of(participant).unit).code()
    }

    /// The steps of a participant's criterion; none where it doesn't apply.
    fn steps(&self, participant: u32, criterion: usize) -> Vec<Step> {
        let explained = explain(&self.read.contest(), self.scored, participant);
        let of = explained.criteria.into_iter().find(|it| it.criterion == criterion);
        of.map_or_else(Vec::new, |it| it.steps)
    }

    fn change(&self, expected: &ExpectedChange) -> Result<(), String> {
        let criterion = self.criterion(&expected.criterion)?;
        let steps = self.steps(self.participant(&expected.unit)?, criterion);
        let told: Vec<(String, i64)> = steps
            .into_iter()
            .filter_map(|step| match step {
                Step::Change(change) => Some((self.read.plan.slot_code(change.slot), change.by)),
                _ => None,
            })
            .collect();
        if told.contains(&(expected.figure.clone(), expected.by)) {
            return Ok(());
        }
        Err(format!("{expected:?}, but told {told:?}"))
    }

    fn instead(&self, expected: &ExpectedInstead) -> Result<(), String> {
        let criterion = self.criterion(&expected.criterion)?;
        let steps = self.steps(self.participant(&expected.unit)?, criterion);
        let told: Vec<String> = steps
            .into_iter()
            .filter_map(|step| {
                let Step::Instead(Instead { slot, value, reach }) = step else { return None };
                let reach = match (reach, value) {
                    (Reach::Exactly, _) => "",
                    (Reach::UpTo, Value::Date(_)) => " or before",
                    (Reach::From, Value::Date(_)) => " or later",
                    (Reach::UpTo, _) => " or less",
                    (Reach::From, _) => " or more",
                };
                let value = match value {
                    Value::Flag(answer) => answer.to_string(),
                    Value::Date(day) => day.to_string(),
                    Value::Percentage(number) | Value::Points(number) => number.to_string(),
                    other => format!("{other:?}"),
                };
                Some(format!("{} = {value}{reach}", self.read.plan.slot_code(slot)))
            })
            .collect();
        let told = if told.is_empty() { "none".to_owned() } else { told.join("; ") };
        same(&format!("{} {}", expected.unit, expected.criterion), &expected.says, &told)
    }

    fn turn(&self, expected: &ExpectedTurn) -> Result<(), String> {
        let criterion = self.criterion(&expected.criterion)?;
        let steps = self.steps(self.participant(&expected.unit)?, criterion);
        let told = steps.into_iter().find_map(|step| match step {
            Step::Standing { turn, .. } => Some(turn),
            _ => None,
        });
        let told = told.flatten().map_or_else(
            || "none".to_owned(),
            |value| match value.denominator() {
                1 => value.numerator().to_string(),
                below => format!("{}/{below}", value.numerator()),
            },
        );
        same(&format!("{} {}", expected.unit, expected.criterion), &expected.value, &told)
    }

    fn disagreements(&self, expected: &[ExpectedDisagreement]) -> Result<(), String> {
        let mut found = Vec::new();
        for (criterion, of) in self.read.plan.criteria.iter().enumerate() {
            let disagrees = |participant: &u32| {
                let parts = |step: &Step| matches!(step, Step::Ratio { exact_met, rounded_met, .. } if exact_met != rounded_met);
                self.steps(*participant, criterion).iter().any(parts)
            };
            let participants = (0_u32..).take(self.scored.scores.units.len());
            let units: Vec<&str> = participants.filter(disagrees).map(|it| self.code(it)).collect();
            if !units.is_empty() {
                found.push((of.code.as_str(), units));
            }
        }
        let expected: Vec<(&str, Vec<&str>)> = expected
            .iter()
            .map(|it| (it.criterion.as_str(), it.units.iter().map(String::as_str).collect()))
            .collect();
        same("disagree", &expected, &found)
    }

    fn correction(&self, correction: Correction) -> ExpectedCorrection {
        ExpectedCorrection {
            unit: self.code(correction.participant).to_owned(),
            figure: self.read.plan.slot_code(correction.change.slot),
            by: correction.change.by,
        }
    }

    fn distance(&self, expected: &ExpectedDistance, found: &Distance) -> Result<(), String> {
        let what = format!("{} before {}", expected.better, expected.worse);
        same(
            &what,
            &(expected.better.as_str(), expected.worse.as_str()),
            &(self.code(found.better), self.code(found.worse)),
        )?;
        if let Some(gap) = &expected.gap {
            same_points(&format!("{what}: gap"), gap, found.gap)?;
        }
        if let Some(margin) = &expected.margin {
            let written = found.margin.map_or_else(
                || "none".to_owned(),
                |margin| format!("{}/{}", margin.numerator, margin.denominator),
            );
            same(&format!("{what}: margin"), margin, &written)?;
        }
        match &expected.correction {
            Some(correction) => {
                let found = found.correction.map(|correction| self.correction(correction));
                same(&format!("{what}: correction"), &Some(correction), &found.as_ref())
            }
            None => Ok(()),
        }
    }

    fn borders(&self, expected: &[ExpectedBorder]) -> Result<(), String> {
        let found = borders(&self.read.contest(), self.scored);
        let place = |award: &str, quota: usize, group: u32| format!("{award} quota {quota} group {group}");
        let awards = &self.read.plan.awards;
        let listed: Vec<String> =
            found.iter().map(|it| place(&awards[it.award].code, it.quota, it.group)).collect();
        let wanted: Vec<String> = expected.iter().map(|it| place(&it.award, it.quota, it.group)).collect();
        same("borders", &wanted, &listed)?;
        expected.iter().zip(&found).try_for_each(|(expected, found)| {
            self.distance(&expected.distance, &found.distance)
                .map_err(|difference| format!("border of {}: {difference}", expected.award))
        })
    }
}

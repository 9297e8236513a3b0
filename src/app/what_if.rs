//! Numbers of a plan that somebody changes to ask "what if", by their names: `bar.CRITERION`, `weight.CRITERION` (percent
//! of its points), `quota.AWARD.N` (its first quota being 1).

use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem};
use crate::contest::plan::{Amount, Plan};
use crate::contest::variation::{LARGEST_WEIGHT, Misfit, Variation};
use crate::intake::typed_number::typed_decimal;

/// The most numbers that are changed at once.
const MOST: usize = 200;

/// A plan with numbers changed. Names come with their values as decimals, with a comma or a point, a percent sign left
/// aside.
///
/// # Errors
/// When a name stands for nothing in the plan, or a value doesn't fit.
pub fn changed(plan: &Plan, numbers: &[(String, String)]) -> Result<Plan, Problem> {
    if numbers.len() > MOST {
        return Err(FIELD_REFUSED.with("field", "numbers").with("expected", format!("≤ {MOST}")));
    }
    let variations: Vec<Variation> =
        numbers.iter().map(|(name, value)| variation(plan, name, value)).collect::<Result<_, _>>()?;
    plan.varied(&variations).map_err(|(at, misfit)| {
        let expected = match misfit {
            Misfit::NoBar => "at_least, more_than, at_most, less_than, equal".to_owned(),
            Misfit::NoPoints => "points".to_owned(),
            Misfit::NotWhole => "0, 1, 2 …".to_owned(),
            Misfit::OutOfRange if numbers[at].0.starts_with("weight.") => format!("0–{LARGEST_WEIGHT}"),
            Misfit::OutOfRange => "≥ 0, ≤ 100%".to_owned(),
        };
        FIELD_REFUSED.with("field", &numbers[at].0).with("expected", expected)
    })
}

fn variation(plan: &Plan, name: &str, value: &str) -> Result<Variation, Problem> {
    let unknown = || NOT_FOUND.with("what", name);
    let criterion =
        |code: &str| plan.criteria.iter().position(|criterion| criterion.code == code).ok_or_else(unknown);
    // A percent sign may stand where the number is in percent, and nowhere else.
    let number = |percent: bool| {
        let plain = value.trim();
        let plain = if percent { plain.trim_end_matches('%') } else { plain };
        typed_decimal(plain).ok_or_else(|| FIELD_REFUSED.with("field", name).with("expected", "99.90"))
    };
    match name.split('.').collect::<Vec<_>>()[..] {
        ["bar", code] => {
            let criterion = criterion(code)?;
            let percent = plan.criteria[criterion].bar().is_some_and(|bar| bar.percent);
            Ok(Variation::Bar { criterion, value: number(percent)? })
        }
        ["weight", code] => Ok(Variation::Weight { criterion: criterion(code)?, percent: number(true)? }),
        ["quota", code, place] => {
            let award = plan.awards.iter().position(|award| award.code == code).ok_or_else(unknown)?;
            let place: Option<usize> = place.parse().ok();
            let quota = place.and_then(|place| place.checked_sub(1)).ok_or_else(unknown)?;
            let known = plan.awards[award].quotas.get(quota).ok_or_else(unknown)?;
            let percent = matches!(known.amount, Amount::Share { .. });
            Ok(Variation::Quota { award, quota, amount: number(percent)? })
        }
        _ => Err(unknown()),
    }
}

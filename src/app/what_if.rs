//! Numbers of a plan that somebody changes to ask "what if", by their names: `bar.CRITERION`, `weight.CRITERION` (percent
//! of its points), `quota.AWARD.N` (its first quota being 1).

use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem};
use crate::contest::fraction::Numeral;
use crate::contest::plan::Plan;
use crate::contest::variation::{LARGEST_WEIGHT, Misfit, Variation};

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
    let plain = value.trim().trim_end_matches('%').trim_end().replace(',', ".");
    let number =
        Numeral::parse(&plain).ok_or_else(|| FIELD_REFUSED.with("field", name).with("expected", "99.90"))?;
    let criterion =
        |code: &str| plan.criteria.iter().position(|criterion| criterion.code == code).ok_or_else(unknown);
    match name.split('.').collect::<Vec<_>>()[..] {
        ["bar", code] => Ok(Variation::Bar { criterion: criterion(code)?, value: number }),
        ["weight", code] => Ok(Variation::Weight { criterion: criterion(code)?, percent: number }),
        ["quota", code, place] => {
            let award = plan.awards.iter().position(|award| award.code == code).ok_or_else(unknown)?;
            let place: Option<usize> = place.parse().ok();
            let quota = place.and_then(|place| place.checked_sub(1)).ok_or_else(unknown)?;
            let is_there = quota < plan.awards[award].quotas.len();
            if is_there { Ok(Variation::Quota { award, quota, amount: number }) } else { Err(unknown()) }
        }
        _ => Err(unknown()),
    }
}

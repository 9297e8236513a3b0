//! Where two results first differ. What comes first in the way from figures to a recommendation is told first, since it
//! is the cause of what comes after: outcomes, then points, then ranks, then awards.

use serde_json::Value;

/// A part of a unit's result that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPart {
    /// The unit's code.
    pub unit: String,
    /// Its name.
    pub name: String,
    /// The code of the criterion or of the award, where it is about one.
    pub about: Option<String>,
    /// Which part: `unit` (whether it is there at all), `outcome`, `measure`, `points`, `gates`, `total_points` and the
    /// other keys of a unit, or `award`.
    pub part: &'static str,
    /// What the bundle states.
    pub stated: String,
    /// What comes out.
    pub found: String,
}

/// What is told of something that isn't there.
const NONE: &str = "–";

/// Parts of a unit that follow from its outcomes.
const TOTALS: [&str; 8] = [
    "gates",
    "base_points",
    "bonus_points",
    "penalty_points",
    "total_points",
    "incomplete",
    "excluded",
    "on_hold",
];

/// Parts that follow from the ranking and the awards.
const STANDING: [&str; 3] = ["recommendation", "reason", "reason_detail"];

fn units_of(result: &Value) -> Vec<&Value> {
    let clusters = result["clusters"].as_array().into_iter().flatten();
    clusters.flat_map(|cluster| cluster["units"].as_array().into_iter().flatten()).collect()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => NONE.to_owned(),
        Value::String(text) => text.clone(),
        Value::Object(_) if value["denominator"].is_i64() => {
            format!("{}/{}", value["numerator"], value["denominator"])
        }
        other => other.to_string(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("")
}

/// Two units with one code.
struct Pair<'a> {
    stated: &'a Value,
    found: &'a Value,
}

impl Pair<'_> {
    fn part(&self, about: Option<&str>, part: &'static str, [stated, found]: [&Value; 2]) -> UnitPart {
        UnitPart {
            unit: text(&self.found["code"]).to_owned(),
            name: text(&self.found["name"]).to_owned(),
            about: about.map(str::to_owned),
            part,
            stated: shown(stated),
            found: shown(found),
        }
    }

    /// The first of some keys of the unit whose values differ.
    fn keys(&self, keys: &[&'static str]) -> Option<UnitPart> {
        let differing = keys.iter().find(|key| self.stated[**key] != self.found[**key])?;
        Some(self.part(None, differing, [&self.stated[*differing], &self.found[*differing]]))
    }

    /// The first criterion that came out otherwise.
    fn criteria(&self) -> Option<UnitPart> {
        for (code, found) in self.found["criteria"].as_object()? {
            let stated = &self.stated["criteria"][code];
            for part in ["outcome", "measure", "points"] {
                if stated[part] != found[part] {
                    return Some(self.part(Some(code), part, [&stated[part], &found[part]]));
                }
            }
        }
        None
    }

    /// The first award with another reason.
    fn awards(&self) -> Option<UnitPart> {
        for (code, found) in self.found["awards"].as_object()? {
            let stated = &self.stated["awards"][code];
            if stated != found {
                return Some(self.part(Some(code), "award", [&stated["reason"], &found["reason"]]));
            }
        }
        None
    }
}

/// Looks for the first difference of one kind in a unit.
type Stage = fn(&Pair<'_>) -> Option<UnitPart>;

/// The first part of a unit's result that differs between what is stated and what comes out; `None` where all that is
/// told of units is the same.
pub(super) fn first_difference(stated: &Value, found: &Value) -> Option<UnitPart> {
    let (all_stated, all_found) = (units_of(stated), units_of(found));
    let by_code: rustc_hash::FxHashMap<&str, &Value> =
        all_stated.iter().map(|unit| (text(&unit["code"]), *unit)).collect();
    let codes: rustc_hash::FxHashSet<&str> = all_found.iter().map(|unit| text(&unit["code"])).collect();
    let presence = |unit: &Value, stated: &Value, found: &Value| {
        Pair { stated: unit, found: unit }.part(None, "unit", [stated, found])
    };
    if let Some(unit) = all_stated.iter().find(|unit| !codes.contains(text(&unit["code"]))) {
        return Some(presence(unit, &unit["rank"], &Value::Null));
    }
    let mut pairs = Vec::with_capacity(all_found.len());
    for unit in all_found {
        let Some(stated) = by_code.get(text(&unit["code"])) else {
            return Some(presence(unit, &Value::Null, &unit["rank"]));
        };
        pairs.push(Pair { stated, found: unit });
    }
    let stages: [Stage; 5] = [
        |pair| pair.criteria(),
        |pair| pair.keys(&TOTALS),
        |pair| pair.keys(&["cluster", "rank"]),
        |pair| pair.awards(),
        |pair| pair.keys(&STANDING),
    ];
    stages.into_iter().find_map(|stage| pairs.iter().find_map(stage))
}

/// The first line in which two texts differ: its number, and the line in each.
pub(super) fn first_line(stated: &str, found: &str) -> Option<(usize, [String; 2])> {
    /// Longer lines are told by their beginning.
    const MOST: usize = 200;
    let (mut left, mut right) = (stated.split('\n'), found.split('\n'));
    for number in 1.. {
        let lines = [left.next(), right.next()];
        match lines {
            [None, None] => return None,
            [left, right] if left == right => {}
            _ => {
                let told = |line: Option<&str>| {
                    line.map_or_else(|| NONE.to_owned(), |line| line.trim().chars().take(MOST).collect())
                };
                return Some((number, lines.map(told)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn result(rank: u32, outcome: &str) -> Value {
        let unit = json!({
            "code": "01", "name": "Xã A", "rank": rank,
            "criteria": { "x": { "outcome": outcome, "points": null, "measure": { "numerator": 1, "denominator": 2 } } },
            "awards": { "a": { "reason": "quota_full" } },
        });
        json!({ "clusters": [{ "units": [unit] }] })
    }

    #[test]
    fn the_cause_is_told_before_what_follows_from_it() {
        let told = first_difference(&result(1, "met"), &result(2, "not_met")).unwrap();
        assert_eq!((told.part, told.about.as_deref()), ("outcome", Some("x")));
        assert_eq!((told.stated.as_str(), told.found.as_str()), ("met", "not_met"));
        let told = first_difference(&result(1, "met"), &result(2, "met")).unwrap();
        assert_eq!((told.part, told.stated.as_str(), told.found.as_str()), ("rank", "1", "2"));
        assert_eq!(first_difference(&result(1, "met"), &result(1, "met")), None);
    }

    #[test]
    fn a_unit_that_is_there_once_is_told() {
        let none = json!({ "clusters": [] });
        let told = first_difference(&none, &result(1, "met")).unwrap();
        assert_eq!((told.part, told.stated.as_str(), told.found.as_str()), ("unit", NONE, "1"));
        let told = first_difference(&result(1, "met"), &none).unwrap();
        assert_eq!((told.unit.as_str(), told.stated.as_str(), told.found.as_str()), ("01", "1", NONE));
    }

    #[test]
    fn the_first_line_that_differs_is_told_even_past_the_end() {
        assert_eq!(first_line("a\nb\n", "a\nb\n"), None);
        let [stated, found] = ["b", "c"].map(str::to_owned);
        assert_eq!(first_line("a\nb\n", "a\nc\n"), Some((2, [stated, found])));
        assert_eq!(first_line("a", "a\n"), Some((2, [NONE.to_owned(), String::new()])));
    }
}

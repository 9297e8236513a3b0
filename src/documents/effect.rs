//! What a change does to a unit's place, in one sentence.

use crate::contest::plan::Plan;
use crate::text::{Part, Texts};

/// A unit's places before and after a change.
#[derive(Debug, Clone, Copy)]
pub struct Places<'a> {
    /// The unit's name.
    pub unit: &'a str,
    /// The name of its cluster.
    pub cluster: &'a str,
    /// Its ranks before and after; before its first report it has none.
    pub ranks: (Option<u32>, u32),
    /// Its totals before and after, as they are written.
    pub totals: (Option<&'a str>, Option<&'a str>),
    /// The awards it is recommended for before and after; indexes into the plan's awards.
    pub awards: (&'a [usize], &'a [usize]),
}

/// The sentence: `Xã A (Cụm 1) rises 6 -> 5, leaves the quota of Bằng khen.`
pub fn effect_text(texts: &Texts, plan: &Plan, places: &Places<'_>) -> String {
    let mut parts = Vec::new();
    let moved = |key: &str, before: Part<'static>, after: Part<'static>| {
        texts.get(key, &[("before", before), ("after", after)])
    };
    match places.ranks {
        (None, after) => parts.push(texts.get("effect-first", &[("after", after.into())])),
        (Some(before), after) if before != after => {
            let key = if after < before { "effect-rises" } else { "effect-falls" };
            parts.push(moved(key, before.into(), after.into()));
        }
        _ => {}
    }
    if places.totals.0 != places.totals.1 {
        let shown = |total: Option<&str>| Part::from(total.unwrap_or("–").to_owned());
        parts.push(moved("effect-total", shown(places.totals.0), shown(places.totals.1)));
    }
    let named = |key: &str, award: usize| {
        let name = plan.awards[award].name.in_language(texts.language());
        texts.get(key, &[("award", name.into())])
    };
    let (old, new) = places.awards;
    parts.extend(old.iter().filter(|it| !new.contains(it)).map(|award| named("effect-leaves", *award)));
    parts.extend(new.iter().filter(|it| !old.contains(it)).map(|award| named("effect-enters", *award)));
    let unit = if places.cluster.is_empty() {
        places.unit.to_owned()
    } else {
        format!("{} ({})", places.unit, places.cluster)
    };
    format!("{unit} {}.", parts.join(", "))
}

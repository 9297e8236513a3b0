//! A ranking read back from the JSON in which it was stored: what pages, differences and standings are made from.

use serde::Deserialize;
use serde_json::Map;

use crate::contest::result::Reason;

/// A ranking as it was stored.
#[derive(Debug, Deserialize)]
pub struct StoredRanking {
    /// Its clusters, in the order in which they are shown.
    pub clusters: Vec<StoredCluster>,
}

/// A name in both languages.
#[derive(Debug, Deserialize)]
pub struct StoredName {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// A cluster with its units.
#[derive(Debug, Deserialize)]
pub struct StoredCluster {
    /// The cluster's code.
    pub code: String,
    /// Its name.
    pub name: StoredName,
    /// Its units, in the order in which they are shown.
    pub units: Vec<StoredUnit>,
}

/// A unit as it was ranked.
#[derive(Debug, Deserialize)]
pub struct StoredUnit {
    /// The code of its cluster.
    pub cluster: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its rank; ties share it.
    pub rank: u32,
    /// `met`, `open` or `not_met`.
    pub gates: String,
    /// Its total.
    pub total_points: Option<String>,
    /// Whether points were open.
    pub incomplete: bool,
    /// Excluded by hand.
    pub excluded: bool,
    /// On hold as a whole.
    pub on_hold: bool,
    /// By criterion how it came out.
    pub criteria: Map<String, serde_json::Value>,
    /// The award it is recommended for.
    pub recommendation: Option<String>,
    /// The reason's code.
    pub reason: Option<String>,
    /// What the reason refers to.
    pub reason_detail: Option<String>,
    /// By award the reason.
    pub awards: Map<String, serde_json::Value>,
}

impl StoredUnit {
    /// Whether people are shown no rank: it had reported nothing, or was excluded.
    pub fn is_unranked(&self) -> bool {
        self.excluded || self.criteria.values().all(|cell| cell.is_null() || cell["outcome"] == "missing")
    }

    /// The codes of the awards that it is recommended for, in the plan's order.
    pub fn recommended(&self) -> Vec<&str> {
        let is_recommended = |reason: &serde_json::Value| {
            let reason = reason.get("reason").and_then(serde_json::Value::as_str).unwrap_or("");
            Reason::is_recommended_code(reason)
        };
        self.awards
            .iter()
            .filter(|(_, reason)| is_recommended(reason))
            .map(|(award, _)| award.as_str())
            .collect()
    }
}

impl StoredRanking {
    /// Reads a ranking back.
    ///
    /// # Errors
    /// When it isn't one that [`super::json::write_json`] wrote.
    pub fn read(json: &str) -> serde_json::Result<Self> {
        serde_json::from_str(json)
    }

    /// All units with their line in the whole list, in the order in which they are shown.
    pub fn units(&self) -> impl Iterator<Item = (usize, &StoredUnit)> {
        (1..).zip(self.clusters.iter().flat_map(|cluster| &cluster.units))
    }
}

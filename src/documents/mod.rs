//! Results as files: JSON, CSV, tables and explanations.

pub(crate) mod archive;
pub mod comparison;
pub mod csv;
pub mod effect;
pub mod explanation;
pub mod findings;
pub mod fragility;
pub mod icalendar;
pub mod json;
mod legend;
pub mod milestones;
mod plan_plausibility;
pub mod plan_text;
pub mod points_rule;
pub mod ranking;
pub mod ranking_table;
pub mod reason;
pub mod recommendation;
pub mod rehearsal;
pub mod remark;
pub mod rule;
pub mod step;
pub mod stored;
pub mod table;
pub mod understood;
pub mod wrap;
pub mod xlsx;

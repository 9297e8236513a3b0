//! Results as files: JSON, CSV, tables and explanations.

mod archive;
pub mod csv;
pub mod effect;
pub mod explanation;
pub mod findings;
pub mod fragility;
pub mod json;
mod legend;
pub mod paper;
pub mod points_rule;
pub mod ranking;
pub mod ranking_table;
pub mod reason;
pub mod recommendation;
pub mod rehearsal;
pub mod rule;
pub mod step;
pub mod stored;
pub mod table;
pub mod understood;
pub mod wrap;
pub mod xlsx;

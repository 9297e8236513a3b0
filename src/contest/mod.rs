//! The pure core: plan, units and figures in; outcomes, points, ranks and recommendations out.
//!
//! It does no I/O, reads no clock, draws no random number and holds no floating-point number.

mod branch;
mod calendar;
pub mod case;
mod change;
pub mod choice;
pub mod consistency;
pub mod council;
mod eligibility;
pub mod explain;
pub mod figure;
pub mod finding;
pub mod finding_code;
pub mod fraction;
pub mod fragility;
pub mod given;
pub mod hold;
mod judge;
mod judged;
pub mod milestone;
pub(crate) mod parallel;
pub mod plan;
pub mod plausibility;
mod points;
mod quota;
pub mod ranking;
mod ratio;
mod recommendation;
pub mod recusal;
pub mod result;
pub mod score;
pub mod scored;
mod standing;
pub mod summing;
mod tie;
pub mod trace;
pub mod unit;
pub mod variation;
mod view;
pub mod words;

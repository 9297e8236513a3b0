//! The pure core: plan, units and figures in; outcomes, points, ranks and recommendations out.
//!
//! It does no I/O, reads no clock, draws no random number and holds no floating-point number.

pub mod consistency;
pub mod explain;
pub mod figure;
pub mod finding;
pub mod finding_code;
pub mod fraction;
pub mod hold;
pub mod plan;
pub mod result;
pub mod scored;
pub mod trace;
pub mod unit;
pub mod words;

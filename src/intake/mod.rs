//! What comes in: bytes become a table, a table becomes figures and findings, a plan file becomes a plan.
//!
//! Pure like the core: values in, values out.

pub mod answer;
pub mod date;
pub mod decode;
pub mod fold;
mod legacy;
pub mod number;
pub mod sheet;
mod split;
pub mod suggest;
pub mod table;

//! What comes in: bytes become a table, a table becomes figures and findings, a plan file becomes a plan.
//!
//! Pure like the core: values in, values out.

pub mod plan_file;

//! Use cases: what a person asks for, from loaded bytes to a result.

pub mod score_files;

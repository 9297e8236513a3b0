//! What comes in: bytes become a table, a table becomes figures and findings, a plan file becomes a plan.
//!
//! Pure like the core: values in, values out.

pub mod answer;
mod code_index;
pub mod column_choice;
pub mod content;
pub mod coverage;
pub mod date;
pub mod decode;
pub mod decode_as;
pub mod document_number;
pub mod evidence;
pub mod fold;
pub mod header;
pub mod holds;
pub mod json_figures;
pub mod layout;
mod legacy;
pub mod nominations;
pub mod number;
pub mod official_units;
pub mod plan_draft;
pub mod plan_file;
pub mod reports;
pub mod rule_file;
pub mod separator;
mod shared_strings;
pub mod sheet;
pub mod source_file;
mod split;
mod streamed;
pub mod suggest;
pub mod table;
pub mod template;
mod totals;
pub mod typed_number;
mod uncomputed;
pub mod understood;
mod unit_lookup;
pub mod units;

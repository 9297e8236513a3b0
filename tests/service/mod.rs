//! The service over HTTP, on every engine at hand.

mod appraisals;
mod files;
pub mod house;
mod reports;
mod rights;
mod snapshots;
mod two_engines;

//! The service over HTTP, on every engine at hand.

mod appraisals;
mod backup;
mod bad_input;
mod blockers;
mod completeness;
mod document;
mod events;
mod failures;
mod files;
pub mod house;
mod kill;
mod login;
mod metrics;
mod once;
mod program;
mod recommendations;
mod reports;
mod rescore;
mod rights;
mod small;
mod snapshots;
mod tokens;
mod two_engines;
mod units;
mod upgrade;
mod users;
mod webhooks;

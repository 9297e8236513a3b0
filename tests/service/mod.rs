//! The service over HTTP, on every engine at hand.

mod events;
mod files;
pub mod house;
mod recommendations;
mod reports;
mod rescore;
mod small;
mod snapshots;
mod webhooks;

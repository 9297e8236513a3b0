//! The service over HTTP, on every engine at hand.

mod files;
pub mod house;
mod reports;
mod two_engines;

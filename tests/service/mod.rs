//! The service over HTTP, on every engine at hand.

pub mod house;
mod reports;

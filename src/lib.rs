//! Scoring of emulation contests (thi đua): figures in; exact, explained ranking and recommendation out.
//!
//! The way of the data is one direction: file cell -> figure and findings -> criterion outcome -> points
//! -> rank -> recommendation. ARCHITECTURE.md draws the map.

pub mod api;
pub mod app;
pub mod cli;
pub mod contest;
pub mod db;
pub mod documents;
pub mod intake;
pub mod server;
pub mod text;
pub mod ui;

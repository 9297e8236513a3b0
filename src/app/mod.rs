//! Use cases: what a person asks for, from loaded bytes to a result.

pub mod actor;
pub mod address;
pub mod audit;
pub mod blocker;
pub mod delivery;
pub mod event;
pub mod frame;
pub mod inputs;
pub mod live;
pub mod login;
pub mod moment;
pub mod open;
pub mod plan;
pub mod preview;
pub mod problem;
pub mod ranking;
pub mod rejected;
pub mod report;
pub mod rescore;
pub mod score_files;
pub mod service;
pub mod snapshot;
pub mod stored_figure;
pub mod upload;
pub mod user;
pub mod webhook;

//! A running count of rows on standard error, for work over a second that a person watches.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::text::Texts;

const QUIET: Duration = Duration::from_secs(1);

/// A running count that appears only after a second, and only on a terminal.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    hidden: Cell<bool>,
    watched: bool,
}

impl Progress {
    /// Begins; how many rows there are isn't known beforehand.
    pub fn begin(texts: &Texts) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let template = format!("{{spinner}} {} {{human_pos}}  {{elapsed}}", texts.word("progress-rows"));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now(), hidden: Cell::new(true), watched: io::stderr().is_terminal() }
    }

    /// Notes how many rows have been read.
    pub fn at(&self, rows: u64) {
        if !self.watched || self.begun.elapsed() < QUIET {
            return;
        }
        if self.hidden.replace(false) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(rows);
    }

    /// Takes the bar away.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}

//! A progress bar on standard error, for work over a second that a person watches.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const QUIET: Duration = Duration::from_secs(1);

/// A progress bar that appears only after a second, and only on a terminal.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    hidden: Cell<bool>,
    watched: bool,
}

impl Progress {
    /// Begins, with the number of bytes to read.
    pub fn begin(bytes: u64) -> Self {
        let bar = ProgressBar::with_draw_target(Some(bytes), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent:>3} %  {eta}") {
            bar.set_style(style);
        }
        Self { bar, begun: Instant::now(), hidden: Cell::new(true), watched: io::stderr().is_terminal() }
    }

    /// Notes how many bytes have been read.
    pub fn at(&self, bytes: u64) {
        if !self.watched || self.begun.elapsed() < QUIET {
            return;
        }
        if self.hidden.replace(false) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_position(bytes);
    }

    /// Takes the bar away.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}

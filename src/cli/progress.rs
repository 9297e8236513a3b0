//! A running count of rows on standard error, for work over a second that a person watches.

use std::cell::OnceCell;
use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::text::Texts;

const QUIET: Duration = Duration::from_secs(1);

/// A running count that appears only after a second, and only on a terminal.
pub struct Progress<'t> {
    texts: &'t Texts,
    bar: OnceCell<ProgressBar>,
    begun: Instant,
    watched: bool,
}

impl<'t> Progress<'t> {
    /// Begins; how many rows there are isn't known beforehand.
    pub fn begin(texts: &'t Texts) -> Self {
        Self { texts, bar: OnceCell::new(), begun: Instant::now(), watched: io::stderr().is_terminal() }
    }

    /// Notes how many rows have been read.
    pub fn at(&self, rows: u64) {
        if !self.watched || self.begun.elapsed() < QUIET {
            return;
        }
        self.bar.get_or_init(|| self.shown()).set_position(rows);
    }

    fn shown(&self) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
            .with_elapsed(self.begun.elapsed());
        let template = format!("{{spinner}} {} {{human_pos}}  {{elapsed}}", self.texts.word("progress-rows"));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar
    }

    /// Takes the bar away.
    pub fn end(self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

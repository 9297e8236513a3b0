//! Requests that are to be done once: the client names each by a key of its own, and may send it again.
//!
//! The key is written in the same transaction as the change, so whatever breaks, the request is done once or not at all.
//! The answer is kept right after it is known; where that didn't come about, or the answer holds a secret, a repetition is
//! told that the request was done.

use std::sync::atomic::{AtomicBool, Ordering};

use chrono::{NaiveDateTime, TimeDelta};

use super::actor::Actor;
use super::problem::{ONCE_DIFFERS, ONCE_DONE, Problem};
use super::service::{Change, Service};
use crate::db::once::{OnceRow, insert_once, keep_answer, once_after};

/// How long keys are remembered.
const REMEMBERED: TimeDelta = TimeDelta::hours(24);

/// A request that is to be done once.
#[derive(Debug)]
pub struct Once {
    key: String,
    request_hash: String,
    is_marked: AtomicBool,
}

impl Once {
    /// A request by the key that the client chose, and by the hash of all that it asks for.
    pub const fn new(key: String, request_hash: String) -> Self {
        Self { key, request_hash, is_marked: AtomicBool::new(false) }
    }

    /// Notes, in a change's transaction, that the request is done.
    ///
    /// # Errors
    /// A conflict when it is being done elsewhere at this moment; and those of the database.
    pub(super) fn mark(&self, change: &mut Change<'_>) -> Result<(), Problem> {
        let row = OnceRow {
            actor: change.actor.label.clone(),
            key: self.key.clone(),
            request_hash: self.request_hash.clone(),
            at: change.now,
            status: None,
            etag: None,
            body: None,
        };
        insert_once(change.engine, &row, forgotten(change.now))?;
        self.is_marked.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Whether a change was made for the request.
    pub fn is_marked(&self) -> bool {
        self.is_marked.load(Ordering::Relaxed)
    }
}

/// What was answered to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The tag that a change quotes.
    pub etag: Option<String>,
    /// The body, in JSON.
    pub body: String,
}

fn forgotten(now: NaiveDateTime) -> NaiveDateTime {
    now - REMEMBERED
}

impl Service {
    /// What was answered to the request before; `None` when it wasn't done yet.
    ///
    /// # Errors
    /// When its key was used for another request, or the answer isn't kept; and those of the database.
    pub fn answered(&self, actor: &Actor, once: &Once) -> Result<Option<Answer>, Problem> {
        let after = forgotten(self.now());
        let found = self
            .database
            .read(|engine| Ok::<_, Problem>(once_after(engine, &actor.label, &once.key, after)?))?;
        let Some(row) = found else { return Ok(None) };
        if row.request_hash != once.request_hash {
            return Err(Problem::from(&ONCE_DIFFERS));
        }
        match (row.status.and_then(|status| u16::try_from(status).ok()), row.body) {
            (Some(status), Some(body)) => Ok(Some(Answer { status, etag: row.etag, body })),
            _ => Err(Problem::from(&ONCE_DONE)),
        }
    }

    /// Keeps the answer to a request that was done.
    ///
    /// # Errors
    /// Those of the database.
    pub fn keep_answer(&self, actor: &Actor, once: &Once, answer: &Answer) -> Result<(), Problem> {
        let told = (i64::from(answer.status), answer.etag.as_deref(), answer.body.as_str());
        self.database.write(|engine| Ok::<_, Problem>(keep_answer(engine, (&actor.label, &once.key), told)?))
    }
}

//! What was found out lately: it holds as long as nothing in the database has changed, by this process or another.

use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;

use super::actor::Actor;
use super::problem::Problem;
use super::service::Service;

/// How much of a kind is kept; with one more, all is forgotten.
const MOST: usize = 1024;

/// Values with the state of the database that they were found out at.
#[derive(Debug)]
struct Found<K, V>(Mutex<(i64, FxHashMap<K, V>)>);

impl<K, V> Default for Found<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Hash + Eq, V: Clone> Found<K, V> {
    fn get(&self, state: i64, key: &K) -> Option<V> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.0 == state { found.1.get(key).cloned() } else { None }
    }

    fn keep(&self, state: i64, key: K, value: V) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.0 != state || found.1.len() >= MOST {
            found.0 = state;
            found.1.clear();
        }
        found.1.insert(key, value);
    }
}

/// What somebody comes with.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Credentials {
    /// The cookie of a session.
    Session {
        /// Its secret.
        secret: String,
        /// The address that it comes from.
        address: Option<IpAddr>,
    },
    /// A token.
    Token {
        /// Its secret.
        secret: String,
        /// The HTTP method that it is used with.
        method: String,
        /// The address that it comes from.
        address: Option<IpAddr>,
    },
}

/// What was asked for, and by whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    /// As the audit log names who asks.
    pub who: String,
    /// The address with its query, and in what form the answer is wanted.
    pub what: String,
}

/// An answer: its bytes, and the count of changes that it tells of.
pub type Told = (Arc<[u8]>, i64);

/// What is kept in this process. Secrets stand in it as they stand in the requests that brought them, and no longer than
/// the next change.
#[derive(Debug, Default)]
pub(super) struct Lately {
    callers: Found<Credentials, (Actor, NaiveDateTime)>,
    answers: Found<Asked, Told>,
}

/// A state of the database, told apart from every other since the process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State(i64);

impl Service {
    /// The state of the database now. Only the embedded engine tells it without a question over a network; `None` where
    /// it can't be told, and everything is asked for anew.
    pub fn state(&self) -> Option<State> {
        self.database.data_version().map(State)
    }

    /// Who comes with these, if that is known at this state.
    pub fn known_caller(&self, state: State, credentials: &Credentials) -> Option<Actor> {
        let (actor, until) = self.lately.callers.get(state.0, credentials)?;
        (self.now() < until).then_some(actor)
    }

    /// Finds out who comes with these, and remembers it for a state that was told before.
    ///
    /// # Errors
    /// When they are nobody's any more, and those of the database.
    pub fn caller(&self, state: Option<State>, credentials: &Credentials) -> Result<Actor, Problem> {
        let (actor, until) = match credentials {
            Credentials::Session { secret, address } => self.session(secret, *address)?,
            Credentials::Token { secret, method, address } => self.token(secret, method, *address)?,
        };
        if let Some(state) = state {
            self.lately.callers.keep(state.0, credentials.clone(), (actor.clone(), until));
        }
        Ok(actor)
    }

    /// The answer to what is asked, if it is known at this state.
    pub fn known_answer(&self, state: State, asked: &Asked) -> Option<Told> {
        self.lately.answers.get(state.0, asked)
    }

    /// Remembers an answer that was made after the state was told.
    pub fn keep_known(&self, state: State, asked: Asked, told: &Told) {
        self.lately.answers.keep(state.0, asked, told.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_out_holds_for_its_state_alone_and_never_grows_without_bound() {
        let found = Found::default();
        found.keep(1, "a", 10);
        assert_eq!((found.get(1, &"a"), found.get(2, &"a"), found.get(1, &"b")), (Some(10), None, None));
        found.keep(2, "b", 20);
        assert_eq!((found.get(1, &"a"), found.get(2, &"a"), found.get(2, &"b")), (None, None, Some(20)));
        let many = Found::default();
        for key in 0..3 * MOST {
            many.keep(1, key, key);
            assert!(many.0.lock().unwrap().1.len() <= MOST);
            assert_eq!(many.get(1, &key), Some(key));
        }
    }
}

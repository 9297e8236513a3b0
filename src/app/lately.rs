//! What was found out lately: it holds as long as nothing in the database has changed, by this process or another.

use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;

use super::actor::Actor;
use super::problem::Problem;
use super::service::Service;
pub use crate::db::State;

/// How many bytes of a kind are kept, more or less; with more, all is forgotten.
const MOST: usize = 16 << 20;

/// What an entry takes besides its own bytes, more or less.
const ENTRY: usize = 512;

/// Values with the state of the database that they were found out at.
#[derive(Debug)]
struct Found<K, V>(Mutex<AtState<K, V>>);

#[derive(Debug)]
struct AtState<K, V> {
    state: State,
    size: usize,
    values: FxHashMap<K, V>,
}

impl<K, V> Default for Found<K, V> {
    fn default() -> Self {
        Self(Mutex::new(AtState { state: (0, 0), size: 0, values: FxHashMap::default() }))
    }
}

impl<K: Hash + Eq, V: Clone> Found<K, V> {
    fn get(&self, state: State, key: &K) -> Option<V> {
        let found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.state == state { found.values.get(key).cloned() } else { None }
    }

    fn keep(&self, state: State, key: K, value: V, bytes: usize) {
        let mut found = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if found.state != state || found.size + bytes + ENTRY > MOST {
            *found = AtState { state, size: 0, values: FxHashMap::default() };
        }
        if bytes + ENTRY <= MOST {
            found.size += bytes + ENTRY;
            found.values.insert(key, value);
        }
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
        /// Whether it stands in the address of the request rather than in a header.
        in_address: bool,
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

impl Service {
    /// The state of the database now. Only the embedded engine tells it without a question over a network; `None` where
    /// it can't be told, and everything is asked for anew.
    pub fn state(&self) -> Option<State> {
        self.database.state()
    }

    /// Who comes with these, if that is known at this state.
    pub fn known_caller(&self, state: State, credentials: &Credentials) -> Option<Actor> {
        let (actor, until) = self.lately.callers.get(state, credentials)?;
        (self.now() < until).then_some(actor)
    }

    /// Finds out who comes with these, and remembers it for a state that was told before.
    ///
    /// # Errors
    /// When they are nobody's any more, and those of the database.
    pub fn caller(&self, state: Option<State>, credentials: &Credentials) -> Result<Actor, Problem> {
        let (actor, until) = match credentials {
            Credentials::Session { secret, address } => self.session(secret, *address)?,
            Credentials::Token { secret, method, in_address, address } => {
                self.token(secret, (method, *in_address), *address)?
            }
        };
        if let Some(state) = state {
            self.lately.callers.keep(state, credentials.clone(), (actor.clone(), until), 0);
        }
        Ok(actor)
    }

    /// The answer to what is asked, if it is known at this state.
    pub fn known_answer(&self, state: State, asked: &Asked) -> Option<Told> {
        self.lately.answers.get(state, asked)
    }

    /// Remembers an answer that was made after the state was told.
    pub fn keep_known(&self, state: State, asked: Asked, told: &Told) {
        let bytes = told.0.len() + asked.what.len();
        self.lately.answers.keep(state, asked, told.clone(), bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_found_out_holds_for_its_state_alone_and_never_grows_without_bound() {
        let (one, two, again) = ((1, 7), (1, 8), (2, 7));
        let found = Found::default();
        found.keep(one, "a", 10, 1);
        assert_eq!((found.get(one, &"a"), found.get(one, &"b")), (Some(10), None));
        assert_eq!((found.get(two, &"a"), found.get(again, &"a")), (None, None));
        found.keep(two, "b", 20, 1);
        assert_eq!(
            (found.get(one, &"a"), found.get(two, &"a"), found.get(two, &"b")),
            (None, None, Some(20))
        );
        let many = Found::default();
        for key in 0..100 {
            many.keep(one, key, key, MOST / 10);
            assert!(many.0.lock().unwrap().values.len() <= 10);
            assert_eq!(many.get(one, &key), Some(key));
        }
        many.keep(one, 100, 100, MOST);
        assert_eq!(many.get(one, &100), None, "what is too large for all isn't kept");
    }
}

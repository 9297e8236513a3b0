//! Throttling: how often somebody may try to log in, and how many refusals are written down.

use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDateTime;
use rustc_hash::FxHashMap;

/// What an address counts as: of IPv6 its first 64 bits, since whoever has one has them all.
pub fn network_of(address: Option<IpAddr>) -> Option<IpAddr> {
    address.map(|address| match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
        address @ IpAddr::V4(_) => address,
    })
}

/// So many attempts by each key in each span of time.
#[derive(Debug)]
pub struct Throttle<K> {
    most: u32,
    /// In seconds.
    span: i64,
    attempts: Mutex<FxHashMap<K, Attempts>>,
}

#[derive(Debug, Clone, Copy)]
struct Attempts {
    since: NaiveDateTime,
    count: u32,
}

/// How many keys are remembered; beyond, those whose span is over are forgotten, and then all.
const MOST_KEYS: usize = 50_000;

impl<K: Hash + Eq> Throttle<K> {
    /// So many attempts in so many seconds.
    pub fn new(most: u32, span: i64) -> Self {
        Self { most, span, attempts: Mutex::default() }
    }

    /// Counts an attempt.
    ///
    /// # Errors
    /// When there were too many: after how many seconds the next one is let through.
    pub fn attempt(&self, key: K, now: NaiveDateTime) -> Result<(), i64> {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let passed = |since: NaiveDateTime| now.signed_duration_since(since).num_seconds();
        if all.len() >= MOST_KEYS && !all.contains_key(&key) {
            all.retain(|_, attempts| (0..self.span).contains(&passed(attempts.since)));
            if all.len() >= MOST_KEYS {
                all.clear();
            }
        }
        let attempts = all.entry(key).or_insert(Attempts { since: now, count: 0 });
        // A clock that went back begins a new span, too.
        if !(0..self.span).contains(&passed(attempts.since)) {
            *attempts = Attempts { since: now, count: 0 };
        }
        if attempts.count >= self.most {
            return Err((self.span - passed(attempts.since)).max(1));
        }
        attempts.count += 1;
        Ok(())
    }

    /// Takes back the last attempt of a key: it isn't to be counted.
    pub fn give_back(&self, key: &K) {
        let mut all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(attempts) = all.get_mut(key) {
            attempts.count = attempts.count.saturating_sub(1);
        }
    }

    /// Whether the last attempt of a key was the last of its span.
    pub fn is_used_up(&self, key: &K) -> bool {
        let all = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(key).is_some_and(|attempts| attempts.count >= self.most)
    }

    /// Forgets the attempts of a key: one of them was right.
    pub fn forget(&self, key: &K) {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{NaiveDate, TimeDelta};

    #[test]
    fn so_many_attempts_in_each_span_are_let_through() {
        let throttle = Throttle::new(2, 60);
        let start = NaiveDate::from_ymd_opt(2021, 5, 24).unwrap().and_hms_opt(8, 0, 0).unwrap();
        let at = |seconds: i64| start + TimeDelta::seconds(seconds);
        assert_eq!(throttle.attempt("a", at(0)), Ok(()));
        assert_eq!(throttle.attempt("a", at(10)), Ok(()));
        assert_eq!(throttle.attempt("a", at(20)), Err(40));
        assert_eq!(throttle.attempt("a", at(59)), Err(1));
        assert_eq!(throttle.attempt("b", at(59)), Ok(()));
        assert_eq!(throttle.attempt("a", at(60)), Ok(()));
        assert_eq!(throttle.attempt("a", at(61)), Ok(()));
        assert_eq!(throttle.attempt("a", at(-5)), Ok(()), "a clock that went back");
        throttle.forget(&"b");
        assert_eq!(throttle.attempt("b", at(59)), Ok(()));
        assert!(!throttle.is_used_up(&"b"));
        assert_eq!(throttle.attempt("b", at(59)), Ok(()));
        assert!(throttle.is_used_up(&"b"));
        throttle.give_back(&"b");
        assert!(!throttle.is_used_up(&"b"));
    }

    #[test]
    fn an_address_counts_as_its_network() {
        let network = |address: &str| network_of(address.parse().ok()).map(|it| it.to_string());
        assert_eq!(network("10.20.0.7").as_deref(), Some("10.20.0.7"));
        assert_eq!(network("::ffff:10.20.0.7").as_deref(), Some("10.20.0.7"));
        assert_eq!(network("2001:db8:1:2:3:4:5:6").as_deref(), Some("2001:db8:1:2::"));
        assert_eq!(network_of(None), None);
    }
}

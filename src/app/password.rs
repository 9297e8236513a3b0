//! Passwords: kept as Argon2id, compared in the same time whether there is something to compare with or not.

use std::sync::atomic::Ordering;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use super::service::Service;

/// How many characters a password has at least that a person chooses.
pub const SHORTEST_PASSWORD: usize = 12;

/// How many characters a password has at most.
pub const LONGEST_PASSWORD: usize = 200;

/// Argon2id as OWASP recommends it: 19 MiB, two rounds, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("these parameters are allowed");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hashed_with(password: &str, salt: &[u8]) -> String {
    let hash = argon2().hash_password_with_salt(password.as_bytes(), salt);
    hash.expect("salt and password are of allowed lengths").to_string()
}

impl Service {
    /// A password as it is kept.
    pub(super) fn hashed(&self, password: &str) -> String {
        self.count_hashing();
        hashed_with(password, self.secret(16).as_bytes())
    }

    /// Whether a password is the one that is kept. With nothing kept it isn't, after the same work.
    pub(super) fn matches(&self, password: &str, kept: Option<&str>) -> bool {
        self.count_hashing();
        match kept.map(PasswordHash::new) {
            Some(Ok(kept)) => argon2().verify_password(password.as_bytes(), &kept).is_ok(),
            Some(Err(_)) | None => {
                std::hint::black_box(hashed_with(password, b"nobody's salt, of sixteen bytes or more"));
                false
            }
        }
    }

    fn count_hashing(&self) {
        self.gate.hashings.fetch_add(1, Ordering::Relaxed);
    }

    /// How often this process has hashed a password. A log-in costs one, whoever it is for.
    pub fn hashings(&self) -> u64 {
        self.gate.hashings.load(Ordering::Relaxed)
    }
}

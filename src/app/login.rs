//! Logging in and out: Argon2id, the same time for names that aren't there, sessions that can be ended.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use chrono::{NaiveDateTime, TimeDelta};

use super::actor::{Actor, Role};
use super::audit::{self, Entry};
use super::problem::{LOGIN_REFUSED, Problem, TOO_MANY_REQUESTS};
use super::service::{Service, sha256};
use crate::db::session::{SessionRow, insert_session, live_session, revoke_session};
use crate::db::user::{UserRow, user_by_id, user_by_login};

/// How long a session lasts.
const SESSION: TimeDelta = TimeDelta::hours(12);

/// A session just begun. Its secret is told once.
#[derive(Debug)]
pub struct Opened {
    /// The secret that the cookie carries.
    pub secret: String,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// Whose it is.
    pub user: UserRow,
}

/// Argon2id as OWASP recommends it: 19 MiB, two rounds, one lane.
fn argon2() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).expect("these parameters are allowed");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// A password as it is kept.
pub(super) fn hashed(password: &str, salt: &[u8]) -> String {
    let hash = argon2().hash_password_with_salt(password.as_bytes(), salt);
    hash.expect("salt and password are of allowed lengths").to_string()
}

fn matches(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| argon2().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The header value that proves that a change by cookie comes from a page that could read the log-in's answer.
pub fn csrf_token(secret: &str) -> String {
    sha256(format!("csrf {secret}").as_bytes())
}

impl Service {
    /// Logs a user in. A name that isn't there takes as long as a wrong password.
    ///
    /// # Errors
    /// When name or password is wrong or the user disabled, or there were too many attempts; and those of the database.
    pub fn log_in(&self, nobody: &Actor, login: &str, password: &str) -> Result<Opened, Problem> {
        let tried = (shortened(login), nobody.address);
        let now = self.now();
        let by_address = self.gate.addresses.attempt(nobody.address, now);
        let let_through = by_address.and_then(|()| self.gate.logins.attempt(tried.clone(), now));
        if let Err(seconds) = let_through {
            self.note_refusal(nobody, "login:throttled")?;
            return Err(TOO_MANY_REQUESTS.with("seconds", seconds));
        }
        let user = self.database.read(|engine| Ok::<_, Problem>(user_by_login(engine, login)?))?;
        let user = user.filter(|user| user.disabled_at.is_none());
        let decoy;
        let hash = match &user {
            Some(user) => &user.password_hash,
            None => {
                decoy = hashed("", b"no such user here");
                &decoy
            }
        };
        // Somebody who isn't there: the decoy's work above stands for the comparison below.
        let right = user.is_some() && matches(password, hash);
        let Some(user) = user.filter(|_| right) else {
            // Throttled already, so that the log can't be flooded.
            self.note(nobody, Entry::new("login.refused", format!("login:{}", shortened(login))))?;
            return Err(Problem::from(&LOGIN_REFUSED));
        };
        self.gate.logins.forget(&tried);
        self.gate.addresses.forget(&nobody.address);
        let secret = self.secret(32);
        let session = SessionRow {
            token_hash: sha256(secret.as_bytes()),
            user_id: user.id,
            created_at: now,
            expires_at: now + SESSION,
            revoked_at: None,
        };
        let actor = of_user(&user, nobody.address);
        self.database.write(|engine| {
            insert_session(engine, &session)?;
            let entry = Entry::new("login", format!("user:{}", user.id));
            audit::append(engine, now, &actor, entry)
        })?;
        Ok(Opened { secret, expires_at: session.expires_at, user })
    }

    /// The user of a session's secret; `None` when there is no such session, it is over, or the user disabled.
    ///
    /// # Errors
    /// Those of the database.
    pub fn session(&self, secret: &str, address: Option<std::net::IpAddr>) -> Result<Option<Actor>, Problem> {
        let now = self.now();
        self.database.read(|engine| {
            let Some(session) = live_session(engine, &sha256(secret.as_bytes()), now)? else {
                return Ok(None);
            };
            let user = user_by_id(engine, session.user_id)?.filter(|user| user.disabled_at.is_none());
            Ok(user.map(|user| of_user(&user, address)))
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Those of the database.
    pub fn log_out(&self, actor: &Actor, secret: &str) -> Result<(), Problem> {
        let now = self.now();
        self.database.write(|engine| {
            revoke_session(engine, &sha256(secret.as_bytes()), now)?;
            audit::append(engine, now, actor, Entry::new("logout", actor.label.clone()))
        })?;
        // Streams of the session end at once.
        self.bell.ring();
        Ok(())
    }
}

fn of_user(user: &UserRow, address: Option<std::net::IpAddr>) -> Actor {
    let role = Role::of_code(&user.role);
    Actor {
        label: format!("user:{}", user.login),
        user_id: Some(user.id),
        role,
        rights: role.map_or(&[][..], Role::rights).to_vec(),
        reach: user.unit_code.clone(),
        address,
    }
}

/// What was typed as a login, cut, so that the log can't be flooded.
fn shortened(login: &str) -> String {
    login.chars().filter(|character| !character.is_control()).take(64).collect()
}

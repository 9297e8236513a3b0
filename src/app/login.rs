//! Logging in and out: the same time for names that aren't there, sessions that can be ended.

use std::net::IpAddr;

use chrono::{NaiveDateTime, TimeDelta};

use super::actor::{Actor, Role};
use super::audit::{self, Entry};
use super::problem::{LOGIN_REFUSED, Problem, TOO_MANY_REQUESTS, UNAUTHENTICATED};
use super::service::{Service, sha256};
use super::throttle::network_of;
use crate::db::session::{SessionRow, insert_session, live_session, live_sessions_of, revoke_session};
use crate::db::user::{UserRow, user_by_id, user_by_login};

/// How long a session lasts.
const SESSION: TimeDelta = TimeDelta::hours(12);

/// How many sessions a user has at once; with one more, the oldest ends.
const MOST_SESSIONS: usize = 100;

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

/// The header value that proves that a change by cookie comes from a page that could read the log-in's answer.
pub fn csrf_token(secret: &str) -> String {
    sha256(format!("csrf {secret}").as_bytes())
}

/// Whether a header's value proves it. Hashes are compared, so that the time tells nothing of the value.
pub fn is_csrf_token(secret: &str, given: &str) -> bool {
    sha256(given.as_bytes()) == sha256(csrf_token(secret).as_bytes())
}

impl Service {
    /// Logs a user in. A name that isn't there takes as long as a wrong password.
    ///
    /// # Errors
    /// When name or password is wrong or the user disabled, or there were too many attempts; and those of the database.
    pub fn log_in(&self, nobody: &Actor, login: &str, password: &str) -> Result<Opened, Problem> {
        let now = self.now();
        let name = shortened(login);
        let tried = (format!("user:{name}"), network_of(nobody.address));
        if let Err(seconds) = self.let_through(&name, &tried, now) {
            self.note_refusal(nobody, "login:throttled")?;
            return Err(TOO_MANY_REQUESTS.with("seconds", seconds));
        }
        let user = self.database.read(|engine| Ok::<_, Problem>(user_by_login(engine, login)?))?;
        let user = user.filter(|user| user.disabled_at.is_none());
        let right = self.matches(password, user.as_ref().map(|user| user.password_hash.as_str()));
        let Some(user) = user.filter(|_| right) else {
            self.note_stranger(nobody, Entry::new("login.refused", format!("login:{name}")))?;
            return Err(Problem::from(&LOGIN_REFUSED));
        };
        self.gate.names.give_back(&name);
        self.gate.logins.forget(&tried);
        self.gate.addresses.forget(&tried.1);
        let secret = self.secret(32);
        let session = SessionRow {
            token_hash: sha256(secret.as_bytes()),
            user_id: user.id,
            created_at: now,
            expires_at: now + SESSION,
            revoked_at: None,
            address: nobody.address.map(|address| address.to_string()),
        };
        let actor = of_user(&user, nobody.address);
        self.database.write(|engine| {
            // While the password was hashed, it may have been changed, or the user disabled.
            let known = user_by_id(engine, user.id)?;
            let same = known.is_some_and(|known| {
                known.password_hash == user.password_hash && known.disabled_at.is_none()
            });
            if !same {
                return Err(Problem::from(&LOGIN_REFUSED));
            }
            insert_session(engine, &session)?;
            let sessions = live_sessions_of(engine, user.id, now)?;
            for oldest in sessions.iter().take(sessions.len().saturating_sub(MOST_SESSIONS)) {
                revoke_session(engine, &oldest.token_hash, now)?;
            }
            let entry = Entry::new("login", format!("user:{}", user.id));
            audit::append(engine, now, &actor, entry)
        })?;
        Ok(Opened { secret, expires_at: session.expires_at, user })
    }

    /// Counts an attempt to log in: by its address, by the name from that address, and by the name from anywhere.
    fn let_through(
        &self,
        name: &str,
        tried: &(String, Option<IpAddr>),
        now: NaiveDateTime,
    ) -> Result<(), i64> {
        self.gate.addresses.attempt(tried.1, now)?;
        self.gate.logins.attempt(tried.clone(), now)?;
        self.gate.names.attempt(name.to_owned(), now)
    }

    /// The user of a session's secret, and until when the session lasts.
    ///
    /// # Errors
    /// When there is no such session, it is over, or the user disabled; and those of the database.
    pub fn session(&self, secret: &str, address: Option<IpAddr>) -> Result<(Actor, NaiveDateTime), Problem> {
        let now = self.now();
        let found = self.database.read(|engine| {
            let Some(session) = live_session(engine, &sha256(secret.as_bytes()), now)? else {
                return Ok(None);
            };
            let user = user_by_id(engine, session.user_id)?.filter(|user| user.disabled_at.is_none());
            Ok::<_, Problem>(user.map(|user| (of_user(&user, address), session.expires_at)))
        })?;
        found.ok_or_else(|| Problem::from(&UNAUTHENTICATED))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// Those of the database.
    pub fn log_out(&self, actor: &Actor, secret: &str) -> Result<(), Problem> {
        self.change_own(actor, |change| {
            revoke_session(change.engine, &sha256(secret.as_bytes()), change.now)?;
            change.record(Entry::new("logout", change.actor.label.clone()))
        })
    }
}

fn of_user(user: &UserRow, address: Option<IpAddr>) -> Actor {
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

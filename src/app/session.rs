//! One's own sessions: told apart, ended; and one's own password.

use chrono::NaiveDateTime;

use super::actor::Actor;
use super::audit::Entry;
use super::password::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
use super::problem::{
    CONFLICT, FIELD_REFUSED, NOT_FOUND, PASSWORD_REFUSED, Problem, TOKEN_REFUSED, TOO_MANY_REQUESTS,
    UNAUTHENTICATED,
};
use super::service::{Service, sha256};
use super::throttle::network_of;
use crate::db::session::{live_sessions_of, revoke_session, revoke_sessions_but};
use crate::db::user::{UserRow, update_user, user_by_id};

/// A session, told to the user whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnSession {
    /// What tells it from others; neither its secret nor the hash that is kept of it.
    pub id: String,
    /// When it began.
    pub created_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// The network address that it was begun from.
    pub address: Option<String>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

/// What tells a session from others.
fn id_of(token_hash: &str) -> String {
    sha256(format!("session {token_hash}").as_bytes()).chars().take(16).collect()
}

/// The user's id; refuses tokens, which have no sessions and no password.
fn user_id_of(actor: &Actor, what: &'static str) -> Result<i64, Problem> {
    actor.user_id.ok_or_else(|| TOKEN_REFUSED.with("what", what).with("allowed", "session"))
}

fn check_new(actor: &Actor, old: &str, new: &str) -> Result<(), Problem> {
    let refused = |expected: String| FIELD_REFUSED.with("field", "new_password").with("expected", expected);
    let length = new.chars().count();
    if !(SHORTEST_PASSWORD..=LONGEST_PASSWORD).contains(&length) {
        return Err(refused(format!("{SHORTEST_PASSWORD}-{LONGEST_PASSWORD}")));
    }
    if new == old || actor.label.strip_prefix("user:").is_some_and(|login| new.eq_ignore_ascii_case(login)) {
        return Err(refused("≠ old_password, login".to_owned()));
    }
    Ok(())
}

impl Service {
    /// The name of the user who asks.
    ///
    /// # Errors
    /// When a token asks; and those of the database.
    pub fn own_name(&self, actor: &Actor) -> Result<String, Problem> {
        let user_id = user_id_of(actor, "account")?;
        let user = self.database.read(|engine| Ok::<_, Problem>(user_by_id(engine, user_id)?))?;
        user.map(|user| user.name).ok_or_else(|| Problem::from(&UNAUTHENTICATED))
    }

    /// The sessions of the user who asks, the oldest first; `secret` is that of the session that asks.
    ///
    /// # Errors
    /// When a token asks; and those of the database.
    pub fn own_sessions(&self, actor: &Actor, secret: Option<&str>) -> Result<Vec<OwnSession>, Problem> {
        let user_id = user_id_of(actor, "sessions")?;
        let now = self.now();
        let current = secret.map(|secret| sha256(secret.as_bytes()));
        let rows = self.database.read(|engine| Ok::<_, Problem>(live_sessions_of(engine, user_id, now)?))?;
        let told = rows.into_iter().map(|row| OwnSession {
            id: id_of(&row.token_hash),
            created_at: row.created_at,
            expires_at: row.expires_at,
            is_current: current.as_deref() == Some(&row.token_hash),
            address: row.address,
        });
        Ok(told.collect())
    }

    /// Ends one of the sessions of the user who asks.
    ///
    /// # Errors
    /// When a token asks, or the user has no such session; and those of the database.
    pub fn end_own_session(&self, actor: &Actor, id: &str) -> Result<(), Problem> {
        let user_id = user_id_of(actor, "sessions")?;
        self.change_own(actor, |change| {
            let sessions = live_sessions_of(change.engine, user_id, change.now)?;
            let ended = sessions.iter().find(|row| id_of(&row.token_hash) == id);
            let ended = ended.ok_or_else(|| NOT_FOUND.with("what", format!("session {id}")))?;
            revoke_session(change.engine, &ended.token_hash, change.now)?;
            change.record(Entry::new("session.end", format!("session:{id}")))
        })
    }

    /// Gives the user who asks another password, and ends the user's other sessions. `secret` is that of the session
    /// that asks.
    ///
    /// # Errors
    /// When a token asks, the old password is wrong or was tried too often, or the new one isn't allowed; and those of
    /// the database.
    pub fn change_own_password(
        &self,
        actor: &Actor,
        secret: &str,
        old: &str,
        new: &str,
    ) -> Result<(), Problem> {
        let user_id = user_id_of(actor, "password")?;
        check_new(actor, old, new)?;
        let tried = (actor.label.clone(), network_of(actor.address));
        if let Err(seconds) = self.gate.logins.attempt(tried.clone(), self.now()) {
            self.note_refusal(actor, "password:throttled")?;
            return Err(TOO_MANY_REQUESTS.with("seconds", seconds));
        }
        let user = self.database.read(|engine| Ok::<_, Problem>(user_by_id(engine, user_id)?))?;
        let user = user.ok_or_else(|| Problem::from(&UNAUTHENTICATED))?;
        if !self.matches(old, Some(&user.password_hash)) {
            self.note_refusal(actor, "password")?;
            return Err(Problem::from(&PASSWORD_REFUSED));
        }
        self.gate.logins.forget(&tried);
        let hash = self.hashed(new);
        self.change_own(actor, |change| {
            let known = user_by_id(change.engine, user_id)?;
            let known = known.filter(|known| known.password_hash == user.password_hash);
            let known = known.ok_or_else(|| Problem::from(&CONFLICT))?;
            let changed = UserRow { password_hash: hash, change: known.change + 1, ..known };
            update_user(change.engine, &changed)?;
            let own = sha256(secret.as_bytes());
            let ended = revoke_sessions_but(change.engine, user_id, &own, change.now)?;
            let entry = Entry::new("user.password", format!("user:{user_id}"));
            change.record(entry.after(&serde_json::json!({ "ended_sessions": ended })))
        })
    }
}

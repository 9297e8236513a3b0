//! Users: made, disabled, given a new password.

use serde::Serialize;

pub use crate::db::user::UserRow;

use super::actor::{Actor, Right, Role};
use super::audit::Entry;
use super::login::hashed;
use super::problem::{ALREADY_THERE, FIELD_REFUSED, LAST_ADMINISTRATOR, NOT_FOUND, OUT_OF_REACH, Problem};
use super::service::{Change, Service};
use crate::db::session::revoke_sessions_of;
use crate::db::user::{
    count_enabled, count_users, insert_user, next_user_id, update_user, user_by_login, users_after,
};

/// A user to be made.
#[derive(Debug, Clone)]
pub struct NewUser {
    /// The name to log in with: letters, digits, `.`, `-`, `_`; at most 64.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The unit that the user reaches, with all below it; `None`: every unit. A reporter needs one.
    pub unit_code: Option<String>,
}

/// What the audit log keeps of a user: everything but the password.
#[derive(Serialize)]
struct UserRecord<'a> {
    id: i64,
    login: &'a str,
    name: &'a str,
    role: &'a str,
    unit_code: Option<&'a str>,
    disabled: bool,
}

impl<'a> From<&'a UserRow> for UserRecord<'a> {
    fn from(user: &'a UserRow) -> Self {
        Self {
            id: user.id,
            login: &user.login,
            name: &user.name,
            role: &user.role,
            unit_code: user.unit_code.as_deref(),
            disabled: user.disabled_at.is_some(),
        }
    }
}

/// How long a password must be.
pub const SHORTEST_PASSWORD: usize = 12;

fn check(user: &NewUser) -> Result<(), Problem> {
    let refused =
        |field: &'static str, expected: &str| FIELD_REFUSED.with("field", field).with("expected", expected);
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
    if user.login.is_empty() || user.login.len() > 64 || !user.login.chars().all(allowed) {
        return Err(refused("login", "1-64 × [A-Za-z0-9._-]"));
    }
    if user.name.trim().is_empty() || user.name.chars().count() > 200 {
        return Err(refused("name", "1-200"));
    }
    if user.role == Role::Reporter && user.unit_code.is_none() {
        return Err(refused("unit_code", "reporter"));
    }
    Ok(())
}

impl Service {
    /// Makes a user, with a password that is told once.
    ///
    /// # Errors
    /// When the actor may not, a field is refused, or the login is taken; and those of the database.
    pub fn add_user(&self, actor: &Actor, new: &NewUser) -> Result<(UserRow, String), Problem> {
        check(new)?;
        demand_within(actor, new.unit_code.as_deref())?;
        let (password, hash) = self.new_password();
        let user = self.change(actor, Right::ManageUsers, |change| {
            if user_by_login(change.engine, &new.login)?.is_some() {
                return Err(ALREADY_THERE.with("what", &new.login));
            }
            let user = UserRow {
                id: next_user_id(change.engine)?,
                login: new.login.clone(),
                name: new.name.clone(),
                role: new.role.code().to_owned(),
                unit_code: new.unit_code.clone(),
                password_hash: hash,
                created_at: change.now,
                disabled_at: None,
            };
            insert_user(change.engine, &user)?;
            let entry = Entry::new("user.add", format!("user:{}", user.id));
            change.record(entry.after(&UserRecord::from(&user)))?;
            Ok(user)
        })?;
        Ok((user, password))
    }

    /// Disables a user and ends all sessions.
    ///
    /// # Errors
    /// When the actor may not or there is no such user; and those of the database.
    pub fn disable_user(&self, actor: &Actor, login: &str) -> Result<UserRow, Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let user = known(change, login)?;
            demand_within(actor, user.unit_code.as_deref())?;
            let administrator = Role::Administrator.code();
            let is_last = user.role == administrator
                && user.disabled_at.is_none()
                && count_enabled(change.engine, administrator)? == 1;
            if is_last {
                return Err(Problem::from(&LAST_ADMINISTRATOR));
            }
            let disabled = UserRow { disabled_at: Some(change.now), ..user.clone() };
            self.store(change, "user.disable", &user, &disabled)?;
            Ok(disabled)
        })
    }

    /// Gives a user a new password, told once, ends all sessions, and lets a disabled user in again.
    ///
    /// # Errors
    /// When the actor may not or there is no such user; and those of the database.
    pub fn reset_user(&self, actor: &Actor, login: &str) -> Result<(UserRow, String), Problem> {
        let (password, hash) = self.new_password();
        let user = self.change(actor, Right::ManageUsers, |change| {
            let user = known(change, login)?;
            demand_within(actor, user.unit_code.as_deref())?;
            let reset = UserRow { disabled_at: None, password_hash: hash, ..user.clone() };
            self.store(change, "user.reset", &user, &reset)?;
            Ok(reset)
        })?;
        Ok((user, password))
    }

    fn store(
        &self,
        change: &mut Change<'_>,
        action: &'static str,
        before: &UserRow,
        after: &UserRow,
    ) -> Result<(), Problem> {
        update_user(change.engine, after)?;
        revoke_sessions_of(change.engine, after.id, change.now)?;
        let entry = Entry::new(action, format!("user:{}", after.id));
        change.record(entry.before(&UserRecord::from(before)).after(&UserRecord::from(after)))
    }

    /// The users after an id, at most so many, and how many there are in all.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn users_after(&self, actor: &Actor, after: i64, limit: i64) -> Result<(Vec<UserRow>, i64), Problem> {
        self.read(actor, Right::ManageUsers, |engine| {
            Ok((users_after(engine, after, limit)?, count_users(engine)?))
        })
    }

    /// A password that nobody can guess, and its hash.
    fn new_password(&self) -> (String, String) {
        let password = self.secret(12);
        debug_assert!(password.len() >= SHORTEST_PASSWORD);
        let hash = hashed(&password, self.secret(16).as_bytes());
        (password, hash)
    }
}

/// Whoever reaches one unit alone has no say in users who reach others.
fn demand_within(actor: &Actor, reach: Option<&str>) -> Result<(), Problem> {
    match actor.reach.as_deref() {
        Some(own) if reach != Some(own) => Err(OUT_OF_REACH.with("units", reach.unwrap_or("*"))),
        _ => Ok(()),
    }
}

fn known(change: &mut Change<'_>, login: &str) -> Result<UserRow, Problem> {
    user_by_login(change.engine, login)?.ok_or_else(|| NOT_FOUND.with("what", login))
}

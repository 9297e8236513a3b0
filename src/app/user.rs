//! Users: made, changed, disabled, given a new password. Nobody gives, or takes from, what they haven't themselves.

use serde::Serialize;

pub use crate::db::user::UserRow;

use super::actor::{Actor, Right, Role};
use super::audit::Entry;
use super::problem::{ALREADY_THERE, FIELD_REFUSED, LAST_ADMINISTRATOR, NOT_FOUND, Problem, STALE};
use super::service::{Change, Service};
use super::text_field::{LONGEST_CODE, required};
use crate::db::Engine;
use crate::db::session::{live_sessions_of, revoke_sessions_of};
use crate::db::unit::is_known_unit;
use crate::db::user::{
    count_others_of_role, count_users, insert_user, next_user_id, update_user, user_by_login,
    user_by_login_in_any_case, users_after,
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

/// Checks the fields of a user; the name without spaces around it.
fn check(user: &NewUser) -> Result<String, Problem> {
    let refused =
        |field: &'static str, expected: &str| FIELD_REFUSED.with("field", field).with("expected", expected);
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-_".contains(character);
    if user.login.is_empty() || user.login.len() > 64 || !user.login.chars().all(allowed) {
        return Err(refused("login", "1-64 × [A-Za-z0-9._-]"));
    }
    if user.role == Role::Reporter && user.unit_code.is_none() {
        return Err(refused("unit_code", "reporter"));
    }
    if let Some(code) = &user.unit_code {
        required("unit_code", code, LONGEST_CODE)?;
    }
    required("name", &user.name, 200)
}

/// Refuses who would give, or take from, a role that can do more than they themselves, or a reach beyond their own.
fn demand_as_much(actor: &Actor, role: Option<Role>, unit_code: Option<&str>) -> Result<(), Problem> {
    let rights = role.map_or(Right::ALL, Role::rights);
    actor.demand_as_much(rights.iter().copied(), unit_code)
}

/// Refuses the code of a unit that neither the register nor a plan has, once either has any.
pub(super) fn demand_known_unit(engine: &mut Engine, code: Option<&str>) -> Result<(), Problem> {
    match code {
        Some(code) if !is_known_unit(engine, code)? => Err(NOT_FOUND.with("what", format!("unit {code}"))),
        _ => Ok(()),
    }
}

/// Refuses to leave the service without an administrator who can log in and reaches every unit.
fn demand_another_administrator(engine: &mut Engine, user: &UserRow) -> Result<(), Problem> {
    let administrator = Role::Administrator.code();
    let is_one = user.role == administrator && user.unit_code.is_none() && user.disabled_at.is_none();
    if is_one && count_others_of_role(engine, administrator, user.id)? == 0 {
        return Err(LAST_ADMINISTRATOR.with("what", &user.login));
    }
    Ok(())
}

impl Service {
    /// Makes a user, with a password that is told once.
    ///
    /// # Errors
    /// When the actor may not or can't do as much itself, a field is refused, or the login is taken; and those of the
    /// database.
    pub fn add_user(&self, actor: &Actor, new: &NewUser) -> Result<(UserRow, String), Problem> {
        let name = check(new)?;
        self.demand(actor, Right::ManageUsers)?;
        let (password, hash) = self.new_password();
        let user = self.change(actor, Right::ManageUsers, |change| {
            demand_as_much(actor, Some(new.role), new.unit_code.as_deref())?;
            demand_known_unit(change.engine, new.unit_code.as_deref())?;
            if user_by_login_in_any_case(change.engine, &new.login)?.is_some() {
                return Err(ALREADY_THERE.with("what", &new.login));
            }
            let user = UserRow {
                id: next_user_id(change.engine)?,
                login: new.login.clone(),
                name,
                role: new.role.code().to_owned(),
                unit_code: new.unit_code.clone(),
                password_hash: hash,
                created_at: change.now,
                disabled_at: None,
                change: 1,
            };
            insert_user(change.engine, &user)?;
            let entry = Entry::new("user.add", format!("user:{}", user.id));
            change.record(entry.after(&UserRecord::from(&user)))?;
            Ok(user)
        })?;
        Ok((user, password))
    }

    /// Gives a user another name, role or reach; sessions and tokens go on with what it may do now. `expected` is the
    /// count of changes that the caller has seen.
    ///
    /// # Errors
    /// When the actor may not or can't do as much itself, a field is refused, another unit isn't known, the user was
    /// changed since, or is the last administrator; and those of the database.
    pub fn change_user(
        &self,
        actor: &Actor,
        expected: Option<i64>,
        wanted: &NewUser,
    ) -> Result<UserRow, Problem> {
        let name = check(wanted)?;
        self.change(actor, Right::ManageUsers, |change| {
            let before = known(change, &wanted.login)?;
            if expected.is_some_and(|expected| expected != before.change) {
                return Err(STALE.with("expected", before.change));
            }
            demand_as_much(actor, Some(wanted.role), wanted.unit_code.as_deref())?;
            if wanted.unit_code != before.unit_code {
                demand_known_unit(change.engine, wanted.unit_code.as_deref())?;
            }
            if wanted.role != Role::Administrator || wanted.unit_code.is_some() {
                demand_another_administrator(change.engine, &before)?;
            }
            let after = UserRow {
                name,
                role: wanted.role.code().to_owned(),
                unit_code: wanted.unit_code.clone(),
                change: before.change + 1,
                ..before.clone()
            };
            store(change, "user.change", &before, &after)?;
            Ok(after)
        })
    }

    /// Disables a user and ends all sessions.
    ///
    /// # Errors
    /// When the actor may not or can't do as much itself, there is no such user, or it is the last administrator; and
    /// those of the database.
    pub fn disable_user(&self, actor: &Actor, login: &str) -> Result<UserRow, Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let user = known(change, login)?;
            demand_another_administrator(change.engine, &user)?;
            let disabled = UserRow { disabled_at: Some(change.now), change: user.change + 1, ..user.clone() };
            store(change, "user.disable", &user, &disabled)?;
            revoke_sessions_of(change.engine, user.id, change.now)?;
            Ok(disabled)
        })
    }

    /// Gives a user a new password, told once, ends all sessions, and lets a disabled user in again.
    ///
    /// # Errors
    /// When the actor may not or can't do as much itself, or there is no such user; and those of the database.
    pub fn reset_user(&self, actor: &Actor, login: &str) -> Result<(UserRow, String), Problem> {
        self.demand(actor, Right::ManageUsers)?;
        let (password, hash) = self.new_password();
        let user = self.change(actor, Right::ManageUsers, |change| {
            let user = known(change, login)?;
            let reset =
                UserRow { disabled_at: None, password_hash: hash, change: user.change + 1, ..user.clone() };
            store(change, "user.reset", &user, &reset)?;
            revoke_sessions_of(change.engine, user.id, change.now)?;
            Ok(reset)
        })?;
        Ok((user, password))
    }

    /// Ends all sessions of a user; how many that were.
    ///
    /// # Errors
    /// When the actor may not or can't do as much itself, or there is no such user; and those of the database.
    pub fn end_sessions_of(&self, actor: &Actor, login: &str) -> Result<usize, Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let user = known(change, login)?;
            let ended = live_sessions_of(change.engine, user.id, change.now)?.len();
            revoke_sessions_of(change.engine, user.id, change.now)?;
            let entry = Entry::new("user.end_sessions", format!("user:{}", user.id));
            change.record(entry.after(&serde_json::json!({ "ended": ended })))?;
            Ok(ended)
        })
    }

    /// The user with a login.
    ///
    /// # Errors
    /// When the actor may not, or there is no such user; and those of the database.
    pub fn user(&self, actor: &Actor, login: &str) -> Result<UserRow, Problem> {
        self.read(actor, Right::ManageUsers, |engine| {
            user_by_login(engine, login)?.ok_or_else(|| NOT_FOUND.with("what", format!("user {login}")))
        })
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
        let hash = self.hashed(&password);
        (password, hash)
    }
}

/// Writes a user's row anew, with its record.
fn store(
    change: &mut Change<'_>,
    action: &'static str,
    before: &UserRow,
    after: &UserRow,
) -> Result<(), Problem> {
    update_user(change.engine, after)?;
    let entry = Entry::new(action, format!("user:{}", after.id));
    change.record(entry.before(&UserRecord::from(before)).after(&UserRecord::from(after)))
}

/// The user with a login, of those whom the actor may change.
fn known(change: &mut Change<'_>, login: &str) -> Result<UserRow, Problem> {
    let user = user_by_login(change.engine, login)?;
    let user = user.ok_or_else(|| NOT_FOUND.with("what", format!("user {login}")))?;
    demand_as_much(change.actor, Role::of_code(&user.role), user.unit_code.as_deref())?;
    Ok(user)
}

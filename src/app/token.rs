//! Tokens of integrations: some rights, some methods, until a day, from some addresses, for a subtree of units.

use std::net::IpAddr;

use chrono::{NaiveDateTime, TimeDelta};
use ipnet::IpNet;
use serde::Serialize;

pub use crate::db::token::TokenRow;

use super::actor::{Actor, Right};
use super::audit::{Entry, written};
use super::problem::{FIELD_REFUSED, FORBIDDEN, NOT_FOUND, Problem, TOKEN_REFUSED, UNAUTHENTICATED};
use super::service::{Service, sha256};
use super::text_field::required;
use crate::db::token::{
    count_tokens, insert_token, next_token_id, revoke_token, token_by_hash, token_by_id, tokens_after,
};
use crate::db::user::user_by_login;

/// A token to be made.
#[derive(Debug, Clone)]
pub struct NewToken {
    /// What it is for.
    pub name: String,
    /// The rights that it carries; none that its maker hasn't.
    pub scopes: Vec<Right>,
    /// The HTTP methods that it may use.
    pub methods: Vec<String>,
    /// The unit that it reaches, with all below it; `None`: what its maker reaches.
    pub unit_code: Option<String>,
    /// The only addresses that it may come from; `None`: all.
    pub address_range: Option<IpNet>,
    /// Until when it can be used.
    pub expires_at: NaiveDateTime,
}

/// The HTTP methods that a token can carry.
pub const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// How long a token can be used at most.
const LONGEST: TimeDelta = TimeDelta::days(400);

/// What every secret begins with, so that one that got out can be found by those who look for such things.
pub const PREFIX: &str = "thidua_";

/// What the audit log keeps of a token: everything but the secret.
#[derive(Serialize)]
struct TokenRecord<'a> {
    name: &'a str,
    scopes: &'a str,
    methods: &'a str,
    unit_code: Option<&'a str>,
    address_range: Option<&'a str>,
    expires_at: String,
    revoked: bool,
}

impl<'a> From<&'a TokenRow> for TokenRecord<'a> {
    fn from(row: &'a TokenRow) -> Self {
        Self {
            name: &row.name,
            scopes: &row.scopes,
            methods: &row.methods,
            unit_code: row.unit_code.as_deref(),
            address_range: row.address_range.as_deref(),
            expires_at: written(row.expires_at),
            revoked: row.revoked_at.is_some(),
        }
    }
}

/// The rights in a row.
pub fn scopes_of(row: &TokenRow) -> Vec<Right> {
    row.scopes.split(',').filter_map(Right::of_code).collect()
}

impl Service {
    /// Makes a token, with a secret that is told once.
    ///
    /// # Errors
    /// When the actor may not, a field is refused, or the token would do more than its maker can; and those of the
    /// database.
    pub fn add_token(&self, actor: &Actor, new: &NewToken) -> Result<(TokenRow, String), Problem> {
        let refused = |field: &'static str, expected: &str| {
            FIELD_REFUSED.with("field", field).with("expected", expected)
        };
        let name = required("name", &new.name, 200)?;
        if new.scopes.is_empty() {
            return Err(refused("scopes", "1-"));
        }
        if let Some(beyond) = new.scopes.iter().find(|right| !actor.may(**right)) {
            return Err(FORBIDDEN.with("right", beyond.code()));
        }
        if new.methods.is_empty() || new.methods.iter().any(|method| !METHODS.contains(&method.as_str())) {
            return Err(refused("methods", &METHODS.join(", ")));
        }
        let unit_code = match (&new.unit_code, &actor.reach) {
            (Some(wanted), Some(reach)) if wanted != reach => return Err(refused("unit_code", reach)),
            (wanted, reach) => wanted.clone().or_else(|| reach.clone()),
        };
        let secret = format!("{PREFIX}{}", self.secret(32));
        let scopes: Vec<&str> = new.scopes.iter().map(|right| right.code()).collect();
        let row = self.change(actor, Right::ManageUsers, |change| {
            if new.expires_at <= change.now || new.expires_at > change.now + LONGEST {
                return Err(refused("expires_at", "≤ 400 d"));
            }
            let row = TokenRow {
                id: next_token_id(change.engine)?,
                name,
                token_hash: sha256(secret.as_bytes()),
                scopes: scopes.join(","),
                methods: new.methods.join(","),
                unit_code,
                address_range: new.address_range.map(|range| range.to_string()),
                created_by: actor.label.clone(),
                created_at: change.now,
                expires_at: new.expires_at,
                revoked_at: None,
            };
            insert_token(change.engine, &row)?;
            let entry = Entry::new("token.add", format!("token:{}", row.id));
            change.record(entry.after(&TokenRecord::from(&row)))?;
            Ok(row)
        })?;
        Ok((row, secret))
    }

    /// Revokes a token.
    ///
    /// # Errors
    /// When the actor may not, or there is no such token that can still be used; and those of the database.
    pub fn revoke_token(&self, actor: &Actor, id: i64) -> Result<TokenRow, Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let before = token_by_id(change.engine, id)?.filter(|token| token.revoked_at.is_none());
            let before = before.ok_or_else(|| NOT_FOUND.with("what", format!("token {id}")))?;
            let revoked = TokenRow { revoked_at: Some(change.now), ..before.clone() };
            revoke_token(change.engine, id, change.now)?;
            let entry = Entry::new("token.revoke", format!("token:{id}"));
            change.record(entry.before(&TokenRecord::from(&before)).after(&TokenRecord::from(&revoked)))?;
            Ok(revoked)
        })
    }

    /// The tokens after an id, at most so many, and how many there are in all.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn tokens_after(
        &self,
        actor: &Actor,
        after: i64,
        limit: i64,
    ) -> Result<(Vec<TokenRow>, i64), Problem> {
        self.read(actor, Right::ManageUsers, |engine| {
            Ok((tokens_after(engine, after, limit)?, count_tokens(engine)?))
        })
    }

    /// Who comes with a token's secret, by a method from an address.
    ///
    /// # Errors
    /// When there is no such token, it was revoked or is over, or its maker was disabled since; when it may not use
    /// the method or come from the address; and those of the database.
    pub fn token(&self, secret: &str, method: &str, address: Option<IpAddr>) -> Result<Actor, Problem> {
        let now = self.now();
        let row = self.database.read(|engine| {
            let found = token_by_hash(engine, &sha256(secret.as_bytes()))?;
            let Some(row) = found.filter(|row| row.revoked_at.is_none() && row.expires_at > now) else {
                return Ok::<_, Problem>(None);
            };
            let maker = match row.created_by.strip_prefix("user:") {
                Some(login) => user_by_login(engine, login)?.is_some_and(|user| user.disabled_at.is_none()),
                None => true,
            };
            Ok(Some(row).filter(|_| maker))
        })?;
        let Some(row) = row else { return Err(Problem::from(&UNAUTHENTICATED)) };
        let actor = Actor {
            label: format!("token:{}", row.id),
            user_id: None,
            role: None,
            rights: scopes_of(&row),
            reach: row.unit_code.clone(),
            address,
        };
        let range: Option<IpNet> = row.address_range.as_deref().and_then(|range| range.parse().ok());
        let refused = if !row.methods.split(',').any(|allowed| allowed == method) {
            Some(("method", row.methods.clone()))
        } else if range.is_some_and(|range| address.is_none_or(|address| !range.contains(&address))) {
            Some(("address", row.address_range.unwrap_or_default()))
        } else {
            None
        };
        match refused {
            None => Ok(actor),
            Some((what, allowed)) => {
                self.note_refusal(&actor, what)?;
                Err(TOKEN_REFUSED.with("what", what).with("allowed", allowed))
            }
        }
    }
}

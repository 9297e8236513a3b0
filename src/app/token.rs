//! Tokens of integrations: some rights, some methods, until a day, from some addresses, for a subtree of units.

use std::net::IpAddr;

use chrono::{NaiveDateTime, TimeDelta};
use ipnet::IpNet;
use serde::Serialize;

pub use crate::db::token::TokenRow;

use super::actor::{Actor, Right, Role, codes};
use super::audit::{Entry, written};
use super::problem::{FIELD_REFUSED, FORBIDDEN, NOT_FOUND, Problem, TOKEN_REFUSED, UNAUTHENTICATED};
use super::service::{Service, sha256};
use super::text_field::{LONGEST_CODE, required};
use super::user::demand_known_unit;
use crate::db::Engine;
use crate::db::token::{
    count_tokens, insert_token, next_token_id, revoke_token, token_by_hash, token_by_id, tokens_after,
};
use crate::db::user::{UserRow, user_by_login};

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

codes! {
    /// Whether a token can be used, and why not.
    TokenState {
        /// It can be used.
        InForce = "in_force",
        /// It was revoked.
        Revoked = "revoked",
        /// Its time is over.
        Over = "over",
        /// Its maker was disabled, or doesn't reach as far any more.
        Maker = "maker",
    }
}

/// A token as it is now.
#[derive(Debug, Clone)]
pub struct TokenNow {
    /// The token.
    pub row: TokenRow,
    /// Whether it can be used.
    pub state: TokenState,
    /// The rights that it was made with and its maker has lost since, so that it hasn't them any more either.
    pub lost: Vec<Right>,
}

/// The HTTP methods that a token can carry.
pub const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// How long a token can be used at most.
pub(super) const LONGEST: TimeDelta = TimeDelta::days(400);

/// What every secret begins with, so that one that got out can be found by those who look for such things.
pub const PREFIX: &str = "thidua_";

/// What the audit log keeps of a token: everything but the secret.
#[derive(Serialize)]
pub(super) struct TokenRecord<'a> {
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
        if actor.is_token() {
            // What one token made would go on when it is over or revoked.
            self.note_refusal(actor, "token:maker")?;
            return Err(TOKEN_REFUSED.with("what", "tokens").with("allowed", "session"));
        }
        if new.scopes.is_empty() {
            return Err(refused("scopes", "1-"));
        }
        if let Some(beyond) = new.scopes.iter().find(|right| !actor.may(**right)) {
            self.note_refusal(actor, &format!("right:{}", beyond.code()))?;
            return Err(FORBIDDEN.with("right", beyond.code()));
        }
        if new.methods.is_empty() || new.methods.iter().any(|method| !METHODS.contains(&method.as_str())) {
            return Err(refused("methods", &METHODS.join(", ")));
        }
        if let Some(code) = &new.unit_code {
            required("unit_code", code, LONGEST_CODE)?;
        }
        let unit_code = match (&new.unit_code, &actor.reach) {
            (Some(wanted), Some(reach)) if wanted != reach => return Err(refused("unit_code", reach)),
            (wanted, reach) => wanted.clone().or_else(|| reach.clone()),
        };
        let secret = format!("{PREFIX}{}", self.secret(32));
        let carried = |right: &&Right| new.scopes.contains(right);
        let scopes: Vec<&str> = Right::ALL.iter().filter(carried).map(|right| right.code()).collect();
        let used = |method: &&&str| new.methods.iter().any(|it| it == **method);
        let methods: Vec<&str> = METHODS.iter().filter(used).copied().collect();
        let row = self.change(actor, Right::ManageUsers, |change| {
            if new.expires_at <= change.now || new.expires_at > change.now + LONGEST {
                return Err(refused("expires_at", "≤ 400 d"));
            }
            demand_known_unit(change.engine, new.unit_code.as_deref())?;
            let row = TokenRow {
                id: next_token_id(change.engine)?,
                name,
                token_hash: sha256(secret.as_bytes()),
                scopes: scopes.join(","),
                methods: methods.join(","),
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
            actor.demand_as_much([], before.unit_code.as_deref())?;
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

    /// The same, each with whether it can be used now.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn tokens_now_after(
        &self,
        actor: &Actor,
        after: i64,
        limit: i64,
    ) -> Result<(Vec<TokenNow>, i64), Problem> {
        let now = self.now();
        self.read(actor, Right::ManageUsers, |engine| {
            let mut tokens = Vec::new();
            for row in tokens_after(engine, after, limit)? {
                let maker = maker_of(engine, &row)?;
                let kept = rights_now(&row, maker.as_ref());
                let lost = scopes_of(&row).into_iter().filter(|right| !kept.contains(right)).collect();
                let state = state_of(&row, maker.as_ref(), now);
                tokens.push(TokenNow { row, state, lost });
            }
            Ok((tokens, count_tokens(engine)?))
        })
    }

    /// Who comes with a token's secret, by a method from an address, and until when it can be used. `in_address`: the
    /// secret stood in the address asked for, where others may read it; so it must be one that opens calendars alone.
    ///
    /// A token can do no more than its maker can now: rights that the maker has lost are gone from it, and it stops
    /// when the maker is disabled or doesn't reach as far any more.
    ///
    /// # Errors
    /// When there is no such token, it was revoked, is over or has stopped; when it may not use the method or come from
    /// the address; and those of the database. Each is noted.
    pub fn token(
        &self,
        secret: &str,
        (method, in_address): (&str, bool),
        address: Option<IpAddr>,
    ) -> Result<(Actor, NaiveDateTime), Problem> {
        let now = self.now();
        let found = self.database.read(|engine| {
            let Some(row) = token_by_hash(engine, &sha256(secret.as_bytes()))? else { return Ok(None) };
            let maker = maker_of(engine, &row)?;
            Ok::<_, Problem>(Some((row, maker)))
        })?;
        let Some((row, maker)) = found else {
            self.note_refusal(&Actor::nobody(address), "token:unknown")?;
            return Err(Problem::from(&UNAUTHENTICATED));
        };
        let actor = Actor {
            label: format!("token:{}", row.id),
            user_id: None,
            role: None,
            rights: rights_now(&row, maker.as_ref()),
            reach: row.unit_code.clone(),
            address,
        };
        let state = state_of(&row, maker.as_ref(), now);
        if state != TokenState::InForce {
            self.note_refusal(&actor, &format!("token:{}", state.code()))?;
            return Err(Problem::from(&UNAUTHENTICATED));
        }
        let range: Option<IpNet> = row.address_range.as_deref().and_then(|range| range.parse().ok());
        let refused = if !row.methods.split(',').any(|allowed| allowed == method) {
            Some(("method", row.methods.clone()))
        } else if row.address_range.is_some() && !is_inside(range, address) {
            Some(("address", row.address_range.unwrap_or_default()))
        } else if in_address && row.scopes != Right::Calendar.code() {
            Some(("key", Right::Calendar.code().to_owned()))
        } else {
            None
        };
        match refused {
            None => Ok((actor, row.expires_at)),
            Some((what, allowed)) => {
                self.note_refusal(&actor, &format!("token:{what}"))?;
                Err(TOKEN_REFUSED.with("what", what).with("allowed", allowed))
            }
        }
    }
}

/// Whether an address is in a range; an IPv4 address that came as IPv6 counts as IPv4.
fn is_inside(range: Option<IpNet>, address: Option<IpAddr>) -> bool {
    match (range, address) {
        (Some(range), Some(address)) => range.contains(&address.to_canonical()) || range.contains(&address),
        _ => false,
    }
}

/// What a token may do: of what it was made for, what its maker may do now.
fn rights_now(row: &TokenRow, maker: Option<&UserRow>) -> Vec<Right> {
    let scopes = scopes_of(row);
    let Some(maker) = maker else { return scopes };
    let rights = Role::of_code(&maker.role).map_or(&[][..], Role::rights);
    scopes.into_iter().filter(|right| right.is_among(rights)).collect()
}

/// Who made a token, if it was a user.
fn maker_of(engine: &mut Engine, row: &TokenRow) -> Result<Option<UserRow>, Problem> {
    match row.created_by.strip_prefix("user:") {
        Some(login) => Ok(user_by_login(engine, login)?),
        None => Ok(None),
    }
}

/// Whether a token can be used, and why not.
fn state_of(row: &TokenRow, maker: Option<&UserRow>, now: NaiveDateTime) -> TokenState {
    let is_of_user = row.created_by.starts_with("user:");
    let maker_stopped = maker.is_none_or(|maker| {
        let reaches = maker.unit_code.is_none() || maker.unit_code == row.unit_code;
        maker.disabled_at.is_some() || !reaches
    });
    match row {
        _ if row.revoked_at.is_some() => TokenState::Revoked,
        _ if row.expires_at <= now => TokenState::Over,
        _ if is_of_user && maker_stopped => TokenState::Maker,
        _ => TokenState::InForce,
    }
}

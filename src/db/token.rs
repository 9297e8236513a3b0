//! Tokens of integrations. Of a token's secret only its hash is kept.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::tokens;

/// A token.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = tokens)]
#[diesel(treat_none_as_default_value = false)]
pub struct TokenRow {
    /// The id.
    pub id: i64,
    /// What it is for.
    pub name: String,
    /// SHA-256 of the secret, in hexadecimal.
    pub token_hash: String,
    /// The codes of the rights that it carries, with commas between them.
    pub scopes: String,
    /// The HTTP methods that it may use, with commas between them.
    pub methods: String,
    /// The unit that it reaches, with all below it.
    pub unit_code: Option<String>,
    /// The only addresses that it may come from, as `10.0.0.0/8`.
    pub address_range: Option<String>,
    /// Who made it, as the audit log names it.
    pub created_by: String,
    /// When.
    pub created_at: NaiveDateTime,
    /// Until when it can be used.
    pub expires_at: NaiveDateTime,
    /// When it was revoked.
    pub revoked_at: Option<NaiveDateTime>,
}

/// The id for the next token.
///
/// # Errors
/// Those of the database.
pub fn next_token_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = tokens::table.select(max(tokens::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a token.
///
/// # Errors
/// Those of the database.
pub fn insert_token(engine: &mut Engine, token: &TokenRow) -> QueryResult<()> {
    diesel::insert_into(tokens::table).values(token).execute(engine).map(drop)
}

/// The token with an id.
///
/// # Errors
/// Those of the database.
pub fn token_by_id(engine: &mut Engine, id: i64) -> QueryResult<Option<TokenRow>> {
    tokens::table.filter(tokens::id.eq(id)).first(engine).optional()
}

/// The token with the hash of a secret.
///
/// # Errors
/// Those of the database.
pub fn token_by_hash(engine: &mut Engine, hash: &str) -> QueryResult<Option<TokenRow>> {
    tokens::table.filter(tokens::token_hash.eq(hash)).first(engine).optional()
}

/// Revokes a token.
///
/// # Errors
/// Those of the database.
pub fn revoke_token(engine: &mut Engine, id: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(tokens::table.filter(tokens::id.eq(id)))
        .set(tokens::revoked_at.eq(Some(now)))
        .execute(engine)
        .map(drop)
}

/// The tokens after an id, at most so many.
///
/// # Errors
/// Those of the database.
pub fn tokens_after(engine: &mut Engine, after: i64, limit: i64) -> QueryResult<Vec<TokenRow>> {
    tokens::table.filter(tokens::id.gt(after)).order(tokens::id.asc()).limit(limit).load(engine)
}

/// The tokens of a maker with just these scopes that weren't revoked, by id.
///
/// # Errors
/// Those of the database.
pub fn tokens_made_by(engine: &mut Engine, maker: &str, scopes: &str) -> QueryResult<Vec<TokenRow>> {
    tokens::table
        .filter(tokens::created_by.eq(maker).and(tokens::scopes.eq(scopes)).and(tokens::revoked_at.is_null()))
        .order(tokens::id.asc())
        .load(engine)
}

/// How many tokens there are.
///
/// # Errors
/// Those of the database.
pub fn count_tokens(engine: &mut Engine) -> QueryResult<i64> {
    tokens::table.count().get_result(engine)
}

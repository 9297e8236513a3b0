//! Sessions: who is logged in. Of a session's secret only its hash is kept.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::sessions;

/// A session.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = sessions)]
#[diesel(treat_none_as_default_value = false)]
pub struct SessionRow {
    /// SHA-256 of the secret, in hexadecimal.
    pub token_hash: String,
    /// Whose it is.
    pub user_id: i64,
    /// When it began.
    pub created_at: NaiveDateTime,
    /// When it ends by itself.
    pub expires_at: NaiveDateTime,
    /// When it was ended.
    pub revoked_at: Option<NaiveDateTime>,
    /// The network address that it was begun from.
    pub address: Option<String>,
}

/// Adds a session.
///
/// # Errors
/// Those of the database.
pub fn insert_session(connection: &mut Engine, session: &SessionRow) -> QueryResult<()> {
    diesel::insert_into(sessions::table).values(session).execute(connection).map(drop)
}

/// The session with a hash, if it is neither over nor ended.
///
/// # Errors
/// Those of the database.
pub fn live_session(
    connection: &mut Engine,
    token_hash: &str,
    now: NaiveDateTime,
) -> QueryResult<Option<SessionRow>> {
    sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::revoked_at.is_null())
        .first(connection)
        .optional()
}

/// Ends a session.
///
/// # Errors
/// Those of the database.
pub fn revoke_session(connection: &mut Engine, token_hash: &str, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(token_hash)))
        .set(sessions::revoked_at.eq(Some(now)))
        .execute(connection)
        .map(drop)
}

/// The sessions of a user that are neither over nor ended, the oldest first.
///
/// # Errors
/// Those of the database.
pub fn live_sessions_of(
    connection: &mut Engine,
    user_id: i64,
    now: NaiveDateTime,
) -> QueryResult<Vec<SessionRow>> {
    sessions::table
        .filter(sessions::user_id.eq(user_id))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::revoked_at.is_null())
        .order((sessions::created_at.asc(), sessions::token_hash.asc()))
        .load(connection)
}

/// Ends all sessions of a user but one; how many that were.
///
/// # Errors
/// Those of the database.
pub fn revoke_sessions_but(
    connection: &mut Engine,
    user_id: i64,
    token_hash: &str,
    now: NaiveDateTime,
) -> QueryResult<usize> {
    diesel::update(
        sessions::table
            .filter(sessions::user_id.eq(user_id))
            .filter(sessions::expires_at.gt(now))
            .filter(sessions::revoked_at.is_null())
            .filter(sessions::token_hash.ne(token_hash)),
    )
    .set(sessions::revoked_at.eq(Some(now)))
    .execute(connection)
}

/// Ends all sessions of a user.
///
/// # Errors
/// Those of the database.
pub fn revoke_sessions_of(connection: &mut Engine, user_id: i64, now: NaiveDateTime) -> QueryResult<()> {
    diesel::update(
        sessions::table.filter(sessions::user_id.eq(user_id)).filter(sessions::revoked_at.is_null()),
    )
    .set(sessions::revoked_at.eq(Some(now)))
    .execute(connection)
    .map(drop)
}

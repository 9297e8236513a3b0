//! Keys of requests that are to be done once, with what was answered.

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::once_keys;

/// A request that was done, by its key.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = once_keys)]
#[diesel(treat_none_as_default_value = false)]
pub struct OnceRow {
    /// Who sent it, as the audit log names them.
    pub actor: String,
    /// The key that the client chose.
    pub key: String,
    /// SHA-256 of the request, in hexadecimal.
    pub request_hash: String,
    /// When it was done.
    pub at: NaiveDateTime,
    /// The status that was answered; none while that isn't kept.
    pub status: Option<i64>,
    /// The tag that was answered.
    pub etag: Option<String>,
    /// The body that was answered.
    pub body: Option<String>,
}

/// The request of a key that was done after a moment.
///
/// # Errors
/// Those of the database.
pub fn once_after(
    engine: &mut Engine,
    actor: &str,
    key: &str,
    after: NaiveDateTime,
) -> QueryResult<Option<OnceRow>> {
    once_keys::table.find((actor, key)).filter(once_keys::at.gt(after)).first(engine).optional()
}

/// Adds a request that is done; forgets those up to a moment.
///
/// # Errors
/// Those of the database; a key that is there already is a conflict.
pub fn insert_once(engine: &mut Engine, row: &OnceRow, forgotten: NaiveDateTime) -> QueryResult<()> {
    diesel::delete(once_keys::table.filter(once_keys::at.le(forgotten))).execute(engine)?;
    diesel::insert_into(once_keys::table).values(row).execute(engine).map(drop)
}

/// Keeps what was answered to a request that was done.
///
/// # Errors
/// Those of the database.
pub fn keep_answer(
    engine: &mut Engine,
    (actor, key): (&str, &str),
    (status, etag, body): (i64, Option<&str>, &str),
) -> QueryResult<()> {
    diesel::update(once_keys::table.find((actor, key)))
        .set((once_keys::status.eq(status), once_keys::etag.eq(etag), once_keys::body.eq(body)))
        .execute(engine)
        .map(drop)
}

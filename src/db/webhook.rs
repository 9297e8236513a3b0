//! Webhooks: addresses that are told of events, and how far each was told.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::webhooks;

/// An address that is told of events.
#[derive(Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = webhooks)]
#[diesel(treat_none_as_default_value = false)]
pub struct WebhookRow {
    /// The id.
    pub id: i64,
    /// The address.
    pub url: String,
    /// What signs each delivery.
    pub secret: String,
    /// The kinds of events wanted, separated by blanks; none: all.
    pub kinds: String,
    /// Only events of this plan.
    pub plan_id: Option<i64>,
    /// The rights of who made it, separated by blanks.
    pub rights: String,
    /// The unit that who made it reaches, with all below it.
    pub unit_code: Option<String>,
    /// The number of the last event that is done with.
    pub cursor: i64,
    /// How often the event at hand was tried in vain.
    pub attempts: i64,
    /// Not before when it is tried next.
    pub next_at: NaiveDateTime,
    /// Until when a process has it in hand.
    pub claimed_until: Option<NaiveDateTime>,
    /// The HTTP status of the last attempt.
    pub last_status: Option<i64>,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Since when it isn't told any more.
    pub disabled_at: Option<NaiveDateTime>,
    /// Since when it is gone.
    pub deleted_at: Option<NaiveDateTime>,
}

/// Without the secret, which no log shall show.
impl std::fmt::Debug for WebhookRow {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, url, kinds, plan_id, cursor, .. } = self;
        write!(to, "WebhookRow {{ {id} {url} {kinds} {plan_id:?} {cursor} }}")
    }
}

/// The id for the next webhook.
///
/// # Errors
/// Those of the database.
pub fn next_webhook_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = webhooks::table.select(max(webhooks::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a webhook.
///
/// # Errors
/// Those of the database.
pub fn insert_webhook(engine: &mut Engine, row: &WebhookRow) -> QueryResult<()> {
    diesel::insert_into(webhooks::table).values(row).execute(engine).map(drop)
}

/// The webhook with an id, unless it is gone.
///
/// # Errors
/// Those of the database.
pub fn webhook_by_id(engine: &mut Engine, id: i64) -> QueryResult<Option<WebhookRow>> {
    webhooks::table
        .filter(webhooks::id.eq(id))
        .filter(webhooks::deleted_at.is_null())
        .first(engine)
        .optional()
}

/// The webhooks after an id, at most so many, by id.
///
/// # Errors
/// Those of the database.
pub fn webhooks_after(engine: &mut Engine, after: i64, limit: i64) -> QueryResult<Vec<WebhookRow>> {
    webhooks::table
        .filter(webhooks::id.gt(after))
        .filter(webhooks::deleted_at.is_null())
        .order(webhooks::id.asc())
        .limit(limit)
        .load(engine)
}

/// How many webhooks there are.
///
/// # Errors
/// Those of the database.
pub fn count_webhooks(engine: &mut Engine) -> QueryResult<i64> {
    webhooks::table.filter(webhooks::deleted_at.is_null()).count().get_result(engine)
}

/// The webhooks that may be told something at a moment: enabled, due, behind the last record, and in nobody's hand.
///
/// # Errors
/// Those of the database.
pub fn due_webhooks(engine: &mut Engine, now: NaiveDateTime, last: i64) -> QueryResult<Vec<WebhookRow>> {
    webhooks::table
        .filter(webhooks::deleted_at.is_null())
        .filter(webhooks::disabled_at.is_null())
        .filter(webhooks::next_at.le(now))
        .filter(webhooks::cursor.lt(last))
        .filter(webhooks::claimed_until.is_null().or(webhooks::claimed_until.lt(now)))
        .order(webhooks::id.asc())
        .load(engine)
}

/// Writes a webhook's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_webhook(engine: &mut Engine, row: &WebhookRow) -> QueryResult<()> {
    diesel::update(webhooks::table.filter(webhooks::id.eq(row.id)))
        .set((
            webhooks::url.eq(&row.url),
            webhooks::kinds.eq(&row.kinds),
            webhooks::plan_id.eq(row.plan_id),
            webhooks::cursor.eq(row.cursor),
            webhooks::attempts.eq(row.attempts),
            webhooks::next_at.eq(row.next_at),
            webhooks::claimed_until.eq(row.claimed_until),
            webhooks::last_status.eq(row.last_status),
            webhooks::last_error.eq(&row.last_error),
            webhooks::disabled_at.eq(row.disabled_at),
            webhooks::deleted_at.eq(row.deleted_at),
        ))
        .execute(engine)
        .map(drop)
}

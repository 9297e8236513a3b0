//! Webhooks: addresses that are told of events. The secret that signs deliveries is told once, and never logged.

use serde::Serialize;

pub use crate::db::webhook::WebhookRow;

use super::actor::{Actor, Right};
use super::address::{host_of, is_refused};
use super::audit::Entry;
use super::event::is_kind;
use super::plan::known_plan;
use super::problem::{FIELD_REFUSED, NOT_FOUND, Problem, WEBHOOK_ADDRESS, WEBHOOK_TLS};
use super::service::{Change, Service};
use crate::db::audit::last_seq;
use crate::db::webhook::{
    count_webhooks, insert_webhook, next_webhook_id, update_webhook, webhook_by_id, webhooks_after,
};

/// What a webhook is to be told, and where.
#[derive(Debug, Clone)]
pub struct Wish {
    /// The address.
    pub url: String,
    /// The kinds of events; none: all.
    pub kinds: Vec<String>,
    /// Only events of this plan.
    pub plan_id: Option<i64>,
}

/// What the audit log keeps of a webhook; never its secret.
#[derive(Serialize)]
pub(super) struct WebhookRecord<'a> {
    url: &'a str,
    kinds: &'a str,
    plan: Option<i64>,
    cursor: i64,
    disabled: bool,
}

impl<'a> From<&'a WebhookRow> for WebhookRecord<'a> {
    fn from(row: &'a WebhookRow) -> Self {
        Self {
            url: &row.url,
            kinds: &row.kinds,
            plan: row.plan_id,
            cursor: row.cursor,
            disabled: row.disabled_at.is_some(),
        }
    }
}

const LONGEST_URL: usize = 2000;

impl Service {
    /// Refuses an address that can't or mustn't be told. A name is looked up at each delivery, and judged again then.
    fn check_wish(&self, wish: &Wish) -> Result<(), Problem> {
        let url = &wish.url;
        let refused = |expected: &str| FIELD_REFUSED.with("field", "url").with("expected", expected);
        if url.len() > LONGEST_URL {
            return Err(refused("≤ 2000"));
        }
        if url.starts_with("https://") && !cfg!(feature = "webhook-tls") {
            return Err(Problem::from(&WEBHOOK_TLS));
        }
        let host = host_of(url).ok_or_else(|| refused("http://host/path, https://host/path"))?;
        if let Ok(address) = host.parse()
            && is_refused(address, self.private_webhooks)
        {
            return Err(WEBHOOK_ADDRESS.with("address", address));
        }
        if let Some(unknown) = wish.kinds.iter().find(|kind| !is_kind(kind) || kind.contains(' ')) {
            let known: Vec<&str> = super::event::all_kinds().collect();
            tracing::debug!(unknown, "a kind of events isn't known");
            return Err(FIELD_REFUSED.with("field", "kinds").with("expected", known.join(", ")));
        }
        Ok(())
    }

    /// Makes a webhook; it is told what happens from now on. The secret is told once.
    ///
    /// # Errors
    /// When the actor may not, the address or a kind is refused, or there is no such plan; and those of the database.
    pub fn add_webhook(&self, actor: &Actor, wish: &Wish) -> Result<(WebhookRow, String), Problem> {
        self.check_wish(wish)?;
        let secret = self.secret(32);
        let row = self.change(actor, Right::ManageUsers, |change| {
            if let Some(plan) = wish.plan_id {
                known_plan(change.engine, plan)?;
            }
            let rights: Vec<&str> = actor.rights.iter().map(|right| right.code()).collect();
            let row = WebhookRow {
                id: next_webhook_id(change.engine)?,
                url: wish.url.clone(),
                secret: secret.clone(),
                kinds: wish.kinds.join(" "),
                plan_id: wish.plan_id,
                rights: rights.join(" "),
                unit_code: actor.reach.clone(),
                cursor: last_seq(change.engine)?,
                attempts: 0,
                next_at: change.now,
                claimed_until: None,
                last_status: None,
                last_error: None,
                made_by: actor.label.clone(),
                made_at: change.now,
                disabled_at: None,
                deleted_at: None,
            };
            insert_webhook(change.engine, &row)?;
            record(change, "webhook.add", None, Some(&row))?;
            Ok(row)
        })?;
        Ok((row, secret))
    }

    /// Changes what a webhook is told and where, and disables or enables it. Enabled again it goes on where it was.
    ///
    /// # Errors
    /// When the actor may not, there is none, or the address or a kind is refused; and those of the database.
    pub fn change_webhook(
        &self,
        actor: &Actor,
        id: i64,
        wish: &Wish,
        is_enabled: bool,
    ) -> Result<WebhookRow, Problem> {
        self.check_wish(wish)?;
        self.change(actor, Right::ManageUsers, |change| {
            let before = known(change, id)?;
            demand_as_much(change.actor, &before)?;
            if let Some(plan) = wish.plan_id {
                known_plan(change.engine, plan)?;
            }
            let row = WebhookRow {
                url: wish.url.clone(),
                kinds: wish.kinds.join(" "),
                plan_id: wish.plan_id,
                attempts: 0,
                next_at: change.now,
                disabled_at: (!is_enabled).then(|| before.disabled_at.unwrap_or(change.now)),
                ..before.clone()
            };
            update_webhook(change.engine, &row)?;
            record(change, "webhook.change", Some(&before), Some(&row))?;
            Ok(row)
        })
    }

    /// Stops telling a webhook, or starts again where it was; where and what it is told stays.
    ///
    /// # Errors
    /// When the actor may not or there is none; and those of the database.
    pub fn switch_webhook(&self, actor: &Actor, id: i64, is_enabled: bool) -> Result<WebhookRow, Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let before = known(change, id)?;
            demand_as_much(change.actor, &before)?;
            let row = WebhookRow {
                attempts: 0,
                next_at: change.now,
                disabled_at: (!is_enabled).then(|| before.disabled_at.unwrap_or(change.now)),
                ..before.clone()
            };
            update_webhook(change.engine, &row)?;
            record(change, "webhook.change", Some(&before), Some(&row))?;
            Ok(row)
        })
    }

    /// Tells a webhook again everything after an event, and enables it.
    ///
    /// # Errors
    /// When the actor may not or there is none; and those of the database.
    pub fn redeliver(&self, actor: &Actor, id: i64, after: i64) -> Result<WebhookRow, Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let before = known(change, id)?;
            demand_as_much(change.actor, &before)?;
            let last = last_seq(change.engine)?;
            if !(0..=last).contains(&after) {
                let expected = format!("0-{last}");
                return Err(FIELD_REFUSED.with("field", "after").with("expected", expected));
            }
            let row = WebhookRow {
                cursor: after,
                attempts: 0,
                next_at: change.now,
                disabled_at: None,
                // What is under way to it now no longer counts.
                claimed_until: None,
                ..before.clone()
            };
            update_webhook(change.engine, &row)?;
            record(change, "webhook.redeliver", Some(&before), Some(&row))?;
            Ok(row)
        })
    }

    /// Takes a webhook away.
    ///
    /// # Errors
    /// When the actor may not or there is none; and those of the database.
    pub fn remove_webhook(&self, actor: &Actor, id: i64) -> Result<(), Problem> {
        self.change(actor, Right::ManageUsers, |change| {
            let before = known(change, id)?;
            demand_as_much(change.actor, &before)?;
            let row = WebhookRow { deleted_at: Some(change.now), ..before.clone() };
            update_webhook(change.engine, &row)?;
            record(change, "webhook.remove", Some(&before), None)
        })
    }

    /// A webhook.
    ///
    /// # Errors
    /// When the actor may not or there is none; and those of the database.
    pub fn webhook(&self, actor: &Actor, id: i64) -> Result<WebhookRow, Problem> {
        self.read(actor, Right::ManageUsers, |engine| {
            let row =
                webhook_by_id(engine, id)?.ok_or_else(|| NOT_FOUND.with("what", format!("webhook {id}")))?;
            demand_as_much(actor, &row)?;
            Ok(row)
        })
    }

    /// The webhooks after an id, at most so many, and how many there are in all.
    ///
    /// # Errors
    /// When the actor may not; and those of the database.
    pub fn webhooks_after(
        &self,
        actor: &Actor,
        after: i64,
        limit: i64,
    ) -> Result<(Vec<WebhookRow>, i64), Problem> {
        self.read(actor, Right::ManageUsers, |engine| {
            Ok((webhooks_after(engine, after, limit)?, count_webhooks(engine)?))
        })
    }
}

/// Refuses whoever reaches or may less than a webhook is told of.
fn demand_as_much(actor: &Actor, row: &WebhookRow) -> Result<(), Problem> {
    actor.demand_as_much(row.rights.split(' ').filter_map(Right::of_code), row.unit_code.as_deref())
}

fn known(change: &mut Change<'_>, id: i64) -> Result<WebhookRow, Problem> {
    webhook_by_id(change.engine, id)?.ok_or_else(|| NOT_FOUND.with("what", format!("webhook {id}")))
}

fn record(
    change: &mut Change<'_>,
    action: &'static str,
    before: Option<&WebhookRow>,
    after: Option<&WebhookRow>,
) -> Result<(), Problem> {
    let Some(named) = after.or(before) else { return Ok(()) };
    let mut entry = Entry::new(action, format!("webhook:{}", named.id));
    if let Some(before) = before {
        entry = entry.before(&WebhookRecord::from(before));
    }
    if let Some(after) = after {
        entry = entry.after(&WebhookRecord::from(after));
    }
    change.record(entry)
}

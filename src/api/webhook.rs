//! Webhooks: addresses that are told of events, and how far each was told.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json, with_secret};
use super::body::Json;
use super::page::{Page, next_after};
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::webhook::{WebhookRow, Wish};

/// A new webhook.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddWebhook {
    /// Where events are posted; `https` needs a program built with it.
    #[schema(max_length = 2000, example = "http://example.vn/thidua")]
    pub url: String,
    /// The kinds of events wanted, as `listen_events` names them; none: all.
    #[serde(default)]
    #[schema(example = json!(["report.accepted", "ranking.applied"]))]
    pub kinds: Vec<String>,
    /// Only events of this plan.
    #[schema(example = 1)]
    pub plan: Option<i64>,
}

/// What a webhook is to be from now on.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeWebhook {
    /// Where events are posted.
    #[schema(max_length = 2000, example = "http://example.vn/thidua")]
    pub url: String,
    /// The kinds of events wanted; none: all.
    #[serde(default)]
    #[schema(example = json!(["report.accepted"]))]
    pub kinds: Vec<String>,
    /// Only events of this plan.
    #[schema(example = 1)]
    pub plan: Option<i64>,
    /// Whether it is told of events. One that was given up goes on where it was when it is enabled again.
    #[schema(example = true)]
    pub enabled: bool,
}

/// From where on a webhook is told again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Redeliver {
    /// The number of the last event that isn't told again; 0: from the first on.
    #[schema(minimum = 0, example = 120)]
    pub after: i64,
}

/// A webhook.
#[derive(Serialize, ToSchema)]
pub struct WebhookBody {
    /// Its id.
    #[schema(example = 1)]
    pub id: i64,
    /// Where events are posted.
    #[schema(example = "http://example.vn/thidua")]
    pub url: String,
    /// The kinds of events wanted; none: all.
    #[schema(example = json!(["report.accepted"]))]
    pub kinds: Vec<String>,
    /// Only events of this plan.
    #[schema(example = 1)]
    pub plan: Option<i64>,
    /// The unit whose events with all below it are told: what its maker reached; null: all.
    #[schema(example = "03127")]
    pub reach: Option<String>,
    /// The number of the last event that is done with.
    #[schema(example = 120)]
    pub cursor: i64,
    /// How often the next event was tried in vain.
    #[schema(example = 0)]
    pub attempts: i64,
    /// Not before when it is tried next.
    #[schema(format = DateTime, example = "2021-05-24T01:00:00.000000Z")]
    pub next_at: String,
    /// The HTTP status of the last attempt; null without one.
    #[schema(example = 200)]
    pub last_status: Option<i64>,
    /// Why the last attempt failed; null when it didn't.
    #[schema(example = "HTTP 500")]
    pub last_error: Option<String>,
    /// Who made it.
    #[schema(example = "user:administrator")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T01:00:00.000000Z")]
    pub made_at: String,
    /// Since when it isn't told any more: disabled by hand, or given up.
    #[schema(format = DateTime, example = "2021-05-25T01:00:00.000000Z")]
    pub disabled_at: Option<String>,
}

impl From<&WebhookRow> for WebhookBody {
    fn from(row: &WebhookRow) -> Self {
        Self {
            id: row.id,
            url: row.url.clone(),
            kinds: row.kinds.split_whitespace().map(str::to_owned).collect(),
            plan: row.plan_id,
            reach: row.unit_code.clone(),
            cursor: row.cursor,
            attempts: row.attempts,
            next_at: written(row.next_at),
            last_status: row.last_status,
            last_error: row.last_error.clone(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
            disabled_at: row.disabled_at.map(written),
        }
    }
}

/// A webhook just made.
#[derive(Serialize, ToSchema)]
pub struct NewWebhook {
    /// The webhook.
    pub webhook: WebhookBody,
    /// What signs each delivery, told this once. `Thidua-Signature: t=SECONDS,v1=HEX`, where HEX is HMAC-SHA256, keyed
    /// by this text, over SECONDS, a dot and the body.
    #[schema(example = "0011223344556677889900112233445566778899001122334455667788990011")]
    pub secret: String,
}

/// Webhooks, by id.
#[derive(Serialize, ToSchema)]
pub struct WebhookList {
    /// Those of this page.
    pub items: Vec<WebhookBody>,
    /// How many there are in all.
    #[schema(example = 1)]
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// List webhooks
///
/// With how far each was told, and why the last attempt failed.
#[utoipa::path(tag = "events", operation_id = "list_webhooks", params(Page),
    responses((status = 200, description = "A page of webhooks", body = WebhookList), Problems))]
#[get("/webhooks")]
pub async fn list_webhooks(call: Call, page: Query<Page>) -> Result<HttpResponse, Refused> {
    let (after, limit) = (page.after, page.limit());
    let (rows, total) = call.run(move |service, actor| service.webhooks_after(actor, after, limit)).await?;
    let next = next_after(&rows, limit, |row| row.id);
    Ok(json(&WebhookList { items: rows.iter().map(WebhookBody::from).collect(), total, next }))
}

/// Add a webhook
///
/// It is told, in order, of what happens from now on and its maker may see. The secret is told once.
#[utoipa::path(tag = "events", operation_id = "add_webhook",
    responses((status = 201, description = "Made", body = NewWebhook), Problems))]
#[post("/webhooks")]
pub async fn add_webhook(call: Call, body: Json<AddWebhook>) -> Result<HttpResponse, Refused> {
    let AddWebhook { url, kinds, plan } = body.into_inner();
    let wish = Wish { url, kinds, plan_id: plan };
    let (row, secret) = call.run(move |service, actor| service.add_webhook(actor, &wish)).await?;
    Ok(with_secret(HttpResponse::Created(), &NewWebhook { webhook: WebhookBody::from(&row), secret }))
}

/// Get a webhook
///
/// Without its secret.
#[utoipa::path(tag = "events", operation_id = "get_webhook", params(
    ("webhook" = i64, Path, description = "The webhook's id", example = 1)),
    responses((status = 200, description = "The webhook", body = WebhookBody), Problems))]
#[get("/webhooks/{webhook}")]
pub async fn get_webhook(call: Call, webhook: Path<i64>) -> Result<HttpResponse, Refused> {
    let row = call.run(move |service, actor| service.webhook(actor, *webhook)).await?;
    Ok(json(&WebhookBody::from(&row)))
}

/// Change a webhook
///
/// Where it is told of what; disabled or enabled. The event at hand is tried again at once.
#[utoipa::path(tag = "events", operation_id = "change_webhook", params(
    ("webhook" = i64, Path, description = "The webhook's id", example = 1)),
    responses((status = 200, description = "Changed", body = WebhookBody), Problems))]
#[put("/webhooks/{webhook}")]
pub async fn change_webhook(
    call: Call,
    webhook: Path<i64>,
    body: Json<ChangeWebhook>,
) -> Result<HttpResponse, Refused> {
    let ChangeWebhook { url, kinds, plan, enabled } = body.into_inner();
    let wish = Wish { url, kinds, plan_id: plan };
    let row = call.run(move |service, actor| service.change_webhook(actor, *webhook, &wish, enabled)).await?;
    Ok(json(&WebhookBody::from(&row)))
}

/// Remove a webhook
///
/// It is told nothing any more.
#[utoipa::path(tag = "events", operation_id = "remove_webhook", params(
    ("webhook" = i64, Path, description = "The webhook's id", example = 1)),
    responses((status = 204, description = "Removed"), Problems))]
#[delete("/webhooks/{webhook}")]
pub async fn remove_webhook(call: Call, webhook: Path<i64>) -> Result<HttpResponse, Refused> {
    call.run(move |service, actor| service.remove_webhook(actor, *webhook)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Tell a webhook again
///
/// Everything after an event, in order; one that was given up is enabled.
#[utoipa::path(tag = "events", operation_id = "redeliver_webhook", params(
    ("webhook" = i64, Path, description = "The webhook's id", example = 1)),
    responses((status = 200, description = "It will be told", body = WebhookBody), Problems))]
#[post("/webhooks/{webhook}/redeliveries")]
pub async fn redeliver_webhook(
    call: Call,
    webhook: Path<i64>,
    body: Json<Redeliver>,
) -> Result<HttpResponse, Refused> {
    let after = body.after;
    let row = call.run(move |service, actor| service.redeliver(actor, *webhook, after)).await?;
    Ok(json(&WebhookBody::from(&row)))
}

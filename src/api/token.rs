//! Tokens of integrations.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, delete, get, post};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json, with_secret};
use super::body::Json;
use super::page::{Page, next_after};
use super::problem::{Problems, Refused};
use crate::app::actor::Right;
use crate::app::audit::written;
use crate::app::problem::FIELD_REFUSED;
use crate::app::token::{NewToken, TokenRow, scopes_of};

/// A token to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddToken {
    /// What it is for.
    #[schema(example = "Hệ thống quản lý văn bản", min_length = 1, max_length = 200)]
    pub name: String,
    /// The rights that it carries, as `GET /me` lists them; none that its maker hasn't.
    #[schema(example = json!(["view", "capture"]), min_items = 1)]
    pub scopes: Vec<String>,
    /// The HTTP methods that it may use.
    #[schema(example = json!(["GET", "POST"]), min_items = 1)]
    pub methods: Vec<String>,
    /// The unit that it reaches, with all below it; null: what its maker reaches.
    #[schema(example = "099")]
    pub unit_code: Option<String>,
    /// The only addresses that it may come from; null: all.
    #[schema(example = "10.20.0.0/16")]
    pub address_range: Option<String>,
    /// Until when it can be used; at most 400 days from now.
    #[schema(example = "2021-12-31T17:00:00Z")]
    pub expires_at: DateTime<Utc>,
}

/// A token.
#[derive(Serialize, ToSchema)]
pub struct TokenBody {
    /// The id.
    pub id: i64,
    /// What it is for.
    #[schema(example = "Hệ thống quản lý văn bản")]
    pub name: String,
    /// The rights that it carries.
    #[schema(example = json!(["view", "capture"]))]
    pub scopes: Vec<String>,
    /// The HTTP methods that it may use.
    #[schema(example = json!(["GET", "POST"]))]
    pub methods: Vec<String>,
    /// The unit that it reaches, with all below it; null: every unit.
    pub unit_code: Option<String>,
    /// The only addresses that it may come from; null: all.
    pub address_range: Option<String>,
    /// Who made it.
    #[schema(example = "user:quan.tri")]
    pub created_by: String,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T02:30:00.000000Z")]
    pub created_at: String,
    /// Until when it can be used.
    #[schema(format = DateTime, example = "2021-12-31T17:00:00.000000Z")]
    pub expires_at: String,
    /// When it was revoked; null while it wasn't.
    #[schema(format = DateTime)]
    pub revoked_at: Option<String>,
}

impl From<&TokenRow> for TokenBody {
    fn from(row: &TokenRow) -> Self {
        Self {
            id: row.id,
            name: row.name.clone(),
            scopes: scopes_of(row).iter().map(|right| right.code().to_owned()).collect(),
            methods: row.methods.split(',').map(str::to_owned).collect(),
            unit_code: row.unit_code.clone(),
            address_range: row.address_range.clone(),
            created_by: row.created_by.clone(),
            created_at: written(row.created_at),
            expires_at: written(row.expires_at),
            revoked_at: row.revoked_at.map(written),
        }
    }
}

/// A token just made.
#[derive(Serialize, ToSchema)]
pub struct MadeToken {
    /// The token.
    pub token: TokenBody,
    /// Its secret, for `Authorization: Bearer …`. It is told once.
    #[schema(example = "thidua_…")]
    pub secret: String,
}

/// Tokens, by id.
#[derive(Serialize, ToSchema)]
pub struct TokenList {
    /// The tokens of this page.
    pub items: Vec<TokenBody>,
    /// How many there are in all.
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// Make a token
///
/// For a program. It carries no more than its maker can do, and its secret is told once.
#[utoipa::path(tag = "tokens", operation_id = "add_token",
    responses((status = 201, description = "Made", body = MadeToken), Problems))]
#[post("/tokens")]
pub async fn add_token(call: Call, body: Json<AddToken>) -> Result<HttpResponse, Refused> {
    let body = body.into_inner();
    let refuse = |field: &'static str, expected: &str| {
        call.refused(FIELD_REFUSED.with("field", field).with("expected", expected))
    };
    let known = || Right::ALL.iter().map(|right| right.code()).collect::<Vec<_>>().join(", ");
    let scopes: Option<Vec<Right>> = body.scopes.iter().map(|code| Right::of_code(code)).collect();
    let scopes = scopes.ok_or_else(|| refuse("scopes", &known()))?;
    let range = body.address_range.map(|range| range.parse()).transpose();
    let address_range = range.map_err(|_| refuse("address_range", "10.20.0.0/16"))?;
    let new = NewToken {
        name: body.name,
        scopes,
        methods: body.methods,
        unit_code: body.unit_code,
        address_range,
        expires_at: body.expires_at.naive_utc(),
    };
    let (row, secret) = call.run(move |service, actor| service.add_token(actor, &new)).await?;
    Ok(with_secret(HttpResponse::Created(), &MadeToken { token: TokenBody::from(&row), secret }))
}

/// List tokens
///
/// Also those that are over or were revoked; never their secrets.
#[utoipa::path(tag = "tokens", operation_id = "list_tokens", params(Page),
    responses((status = 200, description = "A page of tokens", body = TokenList), Problems))]
#[get("/tokens")]
pub async fn list_tokens(call: Call, page: Query<Page>) -> Result<HttpResponse, Refused> {
    let page = page.into_inner();
    let limit = page.limit();
    let (rows, total) =
        call.run(move |service, actor| service.tokens_after(actor, page.after, limit)).await?;
    Ok(json(&TokenList {
        next: next_after(&rows, limit, |row| row.id),
        items: rows.iter().map(TokenBody::from).collect(),
        total,
    }))
}

/// Revoke a token
///
/// From the next request on it can't be used any more.
#[utoipa::path(tag = "tokens", operation_id = "revoke_token", params(
    ("token" = i64, Path, description = "The token's id", example = 1)),
    responses((status = 200, description = "Revoked", body = TokenBody), Problems))]
#[delete("/tokens/{token}")]
pub async fn revoke_token(call: Call, token: Path<i64>) -> Result<HttpResponse, Refused> {
    let row = call.run(move |service, actor| service.revoke_token(actor, *token)).await?;
    Ok(json(&TokenBody::from(&row)))
}

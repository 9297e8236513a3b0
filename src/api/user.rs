//! Users.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, json, tagged, with_secret};
use super::body::Json;
use super::page::{Page, next_after};
use super::problem::{Problems, Refused};
use crate::app::actor::Role;
use crate::app::audit::written;
use crate::app::problem::FIELD_REFUSED;
use crate::app::user::NewUser;
use crate::app::user::UserRow;

/// A user.
#[derive(Serialize, ToSchema)]
pub struct UserBody {
    /// The id.
    pub id: i64,
    /// The name to log in with.
    #[schema(example = "can.bo")]
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The role.
    #[schema(example = "officer")]
    pub role: String,
    /// The unit that the user reaches, with all below it; null: every unit.
    pub unit_code: Option<String>,
    /// When it was made.
    #[schema(format = DateTime)]
    pub created_at: String,
    /// Since when it can't log in any more.
    #[schema(format = DateTime)]
    pub disabled_at: Option<String>,
}

impl From<&UserRow> for UserBody {
    fn from(row: &UserRow) -> Self {
        Self {
            id: row.id,
            login: row.login.clone(),
            name: row.name.clone(),
            role: row.role.clone(),
            unit_code: row.unit_code.clone(),
            created_at: written(row.created_at),
            disabled_at: row.disabled_at.map(written),
        }
    }
}

/// Users, by id.
#[derive(Serialize, ToSchema)]
pub struct UserList {
    /// The users of this page.
    pub items: Vec<UserBody>,
    /// How many there are in all.
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// A user with a password that is told once.
#[derive(Serialize, ToSchema)]
pub struct UserWithPassword {
    /// The user.
    pub user: UserBody,
    /// The password; it can't be asked for again.
    pub password: String,
}

/// A user to be made.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    /// The name to log in with.
    #[schema(example = "can.bo", pattern = "^[A-Za-z0-9._-]{1,64}$")]
    pub login: String,
    /// The person's name.
    #[schema(example = "Cán bộ mẫu", min_length = 1, max_length = 200)]
    pub name: String,
    /// `administrator`, `officer`, `appraiser`, `council_member`, `reporter` or `viewer`.
    #[schema(example = "officer")]
    pub role: String,
    /// The unit that the user reaches, with all below it; null: every unit. A reporter needs one.
    #[schema(example = "11")]
    pub unit_code: Option<String>,
}

/// List users
///
/// By id, with role and reach; also those that are disabled.
#[utoipa::path(tag = "users", operation_id = "list_users", params(Page),
    responses((status = 200, description = "A page of users", body = UserList), Problems))]
#[get("/users")]
pub async fn list_users(call: Call, page: Query<Page>) -> Result<HttpResponse, Refused> {
    let page = page.into_inner();
    let limit = page.limit();
    let (rows, total) = call.run(move |service, actor| service.users_after(actor, page.after, limit)).await?;
    let next = next_after(&rows, limit, |row| row.id);
    Ok(json(&UserList { items: rows.iter().map(UserBody::from).collect(), total, next }))
}

fn role_of(call: &Call, code: &str) -> Result<Role, Refused> {
    Role::of_code(code).ok_or_else(|| {
        let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
        call.refused(FIELD_REFUSED.with("field", "role").with("expected", roles.join(", ")))
    })
}

/// Get a user
///
/// With the tag that a change quotes in `If-Match`.
#[utoipa::path(tag = "users", operation_id = "get_user",
    params(("login" = String, Path, description = "The login", example = "can.bo")),
    responses((status = 200, description = "The user", body = UserBody), Problems))]
#[get("/users/{login}")]
pub async fn get_user(call: Call, login: Path<String>) -> Result<HttpResponse, Refused> {
    let user = call.run(move |service, actor| service.user(actor, &login)).await?;
    Ok(tagged(&UserBody::from(&user), user.change))
}

/// What a user is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUser {
    /// The person's name.
    #[schema(example = "Cán bộ mẫu", min_length = 1, max_length = 200)]
    pub name: String,
    /// `administrator`, `officer`, `appraiser`, `council_member`, `reporter` or `viewer`.
    #[schema(example = "officer")]
    pub role: String,
    /// The unit that the user reaches, with all below it; null: every unit. A reporter needs one.
    #[schema(example = "11", max_length = 64)]
    pub unit_code: Option<String>,
}

/// Change a user
///
/// Name, role and reach; sessions and tokens go on with what the user may do from now on. With `If-Match`, refused when
/// somebody changed the user in between. Nobody gives a role that can do more than they themselves, and the last
/// administrator stays one.
#[utoipa::path(tag = "users", operation_id = "change_user", params(
    ("login" = String, Path, description = "The login", example = "can.bo"),
    ("If-Match" = Option<String>, Header, description = "The tag of the user as it was read", example = "\"1\"")),
    responses((status = 200, description = "Changed", body = UserBody), Problems))]
#[put("/users/{login}")]
pub async fn change_user(
    call: Call,
    login: Path<String>,
    body: Json<ChangeUser>,
) -> Result<HttpResponse, Refused> {
    let ChangeUser { name, role, unit_code } = body.into_inner();
    let (expected, role) = (call.if_match()?, role_of(&call, &role)?);
    let wanted = NewUser { login: login.into_inner(), name, role, unit_code };
    let user = call.run(move |service, actor| service.change_user(actor, expected, &wanted)).await?;
    Ok(tagged(&UserBody::from(&user), user.change))
}

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
pub struct EndedSessions {
    /// How many.
    #[schema(example = 2)]
    pub ended: usize,
}

/// End all sessions of a user
///
/// From the next request on none of them can be used; the user can log in again.
#[utoipa::path(tag = "users", operation_id = "end_user_sessions",
    params(("login" = String, Path, description = "The login", example = "can.bo")),
    responses((status = 200, description = "Ended", body = EndedSessions), Problems))]
#[delete("/users/{login}/sessions")]
pub async fn end_user_sessions(call: Call, login: Path<String>) -> Result<HttpResponse, Refused> {
    let ended = call.run(move |service, actor| service.end_sessions_of(actor, &login)).await?;
    Ok(json(&EndedSessions { ended }))
}

/// Add a user
///
/// The password is made by the server and told once. Nobody gives a role or a reach that goes beyond their own.
#[utoipa::path(tag = "users", operation_id = "add_user",
    responses((status = 201, description = "Made", body = UserWithPassword), Problems))]
#[post("/users")]
pub async fn add_user(call: Call, body: Json<AddUser>) -> Result<HttpResponse, Refused> {
    let body = body.into_inner();
    let role = role_of(&call, &body.role)?;
    let new = NewUser { login: body.login, name: body.name, role, unit_code: body.unit_code };
    let (user, password) = call.run_hashing(move |service, actor| service.add_user(actor, &new)).await?;
    Ok(with_secret(HttpResponse::Created(), &UserWithPassword { user: UserBody::from(&user), password }))
}

/// Disable a user
///
/// Ends all sessions of the user.
#[utoipa::path(tag = "users", operation_id = "disable_user",
    params(("login" = String, Path, description = "The login", example = "can.bo")),
    responses((status = 200, description = "Disabled", body = UserBody), Problems))]
#[post("/users/{login}/disable")]
pub async fn disable_user(call: Call, login: Path<String>) -> Result<HttpResponse, Refused> {
    let user = call.run(move |service, actor| service.disable_user(actor, &login)).await?;
    Ok(json(&UserBody::from(&user)))
}

/// Give a user a new password
///
/// Ends all sessions of the user, and lets a disabled user in again.
#[utoipa::path(tag = "users", operation_id = "reset_user",
    params(("login" = String, Path, description = "The login", example = "can.bo")),
    responses((status = 200, description = "The new password, told once", body = UserWithPassword), Problems))]
#[post("/users/{login}/reset")]
pub async fn reset_user(call: Call, login: Path<String>) -> Result<HttpResponse, Refused> {
    let (user, password) = call.run_hashing(move |service, actor| service.reset_user(actor, &login)).await?;
    Ok(with_secret(HttpResponse::Ok(), &UserWithPassword { user: UserBody::from(&user), password }))
}

//! Logging in and out.

use actix_web::web::{Data, Path};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, delete, get, post, put};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, blocking, json, permit_to_hash};
use super::body::Json;
use super::identity::{COOKIE, gone_cookie, session_cookie};
use super::problem::{Problems, Refused, language_of};
use crate::app::actor::Actor;
use crate::app::audit::written;
use crate::app::login::csrf_token;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::session::OwnSession;

/// Who wants to log in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LogIn {
    /// The login.
    #[schema(example = "can.bo", max_length = 200)]
    pub login: String,
    /// The password.
    #[schema(example = "correct horse battery", format = Password, max_length = 200)]
    pub password: String,
}

/// A session just begun; its secret is in the cookie.
#[derive(Serialize, ToSchema)]
pub struct SessionBody {
    /// The value of the header `X-CSRF-Token` for every change made with the cookie.
    pub csrf_token: String,
    /// When the session ends by itself.
    #[schema(format = DateTime)]
    pub expires_at: String,
    /// Who has logged in.
    pub user: MeBody,
}

/// Who calls, and what they may do.
#[derive(Serialize, ToSchema)]
pub struct MeBody {
    /// As the audit log names it.
    #[schema(example = "user:can.bo")]
    pub actor: String,
    /// The role; of a token null.
    #[schema(example = "officer")]
    pub role: Option<String>,
    /// What the caller may do.
    #[schema(example = json!(["view", "decide_reports"]))]
    pub rights: Vec<String>,
    /// The code of the unit that is reached, with all below it; null: every unit.
    #[schema(example = "11")]
    pub reach: Option<String>,
}

impl From<&Actor> for MeBody {
    fn from(actor: &Actor) -> Self {
        Self {
            actor: actor.label.clone(),
            role: actor.role.map(|role| role.code().to_owned()),
            rights: actor.rights.iter().map(|right| right.code().to_owned()).collect(),
            reach: actor.reach.clone(),
        }
    }
}

/// Log in
///
/// Sets the cookie that carries the session. A login that isn't there takes as long as a wrong password.
#[utoipa::path(tag = "sessions", operation_id = "log_in", security(()),
    responses((status = 201, description = "Logged in", body = SessionBody), Problems))]
#[post("/sessions")]
pub async fn log_in(
    request: HttpRequest,
    service: Data<Service>,
    body: Json<LogIn>,
) -> Result<HttpResponse, Refused> {
    let language = language_of(request.headers());
    let refuse = |problem: Problem| Refused::new(problem, language);
    let nobody = request.extensions().get::<Actor>().cloned().unwrap_or_else(|| Actor::nobody(None));
    let address = nobody.address;
    let permit = permit_to_hash().await.map_err(refuse)?;
    let LogIn { login, password } = body.into_inner();
    let done = blocking(move || {
        let _kept_until_done = permit;
        let opened = service.log_in(&nobody, &login, &password)?;
        let (actor, _) = service.session(&opened.secret, address)?;
        Ok::<_, Problem>((opened, actor))
    });
    let (opened, actor) = done.await.map_err(refuse)?;
    let cookie = session_cookie(&request, opened.secret.clone());
    Ok(HttpResponse::Created().cookie(cookie).json(SessionBody {
        csrf_token: csrf_token(&opened.secret),
        expires_at: written(opened.expires_at),
        user: MeBody::from(&actor),
    }))
}

/// Log out
///
/// Ends the session of the cookie; it can't be used again.
#[utoipa::path(tag = "sessions", operation_id = "log_out",
    responses((status = 204, description = "Logged out"), Problems))]
#[delete("/sessions/current")]
pub async fn log_out(call: Call) -> Result<HttpResponse, Refused> {
    if let Some(secret) = secret_of(&call) {
        call.run(move |service, actor| service.log_out(actor, &secret)).await?;
    }
    Ok(HttpResponse::NoContent().cookie(gone_cookie()).finish())
}

/// Who am I
///
/// The caller with its rights and reach.
#[utoipa::path(tag = "sessions", operation_id = "who_am_i",
    responses((status = 200, description = "The caller", body = MeBody), Problems))]
#[get("/me")]
pub async fn who_am_i(call: Call) -> HttpResponse {
    json(&MeBody::from(&call.actor))
}

/// The secret of the session that calls.
fn secret_of(call: &Call) -> Option<String> {
    call.actor.user_id?;
    call.request().cookie(COOKIE).map(|cookie| cookie.value().to_owned())
}

/// One of the caller's sessions.
#[derive(Serialize, ToSchema)]
pub struct OwnSessionBody {
    /// What tells it from others; nobody can log in with it.
    #[schema(example = "3f1c9a7be2d04586")]
    pub id: String,
    /// When it began.
    #[schema(format = DateTime, example = "2021-05-24T01:00:00.000000Z")]
    pub created_at: String,
    /// When it ends by itself.
    #[schema(format = DateTime, example = "2021-05-24T13:00:00.000000Z")]
    pub expires_at: String,
    /// The network address that it was begun from.
    #[schema(example = "10.20.0.7")]
    pub address: Option<String>,
    /// Whether it is the one that asks.
    pub is_current: bool,
}

impl From<OwnSession> for OwnSessionBody {
    fn from(session: OwnSession) -> Self {
        Self {
            id: session.id,
            created_at: written(session.created_at),
            expires_at: written(session.expires_at),
            address: session.address,
            is_current: session.is_current,
        }
    }
}

/// The caller's sessions, the oldest first; there are a hundred at most.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// All of them.
    pub items: Vec<OwnSessionBody>,
    /// How many there are.
    pub total: usize,
    /// Always null: the list is whole.
    pub next: Option<i64>,
}

/// List my sessions
///
/// Those that are neither over nor ended. A token has none and is refused.
#[utoipa::path(tag = "sessions", operation_id = "list_sessions",
    responses((status = 200, description = "All sessions of the caller", body = SessionList), Problems))]
#[get("/sessions")]
pub async fn list_sessions(call: Call) -> Result<HttpResponse, Refused> {
    let secret = secret_of(&call);
    let sessions = call.run(move |service, actor| service.own_sessions(actor, secret.as_deref())).await?;
    let items: Vec<OwnSessionBody> = sessions.into_iter().map(OwnSessionBody::from).collect();
    Ok(json(&SessionList { total: items.len(), items, next: None }))
}

/// End one of my sessions
///
/// From the next request on it can't be used any more.
#[utoipa::path(tag = "sessions", operation_id = "end_session",
    params(("session" = String, Path, description = "The session's id", example = "3f1c9a7be2d04586")),
    responses((status = 204, description = "Ended"), Problems))]
#[delete("/sessions/{session}")]
pub async fn end_session(call: Call, session: Path<String>) -> Result<HttpResponse, Refused> {
    call.run(move |service, actor| service.end_own_session(actor, &session)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Another password for the caller.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password that stands.
    #[schema(example = "correct horse battery", format = Password, max_length = 200)]
    pub old_password: String,
    /// The one to take its place: neither the old one nor the login.
    #[schema(example = "staple in the rain", format = Password, min_length = 12, max_length = 200)]
    pub new_password: String,
}

/// Change my password
///
/// Needs the old one, and ends the caller's other sessions. A token has no password and is refused.
#[utoipa::path(tag = "sessions", operation_id = "change_password",
    responses((status = 204, description = "Changed"), Problems))]
#[put("/me/password")]
pub async fn change_password(call: Call, body: Json<ChangePassword>) -> Result<HttpResponse, Refused> {
    let secret = secret_of(&call).unwrap_or_default();
    let ChangePassword { old_password, new_password } = body.into_inner();
    let work = move |service: &Service, actor: &Actor| {
        service.change_own_password(actor, &secret, &old_password, &new_password)
    };
    call.run_hashing(work).await?;
    Ok(HttpResponse::NoContent().finish())
}

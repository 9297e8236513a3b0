//! Logging in and out.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, delete, get, post};
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::body::Json;
use super::identity::COOKIE;
use super::problem::{Problems, Refused, language_of};
use crate::app::actor::Actor;
use crate::app::audit::written;
use crate::app::login::csrf_token;
use crate::app::problem::{INTERNAL, Problem};
use crate::app::service::Service;

/// How many passwords are compared at once: each takes 19 MiB of memory meanwhile.
static HASHING: Semaphore = Semaphore::const_new(4);

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
    let _permit = HASHING.acquire().await.map_err(|_| refuse(Problem::from(&INTERNAL)))?;
    let LogIn { login, password } = body.into_inner();
    let done = actix_web::web::block(move || {
        let opened = service.log_in(&nobody, &login, &password)?;
        let actor = service.session(&opened.secret, address)?;
        Ok::<_, Problem>((opened, actor))
    });
    let (opened, actor) = done.await.map_err(|_| refuse(Problem::from(&INTERNAL)))?.map_err(refuse)?;
    let actor = actor.ok_or_else(|| refuse(Problem::from(&INTERNAL)))?;
    let cookie = Cookie::build(COOKIE, opened.secret.clone())
        .path("/")
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(request.connection_info().scheme() == "https")
        .finish();
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
    let secret = call.request().cookie(COOKIE).map(|cookie| cookie.value().to_owned());
    if let Some(secret) = secret {
        call.run(move |service, actor| service.log_out(actor, &secret)).await?;
    }
    let gone = Cookie::build(COOKIE, "").path("/").max_age(actix_web::cookie::time::Duration::ZERO).finish();
    Ok(HttpResponse::NoContent().cookie(gone).finish())
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

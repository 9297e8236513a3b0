//! Who calls: told in middleware from a session's cookie or a token, so that nobody's body is read before it is known
//! whose it is.

use std::net::IpAddr;

use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::{self, Data};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::problem::{Refused, language_of};
use crate::app::actor::Actor;
use crate::app::login::csrf_token;
use crate::app::problem::{CSRF_REFUSED, INTERNAL, Problem, UNAUTHENTICATED};
use crate::app::service::Service;

/// The cookie that carries a session's secret.
pub const COOKIE: &str = "thidua_session";

/// The header that proves where a change by cookie comes from.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// Somebody who has logged in, or a token.
pub struct Identified(pub Actor);

impl FromRequest for Identified {
    type Error = Refused;
    type Future = std::future::Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let actor = request.extensions().get::<Actor>().filter(|actor| actor.label != "nobody").cloned();
        std::future::ready(
            actor
                .map(Self)
                .ok_or_else(|| Refused::new(Problem::from(&UNAUTHENTICATED), language_of(request.headers()))),
        )
    }
}

/// Whether an operation is for everybody.
fn is_public(method: &Method, path: &str) -> bool {
    !path.starts_with("/api/") || (path == "/api/v1/sessions" && *method == Method::POST)
}

/// The address that a request comes from.
pub fn address_of(request: &ServiceRequest) -> Option<IpAddr> {
    request.peer_addr().map(|address| address.ip())
}

/// Finds out who calls; refuses who must log in first, and changes by cookie without the header.
pub async fn identify(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let language = language_of(request.headers());
    let refuse = |problem: Problem| actix_web::Error::from(Refused::new(problem, language));
    let address = address_of(&request);
    let public = is_public(request.method(), request.path());
    if !public && let Some(bearer) = bearer(&request) {
        let actor = token(&request, bearer, address).await.map_err(refuse)?;
        request.extensions_mut().insert(actor);
        return next.call(request).await;
    }
    let secret = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
    let actor = match &secret {
        Some(secret) => session(&request, secret.clone(), address).await.map_err(refuse)?,
        None => None,
    };
    if actor.is_none() && !public {
        return Err(refuse(Problem::from(&UNAUTHENTICATED)));
    }
    let changes = !request.method().is_safe();
    if let (Some(secret), true, false) = (&secret, changes, public) {
        let header = request.headers().get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        if header != Some(csrf_token(secret).as_str()) {
            if let Some(actor) = actor {
                refused(&request, actor, "csrf").await.map_err(refuse)?;
            }
            return Err(refuse(Problem::from(&CSRF_REFUSED)));
        }
    }
    request.extensions_mut().insert(actor.unwrap_or_else(|| Actor::nobody(address)));
    next.call(request).await
}

/// The secret of a token, when the request carries one.
fn bearer(request: &ServiceRequest) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim().to_owned())
}

fn service_of(request: &ServiceRequest) -> Result<Data<Service>, Problem> {
    request.app_data::<Data<Service>>().cloned().ok_or_else(|| Problem::from(&INTERNAL))
}

async fn token(request: &ServiceRequest, secret: String, address: Option<IpAddr>) -> Result<Actor, Problem> {
    let service = service_of(request)?;
    let method = request.method().to_string();
    let found = web::block(move || service.token(&secret, &method, address)).await;
    found.map_err(|_| Problem::from(&INTERNAL))?
}

/// Notes a refusal.
async fn refused(request: &ServiceRequest, actor: Actor, what: &'static str) -> Result<(), Problem> {
    let service = service_of(request)?;
    let noted = web::block(move || service.note_refusal(&actor, what)).await;
    noted.map_err(|_| Problem::from(&INTERNAL))?
}

async fn session(
    request: &ServiceRequest,
    secret: String,
    address: Option<IpAddr>,
) -> Result<Option<Actor>, Problem> {
    let service = service_of(request)?;
    let found = web::block(move || service.session(&secret, address)).await;
    found.map_err(|_| Problem::from(&INTERNAL))?
}

/// Headers that close what browsers would otherwise allow.
pub async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut response = next.call(request).await?;
    let headers = [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
        ("cache-control", "no-store"),
    ];
    for (name, value) in headers {
        let headers = response.headers_mut();
        if !headers.contains_key(name) {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
    }
    Ok(response)
}

//! Who calls: told in middleware from a session's cookie or a token, so that nobody's body is read before it is known
//! whose it is.

use std::net::IpAddr;

use actix_web::body::MessageBody;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, CONTENT_ENCODING, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use super::answer::blocking;
use super::parameter::malformed;
use super::problem::{Refused, language_of};
use crate::app::actor::{Actor, Right};
use crate::app::lately::{Credentials, State};
use crate::app::login::is_csrf_token;
use crate::app::problem::{BODY_PACKED, CSRF_REFUSED, INTERNAL, Problem, TOKEN_REFUSED, UNAUTHENTICATED};
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
        let actor = request.extensions().get::<Actor>().filter(|actor| !actor.is_nobody()).cloned();
        std::future::ready(
            actor
                .map(Self)
                .ok_or_else(|| Refused::new(Problem::from(&UNAUTHENTICATED), language_of(request.headers()))),
        )
    }
}

/// Whether an operation is for everybody.
fn is_public(method: &Method, path: &str) -> bool {
    (!path.starts_with("/api/") && path != "/metrics")
        || (path == "/api/v1/sessions" && *method == Method::POST)
        || (path.starts_with("/api/v1/public-lists/") && method.is_safe())
}

/// The address that a request comes from. A proxy that is trusted says it in the last part of `X-Forwarded-For` that
/// isn't a proxy's own.
pub fn address_of(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let service = request.app_data::<Data<Service>>()?;
    if !service.is_proxy(peer) {
        return Some(peer);
    }
    let said = request.headers().get_all("x-forwarded-for").filter_map(|value| value.to_str().ok());
    let said: Vec<IpAddr> =
        said.flat_map(|value| value.split(',')).map_while(|part| part.trim().parse().ok()).collect();
    said.into_iter().rfind(|address| !service.is_proxy(*address)).or(Some(peer))
}

/// Finds out who calls; refuses who must log in first, and changes by cookie without the header.
pub async fn identify(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let language = language_of(request.headers());
    let refuse = |problem: Problem| actix_web::Error::from(Refused::new(problem, language));
    let address = address_of(request.request());
    let public = is_public(request.method(), request.path());
    let names_nul = |text: &str| text.contains("%00");
    if names_nul(request.uri().path()) || request.uri().query().is_some_and(names_nul) {
        return Err(refuse(malformed("%00", "%01 … %FF")));
    }
    let packed = request.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
    if let Some(packed) = packed.filter(|packed| !packed.eq_ignore_ascii_case("identity")) {
        return Err(refuse(BODY_PACKED.with("what", packed)));
    }
    let credentials = credentials_of(request.request());
    let secret = match &credentials {
        Some(Credentials::Session { secret, .. }) => Some(secret.clone()),
        _ => None,
    };
    let actor = match credentials {
        // Whoever logs in may come with what is over; whoever asks for more may not.
        Some(_) if public => None,
        Some(credentials) => Some(identified(&request, credentials).await.map_err(refuse)?),
        None => None,
    };
    if actor.is_none() && !public {
        return Err(refuse(Problem::from(&UNAUTHENTICATED)));
    }
    if let Some(astray) = actor.clone().filter(|actor| is_astray(actor, request.path())) {
        refused(&request, astray, "token:calendar").await.map_err(refuse)?;
        return Err(refuse(TOKEN_REFUSED.with("what", request.path()).with("allowed", "milestones.ics")));
    }
    let changes = !request.method().is_safe();
    if let (Some(secret), true, false) = (&secret, changes, public) {
        let header = request.headers().get(CSRF_HEADER).and_then(|value| value.to_str().ok());
        if !header.is_some_and(|header| is_csrf_token(secret, header)) {
            if let Some(actor) = actor {
                refused(&request, actor, "csrf").await.map_err(refuse)?;
            }
            return Err(refuse(Problem::from(&CSRF_REFUSED)));
        }
    }
    request.extensions_mut().insert(actor.unwrap_or_else(|| Actor::nobody(address)));
    next.call(request).await
}

/// What a request comes with to show whose it is; a token goes before a cookie.
pub fn credentials_of(request: &HttpRequest) -> Option<Credentials> {
    let address = address_of(request);
    let header = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let bearer = header.and_then(|header| header.split_once(' '));
    if let Some((_, secret)) = bearer.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) {
        let method = request.method().to_string();
        let secret = secret.trim().to_owned();
        return Some(Credentials::Token { secret, method, in_address: false, address });
    }
    if let Some(secret) = key_of(request) {
        let method = request.method().to_string();
        return Some(Credentials::Token { secret, method, in_address: true, address });
    }
    let cookie = request.cookie(COOKIE)?;
    Some(Credentials::Session { secret: cookie.value().to_owned(), address })
}

/// Whether an address is that of a calendar: the one operation that takes its key from the address, and the only one that
/// a token for calendars opens.
fn is_calendar(path: &str) -> bool {
    path.starts_with("/api/v1/plans/") && path.ends_with("/milestones.ics")
}

/// The key in the address of a calendar: calendar programs can't send headers.
fn key_of(request: &HttpRequest) -> Option<String> {
    let query = request.uri().query().filter(|_| is_calendar(request.path()))?;
    let pairs = serde_urlencoded::from_str::<Vec<(String, String)>>(query).ok()?;
    pairs.into_iter().find(|(name, _)| name == "key").map(|(_, key)| key)
}

/// Whether somebody comes with a token for calendars alone to something else.
fn is_astray(actor: &Actor, path: &str) -> bool {
    actor.is_token() && actor.rights == [Right::Calendar] && !is_calendar(path)
}

fn service_of(request: &ServiceRequest) -> Result<Data<Service>, Problem> {
    request.app_data::<Data<Service>>().cloned().ok_or_else(|| Problem::from(&INTERNAL))
}

/// Who comes with these: known from before if nothing has changed since, else asked of the database.
///
/// # Errors
/// When they are nobody's any more, and those of the database.
pub async fn caller_of(
    service: &Data<Service>,
    state: Option<State>,
    credentials: Credentials,
) -> Result<Actor, Problem> {
    if let Some(actor) = state.and_then(|state| service.known_caller(state, &credentials)) {
        return Ok(actor);
    }
    let service = service.clone();
    blocking(move || service.caller(state, &credentials)).await
}

async fn identified(request: &ServiceRequest, credentials: Credentials) -> Result<Actor, Problem> {
    let service = service_of(request)?;
    let state = service.state();
    if let Some(state) = state {
        request.extensions_mut().insert(state);
    }
    caller_of(&service, state, credentials).await
}

/// Notes a refusal.
async fn refused(request: &ServiceRequest, actor: Actor, what: &'static str) -> Result<(), Problem> {
    let service = service_of(request)?;
    blocking(move || service.note_refusal(&actor, what)).await
}

/// The cookie of a session, for as long as the browser is open. It is one and the same for API and pages, and
/// `SameSite=Lax`: a link in a message opens the page that it names without another log-in. What another site can send
/// with it is a `GET`, and those change nothing; every change carries a sign that the other site can't know.
pub fn session_cookie(request: &HttpRequest, secret: String) -> Cookie<'static> {
    Cookie::build(COOKIE, secret)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(request.connection_info().scheme() == "https")
        .finish()
}

/// The cookie with which that of a session goes.
pub fn gone_cookie() -> Cookie<'static> {
    Cookie::build(COOKIE, "").path("/").max_age(actix_web::cookie::time::Duration::ZERO).finish()
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

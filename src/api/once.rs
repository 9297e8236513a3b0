//! `Idempotency-Key`: a request that makes or does something may be sent again, and is done once.

use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderName, HeaderValue, IF_MATCH};
use actix_web::middleware::Next;
use actix_web::web::{self, Bytes, Data};
use actix_web::{HttpMessage, HttpResponse};

use super::body::{LARGEST_JSON, kind_of, read_whole};
use super::problem::{Refused, language_of};
use crate::app::actor::Actor;
use crate::app::once::{Answer, Once};
use crate::app::problem::{FIELD_REFUSED, INTERNAL, Problem};
use crate::app::service::{Service, sha256};

/// The header with the client's key.
const KEY: &str = "idempotency-key";

/// The header that says that an answer is that of the first request.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// How many characters a key has at most.
pub const LONGEST_KEY: usize = 128;

/// Marks an answer that holds a secret, which is told once and never kept.
pub struct TellsSecret;

/// Looks a request's key up before it is done, and keeps the answer afterwards. Files of
/// reports and bodies that aren't JSON are known by their content and need no key. Votes take none: a second one is
/// refused anyway, and the hash of a request would tell the choice of whoever made it.
pub async fn once(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let is_json = ["", "application/json"].contains(&kind_of(request.request()).as_str());
    let is_file = request.path().ends_with("/uploads");
    let is_vote = request.path().ends_with("/votes");
    let takes_key = is_json && !is_file && !is_vote && request.method() == Method::POST;
    let key = request.headers().get(KEY).filter(|_| takes_key);
    let actor = request.extensions().get::<Actor>().filter(|actor| !actor.is_nobody()).cloned();
    let service = request.app_data::<Data<Service>>().cloned();
    let (Some(key), Some(actor), Some(service)) = (key, actor, service) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let language = language_of(request.headers());
    let refuse = |problem: Problem| actix_web::Error::from(Refused::new(problem, language));
    let key = key_of(key).map_err(refuse)?;
    let body = Bytes::from(read_whole(&mut request.take_payload(), LARGEST_JSON).await.map_err(refuse)?);
    let once = Arc::new(Once::new(key, fingerprint(&request, &body)));
    let piece = futures_util::stream::iter([Ok(body)]);
    request.set_payload(Payload::Stream { payload: Box::pin(piece) });

    let (asker, asked, looked_up) = (actor.clone(), Arc::clone(&once), service.clone());
    let found = web::block(move || looked_up.answered(&asker, &asked)).await;
    if let Some(answer) = found.unwrap_or_else(|_| Err(Problem::from(&INTERNAL))).map_err(refuse)? {
        let response = again(answer).map_err(|()| refuse(Problem::from(&INTERNAL)))?;
        return Ok(request.into_response(response));
    }
    request.extensions_mut().insert(Arc::clone(&once));
    let response = next.call(request).await?;
    if !once.is_marked() || !response.status().is_success() {
        return Ok(response.map_into_boxed_body());
    }
    let (request, response) = response.into_parts();
    let tells_secret = response.extensions().get::<TellsSecret>().is_some();
    let (response, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| refuse(Problem::from(&INTERNAL)))?;
    if !tells_secret && let Ok(text) = String::from_utf8(body.to_vec()) {
        let etag = text_of(response.headers(), &ETAG).map(str::to_owned);
        let answer = Answer { status: response.status().as_u16(), etag, body: text };
        let kept = web::block(move || service.keep_answer(&actor, &once, &answer)).await;
        if !matches!(kept, Ok(Ok(()))) {
            // The request is done and its key is written; a repetition is told so.
            tracing::warn!("the answer to a request with a key couldn't be kept");
        }
    }
    Ok(ServiceResponse::new(request, response.set_body(body).map_into_boxed_body()))
}

fn key_of(value: &HeaderValue) -> Result<String, Problem> {
    let text = value.to_str().ok().filter(|text| (1..=LONGEST_KEY).contains(&text.len()));
    text.filter(|text| text.bytes().all(|byte| byte.is_ascii_graphic()))
        .map(str::to_owned)
        .ok_or_else(|| FIELD_REFUSED.with("field", "Idempotency-Key").with("expected", "1-128 × [!-~]"))
}

fn text_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The hash of all that a request asks for.
fn fingerprint(request: &ServiceRequest, body: &[u8]) -> String {
    let told = [
        request.uri().to_string(),
        text_of(request.headers(), &CONTENT_TYPE).unwrap_or_default().to_owned(),
        text_of(request.headers(), &IF_MATCH).unwrap_or_default().to_owned(),
    ];
    let mut all = told.join("\n").into_bytes();
    all.push(b'\n');
    all.extend_from_slice(body);
    sha256(&all)
}

/// The answer of the first request.
fn again(answer: Answer) -> Result<HttpResponse, ()> {
    let status = actix_web::http::StatusCode::from_u16(answer.status).map_err(drop)?;
    let mut response = HttpResponse::build(status);
    response.content_type("application/json").insert_header((REPLAYED, "true"));
    if let Some(etag) = answer.etag {
        response.insert_header((ETAG, etag));
    }
    Ok(response.body(answer.body))
}

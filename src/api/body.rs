//! Bodies that aren't JSON: read whole up to a bound, or in parts.

use actix_web::error::PayloadError;
use actix_web::web::{Bytes, Payload};
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use futures_util::{Stream, StreamExt};
use serde::de::DeserializeOwned;

use super::answer::Call;
use super::malformed::{broken_off, demand_text, malformed};
use super::problem::{Refused, language_of};
use crate::app::problem::{CONTENT_TYPE, Problem, TOO_LARGE};

/// The content type, in small letters and without parameters; refuses another than those taken.
pub fn demand_type(call: &Call, taken: &[&str]) -> Result<String, Refused> {
    let kind = kind_of(call.request());
    if taken.contains(&kind.as_str()) {
        return Ok(kind);
    }
    Err(call.refused(CONTENT_TYPE.with("expected", taken.join(", "))))
}

/// How many bytes a body in JSON may have.
pub const LARGEST_JSON: usize = 256 * 1024;

/// A body in JSON. A text can't hold the character NUL, which not every database keeps.
pub struct Json<T>(T);

impl<T> Json<T> {
    /// What was sent.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Json<T> {
    type Error = Refused;
    type Future = LocalBoxFuture<'static, Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let language = language_of(request.headers());
        let kind = kind_of(request);
        let mut payload = payload.take();
        Box::pin(async move {
            let refused = |problem: Problem| Refused::new(problem, language);
            if kind != "application/json" {
                return Err(refused(CONTENT_TYPE.with("expected", "application/json")));
            }
            let bytes = read_whole(&mut payload, LARGEST_JSON).await.map_err(refused)?;
            let text = demand_text(&bytes).map_err(refused)?;
            serde_json::from_str(text).map(Self).map_err(|error| refused(malformed(&error)))
        })
    }
}

/// The content type, in small letters and without parameters.
pub fn kind_of(request: &HttpRequest) -> String {
    let given = request.headers().get(actix_web::http::header::CONTENT_TYPE);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or("");
    given.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

/// Reads a body whole.
///
/// # Errors
/// When it is longer than so many bytes, or is broken off.
pub async fn read_whole(
    payload: &mut (impl Stream<Item = Result<Bytes, PayloadError>> + Unpin),
    most: usize,
) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| broken_off(&error))?;
        if bytes.len() + piece.len() > most {
            return Err(TOO_LARGE.with("limit", most));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// Reads the body of an operation whole.
///
/// # Errors
/// As [`read_whole`], in the client's language.
pub async fn whole(call: &Call, mut payload: Payload, most: usize) -> Result<Vec<u8>, Refused> {
    read_whole(&mut payload, most).await.map_err(|problem| call.refused(problem))
}

//! Bodies that aren't JSON: read whole up to a bound, or in parts.

use actix_web::web::Payload;
use futures_util::StreamExt;

use super::answer::Call;
use super::problem::Refused;
use crate::app::problem::{BODY_MALFORMED, CONTENT_TYPE, TOO_LARGE};

/// The content type, in small letters and without parameters; refuses another than those taken.
pub fn demand_type(call: &Call, taken: &[&str]) -> Result<String, Refused> {
    let given = call.request().headers().get(actix_web::http::header::CONTENT_TYPE);
    let given = given.and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = given.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    if taken.contains(&kind.as_str()) {
        return Ok(kind);
    }
    Err(call.refused(CONTENT_TYPE.with("expected", taken.join(", "))))
}

/// Reads a body whole.
pub async fn whole(call: &Call, mut payload: Payload, most: usize) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|error| call.refused(BODY_MALFORMED.with("reason", error)))?;
        if bytes.len() + piece.len() > most {
            return Err(call.refused(TOO_LARGE.with("limit", most)));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

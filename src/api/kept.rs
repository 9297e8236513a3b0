//! Answers that are kept as bytes, plain or packed with gzip, and not sent again to who has them.

use std::io::Write;
use std::sync::Arc;

use actix_web::http::header::{
    AcceptEncoding, CONTENT_ENCODING, ETAG, Encoding, Header, IF_NONE_MATCH, VARY,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Serialize;

use super::answer::tag_of;
use crate::app::kept::Kept;

/// How an answer is packed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// As it is.
    Plain,
    /// With gzip.
    Gzip,
}

impl Coding {
    /// Its name among codings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Plain => "identity",
            Self::Gzip => "gzip",
        }
    }

    /// What a client takes.
    pub fn of(request: &HttpRequest) -> Self {
        // A header that can't be read asks for nothing.
        let taken = AcceptEncoding::parse(request).ok();
        let chosen = taken.and_then(|it| it.negotiate([Encoding::gzip(), Encoding::identity()].iter()));
        if chosen == Some(Encoding::gzip()) { Self::Gzip } else { Self::Plain }
    }

    /// The answer kept for what was asked, or one made now.
    pub fn kept<T: Serialize>(self, kept: &Kept, asked: &str, make: impl FnOnce() -> T) -> Arc<[u8]> {
        let plain = || serde_json::to_vec(&make()).expect("bodies have texts as keys");
        kept.get_or_make(&format!("{} {asked}", self.code()), || match self {
            Self::Plain => plain(),
            Self::Gzip => packed(&plain()),
        })
    }

    /// The answer with the tag of a count of changes; without a body when the client has it.
    pub fn answer(self, request: &HttpRequest, bytes: Arc<[u8]>, change: i64) -> HttpResponse {
        let tag = tag_of(change);
        let known = request.headers().get(IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        let is_known = known.is_some_and(|known| known.split(',').any(|known| known.trim() == tag));
        let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response.insert_header((ETAG, tag)).insert_header((VARY, "accept-encoding"));
        if is_known {
            return response.finish();
        }
        if self == Self::Gzip {
            response.insert_header((CONTENT_ENCODING, self.code()));
        }
        response.content_type("application/json").body(Bytes::from_owner(bytes))
    }
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::new(6));
    let done = packer.write_all(bytes).and_then(|()| packer.finish());
    done.expect("memory takes whatever is written to it")
}

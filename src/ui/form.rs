//! What a form sends: read only with the sign that it comes from a page of ours.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use rustc_hash::FxHashMap;

use super::fault::Fault;
use crate::api::body::read_whole;
use crate::api::identity::COOKIE;
use crate::app::login::is_csrf_token;
use crate::app::problem::{BODY_MALFORMED, BODY_NOT_TEXT, CSRF_REFUSED, Problem};

/// How large a form's body may be, in bytes: a plan file fits.
const LARGEST: usize = 1 << 20;

/// The fields of a form.
pub struct Form {
    fields: FxHashMap<String, String>,
}

impl Form {
    /// The value of a field without white space around it; empty when the form hasn't it.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", |value| value.trim())
    }
}

impl FromRequest for Form {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Fault>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, mut payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let fault = |problem: Problem| Fault::at(&request, problem);
            let body = read_whole(&mut payload, LARGEST).await.map_err(fault)?;
            let fields = serde_urlencoded::from_bytes::<Vec<(String, String)>>(&body).map_err(|_| {
                fault(BODY_MALFORMED.with("line", 1).with("column", 1).with("expected", "a=b&c=d"))
            })?;
            if fields.iter().any(|(_, value)| value.contains('\0')) {
                return Err(fault(BODY_NOT_TEXT.with("byte", 0)));
            }
            let form = Self { fields: fields.into_iter().collect() };
            // Before the log-in there is no session that anybody else could use.
            let secret = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
            if secret.is_some_and(|secret| !is_csrf_token(&secret, form.field("csrf"))) {
                return Err(fault(Problem::from(&CSRF_REFUSED)));
            }
            Ok(form)
        })
    }
}

//! What a form sends: read only with the sign that it comes from a page of ours.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use rustc_hash::FxHashMap;

use super::fault::Fault;
use crate::api::body::read_whole;
use crate::api::identity::COOKIE;
use crate::api::parameter::malformed;
use crate::app::login::is_csrf_token;
use crate::app::problem::{
    BODY_BROKEN_OFF, BODY_MALFORMED, BODY_NOT_TEXT, CSRF_REFUSED, FILE_EMPTY, Problem, TOO_LARGE,
};

/// How large a form's body may be, in bytes: a plan file fits.
const LARGEST: usize = 1 << 20;

/// How many bytes the sign of a form may have.
const LONGEST_SIGN: usize = 1024;

/// The fields of a form.
pub struct Form {
    fields: FxHashMap<String, String>,
}

impl Form {
    /// The value of a field without white space around it; empty when the form hasn't it.
    pub fn field(&self, name: &str) -> &str {
        self.text(name).trim()
    }

    /// All fields: their names, and their values as they were sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The number that a field of ours carries.
    ///
    /// # Errors
    /// When it isn't there or is no number: nothing is done as if it were another.
    pub fn number(&self, name: &str) -> Result<i64, Problem> {
        self.field(name).parse().map_err(|_| malformed(name, "7"))
    }

    /// The value of a field as it was sent.
    pub fn text(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }
}

/// A small file that a form sends.
pub struct SentFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl SentFile {
    /// Reads the file of a form that carries the sign of a session, of at most so many bytes.
    ///
    /// # Errors
    /// As [`file_field`]; and when the file is empty or too large.
    pub async fn read(secret: &str, parts: &mut Multipart, most: usize) -> Result<Self, Problem> {
        let (name, mut field) = file_field(secret, parts).await?;
        let bytes = bytes_of(&mut field, most).await?;
        if bytes.is_empty() { Err(Problem::from(&FILE_EMPTY)) } else { Ok(Self { name, bytes }) }
    }
}

/// The file of a form that carries the sign of a session before it, with its name.
///
/// # Errors
/// When the sign isn't there before the file, the file is missing, or the form is broken off.
pub async fn file_field(secret: &str, parts: &mut Multipart) -> Result<(String, Field), Problem> {
    let mut is_ours = false;
    while let Some(part) = parts.next().await {
        let mut field = part.map_err(|error| broken_off(&error))?;
        match field.name().unwrap_or("") {
            "csrf" => {
                let given = bytes_of(&mut field, LONGEST_SIGN).await?;
                is_ours = is_csrf_token(secret, &String::from_utf8_lossy(&given));
            }
            _ if !is_ours => return Err(Problem::from(&CSRF_REFUSED)),
            "file" => {
                let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or("");
                let name = name.to_owned();
                return if name.is_empty() { Err(Problem::from(&FILE_EMPTY)) } else { Ok((name, field)) };
            }
            _ => {}
        }
    }
    Err(Problem::from(&FILE_EMPTY))
}

/// A file that was broken off.
pub fn broken_off(_: &MultipartError) -> Problem {
    Problem::from(&BODY_BROKEN_OFF)
}

async fn bytes_of(field: &mut Field, most: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.next().await {
        bytes.extend_from_slice(&piece.map_err(|error| broken_off(&error))?);
        if bytes.len() > most {
            return Err(TOO_LARGE.with("limit", most));
        }
    }
    Ok(bytes)
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

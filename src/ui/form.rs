//! What a form sends: read only with the sign that it comes from a page of ours.

use std::future::Future;
use std::pin::Pin;

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;

use super::fault::Fault;
use super::page::escaped;
use crate::api::body::read_whole;
use crate::api::identity::COOKIE;
use crate::api::parameter::malformed;
use crate::app::login::is_csrf_token;
use crate::app::once::Once;
use crate::app::problem::{
    BODY_BROKEN_OFF, BODY_MALFORMED, BODY_NOT_TEXT, CSRF_REFUSED, FILE_EMPTY, Problem, TOO_LARGE,
};
use crate::app::service::sha256;

/// How large a form's body may be, in bytes: a plan file fits.
const LARGEST: usize = 1 << 20;

/// How many bytes the sign of a form may have.
const LONGEST_SIGN: usize = 1024;

/// How many bytes a field beside a file may have.
const LONGEST_FIELD: usize = 4096;

/// The fields of a form.
pub struct Form {
    fields: Vec<(String, String)>,
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
        self.all(name).last().unwrap_or("")
    }

    /// The values of a field that a form may send several times, as boxes that were ticked.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The form as something that is done once, however often it is sent: by the key that its page was made with, and
    /// by all that it says.
    ///
    /// # Errors
    /// When it hasn't the key.
    pub fn once(&self) -> Result<Once, Problem> {
        let key = self.field("once");
        let is_ours = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_ours {
            return Err(malformed("once", "32 × [0-9a-f]"));
        }
        let said = self.fields.iter().filter(|(name, _)| name != "csrf");
        let said: Vec<String> =
            said.map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        Ok(Once::new(key.to_owned(), sha256(said.join("&").as_bytes())))
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

impl Form {
    /// Reads a form with a small file of at most so many bytes: its fields that stand before the file, and the file or
    /// why there is none.
    ///
    /// # Errors
    /// When the sign of the session doesn't stand before everything else, or the form is broken off.
    pub async fn with_file(
        secret: &str,
        parts: &mut Multipart,
        most: usize,
    ) -> Result<(Self, Result<SentFile, Problem>), Problem> {
        let mut form = Self { fields: Vec::new() };
        let mut is_ours = false;
        while let Some(part) = parts.next().await {
            let mut field = part.map_err(|error| broken_off(&error))?;
            let name = field.name().unwrap_or("").to_owned();
            if name == "csrf" {
                let given = bytes_of(&mut field, LONGEST_SIGN).await?;
                is_ours = is_csrf_token(secret, &String::from_utf8_lossy(&given));
            } else if !is_ours {
                return Err(Problem::from(&CSRF_REFUSED));
            } else if name == "file" {
                let name = field.content_disposition().and_then(|it| it.get_filename()).unwrap_or("");
                let name = name.to_owned();
                let file = bytes_of(&mut field, most).await.and_then(|bytes| match bytes.is_empty() {
                    true => Err(Problem::from(&FILE_EMPTY)),
                    false => Ok(SentFile { name, bytes }),
                });
                return Ok((form, file));
            } else {
                let value = bytes_of(&mut field, LONGEST_FIELD).await?;
                let value = String::from_utf8(value).ok().filter(|value| !value.contains('\0'));
                form.fields.push((name, value.ok_or_else(|| BODY_NOT_TEXT.with("byte", 0))?));
            }
        }
        if is_ours { Ok((form, Err(Problem::from(&FILE_EMPTY)))) } else { Err(Problem::from(&CSRF_REFUSED)) }
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
            let form = Self { fields };
            // Before the log-in there is no session that anybody else could use.
            let secret = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
            if secret.is_some_and(|secret| !is_csrf_token(&secret, form.field("csrf"))) {
                return Err(fault(Problem::from(&CSRF_REFUSED)));
            }
            Ok(form)
        })
    }
}

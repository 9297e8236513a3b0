//! A visit: who comes with the cookie of a session, in which language, and to what page. Whoever must log in first is
//! sent there, and comes back.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::cookie::Cookie;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, Visitor, escaped, html, status_of};
use crate::api::answer::{blocking, permit_to_hash};
use crate::api::identity::{caller_of, credentials_of};
use crate::api::problem::with_texts;
use crate::app::actor::Actor;
use crate::app::lately::Credentials;
use crate::app::login::csrf_token;
use crate::app::problem::{INTERNAL, ONCE_DONE, Problem, UNAUTHENTICATED};
use crate::app::service::Service;
use crate::contest::words::Language;

/// The cookie with the language that was chosen.
pub const LANGUAGE_COOKIE: &str = "thidua_language";

/// What every page works with.
pub struct Visit {
    /// The service.
    pub service: Data<Service>,
    /// Who visits.
    pub visitor: Visitor,
    /// The secret of the session.
    pub secret: String,
}

/// The language of pages: the one chosen; else Vietnamese, whatever the browser says: most are set to English unasked.
pub fn language_for(request: &HttpRequest) -> Language {
    match request.cookie(LANGUAGE_COOKIE).as_ref().map(Cookie::value) {
        Some("en") => Language::English,
        _ => Language::Vietnamese,
    }
}

/// An address of our own to go on to; anything else leads home.
pub fn own_address(address: &str) -> &str {
    let is_own = address.starts_with('/')
        && !address.starts_with("//")
        && !address.contains(['\\', '\r', '\n'])
        && !address.starts_with("/api/");
    if is_own { address } else { "/" }
}

/// Goes on to an address.
pub fn see(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, address)).finish()
}

/// Goes on to an address and says there what was done.
pub fn see_done(address: &str, done: &str) -> HttpResponse {
    let sign = if address.contains('?') { '&' } else { '?' };
    see(&format!("{address}{sign}done={}", escaped(done)))
}

/// A visitor of a request: somebody, or nobody yet.
pub fn visitor_of(request: &HttpRequest, actor: Actor, secret: &str) -> Visitor {
    let here = request.uri().path_and_query().map_or("/", |it| it.as_str());
    let query = request.uri().query().unwrap_or("");
    let done = query.split('&').find_map(|pair| pair.strip_prefix("done="));
    let is_code =
        |text: &&str| text.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-' || sign == '_');
    Visitor {
        actor,
        language: language_for(request),
        csrf: csrf_token(secret),
        here: without_done(here),
        done: done.filter(is_code).map(str::to_owned),
    }
}

/// An address without the word of what was done, which is told once.
fn without_done(address: &str) -> String {
    let Some((path, query)) = address.split_once('?') else { return address.to_owned() };
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.starts_with("done=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

impl FromRequest for Visit {
    type Error = Fault;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Fault>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let service = request.app_data::<Data<Service>>().cloned();
            let service = service.ok_or_else(|| Fault::at(&request, Problem::from(&INTERNAL)))?;
            let Some(Credentials::Session { secret, address }) = credentials_of(&request) else {
                return Err(Fault::at(&request, Problem::from(&UNAUTHENTICATED)));
            };
            let credentials = Credentials::Session { secret: secret.clone(), address };
            let actor = caller_of(&service, service.state(), credentials).await;
            let actor = actor.map_err(|problem| Fault::at(&request, problem))?;
            Ok(Self { service, visitor: visitor_of(&request, actor, &secret), secret })
        })
    }
}

impl Visit {
    /// A problem as a page.
    pub fn fault(&self, problem: Problem) -> Fault {
        Fault::of(self.visitor.clone(), problem)
    }

    /// Runs a use case where it may block.
    ///
    /// # Errors
    /// Those of the use case, as a page.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Service, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Fault> {
        let (service, actor) = (self.service.clone(), self.visitor.actor.clone());
        let done = blocking(move || work(&service, &actor)).await;
        done.map_err(|problem| self.fault(problem))
    }

    /// Runs a use case that hashes passwords, a few at a time.
    ///
    /// # Errors
    /// Those of the use case, as a page.
    pub async fn run_hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Service, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Fault> {
        let permit = permit_to_hash().await;
        let permit = permit.map_err(|problem| self.fault(problem))?;
        self.run(move |service, actor| {
            let _kept_until_done = permit;
            work(service, actor)
        })
        .await
    }

    /// Runs what a form asks for once, however often the form is sent: by a double press, or after going back. What was
    /// refused isn't done, and may be sent again.
    ///
    /// # Errors
    /// When the form wasn't made for that; inside, those of the use case, and that it was done already.
    pub async fn run_once<T: Send + 'static>(
        &self,
        form: &Form,
        work: impl FnOnce(&Service, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<Result<T, Problem>, Fault> {
        let once = Arc::new(form.once().map_err(|problem| self.fault(problem))?);
        self.run(move |service, actor| {
            Ok(match service.answered(actor, &once) {
                Ok(None) => work(&service.doing_once(once), actor),
                Ok(Some(_)) => Err(Problem::from(&ONCE_DONE)),
                Err(problem) => Err(problem),
            })
        })
        .await
    }

    /// Makes a page where it may block.
    ///
    /// # Errors
    /// Those of the use case, as a page.
    pub async fn page(
        &self,
        work: impl FnOnce(&Service, Page<'_>) -> Result<String, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Fault> {
        self.page_with(StatusCode::OK, work).await
    }

    /// Makes a page that is answered with a status.
    ///
    /// # Errors
    /// Those of the use case, as a page.
    pub async fn page_with(
        &self,
        status: StatusCode,
        work: impl FnOnce(&Service, Page<'_>) -> Result<String, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Fault> {
        let made = self.try_page(status, work).await?;
        made.map_err(|problem| self.fault(problem))
    }

    /// Makes a page that is answered with a status, or says why not to who knows another page for it.
    ///
    /// # Errors
    /// When the work can't be run at all.
    pub async fn try_page(
        &self,
        status: StatusCode,
        work: impl FnOnce(&Service, Page<'_>) -> Result<String, Problem> + Send + 'static,
    ) -> Result<Result<HttpResponse, Problem>, Fault> {
        let visitor = self.visitor.clone();
        let made = self.run(move |service, _| {
            let page = |texts: &_| work(service, Page { texts, visitor: &visitor });
            Ok(with_texts(visitor.language, page))
        });
        Ok(made.await?.map(|body| html(status, self.visitor.language, body)))
    }

    /// Goes on to the address that a change leads to and says there what was done; or shows a page again with why it wasn't.
    ///
    /// # Errors
    /// Those of the page.
    pub async fn told(
        &self,
        address: Result<String, Problem>,
        what: &str,
        work: impl FnOnce(&Service, Page<'_>, &Problem) -> Result<String, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Fault> {
        match address {
            Ok(address) => Ok(see_done(&address, what)),
            Err(problem) => self.again(problem, work).await,
        }
    }

    /// Shows a page again with why something was refused, and with what was typed.
    ///
    /// # Errors
    /// Those of the use case, as a page.
    pub async fn again(
        &self,
        problem: Problem,
        work: impl FnOnce(&Service, Page<'_>, &Problem) -> Result<String, Problem> + Send + 'static,
    ) -> Result<HttpResponse, Fault> {
        let status = status_of(&problem);
        self.page_with(status, move |service, page| work(service, page, &problem)).await
    }
}

//! From a use case to an answer: off the asynchronous workers, and refusals in the client's language.

use std::sync::Arc;

use actix_web::http::header::{ETAG, IF_MATCH};
use actix_web::web::{self, Data};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, HttpResponseBuilder};
use serde::Serialize;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::identity::Identified;
use super::once::TellsSecret;
use super::parameter::malformed;
use super::problem::{Refused, language_of};
use crate::app::actor::{Actor, Right};
use crate::app::lately::{Asked, State, Told};
use crate::app::once::Once;
use crate::app::problem::{INTERNAL, Problem};
use crate::app::service::Service;

/// How many passwords are hashed at once: each takes 19 MiB of memory meanwhile.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Waits until a password may be hashed. The permit goes into the work that hashes, so that it is kept until the work
/// is over even when the client has gone.
///
/// # Errors
/// Never while the program runs.
pub async fn permit_to_hash() -> Result<SemaphorePermit<'static>, Problem> {
    HASHING.acquire().await.map_err(|_| Problem::from(&INTERNAL))
}

/// Runs something where it may block, off the asynchronous workers.
///
/// # Errors
/// Those of the work; `internal` when it broke.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    web::block(work).await.unwrap_or_else(|_| Err(Problem::from(&INTERNAL)))
}

/// What every operation works with.
pub struct Call {
    /// The service.
    pub service: Data<Service>,
    /// Who calls.
    pub actor: Actor,
    request: HttpRequest,
}

impl actix_web::FromRequest for Call {
    type Error = Refused;
    type Future = std::future::Ready<Result<Self, Refused>>;

    fn from_request(request: &HttpRequest, payload: &mut actix_web::dev::Payload) -> Self::Future {
        let identified = Identified::from_request(request, payload).into_inner();
        let service = request.app_data::<Data<Service>>().cloned();
        std::future::ready(match (identified, service) {
            (Ok(Identified(actor)), Some(service)) => Ok(Self { service, actor, request: request.clone() }),
            (Err(refused), _) => Err(refused),
            (_, None) => Err(Refused::from(Problem::from(&INTERNAL))),
        })
    }
}

impl Call {
    /// Runs a use case where it may block.
    ///
    /// # Errors
    /// Those of the use case, in the client's language.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Service, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Refused> {
        let once = self.request.extensions().get::<Arc<Once>>().cloned();
        let service =
            once.map_or_else(|| self.service.clone(), |once| Data::new(self.service.doing_once(once)));
        let actor = self.actor.clone();
        blocking(move || work(&service, &actor)).await.map_err(|problem| self.refused(problem))
    }

    /// Refuses who hasn't a right before a large body is read.
    ///
    /// # Errors
    /// When the caller hasn't it; and those of the database.
    pub async fn demand(&self, right: Right) -> Result<(), Refused> {
        self.run(move |service, actor| service.demand(actor, right)).await
    }

    /// The answer of a use case that only reads, as it was made before if nothing has changed since; `form` is all that
    /// it depends on besides the address.
    ///
    /// # Errors
    /// Those of the use case, in the client's language.
    pub async fn run_unless_known(
        &self,
        form: &str,
        work: impl FnOnce(&Service, &Actor) -> Result<Told, Problem> + Send + 'static,
    ) -> Result<Told, Refused> {
        let state = self.request.extensions().get::<State>().copied();
        let Some(state) = state else { return self.run(work).await };
        let what = format!("{form} {}", self.request.uri());
        let asked = Asked { who: self.actor.label.clone(), what };
        if let Some(told) = self.service.known_answer(state, &asked) {
            return Ok(told);
        }
        let told = self.run(work).await?;
        self.service.keep_known(state, asked, &told);
        Ok(told)
    }

    /// Runs a use case that hashes passwords, a few at a time.
    ///
    /// # Errors
    /// Those of the use case, in the client's language.
    pub async fn run_hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Service, &Actor) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Refused> {
        let permit = permit_to_hash().await.map_err(|problem| self.refused(problem))?;
        self.run(move |service, actor| {
            let _kept_until_done = permit;
            work(service, actor)
        })
        .await
    }

    /// A problem in the client's language.
    pub fn refused(&self, problem: impl Into<Problem>) -> Refused {
        Refused::new(problem.into(), language_of(self.request.headers()))
    }

    /// The request.
    pub const fn request(&self) -> &HttpRequest {
        &self.request
    }

    /// The count of changes that the client has seen, by `If-Match`.
    ///
    /// # Errors
    /// When the header is there and isn't one of ours.
    pub fn if_match(&self) -> Result<Option<i64>, Refused> {
        let Some(value) = self.request.headers().get(IF_MATCH) else { return Ok(None) };
        let quoted = value.to_str().ok().and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
        match quoted.and_then(|text| text.parse().ok()) {
            Some(count) => Ok(Some(count)),
            None => Err(self.refused(malformed("If-Match", "\"7\""))),
        }
    }
}

/// An answer in JSON.
pub fn json(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().json(body)
}

/// The tag of a count of changes, which `If-Match` and `If-None-Match` quote.
pub fn tag_of(change: i64) -> String {
    format!("\"{change}\"")
}

/// An answer in JSON that can be changed by who quotes its tag.
pub fn tagged(body: &impl Serialize, change: i64) -> HttpResponse {
    HttpResponse::Ok().insert_header((ETAG, tag_of(change))).json(body)
}

/// An answer in JSON about something just made.
pub fn created(body: &impl Serialize, change: i64) -> HttpResponse {
    HttpResponse::Created().insert_header((ETAG, tag_of(change))).json(body)
}

/// An answer in JSON with a secret, which is told once.
pub fn with_secret(mut response: HttpResponseBuilder, body: &impl Serialize) -> HttpResponse {
    let mut response = response.json(body);
    response.extensions_mut().insert(TellsSecret);
    response
}

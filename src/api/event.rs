//! What happens to plans, reports and rankings, as a stream of server-sent events.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::{Bytes, Query};
use actix_web::{HttpRequest, HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Call;
use super::identity::Credentials;
use super::problem::{Problems, Refused};
use crate::app::actor::Actor;
use crate::app::audit::written;
use crate::app::event::Event;
use crate::app::problem::{INTERNAL, PARAMETER_MALFORMED, Problem, TOO_MANY_REQUESTS};
use crate::app::service::Service;

/// How many listeners there are at most, over all workers of a process.
const MOST_LISTENERS: usize = 500;

/// How often is looked for what other processes did.
const LOOK: Duration = Duration::from_millis(500);

/// After how many looks without an event a sign of life is sent.
const QUIET_LOOKS: u32 = 30;

static LISTENERS: AtomicUsize = AtomicUsize::new(0);

/// How many listen now.
pub fn listeners() -> usize {
    LISTENERS.load(Ordering::Relaxed)
}

/// Which events are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// Only those of this plan.
    #[param(example = 1)]
    pub plan: Option<i64>,
    /// Only those after this one; the header `Last-Event-ID` goes before it. Unless told, only what happens from now on.
    #[param(minimum = 0, example = 0)]
    pub after: Option<i64>,
}

/// What the data of an event holds.
#[derive(Serialize, ToSchema)]
pub struct EventBody {
    /// Its number; also the event's id.
    #[schema(example = 42)]
    pub seq: i64,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T02:30:00.000000Z")]
    pub at: String,
    /// What: `plan.move`, `report.commit`, `report.accept`, `report.return`, `hold.add` and the like.
    #[schema(example = "report.accept")]
    pub kind: String,
    /// The plan's id.
    pub plan: i64,
    /// The unit's code, where it is one.
    #[schema(example = "099")]
    pub unit: Option<String>,
}

/// Counts a listener as long as it lives.
struct Listening;

impl Listening {
    fn begin() -> Option<Self> {
        let before = LISTENERS.fetch_add(1, Ordering::Relaxed);
        let listening = Self;
        (before < MOST_LISTENERS).then_some(listening)
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        LISTENERS.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A stream while it goes on.
struct Stream {
    service: actix_web::web::Data<Service>,
    credentials: Arc<Credentials>,
    plan: Option<i64>,
    seen: i64,
    waiting: VecDeque<Bytes>,
    quiet: u32,
    _listening: Listening,
}

fn told(event: &Event) -> Bytes {
    let body = EventBody {
        seq: event.seq,
        at: written(event.at),
        kind: event.kind.clone(),
        plan: event.plan_id,
        unit: event.unit.clone(),
    };
    let data = serde_json::to_string(&body).unwrap_or_default();
    Bytes::from(format!("id: {}\nevent: {}\ndata: {data}\n\n", event.seq, event.kind))
}

/// The next piece of a stream; `None` once who listens may not any more, or the database is gone.
async fn next(mut stream: Stream) -> Option<(Result<Bytes, actix_web::Error>, Stream)> {
    loop {
        if let Some(piece) = stream.waiting.pop_front() {
            return Some((Ok(piece), stream));
        }
        tokio::time::sleep(LOOK).await;
        let (service, credentials) = (stream.service.clone(), Arc::clone(&stream.credentials));
        let (plan, seen) = (stream.plan, stream.seen);
        let looked = actix_web::web::block(move || {
            let actor: Actor = credentials.identify(&service)?;
            service.events_after(&actor, plan, seen, 200)
        });
        let found = looked.await.ok()?.ok()?;
        stream.seen = found.seen;
        stream.waiting = found.items.iter().map(told).collect();
        stream.quiet = if stream.waiting.is_empty() { stream.quiet + 1 } else { 0 };
        if stream.quiet >= QUIET_LOOKS {
            stream.quiet = 0;
            stream.waiting.push_back(Bytes::from_static(b": still here\n\n"));
        }
    }
}

fn last_id(call: &Call, request: &HttpRequest) -> Result<Option<i64>, Refused> {
    let Some(header) = request.headers().get("last-event-id") else { return Ok(None) };
    let id = header.to_str().ok().and_then(|id| id.parse().ok());
    id.map(Some).ok_or_else(|| call.refused(PARAMETER_MALFORMED.with("reason", "Last-Event-ID: 42")))
}

/// Listen to events
///
/// Changes of plans, reports and rankings as server-sent events, as far as the caller may see them. `Last-Event-ID` goes
/// on where a stream broke off, without loss. The stream ends when the session or token does.
#[utoipa::path(tag = "events", operation_id = "listen_to_events", params(EventQuery),
    responses((status = 200, description = "The stream; the data of each event is an EventBody", body = EventBody, content_type = "text/event-stream"), Problems))]
#[get("/events")]
pub async fn listen_to_events(
    call: Call,
    request: HttpRequest,
    query: Query<EventQuery>,
) -> Result<HttpResponse, Refused> {
    let EventQuery { plan, after } = query.into_inner();
    let after = last_id(&call, &request)?.or(after);
    let listening = Listening::begin().ok_or_else(|| call.refused(TOO_MANY_REQUESTS.with("seconds", 10)))?;
    let credentials = Credentials::of(&request).ok_or_else(|| call.refused(Problem::from(&INTERNAL)))?;
    let seen = match after {
        Some(after) => after,
        None => call.run(Service::last_event).await?,
    };
    let stream = Stream {
        service: call.service.clone(),
        credentials: Arc::new(credentials),
        plan,
        seen,
        waiting: VecDeque::from([Bytes::from_static(b": listening\n\n")]),
        quiet: 0,
        _listening: listening,
    };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Nobody along the way shall gather events in order to compress them.
        .insert_header((CONTENT_ENCODING, "identity"))
        .streaming(futures_util::stream::unfold(stream, next)))
}

//! The stream of events, as server-sent events.

use std::time::Duration;

use actix_web::http::header::{CACHE_CONTROL, CONTENT_ENCODING};
use actix_web::web::{self, Bytes, Path, Query};
use actix_web::{HttpResponse, get};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::Call;
use super::identity::credentials_of;
use super::parameter::malformed;
use super::problem::{Problems, Refused};
use crate::app::event::{Event, Heard, Listener};
use crate::app::lately::Credentials;
use crate::app::problem::{INTERNAL, Problem, UNAUTHENTICATED};
use crate::app::service::Service;

/// From where on events are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct EventQuery {
    /// Only events after this number; the header `Last-Event-ID` goes before it. Without either, what happens from now on.
    #[param(minimum = 0, example = 0)]
    pub after: Option<i64>,
}

/// An event: the `data` of one server-sent event. Its `id` is `seq`, its `event` is `kind`.
#[derive(Serialize, ToSchema)]
pub struct EventBody {
    /// Its number. Numbers rise; those between are of what isn't shown.
    #[schema(example = 120)]
    pub seq: i64,
    /// When.
    #[schema(format = DateTime, example = "2021-05-24T01:00:00.000000Z")]
    pub at: String,
    /// What: `report.committed`, `report.accepted`, `report.returned`, `plan.moved`, `ranking.stored`,
    /// `ranking.staged`, `ranking.applied`, `ranking.cancelled`, and others of plans, appraisals, holds and extensions. To who
    /// may see cases of all units: `cases.opened`, `publicity.published`, `publicity.ended`, `objection.made`,
    /// `objection.settled`, `session.closed`, `decision.issued`, `award.revoked`, `award.handed_over`; to who sees cases or
    /// nominates, of units within reach: `nomination.made`, `nomination.changed`, `nomination.withdrawn`,
    /// `nomination.accepted`, `nomination.returned`. A member who is recused from a case hears nothing of what may tell of it.
    #[schema(example = "report.accepted")]
    pub kind: String,
    /// The plan's id.
    #[schema(example = 1)]
    pub plan: i64,
    /// The unit's code, of an event of one unit.
    #[schema(example = "03127")]
    pub unit: Option<String>,
    /// Of a committed file, the units within reach that have a new version; the first hundred.
    pub units: Vec<String>,
    /// How many those are.
    #[schema(example = 0)]
    pub unit_count: usize,
    /// The state that a plan moved to.
    #[schema(example = "closed")]
    pub state: Option<String>,
    /// The plan's count of changes after it, where it is told.
    #[schema(example = 14)]
    pub change: Option<i64>,
    /// The number of the nomination, of the list, of the case objected to or of the council's session, or the id of the decision,
    /// of an event of one.
    #[schema(example = 1)]
    pub number: Option<i64>,
    /// How many nominations, how many cases that were opened or made public, or how many awards that were given, revoked or
    /// handed over.
    #[schema(example = 53)]
    pub count: Option<usize>,
}

impl From<&Event> for EventBody {
    fn from(event: &Event) -> Self {
        Self {
            seq: event.seq,
            at: event.at.clone(),
            kind: event.kind.clone(),
            plan: event.plan,
            unit: event.unit.clone(),
            units: event.units.clone(),
            unit_count: event.unit_count,
            state: event.state.clone(),
            change: event.change,
            number: event.number,
            count: event.count,
        }
    }
}

/// How long a stream is silent at most.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Somebody's stream.
struct Stream {
    service: web::Data<Service>,
    /// The session or token that it lasts as long as.
    credentials: Credentials,
    plan: Option<i64>,
    seen: i64,
    listener: Listener,
    is_new: bool,
}

impl Stream {
    /// What comes next; `None` at the end.
    async fn next(mut self) -> Option<(Result<Bytes, actix_web::Error>, Self)> {
        if self.is_new {
            self.is_new = false;
            return Some((Ok(Bytes::from_static(b"retry: 3000\n\n")), self));
        }
        loop {
            let heard = self.look().await?;
            self.seen = heard.seen;
            if !heard.events.is_empty() {
                let text: String = heard.events.iter().map(written).collect();
                return Some((Ok(Bytes::from(text)), self));
            }
            if heard.more {
                continue;
            }
            if !self.listener.wait(HEARTBEAT).await {
                // Without a number: how much else was recorded meanwhile is nobody's business.
                return Some((Ok(Bytes::from_static(b": still here\n\n")), self));
            }
        }
    }

    /// The events since; `None` when the session is over or the database can't be asked, so that the client comes again.
    async fn look(&self) -> Option<Heard> {
        let (service, credentials) = (self.service.clone(), self.credentials.clone());
        let (plan, seen) = (self.plan, self.seen);
        let looked = web::block(move || {
            let actor = service.caller(None, &credentials)?;
            service.events_after(&actor, plan, seen)
        });
        looked.await.ok()?.ok()
    }
}

/// An event as it is sent.
fn written(event: &Event) -> String {
    let body = serde_json::to_string(&EventBody::from(event)).expect("an event is JSON");
    format!("id: {}\nevent: {}\ndata: {body}\n\n", event.seq, event.kind)
}

async fn stream_of(call: Call, plan: Option<i64>, query: EventQuery) -> Result<HttpResponse, Refused> {
    let header = call.request().headers().get("last-event-id");
    let header = header.map(|value| value.to_str().ok().and_then(|text| text.parse::<i64>().ok()));
    if header == Some(None) {
        return Err(call.refused(malformed("Last-Event-ID", "120")));
    }
    let after = header.flatten().or(query.after);
    let listener = call.service.listen(&call.actor).map_err(|problem| call.refused(problem))?;
    let seen = call
        .run(move |service, actor| {
            if let Some(plan) = plan {
                service.plan(actor, plan)?;
            }
            after.map_or_else(|| service.last_event(), Ok)
        })
        .await?;
    let credentials = credentials_of(call.request());
    let credentials = credentials.ok_or_else(|| call.refused(Problem::from(&UNAUTHENTICATED)))?;
    let service = call.request().app_data::<web::Data<Service>>().cloned();
    let service = service.ok_or_else(|| call.refused(Problem::from(&INTERNAL)))?;
    let start = Stream { service, credentials, plan, seen, listener, is_new: true };
    Ok(HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        // Packed, events would wait until a packet is full.
        .insert_header((CONTENT_ENCODING, "identity"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(Box::pin(stream::unfold(start, Stream::next))))
}

/// Listen to events
///
/// Changes to reports, rankings and awards of every plan, as they happen, cut to what the caller may see. After an interruption
/// `Last-Event-ID` goes on without a loss. The stream ends with the session.
#[utoipa::path(tag = "events", operation_id = "listen_events", params(EventQuery,
    ("Last-Event-ID" = Option<i64>, Header, description = "The number of the last event seen", example = 120)),
    responses((status = 200, description = "The stream; each `data` is an event", body = EventBody,
        content_type = "text/event-stream"), Problems))]
#[get("/events")]
pub async fn listen_events(call: Call, query: Query<EventQuery>) -> Result<HttpResponse, Refused> {
    stream_of(call, None, query.into_inner()).await
}

/// Listen to events of a plan
///
/// As `listen_events`, of one plan alone.
#[utoipa::path(tag = "events", operation_id = "listen_plan_events", params(EventQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1),
    ("Last-Event-ID" = Option<i64>, Header, description = "The number of the last event seen", example = 120)),
    responses((status = 200, description = "The stream; each `data` is an event", body = EventBody,
        content_type = "text/event-stream"), Problems))]
#[get("/plans/{plan}/events")]
pub async fn listen_plan_events(
    call: Call,
    plan: Path<i64>,
    query: Query<EventQuery>,
) -> Result<HttpResponse, Refused> {
    stream_of(call, Some(*plan), query.into_inner()).await
}

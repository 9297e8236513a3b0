//! Telling webhooks: one event at a time and in order, signed, tried again with growing pauses, given up in the end.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use super::actor::{Actor, Right};
use super::address::is_refused;
use super::audit::{self, Entry};
use super::event::Event;
use super::problem::Problem;
use super::service::{Service, hexadecimal};
use super::webhook::{WebhookRecord, WebhookRow};
use crate::db::audit::last_seq;
use crate::db::webhook::{due_webhooks, update_webhook, webhook_by_id};

/// How long is waited after each failure, in seconds: about a day in all. After the last the webhook is disabled.
const PAUSES: &[i64] = &[10, 30, 60, 300, 900, 1800, 3600, 7200, 10_800, 14_400, 21_600, 25_200];

/// How long a process may have an event in hand.
const CLAIM: TimeDelta = TimeDelta::seconds(60);

/// How long a delivery may take, from looking up the name to the answer's head.
const PATIENCE: Duration = Duration::from_secs(10);

/// How often somebody looks whether there is something to deliver.
const LOOK: Duration = Duration::from_secs(1);

/// Carries deliveries: no redirects, no proxy, no answer's body is read, and never to a refused address.
#[derive(Debug)]
pub struct Messenger {
    agent: ureq::Agent,
}

/// Looks names up and drops addresses that aren't to be reached, so that a name can't lead where its address couldn't.
#[derive(Debug)]
struct Guard {
    private: bool,
    inner: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(
        &self,
        uri: &ureq::http::Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let allowed = |address: &&SocketAddr| !is_refused(address.ip(), self.private);
        let mut kept = self.empty();
        for address in found.iter().filter(allowed) {
            kept.push(*address);
        }
        if kept.is_empty() {
            let reason = "the address is one of this machine or its own network, which isn't allowed";
            let refused = std::io::Error::new(std::io::ErrorKind::PermissionDenied, reason);
            return Err(if found.is_empty() { ureq::Error::HostNotFound } else { ureq::Error::Io(refused) });
        }
        Ok(kept)
    }
}

impl Messenger {
    /// One that reaches addresses of the own network only if `private` says so.
    fn new(private: bool) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(PATIENCE))
            .max_response_header_size(16 * 1024)
            .user_agent("thidua-webhook")
            .build();
        let guard = Guard { private, inner: DefaultResolver::default() };
        Self { agent: ureq::Agent::with_parts(config, DefaultConnector::default(), guard) }
    }

    /// Delivers an event; the HTTP status, or why there is none.
    fn deliver(&self, webhook: &WebhookRow, event: &Event, at: NaiveDateTime) -> Result<u16, String> {
        let body = serde_json::to_string(event).expect("an event is JSON");
        let signature = signature(&webhook.secret, at.and_utc().timestamp(), &body);
        let answer = self
            .agent
            .post(&webhook.url)
            .header("content-type", "application/json")
            .header("thidua-event", &event.kind)
            .header("thidua-delivery", &format!("{}-{}", webhook.id, event.seq))
            .header("thidua-signature", &signature)
            .send(body);
        answer.map(|answer| answer.status().as_u16()).map_err(|error| error.to_string())
    }
}

/// `t=SECONDS,v1=HEX`: HMAC-SHA256 over the seconds, a dot and the body, keyed by the secret as it was told.
fn signature(secret: &str, seconds: i64, body: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key of any length is taken");
    mac.update(format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", hexadecimal(&mac.finalize().into_bytes()))
}

/// Who a webhook listens for: what its maker could see.
fn listener_of(row: &WebhookRow) -> Actor {
    Actor {
        label: format!("webhook:{}", row.id),
        rights: row.rights.split(' ').filter_map(Right::of_code).collect(),
        reach: row.unit_code.clone(),
        ..Actor::nobody(None)
    }
}

impl Service {
    /// Carries deliveries as this service's settings allow.
    pub fn messenger(&self) -> Messenger {
        Messenger::new(self.private_webhooks)
    }

    /// Delivers one event to each webhook that is due; how many deliveries were tried.
    ///
    /// # Errors
    /// Those of the database.
    pub fn deliver_due(&self, messenger: &Messenger) -> Result<usize, Problem> {
        let now = self.now();
        let due = self.database.read(|engine| {
            let last = last_seq(engine)?;
            Ok::<_, Problem>(due_webhooks(engine, now, last)?)
        })?;
        let mut tried = 0;
        for webhook in due {
            let Some((row, event)) = self.claim(webhook.id)? else { continue };
            let done = messenger.deliver(&row, &event, self.now());
            self.settle(&row, &event, &done)?;
            tried += 1;
        }
        Ok(tried)
    }

    /// Takes the next event of a webhook in hand, unless another process has; skips what it isn't to be told.
    fn claim(&self, id: i64) -> Result<Option<(WebhookRow, Event)>, Problem> {
        let now = self.now();
        self.database.write(|engine| {
            let Some(mut row) = webhook_by_id(engine, id)? else { return Ok(None) };
            let held = row.claimed_until.is_some_and(|until| until >= now);
            if held || row.disabled_at.is_some() || row.next_at > now {
                return Ok(None);
            }
            let heard = self.heard(engine, &listener_of(&row), row.plan_id, row.cursor)?;
            let wanted =
                |event: &Event| row.kinds.is_empty() || row.kinds.split(' ').any(|kind| kind == event.kind);
            let next = heard.events.into_iter().find(wanted);
            match next {
                Some(_) => row.claimed_until = Some(now + CLAIM),
                None => row.cursor = heard.seen,
            }
            update_webhook(engine, &row)?;
            Ok(next.map(|event| (row, event)))
        })
    }

    /// Notes how a delivery went; the last failure disables the webhook.
    fn settle(&self, claimed: &WebhookRow, event: &Event, done: &Result<u16, String>) -> Result<(), Problem> {
        let now = self.now();
        self.database.write(|engine| {
            // Gone, changed or taken over meanwhile: what was claimed isn't this process's any more.
            let before = webhook_by_id(engine, claimed.id)?;
            let Some(before) = before.filter(|row| row.claimed_until == claimed.claimed_until) else {
                return Ok(());
            };
            let mut row = WebhookRow { claimed_until: None, ..before.clone() };
            row.last_status = done.as_ref().ok().copied().map(i64::from);
            row.last_error = match done {
                Ok(status) if (200..300).contains(status) => None,
                Ok(status) => Some(format!("HTTP {status}")),
                Err(error) => Some(error.chars().take(500).collect()),
            };
            if row.last_error.is_none() {
                row.cursor = event.seq;
                row.attempts = 0;
                row.next_at = now;
                return Ok(update_webhook(engine, &row)?);
            }
            let pause = usize::try_from(row.attempts).ok().and_then(|attempts| PAUSES.get(attempts));
            row.attempts += 1;
            match pause {
                Some(pause) => row.next_at = now + TimeDelta::seconds(*pause),
                None => row.disabled_at = Some(now),
            }
            update_webhook(engine, &row)?;
            if row.disabled_at.is_some() {
                let entry = Entry::new("webhook.disable", format!("webhook:{}", row.id));
                let entry = entry.before(&WebhookRecord::from(&before)).after(&WebhookRecord::from(&row));
                audit::append(engine, now, &listener_of(&row), entry)?;
            }
            Ok(())
        })
    }

    /// Delivers, in a thread of its own, until told to stop.
    pub fn start_deliveries(&self, stop: Arc<AtomicBool>) -> std::io::Result<std::thread::JoinHandle<()>> {
        let service = self.clone();
        let work = move || {
            let messenger = service.messenger();
            while !stop.load(Ordering::Relaxed) {
                match service.deliver_due(&messenger) {
                    Ok(tried) if tried > 0 => {}
                    // A database that can't be reached now is asked again.
                    Ok(_) | Err(_) => std::thread::sleep(LOOK),
                }
            }
        };
        std::thread::Builder::new().name("webhooks".to_owned()).spawn(work)
    }
}

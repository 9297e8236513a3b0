//! Events: what the audit log tells of reports, rankings and the way to awards, cut to what each listener may see. The number
//! of an event is that of its audit record, so whoever says what it has seen loses nothing.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustc_hash::FxHashMap;
use serde::Serialize;
use tokio::sync::watch;

use super::actor::{Actor, Right};
use super::audit::{HiddenRecords, written};
use super::problem::{FORBIDDEN, Problem, TOO_MANY_REQUESTS};
use super::service::Service;
use crate::db::Engine;
use crate::db::audit::{AuditFilter, AuditRow, audit_after, last_seq};
use crate::db::plan::plan_by_id;
use crate::db::report::units_of_commit;

/// Something that happened to reports, rankings or awards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Its number, which is that of its audit record. Numbers rise; those between are of what isn't shown.
    pub seq: i64,
    /// When, in UTC.
    pub at: String,
    /// What, such as `report.accepted`.
    pub kind: String,
    /// The plan's id.
    pub plan: i64,
    /// The unit's code, of an event of one unit.
    pub unit: Option<String>,
    /// The codes of the units within reach that a committed file has new versions of, at most a hundred.
    pub units: Vec<String>,
    /// How many those are.
    pub unit_count: usize,
    /// The state that a plan moved to.
    pub state: Option<String>,
    /// The plan's count of changes after it, where the record tells.
    pub change: Option<i64>,
    /// The number of the nomination, of the list, of the case objected to or of the council's session, or the id of the decision,
    /// of an event of one.
    pub number: Option<i64>,
    /// How many nominations, how many cases that were opened or made public, or how many awards that were given, revoked or
    /// handed over.
    pub count: Option<usize>,
}

/// How many units of a committed file an event lists; all are counted.
const UNITS_SHOWN: usize = 100;

/// How many records are looked through at once.
const AT_ONCE: i64 = 500;

/// The kinds of events, by the action of the record.
const KINDS: &[(&str, &str)] = &[
    ("report.commit", "report.committed"),
    ("report.accept", "report.accepted"),
    ("report.return", "report.returned"),
    ("plan.add", "plan.added"),
    ("plan.replace", "plan.replaced"),
    ("plan.units", "plan.units_replaced"),
    ("plan.reports_due", "plan.reports_due_set"),
    ("plan.move", "plan.moved"),
    ("ranking.store", "ranking.stored"),
    ("ranking.stage", "ranking.staged"),
    ("ranking.apply", "ranking.applied"),
    ("ranking.cancel", "ranking.cancelled"),
    ("appraisal.give", "appraisal.give"),
    ("hold.add", "hold.add"),
    ("hold.lift", "hold.lift"),
    ("extension.add", "extension.add"),
    ("choice.add", "choice.add"),
    ("choice.lift", "choice.lift"),
    ("nomination.add", "nomination.made"),
    ("nomination.import", "nomination.made"),
    ("nomination.change", "nomination.changed"),
    ("nomination.withdraw", "nomination.withdrawn"),
    ("nomination.accept", "nomination.accepted"),
    ("nomination.return", "nomination.returned"),
    ("case.open", CASES_OPENED),
    ("publicity.add", "publicity.published"),
    ("publicity.end", "publicity.ended"),
    ("objection.add", "objection.made"),
    ("objection.settle", "objection.settled"),
    ("session.close", "session.closed"),
    ("decision.add", "decision.issued"),
    ("decision.revoke", "award.revoked"),
    ("award.hand_over", "award.handed_over"),
];

/// Cases were opened, however many at once.
const CASES_OPENED: &str = "cases.opened";

/// Whether a kind is of the way from a recommendation to an award.
fn is_of_way(kind: &str) -> bool {
    let families = ["cases.", "publicity.", "objection.", "session.", "decision.", "award."];
    families.iter().any(|family| kind.starts_with(family))
}

/// Whether a kind is of persons that are nominated.
fn is_of_persons(kind: &str) -> bool {
    kind.starts_with("nomination.")
}

/// Every kind of events that there is.
pub fn all_kinds() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(_, kind)| *kind)
}

/// The kind of event that an action is.
fn kind_of(action: &str) -> Option<&str> {
    KINDS.iter().find(|(known, _)| *known == action).map(|(_, kind)| *kind)
}

/// Whether events can be of a kind.
pub fn is_kind(kind: &str) -> bool {
    all_kinds().any(|known| known == kind)
}

/// Events after a number, and the number up to which everything was looked at.
#[derive(Debug, Default)]
pub struct Heard {
    /// The events, in order.
    pub events: Vec<Event>,
    /// What to ask after next.
    pub seen: i64,
    /// Whether there may be more at once.
    pub more: bool,
}

impl Service {
    /// The events after a number that an actor may see.
    ///
    /// # Errors
    /// When the actor may not; and those of the database.
    pub fn events_after(&self, actor: &Actor, plan_id: Option<i64>, after: i64) -> Result<Heard, Problem> {
        if !actor.may(Right::View) {
            return Err(FORBIDDEN.with("right", Right::View.code()));
        }
        self.database.read(|engine| self.heard(engine, actor, plan_id, after))
    }

    /// The number of the last record: who begins to listen now hears what comes after it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn last_event(&self) -> Result<i64, Problem> {
        self.database.read(|engine| Ok(last_seq(engine)?))
    }

    pub(super) fn heard(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: Option<i64>,
        after: i64,
    ) -> Result<Heard, Problem> {
        let last = last_seq(engine)?;
        let filter = AuditFilter { plan_id, ..AuditFilter::default() };
        let records = audit_after(engine, after, AT_ONCE, &filter)?;
        let more = i64::try_from(records.len()).is_ok_and(|count| count == AT_ONCE);
        let seen = match records.last() {
            Some(record) if more => record.seq,
            _ => last.max(after),
        };
        let mut events: Vec<Event> = Vec::new();
        let mut hidden = HiddenRecords::default();
        for record in &records {
            let Some(event) = self.event_of(engine, actor, &mut hidden, record)? else { continue };
            match events.last_mut() {
                // Cases that were opened together, and nominations of a unit that were decided about together, are one event,
                // under the number of the last.
                Some(last) if event.counts_with(last) => {
                    let count = last.count.unwrap_or(0) + event.count.unwrap_or(0);
                    *last = Event { count: Some(count), number: None, ..event };
                }
                _ => events.push(event),
            }
        }
        Ok(Heard { events, seen, more })
    }

    /// A record as an event, if it is one that the actor may see.
    fn event_of(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        hidden: &mut HiddenRecords,
        record: &AuditRow,
    ) -> Result<Option<Event>, Problem> {
        let (Some(kind), Some(plan)) = (kind_of(&record.action), record.plan_id) else { return Ok(None) };
        // What is decided by hand tells of ranks.
        let of_ranks = ["ranking.", "hold.", "appraisal."].iter().any(|family| kind.starts_with(family));
        if of_ranks && !actor.may(Right::ViewRanking) {
            return Ok(None);
        }
        // What is taken over of a tie tells how the council voted.
        if kind.starts_with("choice.") && self.is_hidden(engine, actor, hidden, record)? {
            return Ok(None);
        }
        let after = record.after.as_deref().and_then(|it| serde_json::from_str(it).ok());
        let after: serde_json::Value = after.unwrap_or_default();
        let mut event = Event {
            seq: record.seq,
            at: written(record.at),
            kind: kind.to_owned(),
            plan,
            unit: record.unit_code.clone(),
            units: Vec::new(),
            unit_count: 0,
            state: None,
            change: said(&after, "change"),
            number: None,
            count: None,
        };
        if is_of_way(kind) {
            let is_told = actor.may(Right::ViewCases)
                && actor.reach.is_none()
                && !self.is_hidden(engine, actor, hidden, record)?;
            return Ok(is_told.then(|| of_way(event, record, &after)));
        }
        if is_of_persons(kind) {
            let may = actor.may(Right::ViewCases) || actor.may(Right::Nominate);
            if !may || self.is_hidden(engine, actor, hidden, record)? {
                return Ok(None);
            }
            event = of_persons(event, &after);
        }
        if kind == "plan.moved" {
            event.state = after.get("state").and_then(|state| state.as_str()).map(str::to_owned);
        }
        if kind.starts_with("plan.") || kind.starts_with("ranking.") {
            return Ok(Some(event));
        }
        let Some(row) = plan_by_id(engine, plan)? else { return Ok(None) };
        let frame = self.live.frame(engine, &row)?;
        let reach = actor.reach.as_deref();
        if let Some(code) = &record.unit_code {
            let within = frame.unit(code).is_some_and(|unit| frame.is_within(unit, reach));
            return Ok(within.then_some(event));
        }
        if kind != "report.committed" {
            return Ok(reach.is_none().then_some(event));
        }
        let upload = record.object.strip_prefix("upload:").and_then(|id| id.parse().ok()).unwrap_or(0);
        let units = units_of_commit(engine, plan, upload, record.at)?;
        let units = units.into_iter().filter_map(|unit| u32::try_from(unit).ok());
        let units: Vec<u32> = units.filter(|unit| frame.is_within(*unit, reach)).collect();
        event.unit_count = units.len();
        let shown = units.iter().take(UNITS_SHOWN);
        event.units = shown.map(|unit| frame.units.get(*unit).code().to_owned()).collect();
        Ok((!units.is_empty() || reach.is_none()).then_some(event))
    }
}

impl Event {
    /// Whether it and another are told as one: of one change, about several cases or about several persons of a unit.
    fn counts_with(&self, other: &Self) -> bool {
        let is_counted = self.kind == CASES_OPENED || is_of_persons(&self.kind);
        is_counted
            && (&self.kind, self.plan, &self.at, &self.unit)
                == (&other.kind, other.plan, &other.at, &other.unit)
    }
}

/// A whole number that a record tells.
fn said(after: &serde_json::Value, name: &str) -> Option<i64> {
    after.get(name)?.as_i64()
}

/// An event of persons that are nominated, with how many, and the number of one.
fn of_persons(event: Event, after: &serde_json::Value) -> Event {
    let count = said(after, "count").map_or(Some(1), |count| usize::try_from(count).ok());
    Event { number: said(after, "number"), count, change: None, ..event }
}

/// An event of the way to an award, with its number and how many it is about. Whoever is recused from a case hears nothing of
/// what is done with several at once, as in the audit log.
fn of_way(event: Event, record: &AuditRow, after: &serde_json::Value) -> Event {
    let listed = |name: &str| after.get(name).and_then(|list| list.as_array()).map(Vec::len);
    let of_object = || record.object.strip_prefix("decision:").and_then(|id| id.parse().ok());
    let (number, count) = match event.kind.as_str() {
        CASES_OPENED => (None, Some(1)),
        "publicity.published" => (said(after, "number"), listed("cases")),
        "decision.issued" | "award.revoked" | "award.handed_over" => (of_object(), listed("awards")),
        "objection.made" | "objection.settled" => (said(after, "case"), None),
        _ => (said(after, "number"), None),
    };
    Event { number, count, change: None, ..event }
}

/// How many may listen at once.
const LISTENERS: usize = 500;

/// How many an actor may have listening at once.
const LISTENERS_PER_ACTOR: usize = 5;

/// How often somebody looks whether another process changed something, while anybody listens.
const LOOK: Duration = Duration::from_secs(1);

/// Wakes who listens.
#[derive(Debug)]
pub struct EventBell {
    ring: watch::Sender<i64>,
    listeners: Mutex<FxHashMap<String, usize>>,
    is_looking: Mutex<bool>,
}

impl Default for EventBell {
    fn default() -> Self {
        Self { ring: watch::Sender::new(0), listeners: Mutex::default(), is_looking: Mutex::default() }
    }
}

impl EventBell {
    /// How many listen.
    pub(super) fn listeners(&self) -> usize {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).values().sum()
    }

    /// Wakes everybody: something changed in this process.
    pub(super) fn ring(&self) {
        self.ring.send_modify(|count| *count = count.wrapping_add(1));
    }

    fn is_heard(&self) -> bool {
        !self.listeners.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }
}

/// A place among the listeners; given up when it is dropped.
#[derive(Debug)]
pub struct Listener {
    bell: Arc<EventBell>,
    label: String,
    rung: watch::Receiver<i64>,
}

impl Listener {
    /// Waits until something may have happened, at most so long; whether it did.
    pub async fn wait(&mut self, most: Duration) -> bool {
        tokio::time::timeout(most, self.rung.changed()).await.is_ok()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut all = self.bell.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.label) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.label);
            }
        }
    }
}

impl Service {
    /// Begins to listen.
    ///
    /// # Errors
    /// When too many listen already.
    pub fn listen(&self, actor: &Actor) -> Result<Listener, Problem> {
        let mut all = self.bell.listeners.lock().unwrap_or_else(PoisonError::into_inner);
        let own = all.get(&actor.label).copied().unwrap_or(0);
        if own >= LISTENERS_PER_ACTOR || all.values().sum::<usize>() >= LISTENERS {
            return Err(TOO_MANY_REQUESTS.with("seconds", 30));
        }
        all.insert(actor.label.clone(), own + 1);
        drop(all);
        self.look_around();
        let rung = self.bell.ring.subscribe();
        Ok(Listener { bell: Arc::clone(&self.bell), label: actor.label.clone(), rung })
    }

    /// Looks each second, in a thread of its own, whether another process changed something, as long as anybody
    /// listens. There is one such thread.
    fn look_around(&self) {
        let mut looking = self.bell.is_looking.lock().unwrap_or_else(PoisonError::into_inner);
        if *looking {
            return;
        }
        let (database, bell) = (self.database.clone(), Arc::clone(&self.bell));
        let look = move || {
            let mut seen = -1;
            loop {
                std::thread::sleep(LOOK);
                // Between two looks nobody else may decide whether there is a thread.
                let mut looking = bell.is_looking.lock().unwrap_or_else(PoisonError::into_inner);
                if !bell.is_heard() {
                    *looking = false;
                    return;
                }
                drop(looking);
                match database.read(|engine| Ok::<_, Problem>(last_seq(engine)?)) {
                    Ok(last) if last != seen => {
                        seen = last;
                        bell.ring();
                    }
                    // One that can't be reached now is asked again in a second.
                    Ok(_) | Err(_) => {}
                }
            }
        };
        *looking = std::thread::Builder::new().name("events".to_owned()).spawn(look).is_ok();
    }
}

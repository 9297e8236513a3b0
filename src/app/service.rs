//! The service: a database, a clock and a source of chance, and how everything is read and changed through them.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use chrono::{DateTime, NaiveDate, NaiveDateTime, SubsecRound, Utc};
use ipnet::IpNet;

use super::actor::{Actor, Right};
use super::audit::{self, Entry};
use super::event::EventBell;
use super::lately::Lately;
use super::live::LivePlans;
use super::moment::on_the_wall;
use super::once::Once;
use super::problem::{FORBIDDEN, OUT_OF_REACH, Problem};
use super::remark::KeptRemarks;
use super::snapshot::PublishedRankings;
use super::stored_ranking::StoredRankings;
use super::throttle::{Throttle, network_of};
use super::waiting::Counts;
use crate::contest::score::score_on;
use crate::contest::scored::{Contest, Scored};
use crate::db::audit::last_audit;
use crate::db::{Database, Engine};

/// Tells the time; a test gives its own.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Fills bytes that nobody can guess; a test gives its own.
pub type Chance = Arc<dyn Fn(&mut [u8]) + Send + Sync>;

/// What use cases work with. Cheap to clone; every worker has one.
#[derive(Clone)]
pub struct Service {
    pub(super) database: Database,
    clock: Clock,
    chance: Chance,
    pub(super) live: Arc<LivePlans>,
    pub(super) published: Arc<PublishedRankings>,
    pub(super) stored: Arc<StoredRankings>,
    pub(super) bell: Arc<EventBell>,
    pub(super) lately: Arc<Lately>,
    pub(super) counts: Arc<Counts>,
    pub(super) remarks: Arc<KeptRemarks>,
    pub(super) private_webhooks: bool,
    proxies: Arc<[IpNet]>,
    pub(super) gate: Arc<Gate>,
    once: Option<Arc<Once>>,
    threads: usize,
}

/// What keeps floods out, in this process. An address stands for its network, as [`network_of`] says.
#[derive(Debug)]
pub(super) struct Gate {
    /// Attempts at the password of one name, by the actor's label, from one address.
    pub logins: Throttle<(String, Option<IpAddr>)>,
    /// Attempts to log in with one name that failed, from anywhere.
    pub names: Throttle<String>,
    /// Attempts to log in from one address, whatever the name.
    pub addresses: Throttle<Option<IpAddr>>,
    /// Refusals written down, by actor and address.
    refusals: Throttle<(String, Option<IpAddr>)>,
    /// Refusals written down of all who aren't logged in.
    strangers: Throttle<()>,
    /// Looks at lists that anybody may see, from one address.
    pub public: Throttle<Option<IpAddr>>,
    /// How often a password was hashed.
    pub hashings: AtomicU64,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            logins: Throttle::new(10, 300),
            names: Throttle::new(100, 300),
            addresses: Throttle::new(50, 60),
            refusals: Throttle::new(60, 3600),
            strangers: Throttle::new(600, 3600),
            public: Throttle::new(120, 60),
            hashings: AtomicU64::new(0),
        }
    }
}

/// How the service is.
#[derive(Debug, Clone, Copy)]
pub struct Health {
    /// Connections to the database.
    pub connections: u32,
    /// Connections that nobody uses now.
    pub idle_connections: u32,
    /// Records in the audit log.
    pub audit_records: i64,
    /// Open streams of events.
    pub listeners: usize,
}

/// A change while it is made: one transaction, one moment, one actor.
pub struct Change<'a> {
    /// The transaction.
    pub engine: &'a mut Engine,
    /// The moment, by the server's clock, cut to microseconds.
    pub now: NaiveDateTime,
    /// Who makes it.
    pub actor: &'a Actor,
}

impl Change<'_> {
    /// Adds a record to the audit log, in the same transaction as the change that it tells of.
    ///
    /// # Errors
    /// Those of the database.
    pub fn record(&mut self, entry: Entry) -> Result<(), Problem> {
        audit::append(self.engine, self.now, self.actor, entry)
    }

    /// Adds records to the audit log at once, in their order.
    ///
    /// # Errors
    /// Those of the database.
    pub fn record_all(&mut self, entries: Vec<Entry>) -> Result<(), Problem> {
        audit::append_all(self.engine, self.now, self.actor, entries)
    }
}

impl Service {
    /// A service on a database that is at the program's version.
    pub fn new(database: Database, clock: Clock, chance: Chance) -> Self {
        Self {
            database,
            clock,
            chance,
            live: Arc::default(),
            published: Arc::default(),
            stored: Arc::default(),
            bell: Arc::default(),
            lately: Arc::default(),
            counts: Arc::default(),
            remarks: Arc::default(),
            private_webhooks: false,
            proxies: Arc::default(),
            gate: Arc::default(),
            once: None,
            threads: std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get),
        }
    }

    /// A service by the system's clock and the system's source of chance.
    pub fn of_system(database: Database) -> Self {
        let chance = |bytes: &mut [u8]| {
            getrandom::fill(bytes).expect("the system's source of chance works from its start on");
        };
        Self::new(database, Arc::new(Utc::now), Arc::new(chance))
    }

    /// The same, with webhooks allowed to addresses of the machine itself and of its own network.
    #[must_use]
    pub fn allowing_private_webhooks(self) -> Self {
        Self { private_webhooks: true, ..self }
    }

    /// The same, behind proxies: whoever comes from one of these addresses says whom it speaks for.
    #[must_use]
    pub fn behind(self, proxies: &[IpNet]) -> Self {
        Self { proxies: proxies.into(), ..self }
    }

    /// Whether an address is that of a proxy that says whom it speaks for.
    pub fn is_proxy(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|net| net.contains(&address.to_canonical()))
    }

    /// The same, for one request that is to be done once.
    #[must_use]
    pub fn doing_once(&self, once: Arc<Once>) -> Self {
        Self { once: Some(once), ..self.clone() }
    }

    /// The moment, in UTC, cut to microseconds as both engines keep it.
    pub fn now(&self) -> NaiveDateTime {
        (self.clock)().naive_utc().trunc_subsecs(6)
    }

    /// The day on the wall.
    pub fn today(&self) -> NaiveDate {
        on_the_wall(self.now()).date()
    }

    /// So many bytes of chance in hexadecimal.
    pub fn secret(&self, bytes: usize) -> String {
        let mut secret = vec![0; bytes];
        (self.chance)(&mut secret);
        hexadecimal(&secret)
    }

    /// Where the database is, without secrets.
    pub fn shown_database(&self) -> String {
        self.database.url().shown()
    }

    /// Reads in one transaction, if the actor has the right to.
    ///
    /// # Errors
    /// When it hasn't, and those of the work.
    pub fn read<T>(
        &self,
        actor: &Actor,
        right: Right,
        work: impl FnOnce(&mut Engine) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.demand(actor, right)?;
        let done = self.database.read(work);
        self.note_reach(actor, done)
    }

    /// Makes a change in one transaction, if the actor has the right to: all of it is kept, with its audit records, or
    /// nothing.
    ///
    /// # Errors
    /// When it hasn't, and those of the work.
    pub fn change<T>(
        &self,
        actor: &Actor,
        right: Right,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        self.demand(actor, right)?;
        let done = self.in_change(actor, work);
        self.bell.ring();
        self.note_reach(actor, done)
    }

    /// Makes a change of somebody's own affairs, which needs no right, in one transaction.
    ///
    /// # Errors
    /// Those of the work.
    pub(super) fn change_own<T>(
        &self,
        actor: &Actor,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let done = self.in_change(actor, work);
        // Streams of a session that ended end at once.
        self.bell.ring();
        done
    }

    fn in_change<T>(
        &self,
        actor: &Actor,
        work: impl FnOnce(&mut Change<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let now = self.now();
        self.database.write(|engine| {
            let mut change = Change { engine, now, actor };
            if let Some(once) = &self.once {
                once.mark(&mut change)?;
            }
            work(&mut change)
        })
    }

    /// Refuses who hasn't the right, and notes it in the audit log.
    ///
    /// # Errors
    /// When the actor hasn't it, or reaches but some units and the right is about all; and those of the database.
    pub fn demand(&self, actor: &Actor, right: Right) -> Result<(), Problem> {
        if actor.can(right) {
            return Ok(());
        }
        if actor.may(right) {
            self.note_refusal(actor, &format!("reach:{}", right.code()))?;
            return Err(OUT_OF_REACH.with("units", "*"));
        }
        self.note_refusal(actor, &format!("right:{}", right.code()))?;
        Err(FORBIDDEN.with("right", right.code()))
    }

    /// Notes in the audit log what an actor was refused; of a flood only the first of each hour.
    ///
    /// # Errors
    /// Those of the database.
    pub fn note_refusal(&self, actor: &Actor, what: &str) -> Result<(), Problem> {
        let key = (actor.label.clone(), network_of(actor.address));
        match self.gate.refusals.attempt(key, self.now()) {
            Ok(()) if actor.is_nobody() => self.note_stranger(actor, Entry::new("refused", what)),
            Ok(()) => self.note(actor, Entry::new("refused", what)),
            Err(_) => Ok(()),
        }
    }

    /// Notes in the audit log what somebody was refused who isn't logged in. All of them together fill no more than
    /// so many records in an hour; the last of these says that more may have come.
    ///
    /// # Errors
    /// Those of the database.
    pub(super) fn note_stranger(&self, nobody: &Actor, entry: Entry) -> Result<(), Problem> {
        if self.gate.strangers.attempt((), self.now()).is_err() {
            return Ok(());
        }
        self.note(nobody, entry)?;
        if self.gate.strangers.is_used_up(&()) {
            self.note(nobody, Entry::new("refused", "more:unwritten"))?;
        }
        Ok(())
    }

    /// Notes in the audit log when somebody asked for what is out of reach or not allowed.
    fn note_reach<T>(&self, actor: &Actor, done: Result<T, Problem>) -> Result<T, Problem> {
        let Err(problem) = &done else { return done };
        let kind = match problem.code {
            code if code == &OUT_OF_REACH => "reach",
            code if code == &FORBIDDEN => "right",
            _ => return done,
        };
        let what = problem.arguments.first().map_or("", |(_, what)| what);
        self.note_refusal(actor, &format!("{kind}:{what}"))?;
        done
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it doesn't.
    pub fn is_ready(&self) -> Result<(), Problem> {
        self.database.read(|_| Ok(()))
    }

    /// How the service is, for who may read the audit log.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn health(&self, actor: &Actor) -> Result<Health, Problem> {
        let (connections, idle_connections) = self.database.connections();
        let last = self.read(actor, Right::ViewAudit, |engine| Ok(last_audit(engine)?))?;
        Ok(Health {
            connections,
            idle_connections,
            audit_records: last.map_or(0, |last| last.seq),
            listeners: self.bell.listeners(),
        })
    }

    /// How many threads there are for work that can be shared out.
    pub const fn threads(&self) -> usize {
        self.threads
    }

    /// Scores a contest on the threads that there are. The result is the same for any number of them.
    pub(super) fn score(&self, contest: &Contest<'_>) -> Scored {
        score_on(contest, self.threads)
    }

    /// Notes an export.
    ///
    /// # Errors
    /// Those of the database.
    pub fn note_export(&self, actor: &Actor, plan_id: i64, what: &str) -> Result<(), Problem> {
        self.note(actor, Entry::new("export", what).of_plan(plan_id))
    }

    /// Adds an audit record for something that changes nothing else: a log-in, an export, a refusal.
    ///
    /// # Errors
    /// Those of the database.
    pub fn note(&self, actor: &Actor, entry: Entry) -> Result<(), Problem> {
        let now = self.now();
        self.database.write(|engine| audit::append(engine, now, actor, entry))
    }
}

/// Bytes in hexadecimal, in small letters.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a text takes whatever is written to it");
        text
    })
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    hexadecimal(&Sha256::digest(bytes))
}

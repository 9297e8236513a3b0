//! One connection over two engines.

use diesel::connection::{AnsiTransactionManager as Manager, SimpleConnection, TransactionManager};
use diesel::sql_types::{BigInt, Integer};
use diesel::{PgConnection, QueryResult, QueryableByName, RunQueryDsl as _, SqliteConnection};

/// A connection to either engine.
#[derive(diesel::MultiConnection)]
pub enum Engine {
    /// PostgreSQL.
    PostgreSql(PgConnection),
    /// The embedded engine.
    Sqlite(SqliteConnection),
}

/// Runs the same body on the connection of the engine at hand, for what can't be said for both at once.
macro_rules! on {
    ($connection:expr, |$inner:ident| $body:expr) => {
        match $connection {
            $crate::db::engine::Engine::PostgreSql($inner) => $body,
            $crate::db::engine::Engine::Sqlite($inner) => $body,
        }
    };
}
pub(crate) use on;

/// How long a statement waits for another process to end its change, in milliseconds.
const PATIENCE: u32 = 10_000;

/// What a checkpoint of the write-ahead log answers, as far as it is looked at.
#[derive(QueryableByName)]
struct Checkpoint {
    /// 1 when somebody kept it from its end.
    #[diesel(sql_type = Integer)]
    busy: i32,
}

impl Engine {
    /// Settings that hold for the whole connection. On the embedded engine the patience comes first, since the switch
    /// to a write-ahead log itself may have to wait; `FULL` makes what is acknowledged survive a power cut. What is deleted is
    /// overwritten, so that erased persons and rewritten ballots don't stay in free places of the file.
    pub(super) fn set_up(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => self.batch_execute(&format!(
                "PRAGMA busy_timeout = {PATIENCE}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; PRAGMA trusted_schema = OFF; \
                 PRAGMA secure_delete = ON;"
            )),
            Self::PostgreSql(_) => self.batch_execute(&format!(
                "SET TIME ZONE 'UTC'; SET lock_timeout = {PATIENCE}; \
                 SET idle_in_transaction_session_timeout = 60000; SET client_encoding = 'UTF8';"
            )),
        }
    }

    /// Ends the write-ahead log of an embedded database, so that its one file holds everything.
    pub(super) fn end_log(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(_) => {
                self.batch_execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
            }
            Self::PostgreSql(_) => Ok(()),
        }
    }

    /// Truncates the write-ahead log of an embedded database, where every state since its beginning can be read. Whether nothing
    /// is left of it: a reader keeps what it may still need.
    pub(super) fn truncate_log(&mut self) -> QueryResult<bool> {
        // Writers wait as long as readers are waited for, so that is a moment only.
        self.batch_execute("PRAGMA busy_timeout = 1000;")?;
        let done = diesel::sql_query("PRAGMA wal_checkpoint(TRUNCATE)").get_result::<Checkpoint>(self);
        self.batch_execute(&format!("PRAGMA busy_timeout = {PATIENCE};"))?;
        done.map(|done| done.busy == 0)
    }

    /// Begins a transaction that sees one state of everything.
    pub(super) fn begin_reading(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(inner) => Manager::begin_transaction_sql(inner, "BEGIN DEFERRED"),
            Self::PostgreSql(inner) => {
                Manager::begin_transaction_sql(inner, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            }
        }
    }

    /// Begins a transaction that changes something. There is one at a time, on either engine and over all processes:
    /// each audit record carries the hash of the one before, so changes stand in one line anyway.
    pub(super) fn begin_writing(&mut self) -> QueryResult<()> {
        match self {
            Self::Sqlite(inner) => {
                Manager::begin_transaction_sql(inner, "BEGIN IMMEDIATE")?;
                // On a file that can't be written SQLite only begins to read, and says so at the first change.
                let changes = "UPDATE __diesel_schema_migrations SET version = version WHERE FALSE";
                or_ended(inner.batch_execute(changes), inner)
            }
            Self::PostgreSql(inner) => {
                Manager::begin_transaction_sql(inner, "BEGIN")?;
                or_ended(inner.batch_execute("SELECT pg_advisory_xact_lock(7240817620113)"), inner)
            }
        }
    }

    /// Keeps what the transaction did.
    pub(super) fn commit(&mut self) -> QueryResult<()> {
        on!(self, |inner| Manager::commit_transaction(inner))
    }

    /// Takes back what the transaction did.
    pub(super) fn roll_back(&mut self) -> QueryResult<()> {
        on!(self, |inner| Manager::rollback_transaction(inner))
    }
}

/// What a transaction began with; when it failed, the transaction is ended.
fn or_ended<C>(begun: QueryResult<()>, inner: &mut C) -> QueryResult<()>
where
    C: diesel::Connection<TransactionManager = Manager>,
{
    if begun.is_err() {
        // The first failure is the one to tell.
        let _ended = Manager::rollback_transaction(inner);
    }
    begun
}

/// What SQLite counts for a connection whenever another one has changed something.
pub(super) fn data_version(watch: &mut SqliteConnection) -> QueryResult<i64> {
    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = BigInt)]
        data_version: i64,
    }
    diesel::sql_query("PRAGMA data_version").get_result::<Row>(watch).map(|row| row.data_version)
}

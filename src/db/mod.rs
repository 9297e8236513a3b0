//! The database: the only room that knows the engines. Rows in, rows out; what they mean is decided elsewhere.

pub mod appraisal;
pub mod audit;
pub mod award;
pub mod backup;
pub mod case;
pub mod choice;
pub mod council;
pub mod council_session;
pub mod decision;
pub mod dossier;
pub(crate) mod engine;
pub mod erasure;
pub mod hold;
mod migrate;
pub mod nomination;
pub mod once;
pub mod plan;
pub mod publicity;
pub mod report;
pub(crate) mod schema;
pub mod session;
pub mod snapshot;
pub mod submission;
pub mod token;
pub mod unit;
pub mod upload;
mod url;
pub mod user;
pub mod vote;
pub mod webhook;

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};

pub use engine::Engine;
pub use migrate::{NotMigrated, check_version, migrate};
pub use url::{DatabaseUrl, UrlRefused};

/// What an engine answers to a statement that it can't do.
pub type QueryError = diesel::result::Error;

/// Why the database didn't do what it was asked.
#[derive(Debug)]
pub enum Failed {
    /// No connection is free, or the engine can't be reached, is locked, full or read-only: worth trying again.
    Unavailable(String),
    /// Two changes met; nothing of this one was kept.
    Conflict,
    /// A mistake of the program.
    Broken(String),
}

impl From<diesel::result::Error> for Failed {
    fn from(error: diesel::result::Error) -> Self {
        use diesel::result::DatabaseErrorKind as Kind;
        use diesel::result::Error as E;
        match &error {
            E::DatabaseError(Kind::SerializationFailure, _) => Self::Conflict,
            E::DatabaseError(Kind::UniqueViolation, _) => Self::Conflict,
            E::DatabaseError(
                Kind::ClosedConnection | Kind::UnableToSendCommand | Kind::ReadOnlyTransaction,
                it,
            ) => Self::Unavailable(it.message().to_owned()),
            E::DatabaseError(Kind::Unknown, it) if passes_by(it.message()) => {
                Self::Unavailable(it.message().to_owned())
            }
            E::BrokenTransactionManager => Self::Unavailable(error.to_string()),
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// Whether a message of an engine tells of something that isn't the request's fault and may pass.
fn passes_by(message: &str) -> bool {
    [
        "database is locked",
        "database table is locked",
        "disk I/O error",
        "database or disk is full",
        "readonly database",
        "unable to open database file",
        "lock timeout",
        "could not extend file",
        "No space left",
        "terminating connection",
        "server closed the connection",
        "no connection to the server",
        "connection to server",
        "deadlock detected",
        "the database system is",
        "SSL SYSCALL",
        "in a read-only transaction",
    ]
    .iter()
    .any(|phrase| message.contains(phrase))
}

/// A database with its connections.
#[derive(Clone)]
pub struct Database {
    pool: Pool<Manager>,
    url: DatabaseUrl,
    watch: Arc<Mutex<Watch>>,
}

/// A state of an embedded database, told apart from every other that this process has seen: the connection that watches
/// it, and what that counts.
pub type State = (u64, i64);

/// A connection that tells whether anything has changed, which of its kind it is, and since when it is there.
#[derive(Default)]
struct Watch {
    connection: Option<(diesel::SqliteConnection, Instant)>,
    number: u64,
}

/// How long one connection watches: a file put in the place of another is noticed after that.
const WATCH: Duration = Duration::from_secs(60);

/// How long a request waits for a free connection.
const WAIT: Duration = Duration::from_secs(5);

impl Database {
    /// Opens a database with at most so many connections. The first one is made at once, so that a wrong address is
    /// told now.
    ///
    /// # Errors
    /// When it can't be reached or opened.
    pub fn open(url: &DatabaseUrl, connections: u32) -> Result<Self, Failed> {
        drop(establish(url)?);
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(WAIT)
            .error_handler(Box::new(Quiet))
            .build_unchecked(Manager { url: url.clone() });
        Ok(Self { pool, url: url.clone(), watch: Arc::default() })
    }

    /// Where it is.
    pub const fn url(&self) -> &DatabaseUrl {
        &self.url
    }

    /// How many connections there are, and how many of them nobody uses.
    pub fn connections(&self) -> (u32, u32) {
        let state = self.pool.state();
        (state.connections, state.idle_connections)
    }

    /// The state of an embedded database: another one after every change, whoever made it. It is asked of a connection
    /// that changes nothing itself, and costs no more than a look at the memory that processes share. `None` of another
    /// engine, and when it can't be had now.
    pub fn state(&self) -> Option<State> {
        use diesel::Connection as _;
        let DatabaseUrl::Sqlite(file) = &self.url else { return None };
        let mut watch = self.watch.lock().ok()?;
        if watch.connection.as_ref().is_none_or(|(_, since)| since.elapsed() > WATCH) {
            // Another connection counts anew, so its numbers must never be taken for those of the one before.
            watch.number += 1;
            watch.connection = Some((diesel::SqliteConnection::establish(file).ok()?, Instant::now()));
        }
        let number = watch.number;
        let version = engine::data_version(&mut watch.connection.as_mut()?.0);
        if version.is_err() {
            watch.connection = None;
        }
        version.ok().map(|version| (number, version))
    }

    fn connection(&self) -> Result<PooledConnection<Manager>, Failed> {
        self.pool.get().map_err(|error| Failed::Unavailable(error.to_string()))
    }

    /// Brings everything of an embedded database into its one file, with nothing beside it.
    ///
    /// # Errors
    /// Those of the database.
    pub fn end_log(&self) -> Result<(), Failed> {
        self.with(Engine::end_log)?.map_err(Failed::from)
    }

    /// Clears away what the engine keeps of earlier states of secret ballots: the embedded engine's log, trying for a while where
    /// somebody still reads it; on the other the whole table is written anew. Whether nothing is left.
    ///
    /// # Errors
    /// Those of the database.
    pub fn forget_ballots(&self) -> Result<bool, Failed> {
        if matches!(self.url, DatabaseUrl::PostgreSql(_)) {
            self.write(|engine| vote::write_ballots_anew(engine).map_err(Failed::from))?;
            return Ok(true);
        }
        for pause in [50, 200, 500, 1000] {
            if self.with(Engine::truncate_log)?.map_err(Failed::from)? {
                return Ok(true);
            }
            std::thread::sleep(Duration::from_millis(pause));
        }
        self.with(Engine::truncate_log)?.map_err(Failed::from)
    }

    /// Runs something on a connection outside of any transaction.
    ///
    /// # Errors
    /// When no connection can be had.
    pub fn with<T>(&self, work: impl FnOnce(&mut Engine) -> T) -> Result<T, Failed> {
        Ok(work(&mut *self.connection()?))
    }

    /// Reads: everything inside sees one state.
    ///
    /// # Errors
    /// Those of the work, and of the database.
    pub fn read<T, E: From<Failed>>(&self, work: impl FnOnce(&mut Engine) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.connection()?;
        connection.begin_reading().map_err(Failed::from)?;
        let done = work(&mut connection);
        connection.roll_back().map_err(Failed::from)?;
        done
    }

    /// Changes: all of the work is kept, or nothing.
    ///
    /// # Errors
    /// Those of the work, and of the database; then nothing is kept.
    pub fn write<T, E: From<Failed>>(&self, work: impl FnOnce(&mut Engine) -> Result<T, E>) -> Result<T, E> {
        let mut connection = self.connection()?;
        if let Err(error) = connection.begin_writing() {
            if !error.to_string().contains("readonly database") {
                return Err(Failed::from(error).into());
            }
            // A connection made while its file couldn't be written never writes, even when the file can be by now.
            *connection = establish(&self.url)?;
            connection.begin_writing().map_err(Failed::from)?;
        }
        match work(&mut connection) {
            Ok(done) => {
                connection.commit().map_err(Failed::from)?;
                Ok(done)
            }
            Err(error) => {
                // What failed may have ended the transaction already.
                let _already_ended = connection.roll_back();
                Err(error)
            }
        }
    }
}

fn establish(url: &DatabaseUrl) -> Result<Engine, Failed> {
    use diesel::Connection as _;
    let unreachable = |error: diesel::ConnectionError| Failed::Unavailable(error.to_string());
    let mut connection = match url {
        DatabaseUrl::Sqlite(file) => diesel::SqliteConnection::establish(file).map(Engine::Sqlite),
        DatabaseUrl::PostgreSql(address) => diesel::PgConnection::establish(address).map(Engine::PostgreSql),
    }
    .map_err(unreachable)?;
    // Switching a new file to a write-ahead log doesn't wait for another process that does the same.
    let mut set_up = connection.set_up();
    for _ in 0..20 {
        if set_up.is_ok() || matches!(url, DatabaseUrl::PostgreSql(_)) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
        set_up = connection.set_up();
    }
    set_up?;
    Ok(connection)
}

/// Makes connections for the pool.
#[derive(Debug)]
struct Manager {
    url: DatabaseUrl,
}

/// Why a connection couldn't be made or has gone.
#[derive(Debug)]
struct Gone(String);

impl std::fmt::Display for Gone {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Gone {}

impl ManageConnection for Manager {
    type Connection = Engine;
    type Error = Gone;

    fn connect(&self) -> Result<Engine, Gone> {
        establish(&self.url).map_err(|failed| Gone(format!("{failed:?}")))
    }

    fn is_valid(&self, connection: &mut Engine) -> Result<(), Gone> {
        connection.ping().map_err(|error| Gone(error.to_string()))
    }

    fn has_broken(&self, connection: &mut Engine) -> bool {
        // A panic in the middle of a change leaves it open.
        std::thread::panicking() || connection.is_broken()
    }
}

/// Failures to connect are told to who asked; nothing is printed besides.
#[derive(Debug)]
struct Quiet;

impl diesel::r2d2::HandleError<Gone> for Quiet {
    fn handle_error(&self, _: Gone) {}
}

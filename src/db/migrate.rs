//! Brings a database to the program's version, or refuses one that is newer.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::engine::{Engine, on};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRESQL: EmbeddedMigrations = embed_migrations!("migrations/postgresql");

/// Why a database isn't at the program's version.
#[derive(Debug)]
pub enum NotMigrated {
    /// It was made by a newer program; the versions that this one doesn't know.
    Newer(Vec<String>),
    /// It is older; the versions that are missing.
    Older(Vec<String>),
    /// The engine failed.
    Failed(String),
}

fn failed(error: impl std::fmt::Display) -> NotMigrated {
    NotMigrated::Failed(error.to_string())
}

/// Brings the database to the program's version; what was applied, in order. Only one process does so at a time.
///
/// # Errors
/// When the database is newer than the program, or the engine fails; then nothing of the failed step stays.
pub fn migrate(connection: &mut Engine) -> Result<Vec<String>, NotMigrated> {
    lock(connection).map_err(failed)?;
    let mut done = migrate_locked(connection);
    // The embedded engine has no lock over several statements: another process may have begun at the same moment. One of
    // them comes through; the other looks again at what is left to do.
    for _ in 0..20 {
        if !matches!((&done, &*connection), (Err(NotMigrated::Failed(_)), Engine::Sqlite(_))) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        done = migrate_locked(connection);
    }
    unlock(connection).map_err(failed)?;
    done
}

fn migrate_locked(connection: &mut Engine) -> Result<Vec<String>, NotMigrated> {
    match versions(connection) {
        Err(NotMigrated::Older(_)) => {}
        Err(other) => return Err(other),
        Ok(()) => return Ok(Vec::new()),
    }
    let applied = match connection {
        Engine::PostgreSql(inner) => inner.run_pending_migrations(POSTGRESQL).map(|it| shown(&it)),
        Engine::Sqlite(inner) => inner.run_pending_migrations(SQLITE).map(|it| shown(&it)),
    };
    applied.map_err(failed)
}

fn shown(versions: &[MigrationVersion<'_>]) -> Vec<String> {
    versions.iter().map(ToString::to_string).collect()
}

/// Checks that the database is at the program's version, neither older nor newer.
///
/// # Errors
/// When it isn't, or the engine fails.
pub fn check_version(connection: &mut Engine) -> Result<(), NotMigrated> {
    versions(connection)
}

fn versions(connection: &mut Engine) -> Result<(), NotMigrated> {
    let known: Vec<String> = match connection {
        Engine::PostgreSql(_) => MigrationSource::<diesel::pg::Pg>::migrations(&POSTGRESQL)
            .map_err(failed)?
            .iter()
            .map(|migration| migration.name().version().to_string())
            .collect(),
        Engine::Sqlite(_) => MigrationSource::<diesel::sqlite::Sqlite>::migrations(&SQLITE)
            .map_err(failed)?
            .iter()
            .map(|migration| migration.name().version().to_string())
            .collect(),
    };
    let applied = on!(connection, |inner| inner.applied_migrations().map(|it| shown(&it))).map_err(failed)?;
    let newer: Vec<String> = applied.iter().filter(|version| !known.contains(version)).cloned().collect();
    if !newer.is_empty() {
        return Err(NotMigrated::Newer(newer));
    }
    let older: Vec<String> = known.into_iter().filter(|version| !applied.contains(version)).collect();
    if older.is_empty() { Ok(()) } else { Err(NotMigrated::Older(older)) }
}

/// On the embedded engine each migration's own transaction keeps others out.
fn lock(connection: &mut Engine) -> diesel::QueryResult<()> {
    match connection {
        Engine::PostgreSql(_) => connection.batch_execute("SELECT pg_advisory_lock(7240817620114)"),
        Engine::Sqlite(_) => Ok(()),
    }
}

fn unlock(connection: &mut Engine) -> diesel::QueryResult<()> {
    match connection {
        Engine::PostgreSql(_) => connection.batch_execute("SELECT pg_advisory_unlock(7240817620114)"),
        Engine::Sqlite(_) => Ok(()),
    }
}

//! Opening a service: the database at an address, brought to the program's version.

pub use crate::db::{Failed, NotMigrated, UrlRefused};

use super::service::Service;
use crate::db::{Database, DatabaseUrl, migrate};

/// Why a service can't be opened.
#[derive(Debug)]
pub enum NotOpened {
    /// The address can't be used.
    Url(UrlRefused),
    /// The database can't be reached; its address without secrets, and why.
    Unreachable(String, String),
    /// There is no such database; its address.
    Missing(String),
    /// It couldn't be brought to the program's version.
    NotMigrated(NotMigrated),
}

/// Opens a database with at most so many connections and brings it to the program's version; what was applied.
///
/// # Errors
/// When the address can't be used, the database can't be reached, or is newer than the program.
pub fn open(address: &str, connections: u32) -> Result<(Database, Vec<String>), NotOpened> {
    let url = DatabaseUrl::parse(address).map_err(NotOpened::Url)?;
    let unreachable = |failed: Failed| {
        let reason = match failed {
            Failed::Unavailable(reason) | Failed::Broken(reason) => reason,
            Failed::Conflict => String::new(),
        };
        NotOpened::Unreachable(url.shown(), reason.trim().to_owned())
    };
    let database = Database::open(&url, connections).map_err(unreachable)?;
    let applied = database.with(migrate).map_err(unreachable)?.map_err(NotOpened::NotMigrated)?;
    Ok((database, applied))
}

/// Opens a database that is there already.
///
/// # Errors
/// When there is no such file; and as [`open`].
pub fn open_known(address: &str, connections: u32) -> Result<(Database, Vec<String>), NotOpened> {
    let url = DatabaseUrl::parse(address).map_err(NotOpened::Url)?;
    if url.is_missing_file() {
        return Err(NotOpened::Missing(url.shown()));
    }
    open(address, connections)
}

/// A service on a database that is there already.
///
/// # Errors
/// As [`open_known`].
pub fn open_known_service(address: &str, connections: u32) -> Result<Service, NotOpened> {
    open_known(address, connections).map(|(database, _)| Service::of_system(database))
}

/// A service by the system's clock and source of chance.
///
/// # Errors
/// As [`open`].
pub fn open_service(address: &str, connections: u32) -> Result<Service, NotOpened> {
    open(address, connections).map(|(database, _)| Service::of_system(database))
}

//! `thidua serve`, `thidua migrate` and `thidua openapi`.

use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::arguments::{DatabaseArguments, ServeArguments};
use super::failure::Failure;
use super::files::{self, Target};
use super::output;
use super::rank::show;
use crate::api;
use crate::app::open::{NotMigrated, NotOpened, UrlRefused, open, open_known_service, open_service};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::server;
use crate::text::Texts;

/// Why a use case was refused, as a message of a command.
pub fn refused(texts: &Texts, problem: &Problem) -> Failure {
    Failure::WrongUse(api::problem::told(texts, problem))
}

/// Why a database could not be opened, as a message of a command.
pub fn not_opened(texts: &Texts, why: NotOpened) -> Failure {
    let of_versions =
        |key: &str, versions: &[String]| texts.get(key, &[("versions", versions.join(", ").into())]);
    Failure::WrongUse(match why {
        NotOpened::Url(UrlRefused::Scheme) => texts.word("error-database-scheme"),
        NotOpened::Url(UrlRefused::File) => texts.word("error-database-file"),
        NotOpened::Unreachable(database, reason) => {
            texts.get("error-database", &[("database", database.into()), ("reason", reason.into())])
        }
        NotOpened::Missing(database) => texts.get("error-database-missing", &[("database", database.into())]),
        NotOpened::NotMigrated(NotMigrated::Newer(versions)) => {
            of_versions("error-database-newer", &versions)
        }
        NotOpened::NotMigrated(NotMigrated::Older(versions)) => {
            of_versions("error-database-older", &versions)
        }
        NotOpened::NotMigrated(NotMigrated::Failed(reason)) => {
            texts.get("error-migration", &[("reason", reason.into())])
        }
    })
}

/// The service on a database, which is brought to the program's version first.
pub fn opened(texts: &Texts, arguments: &DatabaseArguments, connections: u32) -> Result<Service, Failure> {
    open_service(&arguments.database, connections).map_err(|why| not_opened(texts, why))
}

/// The service on a database that must be there: a mistyped name makes no empty one.
pub fn opened_known(texts: &Texts, arguments: &DatabaseArguments) -> Result<Service, Failure> {
    open_known_service(&arguments.database, 1).map_err(|why| not_opened(texts, why))
}

/// Serves until it is stopped.
pub fn serve(texts: &Texts, arguments: &ServeArguments) -> Result<(), Failure> {
    log();
    let mut service = opened(texts, &arguments.database, arguments.connections)?;
    service = service.behind(&arguments.proxies);
    if arguments.private_webhooks {
        service = service.allowing_private_webhooks();
    }
    serve_on(texts, service, arguments.listen, files::threads(arguments.workers))
}

/// Serves a service at an address until it is stopped.
pub fn serve_on(texts: &Texts, service: Service, address: SocketAddr, workers: usize) -> Result<(), Failure> {
    let shown = service.shown_database();
    let deliverer = service.clone();
    let done: io::Result<()> = actix_web::rt::System::new().block_on(async {
        let (server, bound) = server::start(service, address, workers)?;
        let parts = [("address", bound.to_string().into()), ("database", shown.into())];
        output::say(&texts.get("serving", &parts));
        let stop = Arc::new(AtomicBool::new(false));
        let deliveries = deliverer.start_deliveries(Arc::clone(&stop))?;
        let done = server.await;
        stop.store(true, Ordering::Relaxed);
        // A delivery under way ends within its own patience.
        drop(deliveries.join());
        done
    });
    done.map_err(|error| not_listening(texts, address, &error))
}

/// Why a server can't listen at an address, as a message of a command.
pub fn not_listening(texts: &Texts, address: SocketAddr, error: &io::Error) -> Failure {
    let reason = match error.kind() {
        io::ErrorKind::AddrInUse => texts.word("error-listen-taken"),
        io::ErrorKind::AddrNotAvailable => texts.word("error-listen-elsewhere"),
        io::ErrorKind::PermissionDenied => texts.word("error-listen-denied"),
        _ => error.to_string(),
    };
    let parts = [("address", address.to_string().into()), ("reason", reason.into())];
    Failure::WrongUse(texts.get("error-listen", &parts))
}

/// Log lines go to standard error; what is logged is set by `THIDUA_LOG`.
fn log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("THIDUA_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let set = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).try_init();
    // Somebody who embeds the program may log already.
    drop(set);
}

/// Brings a database to the program's version.
pub fn migrate(texts: &Texts, arguments: &DatabaseArguments) -> Result<(), Failure> {
    let (_, applied) = open(&arguments.database, 1).map_err(|why| not_opened(texts, why))?;
    let mut target = Target::open(texts, None, &[])?;
    let text = if applied.is_empty() {
        texts.word("migrate-nothing")
    } else {
        texts.get("migrate-done", &[("versions", applied.join(", ").into())])
    };
    show(&mut target, &(text + "\n"))?;
    Ok(target.flush()?)
}

/// Writes the OpenAPI document.
pub fn openapi(texts: &Texts) -> Result<(), Failure> {
    let mut target = Target::open(texts, None, &[])?;
    let document = api::document().to_pretty_json().unwrap_or_default();
    target.write_all(document.as_bytes())?;
    target.write_all(b"\n")?;
    Ok(target.flush()?)
}

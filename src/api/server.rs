//! The server: workers, middleware, limits.

use std::net::SocketAddr;

use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, JsonConfig, PathConfig, QueryConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use utoipa_actix_web::AppExt;

use super::problem::{Refused, language_of, malformed};
use super::{health, identity, metrics, routes};
use crate::app::problem::{NOT_FOUND, PARAMETER_MALFORMED};
use crate::app::service::Service;

/// How many bytes a body in JSON may have.
const LARGEST_JSON: usize = 256 * 1024;

/// Everything an application of the service has; a test makes its own from it.
macro_rules! application {
    ($service:expr) => {{
        let (app, document) = App::new()
            .app_data($service.clone())
            .app_data($crate::api::server::json_config())
            .app_data($crate::api::server::path_config())
            .app_data($crate::api::server::query_config())
            .into_utoipa_app()
            .configure(routes)
            .split_for_parts();
        let _the_same_for_every_worker = document;
        app.service(health::live)
            .service(health::ready)
            .service(metrics::metrics)
            .service(document_of_routes)
            .default_service(web::to(nothing_here))
            .wrap(from_fn(identity::identify))
            .wrap(from_fn(identity::secure))
            .wrap(from_fn(metrics::measure))
            .wrap(Compress::default())
    }};
}

/// Starts a server on an address; it runs until it is stopped.
///
/// # Errors
/// When the address can't be taken.
pub fn start(service: Service, address: SocketAddr, workers: usize) -> std::io::Result<(Server, SocketAddr)> {
    let service = Data::new(service);
    let server = HttpServer::new(move || application!(service)).workers(workers).bind(address)?;
    let bound = server.addrs().first().copied().unwrap_or(address);
    Ok((server.shutdown_timeout(10).run(), bound))
}

/// The OpenAPI document.
#[actix_web::get("/openapi.json")]
async fn document_of_routes() -> HttpResponse {
    HttpResponse::Ok().json(super::document())
}

async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, Refused> {
    let problem = NOT_FOUND.with("what", request.path());
    Err(Refused::new(problem, language_of(request.headers())))
}

fn json_config() -> JsonConfig {
    JsonConfig::default()
        .limit(LARGEST_JSON)
        .error_handler(|error, request| malformed(error, request.headers()).into())
}

fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|error, request| parameter(&error, request).into())
}

fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, request| parameter(&error, request).into())
}

fn parameter(error: &impl std::fmt::Display, request: &HttpRequest) -> Refused {
    Refused::new(PARAMETER_MALFORMED.with("reason", error), language_of(request.headers()))
}

//! The server: the API and the pages behind one address, with workers, middleware and limits.

use std::net::SocketAddr;
use std::sync::LazyLock;

use actix_web::dev::Server;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{self, Data, PathConfig, QueryConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use utoipa_actix_web::AppExt;

use crate::api::parameter::{malformed_path, malformed_query};
use crate::api::problem::{Refused, language_of};
use crate::api::{self, health, identity, metrics, once, routes};
use crate::app::problem::{METHOD_NOT_ALLOWED, NOT_FOUND};
use crate::app::service::Service;
use crate::ui;

/// Everything an application of the service has; a test makes its own from it.
macro_rules! application {
    ($service:expr) => {{
        let (app, document) = App::new()
            .app_data($service.clone())
            .app_data($crate::server::path_config())
            .app_data($crate::server::query_config())
            .into_utoipa_app()
            .configure(routes)
            .split_for_parts();
        let _the_same_for_every_worker = document;
        app.service(health::live)
            .service(health::ready)
            .service(metrics::metrics)
            .service(document_of_routes)
            .configure(ui::pages)
            .default_service(web::to(nothing_here))
            .wrap(from_fn(once::once))
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
    HttpResponse::Ok().json(api::document())
}

/// Every address of the document with the methods that it takes.
static ADDRESSES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let document = api::document();
    let methods = |item: &utoipa::openapi::PathItem| {
        let all = [("GET", &item.get), ("PUT", &item.put), ("POST", &item.post), ("DELETE", &item.delete)];
        let taken = all.iter().filter(|(_, operation)| operation.is_some()).map(|(method, _)| *method);
        taken.collect::<Vec<_>>().join(", ")
    };
    document.paths.paths.iter().map(|(path, item)| (path.clone(), methods(item))).collect()
});

/// The methods that an address takes; `None` when there is no such address.
fn methods_of(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    let fits = |template: &str| {
        let named: Vec<&str> = template.split('/').collect();
        let same = |(part, name): (&&str, &&str)| part == name || (name.starts_with('{') && !part.is_empty());
        named.len() == parts.len() && parts.iter().zip(&named).all(same)
    };
    ADDRESSES.iter().find(|(template, _)| fits(template)).map(|(_, methods)| methods.as_str())
}

/// Tells an address that isn't there from one that is, but not with this method.
async fn nothing_here(request: HttpRequest) -> Result<HttpResponse, Refused> {
    let language = language_of(request.headers());
    match methods_of(request.path()) {
        Some(methods) => {
            let refused = Refused::new(METHOD_NOT_ALLOWED.with("allowed", methods), language);
            let mut response = actix_web::ResponseError::error_response(&refused);
            if let Ok(value) = HeaderValue::from_str(methods) {
                response.headers_mut().insert(ALLOW, value);
            }
            Ok(response)
        }
        None if !request.path().starts_with("/api/") => Ok(ui::nothing_here(&request)),
        None => Err(Refused::new(NOT_FOUND.with("what", request.path()), language)),
    }
}

fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|error, request| {
        if request.path().starts_with("/api/") {
            return malformed_path(request).into();
        }
        actix_web::error::InternalError::from_response(error, ui::nothing_here(request)).into()
    })
}

fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|_, request| malformed_query(request).into())
}

//! Whether the server lives, and whether it is ready.

use actix_web::web::{self, Data};
use actix_web::{HttpResponse, get};

use super::problem::Refused;
use crate::app::problem::{INTERNAL, Problem};
use crate::app::service::Service;

/// Lives.
#[get("/healthz")]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// Ready: the database answers.
#[get("/readyz")]
pub async fn ready(service: Data<Service>) -> Result<HttpResponse, Refused> {
    let asked = web::block(move || service.is_ready()).await;
    asked.map_err(|_| Problem::from(&INTERNAL))??;
    Ok(HttpResponse::Ok().content_type("text/plain").body("ready\n"))
}

//! Where everybody lands, and the choice of the language.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::fault::Fault;
use super::visit::{LANGUAGE_COOKIE, Visit, own_address, see};
use crate::app::actor::Right;
use crate::app::plan::PlanRow;

/// Sends everybody to where their work is: to the plan, where there is one alone; else to the list of plans.
#[get("/")]
pub async fn home(visit: Visit) -> Result<HttpResponse, Fault> {
    let (plans, total) = visit.run(|service, actor| service.plans_after(actor, 0, 1)).await?;
    Ok(match plans.as_slice() {
        [PlanRow { id, .. }] if total == 1 => {
            let of_units = visit.visitor.actor.reach.is_some() && visit.visitor.actor.may(Right::Capture);
            see(&format!("/plans/{id}{}", if of_units { "/mine" } else { "" }))
        }
        _ => see("/plans"),
    })
}

/// A language, and where to go on.
#[derive(Deserialize)]
pub struct Choice {
    to: String,
    #[serde(default)]
    then: String,
}

/// Keeps the language that was chosen.
#[get("/language")]
pub async fn choose_language(choice: Query<Choice>) -> HttpResponse {
    let language = if choice.to == "en" { "en" } else { "vi" };
    let cookie = Cookie::build(LANGUAGE_COOKIE, language)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(actix_web::cookie::time::Duration::days(400))
        .finish();
    let mut response = see(own_address(&choice.then));
    // A cookie made of two letters can be written.
    let _written = response.add_cookie(&cookie);
    response
}

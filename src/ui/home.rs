//! Where everybody lands, and the choice of the language.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use serde::Deserialize;

use super::fault::Fault;
use super::visit::{LANGUAGE_COOKIE, Visit, own_address, see};
use crate::app::actor::{Actor, Right};
use crate::app::plan::{PlanRow, PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;

/// Among how many plans the one is looked for that a unit reports to.
const MOST: i64 = 200;

/// Sends everybody to where their work is: to the plan, where there is one alone, or one alone that collects reports of
/// the visitor's units; else to the list of plans.
#[get("/")]
pub async fn home(visit: Visit) -> Result<HttpResponse, Fault> {
    let of_units = visit.visitor.actor.reach.is_some() && visit.visitor.actor.may(Right::Capture);
    let plan = visit.run(move |service, actor| landing(service, actor, of_units)).await?;
    Ok(match plan {
        Some(plan) => see(&format!("/plans/{plan}{}", if of_units { "/mine" } else { "" })),
        None => see("/plans"),
    })
}

fn landing(service: &Service, actor: &Actor, of_units: bool) -> Result<Option<i64>, Problem> {
    let (plans, total) = service.plans_after(actor, 0, if of_units { MOST } else { 1 })?;
    if let ([PlanRow { id, .. }], 1) = (plans.as_slice(), total) {
        return Ok(Some(*id));
    }
    let mut own = Vec::new();
    for plan in plans.iter().filter(|plan| of_units && state_of(plan) == PlanState::Collecting) {
        let frame = service.frame(actor, plan.id)?;
        let takes_part = (0_u32..)
            .zip(&frame.units.list)
            .any(|(unit, it)| it.cluster.is_some() && frame.is_within(unit, actor.reach.as_deref()));
        own.extend(takes_part.then_some(plan.id));
    }
    Ok(if let ([plan], true) = (own.as_slice(), total <= MOST) { Some(*plan) } else { None })
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

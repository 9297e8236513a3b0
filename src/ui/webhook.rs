//! A webhook: how its deliveries stand; stopped and started, told again from a record on, and removed.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::{Visit, see_done};
use super::webhooks::{Told, choices, plan_of};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;

#[derive(Template)]
#[template(path = "webhook.html")]
struct WebhookPage<'a> {
    page: Page<'a>,
    told: Told,
    plan: Option<String>,
    refused: Option<String>,
    typed: &'a str,
}

impl WebhookPage<'_> {
    fn maker(&self) -> &str {
        self.page.who(&self.told.row.made_by)
    }
}

fn webhook_page(
    service: &Service,
    page: Page<'_>,
    id: i64,
    (refused, typed): (Option<&Problem>, &str),
) -> Result<String, Problem> {
    let row = service.webhook(&page.visitor.actor, id)?;
    let plan = plan_of(&choices(service, &page)?.0, &row);
    let told = Told { row, last: service.last_event()? };
    let refused = refused.map(|problem| refusal(page, problem));
    rendered(&WebhookPage { page, told, plan, refused, typed })
}

/// A webhook.
#[get("/webhooks/{webhook}")]
pub async fn show_webhook(visit: Visit, webhook: Path<i64>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| webhook_page(service, page, *webhook, (None, ""))).await
}

/// What became of it: an address with what was done, or the page again with why not.
async fn told(
    visit: &Visit,
    id: i64,
    done: Result<(&str, &str), Problem>,
    typed: String,
) -> Result<HttpResponse, Fault> {
    match done {
        Ok((address, what)) => Ok(see_done(address, what)),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                webhook_page(service, page, id, (Some(problem), &typed))
            };
            visit.again(problem, again).await
        }
    }
}

/// Stops telling it, or starts again where it was.
#[post("/webhooks/{webhook}/switch")]
pub async fn switch_webhook(visit: Visit, webhook: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (id, to) = (*webhook, form.field("to").to_owned());
    let switch = move |service: &Service, actor: &_| {
        let done = match to.as_str() {
            "on" => service.switch_webhook(actor, id, true).map(|_| "webhook-started"),
            "off" => service.switch_webhook(actor, id, false).map(|_| "webhook-stopped"),
            _ => Err(FIELD_REFUSED.with("field", "to").with("expected", "on, off")),
        };
        Ok(done)
    };
    let done = visit.run(switch).await?;
    let here = format!("/webhooks/{id}");
    told(&visit, id, done.map(|what| (here.as_str(), what)), String::new()).await
}

/// Tells it again everything after a record.
#[post("/webhooks/{webhook}/again")]
pub async fn redeliver(visit: Visit, webhook: Path<i64>, form: Form) -> Result<HttpResponse, Fault> {
    let (id, after) = (*webhook, form.field("after").to_owned());
    let typed = after.clone();
    let again = move |service: &Service, actor: &_| {
        let Ok(after) = after.parse() else {
            let expected = format!("0-{}", service.last_event()?);
            return Ok(Err(FIELD_REFUSED.with("field", "after").with("expected", expected)));
        };
        Ok(service.redeliver(actor, id, after))
    };
    let done = visit.run(again).await?;
    let here = format!("/webhooks/{id}");
    told(&visit, id, done.map(|_| (here.as_str(), "webhook-again")), typed).await
}

/// Takes it away.
#[post("/webhooks/{webhook}/remove")]
pub async fn remove_webhook(visit: Visit, webhook: Path<i64>, _form: Form) -> Result<HttpResponse, Fault> {
    let id = *webhook;
    let done = visit.run(move |service, actor| Ok(service.remove_webhook(actor, id))).await?;
    told(&visit, id, done.map(|()| ("/webhooks", "webhook-removed")), String::new()).await
}

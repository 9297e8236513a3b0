//! Webhooks: addresses that are told of events, listed with how far each was told, and added with a secret that is shown
//! once.

use actix_web::web::Query;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::listing::{ASKED, From, Listing};
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::visit::Visit;
use crate::app::event::all_kinds;
use crate::app::plan::PlanRow;
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::app::webhook::{WebhookRow, Wish};

/// How many plans can be chosen from.
const MOST_PLANS: i64 = 500;

/// A webhook, as far as it was told.
pub struct Told {
    /// The webhook.
    pub row: WebhookRow,
    /// The number of the last event's record.
    pub last: i64,
}

impl Told {
    /// How deliveries stand.
    pub fn state(&self) -> &'static str {
        match &self.row {
            // Stopped by hand, it begins to count anew.
            row if row.disabled_at.is_some() && row.attempts > 0 => "given_up",
            row if row.disabled_at.is_some() => "stopped",
            row if row.attempts > 0 => "failing",
            row if row.cursor < self.last => "waiting",
            _ => "told",
        }
    }

    /// Whether it is told.
    pub fn is_on(&self) -> bool {
        self.row.disabled_at.is_none()
    }

    /// The kinds of events that it is told of, by their names.
    pub fn kinds(&self, page: &Page<'_>) -> String {
        let named: Vec<String> =
            self.row.kinds.split_whitespace().map(|kind| kind_name(page, kind)).collect();
        if named.is_empty() { page.word("webhook-all-kinds") } else { named.join("; ") }
    }

    /// How far it was told.
    pub fn position(&self, page: &Page<'_>) -> String {
        let parts = [("count", self.row.cursor.into()), ("total", self.last.into())];
        page.texts.get("webhook-position", &parts)
    }
}

/// The name of a kind of events; the kind itself where it has none.
fn kind_name(page: &Page<'_>, kind: &str) -> String {
    let key = format!("kind-{}", kind.replace('.', "-"));
    if page.texts.has(&key) { page.word(&key) } else { kind.to_owned() }
}

/// The number of the plan whose events a webhook is told; `None`: all plans'.
pub fn plan_of(plans: &[PlanRow], row: &WebhookRow) -> Option<String> {
    let id = row.plan_id?;
    let known = plans.iter().find(|plan| plan.id == id);
    Some(known.map_or_else(|| format!("({id})"), |plan| plan.code.clone()))
}

/// The plans that can be chosen from, and how many there are in all.
pub fn choices(service: &Service, page: &Page<'_>) -> Result<(Vec<PlanRow>, i64), Problem> {
    service.plans_after(&page.visitor.actor, 0, MOST_PLANS)
}

/// A secret that is shown once.
struct Secret {
    url: String,
    secret: String,
}

/// What was typed into the form of a new webhook.
#[derive(Debug, Clone, Default)]
struct Typed {
    url: String,
    kinds: Vec<String>,
    plan: String,
}

#[derive(Template)]
#[template(path = "webhooks.html")]
struct WebhooksPage<'a> {
    page: Page<'a>,
    list: Listing<Told>,
    plans: Vec<PlanRow>,
    plan_count: i64,
    secret: Option<Secret>,
    refused: Option<String>,
    typed: Typed,
    once: String,
}

impl WebhooksPage<'_> {
    /// Every kind with its name, and whether it was ticked.
    fn kinds(&self) -> Vec<(&'static str, String, bool)> {
        let ticked = |kind: &str| self.typed.kinds.iter().any(|known| known == kind);
        all_kinds().map(|kind| (kind, kind_name(&self.page, kind), ticked(kind))).collect()
    }

    fn has_more_plans(&self) -> bool {
        i64::try_from(self.plans.len()).is_ok_and(|shown| shown < self.plan_count)
    }

    fn is_chosen(&self, plan: &PlanRow) -> bool {
        self.typed.plan == plan.id.to_string()
    }

    fn plan(&self, told: &Told) -> Option<String> {
        plan_of(&self.plans, &told.row)
    }

    fn is_open(&self) -> bool {
        self.refused.is_some()
    }

    fn can_open(&self, told: &Told) -> bool {
        self.page.visitor.actor.reaches_as_far(told.row.unit_code.as_deref())
    }
}

fn webhooks_page(
    service: &Service,
    page: Page<'_>,
    after: i64,
    secret: Option<Secret>,
    (refused, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let (rows, total) = service.webhooks_after(&page.visitor.actor, after, ASKED)?;
    let last = service.last_event()?;
    let told = rows.into_iter().map(|row| Told { row, last }).collect();
    let list = Listing::of(after, (told, total), |told| told.row.id);
    let (plans, plan_count) = choices(service, &page)?;
    let refused = refused.map(|problem| refusal(page, problem));
    let once = service.secret(16);
    rendered(&WebhooksPage { page, list, plans, plan_count, secret, refused, typed, once })
}

/// The webhooks.
#[get("/webhooks")]
pub async fn show_webhooks(visit: Visit, from: Query<From>) -> Result<HttpResponse, Fault> {
    let shown = move |service: &Service, page: Page<'_>| {
        webhooks_page(service, page, from.number()?, None, (None, Typed::default()))
    };
    visit.page(shown).await
}

/// Makes a webhook, once.
#[post("/webhooks")]
pub async fn add_webhook(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let typed = Typed {
        url: form.field("url").to_owned(),
        kinds: form.all("kind").map(str::to_owned).collect(),
        plan: form.field("plan").to_owned(),
    };
    let plan_id = if typed.plan.is_empty() { Ok(None) } else { form.number("plan").map(Some) };
    let (url, kinds) = (typed.url.clone(), typed.kinds.clone());
    let add = move |service: &Service, actor: &_| {
        service.add_webhook(actor, &Wish { url, kinds, plan_id: plan_id? })
    };
    match visit.run_once(&form, add).await? {
        Ok((row, secret)) => {
            let secret = Secret { url: row.url, secret };
            let shown = move |service: &Service, page: Page<'_>| {
                webhooks_page(service, page, 0, Some(secret), (None, Typed::default()))
            };
            visit.page(shown).await
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                webhooks_page(service, page, 0, None, (Some(problem), typed))
            };
            visit.again(problem, again).await
        }
    }
}

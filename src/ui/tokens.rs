//! Tokens of programs: listed with whether they can be used, made with a secret that is shown once, and stopped.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get, post};
use askama::Template;
use ipnet::IpNet;

use super::fault::Fault;
use super::form::Form;
use super::listing::{ASKED, From, Listing};
use super::page::{Page, rendered};
use super::refusal::refusal;
use super::typed_moment::typed_moment;
use super::visit::{Visit, see_done};
use crate::app::actor::Right;
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;
use crate::app::token::{METHODS, NewToken, TokenNow, TokenState, scopes_of};

/// A secret that is shown once.
struct Secret {
    name: String,
    secret: String,
}

/// What was typed into the form of a new token.
#[derive(Debug, Clone, Default)]
struct Typed {
    name: String,
    scopes: Vec<String>,
    methods: Vec<String>,
    unit: String,
    range: String,
    expires: String,
}

impl Typed {
    fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        let all = |name: &str| form.all(name).map(str::to_owned).collect();
        Self {
            name: field("name"),
            scopes: all("scope"),
            methods: all("method"),
            unit: field("unit"),
            range: field("range"),
            expires: field("expires"),
        }
    }

    fn is_empty(&self) -> bool {
        self.name.is_empty() && self.scopes.is_empty() && self.methods.is_empty() && self.expires.is_empty()
    }
}

/// What a form asks for.
fn asked(form: &Form) -> Result<NewToken, Problem> {
    let refused =
        |field: &'static str, expected: &str| FIELD_REFUSED.with("field", field).with("expected", expected);
    let Typed { name, scopes, methods, unit, range, .. } = Typed::of_form(form);
    let scopes: Option<Vec<Right>> = scopes.iter().map(|code| Right::of_code(code)).collect();
    let range: Option<IpNet> = if range.is_empty() {
        None
    } else {
        Some(range.parse().map_err(|_| refused("address_range", "10.20.0.0/16"))?)
    };
    Ok(NewToken {
        name,
        scopes: scopes.ok_or_else(|| refused("scopes", "1-"))?,
        methods,
        unit_code: Some(unit).filter(|unit| !unit.is_empty()),
        address_range: range,
        expires_at: typed_moment("expires_at", form.field("expires"))?
            .ok_or_else(|| refused("expires_at", "≤ 400 d"))?,
    })
}

#[derive(Template)]
#[template(path = "tokens.html")]
struct TokensPage<'a> {
    page: Page<'a>,
    list: Listing<TokenNow>,
    secret: Option<Secret>,
    refused: Option<String>,
    typed: Typed,
    once: String,
}

impl TokensPage<'_> {
    /// The codes of the rights that the visitor can hand on.
    fn rights(&self) -> Vec<&'static str> {
        let actor = &self.page.visitor.actor;
        Right::ALL.iter().filter(|right| actor.may(**right)).map(|right| right.code()).collect()
    }

    fn methods(&self) -> [&'static str; 5] {
        METHODS
    }

    fn has_scope(&self, code: &str) -> bool {
        self.typed.scopes.iter().any(|known| known == code)
    }

    fn has_method(&self, method: &str) -> bool {
        self.typed.methods.iter().any(|known| known == method)
    }

    /// The rights of a token by their names, and whether the token has each still.
    fn scopes(&self, token: &TokenNow) -> Vec<(String, bool)> {
        let told = |right: Right| (self.page.coded("right", right.code()), !token.lost.contains(&right));
        scopes_of(&token.row).into_iter().map(told).collect()
    }

    fn maker<'t>(&self, token: &'t TokenNow) -> &'t str {
        self.page.who(&token.row.created_by)
    }

    /// Whether the visitor can stop a token: it goes on unless that was done, whatever else keeps it from being used.
    fn can_stop(&self, token: &TokenNow) -> bool {
        let reaches = self.page.visitor.actor.reaches_as_far(token.row.unit_code.as_deref());
        reaches && matches!(token.state, TokenState::InForce | TokenState::Maker)
    }
}

fn tokens_page(
    service: &Service,
    page: Page<'_>,
    after: i64,
    secret: Option<Secret>,
    (refused, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let found = service.tokens_now_after(&page.visitor.actor, after, ASKED)?;
    let list = Listing::of(after, found, |token| token.row.id);
    let refused = refused.map(|problem| refusal(page, problem));
    rendered(&TokensPage { page, list, secret, refused, typed, once: service.secret(16) })
}

/// The tokens.
#[get("/tokens")]
pub async fn show_tokens(visit: Visit, from: Query<From>) -> Result<HttpResponse, Fault> {
    let shown = move |service: &Service, page: Page<'_>| {
        tokens_page(service, page, from.number()?, None, (None, Typed::default()))
    };
    visit.page(shown).await
}

async fn again(visit: &Visit, problem: Problem, typed: Typed) -> Result<HttpResponse, Fault> {
    let shown = move |service: &Service, page: Page<'_>, problem: &Problem| {
        tokens_page(service, page, 0, None, (Some(problem), typed))
    };
    visit.again(problem, shown).await
}

/// Makes a token, once.
#[post("/tokens")]
pub async fn add_token(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let new = asked(&form);
    let made = visit.run_once(&form, move |service, actor| service.add_token(actor, &new?)).await?;
    match made {
        Ok((row, secret)) => {
            let secret = Secret { name: row.name, secret };
            let shown = move |service: &Service, page: Page<'_>| {
                tokens_page(service, page, 0, Some(secret), (None, Typed::default()))
            };
            visit.page(shown).await
        }
        Err(problem) => again(&visit, problem, Typed::of_form(&form)).await,
    }
}

/// Stops a token.
#[post("/tokens/{token}/stop")]
pub async fn stop_token(visit: Visit, token: Path<i64>, _form: Form) -> Result<HttpResponse, Fault> {
    match visit.run(move |service, actor| Ok(service.revoke_token(actor, *token))).await? {
        Ok(_) => Ok(see_done("/tokens", "token-stopped")),
        Err(problem) => again(&visit, problem, Typed::default()).await,
    }
}

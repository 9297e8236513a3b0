//! Who can log in: listed, added, shut out, given another password, which is shown once.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, rendered};
use super::visit::{Visit, see_done};
use crate::api::problem::sentence;
use crate::app::actor::Role;
use crate::app::problem::{FIELD_REFUSED, NOT_FOUND, Problem};
use crate::app::service::Service;
use crate::app::user::{NewUser, UserRow};

/// How many users a page shows.
const MOST: i64 = 1000;

/// A password that is shown once.
struct Secret {
    login: String,
    password: String,
}

/// What was typed into the form of a new user.
#[derive(Debug, Clone, Default)]
struct Typed {
    login: String,
    name: String,
    role: String,
    unit: String,
}

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage<'a> {
    page: Page<'a>,
    users: Vec<UserRow>,
    total: i64,
    secret: Option<Secret>,
    refused: Option<String>,
    typed: Typed,
}

impl UsersPage<'_> {
    fn roles(&self) -> Vec<&'static str> {
        Role::ALL.iter().map(|role| role.code()).collect()
    }
}

fn users_page(
    service: &Service,
    page: Page<'_>,
    secret: Option<Secret>,
    (refused, typed): (Option<&Problem>, Typed),
) -> Result<String, Problem> {
    let (users, total) = service.users_after(&page.visitor.actor, 0, MOST)?;
    let refused = refused.map(|problem| sentence(problem, page.visitor.language));
    rendered(&UsersPage { page, users, total, secret, refused, typed })
}

/// The users.
#[get("/users")]
pub async fn show_users(visit: Visit) -> Result<HttpResponse, Fault> {
    visit.page(|service, page| users_page(service, page, None, (None, Typed::default()))).await
}

/// The page with a password just made, or with why there is none.
async fn told(
    visit: &Visit,
    made: Result<(UserRow, String), Problem>,
    typed: Typed,
) -> Result<HttpResponse, Fault> {
    match made {
        Ok((user, password)) => {
            let secret = Secret { login: user.login, password };
            let shown = move |service: &Service, page: Page<'_>| {
                users_page(service, page, Some(secret), (None, Typed::default()))
            };
            visit.page(shown).await
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                users_page(service, page, None, (Some(problem), typed))
            };
            visit.again(problem, again).await
        }
    }
}

/// Adds a user.
#[post("/users")]
pub async fn add_user(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let field = |name: &str| form.field(name).to_owned();
    let typed =
        Typed { login: field("login"), name: field("name"), role: field("role"), unit: field("unit") };
    let asked = typed.clone();
    let made = visit
        .run_hashing(move |service, actor| {
            let Some(role) = Role::of_code(&asked.role) else {
                let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
                return Ok(Err(FIELD_REFUSED.with("field", "role").with("expected", roles.join(", "))));
            };
            let unit_code = Some(asked.unit).filter(|unit| !unit.is_empty());
            Ok(service.add_user(actor, &NewUser { login: asked.login, name: asked.name, role, unit_code }))
        })
        .await?;
    told(&visit, made, typed).await
}

/// Shuts a user out, or gives another password.
#[post("/users/{login}/{what}")]
pub async fn change_user(
    visit: Visit,
    path: Path<(String, String)>,
    _form: Form,
) -> Result<HttpResponse, Fault> {
    let (login, what) = path.into_inner();
    match what.as_str() {
        "disable" => {
            let done = visit.run(move |service, actor| Ok(service.disable_user(actor, &login))).await?;
            match done {
                Ok(_) => Ok(see_done("/users", "disabled")),
                Err(problem) => told(&visit, Err(problem), Typed::default()).await,
            }
        }
        "reset" => {
            let made = visit.run_hashing(move |service, actor| Ok(service.reset_user(actor, &login))).await?;
            told(&visit, made, Typed::default()).await
        }
        _ => Err(Fault::of(visit.visitor, NOT_FOUND.with("what", what))),
    }
}

//! Who can log in: listed page by page, and added with a password that is shown once.

use actix_web::web::Query;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use serde::Deserialize;

use super::fault::Fault;
use super::form::Form;
use super::listing::{ASKED, From, Listing};
use super::page::{Page, escaped, rendered};
use super::refusal::refusal;
use super::visit::{Visit, see};
use crate::app::actor::Role;
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;
use crate::app::user::{NewUser, UserRow};

/// A password that is shown once.
pub struct Secret {
    /// Whose it is.
    pub login: String,
    /// The password.
    pub password: String,
}

/// What was typed into the form of a user.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// The name to log in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The code of the role.
    pub role: String,
    /// The code of the unit; empty: every unit.
    pub unit: String,
}

impl Typed {
    /// As a form sent it.
    pub fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self { login: field("login"), name: field("name"), role: field("role"), unit: field("unit") }
    }

    /// What is asked for.
    ///
    /// # Errors
    /// When the role is none.
    pub fn asked(self) -> Result<NewUser, Problem> {
        let Some(role) = Role::of_code(&self.role) else {
            return Err(FIELD_REFUSED.with("field", "role").with("expected", role_codes().join(", ")));
        };
        let unit_code = Some(self.unit).filter(|unit| !unit.is_empty());
        Ok(NewUser { login: self.login, name: self.name, role, unit_code })
    }
}

/// The codes of the roles.
pub fn role_codes() -> Vec<&'static str> {
    Role::ALL.iter().map(|role| role.code()).collect()
}

#[derive(Template)]
#[template(path = "users.html")]
struct UsersPage<'a> {
    page: Page<'a>,
    list: Listing<UserRow>,
    secret: Option<Secret>,
    refused: Option<String>,
    typed: Typed,
    sought: &'a str,
}

impl UsersPage<'_> {
    fn roles(&self) -> Vec<&'static str> {
        role_codes()
    }

    /// Whether the form of a new user is open: something of it was refused.
    fn is_open(&self) -> bool {
        self.refused.is_some() && self.sought.is_empty()
    }
}

/// What the page shows besides the list.
#[derive(Default)]
struct Shown<'a> {
    after: i64,
    secret: Option<Secret>,
    refused: Option<&'a Problem>,
    typed: Typed,
    sought: &'a str,
}

fn users_page(service: &Service, page: Page<'_>, shown: Shown<'_>) -> Result<String, Problem> {
    let Shown { after, secret, refused, typed, sought } = shown;
    let found = service.users_after(&page.visitor.actor, after, ASKED)?;
    let list = Listing::of(after, found, |user| user.id);
    let refused = refused.map(|problem| refusal(page, problem));
    rendered(&UsersPage { page, list, secret, refused, typed, sought })
}

/// Whose page is sought.
#[derive(Deserialize)]
pub struct Sought {
    #[serde(default)]
    login: String,
}

/// The users; or on to the page of the one that is sought.
#[get("/users")]
pub async fn show_users(
    visit: Visit,
    from: Query<From>,
    sought: Query<Sought>,
) -> Result<HttpResponse, Fault> {
    let login = sought.login.trim().to_owned();
    if login.is_empty() {
        let shown = move |service: &Service, page: Page<'_>| {
            users_page(service, page, Shown { after: from.number()?, ..Shown::default() })
        };
        return visit.page(shown).await;
    }
    let asked = login.clone();
    match visit.run(move |service, actor| Ok(service.user(actor, &asked))).await? {
        Ok(user) => Ok(see(&format!("/users/{}", escaped(&user.login)))),
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                users_page(
                    service,
                    page,
                    Shown { refused: Some(problem), sought: &login, ..Shown::default() },
                )
            };
            visit.again(problem, again).await
        }
    }
}

/// Adds a user.
#[post("/users")]
pub async fn add_user(visit: Visit, form: Form) -> Result<HttpResponse, Fault> {
    let typed = Typed::of_form(&form);
    let asked = typed.clone();
    let add =
        move |service: &Service, actor: &_| Ok(asked.asked().and_then(|new| service.add_user(actor, &new)));
    match visit.run_hashing(add).await? {
        Ok((user, password)) => {
            let secret = Secret { login: user.login, password };
            let shown = move |service: &Service, page: Page<'_>| {
                users_page(service, page, Shown { secret: Some(secret), ..Shown::default() })
            };
            visit.page(shown).await
        }
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                users_page(service, page, Shown { refused: Some(problem), typed, ..Shown::default() })
            };
            visit.again(problem, again).await
        }
    }
}

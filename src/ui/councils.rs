//! Members of a council: listed, added, changed, and ended; with the units that decide what they are recused from.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post};
use askama::Template;
use chrono::NaiveDate;

use super::fault::Fault;
use super::form::Form;
use super::page::{Page, escaped, rendered};
use super::refusal::refusal;
use super::typed_day::{typed_day, typed_day_or_none};
use super::visit::Visit;
use crate::app::council::{CouncilRole, Member, NewMember, NewMemberUnit};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::service::Service;
use crate::text::format;

/// What was typed into the form of a member.
#[derive(Debug, Clone, Default)]
struct Typed {
    login: String,
    name: String,
    position: String,
    role: String,
    from: String,
    until: String,
    units: String,
}

impl Typed {
    fn of_form(form: &Form) -> Self {
        let field = |name: &str| form.field(name).to_owned();
        Self {
            login: field("login"),
            name: field("name"),
            position: field("position"),
            role: field("role"),
            from: field("from"),
            until: field("until"),
            units: field("units"),
        }
    }

    fn of(member: &Member) -> Self {
        let day = |day: NaiveDate| format::date(day);
        let unit = |unit: &crate::app::council::MemberUnitRow| {
            let until = unit.until_date.map_or_else(String::new, |until| format!("; {}", day(until)));
            format!("{}; {}{until}", unit.unit_code, day(unit.from_date))
        };
        let row = &member.row;
        Self {
            login: row.login.clone().unwrap_or_default(),
            name: row.name.clone(),
            position: row.position.clone(),
            role: row.role.clone(),
            from: row.from_date.to_string(),
            until: row.until_date.map_or_else(String::new, |until| until.to_string()),
            units: member.units.iter().map(unit).collect::<Vec<_>>().join("\n"),
        }
    }

    fn asked(&self) -> Result<NewMember, Problem> {
        let role = CouncilRole::of_code(&self.role).ok_or_else(|| {
            let codes: Vec<&str> = CouncilRole::ALL.iter().map(|role| role.code()).collect();
            FIELD_REFUSED.with("field", "role").with("expected", codes.join(", "))
        })?;
        Ok(NewMember {
            login: Some(self.login.clone()).filter(|login| !login.is_empty()),
            name: self.name.clone(),
            position: self.position.clone(),
            role,
            from: typed_day("from", &self.from)?,
            until: typed_day_or_none("until", &self.until)?,
            units: units_of(&self.units)?,
        })
    }
}

/// Units as they are typed, a line each: code, first day, and the day from which it no longer holds.
fn units_of(text: &str) -> Result<Vec<NewMemberUnit>, Problem> {
    let refused = || FIELD_REFUSED.with("field", "units").with("expected", "096; 01/01/2019; 01/03/2021");
    let unit = |line: &str| {
        let parts: Vec<&str> = line.split(';').map(str::trim).collect();
        let (code, from, until) = match parts[..] {
            [code, from] => (code, from, ""),
            [code, from, until] => (code, from, until),
            _ => return Err(refused()),
        };
        Ok(NewMemberUnit {
            unit_code: code.to_owned(),
            from: typed_day("units", from).map_err(|_| refused())?,
            until: typed_day_or_none("units", until).map_err(|_| refused())?,
        })
    };
    text.lines().filter(|line| !line.trim().is_empty()).map(unit).collect()
}

#[derive(Template)]
#[template(path = "council.html")]
struct CouncilPage<'a> {
    page: Page<'a>,
    council: &'a str,
    members: Vec<Member>,
    changed: Option<Member>,
    refused: Option<String>,
    typed: Typed,
}

impl CouncilPage<'_> {
    fn roles(&self) -> Vec<&'static str> {
        CouncilRole::ALL.iter().map(|role| role.code()).collect()
    }

    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    /// Where the form goes.
    fn action(&self) -> String {
        let council = escaped(self.council);
        match &self.changed {
            Some(member) => format!("/councils/{council}/members/{}", member.row.id),
            None => format!("/councils/{council}"),
        }
    }

    fn is_open(&self) -> bool {
        self.refused.is_some() || self.changed.is_some()
    }
}

/// The page of a council, with the form of a new member or of one that is changed.
fn council_page(
    service: &Service,
    page: Page<'_>,
    (council, changed): (&str, Option<i64>),
    (refused, typed): (Option<&Problem>, Option<Typed>),
) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let members = service.council_members(actor, council)?;
    let changed = match changed {
        Some(id) => Some(service.council_member(actor, council, id)?),
        None => None,
    };
    let typed = typed.or_else(|| changed.as_ref().map(Typed::of)).unwrap_or_default();
    let refused = refused.map(|problem| refusal(page, problem));
    rendered(&CouncilPage { page, council, members, changed, refused, typed })
}

#[derive(Template)]
#[template(path = "councils.html")]
struct CouncilsPage<'a> {
    page: Page<'a>,
    councils: Vec<String>,
}

/// The councils that have members.
#[get("/councils")]
pub async fn show_councils(visit: Visit) -> Result<HttpResponse, Fault> {
    let made = |service: &Service, page: Page<'_>| {
        let councils = service.councils(&page.visitor.actor)?;
        rendered(&CouncilsPage { page, councils })
    };
    visit.page(made).await
}

/// The members of a council.
#[get("/councils/{council}")]
pub async fn show_council(visit: Visit, council: Path<String>) -> Result<HttpResponse, Fault> {
    visit.page(move |service, page| council_page(service, page, (&council, None), (None, None))).await
}

/// A member of a council, to be changed.
#[get("/councils/{council}/members/{member}")]
pub async fn show_member(visit: Visit, path: Path<(String, i64)>) -> Result<HttpResponse, Fault> {
    let (council, id) = path.into_inner();
    visit.page(move |service, page| council_page(service, page, (&council, Some(id)), (None, None))).await
}

/// Adds a member.
#[post("/councils/{council}")]
pub async fn add_member(visit: Visit, council: Path<String>, form: Form) -> Result<HttpResponse, Fault> {
    let (council, typed) = (council.into_inner(), Typed::of_form(&form));
    let (asked, at) = (typed.asked(), council.clone());
    let add =
        move |service: &Service, actor: &_| Ok(asked.and_then(|new| service.add_member(actor, &at, &new)));
    let done = visit.run(add).await?;
    let address = done.map(|_| format!("/councils/{}", escaped(&council)));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        council_page(service, page, (&council, None), (Some(problem), Some(typed)))
    };
    visit.told(address, "member-added", again).await
}

/// Changes a member, unless somebody else was quicker.
#[post("/councils/{council}/members/{member}")]
pub async fn change_member(
    visit: Visit,
    path: Path<(String, i64)>,
    form: Form,
) -> Result<HttpResponse, Fault> {
    let ((council, id), typed) = (path.into_inner(), Typed::of_form(&form));
    let (asked, seen, at) = (typed.asked(), form.number("change"), council.clone());
    let change = move |service: &Service, actor: &_| {
        Ok(seen.and_then(|seen| service.change_member(actor, (&at, id), Some(seen), &asked?)))
    };
    let done = visit.run(change).await?;
    let address = done.map(|_| format!("/councils/{}", escaped(&council)));
    let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
        council_page(service, page, (&council, Some(id)), (Some(problem), Some(typed)))
    };
    visit.told(address, "member-changed", again).await
}

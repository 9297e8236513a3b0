//! The register of awards over all plans: searched, listed page by page, and written as a file.

use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::NaiveDate;
use serde::Deserialize;

use super::decision_form::{person_words, refusal};
use super::fault::Fault;
use super::listing::{ASKED, Listing};
use super::page::{Page, query_of, rendered};
use super::visit::Visit;
use crate::api::export::Form as FileForm;
use crate::api::problem::with_texts;
use crate::app::award::{
    AwardChoices, AwardState, Registered, WantedAwards, state_code, state_of_award, state_of_code,
};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::rules::rules;
use crate::app::service::Service;
use crate::contest::rules::Commended;
use crate::documents::awards::{fields_csv, is_number_in_words, register_csv};
use crate::text::format;

/// Which awards are wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    plan: String,
    year: String,
    form: String,
    state: String,
    subject: String,
    after: String,
    file: String,
    fields: String,
}

impl Wanted {
    /// What is asked for.
    fn asked(&self) -> Result<WantedAwards, Problem> {
        let number = |field: &'static str, text: &str| -> Result<Option<i64>, Problem> {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            text.parse().map(Some).map_err(|_| FIELD_REFUSED.with("field", field).with("expected", "2021"))
        };
        let refused = |field: &'static str, expected: &str| {
            FIELD_REFUSED.with("field", field).with("expected", expected)
        };
        let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let state = given(&self.state).map(|code| {
            state_of_code(&code).ok_or_else(|| refused("state", "waiting, handed_over, revoked"))
        });
        let commended = given(&self.subject).map(|code| {
            Commended::of_code(&code).ok_or_else(|| refused("subject", "collective, individual"))
        });
        Ok(WantedAwards {
            plan: number("plan", &self.plan)?,
            year: number("year", &self.year)?,
            form: given(&self.form),
            state: state.transpose()?,
            commended: commended.transpose()?,
            search: self.q.clone(),
        })
    }

    /// After which number the page begins.
    fn after(&self) -> Result<i64, Problem> {
        let text = self.after.trim();
        let refused = || FIELD_REFUSED.with("field", "after").with("expected", "0, 1, 2 …");
        if text.is_empty() { Ok(0) } else { text.parse().ok().filter(|it| *it >= 0).ok_or_else(refused) }
    }

    /// The query of an address that keeps what is wanted.
    fn query(&self, more: &[(&str, &str)]) -> String {
        let kept = [
            ("q", self.q.as_str()),
            ("plan", &self.plan),
            ("year", &self.year),
            ("form", &self.form),
            ("state", &self.state),
            ("subject", &self.subject),
        ];
        query_of(&kept.into_iter().chain(more.iter().copied()).collect::<Vec<_>>())
    }
}

#[derive(Template)]
#[template(path = "awards.html")]
struct AwardsPage<'a> {
    page: Page<'a>,
    list: Listing<Registered>,
    choices: AwardChoices,
    wanted: &'a Wanted,
    refused: Option<String>,
}

/// The name of a form in the latest rules that have it; the code where none have.
pub fn form_name(page: &Page<'_>, code: &str) -> String {
    let known = rules().packs.iter().rev().find_map(|pack| pack.form(code));
    known.map_or_else(|| code.to_owned(), |form| page.words(&form.name).to_owned())
}

/// The name that a decision gave a form of commendation or a title in Vietnamese, in the language of the page where the rules
/// have it under that name.
pub fn told_form(page: &Page<'_>, code: &str, stored: &str) -> String {
    let mut forms = rules().packs.iter().rev().filter_map(|pack| pack.form(code));
    let same = forms.find(|form| form.name.vi == stored);
    same.map_or(stored, |form| page.words(&form.name)).to_owned()
}

impl AwardsPage<'_> {
    fn day(&self, day: &NaiveDate) -> String {
        format::date(*day)
    }

    fn states(&self) -> [&'static str; 3] {
        [AwardState::Waiting, AwardState::HandedOver, AwardState::Revoked].map(state_code)
    }

    fn subjects(&self) -> [&'static str; 2] {
        [Commended::Collective, Commended::Individual].map(Commended::code)
    }

    fn form(&self, code: &str) -> String {
        form_name(&self.page, code)
    }

    fn who(&self, one: &Registered) -> String {
        match &one.person {
            Some(person) => person_words(&self.page, Some(person)),
            None => self.page.word("awards-subject-collective"),
        }
    }

    fn named(&self, one: &Registered) -> String {
        let stored = one.row.title.as_deref().or(one.row.form_name.as_deref()).unwrap_or_default();
        told_form(&self.page, &one.row.form, stored)
    }

    fn state(&self, one: &Registered) -> &'static str {
        state_code(state_of_award(&one.row))
    }

    fn money(&self, one: &Registered) -> String {
        one.row.money.map_or_else(|| "–".to_owned(), |money| self.page.number(money))
    }

    fn is_chosen(&self, code: &i64) -> bool {
        self.wanted.year == code.to_string()
    }

    fn next(&self, after: &i64) -> String {
        self.wanted.query(&[("after", &after.to_string())])
    }
}

fn awards_page(service: &Service, page: Page<'_>, wanted: &Wanted) -> Result<String, Problem> {
    let actor = &page.visitor.actor;
    let choices = service.award_choices(actor)?;
    let (after, asked) = (wanted.after()?, wanted.asked()?);
    let list = Listing::of(after, service.awards(actor, &asked, (after, ASKED))?, |one| one.row.id);
    rendered(&AwardsPage { page, list, choices, wanted, refused: None })
}

/// The register of awards.
#[get("/awards")]
pub async fn show_awards(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    let asked = wanted.clone();
    let shown = visit
        .run(move |_, _| {
            Ok(asked.asked().and_then(|it| {
                if it.search.chars().count() > 200 {
                    Err(FIELD_REFUSED.with("field", "search").with("expected", "0-200"))
                } else {
                    asked.after().map(drop)
                }
            }))
        })
        .await?;
    match shown {
        Ok(()) => visit.page(move |service, page| awards_page(service, page, &wanted)).await,
        Err(problem) => {
            let again = move |service: &Service, page: Page<'_>, problem: &Problem| {
                let choices = service.award_choices(&page.visitor.actor)?;
                let list = Listing { lines: Vec::new(), total: 0, is_first: true, next: None };
                let refused = Some(refusal(page, problem));
                rendered(&AwardsPage { page, list, choices, wanted: &wanted, refused })
            };
            visit.again(problem, again).await
        }
    }
}

/// All that is wanted of the register, as CSV or as a spreadsheet, in words; or the two fields that the database of civil
/// servants takes.
#[get("/awards/file")]
pub async fn export_awards(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    let form = if wanted.file == "xlsx" { FileForm::Xlsx } else { FileForm::Csv };
    let language = visit.visitor.language;
    let bytes = visit
        .run(move |service, actor| {
            let found = service.all_awards(actor, &wanted.asked()?)?;
            let source = service.source_of_register(actor)?;
            let bytes = with_texts(language, |texts| {
                let csv = if wanted.fields == "civil_servants" {
                    let standing = found.iter().filter(|one| one.row.revoked_by_decision.is_none());
                    fields_csv(standing.map(Registered::line), Some(texts))
                } else {
                    register_csv(found.iter().map(Registered::line), Some(texts))
                };
                form.list_from(csv, |header| is_number_in_words(texts, header), &source, service.threads())
            })?;
            service.note_register_export(actor, "awards")?;
            Ok(bytes)
        })
        .await?;
    Ok(form.answer("awards", bytes))
}

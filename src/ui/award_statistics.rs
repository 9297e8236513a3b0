//! Yearly statistics of awards, and the rules that decisions follow: each as a page of its own.

use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::Datelike;
use serde::Deserialize;

use super::awards::told_form;
use super::decision::{SumLine, sum_lines};
use super::fault::Fault;
use super::page::{Page, rendered};
use super::visit::Visit;
use crate::api::export::Form as FileForm;
use crate::api::problem::with_texts;
use crate::app::actor::Right;
use crate::app::award::{AwardChoices, NOT_COLLECTED, YearStatistics};
use crate::app::problem::{FIELD_REFUSED, Problem};
use crate::app::rules::rules;
use crate::app::service::Service;
use crate::contest::award_statistics::{FormCount, Kind};
use crate::contest::rules::{BaseWage, Coefficient, Form, Origin, RegisterField, RulePack};
use crate::documents::awards::{is_number_in_words, statistics_csv};
use crate::documents::rule_text::{days, rounding};
use crate::text::format;

/// The year that is wanted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    year: String,
    file: String,
}

impl Wanted {
    /// The year; the latest with awards, else this one, where none is said.
    fn year(&self, service: &Service, choices: &AwardChoices) -> Result<i64, Problem> {
        let text = self.year.trim();
        if text.is_empty() {
            let latest = choices.years.first().copied();
            return Ok(latest.unwrap_or_else(|| i64::from(service.today().year())));
        }
        text.parse().map_err(|_| FIELD_REFUSED.with("field", "year").with("expected", "2021"))
    }
}

#[derive(Template)]
#[template(path = "award_statistics.html")]
struct StatisticsPage<'a> {
    page: Page<'a>,
    found: YearStatistics,
    choices: AwardChoices,
    sums: Vec<SumLine>,
}

impl StatisticsPage<'_> {
    /// The lines of the table: the form's name, whether it is a title, and its counts; at the end all together.
    fn lines(&self) -> Vec<(String, bool, &FormCount)> {
        let counted = &self.found.counted;
        let forms = counted
            .forms
            .iter()
            .map(|(key, count)| (told_form(&self.page, &key.code, &key.name), !key.is_form, count));
        let all = (self.page.word("awards-counted-all_forms"), false, &counted.overall);
        forms.chain([all]).collect()
    }

    fn total(&self, count: &FormCount) -> u64 {
        count.collectives + count.individuals
    }

    fn kind(&self, kind: &Kind) -> String {
        self.page.words(&kind.words()).to_owned()
    }

    fn missing(&self) -> [&'static str; 5] {
        NOT_COLLECTED
    }

    fn is_chosen(&self, year: &i64) -> bool {
        *year == self.found.year
    }
}

/// The statistics of a year.
#[get("/awards/statistics")]
pub async fn show_statistics(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    visit
        .page(move |service, page| {
            let actor = &page.visitor.actor;
            let mut choices = service.award_choices(actor)?;
            let year = wanted.year(service, &choices)?;
            let found = service.award_statistics(actor, year)?;
            if !choices.years.contains(&year) {
                choices.years.push(year);
            }
            let sums = sum_lines(page, &found.totals);
            rendered(&StatisticsPage { page, found, choices, sums })
        })
        .await
}

/// The statistics of a year as CSV or as a spreadsheet, in words.
#[get("/awards/statistics/file")]
pub async fn export_statistics(visit: Visit, wanted: Query<Wanted>) -> Result<HttpResponse, Fault> {
    let wanted = wanted.into_inner();
    let form = if wanted.file == "xlsx" { FileForm::Xlsx } else { FileForm::Csv };
    let language = visit.visitor.language;
    let bytes = visit
        .run(move |service, actor| {
            let year = wanted.year(service, &service.award_choices(actor)?)?;
            let found = service.award_statistics(actor, year)?;
            let source = service.source_of_register(actor)?;
            let bytes = with_texts(language, |texts| {
                let csv = statistics_csv(year, &found.counted, Some(texts));
                form.list_from(csv, |header| is_number_in_words(texts, header), &source, service.threads())
            })?;
            service.note_register_export(actor, "award_statistics")?;
            Ok(bytes)
        })
        .await?;
    Ok(form.answer("award-statistics", bytes))
}

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage<'a> {
    page: Page<'a>,
    packs: Vec<&'static RulePack>,
    wages: &'static [BaseWage],
}

impl RulesPage<'_> {
    fn days(&self, pack: &RulePack) -> String {
        days(self.page.texts, pack.days)
    }

    fn wage_days(&self, wage: &BaseWage) -> String {
        days(self.page.texts, wage.days)
    }

    fn rounding(&self, pack: &RulePack) -> String {
        rounding(self.page.texts, pack)
    }

    fn origin(&self, origin: &Origin) -> String {
        let key = if origin.is_certain { "rules-from" } else { "rules-from-unsure" };
        self.page.texts.get(key, &[("source", (&origin.source).into())])
    }

    fn number(&self, coefficient: &Option<Coefficient>) -> String {
        coefficient
            .as_ref()
            .map_or_else(|| "–".to_owned(), |it| format::decimal(it.value, self.page.texts.language()))
    }

    fn check(&self, coefficient: &Option<Coefficient>) -> bool {
        coefficient.as_ref().is_some_and(|it| !it.origin.is_certain)
    }

    fn field(&self, form: &Form) -> &'static str {
        if form.field == RegisterField::Title { "rules-field-title" } else { "rules-field-form" }
    }
}

/// The rules of commendation that the program holds, the latest first.
#[get("/rules")]
pub async fn show_rules(visit: Visit) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            service.demand(&page.visitor.actor, Right::View)?;
            rendered(&RulesPage { page, packs: rules().packs.iter().rev().collect(), wages: &rules().wages })
        })
        .await
}

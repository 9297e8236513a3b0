//! The register of awards over all plans, its statistics, and the rules that decisions follow.

use actix_web::http::header::{HeaderValue, VARY};
use actix_web::web::Query;
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::decision_body::{MoneyTotals, RegisteredAwardBody};
use super::export::Form;
use super::page::{WordsBody, next_after};
use super::problem::{Problems, Refused, with_texts};
use crate::app::actor::Right;
use crate::app::award::{AwardState, NOT_COLLECTED, Registered, WantedAwards, YearStatistics};
use crate::contest::award_statistics::FormCount;
use crate::contest::rules::Commended;
use crate::contest::words::Language;
use crate::documents::awards::{fields_csv, is_number, register_csv, statistics_csv};

/// Where an award stands.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardStateCode {
    /// Given, and not yet handed over.
    Waiting,
    /// Handed over.
    HandedOver,
    /// Revoked, or removed by an amendment.
    Revoked,
}

/// Who is commended.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommendedCode {
    /// A unit.
    Collective,
    /// A person.
    Individual,
}

/// What a file of awards holds.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardFields {
    /// Everything.
    #[default]
    All,
    /// What the database of civil servants takes: code, decision, date, and its two fields, title (danh hiệu) and form of
    /// commendation (hình thức). Without awards that were revoked.
    CivilServants,
}

/// Which awards are wanted.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AwardQuery {
    /// Only awards after this number; `next` of the page before. Of no account for a file.
    #[serde(default)]
    #[param(minimum = 0, example = 0)]
    pub after: i64,
    /// At most so many, 1 to 1000. Of no account for a file.
    #[serde(default = "super::page::fifty")]
    #[param(minimum = 1, maximum = 1000, example = 50)]
    pub limit: i64,
    /// Only those of a plan, by its id.
    #[param(example = 1)]
    pub plan: Option<i64>,
    /// Only those of decisions of a year.
    #[param(minimum = 1900, maximum = 2199, example = 2021)]
    pub year: Option<i64>,
    /// Only those of a form, by its code in the rules.
    #[param(example = "provincial_certificate_of_merit")]
    pub form: Option<String>,
    /// Only those that stand so.
    #[param(inline)]
    pub state: Option<AwardStateCode>,
    /// Only of collectives, or of individuals.
    #[param(inline)]
    pub subject: Option<CommendedCode>,
    /// Only those whose unit has this in its name, or as its code; also those of persons with it in their name, for who may
    /// see names of all units. Diacritics don't matter.
    #[param(max_length = 200, example = "muong phang")]
    pub search: Option<String>,
    /// What a file holds. Of no account for a page.
    #[serde(default)]
    #[param(inline)]
    pub fields: AwardFields,
}

impl AwardQuery {
    fn wanted(&self) -> WantedAwards {
        WantedAwards {
            plan: self.plan,
            year: self.year,
            form: self.form.clone(),
            state: self.state.map(|state| match state {
                AwardStateCode::Waiting => AwardState::Waiting,
                AwardStateCode::HandedOver => AwardState::HandedOver,
                AwardStateCode::Revoked => AwardState::Revoked,
            }),
            commended: self.subject.map(|subject| match subject {
                CommendedCode::Collective => Commended::Collective,
                CommendedCode::Individual => Commended::Individual,
            }),
            search: self.search.clone().unwrap_or_default(),
        }
    }
}

/// An award in the register.
#[derive(Serialize, ToSchema)]
pub struct RegisteredAward {
    /// The award.
    pub award: RegisteredAwardBody,
    /// The plan's id.
    pub plan: i64,
    /// The plan's number.
    pub plan_code: String,
    /// The decision's number.
    #[schema(example = "1234/QĐ-UBND")]
    pub decision_number: String,
    /// The decision's date.
    pub issued_on: chrono::NaiveDate,
    /// Who issued it.
    pub issuer: String,
}

impl From<&Registered> for RegisteredAward {
    fn from(one: &Registered) -> Self {
        Self {
            award: RegisteredAwardBody::of(&one.row, one.person.as_ref()),
            plan: one.plan.id,
            plan_code: one.plan.code.clone(),
            decision_number: one.decision.number.clone(),
            issued_on: one.decision.issued_on,
            issuer: one.decision.issuer.clone(),
        }
    }
}

/// Awards of the register.
#[derive(Serialize, ToSchema)]
pub struct AwardList {
    /// The awards of this page, by number.
    pub items: Vec<RegisteredAward>,
    /// How many awards the filters leave.
    pub total: i64,
    /// What `after` takes for the next page; null on the last.
    pub next: Option<i64>,
}

/// List awards
///
/// The register (sổ khen thưởng) over all plans. As JSON page by page; as CSV (`Accept: text/csv`) or as a spreadsheet
/// (XLSX) all that the filters leave, noted in the audit log.
#[utoipa::path(tag = "decisions", operation_id = "list_awards", params(AwardQuery),
    responses((status = 200, description = "A page of awards, or all of them as a file", content((AwardList = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/awards")]
pub async fn list_awards(call: Call, query: Query<AwardQuery>) -> Result<HttpResponse, Refused> {
    let query = query.into_inner();
    let wanted = query.wanted();
    let form = Form::of(call.request());
    if form == Form::Json {
        let (after, limit) = (query.after, query.limit.clamp(1, 1000));
        let (found, total) =
            call.run(move |service, actor| service.awards(actor, &wanted, (after, limit))).await?;
        let next = next_after(&found, limit, |one| one.row.id);
        let items = found.iter().map(RegisteredAward::from).collect();
        let mut answer = json(&AwardList { items, total, next });
        answer.headers_mut().insert(VARY, HeaderValue::from_static("accept"));
        return Ok(answer);
    }
    let bytes = call
        .run(move |service, actor| {
            let found = service.all_awards(actor, &wanted)?;
            let csv = match query.fields {
                AwardFields::All => register_csv(found.iter().map(Registered::line), None),
                AwardFields::CivilServants => {
                    let standing = found.iter().filter(|one| one.row.revoked_by_decision.is_none());
                    fields_csv(standing.map(Registered::line), None)
                }
            };
            let bytes =
                form.list_from(csv, is_number, &service.source_of_register(actor)?, service.threads())?;
            service.note_register_export(actor, "awards")?;
            Ok(bytes)
        })
        .await?;
    Ok(form.answer("awards", bytes))
}

/// Of which year.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct YearQuery {
    /// The year of the decisions.
    #[param(minimum = 1900, maximum = 2199, example = 2021)]
    pub year: i64,
}

/// A kind of collective or person.
#[derive(Serialize, ToSchema)]
pub struct CountedKind {
    /// `collective` or `individual`.
    #[schema(example = "collective")]
    pub subject: &'static str,
    /// Its code.
    #[schema(example = "commune")]
    pub code: String,
    /// Its name.
    pub name: WordsBody,
}

/// How many awards of a form there are.
#[derive(Serialize, ToSchema)]
pub struct CountedForm {
    /// The form's code in the rules; empty where a plan names none, null of all forms together.
    #[schema(example = "provincial_certificate_of_merit")]
    pub form: Option<String>,
    /// Its name; null of all forms together.
    pub name: Option<String>,
    /// Whether it is an emulation title (danh hiệu).
    pub is_title: bool,
    /// All of them.
    pub total: u64,
    /// Of collectives.
    pub collectives: u64,
    /// Of individuals.
    pub individuals: u64,
    /// Of individuals who lead others.
    pub leaders: u64,
    /// Of individuals who don't: direct workers.
    pub direct_workers: u64,
    /// Of individuals of whom that isn't known.
    pub unsaid: u64,
    /// By kind, in the order of `kinds`.
    pub by_kind: Vec<u64>,
}

/// What isn't counted, since it isn't collected.
#[derive(Serialize, ToSchema)]
pub struct NotCollected {
    /// A stable code.
    #[schema(example = "women")]
    pub code: &'static str,
    /// What is missing and why, in Vietnamese.
    pub text_vi: String,
    /// The same in English.
    pub text_en: String,
}

/// The statistics of a year.
#[derive(Serialize, ToSchema)]
pub struct AwardStatistics {
    /// The year.
    #[schema(example = 2021)]
    pub year: i64,
    /// The kinds that occur.
    pub kinds: Vec<CountedKind>,
    /// The forms that occur, titles first; at the end all of them together.
    pub forms: Vec<CountedForm>,
    /// How many awards of the year were revoked, and so aren't counted.
    pub revoked: usize,
    /// The money.
    pub money: MoneyTotals,
    /// How many sums rest on numbers that weren't checked against their documents.
    pub unsure: usize,
    /// What the statistics asked for by law split by, and that isn't collected here.
    pub missing: Vec<NotCollected>,
}

fn counted(form: Option<(&str, &str, bool)>, count: &FormCount) -> CountedForm {
    CountedForm {
        form: form.map(|(code, _, _)| code.to_owned()),
        name: form.map(|(_, name, _)| name.to_owned()),
        is_title: form.is_some_and(|(_, _, is_title)| is_title),
        total: count.collectives + count.individuals,
        collectives: count.collectives,
        individuals: count.individuals,
        leaders: count.leaders,
        direct_workers: count.direct,
        unsaid: count.unsaid,
        by_kind: count.by_kind.clone(),
    }
}

impl From<&YearStatistics> for AwardStatistics {
    fn from(found: &YearStatistics) -> Self {
        let kinds = found.counted.kinds.iter().map(|kind| CountedKind {
            subject: kind.commended.code(),
            code: kind.code.clone(),
            name: WordsBody::from(&kind.words()),
        });
        let forms = found
            .counted
            .forms
            .iter()
            .map(|(key, count)| counted(Some((&key.code, &key.name, !key.is_form)), count));
        let missing = NOT_COLLECTED.iter().map(|code| {
            let text = |language| with_texts(language, |texts| texts.word(&format!("awards-missing-{code}")));
            NotCollected { code, text_vi: text(Language::Vietnamese), text_en: text(Language::English) }
        });
        Self {
            year: found.year,
            kinds: kinds.collect(),
            forms: forms.chain([counted(None, &found.counted.overall)]).collect(),
            revoked: found.revoked,
            money: MoneyTotals::from(&found.totals),
            unsure: found.unsure,
            missing: missing.collect(),
        }
    }
}

/// Get a year's statistics
///
/// In the shape of Circular 02/2023/TT-BNV as far as what is collected allows: by form, by kind of collective and of person,
/// leaders against direct workers; `missing` says what isn't collected. As JSON, as CSV (`Accept: text/csv`) or as a
/// spreadsheet (XLSX).
#[utoipa::path(tag = "decisions", operation_id = "get_award_statistics", params(YearQuery),
    responses((status = 200, description = "The statistics", content((AwardStatistics = "application/json"), (String = "text/csv"), (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problems))]
#[get("/awards/statistics")]
pub async fn get_award_statistics(call: Call, query: Query<YearQuery>) -> Result<HttpResponse, Refused> {
    let (year, form) = (query.year, Form::of(call.request()));
    if form == Form::Json {
        let found = call.run(move |service, actor| service.award_statistics(actor, year)).await?;
        let mut answer = json(&AwardStatistics::from(&found));
        answer.headers_mut().insert(VARY, HeaderValue::from_static("accept"));
        return Ok(answer);
    }
    let bytes = call
        .run(move |service, actor| {
            let found = service.award_statistics(actor, year)?;
            let csv = statistics_csv(year, &found.counted, None);
            let bytes =
                form.list_from(csv, is_number, &service.source_of_register(actor)?, service.threads())?;
            service.note_register_export(actor, "award_statistics")?;
            Ok(bytes)
        })
        .await?;
    Ok(form.answer("award-statistics", bytes))
}

/// Where a number comes from.
#[derive(Serialize, ToSchema)]
pub struct RuleNumber {
    /// The number; a decimal, or đồng.
    #[schema(example = "1.5")]
    pub value: String,
    /// The document that says so.
    #[schema(example = "152/2025/NĐ-CP")]
    pub source: String,
    /// Whether it was checked against the document.
    pub certain: bool,
}

/// A form of commendation in rules.
#[derive(Serialize, ToSchema)]
pub struct RuleForm {
    /// The code that plans name.
    #[schema(example = "provincial_certificate_of_merit")]
    pub code: String,
    /// Its name.
    pub name: WordsBody,
    /// Whether it is an emulation title (danh hiệu) rather than a form of commendation (hình thức).
    pub is_title: bool,
    /// Base wages of an individual.
    pub individual: Option<RuleNumber>,
    /// Base wages of a collective.
    pub collective: Option<RuleNumber>,
}

/// The rules of a time.
#[derive(Serialize, ToSchema)]
pub struct RulePackBody {
    /// The code that decisions keep.
    #[schema(example = "decree_152_2025")]
    pub code: String,
    /// The name.
    pub name: WordsBody,
    /// The first day on which decisions follow it.
    pub from: chrono::NaiveDate,
    /// The last day; null until further notice.
    pub until: Option<chrono::NaiveDate>,
    /// What decisions rest on, in Vietnamese.
    pub bases: Vec<RuleNumber>,
    /// Money is rounded to a multiple of so many đồng.
    pub round_to: RuleNumber,
    /// The forms.
    pub forms: Vec<RuleForm>,
}

/// A base wage.
#[derive(Serialize, ToSchema)]
pub struct BaseWageBody {
    /// The first day on which it holds.
    pub from: chrono::NaiveDate,
    /// The last day; null until further notice.
    pub until: Option<chrono::NaiveDate>,
    /// In đồng.
    pub amount: RuleNumber,
}

/// All rules there are.
#[derive(Serialize, ToSchema)]
pub struct RuleList {
    /// Rule packs, the oldest first.
    pub packs: Vec<RulePackBody>,
    /// Base wages, the oldest first.
    pub base_wages: Vec<BaseWageBody>,
}

/// List rules of commendation
///
/// By date: what decisions rest on, the forms with their money, and base wages; each number with its document, and whether it
/// was checked against it.
#[utoipa::path(tag = "decisions", operation_id = "list_rules",
    responses((status = 200, description = "All of them", body = RuleList), Problems))]
#[get("/rules")]
pub async fn list_rules(call: Call) -> Result<HttpResponse, Refused> {
    call.demand(Right::View).await?;
    Ok(json(&super::rule_body::rule_list()))
}

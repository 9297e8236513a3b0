//! Help on criteria: a page for every kind, with its keys and an example in words.

use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse, get};
use askama::Template;

use super::fault::Fault;
use super::help::shown;
use super::help_plan::KeyTold;
use super::page::{Page, rendered};
use crate::app::problem::NOT_FOUND;
use crate::contest::plan::CriterionKind;
use crate::documents::points_rule::points_text;
use crate::documents::rule::rule_text;
use crate::intake::plan_file::keys::{Example, example_of, plan_keys, roots_of, shipped_plans};

/// A criterion of a plan that ships with the program, in words.
struct InWords {
    plan: &'static str,
    name: String,
    rule: String,
    points: Option<String>,
}

#[derive(Template)]
#[template(path = "help_kinds.html")]
struct KindsPage<'a> {
    page: Page<'a>,
    kinds: Vec<&'static str>,
}

#[derive(Template)]
#[template(path = "help_kind.html")]
struct KindPage<'a> {
    page: Page<'a>,
    kind: &'static str,
    example: Option<InWords>,
    written: Option<Example>,
    keys: Vec<KeyTold>,
}

/// The first criterion of a kind in the plans that ship with the program.
fn example(page: Page<'_>, kind: CriterionKind) -> Option<InWords> {
    shipped_plans().iter().find_map(|plan| {
        let criterion =
            plan.criteria.iter().find(|criterion| CriterionKind::of(criterion).contains(&kind))?;
        Some(InWords {
            plan: &plan.code,
            name: page.words(&criterion.name).to_owned(),
            rule: rule_text(page.texts, plan, criterion),
            points: criterion.points.as_ref().map(|rule| points_text(page.texts, criterion, rule)),
        })
    })
}

/// Every kind.
#[get("/help/criterion")]
pub async fn show_kinds(request: HttpRequest) -> Result<HttpResponse, Fault> {
    shown(&request, |page| {
        rendered(&KindsPage { page, kinds: CriterionKind::ALL.map(CriterionKind::code).into() })
    })
}

/// One kind.
#[get("/help/criterion/{kind}")]
pub async fn show_kind(request: HttpRequest, code: Path<String>) -> Result<HttpResponse, Fault> {
    shown(&request, |page| {
        let kind = CriterionKind::of_code(&code).ok_or_else(|| NOT_FOUND.with("what", code.as_str()))?;
        let roots = roots_of(kind);
        let is_own = |path: &str| roots.iter().any(|root| root == path);
        let keys = plan_keys().iter().filter(|key| is_own(&key.path) || key.parent().is_some_and(is_own));
        rendered(&KindPage {
            page,
            kind: kind.code(),
            example: example(page, kind),
            written: roots.iter().find_map(|root| example_of(root)),
            keys: keys.map(|key| KeyTold::of(page, key)).collect(),
        })
    })
}

//! Explanations as data: each criterion with its figures, its steps, its points, and what would change it.

use serde::Serialize;
use utoipa::ToSchema;

use super::problem::with_texts;
use crate::app::ranking::UnitExplanation;
use crate::app::stored_figure::written;
use crate::contest::explain::{CriterionExplanation, explain};
use crate::contest::trace::{Rounded, Step, Used};
use crate::contest::words::Language;
use crate::documents::ranking::RankingDocument;
use crate::documents::rule::rule_text;
use crate::documents::step::{Telling, step_lines};
use crate::text::format::column_letters;

/// A figure that a criterion rests on.
#[derive(Serialize, ToSchema)]
pub struct ExplainedFigure {
    /// The code of the unit whose figure it is.
    #[schema(example = "03127")]
    pub unit: String,
    /// The code of the metric; `metric[item]` where it is split.
    #[schema(example = "took_part")]
    pub figure: String,
    /// The value; null when it is missing.
    #[schema(example = "1234")]
    pub value: Option<String>,
    /// How many units below it was added up from; null when it was reported.
    pub summed_units: Option<u32>,
    /// The id of the file that it came from; null when it came from none.
    #[schema(example = 7)]
    pub upload: Option<i64>,
    /// The row there, 1 being the first.
    #[schema(example = 12)]
    pub row: Option<u32>,
    /// The column's letters there.
    #[schema(example = "C")]
    pub column: Option<String>,
}

/// A step of a judgement.
#[derive(Serialize, ToSchema)]
pub struct ExplainedStep {
    /// `ratio`, `count`, `flag`, `milestone`, `received`, `standing`, `judged`, `held` or `points`.
    #[schema(example = "ratio")]
    pub kind: String,
    /// The numerator of the exact value; of points, of the exact points.
    #[schema(example = "999")]
    pub numerator: Option<String>,
    /// Its denominator.
    #[schema(example = "1000")]
    pub denominator: Option<String>,
    /// The value as it was rounded to be compared or counted.
    #[schema(example = "99.90")]
    pub rounded: Option<String>,
    /// Whether it meets the rule; null where that isn't asked.
    pub met: Option<bool>,
    /// The step in Vietnamese.
    pub text_vi: String,
    /// The step in English.
    pub text_en: String,
}

/// A change of one figure that would change the outcome: the smallest of a count, the nearest other value of others.
#[derive(Serialize, ToSchema)]
pub struct ExplainedChange {
    /// The code of the figure.
    #[schema(example = "took_part")]
    pub figure: String,
    /// Of a count, by how much; negative means fewer. Null for others.
    #[schema(example = 12)]
    pub by: Option<i64>,
    /// The other value, of a figure that isn't a count; null for counts. Days up to it, or from it on, do as well where
    /// the texts say so.
    #[schema(example = "2021-01-20")]
    pub to: Option<String>,
    /// In Vietnamese.
    pub text_vi: String,
    /// In English.
    pub text_en: String,
}

/// A criterion with everything that its outcome rests on.
#[derive(Serialize, ToSchema)]
pub struct ExplainedCriterion {
    /// Its code.
    #[schema(example = "turnout")]
    pub criterion: String,
    /// `met`, `not_met`, `needs_judgement`, `missing` or `on_hold`.
    #[schema(example = "met")]
    pub outcome: String,
    /// The points as they count; null where there are none.
    #[schema(example = "12.5")]
    pub points: Option<String>,
    /// The rule in Vietnamese.
    pub rule_vi: String,
    /// The rule in English.
    pub rule_en: String,
    /// The figures used, in order.
    pub figures: Vec<ExplainedFigure>,
    /// The steps, in order.
    pub steps: Vec<ExplainedStep>,
    /// What would change the outcome.
    pub changes: Vec<ExplainedChange>,
}

/// Every criterion that applies to an explained unit.
pub fn explained_criteria(found: &UnitExplanation) -> Vec<ExplainedCriterion> {
    found.ranking.with_plain_document(|document| {
        let explanation = explain(&document.contest, document.scored, found.participant);
        let told = explanation.criteria.iter();
        told.map(|criterion| criterion_body(document, found, criterion)).collect()
    })
}

fn criterion_body(
    document: &RankingDocument<'_>,
    found: &UnitExplanation,
    explained: &CriterionExplanation,
) -> ExplainedCriterion {
    let plan = document.plan();
    let criterion = &plan.criteria[explained.criterion];
    let unit = document.score(found.participant).unit;
    let told = |language, step: &Step| {
        with_texts(language, |texts| {
            step_lines(&Telling { texts, document, unit, criterion }, step).join(" ")
        })
    };
    let rule = |language| with_texts(language, |texts| rule_text(texts, plan, criterion));
    let mut body = ExplainedCriterion {
        criterion: criterion.code.clone(),
        outcome: explained.judgement.outcome.code().to_owned(),
        points: explained.judgement.points.map(|points| document.points(points).to_string()),
        rule_vi: rule(Language::Vietnamese),
        rule_en: rule(Language::English),
        figures: Vec::new(),
        steps: Vec::new(),
        changes: Vec::new(),
    };
    for step in &explained.steps {
        let (text_vi, text_en) = (told(Language::Vietnamese, step), told(Language::English, step));
        match step {
            Step::Used(used) => body.figures.push(figure_body(document, found, used)),
            Step::Change(change) => body.changes.push(ExplainedChange {
                figure: plan.slot_code(change.slot),
                by: Some(change.by),
                to: None,
                text_vi,
                text_en,
            }),
            Step::Instead(instead) => body.changes.push(ExplainedChange {
                figure: plan.slot_code(instead.slot),
                by: None,
                to: Some(written(instead.value, &found.ranking.live.reports.texts)),
                text_vi,
                text_en,
            }),
            Step::Outcome(_) => {}
            _ => body.steps.push(ExplainedStep { text_vi, text_en, ..step_body(document, step) }),
        }
    }
    body
}

fn figure_body(document: &RankingDocument<'_>, found: &UnitExplanation, used: &Used) -> ExplainedFigure {
    let live = &found.ranking.live;
    let place = used.figure.map(|figure| figure.place);
    let upload = place.and_then(|place| live.uploads.get(usize::from(place.file)).copied());
    // Figures that came from no file, such as points of appraisals, have no cell.
    let upload = upload.filter(|upload| *upload > 0);
    ExplainedFigure {
        unit: document.contest.units.get(used.unit).code().to_owned(),
        figure: document.plan().slot_code(used.slot),
        value: used
            .figure
            .map(|figure| written(figure.value, &live.reports.texts))
            .or_else(|| Some(used.sum?.count.to_string())),
        summed_units: used.sum.map(|sum| sum.units),
        upload,
        row: place.filter(|_| upload.is_some()).map(|place| place.row),
        column: place.filter(|_| upload.is_some()).map(|it| column_letters(u32::from(it.column) + 1)),
    }
}

/// A step without its texts.
fn step_body(document: &RankingDocument<'_>, step: &Step) -> ExplainedStep {
    let mut body = ExplainedStep {
        kind: String::new(),
        numerator: None,
        denominator: None,
        rounded: None,
        met: None,
        text_vi: String::new(),
        text_en: String::new(),
    };
    let (kind, fraction) = match step {
        Step::Ratio { value, exact_met, rounded, .. } => {
            body.met = *exact_met;
            body.rounded = Some(rounded_text(*rounded));
            ("ratio", Some(*value))
        }
        Step::Count { value, met, .. } => {
            body.met = *met;
            body.rounded = Some(value.to_string());
            ("count", None)
        }
        Step::Flag { answer, met, .. } => {
            body.met = Some(*met);
            body.rounded = Some(answer.to_string());
            ("flag", None)
        }
        Step::Milestone { late, grace, .. } => {
            body.met = Some(late <= grace);
            ("milestone", None)
        }
        Step::Received { seconds, .. } => {
            body.rounded = Some(seconds.to_string());
            ("received", None)
        }
        Step::Standing { place, last_passing, value, .. } => {
            body.met = last_passing.map(|last| *place <= last);
            ("standing", Some(*value))
        }
        Step::Judged { combined, met, .. } => {
            body.met = *met;
            ("judged", *combined)
        }
        Step::Held { .. } => ("held", None),
        Step::Points { exact, counted, .. } => {
            body.rounded = Some(document.points(*counted).to_string());
            body.numerator = exact.map(|exact| exact.numerator.to_string());
            body.denominator = exact.map(|exact| exact.denominator.to_string());
            ("points", None)
        }
        Step::Used(_) | Step::Change(_) | Step::Instead(_) | Step::Outcome(_) => ("", None),
    };
    kind.clone_into(&mut body.kind);
    if let Some(fraction) = fraction {
        body.numerator = Some(fraction.numerator().to_string());
        body.denominator = Some(fraction.denominator().to_string());
    }
    body
}

/// A rounded value with a point before its decimals.
fn rounded_text(rounded: Rounded) -> String {
    let scale = usize::from(rounded.scale);
    let digits = format!("{:0>width$}", rounded.mantissa.unsigned_abs(), width = scale + 1);
    let (whole, decimals) = digits.split_at(digits.len() - scale);
    let sign = if rounded.mantissa < 0 { "-" } else { "" };
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

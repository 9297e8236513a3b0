//! One unit's full explanation as text: from each figure's cell to the outcome, the points, the rank and the awards.

use super::fragility::fragility_lines;
use super::points_rule::points_text;
use super::ranking::{RankingDocument, gates_code};
use super::reason::{number_of, reason_text};
use super::rule::rule_text;
use super::step::{Telling, step_lines};
use super::wrap::hanging;
use crate::contest::explain::{CriterionExplanation, Explanation};
use crate::contest::hold::HoldKind;
use crate::contest::trace::Step;
use crate::text::{Part, Texts, format};

const INDENT: &str = "    ";

/// The explanation of one participant.
pub fn explanation_text(texts: &Texts, document: &RankingDocument<'_>, explanation: &Explanation) -> String {
    let mut lines = header(texts, document, explanation);
    lines.extend(holds(texts, document, explanation.participant));
    lines.push(String::new());
    lines.push(texts.word("explanation-criteria").to_uppercase());
    for criterion in &explanation.criteria {
        lines.push(String::new());
        lines.extend(criterion_lines(texts, document, explanation.participant, criterion));
    }
    if !explanation.awards.is_empty() {
        lines.push(String::new());
        lines.push(texts.word("explanation-awards").to_uppercase());
        for (award, reason) in explanation.awards.iter().enumerate() {
            let name = document.plan().awards[award].name.in_language(texts.language());
            lines.push(format!("  {name}:"));
            let reason = reason_text(texts, document, explanation.participant, (award, *reason));
            lines.extend(hanging(INDENT, &reason));
        }
    }
    if let Some(fragility) = &explanation.fragility {
        lines.push(String::new());
        lines.push(texts.word("explanation-fragility").to_uppercase());
        let told = fragility_lines(texts, document, fragility);
        lines.extend(told.iter().flat_map(|line| hanging("  ", line)));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn header(texts: &Texts, document: &RankingDocument<'_>, explanation: &Explanation) -> Vec<String> {
    let plan = document.plan();
    let language = texts.language();
    let score = document.score(explanation.participant);
    let totals = document.totals(explanation.participant);
    let unit = document.unit(explanation.participant);
    let title = format!("{} ({})", unit.name(), unit.code());
    let mut lines = vec![title.clone(), "=".repeat(title.chars().count())];
    if document.provisional {
        lines.push(texts.word("provisional"));
    }
    lines.push(
        texts.get("explanation-plan", &[("code", (&plan.code).into()), ("issuer", (&plan.issuer).into())]),
    );
    if let Some(as_of) = document.contest.as_of {
        lines.push(texts.get("ranking-as-of", &[("moment", format::moment(as_of).into())]));
    }
    if document.is_silent(explanation.participant) {
        lines.push(texts.word("explanation-silent"));
    }
    let cluster = unit.cluster.and_then(|index| document.contest.units.clusters.get(index as usize));
    let unranked = document.is_unranked(explanation.participant);
    lines.push(texts.get(
        if unranked { "explanation-no-rank" } else { "explanation-rank" },
        &[
            ("cluster", Part::from(cluster.map_or("", |cluster| cluster.name.in_language(language)))),
            ("rank", explanation.rank.into()),
            ("size", explanation.cluster_size.into()),
        ],
    ));
    lines.push(texts.get(
        "explanation-gates",
        &[("gates", texts.word(&format!("gates-{}", gates_code(score.gates))).into())],
    ));
    if plan.points.is_some() {
        let total = totals.total.map_or_else(
            || texts.word("no-total"),
            |total| format::decimal(document.points(total), language),
        );
        lines.push(texts.get(
            "explanation-total",
            &[
                ("total", Part::from(total)),
                ("base", format::decimal(document.points(totals.base), language).into()),
                ("bonus", format::decimal(document.points(totals.bonus), language).into()),
                ("penalty", format::decimal(document.points(totals.penalty), language).into()),
            ],
        ));
        if score.incomplete {
            lines.push(texts.word("explanation-incomplete"));
        }
    } else {
        lines.push(texts.word("explanation-no-points"));
    }
    lines
}

fn holds(texts: &Texts, document: &RankingDocument<'_>, participant: u32) -> Vec<String> {
    let unit = document.score(participant).unit;
    let plan = document.plan();
    document
        .contest
        .holds
        .iter()
        .filter(|hold| hold.unit == unit)
        .map(|hold| {
            let reason = Part::from(&hold.reason);
            match (hold.kind, hold.criterion) {
                (HoldKind::Exclude, _) => texts.get("hold-exclude", &[("reason", reason)]),
                (HoldKind::Hold, None) => texts.get("hold-unit", &[("reason", reason)]),
                (HoldKind::Hold, Some(criterion)) => texts.get(
                    "hold-criterion",
                    &[("criterion", number_of(&plan.criteria[criterion]).into()), ("reason", reason)],
                ),
            }
        })
        .collect()
}

fn criterion_lines(
    texts: &Texts,
    document: &RankingDocument<'_>,
    participant: u32,
    explained: &CriterionExplanation,
) -> Vec<String> {
    let plan = document.plan();
    let language = texts.language();
    let criterion = &plan.criteria[explained.criterion];
    let outcome = texts.word(&format!("outcome-{}", explained.judgement.outcome.code()));
    let gate = if criterion.gate { texts.word("criterion-gate") } else { String::new() };
    let mut lines = vec![format!(
        "{}. {}{gate}: {} {}",
        number_of(criterion),
        criterion.name.in_language(language),
        super::table::mark(explained.judgement.outcome),
        outcome.to_uppercase(),
    )];
    let mut push = |line: String| lines.extend(hanging(INDENT, &line));
    if !criterion.source.is_empty() {
        let key = if criterion.verbatim { "criterion-verbatim" } else { "criterion-restated" };
        push(texts.get(key, &[("source", (&criterion.source).into())]));
    }
    push(texts.get("criterion-rule", &[("rule", rule_text(texts, plan, criterion).into())]));
    for (key, words) in [("criterion-owner", &criterion.owner), ("criterion-evidence", &criterion.evidence)] {
        if let Some(words) = words {
            push(texts.get(key, &[("text", words.in_language(language).into())]));
        }
    }
    if let Some(points) = &criterion.points {
        push(texts.get("criterion-points", &[("rule", points_text(texts, criterion, points).into())]));
    }
    let unit = document.score(participant).unit;
    let telling = Telling { texts, document, unit, criterion };
    let (figures, others): (Vec<&Step>, Vec<&Step>) =
        explained.steps.iter().partition(|step| matches!(step, Step::Used(_)));
    for (title, steps) in [("criterion-figures", figures), ("criterion-result", others)] {
        let told: Vec<String> = steps.into_iter().flat_map(|step| step_lines(&telling, step)).collect();
        if !told.is_empty() {
            lines.push(format!("{INDENT}{}", texts.word(title)));
            for line in told {
                lines.extend(hanging(&format!("{INDENT}  "), &line));
            }
        }
    }
    lines
}

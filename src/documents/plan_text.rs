//! A plan in words: who takes part, what is reported, how it is judged, ordered and commended, and every setting that decides.

use super::legend::order_keys;
use super::plan_individuals::individual_sections;
use super::plan_plausibility::look_text;
use super::plan_process::process;
use super::points_rule::points_text;
use super::reason::{number_of, rounding_text, whole_quota_text};
use super::rule::{rule_text, sign, sum_text};
use super::wrap::hanging;
use crate::contest::plan::{
    Award, BranchChoice, CheckKind, Clustering, Criterion, Metric, MetricKind, MissingPoints, Plan,
    PointsPolicy, TiePolicy, Total,
};
use crate::contest::words::Words;
use crate::text::finding::severity;
use crate::text::{Part, Texts, format};

/// A part of a plan in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What it says.
    pub sentences: Vec<Sentence>,
}

/// Something that a plan says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The sentence.
    pub text: String,
    /// What belongs to it.
    pub details: Vec<String>,
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self { text, details: Vec::new() }
    }
}

/// A plan in words, part by part; parts that it doesn't have are left out.
pub fn plan_sections(texts: &Texts, plan: &Plan) -> Vec<Section> {
    let mut heading = section(texts, "words-plan", simple(heading(texts, plan)));
    heading.title = texts.get("words-plan", &[("code", (&plan.code).into())]);
    let mut sections = vec![heading, section(texts, "words-who", simple(who(texts, plan)))];
    sections.extend(how_judged(texts, plan));
    sections.extend(individual_sections(texts, plan));
    sections
}

fn section(texts: &Texts, key: &str, sentences: Vec<Sentence>) -> Section {
    Section { title: texts.word(key), sentences }
}

fn simple(lines: Vec<String>) -> Vec<Sentence> {
    lines.into_iter().map(Sentence::from).collect()
}

/// What is reported and how it is judged, ordered and commended; parts that there are none of are left out.
pub(super) fn how_judged(texts: &Texts, plan: &Plan) -> Vec<Section> {
    let section = |key: &str, sentences: Vec<Sentence>| section(texts, key, sentences);
    let sections = vec![
        section("words-figures", plan.metrics.iter().map(|metric| figure(texts, plan, metric)).collect()),
        section("words-checks", checks(texts, plan)),
        section("words-plausibility", plausibility(texts, plan)),
        section("words-points", simple(plan.points.as_ref().map_or_else(Vec::new, |it| policy(texts, it)))),
        section("words-branches", simple(branches(texts, plan))),
        section("words-criteria", plan.criteria.iter().map(|it| criterion(texts, plan, it)).collect()),
        section("words-order", simple(order_keys(texts, plan, &plan.ranking))),
        section("words-awards", plan.awards.iter().map(|it| award(texts, plan, it)).collect()),
        section("words-process", process(texts, plan)),
    ];
    sections.into_iter().filter(|section| !section.sentences.is_empty()).collect()
}

/// A plan in words, laid out for a terminal.
pub fn plan_text(texts: &Texts, plan: &Plan) -> String {
    let mut lines = Vec::new();
    for section in plan_sections(texts, plan) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(hanging("", &section.title.to_uppercase()));
        for sentence in section.sentences {
            lines.extend(hanging("- ", &sentence.text));
            lines.extend(sentence.details.iter().flat_map(|detail| hanging("    ", detail)));
        }
    }
    lines.join("\n") + "\n"
}

/// Names one after another.
fn listed<'a>(texts: &Texts, names: impl IntoIterator<Item = &'a Words>) -> String {
    names.into_iter().map(|name| name.in_language(texts.language())).collect::<Vec<_>>().join("; ")
}

fn heading(texts: &Texts, plan: &Plan) -> Vec<String> {
    vec![
        plan.title.in_language(texts.language()).to_owned(),
        texts.get(
            "words-issued",
            &[("issuer", (&plan.issuer).into()), ("date", format::date(plan.issued).into())],
        ),
        texts.get(
            "words-period",
            &[("from", format::date(plan.from).into()), ("to", format::date(plan.to).into())],
        ),
    ]
}

fn who(texts: &Texts, plan: &Plan) -> Vec<String> {
    let levels_of = |levels: &[usize]| listed(texts, levels.iter().map(|level| &plan.levels[*level].name));
    let all = listed(texts, plan.levels.iter().map(|level| &level.name));
    let mut lines = vec![texts.get("words-levels", &[("levels", all.into())])];
    for subject in &plan.subjects {
        let name = Part::from(subject.name.in_language(texts.language()));
        lines.push(if subject.levels.is_empty() {
            texts.get("words-subject", &[("subject", name)])
        } else {
            let levels = levels_of(&subject.levels);
            texts.get("words-subject-levels", &[("subject", name), ("levels", levels.into())])
        });
    }
    let only = &plan.participants;
    if only.levels.is_empty() && only.subjects.is_empty() && only.under.is_empty() {
        lines.push(texts.word("words-everyone"));
    }
    if !only.levels.is_empty() {
        lines.push(texts.get("words-only-levels", &[("levels", levels_of(&only.levels).into())]));
    }
    if !only.subjects.is_empty() {
        let subjects = listed(texts, only.subjects.iter().map(|subject| &plan.subjects[*subject].name));
        lines.push(texts.get("words-only-subjects", &[("subjects", subjects.into())]));
    }
    if !only.under.is_empty() {
        lines.push(texts.get("words-under", &[("codes", only.under.join(", ").into())]));
    }
    lines.push(texts.word(match plan.clusters {
        Clustering::Column => "words-clusters-column",
        Clustering::Parent => "words-clusters-parent",
        Clustering::Level => "words-clusters-level",
        Clustering::Subject => "words-clusters-subject",
        Clustering::One => "words-clusters-one",
    }));
    let calendar = &plan.calendar;
    for (key, days) in
        [("words-holidays", &calendar.holidays), ("words-working-days", &calendar.working_days)]
    {
        if !days.is_empty() {
            let days: Vec<String> = days.iter().map(|day| format::date(*day)).collect();
            lines.push(texts.get(key, &[("days", days.join(", ").into())]));
        }
    }
    lines
}

fn figure(texts: &Texts, plan: &Plan, metric: &Metric) -> Sentence {
    let name = |index: usize| plan.metrics[index].name.in_language(texts.language());
    let kind = texts.word(match metric.kind {
        MetricKind::Count => "words-kind-count",
        MetricKind::Percentage { .. } => "words-kind-percentage",
        MetricKind::Flag => "words-kind-yes_no",
        MetricKind::Date => "words-kind-date",
        MetricKind::Moment => "words-kind-moment",
        MetricKind::Points => "words-kind-points",
        MetricKind::Text => "words-kind-text",
    });
    let mut details = Vec::new();
    if let MetricKind::Percentage { of: Some((part, whole)) } = metric.kind {
        details.push(texts.get("words-of", &[("part", name(part).into()), ("whole", name(whole).into())]));
    }
    if let Some(breakdown) = metric.breakdown.map(|index| &plan.breakdowns[index]) {
        let items = listed(texts, breakdown.items.iter().map(|item| &item.name));
        let by = breakdown.name.in_language(texts.language());
        details.push(texts.get("words-by", &[("breakdown", by.into()), ("items", items.into())]));
    }
    if let Some(from) = metric.summed_from {
        let level = plan.levels[from].name.in_language(texts.language());
        details.push(texts.get("words-summed", &[("level", level.into())]));
    }
    Sentence { text: format!("{} ({kind})", metric.name.in_language(texts.language())), details }
}

fn checks(texts: &Texts, plan: &Plan) -> Vec<Sentence> {
    let each = plan.checks.iter().map(|check| {
        let rule = match &check.kind {
            CheckKind::Relation { left, comparator, right } => format!(
                "{} {} {}",
                sum_text(texts, plan, left),
                sign(*comparator),
                sum_text(texts, plan, right)
            ),
            CheckKind::SumOfChildren { metric } => {
                let name = plan.metrics[*metric].name.in_language(texts.language());
                texts.get("words-check-sum", &[("metric", name.into())])
            }
        };
        let how = severity(texts, check.severity);
        let advice = check.advice.iter().map(|advice| advice.in_language(texts.language()).to_owned());
        Sentence { text: format!("{rule} ({how})"), details: advice.collect() }
    });
    each.collect()
}

fn plausibility(texts: &Texts, plan: &Plan) -> Vec<Sentence> {
    let each = plan.plausibility.iter().map(|entry| {
        let mut details = Vec::new();
        if !entry.levels.is_empty() {
            let levels = listed(texts, entry.levels.iter().map(|level| &plan.levels[*level].name));
            details.push(texts.get("words-look-levels", &[("levels", levels.into())]));
        }
        details.extend(entry.advice.iter().map(|it| it.in_language(texts.language()).to_owned()));
        Sentence { text: look_text(texts, plan, entry), details }
    });
    each.collect()
}

fn policy(texts: &Texts, policy: &PointsPolicy) -> Vec<String> {
    let rounding = rounding_text(texts, policy.rounding);
    let mut lines =
        vec![texts.get("words-rounding", &[("scale", policy.scale.into()), ("rounding", rounding.into())])];
    let caps = [
        ("words-base_at_most", policy.base_at_most),
        ("words-bonus_at_most", policy.bonus_at_most),
        ("words-penalty_at_most", policy.penalty_at_most),
    ];
    lines.extend(caps.into_iter().filter_map(|(key, most)| {
        Some(texts.get(key, &[("points", format::decimal(most?, texts.language()).into())]))
    }));
    lines.push(texts.word(match policy.missing {
        MissingPoints::CountKnown => "words-missing-count_known",
        MissingPoints::NoTotal => "words-missing-no_total",
    }));
    lines
}

fn branches(texts: &Texts, plan: &Plan) -> Vec<String> {
    if plan.branches.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![texts.word(match plan.branch_choice {
        BranchChoice::BySubject => "words-branches-by_subject",
        BranchChoice::All => "words-branches-all",
        BranchChoice::Any => "words-branches-any",
    })];
    lines.extend(plan.branches.iter().map(|branch| {
        let subjects = listed(texts, branch.subjects.iter().map(|subject| &plan.subjects[*subject].name));
        let name = branch.name.in_language(texts.language());
        texts.get("words-branch", &[("branch", name.into()), ("subjects", subjects.into())])
    }));
    lines
}

fn criterion(texts: &Texts, plan: &Plan, criterion: &Criterion) -> Sentence {
    let language = texts.language();
    let mut marks = Vec::new();
    if criterion.gate {
        marks.push(texts.word("words-gate"));
    }
    match criterion.total {
        Total::Base => {}
        Total::Bonus => marks.push(texts.word("words-bonus")),
        Total::Penalty => marks.push(texts.word("words-penalty")),
    }
    if let Some(branch) = criterion.branch {
        let name = plan.branches[branch].name.in_language(language);
        marks.push(texts.get("words-of-branch", &[("branch", name.into())]));
    }
    let marks = if marks.is_empty() { String::new() } else { format!(" ({})", marks.join("; ")) };
    let mut details = vec![rule_text(texts, plan, criterion)];
    let mut tell = |key: &str, text: String| details.push(texts.get(key, &[("text", text.into())]));
    if let Some(rule) = &criterion.points {
        tell("words-points-of", points_text(texts, criterion, rule));
    }
    tell(if criterion.verbatim { "words-verbatim" } else { "words-restated" }, criterion.source.clone());
    if let Some(owner) = &criterion.owner {
        tell("words-owner", owner.in_language(language).to_owned());
    }
    if let Some(evidence) = &criterion.evidence {
        tell("words-evidence", evidence.in_language(language).to_owned());
    }
    if let Some(metric) = criterion.hold_when {
        tell("words-hold", plan.metrics[metric].name.in_language(language).to_owned());
    }
    Sentence {
        text: format!("{}. {}{marks}", number_of(criterion), criterion.name.in_language(language)),
        details,
    }
}

fn award(texts: &Texts, plan: &Plan, award: &Award) -> Sentence {
    let language = texts.language();
    let mut details = vec![texts.get("words-requires", &[("text", requires(texts, plan, award).into())])];
    if let Some(list) = award.from {
        let name = plan.awards[list].name.in_language(language);
        details.push(texts.get("words-from", &[("award", name.into())]));
    }
    if award.quotas.is_empty() {
        details.push(texts.word("words-no-quota"));
    }
    details.extend(
        award
            .quotas
            .iter()
            .map(|quota| texts.get("words-quota", &[("quota", whole_quota_text(texts, plan, quota).into())])),
    );
    details.push(match &award.on_tie {
        TiePolicy::All => texts.word("words-tie-all"),
        TiePolicy::None => texts.word("words-tie-none"),
        TiePolicy::Ask => texts.word("words-tie-ask"),
        TiePolicy::Lot { seed } => texts.get("words-tie-lot", &[("seed", seed.into())]),
        TiePolicy::NextCriterion(keys) => {
            let keys = order_keys(texts, plan, keys).join("; ");
            texts.get("words-tie-next_criterion", &[("keys", keys.into())])
        }
    });
    if let Some(budget) = &award.budget {
        details.push(texts.get("words-budget", &[("budget", budget.into())]));
    }
    Sentence { text: award.name.in_language(language).to_owned(), details }
}

/// What a unit must reach for an award.
fn requires(texts: &Texts, plan: &Plan, award: &Award) -> String {
    let requires = &award.requires;
    let mut parts = Vec::new();
    if requires.gates {
        parts.push(texts.word("words-requires-gates"));
    }
    if !requires.criteria.is_empty() {
        let names = listed(texts, requires.criteria.iter().map(|index| &plan.criteria[*index].name));
        parts.push(texts.get("words-requires-criteria", &[("criteria", names.into())]));
    }
    if let Some(minimum) = requires.minimum_points {
        let points = format::decimal(minimum, texts.language());
        parts.push(texts.get("words-requires-points", &[("points", points.into())]));
    }
    if let Some(place) = requires.place_at_most {
        parts.push(texts.get("words-requires-place", &[("place", place.into())]));
    }
    if !requires.subjects.is_empty() {
        let names = listed(texts, requires.subjects.iter().map(|index| &plan.subjects[*index].name));
        parts.push(texts.get("words-requires-subjects", &[("subjects", names.into())]));
    }
    if parts.is_empty() { texts.word("words-requires-nothing") } else { parts.join("; ") }
}

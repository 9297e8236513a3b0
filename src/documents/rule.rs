//! The rule of a criterion in words, as the plan's settings make it.

use super::reason::rounding_text;
use crate::contest::fraction::Fraction;
use crate::contest::plan::{
    Across, Bar, Breakdown, Combine, Comparator, Compare, Criterion, Days, Due, Metric, MetricKind, Pass,
    Peers, Plan, Prefer, Rule, StandingBy, Sum,
};
use crate::text::{Texts, format};

/// The rule of a criterion: what is measured, the bar, and every setting that decides it.
pub fn rule_text(texts: &Texts, plan: &Plan, criterion: &Criterion) -> String {
    let mut parts = Vec::new();
    match &criterion.rule {
        Rule::Ratio { of, to, stated, across, bar, compare } => {
            let value = format!("{} / {}", sum_text(texts, plan, of), sum_text(texts, plan, to));
            parts.push(with_bar(texts, &value, *bar));
            parts.extend(across_text(texts, plan, breakdown_of(plan, of), *across));
            parts.push(compare_text(texts, *compare));
            parts.extend(stated.map(|metric| {
                texts.get(
                    "rule-stated",
                    &[("metric", plan.metrics[metric].name.in_language(texts.language()).into())],
                )
            }));
        }
        Rule::Count { of, across, bar } => {
            parts.push(with_bar(texts, &sum_text(texts, plan, of), *bar));
            parts.extend(across_text(texts, plan, breakdown_of(plan, of), *across));
        }
        Rule::Flag { of, expect, across } => {
            let metric = &plan.metrics[*of];
            let key = if *expect { "rule-flag-yes" } else { "rule-flag-no" };
            parts.push(texts.get(key, &[("metric", metric.name.in_language(texts.language()).into())]));
            let breakdown = metric.breakdown.map(|index| &plan.breakdowns[index]);
            parts.extend(across_text(texts, plan, breakdown, *across));
        }
        Rule::Milestone { of, document, due, grace, days } => {
            parts.push(milestone_text(texts, plan, *of, due));
            parts.extend(document.map(|metric| {
                let name = plan.metrics[metric].name.in_language(texts.language());
                texts.get("rule-document", &[("metric", name.into())])
            }));
            if *grace > 0 {
                parts.push(texts.get("rule-grace", &[("days", (*grace).into())]));
            }
            parts.push(days_text(texts, *days));
        }
        Rule::Standing { by, prefer, across_clusters, peers, pass } => {
            parts.push(standing_text(texts, plan, *by, *prefer));
            parts.push(texts.word(if *across_clusters { "rule-among-all" } else { "rule-among-cluster" }));
            if *peers == Peers::GatesMet {
                parts.push(texts.word("rule-peers-gates"));
            }
            parts.push(pass_text(texts, *pass));
        }
        Rule::Judged { of, combine, bar, maximum } => {
            let metric = &plan.metrics[*of];
            parts.push(judged_text(texts, metric, *bar));
            parts.extend(combine_text(texts, metric.breakdown.is_some(), combine));
            parts.extend(maximum.map(|most| {
                texts.get("rule-maximum", &[("maximum", format::numeral(most, texts.language()).into())])
            }));
        }
    }
    parts.join("; ")
}

/// A comparator as people write it.
pub const fn sign(comparator: Comparator) -> &'static str {
    match comparator {
        Comparator::AtLeast => "≥",
        Comparator::MoreThan => ">",
        Comparator::AtMost => "≤",
        Comparator::LessThan => "<",
        Comparator::Equal => "=",
    }
}

/// A bar with its sign: `≥ 99,90 %`.
pub fn bar_text(texts: &Texts, bar: Bar) -> String {
    let value = if bar.percent {
        format::percent(bar.value, texts.language())
    } else {
        format::numeral(bar.value, texts.language())
    };
    format!("{} {value}", sign(bar.comparator))
}

fn with_bar(texts: &Texts, value: &str, bar: Option<Bar>) -> String {
    match bar {
        Some(bar) => format!("{value} {}", bar_text(texts, bar)),
        None => texts.get("rule-no-bar", &[("value", value.into())]),
    }
}

/// A sum of metrics by their names: `(Số phiếu hợp lệ + Số phiếu không hợp lệ)`.
pub fn sum_text(texts: &Texts, plan: &Plan, sum: &Sum) -> String {
    let mut text = String::new();
    for term in &sum.terms {
        let name = plan.metrics[term.metric].name.in_language(texts.language());
        match (text.is_empty(), term.factor < 0) {
            (true, true) => text.push('−'),
            (true, false) => {}
            (false, true) => text.push_str(" − "),
            (false, false) => text.push_str(" + "),
        }
        if term.factor.abs() != 1 {
            text.push_str(&format::count(term.factor.abs(), texts.language()));
            text.push_str(" × ");
        }
        text.push_str(name);
    }
    if sum.constant != 0 {
        text.push_str(if sum.constant < 0 { " − " } else { " + " });
        text.push_str(&format::count(sum.constant.abs(), texts.language()));
    }
    if sum.terms.len() > 1 { format!("({text})") } else { text }
}

fn breakdown_of<'a>(plan: &'a Plan, sum: &Sum) -> Option<&'a Breakdown> {
    let term = sum.terms.first()?;
    plan.metrics[term.metric].breakdown.map(|index| &plan.breakdowns[index])
}

fn across_text(texts: &Texts, _plan: &Plan, breakdown: Option<&Breakdown>, across: Across) -> Option<String> {
    let breakdown = breakdown?;
    let name = breakdown.name.in_language(texts.language()).to_lowercase();
    match across {
        Across::Whole => None,
        Across::Each => Some(texts.get("rule-across-each", &[("breakdown", name.into())])),
        Across::Pooled => Some(texts.get("rule-across-pooled", &[("breakdown", name.into())])),
        Across::One(item) => {
            let item = breakdown.items[item].name.in_language(texts.language());
            Some(texts.get("rule-across-one", &[("breakdown", name.into()), ("item", item.into())]))
        }
    }
}

fn compare_text(texts: &Texts, compare: Compare) -> String {
    match compare {
        Compare::Exact => texts.word("rule-compare-exact"),
        Compare::HalfUp(digits) => texts.get("rule-compare-half_up", &[("digits", u32::from(digits).into())]),
    }
}

fn milestone_text(texts: &Texts, plan: &Plan, metric: usize, due: &Due) -> String {
    let key = if due.inclusive { "rule-due-by" } else { "rule-due-before" };
    let mut dates: Vec<String> = due
        .by_level
        .iter()
        .map(|(level, day)| {
            let level = plan.levels[*level].name.in_language(texts.language());
            format!("{level}: {}", texts.get(key, &[("date", format::date(*day).into())]))
        })
        .collect();
    if let Some(day) = due.all {
        let date = texts.get(key, &[("date", format::date(day).into())]);
        dates.push(if dates.is_empty() {
            date
        } else {
            texts.get("rule-due-others", &[("date", date.into())])
        });
    }
    let name = plan.metrics[metric].name.in_language(texts.language());
    format!("{name}: {}", dates.join(", "))
}

fn days_text(texts: &Texts, days: Days) -> String {
    texts.word(match days {
        Days::Calendar => "rule-days-calendar",
        Days::Working => "rule-days-working",
    })
}

fn standing_text(texts: &Texts, plan: &Plan, by: StandingBy, prefer: Prefer) -> String {
    let end = texts.word(match prefer {
        Prefer::Highest => "rule-prefer-highest",
        Prefer::Lowest => "rule-prefer-lowest",
    });
    match by {
        StandingBy::Criterion(other) => {
            let name = plan.criteria[other].name.in_language(texts.language());
            texts.get("rule-standing-criterion", &[("criterion", name.into()), ("prefer", end.into())])
        }
        StandingBy::Received { since } => texts.get(
            "rule-standing-received",
            &[("since", format::moment(since).into()), ("prefer", end.into())],
        ),
    }
}

fn pass_text(texts: &Texts, pass: Option<Pass>) -> String {
    match pass {
        None => texts.word("rule-pass-all"),
        Some(Pass::First(count)) => texts.get("rule-pass-first", &[("count", count.into())]),
        Some(Pass::Share { percent, rounding }) => {
            let percent = format::percent(percent, texts.language());
            let rounding = rounding_text(texts, rounding);
            texts.get("rule-pass-share", &[("percent", percent.into()), ("rounding", rounding.into())])
        }
    }
}

fn judged_text(texts: &Texts, metric: &Metric, bar: Option<Bar>) -> String {
    let name = metric.name.in_language(texts.language());
    match bar {
        Some(bar) => format!("{name} {}", bar_text(texts, bar)),
        None if metric.kind == MetricKind::Flag => {
            texts.get("rule-judged-verdict", &[("metric", name.into())])
        }
        None => texts.get("rule-judged-points", &[("metric", name.into())]),
    }
}

fn combine_text(texts: &Texts, several: bool, combine: &Combine) -> Option<String> {
    if !several {
        return None;
    }
    Some(match combine {
        Combine::Last => texts.word("rule-combine-last"),
        Combine::Mean => texts.word("rule-combine-mean"),
        Combine::Median => texts.word("rule-combine-median"),
        Combine::Lowest => texts.word("rule-combine-lowest"),
        Combine::Highest => texts.word("rule-combine-highest"),
        Combine::Sum => texts.word("rule-combine-sum"),
        Combine::Weighted(weights) => {
            let weights: Vec<String> = weights.iter().map(u32::to_string).collect();
            texts.get("rule-combine-weighted", &[("weights", weights.join(" : ").into())])
        }
    })
}

/// Whether a criterion's measure is shown in percent: ratios are, unless their bar is a plain number.
pub fn in_percent(criterion: &Criterion) -> bool {
    match criterion.rule {
        Rule::Ratio { bar, .. } => bar.is_none_or(|bar| bar.percent),
        _ => false,
    }
}

/// A measure of a criterion for people: in percent where the criterion is, else as it is.
pub fn measure_text(texts: &Texts, criterion: &Criterion, measure: Fraction) -> String {
    if in_percent(criterion) {
        format::short_percent(measure, texts.language())
    } else {
        format::short_fraction(measure, texts.language())
    }
}

//! One step of a judgement in words.

use rust_decimal::Decimal;

use super::ranking::RankingDocument;
use super::rule::in_percent;
use crate::contest::figure::{Figure, Value};
use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::plan::{Across, Breakdown, Compare, Criterion, MetricKind, Plan, Prefer, Rule};
use crate::contest::trace::{Change, ExactPoints, Instead, Reach, Rounded, Step, Used};
use crate::contest::words::Language;
use crate::text::{Part, Texts, format};

/// What a step is told for: whose it is and of which criterion.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The texts.
    pub texts: &'a Texts,
    /// The contest.
    pub document: &'a RankingDocument<'a>,
    /// The unit that is explained; index into `Units::list`.
    pub unit: u32,
    /// The criterion.
    pub criterion: &'a Criterion,
}

/// The lines that tell a step; empty for the outcome, which stands in the criterion's heading.
pub fn step_lines(telling: &Telling<'_>, step: &Step) -> Vec<String> {
    let texts = telling.texts;
    match step {
        Step::Used(used) => vec![used_line(telling, used)],
        Step::Ratio { item, value, stated, exact_met, rounded, rounded_met } => {
            let value = RatioStep { value: *value, stated: *stated, rounded: *rounded };
            ratio_lines(telling, *item, value, *exact_met, *rounded_met)
        }
        Step::Count { item, value, met } => {
            let parts = [
                ("item", item_text(telling, *item).into()),
                ("value", (*value).into()),
                ("verdict", verdict(texts, *met).into()),
            ];
            vec![texts.get("step-count", &parts)]
        }
        Step::Flag { item, answer, met } => {
            let answer = texts.word(if *answer { "answer-yes" } else { "answer-no" });
            let parts = [
                ("item", item_text(telling, *item).into()),
                ("answer", answer.into()),
                ("verdict", verdict(texts, Some(*met)).into()),
            ];
            vec![texts.get("step-flag", &parts)]
        }
        Step::Milestone { due, done, late, grace } => {
            let due = Part::from(format::date(*due));
            let grace = Part::from(*grace);
            let late = Part::from(*late);
            vec![match done {
                Some(day) => texts.get(
                    "step-milestone-done",
                    &[("due", due), ("done", format::date(*day).into()), ("late", late), ("grace", grace)],
                ),
                None => texts.get("step-milestone-open", &[("due", due), ("late", late), ("grace", grace)]),
            }]
        }
        Step::Received { since, at, seconds } => vec![texts.get(
            "step-received",
            &[
                ("since", format::moment(*since).into()),
                ("at", format::moment(*at).into()),
                ("duration", format::duration(*seconds, texts.language()).into()),
            ],
        )],
        Step::Standing { place, peers, last_passing, value, border, turn } => {
            standing_lines(telling, (*place, *peers), *last_passing, *value, (*border, *turn))
        }
        Step::Judged { given, combined, met } => vec![judged_line(telling, given, *combined, *met)],
        Step::Held { hold } => vec![held_line(telling, *hold)],
        Step::Change(change) => {
            let change = change_text(texts, telling.document.plan(), *change);
            vec![texts.get("step-change", &[("change", change.into()), ("part", part_key(telling).into())])]
        }
        Step::Instead(instead) => vec![instead_line(telling, *instead)],
        Step::Points { exact, counted, capped } => vec![points_line(texts, *exact, *counted, *capped)],
        Step::Outcome(_) => Vec::new(),
    }
}

/// The smallest change of a figure: `thêm 12 cử tri`, `voters: 12 more`.
pub fn change_text(texts: &Texts, plan: &Plan, change: Change) -> String {
    let (metric, item) = plan.slot(change.slot);
    let language = texts.language();
    let name = metric.name.in_language(language);
    let counted = Some(metric.counted.in_language(language)).filter(|it| !it.is_empty() && *it != name);
    let item = item.map_or_else(String::new, |item| format!(" ({})", item.name.in_language(language)));
    let key = match (counted.is_some(), change.by < 0) {
        (true, true) => "change-fewer",
        (true, false) => "change-more",
        (false, true) => "change-lower",
        (false, false) => "change-higher",
    };
    let counted = format!("{}{item}", counted.unwrap_or(name));
    texts.get(key, &[("count", change.by.saturating_abs().into()), ("counted", counted.into())])
}

/// The nearest other value of a figure that isn't a count.
fn instead_line(telling: &Telling<'_>, instead: Instead) -> String {
    let texts = telling.texts;
    let name = telling.document.plan().slot_name(instead.slot).in_language(texts.language()).to_owned();
    let value = value_text(texts, telling.document, instead.value);
    let is_day = matches!(instead.value, Value::Date(_));
    let key = match (instead.reach, is_day) {
        (Reach::Exactly, _) => "step-instead",
        (Reach::UpTo, true) => "step-instead-by",
        (Reach::From, true) => "step-instead-from",
        (Reach::UpTo, false) => "step-instead-at-most",
        (Reach::From, false) => "step-instead-at-least",
    };
    texts.get(key, &[("name", name.into()), ("value", value.into()), ("part", part_key(telling).into())])
}

/// Whether what is told of a figure is about one item of several that each must meet the rule.
fn part_key(telling: &Telling<'_>) -> &'static str {
    let across = match telling.criterion.rule {
        Rule::Ratio { across, .. } | Rule::Count { across, .. } | Rule::Flag { across, .. } => across,
        Rule::Milestone { .. } | Rule::Standing { .. } | Rule::Judged { .. } => Across::Whole,
    };
    if across == Across::Each { "part" } else { "whole" }
}

/// Where a figure was read: `so-lieu.csv, dòng 12, cột D`.
pub fn figure_place(texts: &Texts, document: &RankingDocument<'_>, figure: Figure) -> String {
    let place = figure.place;
    let file = document.contest.reports.files.get(usize::from(place.file)).map_or("?", String::as_str);
    texts.get(
        "figure-place",
        &[
            ("file", file.into()),
            ("row", place.row.to_string().into()),
            ("column", format::column_letters(u32::from(place.column) + 1).into()),
        ],
    )
}

/// A figure's value for people.
pub fn value_text(texts: &Texts, document: &RankingDocument<'_>, value: Value) -> String {
    let language = texts.language();
    match value {
        Value::Count(count) => format::count(count, language),
        Value::Percentage(numeral) => format::percent(numeral, language),
        Value::Points(numeral) => format::numeral(numeral, language),
        Value::Flag(answer) => texts.word(if answer { "answer-yes" } else { "answer-no" }),
        Value::Date(day) => format::date(day),
        Value::Moment(moment) => format::moment(moment),
        Value::Text(index) => document.contest.reports.texts.get(index as usize).cloned().unwrap_or_default(),
    }
}

fn used_line(telling: &Telling<'_>, used: &Used) -> String {
    let texts = telling.texts;
    let document = telling.document;
    let mut name = document.plan().slot_name(used.slot).in_language(texts.language()).to_owned();
    if used.unit != telling.unit {
        name = format!("{}: {name}", document.contest.units.get(used.unit).name());
    }
    match (used.figure, used.sum) {
        (Some(figure), _) => texts.get(
            "step-used",
            &[
                ("name", name.into()),
                ("value", value_text(texts, document, figure.value).into()),
                ("place", figure_place(texts, document, figure).into()),
            ],
        ),
        (None, Some(sum)) => texts.get(
            "step-used-sum",
            &[
                ("name", name.into()),
                ("value", format::count(sum.count, texts.language()).into()),
                ("units", sum.units.into()),
            ],
        ),
        (None, None) => texts.get("step-used-missing", &[("name", name.into())]),
    }
}

#[derive(Clone, Copy)]
struct RatioStep {
    value: Fraction,
    stated: bool,
    rounded: Rounded,
}

fn ratio_lines(
    telling: &Telling<'_>,
    item: Option<usize>,
    ratio: RatioStep,
    exact_met: Option<bool>,
    rounded_met: Option<bool>,
) -> Vec<String> {
    let texts = telling.texts;
    let language = texts.language();
    let percent = in_percent(telling.criterion);
    let rounded = format::scaled(ratio.rounded.mantissa, ratio.rounded.scale, language);
    let rounded = if percent { format!("{rounded} %") } else { rounded };
    let (exact_decides, met) = match telling.criterion.rule {
        Rule::Ratio { compare: Compare::HalfUp(_), .. } => (false, rounded_met),
        _ => (true, exact_met),
    };
    let exact = if percent {
        format::exact_percent(ratio.value, 4, language)
    } else {
        format::short_fraction(ratio.value, language)
    };
    let parts = [
        ("item", item_text(telling, item).into()),
        ("fraction", format::fraction(ratio.value, language).into()),
        ("exact", exact.into()),
        ("rounded", Part::from(&rounded)),
        ("verdict", verdict(texts, met).into()),
    ];
    let mut lines = Vec::new();
    if ratio.stated {
        let [item, fraction, _, rounded, verdict] = parts;
        let stated = ("stated", printed_percent(ratio.value, language).into());
        lines.push(texts.get("step-ratio-stated", &[item, stated, fraction, rounded, verdict]));
        lines.push(texts.word("step-ratio-stated-note"));
    } else {
        lines.push(texts.get("step-ratio", &parts));
    }
    if let (Some(exact), Some(by_rounded)) = (exact_met, rounded_met)
        && exact != by_rounded
    {
        let key = if exact_decides { "step-ratio-differ-exact" } else { "step-ratio-differ-rounded" };
        lines.push(texts.get(
            key,
            &[
                ("rounded", rounded.into()),
                ("exact_verdict", verdict_word(texts, exact).into()),
                ("rounded_verdict", verdict_word(texts, by_rounded).into()),
            ],
        ));
    }
    lines
}

/// A percentage with the digits that it was stated with, which its fraction keeps: 99.895 % is 99,895/100,000.
fn printed_percent(stated: Fraction, language: Language) -> String {
    let decimals = stated.denominator().ilog10().saturating_sub(2);
    let scale = u8::try_from(decimals).unwrap_or(u8::MAX);
    format::percent(Numeral { mantissa: stated.numerator(), scale }, language)
}

fn standing_lines(
    telling: &Telling<'_>,
    (place, peers): (u32, u32),
    last_passing: Option<u32>,
    value: Fraction,
    (border, turn): (Option<Fraction>, Option<Fraction>),
) -> Vec<String> {
    let texts = telling.texts;
    let shown = |value: Fraction| standing_value(telling, value);
    let mut lines = vec![texts.get(
        "step-standing",
        &[("place", place.into()), ("peers", peers.into()), ("value", shown(value).into())],
    )];
    if let Some(last) = last_passing {
        let border = border.map_or_else(|| "–".to_owned(), shown);
        lines.push(texts.get(
            "step-standing-border",
            &[
                ("last", last.into()),
                ("border", border.into()),
                ("verdict", verdict(texts, Some(place <= last)).into()),
            ],
        ));
        if let Some(turn) = turn {
            let is_high = matches!(telling.criterion.rule, Rule::Standing { prefer: Prefer::Highest, .. });
            let key = match (is_high, place <= last) {
                (true, false) => "step-standing-at-least",
                (true, true) => "step-standing-below",
                (false, false) => "step-standing-at-most",
                (false, true) => "step-standing-above",
            };
            lines.push(texts.get(key, &[("value", shown(turn).into())]));
        }
    }
    lines
}

/// A value that peers are compared by: a length of time, or the measure of another criterion.
fn standing_value(telling: &Telling<'_>, value: Fraction) -> String {
    use crate::contest::plan::StandingBy;
    let texts = telling.texts;
    match telling.criterion.rule {
        Rule::Standing { by: StandingBy::Received { .. }, .. } if value.denominator() == 1 => {
            format::duration(value.numerator(), texts.language())
        }
        Rule::Standing { by: StandingBy::Criterion(other), .. } => {
            let other = &telling.document.plan().criteria[other];
            if in_percent(other) {
                format!(
                    "{} = {}",
                    format::fraction(value, texts.language()),
                    format::exact_percent(value, 4, texts.language())
                )
            } else {
                format::short_fraction(value, texts.language())
            }
        }
        _ => format::short_fraction(value, texts.language()),
    }
}

fn judged_line(
    telling: &Telling<'_>,
    given: &[Option<Numeral>],
    combined: Option<Fraction>,
    met: Option<bool>,
) -> String {
    let texts = telling.texts;
    let language = texts.language();
    let plan = telling.document.plan();
    let (breakdown, flag) = match telling.criterion.rule {
        Rule::Judged { of, .. } => {
            let metric = &plan.metrics[of];
            (metric.breakdown.map(|index| &plan.breakdowns[index]), metric.kind == MetricKind::Flag)
        }
        _ => (None, false),
    };
    let shown = |points: Numeral| match (flag, points.mantissa) {
        (true, 0) => texts.word("answer-no"),
        (true, _) => texts.word("answer-yes"),
        (false, _) => format::numeral(points, language),
    };
    let given: Vec<String> = given
        .iter()
        .enumerate()
        .map(|(index, points)| {
            let points = points.map_or_else(|| texts.word("judged-open"), shown);
            match breakdown.and_then(|breakdown| breakdown.items.get(index)) {
                Some(item) => format!("{}: {points}", item.name.in_language(language)),
                None => points,
            }
        })
        .collect();
    let given = Part::from(given.join("; "));
    match combined {
        Some(combined) => {
            let combined = if flag {
                texts.word(if combined.numerator() == 0 { "answer-no" } else { "answer-yes" })
            } else {
                format::short_fraction(combined, language)
            };
            texts.get(
                "step-judged",
                &[("given", given), ("combined", combined.into()), ("verdict", verdict(texts, met).into())],
            )
        }
        None => texts.get("step-judged-open", &[("given", given)]),
    }
}

fn held_line(telling: &Telling<'_>, hold: Option<usize>) -> String {
    let texts = telling.texts;
    match hold.and_then(|index| telling.document.contest.holds.get(index)) {
        Some(hold) => texts.get("step-held", &[("reason", (&hold.reason).into())]),
        None => {
            let metric = telling.criterion.hold_when.map(|metric| &telling.document.plan().metrics[metric]);
            let name = metric.map_or("", |metric| metric.name.in_language(texts.language()));
            texts.get("step-held-flag", &[("metric", name.into())])
        }
    }
}

fn points_line(texts: &Texts, exact: Option<ExactPoints>, counted: Decimal, capped: bool) -> String {
    let language = texts.language();
    let key = if capped { "step-points-capped" } else { "step-points" };
    let points = Part::from(format::decimal(counted, language));
    let Some(exact) = exact.filter(|exact| !is_same(*exact, counted)) else {
        return texts.get(key, &[("exact", Part::from("")), ("points", points)]);
    };
    let exact = format::quotient(exact.numerator, exact.denominator, language);
    let exact = texts.get("points-exact", &[("exact", exact.into())]);
    texts.get(key, &[("exact", exact.into()), ("points", points)])
}

fn is_same(exact: ExactPoints, counted: Decimal) -> bool {
    let scale = 10_i128.checked_pow(counted.scale());
    let left = scale.and_then(|scale| exact.numerator.checked_mul(scale));
    let right = counted.mantissa().checked_mul(exact.denominator);
    left.is_some() && left == right
}

/// The item of the criterion's breakdown with a colon; empty when the criterion isn't split.
fn item_text(telling: &Telling<'_>, item: Option<usize>) -> String {
    item.and_then(|item| breakdown(telling)?.items.get(item))
        .map(|item| format!("{}: ", item.name.in_language(telling.texts.language())))
        .unwrap_or_default()
}

fn breakdown<'a>(telling: &Telling<'a>) -> Option<&'a Breakdown> {
    let plan = telling.document.plan();
    let metric = match &telling.criterion.rule {
        Rule::Ratio { of, .. } | Rule::Count { of, .. } => of.terms.first()?.metric,
        Rule::Flag { of, .. } | Rule::Milestone { of, .. } | Rule::Judged { of, .. } => *of,
        Rule::Standing { .. } => return None,
    };
    plan.metrics[metric].breakdown.map(|index| &plan.breakdowns[index])
}

/// `→ đạt`, or nothing where there is no bar.
fn verdict(texts: &Texts, met: Option<bool>) -> String {
    met.map(|met| format!(" → {}", verdict_word(texts, met))).unwrap_or_default()
}

fn verdict_word(texts: &Texts, met: bool) -> String {
    texts.word(if met { "outcome-met" } else { "outcome-not_met" })
}

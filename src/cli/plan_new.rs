//! `thidua plan new`: asks its way to a plan file that is valid.

use std::io::{self, BufRead, Write};
use std::path::Path;

use rust_decimal::Decimal;

use super::ask::{Asking, decimal};
use super::command_line::{program, quoted};
use super::failure::Failure;
use super::files::{self, Target, unwritten};
use crate::app::score_files::{GivenFile, load_plan};
use crate::contest::fraction::Numeral;
use crate::intake::plan_draft::{AmountDraft, AwardDraft, CriterionDraft, Named, PlanDraft, RuleDraft};
use crate::intake::typed_number::typed_decimal;
use crate::text::Texts;

/// Asks, and writes the plan file; never over a file that is there.
pub fn run(texts: &Texts, path: &Path) -> Result<(), Failure> {
    let shown = path.display().to_string();
    if path.exists() {
        return Err(unwritten(texts, path, &io::ErrorKind::AlreadyExists.into()));
    }
    let mut asking = Asking::new(texts, io::stdin().lock(), io::stderr().lock());
    let draft = match plan(&mut asking) {
        Ok(draft) => draft,
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            return Err(Failure::WrongUse(texts.word("plan-new-stopped")));
        }
        Err(error) => return Err(error.into()),
    };
    let text = draft.text();
    let mut file = Target::create(texts, path)?;
    file.write_all(text.as_bytes())
        .and_then(|()| file.flush())
        .map_err(|error| unwritten(texts, path, &error))?;
    let written = GivenFile { name: shown.clone(), bytes: text.into_bytes() };
    if let Err(refused) = load_plan(&written) {
        asking.say("plan-new-mistakes", &[("file", shown.as_str().into())])?;
        io::stderr().write_all(files::refusal_text(texts, &shown, &refused).as_bytes())?;
        return Err(Failure::Blocked);
    }
    let words =
        [("file", shown.as_str().into()), ("command", (program() + " plan check " + &quoted(&shown)).into())];
    Ok(asking.say("plan-new-written", &words)?)
}

/// Asks for a whole plan.
fn plan<R: BufRead, W: Write>(asking: &mut Asking<'_, R, W>) -> io::Result<PlanDraft> {
    asking.say("plan-new-intro", &[])?;
    let mut draft = PlanDraft {
        code: asking.text("plan-new-code")?,
        title: asking.text("plan-new-title")?,
        issuer: asking.text("plan-new-issuer")?,
        issued: asking.day("plan-new-issued", None)?,
        from: asking.day("plan-new-from", None)?,
        ..PlanDraft::default()
    };
    draft.to = asking.day("plan-new-to", Some(draft.from))?;
    levels(asking, &mut draft)?;
    draft.clusters = ["column", "parent", "level", "one"][asking.choice("plan-new-clusters", 4)?];
    draft.points = asking.yes("plan-new-points", &[])?;
    while draft.criteria.is_empty() || asking.yes("plan-new-another-criterion", &[])? {
        let criterion = criterion(asking, &mut draft)?;
        draft.criteria.push(criterion);
    }
    while asking
        .yes(if draft.awards.is_empty() { "plan-new-award" } else { "plan-new-another-award" }, &[])?
    {
        let name = asking.text("plan-new-award-name")?;
        let sentence = asking.text_or_none("plan-new-sentence")?;
        let per = ["cluster", "overall"][asking.choice("plan-new-quota-per", 2)?];
        let mut amount = asking.ask("plan-new-quota", &[], quota)?;
        if let AmountDraft::Share(_, rounding) = &mut amount {
            *rounding = ROUNDINGS[asking.choice("plan-new-rounding", 3)?];
        }
        let named = named(&name, |code| draft.awards.iter().any(|award| award.named.code == code));
        draft.awards.push(AwardDraft { named, sentence, per, amount });
    }
    Ok(draft)
}

const ROUNDINGS: [&str; 3] = ["down", "up", "half_up"];

/// A number of units, or a share of them, whose rounding is asked for next.
fn quota(answer: &str) -> Result<AmountDraft, &'static str> {
    let answer = answer.trim();
    match answer.strip_suffix('%') {
        Some(share) => {
            let is_share = |number: &Numeral| number.decimal() <= Decimal::ONE_HUNDRED;
            let share = typed_decimal(share).filter(is_share);
            share
                .map(|share| AmountDraft::Share(format!("{share}%"), ROUNDINGS[0]))
                .ok_or("ask-expected-quota")
        }
        None => answer.parse().map(AmountDraft::Number).map_err(|_| "ask-expected-quota"),
    }
}

fn named(name: &str, taken: impl Fn(&str) -> bool) -> Named {
    Named { code: PlanDraft::code_of(name, taken), name: name.to_owned() }
}

fn levels<R: BufRead, W: Write>(asking: &mut Asking<'_, R, W>, draft: &mut PlanDraft) -> io::Result<()> {
    let names = asking.ask("plan-new-levels", &[], |answer| {
        let names: Vec<String> = answer
            .split([',', ';'])
            .map(|name| name.trim().to_owned())
            .filter(|name| !name.is_empty())
            .collect();
        if names.is_empty() { Err("ask-expected-text") } else { Ok(names) }
    })?;
    for name in names {
        let level = named(&name, |code| draft.levels.iter().any(|(level, _)| level.code == code));
        draft.levels.push((level, true));
    }
    if draft.levels.len() > 1 {
        for (level, takes_part) in &mut draft.levels {
            *takes_part = asking.yes("plan-new-takes-part", &[("name", level.name.as_str().into())])?;
        }
        if draft.levels.iter().all(|(_, takes_part)| !takes_part) {
            asking.say("plan-new-nobody", &[])?;
            draft.levels.iter_mut().for_each(|(_, takes_part)| *takes_part = true);
        }
    }
    Ok(())
}

/// The code of the metric with a name and kind: a known one where the name was given before.
fn metric<R: BufRead, W: Write>(
    asking: &mut Asking<'_, R, W>,
    draft: &mut PlanDraft,
    (key, kind): (&str, &'static str),
) -> io::Result<String> {
    loop {
        let name = asking.text(key)?;
        let folded = name.to_lowercase();
        match draft.metrics.iter().find(|(metric, _)| metric.name.to_lowercase() == folded) {
            Some((metric, known)) if *known == kind => return Ok(metric.code.clone()),
            Some(_) => asking.say("plan-new-other-kind", &[("name", name.into())])?,
            None => {
                let is_header = |code: &str| {
                    draft
                        .metrics
                        .iter()
                        .any(|(metric, _)| metric.code == code || metric.name.to_lowercase() == code)
                };
                let metric = named(&name, is_header);
                let code = metric.code.clone();
                draft.metrics.push((metric, kind));
                return Ok(code);
            }
        }
    }
}

const COMPARATORS: [&str; 4] = ["at_least", "more_than", "at_most", "less_than"];

fn criterion<R: BufRead, W: Write>(
    asking: &mut Asking<'_, R, W>,
    draft: &mut PlanDraft,
) -> io::Result<CriterionDraft> {
    let name = asking.text("plan-new-criterion")?;
    let sentence = asking.text_or_none("plan-new-sentence")?;
    let gate = asking.yes("plan-new-gate", &[])?;
    let rule = match asking.choice("plan-new-kind", 5)? {
        0 => RuleDraft::Ratio {
            of: metric(asking, draft, ("plan-new-part", "count"))?,
            to: metric(asking, draft, ("plan-new-whole", "count"))?,
            bar: (
                COMPARATORS[asking.choice("plan-new-comparator", 4)?],
                asking.ask("plan-new-percent", &[], |answer| {
                    decimal(answer.trim_end_matches('%')).map(|bar| bar + "%").ok_or("ask-expected-percent")
                })?,
            ),
            compare: ["exact", "half_up(2)"][asking.choice("plan-new-compare", 2)?],
        },
        1 => RuleDraft::Count {
            of: metric(asking, draft, ("plan-new-counted", "count"))?,
            bar: (COMPARATORS[asking.choice("plan-new-comparator", 4)?], asking.amount("plan-new-limit")?),
        },
        2 => RuleDraft::Flag { of: metric(asking, draft, ("plan-new-question", "yes_no"))? },
        3 => milestone(asking, draft)?,
        _ => RuleDraft::Judged {
            of: metric(asking, draft, ("plan-new-judged", "points"))?,
            maximum: asking.amount("plan-new-maximum")?,
        },
    };
    let points = match &rule {
        _ if !draft.points => None,
        RuleDraft::Judged { maximum, .. } => Some(maximum.clone()),
        _ => Some(asking.amount("plan-new-points-met")?),
    };
    let named = named(&name, |code| draft.criteria.iter().any(|criterion| criterion.named.code == code));
    Ok(CriterionDraft { named, sentence, gate, rule, points })
}

fn milestone<R: BufRead, W: Write>(
    asking: &mut Asking<'_, R, W>,
    draft: &mut PlanDraft,
) -> io::Result<RuleDraft> {
    let of = metric(asking, draft, ("plan-new-done-on", "date"))?;
    let mut by = Vec::new();
    while by.is_empty() {
        for (level, _) in draft.levels.iter().filter(|(_, takes_part)| *takes_part) {
            if let Some(day) = asking.day_or_none("plan-new-due", &level.name)? {
                by.push((level.code.clone(), day));
            }
        }
        if by.is_empty() {
            asking.say("ask-expected-day", &[])?;
        }
    }
    let days = ["calendar", "working"][asking.choice("plan-new-days", 2)?];
    Ok(RuleDraft::Milestone { of, by, days })
}

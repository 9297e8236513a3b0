//! What verifying a bundle found, in words.

use crate::app::bundle::{Difference, OtherHead, RankingOf, UnitPart, Verdict};
use crate::app::inputs::InputChange;
use crate::app::moment::on_the_wall;
use crate::text::{Part, Texts, format};

/// The verdict as a text of some lines.
pub fn verdict_text(texts: &Texts, verdict: &Verdict) -> String {
    let head = &verdict.head;
    let units = verdict.units.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let mut lines = vec![
        texts.get(
            "verify-head",
            &[
                ("plan", head.plan.code.as_str().into()),
                ("number", head.ranking.number.to_string().into()),
                ("made", moment(&head.ranking.made_at).into()),
                ("units", units.into()),
                ("program", head.program.as_str().into()),
            ],
        ),
        texts.get("verify-input-hash", &[("hash", head.ranking.input_hash.as_str().into())]),
        texts.get("verify-result-hash", &[("hash", head.ranking.result_hash.as_str().into())]),
        texts.get(
            "verify-audit",
            &[("records", head.audit.records.to_string().into()), ("head", head.audit.head.as_str().into())],
        ),
    ];
    if let Some([cases, sessions, items, decisions]) = verdict.way {
        let count = |count: usize| count.to_string().into();
        let parts = [
            ("cases", count(cases)),
            ("sessions", count(sessions)),
            ("items", count(items)),
            ("decisions", count(decisions)),
        ];
        lines.push(texts.get("verify-way", &parts));
    }
    let others = head.other_rankings.iter().zip(&verdict.on_others);
    lines.extend(others.map(|(ranking, cases)| other(texts, ranking, *cases)));
    if verdict.is_equal() {
        lines.push(texts.word("verify-equal"));
        if verdict.way.is_some() {
            lines.push(texts.word("verify-way-equal"));
        }
        if !head.other_rankings.is_empty() {
            lines.push(texts.word("verify-others-equal"));
        }
        lines.push(texts.word("verify-compare"));
    } else {
        lines.push(texts.word("verify-different"));
        lines.extend(verdict.differences.iter().map(|it| format!("  - {}", told(texts, verdict, it))));
        if verdict.is_of_other_version() {
            let parts = [("made", head.program.as_str().into()), ("own", env!("CARGO_PKG_VERSION").into())];
            lines.push(texts.get("verify-other-version", &parts));
        }
    }
    lines.join("\n") + "\n"
}

/// Another ranking of the file, and how many cases rest on it.
fn other(texts: &Texts, ranking: &OtherHead, cases: usize) -> String {
    let key = match ranking.of {
        RankingOf::Units => "verify-other-units",
        RankingOf::Persons => "verify-other-persons",
    };
    let parts = [
        ("number", ranking.number.to_string().into()),
        ("from", moment(&ranking.stood_from).into()),
        ("cases", cases.to_string().into()),
        ("hash", ranking.result_hash.as_str().into()),
    ];
    texts.get(key, &parts)
}

/// A moment in UTC by the clock on the wall; as it stands there when it is none.
fn moment(text: &str) -> String {
    let read = text.parse::<chrono::DateTime<chrono::Utc>>();
    read.map_or_else(|_| text.to_owned(), |read| format::moment(on_the_wall(read.naive_utc())))
}

/// A difference as a sentence.
fn told(texts: &Texts, verdict: &Verdict, difference: &Difference) -> String {
    let two = |key: &str, parts: [(&str, &str); 2]| {
        let parts: Vec<(&str, Part<'_>)> =
            parts.into_iter().map(|(name, text)| (name, text.into())).collect();
        texts.get(key, &parts)
    };
    match difference {
        Difference::Missing(member) => texts.get("verify-missing", &[("member", member.into())]),
        Difference::Strange(member) => texts.get("verify-strange", &[("member", member.into())]),
        Difference::Broken(member, reason) => two("verify-broken", [("member", member), ("reason", reason)]),
        Difference::MemberHash { member, stated, found }
        | Difference::OtherHash { member, stated, found } => {
            let is_other = matches!(difference, Difference::OtherHash { .. });
            let key = if is_other { "verify-hash-other" } else { "verify-member-hash" };
            texts.get(key, &[("member", member.into()), ("stated", stated.into()), ("found", found.into())])
        }
        Difference::Plan(Some(mistake)) => {
            texts.get("verify-plan", &[("mistake", mistake.render(texts.language()).into())])
        }
        Difference::Plan(None) => texts.word("verify-plan-text"),
        Difference::Line { member, line, column, text } => {
            let key = if column.is_empty() { "verify-line" } else { "verify-cell" };
            let parts = [
                ("member", (*member).into()),
                ("line", line.to_string().into()),
                ("column", (*column).into()),
                ("text", text.into()),
            ];
            texts.get(key, &parts)
        }
        Difference::Moment(text) => texts.get("verify-moment", &[("text", text.into())]),
        Difference::PlanCode { stated, found } => {
            two("verify-plan-code", [("stated", stated), ("found", found)])
        }
        Difference::Hash { of, stated, found } => {
            two(&format!("verify-hash-{of}"), [("stated", stated), ("found", found)])
        }
        Difference::Input(change) => input(texts, change),
        Difference::Cell { member, line, column, stated, found } => texts.get(
            "verify-differs",
            &[
                ("member", (*member).into()),
                ("line", line.to_string().into()),
                ("column", (*column).into()),
                ("stated", stated.into()),
                ("found", found.into()),
            ],
        ),
        Difference::NotComputed => texts.word("verify-not-computed"),
        Difference::Unit(part) => unit(texts, verdict, part),
        Difference::Text { member, line, stated, found } => texts.get(
            "verify-text",
            &[
                ("member", (*member).into()),
                ("line", line.to_string().into()),
                ("stated", stated.into()),
                ("found", found.into()),
            ],
        ),
    }
}

fn input(texts: &Texts, change: &InputChange) -> String {
    let side = |text: &Option<String>| {
        text.as_ref().map_or_else(|| "–".to_owned(), |text| text.replace(['\t', '\n'], " · "))
    };
    let what = coded(texts, "verify-input", &change.kind);
    let unit = change.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    texts.get(
        "verify-input",
        &[
            ("what", (what + &unit).into()),
            ("stated", side(&change.before).into()),
            ("found", side(&change.after).into()),
        ],
    )
}

/// The words for a code, or the code where there are none.
fn coded(texts: &Texts, family: &str, code: &str) -> String {
    let key = format!("{family}-{code}");
    if texts.has(&key) { texts.word(&key) } else { code.to_owned() }
}

fn unit(texts: &Texts, verdict: &Verdict, part: &UnitPart) -> String {
    let value = |text: &str| {
        let shown = match part.part {
            "outcome" => coded(texts, "outcome", text),
            "gates" => coded(texts, "gates", text),
            _ => text.to_owned(),
        };
        let is_number = ["points", "total_points", "base_points", "bonus_points", "penalty_points"];
        if is_number.contains(&part.part) { format::digits(&shown, texts.language()) } else { shown }
    };
    let about = part.about.as_ref().map_or_else(String::new, |code| {
        let name = verdict.names.iter().find(|(known, _)| known == code);
        let name = name.map_or("", |(_, name)| name.in_language(texts.language()));
        format!(" – {name} ({code})")
    });
    texts.get(
        "verify-unit",
        &[
            ("unit", format!("{} ({})", part.name, part.unit).into()),
            ("about", about.into()),
            ("part", coded(texts, "verify-part", part.part).into()),
            ("stated", value(&part.stated).into()),
            ("found", value(&part.found).into()),
        ],
    )
}

//! The way from a recommendation to a decision, in words.

use super::plan_text::Sentence;
use crate::contest::plan::{Days, Plan, Process, PublicityRule, Recused, Threshold, VoteBase, VotingRule};
use crate::text::{Texts, format};

/// What a plan says of the way from a recommendation to a decision.
pub(super) fn process(texts: &Texts, plan: &Plan) -> Vec<Sentence> {
    let process = &plan.process;
    let mut sentences: Vec<Sentence> = Vec::new();
    let one = |key: &str, name: &str, value: &str| Sentence::from(texts.get(key, &[(name, value.into())]));
    sentences.extend(process.council.iter().map(|code| one("words-council", "council", code)));
    sentences.extend(process.topic.iter().map(|code| one("words-topic", "topic", code)));
    sentences.extend(process.publicity.map(|rule| Sentence::from(publicity_text(texts, rule))));
    sentences.extend(process.stages.iter().map(|stage| {
        let state = texts.word(&format!("case-state-{}", stage.to.code()));
        let parts = [("state", state.into()), ("days", days_text(texts, stage.within, stage.days).into())];
        Sentence::from(texts.get("words-stage", &parts))
    }));
    sentences.extend(dossier(texts, plan, process));
    sentences.extend(process.votes.iter().map(|rule| Sentence {
        text: texts.get("words-vote", &[("awards", award_names(texts, plan, &rule.awards).into())]),
        details: vec![vote_rule_text(texts, rule)],
    }));
    sentences.extend(process.signatories.iter().map(|signatory| {
        let awards = award_names(texts, plan, &signatory.awards);
        let parts = [("position", signatory.position.as_str().into()), ("awards", awards.into())];
        Sentence::from(texts.get("words-signatory", &parts))
    }));
    sentences
}

fn dossier(texts: &Texts, plan: &Plan, process: &Process) -> Vec<Sentence> {
    let part = |part: &crate::contest::plan::DossierPart| {
        let types: Vec<String> = part.types.iter().map(|it| it.code().to_uppercase()).collect();
        let awards = if part.awards.is_empty() {
            texts.word("words-all-awards")
        } else {
            award_names(texts, plan, &part.awards)
        };
        let parts = [
            ("part", part.name.in_language(texts.language()).into()),
            ("types", types.join(", ").into()),
            ("size", part.largest_mb.into()),
            ("awards", awards.into()),
        ];
        Sentence::from(texts.get(if part.required { "words-part" } else { "words-part-optional" }, &parts))
    };
    process.parts.iter().map(part).collect()
}

fn award_names(texts: &Texts, plan: &Plan, codes: &[String]) -> String {
    let name = |code: &String| {
        let award = plan.award_named(code);
        award.map_or_else(|| code.clone(), |award| award.name.in_language(texts.language()).to_owned())
    };
    codes.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// So many days, calendar or working.
pub fn days_text(texts: &Texts, days: u32, count: Days) -> String {
    let key = match count {
        Days::Calendar => "days-calendar",
        Days::Working => "days-working",
    };
    texts.get(key, &[("days", days.into())])
}

/// For how long a list is public.
pub fn publicity_text(texts: &Texts, rule: PublicityRule) -> String {
    let key = if rule.required { "words-publicity" } else { "words-publicity-optional" };
    texts.get(key, &[("days", days_text(texts, rule.days, rule.count).into())])
}

/// How is voted: the share, of what, with whom.
pub fn vote_rule_text(texts: &Texts, rule: &VotingRule) -> String {
    let base = match rule.of {
        VoteBase::All => "vote-of-all",
        VoteBase::Present => "vote-of-present",
        VoteBase::Cast => "vote-of-cast",
    };
    let mut parts = vec![texts.get(
        "vote-threshold",
        &[("share", threshold_text(texts, rule.threshold).into()), ("base", texts.word(base).into())],
    )];
    parts.push(texts.word(match rule.recused {
        Recused::LeaveOut => "vote-recused-leave_out",
        Recused::Count => "vote-recused-count",
    }));
    parts.push(texts.word(if rule.secret { "vote-secret" } else { "vote-open" }));
    parts.push(texts.word(if rule.in_writing { "vote-in-writing" } else { "vote-not-in-writing" }));
    parts.push(match rule.quorum {
        Some(quorum) => texts.get("vote-quorum", &[("share", threshold_text(texts, quorum).into())]),
        None => texts.word("vote-no-quorum"),
    });
    parts.join("; ")
}

/// A share that is reached or passed: "more than 50 %", "at least 2/3".
pub fn threshold_text(texts: &Texts, threshold: Threshold) -> String {
    let share = threshold.share;
    let (above, below) = (share.numerator(), share.denominator());
    // A percentage is written as one, a fraction as it was given.
    let shown = if below % 100 == 0 {
        format::short_percent(share, texts.language())
    } else {
        format!("{above}/{below}")
    };
    texts.get(if threshold.strict { "threshold-more" } else { "threshold-least" }, &[("share", shown.into())])
}

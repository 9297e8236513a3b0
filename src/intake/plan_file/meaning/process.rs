//! The way from a recommendation to a decision.

use std::collections::BTreeMap;

use crate::contest::case::CaseState;
use crate::contest::fraction::Fraction;
use crate::contest::plan::{
    DossierPart, FileType, Process, PublicityRule, Recused, Signatory, Stage, Threshold, VoteBase, VotingRule,
};

use super::super::form::Part;
use super::super::mistake::{Note, listed, nearest};
use super::super::shape::process::{
    FileTypeName, Process as ProcessShape, RecusedName, StageName, VoteBaseName,
};
use super::super::written::{Span, Written};
use super::reading::Reading;
use super::rule::days;

/// The largest file of a dossier that a plan may allow, in megabytes.
const LARGEST_MB: u32 = 50;

/// The way from a recommendation to a decision.
pub(super) fn process(reading: &mut Reading<'_, '_>) -> Process {
    let Some(shape) = &reading.file.process else { return Process::default() };
    Process {
        council: shape.council.as_ref().map(|code| code.0.clone()),
        topic: shape.topic.as_ref().map(|code| code.0.clone()),
        publicity: publicity(reading, shape),
        stages: stages(reading, shape),
        parts: parts(reading, shape),
        votes: votes(reading, shape),
        signatories: shape
            .signatory
            .iter()
            .map(|one| Signatory {
                position: one.position.value.clone(),
                awards: awards(reading, &one.awards),
            })
            .collect(),
    }
}

fn publicity(reading: &mut Reading<'_, '_>, shape: &ProcessShape) -> Option<PublicityRule> {
    let rule = shape.publicity.as_ref()?;
    within(reading, &rule.days, 1, 365);
    Some(PublicityRule { days: rule.days.value, count: days(rule.count), required: rule.required })
}

fn stages(reading: &mut Reading<'_, '_>, shape: &ProcessShape) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::with_capacity(shape.stage.len());
    for one in &shape.stage {
        within(reading, &one.within, 1, 3650);
        let to = match one.to.value {
            StageName::Complete => CaseState::Complete,
            StageName::Appraised => CaseState::Appraised,
            StageName::Published => CaseState::Published,
            StageName::Voted => CaseState::Voted,
            StageName::Submitted => CaseState::Submitted,
            StageName::Decided => CaseState::Decided,
            StageName::Awarded => CaseState::Awarded,
        };
        if stages.iter().any(|stage| stage.to == to) {
            let note = Note::new(
                "stage.twice",
                format!("Bước \"{}\" đã có thời hạn.", to.code()),
                format!("The step \"{}\" has a deadline already.", to.code()),
            );
            reading.note(&one.to.span, note.expected("mỗi bước một thời hạn", "one deadline per step"));
        }
        stages.push(Stage { to, within: one.within.value, days: days(one.days) });
    }
    stages
}

fn parts(reading: &mut Reading<'_, '_>, shape: &ProcessShape) -> Vec<DossierPart> {
    let codes: Vec<_> = shape.part.iter().map(|part| &part.code).collect();
    reading.check_unique(&codes);
    let part = |reading: &mut Reading<'_, '_>, part: &super::super::shape::process::DossierPart| {
        within(reading, &part.largest_mb, 1, LARGEST_MB);
        DossierPart {
            code: part.code.value.0.clone(),
            name: (&part.name).into(),
            required: part.required,
            awards: awards(reading, &part.awards),
            types: part.types.iter().map(|name| file_type(*name)).collect(),
            largest_mb: part.largest_mb.value,
        }
    };
    shape.part.iter().map(|one| part(reading, &one.value)).collect()
}

const fn file_type(name: FileTypeName) -> FileType {
    match name {
        FileTypeName::Pdf => FileType::Pdf,
        FileTypeName::Docx => FileType::Docx,
        FileTypeName::Xlsx => FileType::Xlsx,
        FileTypeName::Jpeg => FileType::Jpeg,
        FileTypeName::Png => FileType::Png,
    }
}

fn votes(reading: &mut Reading<'_, '_>, shape: &ProcessShape) -> Vec<VotingRule> {
    let mut votes = Vec::with_capacity(shape.vote.len());
    let mut ruled: BTreeMap<&str, &Span> = BTreeMap::new();
    for rule in &shape.vote {
        for name in &rule.awards {
            if ruled.insert(&name.value, &name.span).is_some() {
                let note = Note::new(
                    "vote.twice",
                    format!("\"{}\" đã có cách biểu quyết.", name.value),
                    format!("\"{}\" has a voting rule already.", name.value),
                );
                reading.note(
                    &name.span,
                    note.expected("mỗi hình thức một cách biểu quyết", "one voting rule per award"),
                );
            }
        }
        let threshold = threshold(reading, &rule.span, rule.more_than.as_ref(), rule.at_least.as_ref());
        let quorum = rule.quorum.as_ref().and_then(|quorum| {
            self::threshold(reading, &quorum.span, quorum.more_than.as_ref(), quorum.at_least.as_ref())
        });
        let awards = awards(reading, &rule.awards);
        let Some(threshold) = threshold else { continue };
        votes.push(VotingRule {
            awards,
            threshold,
            of: match rule.of {
                VoteBaseName::All => VoteBase::All,
                VoteBaseName::Present => VoteBase::Present,
                VoteBaseName::Cast => VoteBase::Cast,
            },
            recused: match rule.recused {
                RecusedName::LeaveOut => Recused::LeaveOut,
                RecusedName::Count => Recused::Count,
            },
            secret: rule.secret,
            in_writing: rule.in_writing,
            quorum,
        });
    }
    votes
}

/// A share that is passed or reached; notes when not exactly one of both is given, or it can't be reached.
fn threshold(
    reading: &mut Reading<'_, '_>,
    span: &Span,
    more_than: Option<&Written<Part>>,
    at_least: Option<&Written<Part>>,
) -> Option<Threshold> {
    let expected = "more_than = \"50%\" | at_least = \"2/3\"";
    let (part, strict) = match (more_than, at_least) {
        (Some(part), None) => (part, true),
        (None, Some(part)) => (part, false),
        (_, second) => {
            let note = Note::new(
                "vote.not_one",
                "Cần đúng một trong \"more_than\" và \"at_least\".",
                "Exactly one of \"more_than\" and \"at_least\" is needed.",
            );
            reading.note(second.map_or(span, |part| &part.span), note.expected(expected, expected));
            return None;
        }
    };
    let share = part.value.0;
    let one = Fraction::whole(1);
    let can_be_reached = if strict { share < one } else { share <= one && share > Fraction::whole(0) };
    if !can_be_reached {
        let note = Note::new(
            "vote.out_of_reach",
            "Mức này không thể đạt, hoặc lúc nào cũng đạt.",
            "This share can't be reached, or always is.",
        );
        reading.note(
            &part.span,
            note.expected(
                "more_than dưới 100%; at_least trên 0% đến 100%",
                "more_than below 100%; at_least above 0% and up to 100%",
            ),
        );
    }
    Some(Threshold { share, strict })
}

/// Codes of awards; notes those that aren't declared.
fn awards(reading: &mut Reading<'_, '_>, names: &[Written<String>]) -> Vec<String> {
    let file = reading.file;
    let of_persons = file.individuals.iter().flat_map(|part| &part.award);
    let known: Vec<&str> =
        file.award.iter().chain(of_persons).map(|award| award.code.value.0.as_str()).collect();
    for name in names {
        let is_whole = reading.is_whole("award") && reading.is_whole("individuals");
        if !known.contains(&name.value.as_str()) && is_whole {
            let note = Note::new(
                "process.award_unknown",
                format!("Chưa khai báo hình thức khen thưởng \"{}\".", name.value),
                format!("No award \"{}\" is declared.", name.value),
            );
            let (close, all) = (nearest(&name.value, known.iter().copied()), listed(known.iter().copied()));
            let note = note.expected(format!("một trong {all}"), format!("one of {all}"));
            reading.note(&name.span, note.suggest(close));
        }
    }
    names.iter().map(|name| name.value.clone()).collect()
}

/// Notes a number outside of a range.
fn within(reading: &mut Reading<'_, '_>, number: &Written<u32>, least: u32, most: u32) {
    if !(least..=most).contains(&number.value) {
        let note = Note::new(
            "process.out_of_range",
            format!("{} nằm ngoài {least} đến {most}.", number.value),
            format!("{} is outside {least} to {most}.", number.value),
        );
        let range = format!("{least}-{most}");
        reading.note(&number.span, note.expected(range.clone(), range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::plan_file::read_plan;

    const PLAN: &str = include_str!("../../../../fixtures/plans/dien-bien-508-2021.toml");

    fn codes(change: (&str, &str)) -> Vec<&'static str> {
        let text = PLAN.replacen(change.0, change.1, 1);
        assert_ne!(text, PLAN, "{change:?}");
        read_plan("plan.toml", &text)
            .map_or_else(|all| all.iter().map(|it| it.code).collect(), |_| Vec::new())
    }

    #[test]
    fn the_leading_plan_says_how_it_goes_on() {
        let plan = read_plan("plan.toml", PLAN).unwrap();
        let process = &plan.process;
        assert_eq!(process.council.as_deref(), Some("hoi_dong_tinh"));
        let rule = process.vote_rule("provincial_certificate").unwrap();
        assert_eq!(rule.threshold, Threshold { share: Fraction::new(1, 2), strict: true });
        assert_eq!(rule.quorum, Some(Threshold { share: Fraction::new(2, 3), strict: false }));
        assert!(process.vote_rule("commendation").is_none());
        let parts = |award| process.parts_of(award).map(|part| part.code.as_str()).collect::<Vec<_>>();
        assert_eq!(parts("provincial_certificate"), ["achievement_report", "minutes"]);
        assert_eq!(parts("commendation"), ["minutes"]);
    }

    #[test]
    fn shares_at_their_borders() {
        let vote = |key: &str, share: &str| {
            codes(("more_than = \"50%\"\nof = \"all\"", &format!("{key} = \"{share}\"\nof = \"all\"")))
        };
        for (key, share, wanted) in [
            ("more_than", "0%", None),
            ("more_than", "99.999%", None),
            ("more_than", "100%", Some("vote.out_of_reach")),
            ("at_least", "0%", Some("vote.out_of_reach")),
            ("at_least", "1/999999999", None),
            ("at_least", "100%", None),
            ("at_least", "3/2", Some("vote.out_of_reach")),
        ] {
            assert_eq!(vote(key, share), Vec::from_iter(wanted), "{key} {share}");
        }
        for share in ["1/0", "-5%", "half", "/2", "1/", "0.5"] {
            assert_eq!(vote("at_least", share).len(), 1, "{share}");
        }
    }

    #[test]
    fn mistakes_are_told() {
        for (change, wanted) in [
            (("more_than = \"50%\"", ""), "vote.not_one"),
            (("more_than = \"50%\"", "more_than = \"50%\"\nat_least = \"50%\""), "vote.not_one"),
            (("awards = [\"state\", ", "awards = [\"stat\", "), "process.award_unknown"),
            (("days = 5, count", "days = 0, count"), "process.out_of_range"),
            (("largest_mb = 20", "largest_mb = 51"), "process.out_of_range"),
            (("code = \"minutes\"", "code = \"achievement_report\""), "code.twice"),
            (("to = \"appraised\"", "to = \"complete\""), "stage.twice"),
            (
                (
                    "[[process.signatory]]",
                    "[[process.vote]]\nawards = [\"provincial_certificate\"]\nat_least = \"80%\"\nof = \"cast\"\nrecused = \"count\"\nsecret = false\nin_writing = false\n[[process.signatory]]",
                ),
                "vote.twice",
            ),
        ] {
            assert_eq!(codes(change), [wanted], "{change:?}");
        }
    }
}

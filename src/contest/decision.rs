//! Whether a decision (quyết định khen thưởng) may be issued, an award handed over, or an award revoked: dates in order,
//! power to sign, cases that were submitted, and a reason where it departs from what was recommended.

use chrono::NaiveDate;

/// How a case stands by the awards from whose lists its own is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Its award isn't chosen from a list, or the subject is on it.
    Stands,
    /// The subject was withdrawn from the list, or left out since it has another award: awarding it departs from the plan.
    GivenUp,
    /// The subject was declined for the list, or its award revoked: it can't be chosen from it.
    Lost {
        /// The number of that case.
        other: i64,
        /// The code of that case's state.
        state: &'static str,
    },
}

/// A case that a decision is to be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DecidedCase<'a> {
    /// Its number in the plan.
    pub number: i64,
    /// The code of the award.
    pub award: &'a str,
    /// The code of its state, and whether that is the one in which it can be decided.
    pub state: (&'a str, bool),
    /// The day of the session that voted on it, when one did.
    pub voted_on: Option<NaiveDate>,
    /// The date of the letter that submitted it.
    pub submitted_on: Option<NaiveDate>,
    /// Whether awarding it departs from what was recommended.
    pub departs: bool,
    /// How it stands by the awards below its own.
    pub below: Below,
}

/// A decision to be issued.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// Its date.
    pub issued_on: NaiveDate,
    /// The day of today.
    pub today: NaiveDate,
    /// What it is about.
    pub cases: &'a [DecidedCase<'a>],
    /// How many cases that were submitted for the same awards it leaves out.
    pub left_out: usize,
    /// Whether it says why it departs from what was recommended.
    pub has_reason: bool,
}

/// Why a decision can't be issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DecisionRefusal {
    /// Its list is empty.
    NoCases,
    /// A case stands in it twice.
    Twice(i64),
    /// A case isn't submitted.
    NotSubmitted {
        /// Its number.
        case: i64,
        /// The code of its state.
        state: String,
    },
    /// Its date has yet to come.
    Future {
        /// The day of today.
        today: NaiveDate,
    },
    /// It is dated before the session that voted on a case.
    BeforeVote {
        /// The case's number.
        case: i64,
        /// The day of the session.
        day: NaiveDate,
    },
    /// It is dated before the letter that submitted a case.
    BeforeSubmission {
        /// The case's number.
        case: i64,
        /// The letter's date.
        day: NaiveDate,
    },
    /// Who signs has no power to give an award.
    NoPower {
        /// The award's code.
        award: String,
    },
    /// A case's award is chosen from a list that the subject isn't on any more.
    LostBelow {
        /// The case's number.
        case: i64,
        /// The number of the case for the award below.
        other: i64,
        /// The code of that case's state.
        state: &'static str,
    },
    /// It departs from what was recommended, and doesn't say why.
    NoReason {
        /// How often.
        departures: usize,
    },
}

/// How often a decision departs from what was recommended, when it may be issued; `may_sign` tells whether who signs may
/// give an award.
///
/// # Errors
/// The first reason why it may not.
pub fn departures_of(issue: &Issue<'_>, may_sign: impl Fn(&str) -> bool) -> Result<usize, DecisionRefusal> {
    let Issue { issued_on, today, cases, left_out, has_reason } = *issue;
    if cases.is_empty() {
        return Err(DecisionRefusal::NoCases);
    }
    if issued_on > today {
        return Err(DecisionRefusal::Future { today });
    }
    for (at, case) in cases.iter().enumerate() {
        let number = case.number;
        if cases[..at].iter().any(|other| other.number == number) {
            return Err(DecisionRefusal::Twice(number));
        }
        let (state, is_submitted) = case.state;
        if !is_submitted {
            return Err(DecisionRefusal::NotSubmitted { case: number, state: state.to_owned() });
        }
        if let Some(day) = case.voted_on.filter(|day| issued_on < *day) {
            return Err(DecisionRefusal::BeforeVote { case: number, day });
        }
        if let Some(day) = case.submitted_on.filter(|day| issued_on < *day) {
            return Err(DecisionRefusal::BeforeSubmission { case: number, day });
        }
        if !may_sign(case.award) {
            return Err(DecisionRefusal::NoPower { award: case.award.to_owned() });
        }
        if let Below::Lost { other, state } = case.below {
            return Err(DecisionRefusal::LostBelow { case: number, other, state });
        }
    }
    let departs = |case: &&DecidedCase<'_>| case.departs || case.below == Below::GivenUp;
    let departures = cases.iter().filter(departs).count() + left_out;
    if departures > 0 && !has_reason {
        return Err(DecisionRefusal::NoReason { departures });
    }
    Ok(departures)
}

/// Why a day can't be the one on which something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayRefusal {
    /// It comes before what it must follow.
    Before {
        /// The day of that.
        day: NaiveDate,
    },
    /// It has yet to come.
    Future {
        /// The day of today.
        today: NaiveDate,
    },
}

/// Whether a day may be that of something that follows something else and is past.
///
/// # Errors
/// Why it may not.
pub fn follows(day: NaiveDate, earlier: Option<NaiveDate>, today: NaiveDate) -> Result<(), DayRefusal> {
    match earlier {
        _ if day > today => Err(DayRefusal::Future { today }),
        Some(earlier) if day < earlier => Err(DayRefusal::Before { day: earlier }),
        _ => Ok(()),
    }
}

/// Why an award is revoked (hủy bỏ, thu hồi).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevokeReason {
    /// What was declared isn't true.
    FalseDeclaration,
    /// The dossier was forged.
    ForgedDossier,
    /// A later verdict or disciplinary measure.
    LaterVerdict,
    /// Another reason, which the decision tells.
    Other,
}

impl RevokeReason {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::FalseDeclaration, Self::ForgedDossier, Self::LaterVerdict, Self::Other];

    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FalseDeclaration => "false_declaration",
            Self::ForgedDossier => "forged_dossier",
            Self::LaterVerdict => "later_verdict",
            Self::Other => "other",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn case(number: i64) -> DecidedCase<'static> {
        DecidedCase {
            number,
            award: "certificate",
            state: ("submitted", true),
            voted_on: Some(day("2021-06-10")),
            submitted_on: Some(day("2021-06-14")),
            departs: false,
            below: Below::Stands,
        }
    }

    fn issue<'a>(cases: &'a [DecidedCase<'a>]) -> Issue<'a> {
        Issue {
            issued_on: day("2021-06-15"),
            today: day("2021-06-20"),
            cases,
            left_out: 0,
            has_reason: false,
        }
    }

    #[test]
    fn a_decision_is_not_dated_before_its_vote_its_submission_or_after_today() {
        let cases = [case(1)];
        let on = |text: &str| departures_of(&Issue { issued_on: day(text), ..issue(&cases) }, |_| true);
        assert_eq!(on("2021-06-09"), Err(DecisionRefusal::BeforeVote { case: 1, day: day("2021-06-10") }));
        let early = DecisionRefusal::BeforeSubmission { case: 1, day: day("2021-06-14") };
        assert_eq!((on("2021-06-10"), on("2021-06-13")), (Err(early.clone()), Err(early)));
        assert_eq!((on("2021-06-14"), on("2021-06-20")), (Ok(0), Ok(0)));
        assert_eq!(on("2021-06-21"), Err(DecisionRefusal::Future { today: day("2021-06-20") }));
    }

    #[test]
    fn a_decision_has_cases_that_were_submitted_each_once() {
        assert_eq!(departures_of(&issue(&[]), |_| true), Err(DecisionRefusal::NoCases));
        assert_eq!(
            departures_of(&issue(&[case(1), case(2), case(1)]), |_| true),
            Err(DecisionRefusal::Twice(1))
        );
        let voted = DecidedCase { state: ("voted", false), ..case(2) };
        let refused = DecisionRefusal::NotSubmitted { case: 2, state: "voted".to_owned() };
        assert_eq!(departures_of(&issue(&[case(1), voted]), |_| true), Err(refused));
    }

    #[test]
    fn who_signs_needs_power_for_every_award() {
        let other = DecidedCase { award: "flag", ..case(2) };
        let refused = DecisionRefusal::NoPower { award: "flag".to_owned() };
        assert_eq!(departures_of(&issue(&[case(1), other]), |award| award == "certificate"), Err(refused));
    }

    #[test]
    fn departures_are_counted_and_need_a_reason() {
        let cases = [case(1), DecidedCase { departs: true, ..case(2) }];
        let departing = Issue { left_out: 2, ..issue(&cases) };
        assert_eq!(departures_of(&departing, |_| true), Err(DecisionRefusal::NoReason { departures: 3 }));
        assert_eq!(departures_of(&Issue { has_reason: true, ..departing }, |_| true), Ok(3));
    }

    #[test]
    fn who_left_the_list_below_is_not_chosen_from_it_and_who_was_withdrawn_from_it_only_for_a_reason() {
        let lost = DecidedCase { below: Below::Lost { other: 7, state: "revoked" }, ..case(2) };
        let refused = DecisionRefusal::LostBelow { case: 2, other: 7, state: "revoked" };
        let cases = [case(1), lost];
        let with_reason = Issue { has_reason: true, ..issue(&cases) };
        assert_eq!(departures_of(&with_reason, |_| true), Err(refused), "no reason is enough");
        let cases = [DecidedCase { below: Below::GivenUp, departs: true, ..case(1) }, case(2)];
        assert_eq!(
            departures_of(&issue(&cases), |_| true),
            Err(DecisionRefusal::NoReason { departures: 1 }),
            "one case departs once"
        );
        assert_eq!(departures_of(&Issue { has_reason: true, ..issue(&cases) }, |_| true), Ok(1));
    }

    #[test]
    fn what_follows_comes_on_the_same_day_at_the_earliest_and_today_at_the_latest() {
        let after = |text: &str| follows(day(text), Some(day("2021-06-15")), day("2021-06-20"));
        assert_eq!(after("2021-06-14"), Err(DayRefusal::Before { day: day("2021-06-15") }));
        assert_eq!((after("2021-06-15"), after("2021-06-20")), (Ok(()), Ok(())));
        assert_eq!(after("2021-06-21"), Err(DayRefusal::Future { today: day("2021-06-20") }));
        assert_eq!(follows(day("1990-01-01"), None, day("2021-06-20")), Ok(()));
    }

    #[test]
    fn reasons_are_known_by_their_codes() {
        for reason in RevokeReason::ALL {
            assert_eq!(RevokeReason::of_code(reason.code()), Some(reason));
        }
        assert_eq!(RevokeReason::of_code("none"), None);
    }
}

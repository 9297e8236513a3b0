//! The submission letter: before a council has voted, of whom the rankings recommend; after it, of whom the council voted for,
//! with the share of votes.

use rustc_hash::{FxHashMap, FxHashSet};

use super::actor::{Actor, Right};
use super::case::{CaseRow, INDIVIDUAL};
use super::frame::Frame;
use super::paper::Paper;
use super::paper_fields::PaperFields;
use super::paper_minutes::{ballots_of, is_member};
use super::paper_subject::{Naming, award_codes, award_name, people_of, person_of, subject_of};
use super::problem::{NOT_FOUND, Problem};
use super::service::Service;
use super::submission::letters_of;
use super::vote::rule_of;
use crate::contest::case::CaseState;
use crate::contest::result::Reason;
use crate::db::Engine;
use crate::db::case::cases_of;
use crate::db::council_session::{CouncilSessionRow, sessions_of};
use crate::db::submission::SubmissionRow;
use crate::db::vote::{ItemRow, items_of};
use crate::documents::paper::cited::CitedPlan;
use crate::documents::paper::filled::Filled;
use crate::documents::paper::honoured::{AwardGroup, Honoured, Subject};
use crate::documents::paper::seal::Standing;
use crate::documents::paper::submission::{Voted, submission, submission_of_voted};
use crate::text::Texts;

/// The states of cases that a council voted for and nothing has undone.
const VOTED: [CaseState; 4] =
    [CaseState::Voted, CaseState::Submitted, CaseState::Decided, CaseState::Awarded];

/// What a letter tells of votes.
struct Votes {
    /// The cases that the council voted for, of those that the actor may see.
    cases: Vec<CaseRow>,
    /// Whom the lists show.
    groups: Vec<AwardGroup>,
    /// The sessions.
    sessions: Vec<CouncilSessionRow>,
    /// The letter that is printed as it was entered.
    letter: Option<SubmissionRow>,
    plan: CitedPlan,
    is_extract: bool,
}

impl Service {
    pub(super) fn submission_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        fields: &PaperFields,
        (texts, filled): (&Texts, &Filled),
    ) -> Result<Paper, Problem> {
        // Who may see cases gets the letter after the votes; of whom a ranking recommends, by that ranking's number.
        let after_votes = fields.ranking.is_none() && actor.may(Right::ViewCases) && actor.reach.is_none();
        if after_votes || fields.letter.is_some() {
            let votes = self
                .read(actor, Right::ViewCases, |engine| self.votes(engine, actor, plan_id, fields.letter))?;
            if !votes.cases.is_empty() {
                let filled = &votes.letter.as_ref().map_or_else(|| filled.clone(), |row| headed(filled, row));
                let cases: Vec<&CaseRow> = votes.cases.iter().collect();
                let seal = self.seal_of_cases(actor, plan_id, Standing::OfCases, &cases)?;
                let told = Voted {
                    plan: votes.plan,
                    sessions: votes.sessions.iter().map(|row| (row.number, row.held_on)).collect(),
                    groups: votes.groups,
                    is_extract: votes.is_extract,
                };
                let plan = self.plan(actor, plan_id)?;
                return Ok(Paper { plan, document: submission_of_voted(&told, filled, &seal) });
            }
        }
        let source = self.source(actor, plan_id, fields.ranking)?;
        let seal = self.seal(actor, source.standing.clone(), source.stored())?;
        let persons = self.proposed_persons(actor, plan_id)?;
        let document =
            source.with_material(|material| submission(texts, (&material, &persons), filled, &seal));
        Ok(Paper { plan: source.plan, document })
    }

    fn votes(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plan_id: i64,
        letter: Option<i64>,
    ) -> Result<Votes, Problem> {
        let (_, frame) = self.framed(engine, plan_id)?;
        let mut cases = self.cases_at_hand(engine, actor, plan_id)?;
        let letter = match letter {
            Some(id) => {
                let mut letters = letters_of(engine, plan_id, &cases)?.into_iter();
                let letter = letters.find(|letter| letter.row.id == id && actor.reach.is_none());
                let letter = letter.ok_or_else(|| NOT_FOUND.with("what", format!("submission {id}")))?;
                cases.retain(|case| letter.cases.contains(&case.number));
                Some(letter.row)
            }
            None => {
                cases.retain(|case| VOTED.contains(&case.state_now()) && !case.held);
                None
            }
        };
        let mut sessions = sessions_of(engine, plan_id)?;
        let (mut items, mut held): (FxHashMap<i64, ItemRow>, FxHashSet<i64>) = Default::default();
        for session in &sessions {
            for item in items_of(engine, session.id)? {
                if item.reached == Some(true) && cases.iter().any(|case| case.id == item.case_id) {
                    held.insert(session.id);
                    items.insert(item.case_id, item);
                }
            }
        }
        sessions.retain(|session| held.contains(&session.id));
        let people = people_of(engine, &cases.iter().collect::<Vec<_>>())?;
        let one = |case: &CaseRow| Honoured {
            subject: subject_of(&frame, case, &people, Naming::For(actor)),
            prize: None,
            remark: items.get(&case.id).map_or_else(String::new, share_of),
        };
        let groups = grouped(&frame, &cases, one);
        let is_extract = match &frame.plan.process.council {
            Some(council) => is_member(engine, actor, council)?,
            None => false,
        };
        Ok(Votes { plan: CitedPlan::of(&frame.plan), cases, groups, sessions, letter, is_extract })
    }

    /// The persons that are proposed: those with cases that are on their way, or before there are any, those that the last
    /// ranking of persons recommends; only those whom the actor may see, with names only where it may see these.
    pub(super) fn proposed_persons(&self, actor: &Actor, plan_id: i64) -> Result<Vec<AwardGroup>, Problem> {
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            if frame.plan.individuals.is_none() {
                return Ok(Vec::new());
            }
            let hidden = self.hidden_cases(engine, actor, plan_id)?;
            let mut cases = cases_of(engine, plan_id)?;
            cases.retain(|case| case.subject == INDIVIDUAL);
            if cases.is_empty() {
                let mut found = self.recommended_individuals(engine, &plan)?;
                found.retain(|person| Reason::is_recommended_code(&person.reason));
                let groups = award_codes(&frame).into_iter().map(|code| {
                    let inside = found.iter().filter(|person| person.award == code);
                    let honoured = inside.filter_map(|person| {
                        let unit = frame.units.get(u32::try_from(person.row.unit).ok()?);
                        let told = person_of(&frame, unit.name(), &person.row, Naming::For(actor));
                        Some(Honoured { subject: Subject::Person(told), prize: None, remark: String::new() })
                    });
                    AwardGroup { award: award_name(&frame, &code), honoured: honoured.collect() }
                });
                return Ok(groups.filter(|group| !group.honoured.is_empty()).collect());
            }
            cases.retain(|case| !case.state_now().is_closed() && !case.held && !hidden.contains(&case.id));
            let people = people_of(engine, &cases.iter().collect::<Vec<_>>())?;
            let one = |case: &CaseRow| Honoured {
                subject: subject_of(&frame, case, &people, Naming::For(actor)),
                prize: None,
                remark: String::new(),
            };
            Ok(grouped(&frame, &cases, one))
        })
    }
}

/// What a person fills in, with number and date of the letter where it doesn't say others.
fn headed(filled: &Filled, letter: &SubmissionRow) -> Filled {
    let mut filled = filled.clone();
    if filled.number.is_empty() {
        filled.number.clone_from(&letter.number);
    }
    filled.date = filled.date.or(Some(letter.sent_on));
    filled
}

/// Cases by award in the plan's order, by number in each.
fn grouped(frame: &Frame, cases: &[CaseRow], one: impl Fn(&CaseRow) -> Honoured) -> Vec<AwardGroup> {
    let groups = award_codes(frame).into_iter().map(|code| {
        let inside = cases.iter().filter(|case| case.award == code);
        AwardGroup { award: award_name(frame, &code), honoured: inside.map(&one).collect() }
    });
    groups.filter(|group| !group.honoured.is_empty()).collect()
}

/// The share of votes in favour.
fn share_of(item: &ItemRow) -> String {
    let (Some(ballots), Some(rule)) = (ballots_of(item), rule_of(item)) else { return String::new() };
    ballots.share(rule.of)
}

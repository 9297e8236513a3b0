//! Cases are opened for those whom a stored ranking recommends, and for those who tie at the border of a quota.

use rustc_hash::FxHashSet;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::awarded::Wanted;
use super::border::{Border, group_of_nomination, group_of_unit};
use super::case::{COLLECTIVE, INDIVIDUAL, Whom, reject_reasons};
use super::case_step::CaseRecord;
use super::frame::Frame;
use super::nomination_ranking::RecommendedPerson;
use super::plan::{PlanRow, PlanState, demand_state};
use super::problem::{FIELD_REFUSED, NOT_FOUND, PLAN_BLOCKED, Problem};
use super::service::{Change, Service};
use crate::contest::case::{CaseState, RejectReason};
use crate::contest::plan::Plan;
use crate::contest::result::Reason;
use crate::db::Engine;
use crate::db::case::{CaseRow, cases_of, insert_cases, next_case};
use crate::documents::stored::StoredRanking;

/// What came of opening cases.
#[derive(Debug, Clone, Default)]
pub struct Opened {
    /// The cases opened now.
    pub cases: Vec<CaseRow>,
    /// How many recommended subjects had a case already.
    pub there: usize,
    /// How many wait for a tie at another border or award, and get a case once that is settled.
    pub waiting: usize,
    /// How many hold an award for the same achievement already, and get no case.
    pub awarded: usize,
}

/// A case to be opened.
#[derive(Debug, Clone)]
struct NewCase {
    subject: &'static str,
    /// The unit's position.
    unit: u32,
    nomination_id: Option<i64>,
    /// The code of the award.
    award: String,
    /// The number of the stored ranking.
    snapshot: i64,
    /// The place there.
    place: Option<u32>,
    /// The reason's code there.
    reason: String,
    /// The border at which it ties.
    border: Option<Border>,
}

/// What tells cases apart: the award and whom they are about.
type Key<'a> = (&'a str, Whom);

fn key(case: &CaseRow) -> Key<'_> {
    (&case.award, case.whom())
}

/// Why a ranking wants a case, if it does.
enum Why {
    Recommended,
    Tie,
    Waits,
}

fn why(reason: &str) -> Option<Why> {
    match reason {
        "tie_to_settle" => Some(Why::Tie),
        "waits_for_tie" | "waits_for_award" => Some(Why::Waits),
        _ => Reason::is_recommended_code(reason).then_some(Why::Recommended),
    }
}

/// The cases that a stored ranking of units asks for, and how many wait for a tie elsewhere.
fn collectives(
    frame: &Frame,
    ranking: &StoredRanking,
    number: i64,
    awards: &[&str],
) -> (Vec<NewCase>, usize) {
    let (mut new, mut waiting) = (Vec::new(), 0);
    for award in awards {
        for (_, unit) in ranking.units() {
            let Some(told) = unit.awards.get(*award) else { continue };
            let text = |name: &str| told[name].as_str().unwrap_or("");
            let (Some(why), Some(position)) = (why(text("reason")), frame.unit(&unit.code)) else { continue };
            if matches!(why, Why::Waits) {
                waiting += 1;
                continue;
            }
            let border = || {
                let per = text("reason_detail");
                ((*award).to_owned(), per.to_owned(), group_of_unit(frame, per, unit))
            };
            new.push(NewCase {
                subject: COLLECTIVE,
                unit: position,
                nomination_id: None,
                award: (*award).to_owned(),
                snapshot: number,
                place: (!unit.is_unranked()).then_some(unit.rank),
                reason: text("reason").to_owned(),
                border: matches!(why, Why::Tie).then(border),
            });
        }
    }
    (new, waiting)
}

/// The cases that a stored ranking of persons asks for, and how many wait for a tie elsewhere.
fn individuals(frame: &Frame, persons: &[RecommendedPerson], awards: &[&str]) -> (Vec<NewCase>, usize) {
    let (mut new, mut waiting) = (Vec::new(), 0);
    for person in persons.iter().filter(|person| awards.contains(&person.award.as_str())) {
        let Some(why) = why(&person.reason) else { continue };
        if matches!(why, Why::Waits) {
            waiting += 1;
            continue;
        }
        let row = &person.row;
        let border = || {
            let per = &person.reason_detail;
            (person.award.clone(), per.clone(), group_of_nomination(frame, per, (row, &person.cluster)))
        };
        let Ok(unit) = u32::try_from(row.unit) else { continue };
        new.push(NewCase {
            subject: INDIVIDUAL,
            unit,
            nomination_id: Some(row.id),
            award: person.award.clone(),
            snapshot: person.ranking,
            place: person.place,
            reason: person.reason.clone(),
            border: matches!(why, Why::Tie).then(border),
        });
    }
    (new, waiting)
}

/// The codes of the awards that are wanted; all where none is named.
fn wanted_awards<'p>(plan: &'p Plan, awards: &[String]) -> Result<Vec<&'p str>, Problem> {
    let known: Vec<&str> = plan.award_codes().collect();
    if awards.iter().any(|code| !known.contains(&code.as_str())) {
        return Err(FIELD_REFUSED.with("field", "awards").with("expected", known.join(", ")));
    }
    let wanted = |code: &&str| awards.is_empty() || awards.iter().any(|award| award == code);
    Ok(known.into_iter().filter(wanted).collect())
}

impl Service {
    /// Opens a case for each subject that the stored rankings, of units and of persons, recommend for some awards, or that ties at
    /// the border of their quotas and waits for the council. Subjects that have one already are left alone; so are those
    /// that hold an award for the same achievement, that the council declined, or whose award was revoked; and those with a case
    /// from which the actor is recused.
    ///
    /// # Errors
    /// When the actor may not, an award is unknown, no ranking is stored, or a stored one isn't what stands now; and those
    /// of the database.
    pub fn open_cases(&self, actor: &Actor, plan_id: i64, awards: &[String]) -> Result<Opened, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, &[PlanState::Ranked, PlanState::Finalised])?;
            let wanted = wanted_awards(&frame.plan, awards)?;
            self.demand_fresh(change.engine, (&plan, &frame), &wanted)?;
            let published = self.published_in(change.engine, actor, &plan)?;
            let published = published.ok_or_else(|| NOT_FOUND.with("what", "snapshot"))?;
            let (mut new, mut waiting) =
                collectives(&frame, &published.ranking, published.row.number, &wanted);
            if frame.plan.individuals.is_some() {
                let persons = self.recommended_individuals(change.engine, &plan)?;
                let (of_persons, wait) = individuals(&frame, &persons, &wanted);
                new.extend(of_persons);
                waiting += wait;
            }
            let opened = self.open(change, (&plan, &frame), new)?;
            Ok(Opened { waiting, ..opened })
        })
    }

    /// Refuses what rests on stored rankings that aren't what stands now: of units, and, where persons' awards are wanted, of
    /// persons.
    pub(super) fn demand_fresh(
        &self,
        engine: &mut Engine,
        (plan, frame): (&PlanRow, &Frame),
        wanted: &[&str],
    ) -> Result<(), Problem> {
        if self.is_ranking_stale(engine, plan)? {
            return Err(PLAN_BLOCKED.with("blockers", "ranking_stale"));
        }
        let of_persons = frame.plan.individuals.iter().flat_map(|part| &part.plan.awards);
        let wants_persons = of_persons.into_iter().any(|award| wanted.contains(&award.code.as_str()));
        if wants_persons && self.is_person_ranking_stale(engine, plan)? {
            return Err(PLAN_BLOCKED.with("blockers", "person_ranking_stale"));
        }
        Ok(())
    }

    /// Opens the cases that aren't there yet.
    fn open(
        &self,
        change: &mut Change<'_>,
        (plan, frame): (&PlanRow, &Frame),
        new: Vec<NewCase>,
    ) -> Result<Opened, Problem> {
        let there = cases_of(change.engine, plan.id)?;
        let mut opened = Opened::default();
        // Who ties at a border where others tied before joins their tie, for they all share its seats; other ties get
        // numbers of their own.
        let mut last = there.iter().filter_map(|row| row.border).max().unwrap_or(0);
        let mut ties = self.ties_there(change.engine, (plan, frame), &there)?;
        let standing = there.iter().filter(|row| !row.state_now().is_closed());
        let standing: FxHashSet<Key<'_>> = standing.map(key).collect();
        let settled = settled(change, (plan.id, &there))?;
        // Whether a case that the actor mustn't see has ended, so that it would be opened anew, isn't told; others open it.
        let hidden = self.hidden_cases(change.engine, change.actor, plan.id)?;
        let hidden = there.iter().filter(|row| hidden.contains(&row.id));
        let hidden: FxHashSet<Key<'_>> = hidden.map(key).collect();
        let (first_id, first) = next_case(change.engine, plan.id)?;
        for one in new {
            let key = (one.award.as_str(), Whom::of(one.nomination_id, i64::from(one.unit)));
            if hidden.contains(&key) {
                continue;
            }
            if standing.contains(&key) || settled.contains(&key) {
                opened.there += 1;
                continue;
            }
            let unit = frame.units.get(one.unit).code();
            let who = Wanted { unit, nomination_id: one.nomination_id, award: &one.award };
            if self.already_awarded(change.engine, (plan.id, frame), who)?.is_some() {
                opened.awarded += 1;
                continue;
            }
            let border = one.border.clone().map(|border| {
                *ties.entry(border).or_insert_with(|| {
                    last += 1;
                    last
                })
            });
            let more = i64::try_from(opened.cases.len()).unwrap_or(i64::MAX);
            opened.cases.push(row_of(change, plan, (first_id + more, first + more), (one, border)));
        }
        insert_cases(change.engine, &opened.cases)?;
        let entries = opened.cases.iter().map(|row| {
            let entry = Entry::new("case.open", format!("case:{}", row.id)).of_plan(plan.id);
            entry.after(&CaseRecord::of(row, None, None))
        });
        change.record_all(entries.collect())?;
        Ok(opened)
    }
}

/// What the council declined, or whose award was revoked: that is final, no later ranking brings it up again. What was
/// rejected or withdrawn otherwise may be mended and opened anew.
fn settled<'a>(
    change: &mut Change<'_>,
    (plan_id, there): (i64, &'a [CaseRow]),
) -> Result<FxHashSet<Key<'a>>, Problem> {
    let reasons = reject_reasons(change.engine, plan_id)?;
    let by_council = [RejectReason::NotVoted.code(), RejectReason::NoSeat.code()];
    let mut settled = FxHashSet::default();
    for row in there {
        let is_settled = match row.state_now() {
            CaseState::Revoked => true,
            CaseState::Rejected => {
                reasons.get(&row.id).is_some_and(|reason| by_council.contains(&reason.as_str()))
            }
            _ => false,
        };
        if is_settled {
            settled.insert(key(row));
        }
    }
    Ok(settled)
}

fn row_of(
    change: &Change<'_>,
    plan: &PlanRow,
    (id, number): (i64, i64),
    (new, border): (NewCase, Option<i64>),
) -> CaseRow {
    CaseRow {
        id,
        plan_id: plan.id,
        number,
        subject: new.subject.to_owned(),
        unit: i64::from(new.unit),
        nomination_id: new.nomination_id,
        award: new.award,
        state: CaseState::Recommended.code().to_owned(),
        held: false,
        border,
        snapshot: new.snapshot,
        place: new.place.map(i64::from),
        reason: new.reason,
        since: change.now,
        change: 1,
        made_by: change.actor.label.clone(),
        made_at: change.now,
    }
}

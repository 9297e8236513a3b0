//! The ranking of nominated persons: as it stands, and stored with what it was made from. It names persons by number alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;
use serde::Serialize;

pub use crate::db::nomination::NominationRankingRow;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::live::Basis;
use super::nomination::{NominationRow, NominationState, code_of, individuals, number_of, state_of};
use super::nomination_contest::{PersonContest, person_contest, person_inputs};
use super::plan::{PlanRow, PlanState, demand_state, known_plan, state_of as plan_state};
use super::problem::{INTERNAL, NOT_FOUND, PLAN_BLOCKED, Problem};
use super::ranking::LiveRanking;
use super::service::{Service, sha256};
use super::snapshot::whole_result;
use super::stored_ranking::KeptPersons;
use crate::contest::composition::Composition;
use crate::contest::explain::explain;
use crate::contest::plan::Individuals;
use crate::contest::result::Reason;
use crate::contest::words::Language;
use crate::db::Engine;
use crate::db::nomination::{
    insert_nomination_ranking, last_nomination_ranking, next_nomination_ranking, nomination_changes_of,
    nomination_rankings_of, nominations_of,
};
use crate::db::snapshot::{current_snapshot_id, snapshot_in_state};
use crate::documents::explanation::explanation_text;
use crate::documents::stored::StoredRanking;
use crate::text::Texts;

/// The ranking of persons as it stands now.
#[derive(Debug)]
pub struct PersonRanking {
    /// The plan with its units.
    pub frame: Arc<Frame>,
    /// The accepted nominations, by number.
    pub rows: Vec<NominationRow>,
    /// The ranking: a person is a unit of it, whose code says the number of the nomination.
    pub ranking: Arc<LiveRanking>,
    /// The result hash of the stored ranking of units that the plan's condition was taken from; `None`: from what stands now,
    /// or there is no condition.
    pub units: Option<String>,
    /// The ids of nominations that are kept from who asks, since it has an interest in their cases.
    hidden: FxHashSet<i64>,
}

impl PersonRanking {
    /// What the plan says of persons.
    pub fn individuals(&self) -> &Individuals {
        self.frame.plan.individuals.as_deref().expect("persons are ranked by plans with a part about them")
    }

    /// The nomination that a code of the ranking means; `None` where it is kept from who asks.
    pub fn row(&self, code: &str) -> Option<&NominationRow> {
        let number = number_of(code)?;
        let found = self.rows.binary_search_by_key(&number, |row| row.number).ok().map(|at| &self.rows[at]);
        found.filter(|row| !self.hidden.contains(&row.id))
    }

    /// The composition of every award: of those nominated for it, leaders and others, by kind.
    pub fn compositions(&self) -> Vec<Composition> {
        let part = self.individuals();
        let scored = &self.ranking.scored;
        let awards = 0..part.plan.awards.len();
        let mut all: Vec<Composition> = awards.map(|award| Composition::empty(award, part)).collect();
        for (participant, score) in scored.scores.units.iter().enumerate() {
            let unit = self.ranking.frame.units.get(score.unit);
            let (Some(row), Some(kind)) = (self.row(unit.code()), unit.subject) else { continue };
            for composition in &mut all {
                let of_kind = &mut composition.kinds[usize::from(kind)];
                let result = &scored.recommendation.awards[composition.award];
                of_kind.accepted += u32::from(part.plan.awards[composition.award].code == row.award);
                of_kind.recommended += u32::from(result.reasons[participant].is_recommended());
            }
        }
        all
    }

    /// What the ranking is made from, as text.
    fn inputs(&self) -> String {
        person_inputs(self.units.as_deref(), &self.ranking.frame, &self.ranking.live)
    }
}

/// A person that the stored ranking recommends for an award, or leaves to a council.
#[derive(Debug, Clone)]
pub struct RecommendedPerson {
    /// The nomination.
    pub row: NominationRow,
    /// The code of the award.
    pub award: String,
    /// The reason's code.
    pub reason: String,
    /// What the reason refers to; empty when nothing.
    pub reason_detail: String,
    /// The place in the cluster; `None` where people are shown none.
    pub place: Option<u32>,
    /// The code of the cluster.
    pub cluster: String,
    /// The number of the stored ranking of persons.
    pub ranking: i64,
}

/// What the audit log keeps of a stored ranking of persons.
#[derive(Serialize)]
struct RankingRecord<'a> {
    number: i64,
    input_hash: &'a str,
    result_hash: &'a str,
}

/// How a person came out, in both languages.
#[derive(Debug, Clone)]
pub struct PersonExplanation {
    /// In Vietnamese.
    pub text_vi: String,
    /// In English.
    pub text_en: String,
}

impl Service {
    /// The ranking of persons as it stands now.
    ///
    /// # Errors
    /// When the actor may not see all cases, there is no such plan, or it has no part about persons; and those of the database.
    pub fn person_ranking(&self, actor: &Actor, plan_id: i64) -> Result<PersonRanking, Problem> {
        self.demand_everyone(actor)?;
        self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            individuals(&frame.plan)?;
            let hidden = self.hidden_nominations(engine, actor, plan_id)?;
            let KeptPersons { ranking, units, .. } = self.persons_kept(engine, &row)?;
            let mut rows = nominations_of(engine, plan_id)?;
            rows.retain(|row| state_of(row) == NominationState::Accepted);
            Ok(PersonRanking { frame, rows, ranking, units, hidden })
        })
    }

    /// Refuses who doesn't see the persons of all units.
    ///
    /// # Errors
    /// When the actor sees no cases, or reaches but some units; and those of the database.
    pub fn demand_everyone(&self, actor: &Actor) -> Result<(), Problem> {
        self.demand(actor, Right::ViewCases)?;
        if actor.reach.is_none() { Ok(()) } else { self.demand(actor, Right::ManageCases) }
    }

    /// The ranking of persons for who looks at it: made anew only once something has changed that it was made from.
    fn persons_kept(&self, engine: &mut Engine, row: &PlanRow) -> Result<KeptPersons, Problem> {
        let changes = nomination_changes_of(engine, row.id)?.into_iter().sum();
        let key = (row.change, current_snapshot_id(engine, row.id)?, changes);
        if let Some(kept) = self.stored.persons(row.id, key) {
            return Ok(kept);
        }
        let PersonRanking { ranking, units, .. } = self.persons_ranked(engine, row.clone())?;
        let persons = KeptPersons { key, ranking, units };
        self.stored.keep_persons(row.id, persons.clone());
        Ok(persons)
    }

    /// The ranking of persons, in a transaction that is there.
    pub(super) fn persons_ranked(&self, engine: &mut Engine, row: PlanRow) -> Result<PersonRanking, Problem> {
        let frame = self.live.frame(engine, &row)?;
        let part = individuals(&frame.plan)?;
        let mut rows = nominations_of(engine, row.id)?;
        rows.retain(|row| state_of(row) == NominationState::Accepted);
        let (units, hash) = match part.unit {
            Some(_) => {
                let (units, hash) = self.units_ranked(engine, &row, &frame)?;
                (Some(units), hash)
            }
            None => (None, None),
        };
        let PersonContest { frame: persons, live } =
            person_contest(&frame, &rows, units.as_deref().map(|units| &units.scored))?;
        let scored = self.score(&live.contest(&persons, None));
        let ranking =
            LiveRanking::new(row, (Arc::new(persons), Arc::new(live)), (Basis::Accepted, None), scored);
        let ranking = Arc::new(ranking);
        Ok(PersonRanking { frame, rows, ranking, units: hash, hidden: FxHashSet::default() })
    }

    /// How the units came out: by the stored ranking once there is one, else by what stands now.
    fn units_ranked(
        &self,
        engine: &mut Engine,
        row: &PlanRow,
        frame: &Arc<Frame>,
    ) -> Result<(Arc<LiveRanking>, Option<String>), Problem> {
        let is_ranked = matches!(plan_state(row), PlanState::Ranked | PlanState::Finalised);
        let basis = if is_ranked { Basis::Accepted } else { Basis::Submitted };
        let current = if is_ranked { snapshot_in_state(engine, row.id, "current")? } else { None };
        let as_of = current.as_ref().and_then(|current| current.as_of);
        let live = self.live.reports(engine, row, frame, basis)?;
        let ranking = self.scored(row.clone(), (Arc::clone(frame), live), basis, as_of);
        Ok((ranking, current.map(|current| current.result_hash)))
    }

    /// Stores the ranking of persons. Where nothing has changed since the last one, that stays.
    ///
    /// # Errors
    /// When the actor may not, the units' ranking isn't stored or isn't any more what it was made from; and those of the
    /// database.
    pub fn store_person_ranking(&self, actor: &Actor, plan_id: i64) -> Result<NominationRankingRow, Problem> {
        self.change(actor, Right::ManageCases, |change| {
            let plan = known_plan(change.engine, plan_id)?;
            let frame = self.live.frame(change.engine, &plan)?;
            let part = individuals(&frame.plan)?;
            demand_state(&plan, &[PlanState::Ranked, PlanState::Finalised])?;
            if part.unit.is_some() && self.is_ranking_stale(change.engine, &plan)? {
                return Err(PLAN_BLOCKED.with("blockers", "ranking_stale"));
            }
            let persons = self.persons_ranked(change.engine, plan)?;
            let inputs = persons.inputs();
            let last = last_nomination_ranking(change.engine, plan_id)?;
            if let Some(last) = last.filter(|last| last.inputs == inputs) {
                return Ok(last);
            }
            let [json, _] = whole_result(persons.ranking.contest(), &persons.ranking.scored, 1);
            let (id, number) = next_nomination_ranking(change.engine, plan_id)?;
            let row = NominationRankingRow {
                id,
                plan_id,
                number,
                input_hash: sha256(inputs.as_bytes()),
                inputs,
                result_hash: sha256(json.as_bytes()),
                result: json,
                made_by: actor.label.clone(),
                made_at: change.now,
            };
            insert_nomination_ranking(change.engine, &row)?;
            let entry = Entry::new("nomination.rank", format!("nomination_ranking:{id}")).of_plan(plan_id);
            let told = RankingRecord { number, input_hash: &row.input_hash, result_hash: &row.result_hash };
            change.record(entry.after(&told))?;
            Ok(row)
        })
    }

    /// Whether the last stored ranking of persons isn't what would be stored now; also when there is none though somebody's
    /// nomination is accepted.
    pub(super) fn is_person_ranking_stale(
        &self,
        engine: &mut Engine,
        plan: &PlanRow,
    ) -> Result<bool, Problem> {
        let KeptPersons { ranking, units, .. } = self.persons_kept(engine, plan)?;
        Ok(match last_nomination_ranking(engine, plan.id)? {
            None => !ranking.scored.scores.units.is_empty(),
            Some(last) => last.inputs != person_inputs(units.as_deref(), &ranking.frame, &ranking.live),
        })
    }

    /// The stored rankings of persons of a plan, by number.
    ///
    /// # Errors
    /// When the actor may not; and those of the database.
    pub fn person_rankings(&self, actor: &Actor, plan_id: i64) -> Result<Vec<NominationRankingRow>, Problem> {
        self.demand_everyone(actor)?;
        self.read(actor, Right::View, |engine| {
            known_plan(engine, plan_id)?;
            // A stored ranking is whole: who mustn't see a part of it sees none.
            if !self.hidden_nominations(engine, actor, plan_id)?.is_empty() {
                return Ok(Vec::new());
            }
            Ok(nomination_rankings_of(engine, plan_id)?)
        })
    }

    /// How an accepted person came out, for who may see the nomination; `None` while it isn't accepted.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none; and those of the database.
    pub fn explain_person(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: i64,
    ) -> Result<Option<PersonExplanation>, Problem> {
        self.demand_persons(actor)?;
        let persons = self.read(actor, Right::View, |engine| {
            let (row, frame) = self.framed(engine, plan_id)?;
            individuals(&frame.plan)?;
            let nomination = self.seen_nomination(engine, actor, (&frame, plan_id), number)?;
            if state_of(&nomination) != NominationState::Accepted {
                return Ok(None);
            }
            self.persons_kept(engine, &row).map(Some)
        })?;
        let Some(KeptPersons { ranking, .. }) = persons else { return Ok(None) };
        let unit = ranking.frame.unit(&code_of(number)).ok_or(&INTERNAL)?;
        let participant = (0_u32..).zip(&ranking.scored.scores.units).find(|(_, score)| score.unit == unit);
        let (participant, _) = participant.ok_or(&INTERNAL)?;
        let (text_vi, text_en) = ranking.with_plain_document(|document| {
            let mut explanation = explain(&document.contest, document.scored, participant);
            // How far the neighbours are is theirs as much as the person's own.
            explanation.fragility = explanation.fragility.filter(|_| actor.may(Right::ViewRanking));
            let text = |language| explanation_text(&Texts::new(language), document, &explanation);
            (text(Language::Vietnamese), text(Language::English))
        });
        Ok(Some(PersonExplanation { text_vi, text_en }))
    }

    /// Those whom the last stored ranking of persons recommends, award by award, and those whom it leaves to a council: who ties
    /// at the border of a quota, or waits for that. Who was withdrawn or returned since isn't among them.
    ///
    /// # Errors
    /// Those of the database.
    pub fn recommended_individuals(
        &self,
        engine: &mut Engine,
        plan: &PlanRow,
    ) -> Result<Vec<RecommendedPerson>, Problem> {
        let Some(last) = last_nomination_ranking(engine, plan.id)? else { return Ok(Vec::new()) };
        let frame = self.live.frame(engine, plan)?;
        let part = individuals(&frame.plan)?;
        let ranking = read_persons(&last)?;
        let rows = nominations_of(engine, plan.id)?;
        let accepted = rows.into_iter().filter(|row| state_of(row) == NominationState::Accepted);
        let rows: BTreeMap<String, NominationRow> = accepted.map(|row| (code_of(row.number), row)).collect();
        let mut found = Vec::new();
        for award in &part.plan.awards {
            for (_, person) in ranking.units() {
                let (Some(row), Some(told)) = (rows.get(&person.code), person.awards.get(&award.code)) else {
                    continue;
                };
                let text = |name: &str| told[name].as_str().unwrap_or("").to_owned();
                let reason = text("reason");
                let is_open =
                    ["tie_to_settle", "waits_for_tie", "waits_for_award"].contains(&reason.as_str());
                if !is_open && !Reason::is_recommended_code(&reason) {
                    continue;
                }
                found.push(RecommendedPerson {
                    row: row.clone(),
                    award: award.code.clone(),
                    reason,
                    reason_detail: text("reason_detail"),
                    place: (!person.is_unranked()).then_some(person.rank),
                    cluster: person.cluster.clone(),
                    ranking: last.number,
                });
            }
        }
        Ok(found)
    }

    /// Those recommended by the last stored ranking of persons, as anybody may see them: by number, kind, unit and award, without
    /// anything else that says who they are. Before the plan is finalised only who may see rankings is told.
    ///
    /// # Errors
    /// When the actor may not, or nothing is stored; and those of the database.
    pub fn redacted_individuals(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(Arc<Frame>, Vec<RecommendedPerson>), Problem> {
        let plan = self.plan(actor, plan_id)?;
        if plan_state(&plan) != PlanState::Finalised {
            self.demand(actor, Right::ViewRanking)?;
        }
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            individuals(&frame.plan)?;
            if last_nomination_ranking(engine, plan_id)?.is_none() {
                return Err(NOT_FOUND.with("what", "nomination_ranking"));
            }
            let hidden = self.hidden_nominations(engine, actor, plan_id)?;
            let mut found = self.recommended_individuals(engine, &plan)?;
            found.retain(|person| !hidden.contains(&person.row.id));
            for person in &mut found {
                redact(&mut person.row);
            }
            Ok((frame, found))
        })
    }
}

/// A stored ranking of persons read back.
pub(super) fn read_persons(row: &NominationRankingRow) -> Result<StoredRanking, Problem> {
    StoredRanking::read(&row.result).map_err(|error| {
        tracing::error!(ranking = row.id, %error, "a stored ranking of persons can't be read");
        Problem::from(&INTERNAL)
    })
}

/// Takes away what says who a person is, before a row leaves for those who may not know.
fn redact(row: &mut NominationRow) {
    row.name = String::new();
    row.folded = String::new();
    row.birth_year = None;
    row.position = String::new();
    row.summary = String::new();
    row.figures = String::new();
    row.decision_note = None;
    row.apart_reason = None;
}

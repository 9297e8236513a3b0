//! Everything that is kept about a nominated person, told whole to who manages cases: also what became of its cases, to the last
//! revocation. Of a vote it tells the counts, never who voted how; of an objection what it says, never who sent it.

use rustc_hash::FxHashSet;
use serde_json::{Map, Value as Json, json};

use super::actor::{Actor, Right};
use super::audit::{Entry, written};
use super::case::CaseRow;
use super::decision::{AwardRow, DecisionRow};
use super::frame::Frame;
use super::nomination::{NominationRow, code_of, figures_of, individuals};
use super::nomination_ranking::read_persons;
use super::problem::Problem;
use super::service::Service;
use crate::contest::plan::Individuals;
use crate::db::Engine;
use crate::db::award::awards_of_cases;
use crate::db::case::{cases_of_nomination, steps_of};
use crate::db::council::recusals_in;
use crate::db::council_session::sessions_of;
use crate::db::decision::{changes_of_award, decision_by_id};
use crate::db::dossier::files_of_nomination;
use crate::db::nomination::nomination_rankings_of;
use crate::db::publicity::{objections_of, publicities_of, publicity_cases_of};
use crate::db::submission::{submissions_of, submitted_cases_of};
use crate::db::vote::items_of_case;

impl Service {
    /// Everything that is kept about a person, as JSON. Who asked for it is noted; what was told isn't.
    ///
    /// # Errors
    /// When the actor may not, or there is no such nomination; and those of the database.
    pub fn export_person(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Json, Problem> {
        let told = self.read(actor, Right::ManageCases, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            let part = individuals(&frame.plan)?;
            let row = self.seen_nomination(engine, actor, (&frame, plan_id), number)?;
            let mut cases = Vec::new();
            for case in cases_of_nomination(engine, plan_id, row.id)? {
                cases.push(case_json(engine, &case)?);
            }
            let files = files_json(engine, row.id)?;
            let rankings = rankings_json(engine, plan_id, number)?;
            Ok(person_json(&frame, part, &plan.code, &row, [files, cases, rankings]))
        })?;
        self.note(actor, Entry::new("nomination.export", code_of(number)).of_plan(plan_id))?;
        Ok(told)
    }
}

fn files_json(engine: &mut Engine, nomination_id: i64) -> Result<Vec<Json>, Problem> {
    let files = files_of_nomination(engine, nomination_id)?;
    let files = files.iter().map(|file| {
        json!({
            "part": file.part, "file_name": file.file_name, "media_type": file.media_type,
            "size": file.size, "sha256": file.sha256, "state": file.state,
            "made_by": file.made_by, "made_at": written(file.made_at),
            "removed_by": file.removed_by, "removed_at": file.removed_at.map(written),
            "remove_reason": file.remove_reason,
        })
    });
    Ok(files.collect())
}

fn rankings_json(engine: &mut Engine, plan_id: i64, number: i64) -> Result<Vec<Json>, Problem> {
    let mut rankings = Vec::new();
    for stored in nomination_rankings_of(engine, plan_id)? {
        let ranking = read_persons(&stored)?;
        let code = code_of(number);
        let line = ranking.units().find(|(_, person)| person.code == code);
        rankings.extend(line.map(
            |(_, person)| json!({ "number": stored.number, "rank": person.rank, "awards": person.awards }),
        ));
    }
    Ok(rankings)
}

/// A case with everything that came of it.
fn case_json(engine: &mut Engine, case: &CaseRow) -> Result<Json, Problem> {
    let steps = steps_of(engine, case.id)?;
    let steps = steps.iter().map(|step| {
        json!({
            "number": step.number, "action": step.action, "state": step.to_state,
            "reason": step.reason, "note": step.note,
            "made_by": step.made_by, "made_at": written(step.made_at),
        })
    });
    let steps: Vec<Json> = steps.collect();
    let (publicities, objections) = publicities_json(engine, case)?;
    let (votes, recusals) = council_json(engine, case)?;
    Ok(json!({
        "number": case.number, "award": case.award, "state": case.state, "held": case.held,
        "ranking": case.snapshot, "place": case.place, "reason": case.reason, "tie": case.border,
        "made_by": case.made_by, "made_at": written(case.made_at),
        "steps": steps,
        "publicities": publicities,
        "objections": objections,
        "votes": votes,
        "recusals": recusals,
        "submissions": submissions_json(engine, case)?,
        "awards": awards_json(engine, case)?,
    }))
}

/// The lists that a case was on, and the objections to it. Who sent one is another person, and isn't told.
fn publicities_json(engine: &mut Engine, case: &CaseRow) -> Result<(Vec<Json>, Vec<Json>), Problem> {
    let on_lists = publicity_cases_of(engine, case.plan_id)?.into_iter();
    let own: FxHashSet<i64> =
        on_lists.filter(|row| row.case_id == case.id).map(|row| row.publicity_id).collect();
    let mut lists = publicities_of(engine, case.plan_id)?;
    lists.retain(|list| own.contains(&list.id));
    let objections = objections_of(engine, case.plan_id)?.into_iter();
    let objections = objections.filter(|objection| objection.case_id == case.id).map(|objection| {
        let list = lists.iter().find(|list| list.id == objection.publicity_id).map(|list| list.number);
        json!({
            "publicity": list, "received_on": objection.received_on, "content": objection.content,
            "made_by": objection.made_by, "made_at": written(objection.made_at),
            "settlement": objection.settlement, "settled_on": objection.settled_on,
            "settle_note": objection.settle_note, "settled_by": objection.settled_by,
        })
    });
    let objections = objections.collect();
    let lists = lists.iter().map(|list| {
        json!({
            "number": list.number, "starts_on": list.starts_on, "ends_on": list.ends_on,
            "state": list.state, "note": list.note,
        })
    });
    Ok((lists.collect(), objections))
}

/// How votes on a case were counted, and the interests in it that members declared, without their names.
fn council_json(engine: &mut Engine, case: &CaseRow) -> Result<(Vec<Json>, Vec<Json>), Problem> {
    let sessions = sessions_of(engine, case.plan_id)?;
    let session = |id: i64| sessions.iter().find(|session| session.id == id);
    let number = |id: i64| session(id).map(|session| session.number);
    let day = |id: i64| session(id).map(|session| session.held_on);
    let items = items_of_case(engine, case.id)?;
    // Before a vote is closed nothing of it is told to anybody.
    let votes = items.iter().filter(|item| item.closed_at.is_some()).map(|item| {
        json!({
            "session": number(item.session_id), "held_on": day(item.session_id), "item": item.number,
            "round": item.round, "state": item.state, "members": item.members, "recused": item.recused,
            "present": item.present, "in_writing": item.in_writing, "cast": item.cast_votes,
            "in_favour": item.votes_for, "against": item.votes_against, "blank": item.votes_blank,
            "base": item.base, "required": item.required, "reached": item.reached, "result": item.result,
        })
    });
    let declared = recusals_in(engine, case.id)?;
    let recusals = declared.iter().map(|recusal| {
        json!({
            "session": number(recusal.session_id), "held_on": day(recusal.session_id),
            "reason": recusal.reason, "made_at": written(recusal.made_at),
        })
    });
    Ok((votes.collect(), recusals.collect()))
}

/// The letters that submitted a case.
fn submissions_json(engine: &mut Engine, case: &CaseRow) -> Result<Vec<Json>, Problem> {
    let lines = submitted_cases_of(engine, case.plan_id)?.into_iter();
    let own: FxHashSet<i64> =
        lines.filter(|line| line.case_id == case.id).map(|line| line.submission_id).collect();
    let letters = submissions_of(engine, case.plan_id)?.into_iter();
    let letters = letters.filter(|letter| own.contains(&letter.id));
    Ok(letters
        .map(|letter| json!({ "number": letter.number, "sent_on": letter.sent_on, "note": letter.note }))
        .collect())
}

/// The awards that a case was given, with the decisions that gave, changed and revoked them.
fn awards_json(engine: &mut Engine, case: &CaseRow) -> Result<Vec<Json>, Problem> {
    let mut told = Vec::new();
    for award in awards_of_cases(engine, &[case.id])? {
        let given = decision_by_id(engine, case.plan_id, award.decision_id)?;
        let revoked = match award.revoked_by_decision {
            Some(id) => decision_by_id(engine, case.plan_id, id)?,
            None => None,
        };
        let mut changes = Vec::new();
        for line in changes_of_award(engine, award.id)? {
            let decision = decision_by_id(engine, case.plan_id, line.decision_id)?;
            changes.push(json!({
                "kind": line.kind, "field": line.field, "before": line.before_text, "after": line.after_text,
                "decision": decision.as_ref().map(decision_json),
            }));
        }
        told.push(award_json(&award, (given.as_ref(), revoked.as_ref()), &changes));
    }
    Ok(told)
}

fn decision_json(row: &DecisionRow) -> Json {
    json!({
        "number": row.number, "kind": row.kind, "issued_on": row.issued_on, "issuer": row.issuer,
        "signatory": row.signatory, "position": row.position, "reason_code": row.reason_code,
        "reason": row.reason,
    })
}

fn award_json(
    award: &AwardRow,
    (given, revoked): (Option<&DecisionRow>, Option<&DecisionRow>),
    changes: &[Json],
) -> Json {
    json!({
        "id": award.id, "award": award.award, "form": award.form, "title": award.title,
        "form_name": award.form_name, "year": award.year, "unit": award.unit_code,
        "unit_name": award.unit_name, "kind": award.kind, "leads": award.leads,
        "money": award.money, "coefficient": award.coefficient, "base_wage": award.base_wage,
        "unsure": award.unsure, "budget": award.budget,
        "decision": given.map(decision_json),
        "changes": changes,
        "handed_over_on": award.handed_over_on, "hand_over_note": award.hand_over_note,
        "handed_over_by": award.handed_over_by, "handed_over_at": award.handed_over_at.map(written),
        "revoked_on": award.revoked_on, "revoke_reason": award.revoke_reason,
        "revocation": revoked.map(decision_json),
    })
}

fn person_json(
    frame: &Frame,
    part: &Individuals,
    plan: &str,
    row: &NominationRow,
    [files, cases, rankings]: [Vec<Json>; 3],
) -> Json {
    let figures = figures_of(&part.plan, row).into_iter();
    let figures: Map<String, Json> = figures.map(|figure| (figure.code, Json::String(figure.text))).collect();
    json!({
        "format": "thidua.person/1",
        "plan": plan,
        "number": row.number,
        "name": row.name,
        "birth_year": row.birth_year,
        "position": row.position,
        "summary": row.summary,
        "unit": frame.code_at(row.unit),
        "nominator": frame.code_at(row.nominator),
        "kind": row.kind,
        "award": row.award,
        "figures": figures,
        "state": row.state,
        "made_by": row.made_by,
        "made_at": written(row.made_at),
        "decided_by": row.decided_by,
        "decided_at": row.decided_at.map(written),
        "decision_note": row.decision_note,
        "apart_from": row.apart_from,
        "apart_reason": row.apart_reason,
        "erased_by": row.erased_by,
        "erased_at": row.erased_at.map(written),
        "erase_reason": row.erase_reason,
        "files": files,
        "cases": cases,
        "rankings": rankings,
    })
}

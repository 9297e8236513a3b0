//! A decision that was signed, as a document. It is a public act: everybody who may see the plan may have it, with the names of
//! persons in it, other than anywhere else.

use rust_decimal::Decimal;
use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::decision::{
    AMENDMENT, AwardRow, Decided, DecidedAward, DecisionChangeRow, DecisionRow, REVOCATION, named,
};
use super::frame::Frame;
use super::nomination::NominationRow;
use super::paper::Paper;
use super::paper_fields::PaperFields;
use super::paper_subject::{Naming, award_codes, award_name, cluster_of, person_of};
use super::problem::{DECISION_SAYS, FIELD_REFUSED, Problem};
use super::service::Service;
use crate::contest::decision::RevokeReason;
use crate::db::Engine;
use crate::db::award::awards_of_decisions;
use crate::db::case::cases_of;
use crate::db::decision::decisions_after;
use crate::db::submission::{SubmissionRow, submissions_of, submitted_cases_of};
use crate::documents::paper::cited::{CitedDecision, CitedPlan};
use crate::documents::paper::decision::{Act, Decision, decision};
use crate::documents::paper::filled::Filled;
use crate::documents::paper::honoured::{AwardGroup, Collective, Honoured, Prize, Subject};
use crate::documents::paper::or_blank;
use crate::documents::paper::seal::Standing;
use crate::documents::paper::summary::Commended;
use crate::text::format;

/// How many decisions of a plan are read at once.
pub(super) const MOST: i64 = 10_000;

/// Whom awards went to, with what is known of persons.
pub(super) struct Honours<'a> {
    pub frame: &'a Frame,
    pub people: FxHashMap<i64, NominationRow>,
    pub naming: Naming<'a>,
}

impl Honours<'_> {
    /// Who got an award.
    pub(super) fn subject(&self, award: &AwardRow) -> Subject {
        match award.nomination_id.and_then(|id| self.people.get(&id)) {
            Some(row) => Subject::Person(person_of(self.frame, &award.unit_name, row, self.naming)),
            None => Subject::Collective(Collective {
                name: award.unit_name.clone(),
                code: award.unit_code.clone(),
                cluster: self.frame.unit(&award.unit_code).map_or_else(String::new, |unit| {
                    cluster_of(self.frame, self.frame.units.get(unit).cluster)
                }),
            }),
        }
    }

    /// Awards by the plan's, in its order.
    pub(super) fn groups(
        &self,
        awards: &[&AwardRow],
        remark: impl Fn(&AwardRow) -> String,
    ) -> Vec<AwardGroup> {
        let groups = award_codes(self.frame).into_iter().map(|code| {
            let inside = awards.iter().copied().filter(|award| award.award == code);
            let honoured = inside.map(|award| Honoured {
                subject: self.subject(award),
                prize: prize_of(award),
                remark: remark(award),
            });
            AwardGroup { award: award_name(self.frame, &code), honoured: honoured.collect() }
        });
        groups.filter(|group| !group.honoured.is_empty()).collect()
    }
}

/// The money of an award.
pub(super) fn prize_of(award: &AwardRow) -> Option<Prize> {
    Some(Prize {
        coefficient: award.coefficient.as_deref()?.parse::<Decimal>().ok()?,
        base_wage: award.base_wage?,
        amount: award.money?,
        budget: award.budget.clone().unwrap_or_default(),
    })
}

/// A decision as documents cite it.
pub(super) fn cited(row: &DecisionRow) -> CitedDecision {
    CitedDecision { number: row.number.clone(), issued: row.issued_on, issuer: row.issuer.clone() }
}

/// Why an award is revoked, in words.
const fn revoked_why(reason: RevokeReason) -> &'static str {
    match reason {
        RevokeReason::FalseDeclaration => "Kê khai không đúng thành tích",
        RevokeReason::ForgedDossier => "Làm giả hồ sơ, giấy tờ",
        RevokeReason::LaterVerdict => "Có kết luận, bản án hoặc hình thức kỷ luật sau khi được khen thưởng",
        RevokeReason::Other => "Lý do khác",
    }
}

/// Why the awards of a revocation are revoked.
fn reason_of(row: &DecisionRow) -> String {
    let code = row.reason_code.as_deref().and_then(RevokeReason::of_code);
    let code = code.filter(|code| *code != RevokeReason::Other).map(|code| revoked_why(code).to_owned());
    let said = row.reason.clone().filter(|text| !text.is_empty());
    code.into_iter().chain(said).collect::<Vec<_>>().join("; ")
}

impl Service {
    pub(super) fn decision_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        fields: &PaperFields,
        filled: Filled,
    ) -> Result<Paper, Problem> {
        let id =
            fields.decision.ok_or_else(|| FIELD_REFUSED.with("field", "decision").with("expected", "1"))?;
        let decided = self.decision(actor, plan_id, id)?;
        let filled = recorded(filled, &decided.row)?;
        let rows: Vec<&AwardRow> = decided.awards.iter().map(|award| &award.row).collect();
        let (people, cases, letters) = self.read(actor, Right::View, |engine| {
            let people = named(engine, rows.iter().filter_map(|row| row.nomination_id))?;
            let mut cases = cases_of(engine, plan_id)?;
            cases.retain(|case| rows.iter().any(|row| row.case_id == case.id));
            // What is taken back or corrected was asked for by the letters of another decision.
            let given: Vec<&AwardRow> =
                rows.iter().copied().filter(|row| row.decision_id == decided.row.id).collect();
            Ok((people, cases, letters_of(engine, plan_id, &given)?))
        })?;
        let honours = Honours { frame: &decided.frame, people, naming: Naming::Everybody };
        let told = Decision {
            act: act_of(&decided, &honours),
            plan: CitedPlan::of(&decided.frame.plan),
            authority: decided.row.position.clone(),
            bases: decided.row.bases.lines().map(str::to_owned).collect(),
            proposer: proposer(&fields.proposer, &letters),
            executors: fields.executors.trim().to_owned(),
            groups: groups_of(&decided, &honours),
        };
        let cases: Vec<_> = cases.iter().collect();
        let seal = self.seal_of_cases(actor, plan_id, Standing::Final, &cases)?;
        Ok(Paper { document: decision(&told, &filled, &seal), plan: decided.plan })
    }

    /// Who was commended in a plan by its decisions, as an actor may see it; `None` before there is one.
    pub(super) fn commended(&self, actor: &Actor, plan_id: i64) -> Result<Option<Commended>, Problem> {
        self.read(actor, Right::View, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let (decisions, _) = decisions_after(engine, plan_id, 0, MOST)?;
            if decisions.is_empty() {
                return Ok(None);
            }
            let ids: Vec<i64> = decisions.iter().map(|row| row.id).collect();
            let awards = awards_of_decisions(engine, &ids)?;
            let people = named(engine, awards.iter().filter_map(|row| row.nomination_id))?;
            let honours = Honours { frame: &frame, people, naming: Naming::For(actor) };
            let standing: Vec<&AwardRow> =
                awards.iter().filter(|award| award.revoked_by_decision.is_none()).collect();
            let groups = honours.groups(&standing, |_| String::new());
            let gives = |row: &&DecisionRow| awards.iter().any(|award| award.decision_id == row.id);
            let decisions = decisions.iter().filter(gives).map(cited).collect();
            Ok(Some(Commended { decisions, groups, revoked: awards.len() - standing.len() }))
        })
    }
}

/// What was filled in, with what the decision itself says. What is signed isn't written otherwise.
fn recorded(mut filled: Filled, row: &DecisionRow) -> Result<Filled, Problem> {
    let differs = |recorded: String| Err(DECISION_SAYS.with("recorded", recorded));
    if !filled.number.is_empty() && filled.number != row.number {
        return differs(row.number.clone());
    }
    if filled.date.is_some_and(|date| date != row.issued_on) {
        return differs(row.issued_on.to_string());
    }
    if !filled.signatory.is_empty() && filled.signatory != row.signatory {
        return differs(row.signatory.clone());
    }
    filled.number.clone_from(&row.number);
    filled.date = Some(row.issued_on);
    filled.signatory.clone_from(&row.signatory);
    if filled.issuer.is_empty() {
        filled.issuer.clone_from(&row.issuer);
    }
    if filled.position.is_empty() {
        filled.position.clone_from(&row.position);
    }
    Ok(filled)
}

/// The letters that submitted the cases of awards.
fn letters_of(
    engine: &mut Engine,
    plan_id: i64,
    awards: &[&AwardRow],
) -> Result<Vec<SubmissionRow>, Problem> {
    let lines = submitted_cases_of(engine, plan_id)?;
    let mut letters = submissions_of(engine, plan_id)?;
    letters.retain(|letter| {
        let mut of_letter = lines.iter().filter(|line| line.submission_id == letter.id);
        of_letter.any(|line| awards.iter().any(|award| award.case_id == line.case_id))
    });
    Ok(letters)
}

/// Who asked for the decision, with the letters that did: `Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 03/06/2021`.
fn proposer(who: &str, letters: &[SubmissionRow]) -> String {
    let who = who.trim();
    let told =
        letters.iter().map(|letter| format!("số {} ngày {}", letter.number, format::date(letter.sent_on)));
    let told = told.collect::<Vec<_>>().join(", ");
    match (who.is_empty(), told.is_empty()) {
        (true, true) => String::new(),
        (false, true) => who.to_owned(),
        (_, false) => format!("{} tại Tờ trình {told}", or_blank(who)),
    }
}

fn act_of(decided: &Decided, honours: &Honours<'_>) -> Act {
    let row = &decided.row;
    let Some(about) = &decided.about else { return Act::Commend };
    if row.kind == REVOCATION {
        return Act::Revoke { of: cited(about), reason: reason_of(row) };
    }
    let changes = decided.changes.iter().filter_map(|change| {
        let award = decided.awards.iter().find(|award| award.row.id == change.award_id)?;
        change_told(award, change, honours)
    });
    Act::Amend {
        of: cited(about),
        reason: row.reason.clone().unwrap_or_default(),
        changes: changes.collect(),
    }
}

/// What an amendment removes or corrects, in words; what it adds stands in its lists.
fn change_told(award: &DecidedAward, change: &DecisionChangeRow, honours: &Honours<'_>) -> Option<String> {
    let who =
        format!("{} ({})", honours.subject(&award.row).shown(), award_name(honours.frame, &award.row.award));
    match change.kind.as_str() {
        "remove" => Some(format!("Rút khỏi danh sách được khen thưởng: {who}")),
        "correct" => {
            let field = match change.field.as_deref() {
                Some("unit_name") => "tên đơn vị",
                Some("budget") => "nguồn kinh phí",
                _ => "nội dung",
            };
            let text = |text: &Option<String>| or_blank(text.as_deref().unwrap_or("")).to_owned();
            Some(format!(
                "Sửa {field} của {who}: “{}” thành “{}”",
                text(&change.before_text),
                text(&change.after_text)
            ))
        }
        _ => None,
    }
}

/// The lists: all awards that the decision gives; of an amendment those that it adds; of a revocation those taken back.
fn groups_of(decided: &Decided, honours: &Honours<'_>) -> Vec<AwardGroup> {
    let row = &decided.row;
    let is_listed = |award: &&DecidedAward| row.kind != AMENDMENT || award.row.decision_id == row.id;
    let listed = decided.awards.iter().filter(is_listed).map(|award| &award.row);
    let reason = if row.kind == REVOCATION { reason_of(row) } else { String::new() };
    honours.groups(&listed.collect::<Vec<_>>(), |_| reason.clone())
}

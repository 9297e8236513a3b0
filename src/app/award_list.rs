//! Lists of awards as workbooks: of the proposed, of the decided, and of those whose names are public.

use rustc_hash::FxHashMap;

use super::actor::{Actor, Right, codes};
use super::case::CaseRow;
use super::decision::{AwardRow, DecisionRow, REMOVED, named};
use super::moment::on_the_wall;
use super::paper_decision::{Honours, MOST, cited, prize_of};
use super::paper_subject::{Naming, award_codes, award_name, people_of, subject_of};
use super::problem::{FIELD_REFUSED, INTERNAL, Problem};
use super::service::Service;
use crate::db::award::awards_of_decisions;
use crate::db::case::cases_of;
use crate::db::decision::decisions_after;
use crate::documents::award_lists::{ListedAward, ListedCase, ListedPublic, decided, proposed, public};
use crate::documents::list_book::{List, workbook_of_lists};
use crate::documents::paper::cited::CitedPlan;
use crate::documents::paper::honoured::Subject;
use crate::documents::paper::seal::Standing;
use crate::text::Texts;

codes! {
    /// A list of awards.
    AwardList {
        /// Of the cases that are on their way, collectives and individuals.
        Proposed = "proposed",
        /// Of what decisions gave, also what was handed over or revoked since.
        Decided = "decided",
        /// Of a list made public.
        Public = "public",
    }
}

impl Service {
    /// A list as a workbook, in Vietnamese. Names of persons are told to who may see cases. Noted in the audit log.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan or list made public; and those of the database.
    pub fn award_list(
        &self,
        actor: &Actor,
        plan_id: i64,
        (list, publicity): (AwardList, Option<i64>),
    ) -> Result<Vec<u8>, Problem> {
        if publicity.is_some() != (list == AwardList::Public) {
            let expected = if list == AwardList::Public { "1" } else { AwardList::Public.code() };
            return Err(FIELD_REFUSED.with("field", "publicity").with("expected", expected));
        }
        let (lists, standing, cases) = match (list, publicity) {
            (AwardList::Public, Some(number)) => self.public_lists(actor, plan_id, number)?,
            (AwardList::Decided, _) => self.decided_lists(actor, plan_id)?,
            _ => self.proposed_lists(actor, plan_id)?,
        };
        let cases: Vec<&CaseRow> = cases.iter().collect();
        let seal = self.seal_of_cases(actor, plan_id, standing, &cases)?;
        let made = on_the_wall(self.now()).date();
        let bytes = workbook_of_lists(&lists, &seal.foot(), made).map_err(|error| {
            tracing::error!(%error, "a list can't be made");
            Problem::from(&INTERNAL)
        })?;
        self.note_export(actor, plan_id, &format!("award_list:{}", list.code()))?;
        Ok(bytes)
    }

    fn proposed_lists(&self, actor: &Actor, plan_id: i64) -> Result<Made, Problem> {
        self.demand(actor, Right::ViewCases)?;
        let (_, frame, mut rows) = self.case_rows(actor, plan_id)?;
        rows.retain(|case| !case.state_now().is_closed());
        let people =
            self.read(actor, Right::ViewCases, |engine| people_of(engine, &rows.iter().collect::<Vec<_>>()))?;
        let texts = Texts::new(crate::contest::words::Language::Vietnamese);
        let listed = in_order(&frame, &rows).map(|case| ListedCase {
            award: award_name(&frame, &case.award),
            subject: subject_of(&frame, case, &people, Naming::For(actor)),
            case: case.number,
            state: texts.word(&format!("case-state-{}", case.state)),
            remark: if case.held { "Đang tạm dừng xét".to_owned() } else { String::new() },
        });
        let lists = proposed(&CitedPlan::of(&frame.plan), &listed.collect::<Vec<_>>());
        Ok((lists, Standing::OfCases, rows))
    }

    fn decided_lists(&self, actor: &Actor, plan_id: i64) -> Result<Made, Problem> {
        self.read(actor, Right::View, |engine| {
            let (_, frame) = self.framed(engine, plan_id)?;
            let (decisions, _) = decisions_after(engine, plan_id, 0, MOST)?;
            let ids: Vec<i64> = decisions.iter().map(|row| row.id).collect();
            let awards = awards_of_decisions(engine, &ids)?;
            let mut cases = cases_of(engine, plan_id)?;
            let numbers: FxHashMap<i64, i64> = cases.iter().map(|case| (case.id, case.number)).collect();
            let people = named(engine, awards.iter().filter_map(|row| row.nomination_id))?;
            let honours = Honours { frame: &frame, people, naming: Naming::For(actor) };
            let decisions: FxHashMap<i64, DecisionRow> =
                decisions.into_iter().map(|row| (row.id, row)).collect();
            let codes = award_codes(&frame);
            let ordered =
                codes.iter().flat_map(|code| awards.iter().filter(move |award| award.award == *code));
            let listed = ordered.filter_map(|award| {
                let decision = decisions.get(&award.decision_id)?;
                Some(ListedAward {
                    award: award_name(&frame, &award.award),
                    subject: honours.subject(award),
                    case: numbers.get(&award.case_id).copied().unwrap_or(0),
                    decision: cited(decision),
                    prize: prize_of(award),
                    handed_over: award.handed_over_on,
                    revoked: award.revoked_on,
                    remark: remark_of(award, &decisions),
                })
            });
            let lists = decided(&CitedPlan::of(&frame.plan), &listed.collect::<Vec<_>>());
            cases.retain(|case| awards.iter().any(|award| award.case_id == case.id));
            Ok((lists, Standing::Final, cases))
        })
    }

    fn public_lists(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Made, Problem> {
        self.demand(actor, Right::ViewCases)?;
        let (all, list) = self.publicity(actor, plan_id, number)?;
        let people = self.read(actor, Right::ViewCases, |engine| {
            people_of(engine, &list.cases.iter().collect::<Vec<_>>())
        })?;
        let listed = in_order(&all.frame, &list.cases).map(|case| {
            let subject = subject_of(&all.frame, case, &people, Naming::For(actor));
            ListedPublic {
                award: award_name(&all.frame, &case.award),
                name: subject.shown(),
                is_collective: subject.is_collective(),
                unit: match subject {
                    Subject::Collective(unit) => unit.cluster,
                    Subject::Person(person) => person.unit,
                },
            }
        });
        let days = (list.row.starts_on, list.row.ends_on);
        let lists = public(&CitedPlan::of(&all.frame.plan), days, &listed.collect::<Vec<_>>());
        Ok((lists, Standing::OfCases, list.cases))
    }
}

/// The sheets, how far they are final, and the cases that they are of.
type Made = (Vec<List>, Standing, Vec<CaseRow>);

/// Cases by award in the plan's order, by number in each.
fn in_order<'c>(
    frame: &super::frame::Frame,
    cases: &'c [CaseRow],
) -> impl Iterator<Item = &'c CaseRow> + use<'c> {
    award_codes(frame).into_iter().flat_map(move |code| cases.iter().filter(move |case| case.award == code))
}

/// What became of an award that doesn't stand any more.
fn remark_of(award: &AwardRow, decisions: &FxHashMap<i64, DecisionRow>) -> String {
    let Some(by) = award.revoked_by_decision.and_then(|id| decisions.get(&id)) else { return String::new() };
    let what = if award.revoke_reason.as_deref() == Some(REMOVED) {
        "Đã rút khỏi danh sách"
    } else {
        "Đã hủy bỏ"
    };
    format!("{what} theo {}", cited(by).named())
}

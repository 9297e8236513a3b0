//! The summary of achievements of all cases as a document: of collectives from the stored ranking that their cases were opened
//! from, of persons from their nominations.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::actor::{Actor, Right};
use super::case::{CaseRow, INDIVIDUAL};
use super::frame::Frame;
use super::nomination::NominationRow;
use super::paper::Paper;
use super::paper_subject::{Naming, award_codes, award_name, people_of, subject_of};
use super::problem::Problem;
use super::service::Service;
use super::snapshot::Published;
use crate::contest::fraction::Fraction;
use crate::contest::plan::{Criterion, Days, MetricKind, Plan, Rule};
use crate::contest::words::Language;
use crate::documents::paper::achievements::{
    Achieved, Achievements, CaseAchievement, CriterionLine, achievements,
};
use crate::documents::paper::cited::CitedPlan;
use crate::documents::paper::filled::Filled;
use crate::documents::paper::seal::Standing;
use crate::documents::ranking_table::{Cell, Line, RankingTable};
use crate::documents::rule::{measure_text, sum_text};
use crate::text::{Texts, format};

impl Service {
    pub(super) fn achievements_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        (texts, filled): (&Texts, &Filled),
    ) -> Result<Paper, Problem> {
        self.demand(actor, Right::ViewCases)?;
        let (plan, frame, rows) = self.case_rows(actor, plan_id)?;
        let cases: Vec<&CaseRow> = rows.iter().filter(|case| !case.state_now().is_closed()).collect();
        let people = self.read(actor, Right::ViewCases, |engine| people_of(engine, &cases))?;
        let mut rankings: BTreeMap<i64, Arc<Published>> = BTreeMap::new();
        for case in cases.iter().filter(|case| case.subject != INDIVIDUAL) {
            if let Entry::Vacant(place) = rankings.entry(case.snapshot) {
                place.insert(self.stored_ranking(actor, plan_id, case.snapshot)?.1);
            }
        }
        let lines: BTreeMap<i64, FxHashMap<&str, usize>> = rankings
            .iter()
            .map(|(number, published)| {
                let table = published.table(&frame.plan);
                (*number, table.lines.iter().enumerate().map(|(at, line)| (line.code.as_str(), at)).collect())
            })
            .collect();
        let sizes: BTreeMap<i64, FxHashMap<usize, usize>> = rankings
            .iter()
            .map(|(number, published)| (*number, sizes_of(published.table(&frame.plan))))
            .collect();
        let told_case = |case: &CaseRow| {
            let subject = subject_of(&frame, case, &people, Naming::For(actor));
            let achieved = match case.nomination_id {
                Some(id) => Achieved::Written(people.get(&id).map(summary_of).unwrap_or_default()),
                None => {
                    let table = rankings[&case.snapshot].table(&frame.plan);
                    let code = frame.code_at(case.unit);
                    let at = lines[&case.snapshot].get(code).copied();
                    collective(texts, &frame, (table, &sizes[&case.snapshot]), at)
                }
            };
            CaseAchievement { subject, case: case.number, achieved }
        };
        let groups = award_codes(&frame).into_iter().map(|code| {
            let inside = cases.iter().filter(|case| case.award == code).map(|case| told_case(case));
            (award_name(&frame, &code), inside.collect())
        });
        let told = Achievements { plan: CitedPlan::of(&frame.plan), groups: groups.collect() };
        let seal = self.seal_of_cases(actor, plan_id, Standing::OfCases, &cases)?;
        Ok(Paper { document: achievements(&told, filled, &seal), plan })
    }
}

/// What a nomination says of a person, a paragraph each; nothing once it was erased.
fn summary_of(row: &NominationRow) -> Vec<String> {
    let lines = row.summary.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// A collective's standing and criteria, from its line in the table of the stored ranking.
fn collective(
    texts: &Texts,
    frame: &Frame,
    (table, sizes): (&RankingTable, &FxHashMap<usize, usize>),
    at: Option<usize>,
) -> Achieved {
    let Some(at) = at else { return Achieved::Criteria(Vec::new(), Vec::new()) };
    let line = &table.lines[at];
    let criteria = frame.plan.criteria.iter().zip(table.cells(at));
    let told = criteria.filter(|(_, cell)| !cell.outcome.is_empty());
    let told = told.map(|(criterion, cell)| criterion_line(texts, &frame.plan, criterion, cell));
    Achieved::Criteria(standing(line, sizes), told.collect())
}

/// How many units are ranked in each cluster, by its position.
fn sizes_of(table: &RankingTable) -> FxHashMap<usize, usize> {
    let mut sizes = FxHashMap::default();
    for line in table.lines.iter().filter(|line| !line.is_unranked) {
        *sizes.entry(line.cluster).or_default() += 1;
    }
    sizes
}

fn standing(line: &Line, sizes: &FxHashMap<usize, usize>) -> Vec<String> {
    if line.is_unranked {
        return vec!["Không xếp hạng.".to_owned()];
    }
    let size = sizes.get(&line.cluster).copied().unwrap_or(0);
    let total = line.total.map(|total| format::decimal(total, Language::Vietnamese));
    let total = total.map_or_else(String::new, |total| format!("; tổng điểm {total}"));
    vec![format!("Hạng {} trong {size} đơn vị được xếp hạng của cụm{total}.", line.rank)]
}

fn criterion_line(texts: &Texts, plan: &Plan, criterion: &Criterion, cell: &Cell) -> CriterionLine {
    let measured = cell.measure.map(|measure| measured(texts, plan, criterion, measure));
    let points = cell.points.map(|points| format::decimal(points, Language::Vietnamese));
    CriterionLine {
        number: criterion.number.clone(),
        name: criterion.name.vi.clone(),
        figures: measured.unwrap_or_default(),
        outcome: texts.word(&format!("outcome-{}", cell.outcome)),
        points: points.unwrap_or_default(),
    }
}

/// A criterion's measure in words that tell what it is of; nothing for a yes or no, which its outcome says.
fn measured(texts: &Texts, plan: &Plan, criterion: &Criterion, measure: Fraction) -> String {
    let short = measure_text(texts, criterion, measure);
    match &criterion.rule {
        Rule::Ratio { .. } => {
            let fraction = format::fraction(measure, Language::Vietnamese);
            if fraction == short { short } else { format!("{fraction} = {short}") }
        }
        Rule::Count { of, .. } => {
            let counted = sum_text(texts, plan, of);
            let counted = counted.strip_prefix('(').and_then(|it| it.strip_suffix(')')).unwrap_or(&counted);
            // What is counted is told where the criterion's name doesn't say it.
            if counted == criterion.name.vi { short } else { format!("{counted} = {short}") }
        }
        Rule::Milestone { .. } if measure.numerator() == 0 => "đúng hạn".to_owned(),
        Rule::Milestone { days: Days::Calendar, .. } => format!("chậm {short} ngày"),
        Rule::Milestone { days: Days::Working, .. } => format!("chậm {short} ngày làm việc"),
        Rule::Standing { .. } => format!("xếp thứ {short}"),
        Rule::Judged { of, .. } if plan.metrics[*of].kind != MetricKind::Flag => format!("điểm chấm {short}"),
        Rule::Flag { .. } | Rule::Judged { .. } => String::new(),
    }
}

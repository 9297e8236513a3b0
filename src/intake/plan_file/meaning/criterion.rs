//! Branches and criteria.

use crate::contest::plan::{Branch, BranchChoice, Criterion, Total};
use crate::contest::words::Words;

use super::super::mistake::Note;
use super::super::shape::Choice;
use super::super::shape::criterion::{Criterion as CriterionShape, TotalName};
use super::super::shape::metric::Kind;
use super::super::written::Span;
use super::limit::COMPARATOR_KEYS;
use super::points;
use super::reading::{Named, Reading, Split};
use super::rule::{self, RuleShape};
use super::sum;

/// The branches, and how they are combined where there are any.
pub(super) fn branches(reading: &mut Reading<'_, '_>) -> (Vec<Branch>, Option<BranchChoice>) {
    let file = reading.file;
    let choice = file.branches.as_ref().map(|branches| branches.choice);
    let mut branches = Vec::with_capacity(file.branch.len());
    for branch in &file.branch {
        let (source, _) = reading.sentence(&branch.span, branch.source.as_ref(), branch.restated.as_ref());
        let subjects = reading.resolve_all(Named::Subject, &branch.subjects);
        if branch.subjects.is_empty() && choice == Some(Choice::BySubject) {
            let code = &branch.code.value.0;
            let note = Note::new(
                "branch.no_subject",
                format!("Nhánh \"{code}\" không dành cho loại đối tượng nào."),
                format!("The branch \"{code}\" is for no type of subject."),
            );
            let expected = "subjects = [...]";
            reading.note(&branch.span, note.expected(expected, expected));
        }
        branches.push(Branch {
            code: branch.code.value.0.clone(),
            name: (&branch.name).into(),
            source,
            subjects,
        });
    }
    if let (Some(first), None, true) = (file.branch.first(), choice, reading.is_whole("branches")) {
        let note = Note::new(
            "branches.missing",
            "Có [[branch]] nhưng thiếu [branches]: không rõ kết hợp các nhánh thế nào.",
            "There are [[branch]]es but no [branches]: how they are combined isn't said.",
        );
        let expected = "[branches] choice = \"by_subject\", \"all\", \"any\"";
        reading.note(&first.span, note.expected(expected, expected));
    }
    // What a branch that names an unknown type, or none, is for isn't known; that is noted already.
    let is_known = file.branch.iter().zip(&branches).all(|(written, branch)| {
        !branch.subjects.is_empty() && branch.subjects.len() == written.subjects.len()
    });
    if choice == Some(Choice::BySubject) && !branches.is_empty() && is_known && reading.is_whole("branch") {
        check_every_subject(reading, &branches);
    }
    let choice = choice.map(|choice| match choice {
        Choice::BySubject => BranchChoice::BySubject,
        Choice::All => BranchChoice::All,
        Choice::Any => BranchChoice::Any,
    });
    (branches, choice)
}

/// Notes types of subject that may take part and that no branch is for: nothing would be asked of them.
fn check_every_subject(reading: &mut Reading<'_, '_>, branches: &[Branch]) {
    let file = reading.file;
    let taking_part = file.participants.as_ref().map_or(&[][..], |participants| &participants.subjects);
    for (index, subject) in file.subject.iter().enumerate() {
        let code = &subject.code.value.0;
        let takes_part = taking_part.is_empty() || taking_part.iter().any(|name| name.value == *code);
        if takes_part && !branches.iter().any(|branch| branch.subjects.contains(&index)) {
            let note = Note::new(
                "subject.no_branch",
                format!("Không nhánh nào dành cho loại đối tượng \"{code}\"."),
                format!("No branch is for the type of subject \"{code}\"."),
            );
            let expected = "[[branch]] subjects = [...] | [participants] subjects = [...]";
            reading.note(&subject.code.span, note.expected(expected, expected));
        }
    }
}

/// The criteria, in the plan's order.
pub(super) fn criteria(reading: &mut Reading<'_, '_>) -> Vec<Criterion> {
    let file = reading.file;
    let mut criteria = Vec::with_capacity(file.criterion.len());
    for criterion in &file.criterion {
        criteria.extend(one(reading, criterion, &criterion.span));
    }
    criteria
}

fn one(reading: &mut Reading<'_, '_>, criterion: &CriterionShape, span: &Span) -> Option<Criterion> {
    let (source, verbatim) = reading.sentence(span, criterion.source.as_ref(), criterion.restated.as_ref());
    let branch = criterion.branch.as_ref().and_then(|name| reading.resolve(Named::Branch, name));
    let hold_when = hold_when(reading, criterion);
    let total = match criterion.total.as_ref().map(|total| total.value) {
        None | Some(TotalName::Base) => Total::Base,
        Some(TotalName::Bonus) => Total::Bonus,
        Some(TotalName::Penalty) => Total::Penalty,
    };
    if let (Some(written), None) = (&criterion.total, &criterion.points) {
        let code = &criterion.code.value.0;
        let note = Note::new(
            "criterion.total_without_points",
            format!("Tiêu chí \"{code}\" nêu \"total\" nhưng không có điểm."),
            format!("The criterion \"{code}\" says \"total\" but carries no points."),
        );
        reading.note(&written.span, note.expected("points = { ... }", "points = { ... }"));
    }
    let shape = rule::shape(reading, criterion, span);
    let rule = shape.and_then(|shape| rule::rule(reading, shape));
    if criterion.gate && shape.is_some_and(RuleShape::lacks_bar) {
        let note = Note::new(
            "gate.no_bar",
            "Điều kiện bắt buộc không có mức so sánh, nên đơn vị nào cũng đạt.",
            "The gate has no bar, so every unit meets it.",
        );
        let expected = COMPARATOR_KEYS;
        let note = note.expected(format!("đúng một trong {expected}"), format!("exactly one of {expected}"));
        reading.note(span, note);
    }
    let points = match (&criterion.points, shape) {
        (Some(written), Some(shape)) => points::rule(reading, written, shape, rule.as_ref(), total),
        _ => None,
    };
    Some(Criterion {
        code: criterion.code.value.0.clone(),
        number: criterion.number.clone(),
        name: (&criterion.name).into(),
        source,
        verbatim,
        owner: criterion.owner.as_ref().map(Words::from),
        evidence: criterion.evidence.as_ref().map(Words::from),
        gate: criterion.gate,
        branch,
        total,
        rule: rule?,
        hold_when,
        points,
    })
}

/// The yes/no metric that puts the criterion on hold.
fn hold_when(reading: &mut Reading<'_, '_>, criterion: &CriterionShape) -> Option<usize> {
    let name = criterion.hold_when.as_ref()?;
    let metric = reading.resolve(Named::Metric, name)?;
    let metric = sum::metric_of_kind(reading, metric, &name.span, &[Kind::YesNo])?;
    if let Split::By(_) = reading.metrics[metric].split {
        let note = Note::new(
            "metric.split",
            format!("Chỉ tiêu \"{}\" được phân tổ, không dùng được ở đây.", name.value),
            format!("The metric \"{}\" is split and can't be used here.", name.value),
        );
        reading.note(&name.span, note.expected("chỉ tiêu không có \"by\"", "a metric without \"by\""));
    }
    Some(metric)
}

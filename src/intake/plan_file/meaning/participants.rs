//! Levels, types of subject, participants and clusters.

use crate::contest::plan::{Clustering, Named as NamedLevel, Participants, Subject};

use super::super::mistake::Note;
use super::super::shape::ClustersBy;
use super::reading::{Named, Reading};

/// The levels, from the top down.
pub(super) fn levels(reading: &mut Reading<'_, '_>) -> Vec<NamedLevel> {
    let levels = &reading.file.level;
    if levels.is_empty() && reading.is_whole("level") {
        let note = Note::new("level.none", "Kế hoạch chưa khai báo cấp nào.", "The plan declares no level.");
        reading.note(&(0..0), note.expected("ít nhất một [[level]]", "at least one [[level]]"));
    }
    levels
        .iter()
        .map(|level| NamedLevel { code: level.code.value.0.clone(), name: (&level.name).into() })
        .collect()
}

/// The types of subject.
pub(super) fn subjects(reading: &mut Reading<'_, '_>) -> Vec<Subject> {
    let file = reading.file;
    let mut claimed: Vec<(usize, &str)> = Vec::new();
    let mut subjects = Vec::with_capacity(file.subject.len());
    for subject in &file.subject {
        let levels = reading.resolve_all(Named::Level, &subject.levels);
        for (name, level) in subject.levels.iter().filter_map(|name| {
            file.level.iter().position(|level| level.code.value.0 == name.value).map(|level| (name, level))
        }) {
            if let Some((_, first)) =
                claimed.iter().find(|(other, code)| *other == level && *code != subject.code.value.0)
            {
                let note = Note::new(
                    "subject.level_twice",
                    format!("Cấp \"{}\" đã thuộc loại đối tượng \"{first}\".", name.value),
                    format!(
                        "The level \"{}\" already belongs to the type of subject \"{first}\".",
                        name.value
                    ),
                );
                let note =
                    note.expected("mỗi cấp thuộc một loại đối tượng", "each level in one type of subject");
                reading.note(&name.span, note);
            }
            claimed.push((level, &subject.code.value.0));
        }
        subjects.push(Subject { code: subject.code.value.0.clone(), name: (&subject.name).into(), levels });
    }
    subjects
}

/// Which units take part.
pub(super) fn participants(reading: &mut Reading<'_, '_>) -> Option<Participants> {
    let participants = reading.file.participants.as_ref()?;
    Some(Participants {
        levels: reading.resolve_all(Named::Level, &participants.levels),
        subjects: reading.resolve_all(Named::Subject, &participants.subjects),
        under: participants.under.clone(),
    })
}

/// How participants are put into clusters.
pub(super) fn clusters(reading: &mut Reading<'_, '_>) -> Option<Clustering> {
    let clusters = reading.file.clusters.as_ref()?;
    Some(match clusters.by.value {
        ClustersBy::Column => Clustering::Column,
        ClustersBy::Parent => Clustering::Parent,
        ClustersBy::Level => Clustering::Level,
        ClustersBy::Subject => {
            if reading.file.subject.is_empty() && reading.is_whole("subject") {
                let note = Note::new(
                    "clusters.no_subject",
                    "Chia cụm theo loại đối tượng nhưng kế hoạch không khai báo loại nào.",
                    "Clusters are by type of subject, but the plan declares none.",
                );
                reading.note(
                    &clusters.by.span,
                    note.expected("ít nhất một [[subject]]", "at least one [[subject]]"),
                );
            }
            Clustering::Subject
        }
        ClustersBy::One => Clustering::One,
    })
}

/// Notes a contest that ends before it begins.
pub(super) fn period(reading: &mut Reading<'_, '_>) {
    let Some(heading) = &reading.file.plan else { return };
    let (from, to) = (heading.period.from.0, heading.period.to.0);
    if from > to {
        let note = Note::new(
            "period.reversed",
            format!("Thời gian thi đua kết thúc ({to}) trước khi bắt đầu ({from})."),
            format!("The contest ends ({to}) before it begins ({from})."),
        );
        reading.note(&heading.period.span, note.expected("from không sau to", "from not after to"));
    }
}

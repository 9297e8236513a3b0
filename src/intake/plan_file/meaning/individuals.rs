//! The part about persons: a plan file of its own is made of it, and the ordinary meaning is found in that.

use crate::contest::plan::individuals::{Individuals, UnitMust};

use super::super::form::Code;
use super::super::mistake::Note;
use super::super::shape::individuals::{Individuals as Part, UnitMust as UnitMustShape};
use super::super::shape::metric::Kind;
use super::super::shape::{ClustersBy, Level, Participants, PlanFile, Subject, Text};
use super::super::written::{Span, Written};
use super::reading::{Named, Reading};

/// The code of the level that persons stand at.
const LEVEL: &str = "individual";

/// What a plan says of persons.
pub(super) fn individuals(reading: &mut Reading<'_, '_>) -> Option<Box<Individuals>> {
    let part = reading.file.individuals.as_ref()?;
    let unit = part.unit.as_ref().and_then(|unit| unit_must(reading, unit));
    check_awards(reading, part);
    check_metrics(reading, part);
    check_rules(reading, part);
    let file = plan_file(reading.file, part);
    let plan = {
        let mut nested = reading.inside(&file, &part.span);
        nested.check_codes();
        super::plan_of(&mut nested)?
    };
    Some(Box::new(Individuals {
        plan,
        leads: part.kind.iter().map(|kind| kind.leads).collect(),
        unit,
        retention_years: part.retention_years.value,
    }))
}

/// A plan file that says of persons what the part says: kinds are its types of subject, and persons alone take part.
fn plan_file(file: &PlanFile, part: &Written<Part>) -> PlanFile {
    let at = |text: &str| Written { value: text.to_owned(), span: part.span.clone() };
    let mut level = file.level.clone();
    level.push(Level {
        code: Written { value: Code(LEVEL.to_owned()), span: part.span.clone() },
        name: Text { vi: "Cá nhân".to_owned(), en: Some("Individual".to_owned()) },
    });
    let kinds = part.kind.iter().map(|kind| Subject {
        code: kind.code.clone(),
        name: kind.name.clone(),
        levels: Vec::new(),
    });
    PlanFile {
        plan: file.plan.clone(),
        level,
        subject: kinds.collect(),
        participants: Some(Participants { levels: vec![at(LEVEL)], subjects: Vec::new(), under: Vec::new() }),
        clusters: part.clusters.clone(),
        calendar: file.calendar.clone(),
        metric: part.metric.clone(),
        branches: part.branches.clone(),
        branch: part.branch.clone(),
        criterion: part.criterion.clone(),
        points: part.points.clone(),
        ranking: part.ranking.clone(),
        award: part.award.clone(),
        ..PlanFile::default()
    }
}

fn unit_must(reading: &mut Reading<'_, '_>, unit: &Written<UnitMustShape>) -> Option<UnitMust> {
    match (unit.gates, &unit.award) {
        (true, None) => Some(UnitMust::Gates),
        (false, Some(award)) => reading.resolve(Named::Award, award).map(UnitMust::Award),
        (_, second) => {
            let note = Note::new(
                "individuals.unit_not_one",
                "Điều kiện về đơn vị cần đúng một trong \"gates\" và \"award\".",
                "What the unit must reach needs exactly one of \"gates\" and \"award\".",
            );
            let expected = "unit = { gates = true } | unit = { award = \"...\" }";
            let span = second.as_ref().map_or(&unit.span, |award| &award.span);
            reading.note(span, note.expected(expected, expected));
            None
        }
    }
}

/// Notes awards for persons whose code an award for collectives has.
fn check_awards(reading: &mut Reading<'_, '_>, part: &Part) {
    for award in &part.award {
        let code = &award.code;
        let Some(first) = reading.file.award.iter().find(|other| other.code.value.0 == code.value.0) else {
            continue;
        };
        let line = reading.line(&first.code.span);
        let name = &code.value.0;
        let note = Note::new(
            "individuals.award_twice",
            format!("\"{name}\" đã là mã của một hình thức khen thưởng cho tập thể, ở dòng {line}."),
            format!("\"{name}\" is the code of an award for collectives already, in line {line}."),
        );
        reading.note(&code.span, note.expected("một mã khác", "another code"));
    }
}

/// Notes metrics that nobody can tell of a person.
fn check_metrics(reading: &mut Reading<'_, '_>, part: &Part) {
    for metric in &part.metric {
        if !matches!(metric.kind, Kind::Count | Kind::YesNo | Kind::Points | Kind::Text) {
            let code = &metric.code.value.0;
            let note = Note::new(
                "individuals.metric_kind",
                format!("Chỉ tiêu \"{code}\" của cá nhân có kiểu không dùng được ở đây."),
                format!("The metric \"{code}\" of persons has a kind that can't be used here."),
            );
            let expected = "kind = \"count\", \"yes_no\", \"points\", \"text\"";
            reading.note(&metric.code.span, note.expected(expected, expected));
        }
        if let Some(from) = &metric.summed_from {
            let note = Note::new(
                "individuals.metric_summed",
                "Số liệu của cá nhân không cộng từ cấp dưới.",
                "Figures of persons aren't added up from below.",
            );
            reading.note(&from.span, note.expected("bỏ \"summed_from\"", "no \"summed_from\""));
        }
    }
}

/// Notes what only goes with units: standings by the time of a report, and clusters by level.
fn check_rules(reading: &mut Reading<'_, '_>, part: &Part) {
    let clocks = part.criterion.iter().filter(|criterion| {
        criterion.standing.as_ref().is_some_and(|standing| standing.received_since.is_some())
    });
    let clocks: Vec<Span> = clocks.map(|criterion| criterion.code.span.clone()).collect();
    for span in clocks {
        let note = Note::new(
            "individuals.no_clock",
            "Cá nhân không nộp báo cáo: không có giờ nhận để so sánh.",
            "Persons hand in no report: there is no time of receipt to compare.",
        );
        let expected = "standing = { of = \"...\" }";
        reading.note(&span, note.expected(expected, expected));
    }
    if let Some(by) = part.clusters.as_ref().map(|it| &it.by).filter(|by| by.value == ClustersBy::Level) {
        let note = Note::new(
            "individuals.clusters_level",
            "Mọi cá nhân ở cùng một cấp: chia cụm theo cấp không có nghĩa.",
            "All persons are of one level: clusters by level mean nothing.",
        );
        let expected = "\"column\", \"parent\", \"subject\", \"one\"";
        reading.note(&by.span, note.expected(expected, expected));
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::read_plan;
    use crate::contest::plan::UnitMust;

    const PLAN: &str = include_str!("../../../../fixtures/plans/dien-bien-508-2021.toml");

    #[test]
    fn persons_have_a_plan_of_their_own_beside_that_of_collectives() {
        let plan = read_plan("plan.toml", PLAN).unwrap();
        let persons = plan.individuals.as_ref().unwrap();
        assert_eq!((persons.unit, persons.retention_years), (Some(UnitMust::Gates), 10));
        assert_eq!(persons.plan.levels.len(), plan.levels.len() + 1);
        assert_eq!(persons.plan.levels[persons.level()].name.vi, "Cá nhân");
        assert_eq!(persons.leads, [true, false, false, false, false]);
        assert_eq!(persons.kind("soldier"), Some(2));
        assert_eq!(persons.award("provincial_certificate_person"), Some(0));
        assert_eq!(
            plan.award_named("provincial_certificate_person").unwrap().name.en,
            persons.plan.awards[0].name.en
        );
        assert!(plan.award_named("commendation").is_some() && plan.person_award("commendation").is_none());
        assert!(plan.award_named("nothing").is_none());
    }

    /// What is right, what is written instead, the mistake's code, what stands at its place, what the message tells.
    const SLIPS: [[&str; 5]; 13] = [
        [
            "unit = { gates = true }",
            "unit = { award = \"comendation\" }",
            "award.unknown",
            "\"comen",
            "commendation",
        ],
        [
            "unit = { gates = true }",
            "unit = { gates = false }",
            "individuals.unit_not_one",
            "{ gates",
            "gates = true",
        ],
        [
            "code = \"provincial_certificate_person\"",
            "code = \"commendation\"",
            "individuals.award_twice",
            "\"comm",
            "another code",
        ],
        [
            "kind = \"count\"",
            "kind = \"count\"\n\n[[individuals.metric]]\ncode = \"since\"\nname = { vi = \"Từ ngày\" }\nkind = \"date\"",
            "individuals.metric_kind",
            "\"since\"",
            "yes_no",
        ],
        [
            "kind = \"count\"",
            "kind = \"count\"\nsummed_from = \"commune\"",
            "individuals.metric_summed",
            "\"commune\"",
            "summed_from",
        ],
        ["by = \"one\"", "by = \"level\"", "individuals.clusters_level", "\"level\"", "subject"],
        ["of = \"tasks_done\"", "of = \"task_done\"", "metric.unknown", "\"task_done\"", "tasks_done"],
        ["of = \"tasks_done\"", "of = \"turnout\"", "metric.unknown", "\"turnout\"", "tasks_done"],
        ["code = \"worker\"", "code = \"soldier\"", "code.twice", "\"soldier\"", "each code once"],
        ["retention_years = 10", "retention_years = 0", "number.out_of_range", "0", "from 1 to 70"],
        ["leads = true\n", "", "key.missing", "[individuals.kind]", "leads"],
        ["leads = true\n", "lead = true\n", "key.unknown", "lead", "leads"],
        [
            "count = { of = \"initiatives\" }",
            "standing = { received_since = 2021-05-23T19:00:00, prefer = \"lowest\", among = \"cluster\", peers = \"reporting\" }",
            "individuals.no_clock",
            "\"initiatives\"",
            "standing",
        ],
    ];

    #[test]
    fn each_mistake_about_persons_is_told_with_its_place() {
        let part = &PLAN[PLAN.find("[individuals]").unwrap()..];
        for [right, wrong, code, at, remedy] in SLIPS {
            assert!(part.contains(right), "{right}");
            let text = PLAN.replace(part, &part.replacen(right, wrong, 1));
            let mut mistakes = read_plan("plan.toml", &text).unwrap_err();
            // An award that lost its code is missed where the way to a decision names it, too.
            mistakes.retain(|mistake| mistake.code != "process.award_unknown");
            let [mistake] = mistakes.as_slice() else { panic!("{wrong}: {mistakes:?}") };
            assert_eq!(mistake.code, code, "{mistake:?}");
            let here: String = mistake.text_of_line.chars().skip(mistake.column - 1).collect();
            assert!(here.contains(at.trim_start_matches('[')), "{here}: {mistake:?}");
            let told = mistake.render(crate::contest::words::Language::English);
            assert!(told.contains(remedy), "{told}");
            assert!(mistake.key.as_deref().is_some_and(|key| key.starts_with("individuals")), "{mistake:?}");
        }
    }
}

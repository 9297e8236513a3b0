//! The contest of persons: made of the accepted nominations and of how their units came out, and scored by the ordinary core.

use rustc_hash::{FxHashMap, FxHashSet};

use super::frame::Frame;
use super::inputs::inputs_of;
use super::live::LiveReports;
use super::nomination::{NominationRow, NominationState, code_of, individuals, state_of};
use super::problem::{INTERNAL, Problem};
use super::stored_figure::read_figures;
use crate::contest::choice::{Choice, ChoiceKind};
use crate::contest::figure::{Figure, Place, Reports};
use crate::contest::hold::{Hold, HoldKind};
use crate::contest::plan::{Clustering, Individuals, UnitMust};
use crate::contest::result::Gates;
use crate::contest::scored::Scored;
use crate::contest::unit::{Cluster, CodeAndName, Unit, Units};
use crate::contest::words::Words;

/// Persons with what is known of them, as the core takes units.
pub(super) struct PersonContest {
    /// The plan for persons, and the persons with the units that they belong to.
    pub frame: Frame,
    /// Their figures, and what keeps them out.
    pub live: LiveReports,
}

/// What a ranking of persons is made from, as text; with the result hash of the ranking of units that a condition was taken
/// from.
pub(super) fn person_inputs(units: Option<&str>, frame: &Frame, live: &LiveReports) -> String {
    let units = units.unwrap_or("-");
    format!("thidua.persons/1\nunits\t{units}\n{}", inputs_of(frame, live, None))
}

/// A small number that stands in for a position or an index.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).expect("a plan has far fewer persons and units than 4 billion")
}

/// The contest of the accepted nominations. `units` is the ranking of their units, where the plan wants something of them.
pub(super) fn person_contest(
    frame: &Frame,
    rows: &[NominationRow],
    units: Option<&Scored>,
) -> Result<PersonContest, Problem> {
    let part = individuals(&frame.plan)?;
    let accepted: Vec<&NominationRow> =
        rows.iter().filter(|row| state_of(row) == NominationState::Accepted).collect();
    let (list, first_person) = persons(frame, part, &accepted)?;
    let person_frame = Frame::of(frame.hash.clone(), part.plan.clone(), list);
    let mut reports = Reports::empty(person_frame.units.list.len(), part.plan.slots());
    for (at, row) in accepted.iter().enumerate() {
        put_figures(&mut reports, narrow(first_person + at), row)?;
    }
    let mut live = LiveReports::of_figures(&person_frame, reports);
    live.holds = units.map_or_else(Vec::new, |units| holds(frame, part, units, &accepted, first_person));
    live.choices = other_awards(part, &accepted, first_person);
    Ok(PersonContest { frame: person_frame, live })
}

/// The persons behind the units that they belong to and those above these; and where the first person stands.
fn persons(
    frame: &Frame,
    part: &Individuals,
    accepted: &[&NominationRow],
) -> Result<(Units, usize), Problem> {
    let mut needed: FxHashSet<u32> = FxHashSet::default();
    for row in accepted {
        let mut at = u32::try_from(row.unit).ok();
        while let Some(unit) = at.filter(|unit| needed.insert(*unit)) {
            at = frame.units.get(unit).parent;
        }
    }
    let mut needed: Vec<u32> = needed.into_iter().collect();
    needed.sort_unstable();
    let place: FxHashMap<u32, u32> = needed.iter().copied().zip(0_u32..).collect();
    let mut list: Vec<Unit> = Vec::with_capacity(needed.len() + accepted.len());
    for unit in &needed {
        let unit = frame.units.get(*unit);
        let parent = unit.parent.and_then(|parent| place.get(&parent).copied());
        list.push(Unit { parent, subject: None, cluster: None, source: None, ..unit.clone() });
    }
    let level = u16::try_from(part.level()).map_err(|_| Problem::from(&INTERNAL))?;
    let (mut clusters, mut sources) = (Groups::default(), Groups::default());
    for row in accepted {
        let unit = u32::try_from(row.unit).map_err(|_| Problem::from(&INTERNAL))?;
        let kind = part.kind(&row.kind).ok_or_else(|| Problem::from(&INTERNAL))?;
        let code = code_of(row.number);
        list.push(Unit {
            named: CodeAndName::new(&code, &code),
            level,
            subject: Some(u16::try_from(kind).map_err(|_| Problem::from(&INTERNAL))?),
            parent: place.get(&unit).copied(),
            cluster: Some(clusters.place(cluster(frame, part, unit, kind))),
            source: Some(sources.place((frame.code_at(row.nominator).to_owned(), Words::default()))),
        });
    }
    let mut units = Units::of(list);
    units.clusters = clusters.list.into_iter().map(|(code, name)| Cluster { code, name }).collect();
    units.sources = sources.list.into_iter().map(|(code, _)| code).collect();
    Ok((units, needed.len()))
}

/// Groups in the order in which they first appear.
#[derive(Default)]
struct Groups {
    list: Vec<(String, Words)>,
    places: FxHashMap<String, u32>,
}

impl Groups {
    fn place(&mut self, group: (String, Words)) -> u32 {
        if let Some(place) = self.places.get(&group.0) {
            return *place;
        }
        let place = narrow(self.list.len());
        self.places.insert(group.0.clone(), place);
        self.list.push(group);
        place
    }
}

/// The cluster of a person: that of the unit, the unit itself, the kind, or one for all.
pub(super) fn cluster(frame: &Frame, part: &Individuals, unit: u32, kind: usize) -> (String, Words) {
    let all = || ("all".to_owned(), Words { vi: "Tất cả cá nhân".to_owned(), en: "All persons".to_owned() });
    match part.plan.clusters {
        Clustering::Column => {
            let found = participant(frame, unit).and_then(|unit| frame.units.get(unit).cluster);
            let cluster = found.map(|at| &frame.units.clusters[at as usize]);
            cluster.map_or_else(all, |cluster| (cluster.code.clone(), cluster.name.clone()))
        }
        Clustering::Parent => {
            let unit = frame.units.get(unit);
            (unit.code().to_owned(), Words::same(unit.name()))
        }
        Clustering::Subject => {
            let kind = &part.plan.subjects[kind];
            (kind.code.clone(), kind.name.clone())
        }
        Clustering::Level | Clustering::One => all(),
    }
}

/// The unit itself, or the nearest above it that takes part.
pub(super) fn participant(frame: &Frame, unit: u32) -> Option<u32> {
    let mut at = Some(unit);
    while let Some(unit) = at {
        let found = frame.units.get(unit);
        if found.cluster.is_some() {
            return Some(unit);
        }
        at = found.parent;
    }
    None
}

fn put_figures(reports: &mut Reports, person: u32, row: &NominationRow) -> Result<(), Problem> {
    let mut texts = std::mem::take(&mut reports.texts);
    let slots = reports.slots();
    let read = read_figures(&row.figures, &mut texts, |figure| {
        if figure.slot < slots {
            let place = Place { file: 0, column: 0, row: u32::try_from(row.number).unwrap_or(u32::MAX) };
            reports.put(person, figure.slot, Some(Figure { value: figure.value, place }));
        }
    });
    reports.texts = texts;
    if reports.files.is_empty() {
        reports.files.push("nominations".to_owned());
        reports.headers.push(Vec::new());
    }
    read.ok_or_else(|| {
        tracing::error!(nomination = row.id, "the figures of a nomination can't be read");
        Problem::from(&INTERNAL)
    })
}

/// How a unit came out, as far as its persons are concerned.
enum Standing {
    Fine,
    Open,
    Fails,
}

/// Persons whose unit hasn't reached what the plan wants are excluded; while that is open, they are on hold. The reason says
/// so in both languages, for it is read with the ranking, whoever reads it.
fn holds(
    frame: &Frame,
    part: &Individuals,
    units: &Scored,
    accepted: &[&NominationRow],
    first_person: usize,
) -> Vec<Hold> {
    let Some(must) = part.unit else { return Vec::new() };
    let by_unit: FxHashMap<u32, usize> =
        units.scores.units.iter().enumerate().map(|(at, score)| (score.unit, at)).collect();
    let standing = |unit: u32| {
        let participant = participant(frame, unit).and_then(|unit| by_unit.get(&unit).copied());
        let Some(participant) = participant else { return Standing::Fails };
        let score = &units.scores.units[participant];
        match must {
            _ if score.excluded => Standing::Fails,
            UnitMust::Gates => match score.gates {
                Gates::NotMet => Standing::Fails,
                Gates::Open => Standing::Open,
                Gates::Met if score.on_hold => Standing::Open,
                Gates::Met => Standing::Fine,
            },
            UnitMust::Award(award) => {
                let reason = units.recommendation.awards[award].reasons[participant];
                match reason {
                    reason if reason.is_recommended() => Standing::Fine,
                    reason if reason.is_undecided() => Standing::Open,
                    _ => Standing::Fails,
                }
            }
        }
    };
    let mut holds = Vec::new();
    for (at, row) in accepted.iter().enumerate() {
        let Ok(unit) = u32::try_from(row.unit) else { continue };
        let kind = match standing(unit) {
            Standing::Fine => continue,
            Standing::Open => HoldKind::Hold,
            Standing::Fails => HoldKind::Exclude,
        };
        let reason = unit_reason(frame, must, participant(frame, unit).unwrap_or(unit), kind);
        holds.push(Hold { unit: narrow(first_person + at), criterion: None, kind, reason });
    }
    holds
}

fn unit_reason(frame: &Frame, must: UnitMust, unit: u32, kind: HoldKind) -> String {
    let unit = frame.units.get(unit);
    let (code, name) = (unit.code(), unit.name());
    let (vi, en) = match must {
        UnitMust::Gates => {
            ("điều kiện bắt buộc của đơn vị".to_owned(), "the gates that apply to it".to_owned())
        }
        UnitMust::Award(award) => {
            let name = &frame.plan.awards[award].name;
            (
                format!("điều kiện đơn vị được đề nghị {}", name.vi),
                format!("being recommended for {}", name.en),
            )
        }
    };
    match kind {
        HoldKind::Exclude => {
            format!("Đơn vị {name} ({code}) không đạt {vi}. / The unit {name} ({code}) doesn't reach {en}.")
        }
        HoldKind::Hold => format!(
            "Đơn vị {name} ({code}) chưa rõ có đạt {vi}. / Whether the unit {name} ({code}) reaches {en} is open."
        ),
    }
}

/// A person is considered for the award nominated for, and for those from whose lists that one is chosen; elsewhere left out.
fn other_awards(part: &Individuals, accepted: &[&NominationRow], first_person: usize) -> Vec<Choice> {
    let awards = &part.plan.awards;
    let mut choices = Vec::new();
    if awards.len() < 2 {
        return choices;
    }
    for (at, row) in accepted.iter().enumerate() {
        let mut wanted = part.award(&row.award);
        let mut considered: Vec<usize> = Vec::new();
        while let Some(award) = wanted.filter(|award| !considered.contains(award)) {
            considered.push(award);
            wanted = awards[award].from;
        }
        for award in (0..awards.len()).filter(|award| !considered.contains(award)) {
            choices.push(Choice {
                unit: narrow(first_person + at),
                award,
                kind: ChoiceKind::LeaveOut,
                reason: "Đề cử cho hình thức khác. / Nominated for another award.".to_owned(),
            });
        }
    }
    choices
}

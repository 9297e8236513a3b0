//! Verifies a bundle: computes everything again from the plan and the figures in it, without any database.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use chrono::NaiveDateTime;

use super::FORMAT;
use super::container::{Head, NotABundle, Unpacked, unpacked};
use super::contents::Contents;
use super::council::Way;
use super::council::check::{Stated, check_way};
use super::council::read::way_of;
use super::difference::{UnitPart, first_difference, first_line};
use super::read_tables::{Unreadable, contents_of};
use crate::app::inputs::{InputChange, input_changes};
use crate::app::moment::on_the_wall;
use crate::app::service::sha256;
use crate::app::snapshot::whole_result;
use crate::contest::plan::Plan;
use crate::contest::score::score_on;
use crate::contest::words::Words;
use crate::intake::plan_file::Mistake;

/// Something in a bundle that isn't as it must be.
#[derive(Debug)]
pub enum Difference {
    /// A member isn't there.
    Missing(String),
    /// A member that no bundle has, or a name twice.
    Strange(String),
    /// A member can't be unpacked; why.
    Broken(String, String),
    /// A member's hash isn't the stated one.
    MemberHash {
        /// Its name.
        member: String,
        /// What is stated.
        stated: String,
        /// What it is.
        found: String,
    },
    /// The plan file has a mistake; without one, it isn't UTF-8.
    Plan(Option<Box<Mistake>>),
    /// A line of a table isn't what it must be.
    Line {
        /// The member.
        member: &'static str,
        /// The line, 1 being the header.
        line: u64,
        /// The column; empty: the line as a whole.
        column: &'static str,
        /// What stands there.
        text: String,
    },
    /// A moment in `bundle.json` isn't one.
    Moment(String),
    /// The plan's code isn't the stated one.
    PlanCode {
        /// What is stated.
        stated: String,
        /// What the plan file says.
        found: String,
    },
    /// The hash of the inputs, or of the result, isn't the stated one.
    Hash {
        /// `input` or `result`, of persons `persons-input` or `persons-result`.
        of: &'static str,
        /// What is stated.
        stated: String,
        /// What it is.
        found: String,
    },
    /// The hash of another ranking isn't the stated one.
    OtherHash {
        /// The member.
        member: String,
        /// What is stated.
        stated: String,
        /// What it is.
        found: String,
    },
    /// The first input that isn't what the text of the inputs says; before: as stated, after: as the tables say.
    Input(Box<InputChange>),
    /// A cell of a table about cases, votes or decisions isn't what comes out.
    Cell {
        /// The member.
        member: &'static str,
        /// The line, 1 being the header.
        line: u64,
        /// The column.
        column: &'static str,
        /// What is stated.
        stated: String,
        /// What comes out.
        found: String,
    },
    /// Nothing can be computed from what stands there.
    NotComputed,
    /// The first part of a unit's result that comes out otherwise.
    Unit(Box<UnitPart>),
    /// The first line of a result that comes out otherwise.
    Text {
        /// The member.
        member: &'static str,
        /// The line, 1 being the first.
        line: usize,
        /// As it is stated.
        stated: String,
        /// As it comes out.
        found: String,
    },
}

/// The kinds of inputs, in the order in which they are told.
const KINDS: [&str; 6] = ["plan", "as_of", "unit", "figures", "hold", "choice"];

/// What verifying found.
#[derive(Debug)]
pub struct Verdict {
    /// What the bundle says of itself.
    pub head: Head,
    /// How many units take part; `None` when they couldn't be read.
    pub units: Option<usize>,
    /// How many cases, sessions, items and decided cases there are; `None` in a file of the format without them, and when they
    /// couldn't be read.
    pub way: Option<[usize; 4]>,
    /// How many cases rest on each of the other rankings that the head names.
    pub on_others: Vec<usize>,
    /// Codes and names of the plan's criteria, then of its awards.
    pub names: Vec<(String, Words)>,
    /// What isn't as it must be; of the result and of the inputs the first alone.
    pub differences: Vec<Difference>,
}

impl Verdict {
    /// Whether everything came out as it is stated.
    pub const fn is_equal(&self) -> bool {
        self.differences.is_empty()
    }

    /// Whether another version of the program made the bundle.
    pub fn is_of_other_version(&self) -> bool {
        self.head.program != env!("CARGO_PKG_VERSION")
    }
}

/// Verifies a bundle on some threads.
///
/// # Errors
/// When it can't be looked into as a bundle of this format.
pub fn verify(bytes: &[u8], threads: usize) -> Result<Verdict, NotABundle> {
    let unpacked = unpacked(bytes)?;
    let mut verdict = Verdict {
        head: unpacked.head.clone(),
        units: None,
        way: None,
        on_others: Vec::new(),
        names: Vec::new(),
        differences: member_differences(&unpacked),
    };
    if unpacked.members.len() == unpacked.head.known_members().len() {
        compute(&unpacked, threads, &mut verdict);
    }
    Ok(verdict)
}

/// Compares the members with what is stated of them.
fn member_differences(unpacked: &Unpacked) -> Vec<Difference> {
    let Unpacked { head, members, strange, broken } = unpacked;
    let mut found: Vec<Difference> = strange.iter().cloned().map(Difference::Strange).collect();
    found.extend(broken.iter().map(|(name, reason)| Difference::Broken(name.clone(), reason.clone())));
    let is_broken = |name: &str| broken.iter().any(|(broken, _)| broken == name);
    let known_members = head.known_members();
    for name in &known_members {
        let stated: Vec<_> = head.members.iter().filter(|member| member.name == *name).collect();
        match (members.get(name), stated.as_slice()) {
            (None, _) if is_broken(name) => {}
            (None, _) => found.push(Difference::Missing(name.to_owned())),
            (Some(bytes), [stated]) => {
                let hash = sha256(bytes);
                if hash != stated.sha256 || bytes.len() != stated.bytes {
                    let (member, stated) = (name.to_owned(), stated.sha256.clone());
                    found.push(Difference::MemberHash { member, stated, found: hash });
                }
            }
            (Some(bytes), _) => {
                let (member, stated) = (name.to_owned(), String::new());
                found.push(Difference::MemberHash { member, stated, found: sha256(bytes) });
            }
        }
    }
    let unknown = head.members.iter().filter(|member| !known_members.contains(&member.name));
    found.extend(unknown.map(|member| Difference::Missing(member.name.clone())));
    found
}

/// A moment in UTC as `bundle.json` writes it.
pub(super) fn moment(text: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.fZ").ok()
}

/// Computes everything again and compares it with what is stated.
fn compute(unpacked: &Unpacked, threads: usize, verdict: &mut Verdict) {
    let head = &unpacked.head;
    let persons = head.persons.iter().map(|persons| &persons.made_at);
    let others = head.other_rankings.iter().map(|other| &other.stood_from);
    let moments = [&head.ranking.made_at].into_iter().chain(&head.ranking.stood_from).chain(persons);
    let mut moments = moments.chain(others).chain(&head.ranking.as_of);
    if let Some(text) = moments.find(|text| moment(text).is_none()) {
        return verdict.differences.push(Difference::Moment(text.clone()));
    }
    let as_of = head.ranking.as_of.as_deref().and_then(moment);
    let contents = match contents_of(&unpacked.members, as_of) {
        Ok(contents) => contents,
        Err(unreadable) => return verdict.differences.push(told(unreadable)),
    };
    let plan = &contents.frame.plan;
    verdict.units = Some(contents.frame.units.participants().count());
    verdict.names = names(plan);
    // A file of the format without them has none of these tables.
    let has_way = unpacked.members.contains_key("cases.csv");
    let is_before = unpacked.head.format != FORMAT;
    let way = match has_way.then(|| way_of(&unpacked.members, &contents, is_before)).transpose() {
        Ok(way) => way,
        Err(unreadable) => return verdict.differences.push(told(unreadable)),
    };
    verdict.way =
        way.as_ref().map(|way| [way.cases.len(), way.sessions.len(), way.items.len(), way.decisions.len()]);
    verdict.on_others = way.as_ref().map_or_else(Vec::new, |way| way.on_others(&unpacked.head));
    if plan.code != unpacked.head.plan.code {
        let (stated, found) = (unpacked.head.plan.code.clone(), plan.code.clone());
        verdict.differences.push(Difference::PlanCode { stated, found });
    }
    // Whoever wrote the file may have found something on which the core stops; that mustn't stop the program.
    let computed = catch_unwind(AssertUnwindSafe(|| again(&contents, way.as_ref(), (unpacked, threads))));
    match computed {
        Ok(computed) => {
            compare(unpacked, &computed, &mut verdict.differences);
            verdict.differences.extend(computed.way);
        }
        Err(_) => verdict.differences.push(Difference::NotComputed),
    }
}

fn told(unreadable: Unreadable) -> Difference {
    match unreadable {
        Unreadable::Plan(mistake) => Difference::Plan(Some(mistake)),
        Unreadable::PlanText => Difference::Plan(None),
        Unreadable::Line { member, line, column, text } => Difference::Line { member, line, column, text },
    }
}

/// What comes out.
struct Computed {
    inputs: String,
    json: String,
    csv: String,
    /// What of the way to decisions isn't as it must be.
    way: Vec<Difference>,
}

/// Codes and names of the criteria of a plan, and of its awards; those for persons too.
fn names(plan: &Plan) -> Vec<(String, Words)> {
    let of_persons = plan.individuals.as_ref().map(|part| &part.plan);
    let plans = || std::iter::once(plan).chain(of_persons);
    let criteria = plans().flat_map(|plan| &plan.criteria).map(|it| (it.code.clone(), it.name.clone()));
    criteria
        .chain(plans().flat_map(|plan| &plan.awards).map(|it| (it.code.clone(), it.name.clone())))
        .collect()
}

/// A member as text.
fn stated_text<'a>(unpacked: &'a Unpacked, member: &str) -> Cow<'a, str> {
    String::from_utf8_lossy(unpacked.members.get(member).map_or(&[][..], Vec::as_slice))
}

fn again(contents: &Contents, way: Option<&Way>, (unpacked, threads): (&Unpacked, usize)) -> Computed {
    let live = contents.live();
    let inputs = contents.inputs(&live);
    let contest = live.contest(&contents.frame, contents.as_of.map(on_the_wall));
    let scored = score_on(&contest, threads);
    let [json, csv] = whole_result(contest, &scored, threads);
    let texts = ["ranking.json", "persons_inputs.txt", "persons_result.json"];
    let [ranking, persons_inputs, persons] = &texts.map(|member| stated_text(unpacked, member));
    let others = unpacked.head.other_rankings.iter().map(|other| stated_text(unpacked, &other.member()));
    let others = &others.collect::<Vec<_>>();
    let stated = Stated { head: &unpacked.head, ranking, persons_inputs, persons, others };
    let way = way.map_or_else(Vec::new, |way| check_way(contents, way, stated, &scored));
    Computed { inputs, json, csv, way }
}

fn compare(unpacked: &Unpacked, computed: &Computed, found: &mut Vec<Difference>) {
    let ranking = &unpacked.head.ranking;
    let stated = |member: &str| stated_text(unpacked, member);
    let text = |member, [stated, found]: [&str; 2]| {
        first_line(stated, found).map(|(line, [stated, found])| Difference::Text {
            member,
            line,
            stated,
            found,
        })
    };
    let hashes = [
        ("input", &ranking.input_hash, sha256(computed.inputs.as_bytes())),
        ("result", &ranking.result_hash, sha256(stated("ranking.json").as_bytes())),
    ];
    for (of, stated, hash) in hashes {
        if *stated != hash {
            found.push(Difference::Hash { of, stated: stated.clone(), found: hash });
        }
    }
    let inputs = stated("inputs.txt");
    if inputs != computed.inputs {
        let place = |change: &InputChange| KINDS.iter().position(|kind| *kind == change.kind);
        let first = input_changes(&inputs, &computed.inputs).into_iter().min_by_key(place);
        let first = first.map(|change| Difference::Input(Box::new(change)));
        found.extend(first.or_else(|| text("inputs.txt", [&inputs, &computed.inputs])));
    }
    let result = stated("ranking.json");
    if result != computed.json {
        let read = |text: &str| serde_json::from_str(text).ok();
        let first = read(&result).zip(read(&computed.json));
        let first = first.and_then(|(stated, found)| first_difference(&stated, &found));
        let first = first.map(|part| Difference::Unit(Box::new(part)));
        found.extend(first.or_else(|| text("ranking.json", [&result, &computed.json])));
    }
    if result == computed.json {
        // Otherwise the same would be told once more.
        found.extend(text("ranking.csv", [&stated("ranking.csv"), &computed.csv]));
    }
}

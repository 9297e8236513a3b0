//! The second half of reading units, once every row is known: parents, participants, clusters.

use rustc_hash::FxHashMap;

use super::{OpenParent, UnitsReading};
use crate::contest::finding_code as codes;
use crate::contest::plan::{Clustering, Plan};
use crate::contest::unit::{Cluster, Unit, Units};
use crate::contest::words::Words;
use crate::intake::suggest::nearest;

/// What is known of a unit while it's searched whether the units above it are in a circle, or take part.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    No,
    OnThisWay,
    Done(bool),
}

/// How many unknown parents get suggestions; each is compared with every code.
const SUGGESTED: usize = 50;

impl UnitsReading<'_> {
    /// Resolves what needs all rows.
    pub(super) fn finish(mut self) -> Units {
        self.resolve_open_parents();
        self.break_circles();
        self.choose_participants();
        self.units.sources = self.sources.names;
        self.units
    }

    fn resolve_open_parents(&mut self) {
        let mut digits: Option<FxHashMap<Box<str>, Option<u32>>> = None;
        let mut unknown = 0;
        for OpenParent { unit, code } in std::mem::take(&mut self.open_parents) {
            if let Some(parent) = self.by_code.get(&code, &self.units.list) {
                self.units.list[unit as usize].parent = Some(parent);
                continue;
            }
            let at = self.spot(self.rows[unit as usize], self.columns.parent);
            let own = self.units.get(unit).code().to_owned();
            let digits = digits.get_or_insert_with(|| by_digits(&self.units));
            if let Some(Some(parent)) = digits.get(code.trim_start_matches('0')) {
                self.units.list[unit as usize].parent = Some(*parent);
                let known = self.units.get(*parent).code().to_string();
                codes::UNIT_LEADING_ZERO.raise(self.findings, |draft| {
                    draft.at(at).with_unit(&own).with_read(&code).with("code", known)
                });
                continue;
            }
            unknown += 1;
            let units = &self.units;
            codes::UNIT_PARENT_UNKNOWN.raise(self.findings, |draft| {
                let near = if unknown <= SUGGESTED {
                    nearest(&code, units.list.iter().map(Unit::code)).join(", ")
                } else {
                    String::new()
                };
                draft.at(at).with_unit(&own).with_read(&code).with("suggestions", near)
            });
        }
    }

    /// Reports each circle once, and opens it at the unit where the search met it.
    fn break_circles(&mut self) {
        let mut seen = vec![Seen::No; self.units.list.len()];
        let mut way: Vec<u32> = Vec::new();
        for start in 0..self.units.list.len() {
            let mut next = u32::try_from(start).ok();
            while let Some(unit) = next {
                match seen[unit as usize] {
                    Seen::Done(_) => break,
                    Seen::OnThisWay => {
                        self.report_circle(&way, unit);
                        break;
                    }
                    Seen::No => {
                        seen[unit as usize] = Seen::OnThisWay;
                        way.push(unit);
                        next = self.units.get(unit).parent;
                    }
                }
            }
            for unit in way.drain(..) {
                seen[unit as usize] = Seen::Done(true);
            }
        }
    }

    fn report_circle(&mut self, way: &[u32], back_at: u32) {
        let circle = way.iter().skip_while(|unit| **unit != back_at);
        let mut path: Vec<&str> = circle.map(|unit| self.units.get(*unit).code()).collect();
        path.push(self.units.get(back_at).code());
        let path = path.join(" > ");
        let at = self.spot(self.rows[back_at as usize], self.columns.parent);
        let code = self.units.get(back_at).code().to_owned();
        codes::UNIT_PARENT_CYCLE
            .raise(self.findings, |draft| draft.at(at).with_unit(&code).with("path", path));
        self.units.list[back_at as usize].parent = None;
    }

    fn choose_participants(&mut self) {
        let under = self.units_under();
        let mut places: FxHashMap<u32, u32> = FxHashMap::default();
        let mut any = false;
        for index in 0..self.units.list.len() {
            let unit = &self.units.list[index];
            let chosen = &self.plan.participants;
            let level = chosen.levels.is_empty() || chosen.levels.contains(&usize::from(unit.level));
            let subject = chosen.subjects.is_empty()
                || unit.subject.is_some_and(|subject| chosen.subjects.contains(&usize::from(subject)));
            if !(level && subject && under.get(index).copied().unwrap_or(true)) {
                continue;
            }
            any = true;
            self.put_into_cluster(index, &mut places);
        }
        if !any {
            let whole = self.file.whole();
            codes::UNIT_NO_PARTICIPANTS.raise(self.findings, |draft| draft.at(whole));
        }
    }

    fn put_into_cluster(&mut self, index: usize, places: &mut FxHashMap<u32, u32>) {
        let unit = &self.units.list[index];
        let at = |column| self.spot(self.rows[index], column);
        if unit.subject.is_none() && !self.plan.subjects.is_empty() {
            let subjects: Vec<&str> =
                self.plan.subjects.iter().map(|subject| subject.code.as_str()).collect();
            let at = at(self.columns.subject);
            codes::UNIT_SUBJECT_MISSING.raise(self.findings, |draft| {
                draft.at(at).with_unit(unit.code()).with("subjects", subjects.join(", "))
            });
        }
        let group = match self.plan.clusters {
            Clustering::Column => self.clusters[index],
            Clustering::Parent => unit.parent,
            Clustering::Level => Some(u32::from(unit.level)),
            Clustering::Subject => unit.subject.map(u32::from),
            Clustering::One => Some(0),
        };
        let Some(group) = group else {
            if self.plan.clusters != Clustering::Subject {
                let (column, vi, en) = match self.plan.clusters {
                    Clustering::Parent => (self.columns.parent, "parent_code (mã cấp trên)", "parent_code"),
                    _ => (self.columns.cluster, "cluster (cụm, khối)", "cluster"),
                };
                let at = self.spot(self.rows[index], column);
                codes::UNIT_CLUSTER_MISSING.raise(self.findings, |draft| {
                    let column = Words { vi: vi.to_owned(), en: en.to_owned() };
                    draft.at(at).with_unit(unit.code()).with("column", column)
                });
            }
            return;
        };
        let next = u32::try_from(self.units.clusters.len()).unwrap_or(u32::MAX);
        let place = *places.entry(group).or_insert(next);
        if place == next {
            let cluster = cluster(self.plan, &self.units, &self.cluster_names.names, group);
            self.units.clusters.push(cluster);
        }
        self.units.list[index].cluster = Some(place);
    }

    /// For each unit whether it is one of `participants.under` or below one; empty when the plan names none.
    fn units_under(&mut self) -> Vec<bool> {
        let plan = self.plan;
        if plan.participants.under.is_empty() {
            return Vec::new();
        }
        let mut seen = vec![Seen::No; self.units.list.len()];
        for code in &plan.participants.under {
            match self.by_code.get(code.as_str(), &self.units.list) {
                Some(unit) => seen[unit as usize] = Seen::Done(true),
                None => {
                    let whole = self.file.whole();
                    codes::UNIT_UNDER_UNKNOWN
                        .raise(self.findings, |draft| draft.at(whole).with("code", code.as_str()));
                }
            }
        }
        let mut way = Vec::new();
        for start in 0..self.units.list.len() {
            let mut next = u32::try_from(start).ok();
            let mut below = false;
            while let Some(unit) = next {
                if let Seen::Done(known) = seen[unit as usize] {
                    below = known;
                    break;
                }
                way.push(unit);
                next = self.units.get(unit).parent;
            }
            for unit in way.drain(..) {
                seen[unit as usize] = Seen::Done(below);
            }
        }
        seen.iter().map(|seen| *seen == Seen::Done(true)).collect()
    }
}

/// Units with codes of digits, by their code without leading zeros; `None` where several have it.
fn by_digits(units: &Units) -> FxHashMap<Box<str>, Option<u32>> {
    let mut digits: FxHashMap<Box<str>, Option<u32>> = FxHashMap::default();
    for (index, unit) in (0_u32..).zip(&units.list) {
        if unit.code().bytes().all(|byte| byte.is_ascii_digit()) {
            digits
                .entry(unit.code().trim_start_matches('0').into())
                .and_modify(|several| *several = None)
                .or_insert(Some(index));
        }
    }
    digits
}

fn cluster(plan: &Plan, units: &Units, texts: &[String], group: u32) -> Cluster {
    let at = group as usize;
    match plan.clusters {
        Clustering::Column => Cluster { code: texts[at].clone(), name: Words::same(texts[at].as_str()) },
        Clustering::Parent => {
            let parent = units.get(group);
            Cluster { code: parent.code().to_string(), name: Words::same(parent.name().to_string()) }
        }
        Clustering::Level => {
            Cluster { code: plan.levels[at].code.clone(), name: plan.levels[at].name.clone() }
        }
        Clustering::Subject => {
            Cluster { code: plan.subjects[at].code.clone(), name: plan.subjects[at].name.clone() }
        }
        Clustering::One => Cluster {
            code: "all".to_owned(),
            name: Words { vi: "Tất cả".to_owned(), en: "All".to_owned() },
        },
    }
}

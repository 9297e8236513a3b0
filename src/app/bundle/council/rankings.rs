//! The stored rankings that a bundle holds, as values: which of them stood when, which are needed to check the cases, and what
//! each says of a case.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;

use super::check::{Stated, code_in_ranking};
use super::persons::rows_of;
use super::{Case, Way};
use crate::app::border::{group_of_person, group_of_unit, per_of, seats_in};
use crate::app::bundle::FORMAT;
use crate::app::bundle::container::{OtherHead, RankingOf};
use crate::app::bundle::verify::moment;
use crate::app::case::INDIVIDUAL;
use crate::app::frame::Frame;
use crate::db::nomination::NominationRow;
use crate::documents::stored::{StoredRanking, StoredUnit};

/// A stored ranking by its number.
pub(super) type Numbered = (RankingOf, i64);

/// Since when a stored ranking stood; `None`: it never did.
pub(super) type Since = (Numbered, Option<NaiveDateTime>);

/// The stored ranking that a case was opened from.
pub(super) const fn numbered(case: &Case) -> Numbered {
    (if case.nomination.is_some() { RankingOf::Persons } else { RankingOf::Units }, case.ranking)
}

/// Those of some rankings that may have stood at a moment: the last that stood before it, and any that has stood since that
/// very moment.
fn standing(all: impl Iterator<Item = Since>, of: RankingOf, at: NaiveDateTime) -> Vec<Numbered> {
    let (mut before, mut found) = (None, Vec::new());
    for (key, since) in all.filter(|(key, _)| key.0 == of) {
        match since {
            Some(since) if since == at => found.push(key),
            Some(since) if since < at => before = before.max(Some((since, key))),
            _ => {}
        }
    }
    found.extend(before.map(|(_, key)| key));
    found
}

/// Those of some rankings that cases rest on, or that told the seats of a tie when it was voted on.
pub(super) fn needed(way: &Way, all: &[Since]) -> BTreeSet<Numbered> {
    let mut keys: BTreeSet<Numbered> = way.cases.iter().map(numbered).collect();
    for item in &way.items {
        let Some(opened) = item.opened else { continue };
        let case = way.case_at(item.case).map(|at| &way.cases[at]);
        if let Some(case) = case.filter(|case| case.border.is_some()) {
            keys.extend(standing(all.iter().copied(), numbered(case).0, opened));
        }
    }
    keys
}

/// A stored ranking read back.
pub(super) struct Known<'a> {
    key: Numbered,
    since: Option<NaiveDateTime>,
    /// Whether it stood when the bundle was made.
    is_current: bool,
    text: &'a str,
    ranking: StoredRanking,
    places: BTreeMap<String, (usize, usize)>,
}

impl<'a> Known<'a> {
    fn read((key, since): Since, state: &str, text: &'a str) -> Option<Self> {
        let ranking = StoredRanking::read(text).ok()?;
        let mut places = BTreeMap::new();
        for (at, cluster) in ranking.clusters.iter().enumerate() {
            let units = cluster.units.iter().enumerate();
            places.extend(units.map(|(place, unit)| (unit.code.clone(), (at, place))));
        }
        Some(Self { key, since, is_current: state == "current", text, ranking, places })
    }

    /// The unit or person with a code.
    pub(super) fn unit(&self, code: &str) -> Option<&StoredUnit> {
        let (cluster, unit) = *self.places.get(code)?;
        self.ranking.clusters.get(cluster)?.units.get(unit)
    }
}

/// The stored rankings of a bundle.
pub(super) struct Rankings<'a> {
    /// The number of the ranking that the bundle proves.
    pub number: i64,
    /// Whether every ranking that is needed must be there; before that format there was but one of units and one of persons.
    pub is_whole: bool,
    known: Vec<Known<'a>>,
    rows: Vec<NominationRow>,
}

/// Since when the rankings stood that a bundle names.
pub(super) fn named(stated: Stated<'_>) -> Vec<Since> {
    let head = stated.head;
    let since = |text: &str| moment(text);
    let units = ((RankingOf::Units, head.ranking.number), head.ranking.stood_from.as_deref().and_then(since));
    let persons = head.persons.iter().map(|it| ((RankingOf::Persons, it.number), since(&it.made_at)));
    let other = |it: &OtherHead| ((it.of, it.number), since(&it.stood_from));
    std::iter::once(units).chain(persons).chain(head.other_rankings.iter().map(other)).collect()
}

impl<'a> Rankings<'a> {
    /// Reads them, where there are cases.
    pub(super) fn read(way: &Way, stated: Stated<'a>) -> Self {
        let head = stated.head;
        let persons = head.persons.iter().map(|it| (it.state.as_str(), stated.persons));
        let others = head.other_rankings.iter().map(|it| it.state.as_str());
        let texts = std::iter::once((head.ranking.state.as_str(), stated.ranking)).chain(persons);
        let texts = texts.chain(others.zip(stated.others.iter().map(AsRef::as_ref)));
        let known = named(stated).into_iter().zip(texts).filter(|_| !way.cases.is_empty());
        Self {
            number: head.ranking.number,
            is_whole: head.format == FORMAT,
            known: known.filter_map(|(since, (state, text))| Known::read(since, state, text)).collect(),
            rows: rows_of(way),
        }
    }

    fn with(&self, key: Numbered) -> Option<&Known<'a>> {
        self.known.iter().find(|known| known.key == key)
    }

    /// The ranking that a case was opened from, when it is in the file.
    pub(super) fn of_case(&self, case: &Case) -> Option<&Known<'a>> {
        self.with(numbered(case))
    }

    /// The number of the ranking that stood when a case was opened, where that isn't the one that it is said to rest on.
    pub(super) fn other_than_stated(&self, case: &Case) -> Option<i64> {
        let (key, opened) = (numbered(case), case.opened?);
        let all = self.known.iter().map(|known| (known.key, known.since));
        let stood = standing(all, key.0, opened);
        if stood.contains(&key) { None } else { Some(stood.first().map_or(0, |(_, number)| *number)) }
    }

    /// The rankings that may have told the seats of a case's tie when a vote on it was opened.
    fn telling(&self, case: &Case, opened: NaiveDateTime) -> Vec<&Known<'a>> {
        if !self.is_whole {
            // Where another ranking stands now, that one may have told them.
            return self.of_case(case).filter(|known| known.is_current).into_iter().collect();
        }
        let all = self.known.iter().map(|known| (known.key, known.since));
        let keys = standing(all, numbered(case).0, opened);
        keys.into_iter().filter_map(|key| self.with(key)).collect()
    }

    /// The seats of a tie before anybody takes one, when a vote on one of its cases was opened: what each ranking says that may
    /// have stood then. `None`: that can't be told from the file.
    pub(super) fn seats(
        &self,
        frame: &Frame,
        tied: &[&Case],
        (case, opened): (&Case, NaiveDateTime),
    ) -> Option<Vec<u32>> {
        let telling = self.telling(case, opened);
        if telling.is_empty() && !self.is_whole {
            return None;
        }
        let tied = tied.iter().filter(|other| other.is_there(opened));
        let codes: Vec<String> = tied.map(|other| code_in_ranking(frame, other)).collect();
        let rests_on = self.of_case(case).map(|known| &known.ranking);
        let per = rests_on.and_then(|ranking| per_of(ranking, &case.award, &codes));
        let group_of = |per: &str, unit: &StoredUnit| match case.subject.as_str() {
            INDIVIDUAL => group_of_person(frame, &self.rows, per, unit),
            _ => group_of_unit(frame, per, unit),
        };
        let of = |known: &Known<'_>| {
            let ranking = (&known.ranking, known.text);
            seats_in(&group_of, &case.award, &codes, per.as_deref()?, ranking).ok().flatten()
        };
        let seats: Vec<u32> = telling.into_iter().filter_map(of).collect();
        (self.is_whole || !seats.is_empty()).then_some(seats)
    }
}

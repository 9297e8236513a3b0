//! The register of awards over all plans: searched, listed, written as files, and counted by year.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use rustc_hash::FxHashMap;

pub use crate::db::award::AwardState;

use super::actor::{Actor, Right};
use super::audit::Entry as Record;
use super::decision::{AwardRow, DecisionRow, Person, REMOVED, award_for, named, person_for};
use super::frame::Frame;
use super::plan::PlanRow;
use super::problem::{FIELD_REFUSED, Problem};
use super::service::Service;
use crate::contest::award_statistics::{CountedAward, Statistics, statistics};
use crate::contest::money::Totals;
use crate::contest::rules::Commended;
use crate::db::Engine;
use crate::db::award::{AwardFilter, award_forms, award_years, awards_after};
use crate::documents::awards::RegisterLine;
use crate::documents::paper::seal::Standing;
use crate::intake::fold::fold;

/// How many awards are read from the database at once.
const AT_ONCE: i64 = 1000;

/// The longest text that is searched for, in characters.
const LONGEST_SEARCH: usize = 200;

/// Which awards are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WantedAwards {
    /// Only those of a plan.
    pub plan: Option<i64>,
    /// Only those of decisions of a year.
    pub year: Option<i64>,
    /// Only those of a form, by its code in the rules.
    pub form: Option<String>,
    /// Only those that stand so.
    pub state: Option<AwardState>,
    /// Only of collectives, or of individuals.
    pub commended: Option<Commended>,
    /// Only those whose unit, or whose person where the caller may see names, has this in its name, or that have it as
    /// their unit's code. Diacritics don't matter.
    pub search: String,
}

/// An award in the register.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The award.
    pub row: AwardRow,
    /// The decision that gave it.
    pub decision: DecisionRow,
    /// The plan.
    pub plan: Arc<PlanRow>,
    /// The person, of an individual.
    pub person: Option<Person>,
}

/// What can be chosen from in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwardChoices {
    /// The years in which decisions gave awards, the latest first.
    pub years: Vec<i64>,
    /// The codes of the forms that awards have.
    pub forms: Vec<String>,
}

/// A year's statistics.
#[derive(Debug, Clone)]
pub struct YearStatistics {
    /// The year.
    pub year: i64,
    /// What was counted.
    pub counted: Statistics,
    /// How many awards of that year were revoked, and so aren't counted.
    pub revoked: usize,
    /// The money by budget and by who has it.
    pub totals: Totals,
    /// How many sums rest on numbers that aren't checked.
    pub unsure: usize,
}

/// What the statistics that are asked for by law split by, and that isn't collected here; each has words.
pub const NOT_COLLECTED: [&str; 5] =
    ["women", "ethnic_minority", "occupation", "state_level", "other_rewards"];

/// The code of a state.
pub const fn state_code(state: AwardState) -> &'static str {
    match state {
        AwardState::Waiting => "waiting",
        AwardState::HandedOver => "handed_over",
        AwardState::Revoked => "revoked",
    }
}

/// The state with a code.
pub fn state_of_code(code: &str) -> Option<AwardState> {
    [AwardState::Waiting, AwardState::HandedOver, AwardState::Revoked]
        .into_iter()
        .find(|state| state_code(*state) == code)
}

/// Where an award stands.
pub const fn state_of_award(row: &AwardRow) -> AwardState {
    match (row.revoked_by_decision, row.handed_over_on) {
        (Some(_), _) => AwardState::Revoked,
        (None, Some(_)) => AwardState::HandedOver,
        (None, None) => AwardState::Waiting,
    }
}

impl Registered {
    /// Who is commended.
    pub fn commended(&self) -> Commended {
        Commended::of_code(&self.row.subject).unwrap_or(Commended::Collective)
    }

    /// The award as a line of a file.
    pub fn line(&self) -> RegisterLine<'_> {
        let (row, decision) = (&self.row, &self.decision);
        let person = self.person.as_ref();
        RegisterLine {
            number: row.id,
            decision: &decision.number,
            issued_on: decision.issued_on,
            issuer: &decision.issuer,
            plan: &self.plan.code,
            commended: self.commended(),
            unit: (&row.unit_code, &row.unit_name),
            person: person.map(|person| person.number),
            named: (
                person.and_then(|person| person.name.as_deref()),
                person.and_then(|person| person.position.as_deref()),
                person.is_some_and(|person| person.is_erased),
            ),
            kind: (&row.kind, &row.kind_vi, &row.kind_en),
            form: &row.form,
            title: row.title.as_deref().unwrap_or(""),
            form_name: row.form_name.as_deref().unwrap_or(""),
            coefficient: row.coefficient.as_deref().unwrap_or(""),
            base_wage: row.base_wage,
            money: row.money,
            unsure: &row.unsure,
            budget: row.budget.as_deref().unwrap_or(""),
            state: state_code(state_of_award(row)),
            handed_over_on: row.handed_over_on,
            revoked_on: row.revoked_on,
            revoke_reason: row.revoke_reason.as_deref().unwrap_or(""),
        }
    }
}

/// What is asked of the database.
fn filter_of(actor: &Actor, wanted: &WantedAwards) -> Result<AwardFilter, Problem> {
    let search = wanted.search.trim();
    if search.chars().count() > LONGEST_SEARCH {
        return Err(FIELD_REFUSED.with("field", "search").with("expected", format!("0-{LONGEST_SEARCH}")));
    }
    Ok(AwardFilter {
        plan_id: wanted.plan,
        year: wanted.year,
        form: wanted.form.clone(),
        state: wanted.state,
        subject: wanted.commended.map(|it| it.code().to_owned()),
        unit: (!search.is_empty()).then(|| (folded(search), search.to_owned())),
        // Whoever reaches but some units would learn by searching who works elsewhere.
        by_name: actor.can(Right::ViewCases) && actor.reach.is_none(),
    })
}

/// A text that is searched for, folded; what folds to nothing is found nowhere.
fn folded(search: &str) -> String {
    Some(fold(search)).filter(|folded| !folded.is_empty()).unwrap_or_else(|| "\n".to_owned())
}

impl Service {
    /// The awards of the register after a number that are wanted, at most so many; and how many there are in all.
    ///
    /// # Errors
    /// When the actor may not, or the text is too long; and those of the database.
    pub fn awards(
        &self,
        actor: &Actor,
        wanted: &WantedAwards,
        (after, limit): (i64, i64),
    ) -> Result<(Vec<Registered>, i64), Problem> {
        let filter = filter_of(actor, wanted)?;
        self.read(actor, Right::View, |engine| {
            let (rows, total) = awards_after(engine, (after, limit), &filter)?;
            let mut plans = FxHashMap::default();
            Ok((self.registered(engine, actor, &mut plans, rows)?, total))
        })
    }

    /// All awards of the register that are wanted, by number.
    ///
    /// # Errors
    /// When the actor may not, or the text is too long; and those of the database.
    pub fn all_awards(&self, actor: &Actor, wanted: &WantedAwards) -> Result<Vec<Registered>, Problem> {
        let filter = filter_of(actor, wanted)?;
        self.read(actor, Right::View, |engine| self.every(engine, actor, &filter))
    }

    fn every(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        filter: &AwardFilter,
    ) -> Result<Vec<Registered>, Problem> {
        let (mut all, mut after, mut plans) = (Vec::new(), 0, FxHashMap::default());
        loop {
            let (rows, _) = awards_after(engine, (after, AT_ONCE), filter)?;
            let Some((last, _)) = rows.last() else { return Ok(all) };
            after = last.id;
            all.extend(self.registered(engine, actor, &mut plans, rows)?);
        }
    }

    fn registered(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        plans: &mut FxHashMap<i64, (Arc<PlanRow>, Arc<Frame>)>,
        rows: Vec<(AwardRow, DecisionRow)>,
    ) -> Result<Vec<Registered>, Problem> {
        let people = named(engine, rows.iter().filter_map(|(row, _)| row.nomination_id))?;
        let mut found = Vec::with_capacity(rows.len());
        for (row, decision) in rows {
            let (plan, frame) = match plans.entry(row.plan_id) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => {
                    let (plan, frame) = self.framed(engine, row.plan_id)?;
                    place.insert((Arc::new(plan), frame))
                }
            };
            let person = row.nomination_id.and_then(|id| people.get(&id));
            let person = person.map(|person| person_for(actor, frame, person));
            let row = award_for(actor, row);
            found.push(Registered { plan: Arc::clone(plan), person, decision, row });
        }
        Ok(found)
    }

    /// What can be chosen from in the register.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn award_choices(&self, actor: &Actor) -> Result<AwardChoices, Problem> {
        self.read(actor, Right::View, |engine| {
            let mut forms = award_forms(engine)?;
            forms.retain(|form| !form.is_empty());
            Ok(AwardChoices { years: award_years(engine)?, forms })
        })
    }

    /// The statistics of a year: of the awards of its decisions that stand.
    ///
    /// # Errors
    /// When the actor may not, or the year is none; and those of the database.
    pub fn award_statistics(&self, actor: &Actor, year: i64) -> Result<YearStatistics, Problem> {
        if !(1900..2200).contains(&year) {
            return Err(FIELD_REFUSED.with("field", "year").with("expected", "1900-2199"));
        }
        let wanted = WantedAwards { year: Some(year), ..WantedAwards::default() };
        let all = self.all_awards(actor, &wanted)?;
        let standing: Vec<&Registered> =
            all.iter().filter(|one| one.row.revoked_by_decision.is_none()).collect();
        let counted: Vec<CountedAward<'_>> = standing.iter().map(|one| counted(one)).collect();
        let is_revoked = |one: &&Registered| {
            one.row.revoked_by_decision.is_some() && one.row.revoke_reason.as_deref() != Some(REMOVED)
        };
        Ok(YearStatistics {
            year,
            counted: statistics(&counted),
            revoked: all.iter().filter(is_revoked).count(),
            totals: super::decision::totals_of(standing.iter().map(|one| &one.row)),
            unsure: standing.iter().filter(|one| !one.row.unsure.is_empty()).count(),
        })
    }

    /// Notes that the register, or its statistics, were written as a file.
    ///
    /// # Errors
    /// Those of the database.
    pub fn note_register_export(&self, actor: &Actor, what: &str) -> Result<(), Problem> {
        self.note(actor, Record::new("export", what))
    }

    /// What proves where a list from the register comes from: when it was made, and the last record of the audit log then.
    ///
    /// # Errors
    /// Those of the database.
    pub fn source_of_register(&self, actor: &Actor) -> Result<Vec<String>, Problem> {
        Ok(self.seal(actor, Standing::OfRegister, None)?.foot())
    }
}

fn counted(one: &Registered) -> CountedAward<'_> {
    let row = &one.row;
    CountedAward {
        form: &row.form,
        form_name: row.title.as_deref().or(row.form_name.as_deref()).unwrap_or(&row.award),
        is_title: row.title.is_some(),
        commended: one.commended(),
        kind: &row.kind,
        kind_name: (&row.kind_vi, &row.kind_en),
        leads: row.leads,
        money: row.money,
    }
}

//! The list that anybody sees while it is public: names and units, nothing else that is known of persons.

use std::net::IpAddr;

use chrono::NaiveDate;

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::moment::on_the_wall;
use super::problem::{NOT_FOUND, Problem, TOO_MANY_REQUESTS};
use super::publicity::{PublicityRow, PublicityState};
use super::service::Service;
use super::subject::subjects_of;
use super::throttle::network_of;
use crate::contest::case::CaseState;
use crate::contest::words::Words;
use crate::db::case::cases_of;
use crate::db::plan::plan_by_id;
use crate::db::publicity::{publicity_by_number, publicity_cases_of};
use crate::documents::publicity::{ListLine, publicity_csv};
use crate::text::Texts;

/// A line of a public list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicLine {
    /// The name of the collective or of the person.
    pub name: String,
    /// The name of the unit that a person works in, or that a collective belongs to.
    pub unit: Option<String>,
    /// The number of the case, by which an objection can name it.
    pub case: i64,
}

/// The lines of one award.
#[derive(Debug, Clone)]
pub struct PublicAward {
    /// The award's name.
    pub name: Words,
    /// Its lines, in the order of the cases.
    pub lines: Vec<PublicLine>,
}

/// A list while it is public.
#[derive(Debug, Clone)]
pub struct PublicList {
    /// The number of the plan's document.
    pub code: String,
    /// The plan's title.
    pub title: Words,
    /// Who issued the plan.
    pub issuer: String,
    /// The list.
    pub row: PublicityRow,
    /// The awards with their lines, in the plan's order.
    pub awards: Vec<PublicAward>,
}

impl PublicList {
    /// How many lines it has.
    pub fn total(&self) -> usize {
        self.awards.iter().map(|award| award.lines.len()).sum()
    }
}

impl Service {
    /// A list while it is public, for anybody. What was returned, rejected or withdrawn meanwhile isn't on it any more; what went
    /// further is.
    ///
    /// # Errors
    /// When there is none, it hasn't begun or is over, or somebody asks too often; and those of the database.
    pub fn public_list(
        &self,
        address: Option<IpAddr>,
        plan_id: i64,
        number: i64,
    ) -> Result<PublicList, Problem> {
        let now = self.now();
        let asked = self.gate.public.attempt(network_of(address), now);
        asked.map_err(|seconds| TOO_MANY_REQUESTS.with("seconds", seconds))?;
        let today = on_the_wall(now).date();
        self.database.read(|engine| {
            let missing = || NOT_FOUND.with("what", format!("publicity {number}"));
            let row = plan_by_id(engine, plan_id)?.map(|_| publicity_by_number(engine, plan_id, number));
            let row = row.transpose()?.flatten().filter(|row| is_public(row, today)).ok_or_else(missing)?;
            let (plan, frame) = self.framed(engine, plan_id)?;
            let on_it = publicity_cases_of(engine, plan_id)?;
            let mut cases = cases_of(engine, plan_id)?;
            cases.retain(|case| {
                // What was returned and made public anew stands on its new list.
                let lists = on_it.iter().filter(|it| it.case_id == case.id).map(|it| it.publicity_id);
                lists.max() == Some(row.id) && case.state_now().step() >= CaseState::Published.step()
            });
            let subjects = subjects_of(engine, &frame, &cases)?;
            let lines = |code: &str| {
                let own = cases.iter().zip(&subjects).filter(|(case, _)| case.award == code);
                let line = own.map(|(case, subject)| PublicLine {
                    name: subject.name.clone(),
                    unit: subject.unit.clone(),
                    case: case.number,
                });
                line.collect::<Vec<_>>()
            };
            let awards = awards_of(&frame).map(|(code, name)| PublicAward { name, lines: lines(&code) });
            let awards = awards.filter(|award| !award.lines.is_empty()).collect();
            let title = Words { vi: plan.title_vi.clone(), en: plan.title_en.clone() };
            Ok(PublicList { code: plan.code.clone(), title, issuer: frame.plan.issuer.clone(), row, awards })
        })
    }

    /// The list as a file, in words, for who may see cases. Noted in the audit log.
    ///
    /// # Errors
    /// When the actor may not, or there is none that it may see; and those of the database.
    pub fn publicity_file(
        &self,
        actor: &Actor,
        (plan_id, number): (i64, i64),
        texts: &Texts,
    ) -> Result<Vec<u8>, Problem> {
        self.demand(actor, Right::ViewCases)?;
        let (all, list) = self.publicity(actor, plan_id, number)?;
        let subjects = self.database.read(|engine| subjects_of(engine, &all.frame, &list.cases))?;
        let awards: Vec<(String, Words)> = awards_of(&all.frame).collect();
        let lines = awards.iter().flat_map(|(code, name)| {
            let own = list.cases.iter().zip(&subjects).filter(move |(case, _)| case.award == *code);
            own.map(|(case, subject)| ListLine {
                award: name.in_language(texts.language()),
                name: &subject.name,
                unit: subject.unit.as_deref().unwrap_or(""),
                case: case.number,
            })
        });
        let file = publicity_csv(texts, lines);
        self.note_export(actor, plan_id, &format!("publicity:{}", list.row.id))?;
        Ok(file)
    }
}

/// Whether a list is public on a day.
fn is_public(row: &PublicityRow, today: NaiveDate) -> bool {
    row.state_on(today) == PublicityState::Running
}

/// The awards of a plan with their names, in its order: of collectives, then of persons.
pub(super) fn awards_of(frame: &Frame) -> impl Iterator<Item = (String, Words)> {
    let persons = frame.plan.individuals.iter().flat_map(|part| &part.plan.awards);
    frame.plan.awards.iter().chain(persons).map(|award| (award.code.clone(), award.name.clone()))
}

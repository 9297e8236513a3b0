//! Dossiers: which parts a case needs, which of them are there, and what files hold them.

use std::sync::Arc;

pub use crate::db::dossier::DossierFileRow;

use super::actor::{Actor, Right};
use super::case::CaseRow;
use super::frame::Frame;
use super::nomination::{NominationRow, NominationState, code_of, known_nomination, state_of};
use super::plan::PlanRow;
use super::problem::{DOSSIER_CLOSED, DOSSIER_INCOMPLETE, FORBIDDEN, NOMINATION_ERASED, NOT_FOUND, Problem};
use super::service::{Change, Service};
use crate::contest::case::CaseState;
use crate::contest::plan::{DossierPart, Process};
use crate::db::Engine;
use crate::db::case::cases_of_nomination;
use crate::db::dossier::{
    delete_file_parts, delete_receiving_file, file_by_id, files_of_case, files_of_nomination,
    files_of_nominations, update_file,
};
use crate::db::nomination::nomination_by_id;

/// Whose dossier it is, by the number in its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// A case's.
    Case(i64),
    /// A nomination's, which has a dossier before there is a case and whose dossier is that of its case.
    Nomination(i64),
}

/// A part of a dossier with its files.
#[derive(Debug, Clone)]
pub struct PartOfDossier {
    /// The part.
    pub part: DossierPart,
    /// Its files, also those taken out again where the actor may see them.
    pub files: Vec<DossierFileRow>,
}

impl PartOfDossier {
    /// Whether a file of it stands.
    pub fn is_there(&self) -> bool {
        self.files.iter().any(DossierFileRow::stands)
    }

    /// Whether it is needed and lacking.
    pub fn is_missing(&self) -> bool {
        self.part.required && !self.is_there()
    }
}

/// A dossier.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The plan.
    pub plan: PlanRow,
    /// Its frame.
    pub frame: Arc<Frame>,
    /// Whose it is.
    pub owner: Owner,
    /// Its parts, in the plan's order.
    pub parts: Vec<PartOfDossier>,
    /// Whether the actor may hand in files and take them out now.
    pub is_open: bool,
}

/// Whose dossier it is.
#[derive(Debug, Clone)]
pub struct Owner {
    /// The case; of a nomination, that which stands of it.
    pub case: Option<CaseRow>,
    /// All cases that share the dossier: a person may have one for each award.
    pub cases: Vec<CaseRow>,
    /// The nomination, of a person's.
    pub nomination: Option<NominationRow>,
    /// The position of the unit.
    pub unit: u32,
    /// The code of the award.
    pub award: String,
}

impl DossierFileRow {
    /// Whether it was received whole and not taken out again.
    pub fn stands(&self) -> bool {
        self.state == "received" && self.removed_at.is_none()
    }
}

impl Owner {
    /// As the audit log names it.
    pub(super) fn label(&self) -> String {
        match (&self.nomination, &self.case) {
            (Some(nomination), _) => format!("nomination:{}", nomination.id),
            (None, Some(case)) => format!("case:{}", case.id),
            (None, None) => String::new(),
        }
    }

    /// Refuses to change the dossier once it was found complete for any case that stands: that is returned first.
    pub(super) fn demand_open(&self) -> Result<(), Problem> {
        if let Some(nomination) = &self.nomination {
            if nomination.erased_at.is_some() {
                return Err(NOMINATION_ERASED.with("number", code_of(nomination.number)));
            }
            if state_of(nomination) == NominationState::Withdrawn {
                return Err(DOSSIER_CLOSED.with("case", code_of(nomination.number)));
            }
        }
        let is_past = |case: &&CaseRow| case.state_now() != CaseState::Recommended;
        let standing = self.cases.iter().filter(|case| !case.state_now().is_closed());
        match standing.chain(&self.case).find(is_past) {
            Some(case) => Err(DOSSIER_CLOSED.with("case", case.number)),
            None => Ok(()),
        }
    }

    /// Its files, also those taken out again.
    pub(super) fn files(&self, engine: &mut Engine) -> Result<Vec<DossierFileRow>, Problem> {
        Ok(match (&self.nomination, &self.case) {
            (Some(nomination), _) => files_of_nomination(engine, nomination.id)?,
            (None, Some(case)) => files_of_case(engine, case.id)?,
            (None, None) => Vec::new(),
        })
    }
}

/// The required parts that a case's dossier lacks.
pub(super) fn missing_parts<'a>(
    engine: &mut Engine,
    process: &'a Process,
    case: &'a CaseRow,
) -> Result<Vec<&'a DossierPart>, Problem> {
    let files = match case.nomination_id {
        Some(id) => files_of_nomination(engine, id)?,
        None => files_of_case(engine, case.id)?,
    };
    let has = |code: &str| files.iter().any(|file| file.part == code && file.stands());
    let lacking = process.parts_of(&case.award).filter(|part| part.required && !has(&part.code));
    Ok(lacking.collect())
}

/// Refuses to find a dossier complete that lacks required parts.
pub(super) fn demand_complete(engine: &mut Engine, process: &Process, case: &CaseRow) -> Result<(), Problem> {
    let missing = missing_parts(engine, process, case)?;
    if missing.is_empty() {
        return Ok(());
    }
    let named: Vec<String> = missing.iter().map(|part| format!("{} ({})", part.name.vi, part.code)).collect();
    Err(DOSSIER_INCOMPLETE.with("case", case.number).with("parts", named.join(", ")))
}

/// Takes away the bytes and names of all files of some nominations, in the caller's transaction. What kind of files they were, of which
/// part and with which hash stays; of one that is still being received nothing does.
///
/// # Errors
/// Those of the database.
pub(super) fn erase_files_of_nominations(
    change: &mut Change<'_>,
    nominations: &[i64],
) -> Result<(), Problem> {
    for file in files_of_nominations(change.engine, nominations)? {
        match file.state.as_str() {
            "erased" => {}
            "receiving" => delete_receiving_file(change.engine, file.id)?,
            _ => {
                delete_file_parts(change.engine, file.id)?;
                let erased = DossierFileRow {
                    state: "erased".to_owned(),
                    file_name: String::new(),
                    remove_reason: file.remove_reason.as_ref().map(|_| String::new()),
                    ..file
                };
                update_file(change.engine, &erased)?;
            }
        }
    }
    Ok(())
}

/// Whether an actor may see files that were taken out.
fn sees_removed(actor: &Actor) -> bool {
    actor.can(Right::ManageCases)
}

impl Service {
    /// The dossier of a case or a nomination: its parts, which are there and which are lacking.
    ///
    /// # Errors
    /// When the actor may not see it, or there is none; and those of the database.
    pub fn dossier(&self, actor: &Actor, plan_id: i64, whose: Whose) -> Result<Dossier, Problem> {
        self.read(actor, Right::View, |engine| {
            let (plan, frame) = self.framed(engine, plan_id)?;
            let owner = self.owner(engine, actor, (&frame, plan_id), whose)?;
            let mut files = owner.files(engine)?;
            files.retain(|file| file.stands() || sees_removed(actor));
            let parts = frame.plan.process.parts_of(&owner.award).map(|part| PartOfDossier {
                part: part.clone(),
                files: files.iter().filter(|file| file.part == part.code).cloned().collect(),
            });
            let parts = parts.collect();
            let is_open = actor.may(Right::Nominate) && owner.demand_open().is_ok();
            Ok(Dossier { plan, frame, owner, parts, is_open })
        })
    }

    /// Whose dossier it is, if the actor may see it.
    pub(super) fn owner(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (frame, plan_id): (&Frame, i64),
        whose: Whose,
    ) -> Result<Owner, Problem> {
        match whose {
            Whose::Case(number) => {
                let case = self.seen_case(engine, actor, (frame, plan_id), number)?;
                let nomination = match case.nomination_id {
                    Some(id) => nomination_by_id(engine, id)?,
                    None => None,
                };
                let cases = match case.nomination_id {
                    Some(id) => cases_of_nomination(engine, plan_id, id)?,
                    None => vec![case.clone()],
                };
                let (unit, award) = (case.unit_index(), case.award.clone());
                Ok(Owner { case: Some(case), cases, nomination, unit, award })
            }
            Whose::Nomination(number) => {
                let row = known_nomination(engine, actor, (frame, plan_id), number)?;
                let hidden = self.hidden_cases(engine, actor, plan_id)?;
                let cases = cases_of_nomination(engine, plan_id, row.id)?;
                // Who doesn't nominate sees a dossier as that of a case, unless it has an interest in that.
                let is_hidden = cases.iter().any(|case| hidden.contains(&case.id));
                if is_hidden || cases.is_empty() && !actor.may(Right::Nominate) {
                    return Err(NOT_FOUND.with("what", code_of(number)));
                }
                let unit = u32::try_from(row.unit).unwrap_or_default();
                let award = row.award.clone();
                Ok(Owner { case: standing(&cases), cases, nomination: Some(row), unit, award })
            }
        }
    }

    /// A file of a dossier, if the actor may see it.
    ///
    /// # Errors
    /// When it may not, or there is none; and those of the database.
    pub(super) fn seen_file(
        &self,
        engine: &mut Engine,
        actor: &Actor,
        (owner, plan_id): (&Owner, i64),
        id: i64,
    ) -> Result<DossierFileRow, Problem> {
        let is_own = |file: &DossierFileRow| match (&owner.nomination, &owner.case) {
            (Some(nomination), _) => file.nomination_id == Some(nomination.id),
            (None, Some(case)) => file.case_id == Some(case.id),
            (None, None) => false,
        };
        let file = file_by_id(engine, plan_id, id)?.filter(is_own);
        let file = file.filter(|file| file.stands() || file.state == "received" && sees_removed(actor));
        file.ok_or_else(|| NOT_FOUND.with("what", format!("file {id}")))
    }
}

/// The case that stands of a nomination: the last one that hasn't left the way.
fn standing(cases: &[CaseRow]) -> Option<CaseRow> {
    cases.iter().rfind(|case| !case.state_now().is_closed()).cloned()
}

/// Refuses who may not hand in parts of dossiers.
pub(super) fn demand_handing_in(actor: &Actor) -> Result<(), Problem> {
    if actor.may(Right::Nominate) {
        return Ok(());
    }
    Err(FORBIDDEN.with("right", Right::Nominate.code()))
}

//! The cases: opened, their dossiers handed in and found complete, appraised, and made public.

use super::pdf::pdf;
use super::player::{Player, day};
use super::{AWARDS, OBJECTED, OFFICER};
use crate::app::actor::Actor;
use crate::app::case::{CaseFilter, CaseRow, Step};
use crate::app::dossier::{PartOfDossier, Whose};
use crate::app::objection::{NewObjection, Settlement};
use crate::app::problem::Problem;
use crate::app::publicity::NewPublicity;
use crate::app::service::sha256;
use crate::contest::case::{CaseAction, CaseState};

/// Plays it as far as it hasn't been played.
pub fn play(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    let service = &player.service;
    // A case that was rejected isn't opened again.
    if service.cases(&officer, plan.id, &CaseFilter::default())?.rows.is_empty() {
        player.at((6, 8), 9);
        service.open_cases(&officer, plan.id, &AWARDS.map(str::to_owned))?;
    }
    player.at((6, 10), 9);
    let recommended = numbers(player, &officer, CaseState::Recommended)?;
    for case in &recommended {
        hand_in(player, &officer, (plan.id, *case))?;
    }
    for (state, action, moment) in [
        (CaseState::Recommended, CaseAction::Complete, (6, 11)),
        (CaseState::Complete, CaseAction::Appraise, (6, 15)),
    ] {
        let numbers = numbers(player, &officer, state)?;
        if !numbers.is_empty() {
            player.at(moment, 9);
            let step = Step { action, reason: None, note: None };
            service.step_cases(&officer, plan.id, &numbers, &step)?;
        }
    }
    publish(player, &officer, plan.id)
}

/// The cases of the plan in a state.
fn in_state(player: &Player, actor: &Actor, state: CaseState) -> Result<Vec<CaseRow>, Problem> {
    let filter = CaseFilter { state: Some(state.code().to_owned()), ..CaseFilter::default() };
    Ok(player.service.cases(actor, player.known_plan()?.id, &filter)?.rows)
}

fn numbers(player: &Player, actor: &Actor, state: CaseState) -> Result<Vec<i64>, Problem> {
    Ok(in_state(player, actor, state)?.iter().map(|case| case.number).collect())
}

/// Hands in the report of achievements of a case that has none.
fn hand_in(player: &Player, actor: &Actor, (plan, case): (i64, i64)) -> Result<(), Problem> {
    let (service, whose) = (&player.service, Whose::Case(case));
    if service.dossier(actor, plan, whose)?.parts.iter().any(PartOfDossier::is_there) {
        return Ok(());
    }
    let bytes = pdf(&["BAO CAO THANH TICH", &format!("Ho so {case}"), "SYNTHETIC: du lieu gia dinh"]);
    let (part, name) = ("achievement_report", format!("bao-cao-thanh-tich-{case}.pdf"));
    let size = u64::try_from(bytes.len()).ok();
    let mut receiving = service.begin_dossier_file(actor, (plan, whose), part, &name, size)?;
    receiving.count(bytes.len())?;
    service.receive_file_part(&mut receiving, &bytes)?;
    service.end_dossier_file(actor, receiving, sha256(&bytes)).map(drop)
}

/// The list is public for its days; one objection comes and is rejected.
fn publish(player: &Player, officer: &Actor, plan: i64) -> Result<(), Problem> {
    let service = &player.service;
    let appraised = numbers(player, officer, CaseState::Appraised)?;
    if !appraised.is_empty() {
        player.at((6, 16), 8);
        let new = NewPublicity {
            cases: appraised,
            starts_on: day(6, 16),
            ends_on: None,
            note: Some("Giả định: ý kiến gửi về Sở Nội vụ trong thời gian công khai".to_owned()),
        };
        service.add_publicity(officer, plan, &new)?;
    }
    for list in service.publicities(officer, plan)?.lists {
        let at = (plan, list.row.number);
        if list.objections.is_empty() {
            player.at((6, 18), 10);
            let is_it = |case: &&CaseRow| {
                case.nomination_id.is_none()
                    && service_code(player, officer, plan, case).as_deref() == Some(OBJECTED)
            };
            let Some(case) = list.cases.iter().find(is_it) else { continue };
            let new = NewObjection {
                case: case.number,
                received_on: day(6, 18),
                sender: Some("Người gửi giả định".to_owned()),
                content: "Giả định: đề nghị xem lại tỷ lệ cử tri học tập Luật bầu cử của đơn vị".to_owned(),
            };
            service.add_objection(officer, at, &new)?;
        }
        let (_, list) = service.publicity(officer, plan, list.row.number)?;
        player.at((6, 22), 14);
        for objection in list.objections.iter().filter(|objection| objection.settled_at.is_none()) {
            let note = "Giả định: đã đối chiếu danh sách lớp học, số liệu báo cáo đúng".to_owned();
            let settlement = Settlement { is_upheld: false, note, then: None };
            service.settle_objection(officer, at, objection.id, &settlement)?;
        }
        if list.row.ended_at.is_none() {
            player.at((6, 24), 8);
            service.end_publicity(officer, plan, list.row.number)?;
        }
    }
    Ok(())
}

/// The code of a case's unit.
fn service_code(player: &Player, actor: &Actor, plan: i64, case: &CaseRow) -> Option<String> {
    let frame = player.service.frame(actor, plan).ok()?;
    Some(frame.units.get(case.unit_index()).code().to_owned())
}

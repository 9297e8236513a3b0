//! The contest: from the plan file to the stored rankings of units and persons.

use rustc_hash::FxHashSet;

use super::player::{Player, day};
use super::{HELD, LATE, NOMINATIONS, OFFICER, REPORTS, UNITS, USERS};
use crate::app::actor::Actor;
use crate::app::commit::Commit;
use crate::app::hold::NewHold;
use crate::app::moment::in_utc;
use crate::app::nominate::Verdict;
use crate::app::nomination::{NominationState, state_of as nomination_state};
use crate::app::nomination_file::NominationFile;
use crate::app::plan::{PlanFile, PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::report::Decision;
use crate::app::service::sha256;
use crate::cli::demo::PLAN;
use crate::contest::finding::Findings;
use crate::contest::hold::HoldKind;
use crate::intake::reports::ReadOptions;
use crate::intake::source_file::SourceFile;

/// Plays it as far as it hasn't been played.
pub fn play(player: &Player) -> Result<(), Problem> {
    begin(player)?;
    hand_in(player)?;
    hold(player)?;
    accept(player)?;
    nominate(player)?;
    release(player)?;
    rank(player)
}

/// The plan with its units is launched, the users are made, and reports are due.
fn begin(player: &Player) -> Result<(), Problem> {
    let (service, command) = (&player.service, Actor::command());
    player.at((2, 3), 9);
    let text = std::str::from_utf8(PLAN.1).expect("the plan that ships with the program is UTF-8");
    let plan = match player.plan()? {
        Some(plan) => plan,
        None => service.add_plan(&command, PlanFile { name: PLAN.0, text })?,
    };
    if state_of(&plan) == PlanState::Draft {
        let units = SourceFile::new(UNITS.0, UNITS.1);
        service.replace_units(&command, plan.id, None, units, &mut Findings::default())?;
        service.move_plan(&command, plan.id, None, PlanState::Launched, None)?;
    }
    for user in USERS {
        player.add_user(user)?;
    }
    let plan = player.known_plan()?;
    if state_of(&plan) == PlanState::Launched {
        let officer = player.user(OFFICER)?;
        player.at((5, 20), 8);
        let due = day(5, 25).and_hms_opt(17, 0, 0).map(in_utc);
        service.set_reports_due(&officer, plan.id, None, due)?;
        service.move_plan(&officer, plan.id, None, PlanState::Collecting, None)?;
    }
    Ok(())
}

/// The reports come as one file, but for one unit whose report comes after the deadline.
fn hand_in(player: &Player) -> Result<(), Problem> {
    let plan = player.known_plan()?;
    if state_of(&plan) != PlanState::Collecting {
        return Ok(());
    }
    let officer = player.user(OFFICER)?;
    let text = std::str::from_utf8(REPORTS.1).expect("the reports that ship with the program are UTF-8");
    let header = text.lines().next().unwrap_or("");
    let (late, others): (Vec<&str>, Vec<&str>) =
        text.lines().skip(1).partition(|line| line.split(',').next() == Some(LATE));
    let (frame, states) = player.service.report_states(&officer, plan.id)?;
    let is_there = |wanted: bool| {
        let of_late = |unit: u32| frame.units.get(unit).code() == LATE;
        states.iter().any(|state| state.version.is_some() && of_late(state.unit) == wanted)
    };
    for (lines, moment, there) in [(others, (5, 24), is_there(false)), (late, (5, 26), is_there(true))] {
        if !there {
            player.at(moment, 8);
            let bytes = format!("{header}\n{}\n", lines.join("\n"));
            file_in(player, &officer, plan.id, bytes.as_bytes())?;
        }
    }
    Ok(())
}

fn file_in(player: &Player, actor: &Actor, plan: i64, bytes: &[u8]) -> Result<(), Problem> {
    let service = &player.service;
    let mut receiving = service.begin_upload(actor, plan, REPORTS.0)?;
    service.receive_part(&mut receiving, bytes)?;
    let upload = service.end_upload(actor, receiving, bytes.len() as u64, sha256(bytes))?;
    let options = ReadOptions::default();
    let digest = service.preview(actor, plan, upload.id, &options)?.digest;
    service.commit(actor, plan, upload.id, &Commit { digest, options, ..Commit::default() })?;
    Ok(())
}

/// A unit is held while a letter of complaint is looked into.
fn hold(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    if !player.service.holds(&officer, plan.id)?.1.is_empty() {
        return Ok(());
    }
    player.at((5, 27), 9);
    let new = NewHold {
        unit: HELD.to_owned(),
        criterion: None,
        kind: HoldKind::Hold,
        reason: "Giả định: chờ xác minh một đơn phản ánh về danh sách cử tri".to_owned(),
    };
    player.service.add_hold(&officer, plan.id, &new).map(drop)
}

/// All reports are accepted; those with warnings with a note.
fn accept(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    let service = &player.service;
    let (frame, states) = service.report_states(&officer, plan.id)?;
    let warned: FxHashSet<u32> =
        service.unsound_reports(&officer, plan.id)?.into_iter().map(|report| report.unit).collect();
    player.at((5, 28), 9);
    for state in states.iter().filter(|state| state.state == "submitted") {
        let Some(number) = state.version else { continue };
        let note = "Giả định: đã đối chiếu với biên bản kiểm phiếu của đơn vị".to_owned();
        let note = warned.contains(&state.unit).then_some(note);
        let code = frame.units.get(state.unit).code();
        service.decide_report(&officer, plan.id, code, number, &Decision::Accept { note })?;
    }
    Ok(())
}

/// Each unit nominates its persons with a file; all are accepted.
fn nominate(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    let service = &player.service;
    let text =
        std::str::from_utf8(NOMINATIONS.1).expect("the nominations that ship with the program are UTF-8");
    let header = text.lines().next().unwrap_or("");
    let lines: Vec<&str> = text.lines().skip(1).collect();
    let unit_of = |line: &str| line.split(',').next().unwrap_or("").to_owned();
    let known = service.nominations(&officer, plan.id)?;
    let has_nominated = |unit: &str| known.rows.iter().any(|row| known.frame.code_at(row.nominator) == unit);
    player.at((6, 1), 9);
    // Rows of a unit stand together.
    for lines in lines.chunk_by(|one, other| unit_of(one) == unit_of(other)) {
        let unit = &unit_of(lines[0]);
        if has_nominated(unit) {
            continue;
        }
        let own = USERS.iter().find(|user| user.3 == Some(unit)).map_or(OFFICER, |user| user.0);
        let bytes = format!("{header}\n{}\n", lines.join("\n"));
        let file = SourceFile::new(NOMINATIONS.0, bytes.as_bytes());
        let given = NominationFile { file, nominator: Some(unit), dry_run: false };
        service.nominate_many(&player.user(own)?, plan.id, given, &mut Findings::default())?;
    }
    let rows = service.nominations(&officer, plan.id)?.rows;
    let waits = rows.iter().filter(|row| nomination_state(row) == NominationState::Submitted);
    let waiting: Vec<i64> = waits.map(|row| row.number).collect();
    if !waiting.is_empty() {
        player.at((6, 2), 9);
        service.decide_nominations(&officer, plan.id, &waiting, (Verdict::Accept, None))?;
    }
    Ok(())
}

/// The hold is lifted: nothing was found.
fn release(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    player.at((6, 3), 9);
    for hold in player.service.holds(&officer, plan.id)?.1.iter().filter(|hold| hold.lifted_at.is_none()) {
        let reason = "Giả định: đã xác minh, nội dung phản ánh không có cơ sở";
        player.service.lift_hold(&officer, plan.id, hold.id, reason)?;
    }
    Ok(())
}

/// The plan is closed and ranked, units and persons. It isn't finalised, since a tie waits for the council.
fn rank(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?, player.user(OFFICER)?);
    let service = &player.service;
    let steps =
        [(PlanState::Collecting, PlanState::Closed, (6, 4)), (PlanState::Closed, PlanState::Ranked, (6, 7))];
    for (from, to, moment) in steps {
        if state_of(&player.known_plan()?) == from {
            player.at(moment, 9);
            service.move_plan(&officer, plan.id, None, to, None)?;
        }
    }
    player.at((6, 7), 10);
    service.store_person_ranking(&officer, plan.id).map(drop)
}

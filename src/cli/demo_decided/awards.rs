//! The awards: submitted, decided by two decisions, handed over, and one revoked later.

use super::player::{Player, day};
use super::{OFFICER, REVOKED};
use crate::app::actor::Actor;
use crate::app::decision::{AWARD, Decided, DecisionHead, HandOver, NewDecision, REVOCATION, Revocation};
use crate::app::problem::Problem;
use crate::app::submission::NewSubmission;
use crate::contest::case::CaseState;
use crate::contest::decision::RevokeReason;

/// Plays it as far as it hasn't been played.
pub fn play(player: &Player) -> Result<(), Problem> {
    let (plan, officer) = (player.known_plan()?.id, player.user(OFFICER)?);
    submit(player, &officer, plan)?;
    decide(player, &officer, plan)?;
    hand_over(player, &officer, plan)?;
    revoke(player, &officer, plan)
}

fn head(number: &str, issued_on: chrono::NaiveDate) -> DecisionHead {
    DecisionHead {
        number: number.to_owned(),
        issued_on,
        issuer: "UBND tỉnh Điện Biên".to_owned(),
        signatory: "Người ký giả định".to_owned(),
        position: "Chủ tịch UBND tỉnh".to_owned(),
        bases: None,
    }
}

fn submit(player: &Player, officer: &Actor, plan: i64) -> Result<(), Problem> {
    let (_, _, voted) = player.service.offered_cases(officer, plan, CaseState::Voted)?;
    if voted.is_empty() {
        return Ok(());
    }
    player.at((6, 28), 9);
    let new = NewSubmission {
        number: "01-GĐ/TTr-SNV".to_owned(),
        sent_on: day(6, 28),
        cases: voted.iter().map(|offered| offered.case.number).collect(),
        note: Some("Số tờ trình là giả định".to_owned()),
    };
    player.service.add_submission(officer, plan, &new).map(drop)
}

/// One decision for collectives, one for individuals.
fn decide(player: &Player, officer: &Actor, plan: i64) -> Result<(), Problem> {
    player.at((7, 5), 14);
    for (number, is_individual) in [("01-GĐ/QĐ-UBND", false), ("02-GĐ/QĐ-UBND", true)] {
        let (_, _, submitted) = player.service.offered_cases(officer, plan, CaseState::Submitted)?;
        let of_kind =
            submitted.iter().filter(|offered| offered.case.nomination_id.is_some() == is_individual);
        let cases: Vec<i64> = of_kind.map(|offered| offered.case.number).collect();
        if !cases.is_empty() {
            let new = NewDecision { head: head(number, day(7, 5)), cases, reason: None };
            player.service.add_decision(officer, plan, &new)?;
        }
    }
    Ok(())
}

/// The decisions of a kind.
fn decisions(player: &Player, officer: &Actor, plan: i64, kind: &str) -> Result<Vec<Decided>, Problem> {
    let (listed, _) = player.service.decisions(officer, plan, (0, 100))?;
    let of_kind = listed.iter().filter(|decision| decision.row.kind == kind);
    of_kind.map(|decision| player.service.decision(officer, plan, decision.row.id)).collect()
}

fn hand_over(player: &Player, officer: &Actor, plan: i64) -> Result<(), Problem> {
    player.at((7, 15), 10);
    for decided in decisions(player, officer, plan, AWARD)? {
        let waits = decided.awards.iter().filter(|award| award.row.handed_over_on.is_none());
        let awards: Vec<i64> = waits.map(|award| award.row.id).collect();
        if !awards.is_empty() {
            let note = Some("Giả định: trao tại hội nghị tổng kết công tác bầu cử".to_owned());
            let new = HandOver { awards, day: day(7, 15), note };
            player.service.hand_over(officer, plan, decided.row.id, &new)?;
        }
    }
    Ok(())
}

/// A certificate is revoked, with its reason.
fn revoke(player: &Player, officer: &Actor, plan: i64) -> Result<(), Problem> {
    if !decisions(player, officer, plan, REVOCATION)?.is_empty() {
        return Ok(());
    }
    player.at((10, 12), 9);
    for decided in decisions(player, officer, plan, AWARD)? {
        let is_it = |number: Option<i64>| number == Some(REVOKED);
        let found =
            decided.awards.iter().find(|award| is_it(award.person.as_ref().map(|person| person.number)));
        if let Some(award) = found {
            let new = Revocation {
                head: head("03-GĐ/QĐ-UBND", day(10, 12)),
                reason: RevokeReason::FalseDeclaration,
                note: "Giả định: kiểm tra lại thấy sáng kiến đã kê khai không có thật".to_owned(),
                awards: vec![award.row.id],
            };
            player.service.add_revocation(officer, plan, decided.row.id, &new)?;
        }
    }
    Ok(())
}

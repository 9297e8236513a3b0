//! `thidua demo --decided`: a whole contest played from its plan to awards handed over and one revoked, through the use cases
//! that everybody else goes through, then served.
//!
//! The figures are those of `dien-bien-508-whole-2021`, of which few were published. Persons, members, numbers of documents,
//! votes and days are made up; each says so where it is shown (giả định).

mod awards;
mod cases;
mod contest;
mod council;
mod pdf;
mod player;

use super::arguments::{DatabaseArguments, DemoArguments};
use super::demo::PLAN;
use super::demo_service::{demand_address, password};
use super::failure::Failure;
use super::files;
use super::output;
use super::serve::{not_opened, opened, refused, serve_on};
use crate::app::actor::{Actor, Role};
use crate::app::award::WantedAwards;
use crate::app::problem::Problem;
use crate::app::service::{Service, sha256};
use crate::text::Texts;
use player::{Player, User};

const UNITS: (&str, &[u8]) =
    ("dien-bien-508-whole-2021.csv", include_bytes!("../../fixtures/units/dien-bien-508-whole-2021.csv"));
const REPORTS: (&str, &[u8]) =
    ("dien-bien-508-whole-2021.csv", include_bytes!("../../fixtures/reports/dien-bien-508-whole-2021.csv"));
const NOMINATIONS: (&str, &[u8]) =
    ("dien-bien-508-2021.csv", include_bytes!("../../fixtures/nominations/dien-bien-508-2021.csv"));

const OFFICER: &str = "can.bo";
const REPORTER: &str = "tuan.giao";
const REPORTER_UNIT: &str = "099";
const CHAIR: &str = "chu.tich";
const SECRETARY: &str = "thu.ky";
const MEMBER: &str = "hoi.dong";
const MEMBER_OF_UNIT: &str = "hoi.dong.tuan.giao";

/// Who can log in.
const USERS: [User; 7] = [
    ("quan.tri", "Quản trị (demo)", Role::Administrator, None),
    (OFFICER, "Cán bộ Sở Nội vụ (demo)", Role::Officer, None),
    (CHAIR, "Chủ tịch hội đồng (demo)", Role::CouncilMember, None),
    (SECRETARY, "Thư ký hội đồng (demo)", Role::CouncilMember, None),
    (MEMBER, "Thành viên hội đồng (demo)", Role::CouncilMember, None),
    (MEMBER_OF_UNIT, "Thành viên hội đồng, huyện Tuần Giáo (demo)", Role::CouncilMember, None),
    (REPORTER, "Huyện Tuần Giáo (demo)", Role::Reporter, Some(REPORTER_UNIT)),
];

/// The council that the plan names.
const COUNCIL: &str = "hoi_dong_tinh";
/// The awards that are decided by the province.
const AWARDS: [&str; 2] = ["provincial_certificate", "provincial_certificate_person"];
/// The unit whose report comes after the deadline.
const LATE: &str = "GD-D11";
/// The unit that is held for a while.
const HELD: &str = "03253";
/// The unit whose case somebody objects to.
const OBJECTED: &str = "03319";
/// Of the two units that tie at their cluster's border, the one that gets no seat.
const SECOND_IN_TIE: &str = "03241";
/// The number of the nomination whose certificate is revoked.
const REVOKED: i64 = 3;

/// Plays the contest as far as it hasn't been played, and, unless told otherwise, gives every user a new password and serves, to
/// this machine alone.
pub fn run(texts: &Texts, arguments: &DemoArguments) -> Result<(), Failure> {
    if !arguments.no_serve {
        demand_address(texts, arguments.listen)?;
    }
    let address = arguments.database.clone().unwrap_or_else(|| "sqlite://thidua-demo-decided.db".to_owned());
    let service = played(texts, &address)?;
    tell(texts, &service)?;
    if arguments.no_serve {
        return Ok(());
    }
    output::say(&texts.get("demo-decided-users", &[("database", service.shown_database().into())]));
    for (login, name, role, unit) in USERS {
        let password =
            password(&service, login, name, role, unit).map_err(|problem| refused(texts, &problem))?;
        let parts = [("login", login.into()), ("role", role.code().into()), ("password", password.into())];
        output::say(&texts.get("demo-user", &parts));
    }
    serve_on(texts, service, arguments.listen, files::threads(None))
}

/// A service on a database in which the contest is played to its end.
fn played(texts: &Texts, address: &str) -> Result<Service, Failure> {
    let player = Player::on(address).map_err(|why| not_opened(texts, why))?;
    let is_own = is_own(&player.service).map_err(|problem| refused(texts, &problem))?;
    if !is_own {
        let parts = [("database", player.service.shown_database().into())];
        return Err(Failure::WrongUse(texts.get("error-demo-database", &parts)));
    }
    output::say(&texts.word("demo-decided-playing"));
    play(&player).map_err(|problem| refused(texts, &problem))?;
    drop(player);
    opened(texts, &DatabaseArguments { database: address.to_owned() }, 8)
}

fn play(player: &Player) -> Result<(), Problem> {
    contest::play(player)?;
    cases::play(player)?;
    council::play(player)?;
    awards::play(player)
}

/// Whether a database holds nothing but what this demonstration makes: no other users, no other plan, and no other units.
fn is_own(service: &Service) -> Result<bool, Problem> {
    let actor = Actor::command();
    let (users, _) = service.users_after(&actor, 0, 100)?;
    let known = |login: &str, name: &str| USERS.iter().any(|user| (user.0, user.1) == (login, name));
    let (plans, _) = service.plans_after(&actor, 0, 100)?;
    if !users.iter().all(|user| known(&user.login, &user.name)) {
        return Ok(false);
    }
    let hash = sha256(PLAN.1);
    for plan in &plans {
        // The other demonstration is of the same plan, with fewer units.
        let units = service.frame(&actor, plan.id)?.units.list.len();
        let is_ours = units == 0 || units == UNITS.1.iter().filter(|byte| **byte == b'\n').count() - 1;
        if plan.hash != hash || !is_ours {
            return Ok(false);
        }
    }
    Ok(plans.len() <= 1)
}

/// Says what came of it.
fn tell(texts: &Texts, service: &Service) -> Result<(), Failure> {
    let actor = Actor::command();
    let awards =
        service.all_awards(&actor, &WantedAwards::default()).map_err(|problem| refused(texts, &problem))?;
    let count = |subject: &str| awards.iter().filter(|award| award.row.subject == subject).count();
    let revoked = awards.iter().filter(|award| award.row.revoked_by_decision.is_some()).count();
    let parts = [
        ("collectives", count("collective").into()),
        ("individuals", count("individual").into()),
        ("revoked", revoked.into()),
    ];
    output::say(&texts.get("demo-decided-done", &parts));
    Ok(())
}

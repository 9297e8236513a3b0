//! The contest of the demonstration in a service: loaded through its use cases, then served.

use std::net::{SocketAddr, TcpListener};

use super::arguments::{DatabaseArguments, DemoArguments};
use super::demo::{PLAN, REPORTS, UNITS};
use super::failure::Failure;
use super::files;
use super::output;
use super::serve::{not_listening, opened, refused, serve_on};
use crate::app::actor::{Actor, Role};
use crate::app::commit::Commit;
use crate::app::plan::{PlanFile, PlanState, state_of};
use crate::app::problem::{ALREADY_THERE, Problem};
use crate::app::service::{Service, sha256};
use crate::app::user::NewUser;
use crate::contest::finding::Findings;
use crate::intake::reports::ReadOptions;
use crate::intake::source_file::SourceFile;
use crate::text::Texts;

/// Who can log in: login, name, role, and the unit that is reached.
const USERS: [(&str, &str, Role, Option<&str>); 4] = [
    ("quan.tri", "Quản trị (demo)", Role::Administrator, None),
    ("can.bo", "Cán bộ Sở Nội vụ (demo)", Role::Officer, None),
    ("hoi.dong", "Thành viên hội đồng (demo)", Role::CouncilMember, None),
    ("tuan.giao", "Huyện Tuần Giáo (demo)", Role::Reporter, Some("099")),
];

/// Loads the contest as far as it isn't there, gives every user a new password, and serves, to this machine alone.
pub fn serve(texts: &Texts, arguments: &DemoArguments) -> Result<(), Failure> {
    demand_address(texts, arguments.listen)?;
    let database = arguments.database.clone().unwrap_or_else(|| "sqlite://thidua-demo.db".to_owned());
    let database = DatabaseArguments { database };
    let service = opened(texts, &database, 8)?;
    let is_own = is_own(&service).map_err(|problem| refused(texts, &problem))?;
    if !is_own {
        let parts = [("database", service.shown_database().into())];
        return Err(Failure::WrongUse(texts.get("error-demo-database", &parts)));
    }
    load(&service).map_err(|problem| refused(texts, &problem))?;
    output::say(&texts.get("demo-users", &[("database", service.shown_database().into())]));
    for (login, name, role, unit) in USERS {
        let password =
            password(&service, login, name, role, unit).map_err(|problem| refused(texts, &problem))?;
        let parts = [("login", login.into()), ("role", role.code().into()), ("password", password.into())];
        output::say(&texts.get("demo-user", &parts));
    }
    serve_on(texts, service, arguments.listen, files::threads(None))
}

/// Refuses to demonstrate to others, and where an address can't be taken, as while an earlier demonstration still runs: before
/// anybody's password changes.
pub(super) fn demand_address(texts: &Texts, address: SocketAddr) -> Result<(), Failure> {
    if !address.ip().is_loopback() {
        return Err(Failure::WrongUse(texts.word("error-demo-listen")));
    }
    TcpListener::bind(address).map_err(|error| not_listening(texts, address, &error))?;
    Ok(())
}

/// Whether a database holds nothing but what a demonstration makes, so that nobody's real users get new passwords.
fn is_own(service: &Service) -> Result<bool, Problem> {
    let actor = Actor::command();
    let (users, _) = service.users_after(&actor, 0, 100)?;
    let known = |login: &str, name: &str| USERS.iter().any(|user| (user.0, user.1) == (login, name));
    let (plans, _) = service.plans_after(&actor, 0, 100)?;
    let hash = sha256(PLAN.1);
    Ok(users.iter().all(|user| known(&user.login, &user.name)) && plans.iter().all(|plan| plan.hash == hash))
}

/// A user's new password; the user is made when it isn't there.
pub(super) fn password(
    service: &Service,
    login: &str,
    name: &str,
    role: Role,
    unit: Option<&str>,
) -> Result<String, Problem> {
    let actor = Actor::command();
    let new =
        NewUser { login: login.to_owned(), name: name.to_owned(), role, unit_code: unit.map(str::to_owned) };
    match service.add_user(&actor, &new) {
        Ok((_, password)) => Ok(password),
        Err(problem) if problem.code == &ALREADY_THERE => {
            service.reset_user(&actor, login).map(|(_, password)| password)
        }
        Err(problem) => Err(problem),
    }
}

/// Takes plan, units and reports in as the service takes any other; whatever of it is there already stays.
fn load(service: &Service) -> Result<(), Problem> {
    let actor = Actor::command();
    let text = std::str::from_utf8(PLAN.1).expect("the plan that ships with the program is UTF-8");
    let known = service.plans_after(&actor, 0, 1)?.0.pop();
    let plan = match known {
        Some(plan) => plan,
        None => service.add_plan(&actor, PlanFile { name: PLAN.0, text })?,
    };
    let mut state = state_of(&plan);
    if state == PlanState::Draft {
        let units = SourceFile::new(UNITS.0, UNITS.1);
        service.replace_units(&actor, plan.id, None, units, &mut Findings::default())?;
        state = state_of(&service.move_plan(&actor, plan.id, None, PlanState::Launched, None)?);
    }
    if state == PlanState::Launched {
        state = state_of(&service.move_plan(&actor, plan.id, None, PlanState::Collecting, None)?);
    }
    let (_, reports) = service.report_states(&actor, plan.id)?;
    if state == PlanState::Collecting && reports.iter().all(|report| report.version.is_none()) {
        hand_in(service, &actor, plan.id)?;
    }
    Ok(())
}

fn hand_in(service: &Service, actor: &Actor, plan: i64) -> Result<(), Problem> {
    let mut receiving = service.begin_upload(actor, plan, REPORTS.0)?;
    service.receive_part(&mut receiving, REPORTS.1)?;
    let size = REPORTS.1.len() as u64;
    let upload = service.end_upload(actor, receiving, size, sha256(REPORTS.1))?;
    let options = ReadOptions::default();
    let digest = service.preview(actor, plan, upload.id, &options)?.digest;
    service.commit(actor, plan, upload.id, &Commit { digest, options, ..Commit::default() })?;
    Ok(())
}

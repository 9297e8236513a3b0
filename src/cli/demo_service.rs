//! The contest of the demonstration in a service: loaded through its use cases, then served.

use super::arguments::{DatabaseArguments, DemoArguments};
use super::demo::{PLAN, REPORTS, UNITS};
use super::failure::Failure;
use super::files;
use super::output;
use super::serve::{opened, refused, serve_on};
use crate::app::actor::{Actor, Role};
use crate::app::plan::{PlanFile, PlanState};
use crate::app::problem::{ALREADY_THERE, Problem};
use crate::app::report::Commit;
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

/// Loads the contest, unless it is there, gives every user a new password, and serves.
pub fn serve(texts: &Texts, arguments: &DemoArguments) -> Result<(), Failure> {
    let database = DatabaseArguments { database: arguments.database.clone() };
    let service = opened(texts, &database, 8)?;
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

/// A user's new password; the user is made when it isn't there.
fn password(
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

/// Takes plan, units and reports in as the service takes any other.
fn load(service: &Service) -> Result<(), Problem> {
    let actor = Actor::command();
    let text = std::str::from_utf8(PLAN.1).expect("the plan that ships with the program is UTF-8");
    let plan = match service.add_plan(&actor, PlanFile { name: PLAN.0, text }) {
        Ok(plan) => plan,
        Err(problem) if problem.code == &ALREADY_THERE => return Ok(()),
        Err(problem) => return Err(problem),
    };
    let units = SourceFile { name: UNITS.0, bytes: UNITS.1 };
    service.replace_units(&actor, plan.id, None, units, &mut Findings::default())?;
    for state in [PlanState::Launched, PlanState::Collecting] {
        service.move_plan(&actor, plan.id, None, state, None)?;
    }
    let mut receiving = service.begin_upload(&actor, plan.id, REPORTS.0)?;
    service.receive_part(&mut receiving, REPORTS.1)?;
    let sha256 = sha256(REPORTS.1);
    let upload = service.end_upload(&actor, receiving, REPORTS.1.len() as u64, sha256)?;
    let options = ReadOptions::default();
    let digest = service.preview(&actor, plan.id, upload.id, &options)?.digest;
    service.commit(&actor, plan.id, upload.id, &Commit { digest, options, ..Commit::default() })?;
    Ok(())
}

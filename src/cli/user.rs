//! `thidua user add|disable|reset`.

use std::io::Write;

use super::arguments::UserCommand;
use super::failure::Failure;
use super::files::Target;
use super::rank::show;
use super::serve::{opened, opened_known, refused};
use crate::app::actor::{Actor, Role};
use crate::app::user::NewUser;
use crate::text::Texts;

/// Runs the command.
pub fn run(texts: &Texts, command: &UserCommand) -> Result<(), Failure> {
    let actor = Actor::command();
    let (UserCommand::Add { database, .. }
    | UserCommand::Disable { database, .. }
    | UserCommand::Reset { database, .. }) = command;
    let service = match command {
        UserCommand::Add { .. } => opened(texts, database, 1)?,
        UserCommand::Disable { .. } | UserCommand::Reset { .. } => opened_known(texts, database)?,
    };
    let text = match command {
        UserCommand::Add { login, name, role, unit, .. } => {
            let Some(known) = Role::of_code(role) else {
                let roles: Vec<&str> = Role::ALL.iter().map(|role| role.code()).collect();
                let parts = [("role", role.into()), ("roles", roles.join(", ").into())];
                return Err(Failure::WrongUse(texts.get("error-role", &parts)));
            };
            let new =
                NewUser { login: login.clone(), name: name.clone(), role: known, unit_code: unit.clone() };
            let done = service.add_user(&actor, &new);
            let (user, password) = done.map_err(|problem| refused(texts, &problem))?;
            texts.get("user-password", &[("login", user.login.into()), ("password", password.into())])
        }
        UserCommand::Disable { login, .. } => {
            let user = service.disable_user(&actor, login).map_err(|problem| refused(texts, &problem))?;
            texts.get("user-disabled", &[("login", user.login.into())])
        }
        UserCommand::Reset { login, .. } => {
            let done = service.reset_user(&actor, login);
            let (user, password) = done.map_err(|problem| refused(texts, &problem))?;
            texts.get("user-password", &[("login", user.login.into()), ("password", password.into())])
        }
    };
    let mut target = Target::open(texts, None, &[])?;
    show(&mut target, &(text + "\n"))?;
    Ok(target.flush()?)
}

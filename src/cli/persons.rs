//! `thidua persons due|erase-due`.

use std::io::Write;

use super::arguments::PersonsCommand;
use super::failure::Failure;
use super::files::Target;
use super::rank::show;
use super::serve::{opened_known, refused};
use crate::app::actor::Actor;
use crate::app::nomination::code_of;
use crate::text::{Texts, format};

/// Runs the command.
pub fn run(texts: &Texts, command: &PersonsCommand) -> Result<(), Failure> {
    let (PersonsCommand::Due { database, named } | PersonsCommand::EraseDue { database, named }) = command;
    let (service, actor) = (opened_known(texts, database)?, Actor::command());
    let plan = service.plan_named(&actor, named).map_err(|problem| refused(texts, &problem))?;
    let text = match command {
        PersonsCommand::Due { .. } => {
            let due = service.persons_due(&actor, plan.id).map_err(|problem| refused(texts, &problem))?;
            let parts = [
                ("years", due.years.into()),
                ("from", format::date(due.from).into()),
                ("count", due.numbers.len().into()),
            ];
            texts.get("persons-due", &parts)
        }
        PersonsCommand::EraseDue { .. } => {
            let numbers = service.erase_due(&actor, plan.id).map_err(|problem| refused(texts, &problem))?;
            let codes: Vec<String> = numbers.iter().map(|number| code_of(*number)).collect();
            let parts = [("count", numbers.len().into()), ("codes", codes.join(", ").into())];
            texts.get("persons-erased", &parts)
        }
    };
    let mut target = Target::open(texts, None, &[])?;
    show(&mut target, &(text + "\n"))?;
    Ok(target.flush()?)
}

//! `thidua token add|revoke`.

use std::io::Write;

use chrono::TimeDelta;

use super::arguments::TokenCommand;
use super::failure::Failure;
use super::files::Target;
use super::rank::show;
use super::serve::{opened_known, refused};
use crate::app::actor::{Actor, Right};
use crate::app::token::NewToken;
use crate::text::Texts;

/// Runs the command.
pub fn run(texts: &Texts, command: &TokenCommand) -> Result<(), Failure> {
    let actor = Actor::command();
    let text = match command {
        TokenCommand::Add { database, name, scopes, methods, days, unit, addresses } => {
            let service = opened_known(texts, database)?;
            let new = NewToken {
                name: name.clone(),
                scopes: scopes.iter().map(|code| right(texts, code)).collect::<Result<_, _>>()?,
                methods: methods.iter().map(|method| method.to_ascii_uppercase()).collect(),
                unit_code: unit.clone(),
                address_range: *addresses,
                expires_at: service.now() + TimeDelta::days(*days),
            };
            let done = service.add_token(&actor, &new);
            let (row, secret) = done.map_err(|problem| refused(texts, &problem))?;
            texts.get("token-made", &[("id", row.id.into()), ("secret", secret.into())])
        }
        TokenCommand::Revoke { database, id } => {
            let service = opened_known(texts, database)?;
            let row = service.revoke_token(&actor, *id).map_err(|problem| refused(texts, &problem))?;
            texts.get("token-revoked", &[("id", row.id.into())])
        }
    };
    let mut target = Target::open(texts, None, &[])?;
    show(&mut target, &(text + "\n"))?;
    Ok(target.flush()?)
}

fn right(texts: &Texts, code: &str) -> Result<Right, Failure> {
    Right::of_code(code).ok_or_else(|| {
        let rights: Vec<&str> = Right::ALL.iter().map(|right| right.code()).collect();
        let parts = [("right", code.into()), ("rights", rights.join(", ").into())];
        Failure::WrongUse(texts.get("error-scope", &parts))
    })
}

//! `thidua bundle` writes a file that proves a stored ranking; `thidua verify` verifies it.

use std::io::Write;

use super::arguments::{BundleArguments, VerifyArguments};
use super::failure::Failure;
use super::files::{self, Target};
use super::rank::show;
use super::serve::{opened_known, refused};
use super::verdict::verdict_text;
use crate::app::actor::Actor;
use crate::app::bundle::{MOST_BYTES, NotABundle};
use crate::text::Texts;

/// Writes the bundle of a stored ranking.
pub fn write(texts: &Texts, arguments: &BundleArguments) -> Result<(), Failure> {
    let service = opened_known(texts, &arguments.database)?;
    let actor = Actor::command();
    let done = service.plan_named(&actor, &arguments.named).and_then(|plan| {
        let number = match arguments.ranking {
            Some(number) => number,
            None => service.current_number(&actor, plan.id)?,
        };
        Ok((number, service.bundle(&actor, plan.id, number)?))
    });
    let (number, bundle) = done.map_err(|problem| refused(texts, &problem))?;
    let mut file = Target::create(texts, &arguments.output)?;
    file.write_all(&bundle)?;
    file.flush()?;
    let mut target = Target::open(texts, None, &[])?;
    let shown = arguments.output.display().to_string();
    let parts = [
        ("number", number.to_string().into()),
        ("file", shown.into()),
        ("bytes", i64::try_from(bundle.len()).unwrap_or(i64::MAX).into()),
    ];
    show(&mut target, &(texts.get("bundle-done", &parts) + "\n"))?;
    Ok(target.flush()?)
}

/// Verifies a bundle: computes everything again from what is in it.
pub fn verify(texts: &Texts, arguments: &VerifyArguments) -> Result<(), Failure> {
    let bytes = files::read_at_most(texts, &arguments.file, MOST_BYTES)?;
    let found = crate::app::bundle::verify(&bytes, files::threads(arguments.threads));
    let verdict = found.map_err(|why| not_a_bundle(texts, &arguments.file.display().to_string(), &why))?;
    let mut target = Target::open(texts, None, &[])?;
    show(&mut target, &verdict_text(texts, &verdict))?;
    target.flush()?;
    if verdict.is_equal() { Ok(()) } else { Err(Failure::Blocked) }
}

fn not_a_bundle(texts: &Texts, file: &str, why: &NotABundle) -> Failure {
    let reason = match why {
        NotABundle::NotAnArchive(reason) => {
            texts.get("verify-no-archive", &[("reason", reason.as_str().into())])
        }
        NotABundle::NoHead(reason) => texts.get("verify-no-head", &[("reason", reason.as_str().into())]),
        NotABundle::OtherFormat(format) => {
            texts.get("verify-other-format", &[("format", format.as_str().into())])
        }
        NotABundle::TooLarge => texts.word("verify-too-large"),
    };
    Failure::WrongUse(texts.get("verify-no-bundle", &[("file", file.into()), ("reason", reason.into())]))
}

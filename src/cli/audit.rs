//! `thidua audit verify`.

use std::io::Write;

use super::arguments::DatabaseArguments;
use super::failure::Failure;
use super::files::Target;
use super::rank::show;
use super::serve::{opened_known, refused};
use crate::app::actor::Actor;
use crate::app::audit::Verified;
use crate::text::Texts;

/// Verifies the chain of audit records.
pub fn verify(texts: &Texts, database: &DatabaseArguments) -> Result<(), Failure> {
    let service = opened_known(texts, database)?;
    let found = service.verify_audit(&Actor::command()).map_err(|problem| refused(texts, &problem))?;
    let mut target = Target::open(texts, None, &[])?;
    match found {
        Verified::Whole { records, head } => {
            let parts = [("records", records.into()), ("head", head.into())];
            show(&mut target, &(texts.get("audit-whole", &parts) + "\n"))?;
            Ok(target.flush()?)
        }
        Verified::Broken { seq } => {
            show(&mut target, &(texts.get("audit-broken", &[("seq", seq.into())]) + "\n"))?;
            target.flush()?;
            Err(Failure::Blocked)
        }
    }
}

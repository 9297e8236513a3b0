//! `thidua rules`: the rules of commendation by date, those of the program or of files.

use std::io::Write;
use std::path::PathBuf;

use super::failure::Failure;
use super::files::{self, Target};
use crate::app::rules::rules;
use crate::app::score_files::PlanRefused;
use crate::documents::rule_text::rules_text;
use crate::intake::rule_file::{RuleText, read_rules};
use crate::text::Texts;

/// Shows the rules that the program holds, or those of files; of files with mistakes, every mistake.
pub fn show(texts: &Texts, paths: &[PathBuf]) -> Result<(), Failure> {
    let given = paths.iter().map(|path| files::read(texts, path)).collect::<Result<Vec<_>, _>>()?;
    let mut target = Target::open(texts, None, &[])?;
    if given.is_empty() {
        target.write_all(rules_text(texts, rules()).as_bytes())?;
        return Ok(target.flush()?);
    }
    let mut named = Vec::with_capacity(given.len());
    for file in &given {
        match std::str::from_utf8(&file.bytes) {
            Ok(text) => named.push(RuleText { name: &file.name, text }),
            Err(error) => {
                let refused = PlanRefused::NotUtf8(error.valid_up_to());
                target.write_all(files::refusal_text(texts, &file.name, &refused).as_bytes())?;
                target.flush()?;
                return Err(Failure::Blocked);
            }
        }
    }
    match read_rules(&named) {
        Ok(read) => {
            target.write_all(rules_text(texts, &read).as_bytes())?;
            Ok(target.flush()?)
        }
        Err(mistakes) => {
            for mistake in mistakes {
                target.write_all(mistake.render(texts.language()).as_bytes())?;
            }
            target.flush()?;
            Err(Failure::Blocked)
        }
    }
}

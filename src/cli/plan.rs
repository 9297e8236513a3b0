//! `thidua plan check`, `thidua plan show` and `thidua plan schema`.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::files::{self, Target};
use crate::app::score_files::load_plan;
use crate::documents::plan_text::plan_text;
use crate::intake::plan_file;
use crate::text::Texts;

/// Checks plan files: one line for each that is right, every mistake of each that isn't.
pub fn check(texts: &Texts, paths: &[PathBuf]) -> Result<(), Failure> {
    let given = paths.iter().map(|path| files::read(texts, path)).collect::<Result<Vec<_>, _>>()?;
    let mut target = Target::open(texts, None, &[])?;
    let mut blocked = false;
    for file in &given {
        match load_plan(file) {
            Ok(plan) => {
                let parts = [
                    ("file", (&file.name).into()),
                    ("code", (&plan.code).into()),
                    ("metrics", plan.metrics.len().into()),
                    ("criteria", plan.criteria.len().into()),
                    ("awards", plan.awards.len().into()),
                ];
                writeln!(target, "{}", texts.get("plan-right", &parts))?;
            }
            Err(refused) => {
                blocked = true;
                target.write_all(files::refusal_text(texts, &file.name, &refused).as_bytes())?;
            }
        }
    }
    target.flush()?;
    if blocked { Err(Failure::Blocked) } else { Ok(()) }
}

/// Shows a plan in words, or every mistake in its file.
pub fn show(texts: &Texts, path: &Path) -> Result<(), Failure> {
    let plan = files::read_plan(texts, path)?;
    let mut target = Target::open(texts, None, &[])?;
    target.write_all(plan_text(texts, &plan).as_bytes())?;
    Ok(target.flush()?)
}

/// Writes the JSON Schema of plan files.
pub fn schema(texts: &Texts) -> Result<(), Failure> {
    let mut target = Target::open(texts, None, &[])?;
    serde_json::to_writer_pretty(&mut target, &plan_file::schema()).map_err(std::io::Error::from)?;
    target.write_all(b"\n")?;
    Ok(target.flush()?)
}

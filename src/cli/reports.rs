//! `thidua reports check` and `thidua reports template`.

use std::io::Write;

use super::arguments::{CheckArguments, CheckFormat, TemplateArguments};
use super::contest_files::{ContestPaths, read_contest};
use super::failure::Failure;
use super::files::{self, Target};
use super::output;
use super::rank::show;
use crate::contest::finding::Findings;
use crate::documents::findings::{findings_text, write_findings_json};
use crate::documents::understood::understood_text;
use crate::intake::source_file::SourceFile;
use crate::intake::template::template as template_of;
use crate::intake::units::read_units;
use crate::text::Texts;

/// Shows how each file was understood and everything found; scores nothing.
pub fn check(texts: &Texts, arguments: &CheckArguments) -> Result<(), Failure> {
    let paths = ContestPaths {
        plan: &arguments.plan,
        units: &arguments.units,
        reports: &arguments.reports,
        holds: arguments.holds.as_deref(),
    };
    let options = arguments.reading.options(arguments.as_of);
    let loaded = read_contest(texts, &paths, &options, files::threads(None))?;
    let mut target = Target::open(texts, None, &[])?;
    match arguments.format {
        CheckFormat::Text => {
            for understood in &loaded.understood {
                show(&mut target, &understood_text(texts, understood))?;
            }
            target.write_all(b"\n")?;
            show(&mut target, &findings_text(texts, &loaded.findings))?;
        }
        CheckFormat::Json => write_findings_json(&loaded.findings, &loaded.understood, &mut target)?,
    }
    target.flush()?;
    if loaded.findings.errors > 0 { Err(Failure::Blocked) } else { Ok(()) }
}

/// Writes a CSV with one row per unit that takes part, for units to fill in.
pub fn template(texts: &Texts, arguments: &TemplateArguments) -> Result<(), Failure> {
    let units = files::read(texts, &arguments.units)?;
    let plan = files::read_plan(texts, &arguments.plan)?;
    let mut findings = Findings::default();
    let source = SourceFile::new(&units.name, &units.bytes);
    let read = read_units(source, &plan, &mut findings);
    if findings.errors > 0 {
        output::say(findings_text(texts, &findings).trim_end());
        return Err(Failure::Blocked);
    }
    let mut target = match &arguments.output {
        Some(path) => Target::create(texts, path)?,
        None => Target::open(texts, None, &[])?,
    };
    target.write_all(&template_of(&plan, &read, |_| true))?;
    Ok(target.flush()?)
}

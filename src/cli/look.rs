//! `thidua reports look`.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use super::arguments::NumbersArgument;
use super::contest_files::{ContestPaths, read_contest};
use super::failure::Failure;
use super::files::{self, Target};
use super::output;
use super::rank::show;
use crate::app::score_files::Loaded;
use crate::contest::plausibility::{About, Looked, Remark, Sight, look as look_at};
use crate::documents::findings::findings_text;
use crate::documents::remark::{Telling, examined_text, innocent_text, kind_text};
use crate::documents::wrap::hanging;
use crate::intake::reports::ReadOptions;
use crate::text::Texts;

/// Arguments of `reports look`.
#[derive(Debug, Args)]
pub struct LookArguments {
    /// The plan file.
    #[arg(long)]
    pub plan: PathBuf,
    /// The list of units.
    #[arg(long)]
    pub units: PathBuf,
    /// The reports.
    #[arg(required = true)]
    pub reports: Vec<PathBuf>,
    /// Earlier reports.
    #[arg(long)]
    pub earlier: Vec<PathBuf>,
    /// How numbers are written.
    #[arg(long, value_enum)]
    pub numbers: Option<NumbersArgument>,
}

/// Lists figures that need a look, as the plan asks. Findings of files go to standard error; errors among them block, so
/// that nothing is told of figures that weren't read.
pub fn look(texts: &Texts, arguments: &LookArguments) -> Result<(), Failure> {
    let loaded = read(texts, arguments, &arguments.reports)?;
    let earlier = match arguments.earlier.as_slice() {
        [] => None,
        earlier => Some(read(texts, arguments, earlier)?),
    };
    let looked = look_at(&Sight {
        plan: &loaded.plan,
        units: &loaded.units,
        reports: &loaded.reports,
        earlier: earlier.as_ref().map(|earlier| &earlier.reports),
    });
    let mut target = Target::open(texts, None, &[])?;
    show(&mut target, &looked_text(texts, &loaded, &looked))?;
    Ok(target.flush()?)
}

fn read(texts: &Texts, arguments: &LookArguments, reports: &[PathBuf]) -> Result<Loaded, Failure> {
    let paths = ContestPaths { plan: &arguments.plan, units: &arguments.units, reports, holds: None };
    let options = ReadOptions { numbers: arguments.numbers.map(Into::into), ..ReadOptions::default() };
    let loaded = read_contest(texts, &paths, &options, files::threads(None))?;
    if loaded.findings.errors > 0 {
        output::say(findings_text(texts, &loaded.findings).trim_end());
        return Err(Failure::Blocked);
    }
    Ok(loaded)
}

fn looked_text(texts: &Texts, loaded: &Loaded, looked: &Looked) -> String {
    if loaded.plan.plausibility.is_empty() {
        return texts.word("remark-not-asked") + "\n";
    }
    let mut lines = vec![texts.word("remark-note"), String::new()];
    for remark in &looked.remarks {
        lines.extend(remark_lines(texts, loaded, remark));
        lines.push(String::new());
    }
    lines.push(match looked.remarks.len() {
        0 => texts.word("remark-none"),
        count => texts.get("remark-found", &[("count", count.into())]),
    });
    lines.push(texts.word("remark-looked-at"));
    for (entry, examined) in loaded.plan.plausibility.iter().zip(&looked.examined) {
        let parts = [
            ("kind", kind_text(texts, &entry.kind).into()),
            ("code", (&entry.code).into()),
            ("examined", examined_text(texts, entry, examined).into()),
        ];
        lines.extend(hanging("- ", &texts.get("remark-entry", &parts)));
    }
    lines.join("\n") + "\n"
}

fn remark_lines(texts: &Texts, loaded: &Loaded, remark: &Remark) -> Vec<String> {
    let telling = Telling { texts, plan: &loaded.plan, units: &loaded.units };
    let entry = &loaded.plan.plausibility[remark.entry];
    let about = match &remark.about {
        About::Units(units) => telling.units_text(units),
        About::Group { group, units } => {
            let parts = [("group", telling.group_text(*group).into()), ("count", (*units).into())];
            texts.get("remark-group-size", &parts)
        }
    };
    let parts = [
        ("kind", kind_text(texts, &entry.kind).into()),
        ("code", (&entry.code).into()),
        ("about", about.into()),
    ];
    let mut lines = hanging("", &texts.get("remark-line", &parts));
    lines.extend(hanging("  ", &telling.sentence(remark)));
    lines.extend(hanging("  ", &innocent_text(texts, &entry.kind)));
    if let Some(advice) = &entry.advice {
        let advice = advice.in_language(texts.language());
        lines.extend(hanging("  ", &texts.get("remark-advice", &[("advice", advice.into())])));
    }
    lines
}

//! Reads a contest's files through the library's public functions, as a command would.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use chrono::NaiveDateTime;
use thidua::contest::consistency::check_consistency;
use thidua::contest::figure::Reports;
use thidua::contest::finding::{Finding, Findings};
use thidua::contest::hold::Hold;
use thidua::contest::plan::Plan;
use thidua::contest::scored::Contest;
use thidua::contest::unit::Units;
use thidua::contest::words::Language;
use thidua::intake::holds::read_holds;
use thidua::intake::layout::Layout;
use thidua::intake::number::NumberStyle;
use thidua::intake::plan_file::read_plan;
use thidua::intake::reports::{ReadOptions, open_reports, read_reports};
use thidua::intake::source_file::SourceFile;
use thidua::intake::understood::Understood;
use thidua::intake::units::read_units;

use crate::case_file::{CaseFile, Options};

/// A contest as read, with everything found on the way.
pub struct ContestFiles {
    /// The plan.
    pub plan: Plan,
    /// The units.
    pub units: Units,
    /// The figures.
    pub reports: Reports,
    /// The figures of earlier reports, when there are any.
    pub earlier: Option<Reports>,
    /// Holds and exclusions by hand.
    pub holds: Vec<Hold>,
    /// The moment of scoring.
    pub as_of: Option<NaiveDateTime>,
    /// How each file of reports was understood.
    pub understood: Vec<Understood>,
    /// Findings of all files and of the consistency rules.
    pub findings: Findings,
}

impl ContestFiles {
    /// What is scored.
    pub fn contest(&self) -> Contest<'_> {
        Contest {
            plan: &self.plan,
            units: &self.units,
            reports: &self.reports,
            holds: &self.holds,
            choices: &[],
            as_of: self.as_of,
        }
    }

    /// The findings kept, in order.
    pub fn found(&self) -> Vec<&Finding> {
        self.findings.in_order()
    }
}

/// A plan, or its mistakes as a person reads them.
pub fn plan_of(name: &str, text: &str) -> Result<Plan, String> {
    read_plan(name, text).map_err(|mistakes| {
        let shown: Vec<String> = mistakes.iter().map(|mistake| mistake.render(Language::English)).collect();
        shown.join("\n")
    })
}

/// The units of a file.
pub fn units_of(name: &str, bytes: &[u8], plan: &Plan, findings: &mut Findings) -> Units {
    read_units(SourceFile::new(name, bytes), plan, findings)
}

/// The figures of files in the order given, by the files' own numbers and with nothing left out.
pub fn reports_of(files: &[(&str, &[u8])], plan: &Plan, units: &Units, findings: &mut Findings) -> Reports {
    reports_with(files, plan, units, &ReadOptions::default(), findings).0
}

fn reports_with(
    files: &[(&str, &[u8])],
    plan: &Plan,
    units: &Units,
    options: &ReadOptions,
    findings: &mut Findings,
) -> (Reports, Vec<Understood>) {
    let files: Vec<SourceFile<'_>> =
        files.iter().map(|&(name, bytes)| SourceFile::new(name, bytes)).collect();
    read_reports(open_reports(&files, &options.layout), plan, units, options, findings, &|_| ())
}

/// Applies the plan's consistency rules.
pub fn check(plan: &Plan, units: &Units, reports: &Reports, findings: &mut Findings) {
    check_consistency(plan, units, reports, findings);
}

/// Reads all files of a case.
pub fn read_contest(folder: &Path, case: &CaseFile) -> Result<ContestFiles, String> {
    let bytes = |name: &str| fs::read(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    let options = read_options(&case.options)?;
    let text = String::from_utf8(bytes(&case.plan)?).map_err(|error| format!("{}: {error}", case.plan))?;
    let plan = plan_of(&case.plan, &text)?;
    let mut findings = Findings::default();
    let units = units_of(&case.units, &bytes(&case.units)?, &plan, &mut findings);
    let mut read = |names: &[String]| -> Result<(Reports, Vec<Understood>), String> {
        let contents = names.iter().map(|name| bytes(name)).collect::<Result<Vec<_>, _>>()?;
        let files: Vec<(&str, &[u8])> =
            names.iter().map(String::as_str).zip(contents.iter().map(Vec::as_slice)).collect();
        Ok(reports_with(&files, &plan, &units, &options, &mut findings))
    };
    let (reports, understood) = read(&case.reports)?;
    let earlier = if case.earlier.is_empty() { None } else { Some(read(&case.earlier)?.0) };
    check(&plan, &units, &reports, &mut findings);
    let holds = match &case.holds {
        Some(name) => read_holds(SourceFile::new(name, &bytes(name)?), &plan, &units, &mut findings),
        None => Vec::new(),
    };
    Ok(ContestFiles { plan, units, reports, earlier, holds, as_of: options.as_of, understood, findings })
}

fn read_options(options: &Options) -> Result<ReadOptions, String> {
    let numbers = match options.numbers.as_deref() {
        None => None,
        Some("vi") => Some(NumberStyle::Vietnamese),
        Some("en") => Some(NumberStyle::English),
        Some(other) => return Err(format!("options.numbers is {other:?} instead of vi or en")),
    };
    let as_of = options.as_of.map(|moment| moment.to_string().parse()).transpose();
    let as_of = as_of.map_err(|error| format!("options.as_of: {error}"))?;
    let header_row = options.header_row.map_or_else(String::new, |row| row.to_string());
    let layout = Layout::read(&options.encoding, &options.separator, &header_row, "");
    let layout = layout.map_err(|fault| format!("options.{}: {}", fault.field, fault.expected))?;
    Ok(ReadOptions { numbers, as_of, layout, ..ReadOptions::default() })
}

/// Tells something on the error stream itself, past the capture of test output, so that nobody misses it.
pub fn tell(sentence: &str) {
    writeln!(std::io::stderr(), "\n{sentence}").expect("the error stream takes text");
}

//! Reads a contest's files through the library's public functions, as a command would.

use std::fs;
use std::path::Path;

use chrono::NaiveDateTime;
use thidua::contest::consistency::check_consistency;
use thidua::contest::figure::Reports;
use thidua::contest::finding::{Finding, Findings};
use thidua::contest::hold::Hold;
use thidua::contest::plan::Plan;
use thidua::contest::scored::Contest;
use thidua::contest::unit::Units;
use thidua::intake::plan_file::read_plan;
use thidua::intake::{ReadOptions, SourceFile, read_holds, read_reports, read_units};

/// A contest as read, with everything found on the way.
pub struct ContestFiles {
    /// The plan.
    pub plan: Plan,
    /// The units.
    pub units: Units,
    /// The figures.
    pub reports: Reports,
    /// Holds and exclusions by hand.
    pub holds: Vec<Hold>,
    /// The moment of scoring.
    pub as_of: Option<NaiveDateTime>,
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
            as_of: self.as_of,
        }
    }

    /// The findings kept, in order.
    pub fn found(&self) -> Vec<&Finding> {
        self.findings.in_order()
    }
}

/// A file with its name and its bytes.
pub fn file_at(path: &Path) -> Result<SourceFile, String> {
    let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok(SourceFile { name, bytes })
}

//! From the bytes of a plan, a list of units, reports and holds to everything that scoring needs.

use std::ops::ControlFlow;
use std::sync::Arc;

use chrono::NaiveDateTime;

use crate::contest::consistency::check_consistency;
use crate::contest::figure::Reports;
use crate::contest::finding::Findings;
use crate::contest::hold::Hold;
use crate::contest::plan::Plan;
use crate::contest::scored::Contest;
use crate::contest::unit::Units;
use crate::intake::content::{Content, Fetch};
use crate::intake::coverage::check_coverage;
use crate::intake::holds::read_holds;
use crate::intake::layout::Layout;
use crate::intake::plan_file::{Mistake, read_plan};
use crate::intake::reports::{ReadOptions, open_reports, read_reports};
use crate::intake::source_file::SourceFile;
use crate::intake::table::Table;
use crate::intake::understood::Understood;
use crate::intake::units::read_units;

/// A file with its bytes, as it was handed in.
#[derive(Debug, Clone, Default)]
pub struct GivenFile {
    /// The name that findings show.
    pub name: String,
    /// Everything in it.
    pub bytes: Vec<u8>,
}

/// A file of a contest, whose table is read.
#[derive(Debug, Clone)]
pub enum TableFile {
    /// Its bytes are at hand.
    Given(GivenFile),
    /// Its bytes are fetched when they are needed.
    Fetched {
        /// The name that findings show.
        name: String,
        /// Where they are fetched.
        source: Arc<dyn Fetch>,
    },
}

impl From<GivenFile> for TableFile {
    fn from(file: GivenFile) -> Self {
        Self::Given(file)
    }
}

impl TableFile {
    fn source(&self) -> SourceFile<'_> {
        match self {
            Self::Given(file) => SourceFile::new(&file.name, &file.bytes),
            Self::Fetched { name, source } => SourceFile { name, content: Content::Fetched(source.as_ref()) },
        }
    }

    /// Reads to the end what is read piece by piece, so that it is noted when it isn't plain.
    fn look_through(&self, layout: &Layout) {
        if let Self::Fetched { source, .. } = self
            && let Ok(table @ Table::Streamed(_)) = Table::read_as(Content::Fetched(source.as_ref()), layout)
        {
            table.for_each_row(|_| ControlFlow::Continue(()));
        }
    }

    fn is_not_plain(&self) -> bool {
        matches!(self, Self::Fetched { source, .. } if source.is_not_plain())
    }
}

/// The files of a contest besides its plan.
#[derive(Debug, Clone)]
pub struct ContestFiles {
    /// The list of units.
    pub units: TableFile,
    /// The reports, in the order in which they were given.
    pub reports: Vec<TableFile>,
    /// Holds and exclusions by hand, when there are any.
    pub holds: Option<TableFile>,
}

impl ContestFiles {
    /// How many files turned out to be no plain texts while they were read piece by piece.
    fn not_plain(&self) -> usize {
        let all = std::iter::once(&self.units).chain(&self.reports).chain(&self.holds);
        all.filter(|file| file.is_not_plain()).count()
    }

    fn look_through(&self, layout: &Layout) {
        self.reports.iter().for_each(|file| file.look_through(layout));
        std::iter::once(&self.units)
            .chain(&self.holds)
            .for_each(|file| file.look_through(&Layout::default()));
    }
}

/// Why a plan file can't be used.
#[derive(Debug)]
pub enum PlanRefused {
    /// It isn't UTF-8 text; the offset of the first byte that doesn't fit.
    NotUtf8(usize),
    /// Every mistake in it.
    Mistakes(Vec<Mistake>),
}

/// A contest as it was read, with everything found on the way.
#[derive(Debug)]
pub struct Loaded {
    /// The plan.
    pub plan: Plan,
    /// All units.
    pub units: Units,
    /// Their figures; cells with errors are missing.
    pub reports: Reports,
    /// How each file of reports was read.
    pub understood: Vec<Understood>,
    /// Holds and exclusions by hand.
    pub holds: Vec<Hold>,
    /// Everything found, in units, reports, holds, and between figures.
    pub findings: Findings,
}

impl Loaded {
    /// What is scored, as of a moment.
    pub fn contest(&self, as_of: Option<NaiveDateTime>) -> Contest<'_> {
        Contest {
            plan: &self.plan,
            units: &self.units,
            reports: &self.reports,
            holds: &self.holds,
            choices: &[],
            as_of,
        }
    }
}

/// Reads a plan file.
///
/// # Errors
/// When it isn't UTF-8, or has mistakes; then all of them.
pub fn load_plan(file: &GivenFile) -> Result<Plan, PlanRefused> {
    let text = std::str::from_utf8(&file.bytes).map_err(|error| PlanRefused::NotUtf8(error.valid_up_to()))?;
    read_plan(&file.name, text).map_err(PlanRefused::Mistakes)
}

/// Reads units, reports and holds against a plan and checks the figures. What is wrong becomes findings, all at once;
/// nothing stops at the first, unless the list of units is such that nobody takes part. With more than one thread,
/// reports are opened while units are read. `progress` is told now and then how many rows of reports have been read.
pub fn load(
    mut plan: Plan,
    files: &ContestFiles,
    options: &ReadOptions,
    threads: usize,
    progress: &dyn Fn(u64),
) -> Loaded {
    loop {
        let before = files.not_plain();
        let loaded = load_once(plan, files, options, threads, progress);
        if loaded.findings.errors > 0 {
            // A mistake may have ended a file early, and behind it may be what is wrong with the whole.
            files.look_through(&options.layout);
        }
        // What a file that isn't plain had told before that was found doesn't count; it is read whole the next time.
        if files.not_plain() == before {
            return loaded;
        }
        plan = loaded.plan;
    }
}

fn load_once(
    plan: Plan,
    files: &ContestFiles,
    options: &ReadOptions,
    threads: usize,
    progress: &dyn Fn(u64),
) -> Loaded {
    let ContestFiles { units, reports, holds } = files;
    let mut findings = Findings::default();
    let sources: Vec<SourceFile<'_>> = reports.iter().map(TableFile::source).collect();
    let (units, opened) = std::thread::scope(|scope| {
        let opening = (threads > 1).then(|| scope.spawn(|| open_reports(&sources, &options.layout)));
        let read = read_units(units.source(), &plan, &mut findings);
        let opened = match opening {
            Some(opening) => opening.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
            None => open_reports(&sources, &options.layout),
        };
        (read, opened)
    });
    if findings.errors > 0 && units.clusters.is_empty() {
        // Against a list of units that nobody can take part by, every row of the reports would be a mistake.
        let reports = Reports::empty(units.list.len(), plan.slots());
        return Loaded { plan, units, reports, understood: Vec::new(), holds: Vec::new(), findings };
    }
    let (figures, understood) = read_reports(opened, &plan, &units, options, &mut findings, progress);
    check_coverage((&plan, &units), options, &figures, &understood, &mut findings);
    let holds = holds
        .as_ref()
        .map(|file| read_holds(file.source(), &plan, &units, &mut findings))
        .unwrap_or_default();
    check_consistency(&plan, &units, &figures, &mut findings);
    Loaded { plan, units, reports: figures, understood, holds, findings }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::plan::sample;
    use crate::intake::content::kept::Kept;

    fn given(name: &str, text: &str) -> TableFile {
        GivenFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }.into()
    }

    #[test]
    fn reports_arent_read_against_a_list_of_units_that_nobody_takes_part_by() {
        let codes = |units: &str| -> Vec<&'static str> {
            let files = ContestFiles {
                units: given("units.csv", units),
                reports: vec![given("r.csv", "code,incidents\n001,5\n002,x\n")],
                holds: None,
            };
            let options = ReadOptions::default();
            let loaded = load(sample::plan(), &files, &options, 1, &|_| {});
            loaded.findings.in_order().iter().map(|finding| finding.code).collect()
        };
        assert_eq!(codes("code,name\n001,Huyện Một\n"), ["unit.no_participants", "column.missing"]);
        assert_eq!(codes("không phải danh sách\n"), ["header.not_found"]);
        assert_eq!(
            codes("code,name,level\n001,Huyện Một,district\n002,Huyện Hai,distric\n003,Huyện Ba,district\n"),
            ["unit.no_report", "unit.unknown", "number.malformed", "unit.level_unknown"]
        );
    }

    #[test]
    fn a_file_that_turns_out_not_to_be_plain_is_read_whole_and_nothing_read_before_counts() {
        let units = "code,name,level\n001,Huyện Một,district\n002,Huyện Hai,district\n";
        let blank = "\n".repeat(400);
        // Twenty rows tell the separator; the last row has a letter in two parts, far behind the first figures.
        let other: String = (0..20).map(|_| "003,9\n").collect();
        for (last, text) in [
            ("002,4\n", "plain"),
            ("002,4,Xa\u{303}\n", "decomposed"),
            ("002,\"4\n", "open quote"),
            ("002,\"4\n", "no header"),
        ] {
            let header = if text == "no header" { "x,y" } else { "code,incidents" };
            let reports = format!("{header}\n001,3\n{other}{blank}{last}");
            let loaded = |reports: TableFile| {
                let files =
                    ContestFiles { units: given("units.csv", units), reports: vec![reports], holds: None };
                let loaded = load(sample::plan(), &files, &ReadOptions::default(), 1, &|_| {});
                let rows: Vec<u64> = loaded.understood.iter().map(|file| file.rows).collect();
                let counts = [0, 1].map(|unit| loaded.reports.count(unit, sample::slots::INCIDENTS));
                (format!("{:?}", loaded.findings.in_order()), rows, counts)
            };
            let source = Arc::new(Kept::new(reports.as_bytes()));
            let fetched = TableFile::Fetched { name: "r.csv".to_owned(), source: source.clone() };
            assert_eq!(loaded(fetched), loaded(given("r.csv", &reports)), "{text}");
            assert_eq!(source.is_not_plain(), text != "plain", "{text}");
        }
    }
}

//! The files of a contest that commands read: plan, units, reports, holds.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::disk_file::{DiskFile, Fault};
use super::failure::Failure;
use super::files::{distinct_tails, not_read, read_plan, unread};
use super::progress::Progress;
use crate::app::score_files::{ContestFiles, GivenFile, Loaded, TableFile, load};
use crate::intake::reports::ReadOptions;
use crate::text::Texts;

/// Where the files of a contest are.
pub struct ContestPaths<'a> {
    /// The plan.
    pub plan: &'a Path,
    /// The list of units.
    pub units: &'a Path,
    /// The reports.
    pub reports: &'a [PathBuf],
    /// Holds and exclusions by hand.
    pub holds: Option<&'a Path>,
}

/// Reads a contest, and shows on the way how many rows have been read. A plan that can't be used is told; what is found
/// in the other files is in the answer.
pub fn read_contest(
    texts: &Texts,
    paths: &ContestPaths<'_>,
    options: &ReadOptions,
    threads: usize,
) -> Result<Loaded, Failure> {
    let all: Vec<&Path> = std::iter::once(paths.units)
        .chain(paths.reports.iter().map(PathBuf::as_path))
        .chain(paths.holds)
        .collect();
    let mut names = distinct_tails(&all).into_iter();
    let mut large = Vec::new();
    let mut open = |path: &Path| open(texts, path, names.next().unwrap_or_default(), &mut large);
    let given = ContestFiles {
        units: open(paths.units)?,
        reports: paths.reports.iter().map(|path| open(path)).collect::<Result<_, _>>()?,
        holds: paths.holds.map(open).transpose()?,
    };
    let plan = read_plan(texts, paths.plan)?;
    let progress = Progress::begin(texts);
    let loaded = load(plan, &given, options, threads, &|rows| progress.at(rows));
    progress.end();
    demand_steady(texts, &large)?;
    Ok(loaded)
}

/// A large file that was opened, with its path.
type Large = (PathBuf, Arc<DiskFile>);

/// Reads a file whole, or leaves a large one on its disk.
fn open(texts: &Texts, path: &Path, name: String, large: &mut Vec<Large>) -> Result<TableFile, Failure> {
    let unread = |error| unread(texts, path, &error);
    let mut file = match DiskFile::of(File::open(path).map_err(unread)?) {
        Ok(file) => {
            let source = Arc::new(file);
            large.push((path.to_owned(), Arc::clone(&source)));
            return Ok(TableFile::Fetched { name, source });
        }
        Err(file) => file,
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(unread)?;
    Ok(GivenFile { name, bytes }.into())
}

/// Large files have to be the same from first to last, else nothing that was read of them counts.
fn demand_steady(texts: &Texts, large: &[Large]) -> Result<(), Failure> {
    let fault = large.iter().find_map(|(path, file)| Some((path, file.fault()?)));
    match fault {
        None => Ok(()),
        Some((path, Fault::Unread(error))) => Err(unread(texts, path, error)),
        Some((path, Fault::Changed)) => Err(not_read(texts, path, texts.word("error-file-changed"))),
    }
}

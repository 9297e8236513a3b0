//! Files that commands read and write.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use super::failure::{Failure, not_written};
use super::output;
use crate::app::score_files::{GivenFile, PlanRefused, load_plan};
use crate::contest::plan::Plan;
use crate::text::Texts;

/// How many threads to work on: as many as asked for, else as the machine has.
pub fn threads(wanted: Option<usize>) -> usize {
    wanted.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Why a file can't be read.
pub fn unread(texts: &Texts, path: &Path, error: &io::Error) -> Failure {
    let reason = match error.kind() {
        io::ErrorKind::NotFound => texts.word("error-file-not-found"),
        io::ErrorKind::PermissionDenied => texts.word("error-file-denied"),
        io::ErrorKind::IsADirectory => texts.word("error-file-directory"),
        _ => error.to_string(),
    };
    not_read(texts, path, reason)
}

/// A file that can't be read, with the reason in words.
pub fn not_read(texts: &Texts, path: &Path, reason: String) -> Failure {
    let path = path.display().to_string();
    Failure::WrongUse(texts.get("error-file", &[("path", path.into()), ("reason", reason.into())]))
}

/// Reads a file whole.
pub fn read(texts: &Texts, path: &Path) -> Result<GivenFile, Failure> {
    let bytes = std::fs::read(path).map_err(|error| unread(texts, path, &error))?;
    Ok(GivenFile { name: tail(path, 1), bytes })
}

/// Reads a file, of one that is larger only one byte more than so many.
pub fn read_at_most(texts: &Texts, path: &Path, most: u64) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(most + 1).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|error| unread(texts, path, &error))
}

/// The last parts of a path, so many of them; the whole path as given where it has no more.
fn tail(path: &Path, parts: usize) -> String {
    let all: Vec<_> = path.components().collect();
    let last = all.len().saturating_sub(parts);
    if last == 0 || path.file_name().is_none() {
        return path.display().to_string();
    }
    all[last..].iter().collect::<PathBuf>().display().to_string()
}

/// For each path its shortest tail that no other path has: the file's name, and folders only where names are the same.
/// Paths that are the same altogether stay so.
pub fn distinct_tails(paths: &[&Path]) -> Vec<String> {
    let most = paths.iter().map(|path| path.components().count()).max().unwrap_or(0);
    let mut tails: Vec<String> = paths.iter().map(|path| tail(path, 1)).collect();
    for parts in 2..=most {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for tail in &tails {
            *seen.entry(tail).or_default() += 1;
        }
        let shared: Vec<bool> =
            tails.iter().map(|tail| seen.get(tail.as_str()).is_some_and(|times| *times > 1)).collect();
        if !shared.contains(&true) {
            break;
        }
        for ((tail_so_far, path), shared) in tails.iter_mut().zip(paths).zip(shared) {
            if shared {
                *tail_so_far = tail(path, parts);
            }
        }
    }
    tails
}

/// Reads a plan, or shows every mistake in it.
pub fn read_plan(texts: &Texts, path: &Path) -> Result<Plan, Failure> {
    let file = read(texts, path)?;
    load_plan(&file).map_err(|refused| {
        output::say(refusal_text(texts, &file.name, &refused).trim_end());
        Failure::Blocked
    })
}

/// Why a plan is refused, with every mistake.
pub fn refusal_text(texts: &Texts, name: &str, refused: &PlanRefused) -> String {
    match refused {
        PlanRefused::NotUtf8(offset) => {
            texts.get("plan-not-utf8", &[("file", name.into()), ("byte", (*offset).into())]) + "\n"
        }
        PlanRefused::Mistakes(mistakes) => {
            let mut text = String::new();
            for mistake in mistakes {
                text.push_str(&mistake.render(texts.language()));
                text.push('\n');
            }
            let parts = [("file", name.into()), ("count", mistakes.len().into())];
            text + &texts.get("plan-mistakes", &parts) + "\n"
        }
    }
}

/// Where a result goes: a file, or standard output.
pub enum Target {
    /// A file.
    File(BufWriter<File>),
    /// Standard output.
    Standard(BufWriter<io::Stdout>),
}

impl Target {
    /// Opens the file, or standard output without one. One of the `inputs` is never overwritten.
    pub fn open(texts: &Texts, path: Option<&Path>, inputs: &[&Path]) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Standard(BufWriter::new(io::stdout()))) };
        let shown = path.display().to_string();
        if let Ok(wanted) = path.canonicalize()
            && inputs.iter().any(|input| input.canonicalize().is_ok_and(|input| input == wanted))
        {
            return Err(Failure::WrongUse(texts.get("error-output-is-input", &[("path", shown.into())])));
        }
        File::create(path)
            .map(|file| Self::File(BufWriter::new(file)))
            .map_err(|error| unwritten(texts, path, &error))
    }

    /// Makes the file, never over one that is there: what a person filled in or handed on isn't lost.
    pub fn create(texts: &Texts, path: &Path) -> Result<Self, Failure> {
        // What isn't kept in a file, as a pipe, can't be lost.
        let is_special = path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir());
        let made = OpenOptions::new().write(true).create_new(!is_special).open(path);
        made.map(|file| Self::File(BufWriter::new(file))).map_err(|error| unwritten(texts, path, &error))
    }

    /// Whether a person looks at it.
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::File(_) => false,
            Self::Standard(_) => io::stdout().is_terminal(),
        }
    }
}

/// Why a file can't be written, as a message of a command.
pub fn unwritten(texts: &Texts, path: &Path, error: &io::Error) -> Failure {
    let shown = path.display().to_string();
    let reason = not_written(texts, error);
    Failure::WrongUse(texts.get("error-output", &[("path", shown.into()), ("reason", reason.into())]))
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.write(bytes),
            Self::Standard(standard) => standard.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(file) => file.flush(),
            Self::Standard(standard) => standard.flush(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_one_name_are_told_apart_by_the_shortest_tails_of_their_paths() {
        for (paths, names) in [
            (&["a/units.csv", "b/reports.csv"][..], &["units.csv", "reports.csv"][..]),
            (
                &["units.csv", "x/muong-lay/report.csv", "x/tua-chua/report.csv", "x/other.csv"],
                &["units.csv", "muong-lay/report.csv", "tua-chua/report.csv", "other.csv"],
            ),
            (&["a/x/r.csv", "b/x/r.csv"], &["a/x/r.csv", "b/x/r.csv"]),
            (&["r.csv", "../r.csv", "/data/r.csv"], &["r.csv", "../r.csv", "data/r.csv"]),
            (&["a/r.csv", "a/r.csv"], &["a/r.csv", "a/r.csv"]),
        ] {
            let paths: Vec<&Path> = paths.iter().map(Path::new).collect();
            assert_eq!(distinct_tails(&paths), names);
        }
    }
}

//! Files that commands read and write.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::failure::{Failure, not_written};
use super::output;
use crate::app::score_files::{ContestFiles, GivenFile, PlanRefused, load_plan};
use crate::contest::plan::Plan;
use crate::text::Texts;

/// How many threads to work on: as many as asked for, else as the machine has.
pub fn threads(wanted: Option<usize>) -> usize {
    wanted.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from))
}

/// Reads a file whole.
pub fn read(texts: &Texts, path: &Path) -> Result<GivenFile, Failure> {
    let bytes = std::fs::read(path).map_err(|error| {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => texts.word("error-file-not-found"),
            io::ErrorKind::PermissionDenied => texts.word("error-file-denied"),
            io::ErrorKind::IsADirectory => texts.word("error-file-directory"),
            _ => error.to_string(),
        };
        let path = path.display().to_string();
        Failure::WrongUse(texts.get("error-file", &[("path", path.into()), ("reason", reason.into())]))
    })?;
    let name = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    Ok(GivenFile { name, bytes })
}

/// Reads the files of a contest besides its plan.
pub fn read_contest(
    texts: &Texts,
    units: &Path,
    reports: &[PathBuf],
    holds: Option<&Path>,
) -> Result<ContestFiles, Failure> {
    Ok(ContestFiles {
        units: read(texts, units)?,
        reports: reports.iter().map(|path| read(texts, path)).collect::<Result<_, _>>()?,
        holds: holds.map(|path| read(texts, path)).transpose()?,
    })
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
        File::create(path).map(|file| Self::File(BufWriter::new(file))).map_err(|error| {
            let reason = not_written(texts, &error);
            Failure::WrongUse(texts.get("error-output", &[("path", shown.into()), ("reason", reason.into())]))
        })
    }

    /// Whether a person looks at it.
    pub fn is_terminal(&self) -> bool {
        match self {
            Self::File(_) => false,
            Self::Standard(_) => io::stdout().is_terminal(),
        }
    }
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

//! How a command ends when it isn't done.

use std::io;

/// Why a command ends early.
#[derive(Debug)]
pub enum Failure {
    /// Findings block; they have been shown. Exit code 1.
    Blocked,
    /// Wrong use, with a sentence for the user. Exit code 2.
    WrongUse(String),
    /// Whoever reads the output has read enough. No error.
    PipeClosed,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::PipeClosed
        } else {
            Self::WrongUse(error.to_string())
        }
    }
}

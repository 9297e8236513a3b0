//! How a command ends when it isn't done.

use std::io;

use crate::text::Texts;

/// Why a command ends early.
#[derive(Debug)]
pub enum Failure {
    /// Findings block; they have been shown. Exit code 1.
    Blocked,
    /// Wrong use, with a sentence for the user. Exit code 2.
    WrongUse(String),
    /// The result couldn't be written. Exit code 2.
    NotWritten(io::Error),
    /// Whoever reads the output has read enough. No error.
    PipeClosed,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::PipeClosed } else { Self::NotWritten(error) }
    }
}

/// Why something can't be written, in the user's language where the reason is a common one.
pub fn not_written(texts: &Texts, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => texts.word("error-storage-full"),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            texts.word("error-output-denied")
        }
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => texts.word("error-output-no-folder"),
        io::ErrorKind::IsADirectory => texts.word("error-file-directory"),
        io::ErrorKind::AlreadyExists => texts.word("error-output-exists"),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::words::Language;

    #[test]
    fn common_reasons_are_in_the_users_language() {
        let texts = Texts::new(Language::Vietnamese);
        for (kind, words) in [
            (io::ErrorKind::StorageFull, "hết chỗ"),
            (io::ErrorKind::PermissionDenied, "không có quyền ghi"),
            (io::ErrorKind::NotFound, "không có thư mục"),
            (io::ErrorKind::IsADirectory, "thư mục"),
        ] {
            let told = not_written(&texts, &kind.into());
            assert!(told.contains(words), "{told}");
        }
    }
}

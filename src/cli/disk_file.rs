//! A large file on a disk, read piece by piece instead of being held in memory.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::SystemTime;

use crate::intake::content::Fetch;

/// From how many bytes on a file is left on its disk.
const LARGE: u64 = 1 << 20;

/// What tells whether a file is still the one that was opened: its length, and when it was changed last.
type State = (u64, Option<SystemTime>);

fn state(metadata: &Metadata) -> State {
    (metadata.len(), metadata.modified().ok())
}

/// A large file on a disk.
#[derive(Debug)]
pub struct DiskFile {
    file: Mutex<File>,
    opened: State,
    length: usize,
    fault: OnceLock<Fault>,
    is_not_plain: AtomicBool,
}

/// Why what was read of a file can't be relied on.
#[derive(Debug)]
pub enum Fault {
    /// It can't be read.
    Unread(io::Error),
    /// It was changed while it was read.
    Changed,
}

impl DiskFile {
    /// Takes an open file that is large; gives one back that isn't, or that can't be read twice, as a pipe.
    pub fn of(file: File) -> Result<Self, File> {
        match file.metadata() {
            Ok(metadata) if metadata.is_file() && metadata.len() >= LARGE => {
                let Ok(length) = usize::try_from(metadata.len()) else { return Err(file) };
                let opened = state(&metadata);
                let (file, fault) = (Mutex::new(file), OnceLock::new());
                Ok(Self { file, opened, length, fault, is_not_plain: AtomicBool::new(false) })
            }
            _ => Err(file),
        }
    }

    /// Why what was read so far can't be relied on; `None`: it is what the file still holds.
    pub fn fault(&self) -> Option<&Fault> {
        match self.file().metadata() {
            Ok(metadata) if state(&metadata) == self.opened => {}
            Ok(_) => self.note(Fault::Changed),
            Err(error) => self.note(Fault::Unread(error)),
        }
        self.fault.get()
    }

    fn file(&self) -> MutexGuard<'_, File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, at: usize, room: &mut [u8]) -> io::Result<()> {
        // The file has one place at which it is read; others may have moved it.
        let mut file = self.file();
        file.seek(SeekFrom::Start(at as u64))?;
        file.read_exact(room)
    }

    fn note(&self, fault: Fault) {
        // The first one tells.
        let _ = self.fault.set(fault);
    }
}

impl Fetch for DiskFile {
    fn length(&self) -> usize {
        self.length
    }

    fn fetch(&self, at: usize, room: &mut [u8]) -> bool {
        match self.read(at, room) {
            Ok(()) => true,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                self.note(Fault::Changed);
                false
            }
            Err(error) => {
                self.note(Fault::Unread(error));
                false
            }
        }
    }

    fn note_not_plain(&self) {
        self.is_not_plain.store(true, Ordering::Relaxed);
    }

    fn is_not_plain(&self) -> bool {
        self.is_not_plain.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn large() -> (tempfile::NamedTempFile, DiskFile) {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(&vec![b'x'; usize::try_from(LARGE).unwrap()]).unwrap();
        let disk_file = DiskFile::of(File::open(file.path()).unwrap()).unwrap();
        (file, disk_file)
    }

    #[test]
    fn a_large_file_is_fetched_as_it_is() {
        let (_file, disk_file) = large();
        let mut room = [0; 3];
        assert!(disk_file.fetch(disk_file.length() - 3, &mut room));
        assert_eq!(&room, b"xxx");
        assert_eq!(disk_file.whole().len() as u64, LARGE);
        assert!(disk_file.fault().is_none());
    }

    #[test]
    fn a_file_that_changed_since_it_was_opened_is_told() {
        let (mut file, disk_file) = large();
        file.write_all(b"x").unwrap();
        assert!(matches!(disk_file.fault(), Some(Fault::Changed)));
        let (file, disk_file) = large();
        file.as_file().set_len(10).unwrap();
        assert!(!disk_file.fetch(5, &mut [0; 10]));
        assert!(matches!(disk_file.fault(), Some(Fault::Changed)));
    }

    #[test]
    fn a_small_file_and_what_is_no_file_are_given_back() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(DiskFile::of(File::open(file.path()).unwrap()).is_err());
        assert!(DiskFile::of(File::open("/dev/zero").unwrap()).is_err());
    }
}

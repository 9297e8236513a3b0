//! What is in a file: bytes at hand, or bytes that are fetched when they are needed.

use std::borrow::Cow;
use std::fmt::Debug;

/// Bytes that are fetched when they are needed, as those of a large file on a disk.
///
/// A plain text among them is read piece by piece. When a later piece shows that it isn't plain, that is noted; whoever
/// handed it in drops what was read of it and has it read once more, whole this time.
pub trait Fetch: Debug + Send + Sync {
    /// How many bytes there are.
    fn length(&self) -> usize;

    /// Fills `room` with the bytes from `at` on, none of which is beyond [`Fetch::length`]; false when that can't be
    /// done.
    fn fetch(&self, at: usize, room: &mut [u8]) -> bool;

    /// Notes that what is there can't be read piece by piece.
    fn note_not_plain(&self);

    /// Whether that was noted.
    fn is_not_plain(&self) -> bool;

    /// All bytes; none when they can't be fetched.
    fn whole(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        if bytes.try_reserve_exact(self.length()).is_ok() {
            bytes.resize(self.length(), 0);
        }
        if !self.fetch(0, &mut bytes) {
            bytes.clear();
        }
        bytes
    }
}

/// What is in a file.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// Everything.
    Bytes(&'a [u8]),
    /// Where it can be fetched.
    Fetched(&'a dyn Fetch),
}

impl<'a> Content<'a> {
    /// How many bytes there are.
    pub fn length(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::Fetched(source) => source.length(),
        }
    }

    /// All bytes.
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        match self {
            Self::Bytes(bytes) => Cow::Borrowed(bytes),
            Self::Fetched(source) => Cow::Owned(source.whole()),
        }
    }
}

/// A source for tests.
#[cfg(test)]
pub(crate) mod kept {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::Fetch;

    /// Bytes in memory that are fetched like those of a file.
    #[derive(Debug, Default)]
    pub struct Kept {
        bytes: Vec<u8>,
        /// Where the bytes begin that can't be fetched.
        broken: Option<usize>,
        is_not_plain: AtomicBool,
    }

    impl Kept {
        pub fn new(bytes: &[u8]) -> Self {
            Self { bytes: bytes.to_vec(), ..Self::default() }
        }

        /// Bytes that can be fetched up to a place alone.
        pub fn broken_at(bytes: &[u8], at: usize) -> Self {
            Self { broken: Some(at), ..Self::new(bytes) }
        }
    }

    impl Fetch for Kept {
        fn length(&self) -> usize {
            self.bytes.len()
        }

        fn fetch(&self, at: usize, room: &mut [u8]) -> bool {
            if self.broken.is_some_and(|broken| at + room.len() > broken) {
                return false;
            }
            room.copy_from_slice(&self.bytes[at..at + room.len()]);
            true
        }

        fn note_not_plain(&self) {
            self.is_not_plain.store(true, Ordering::Relaxed);
        }

        fn is_not_plain(&self) -> bool {
            self.is_not_plain.load(Ordering::Relaxed)
        }
    }
}

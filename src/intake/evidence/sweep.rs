//! Looking for words in bytes that are read piece by piece.

use std::io::Read;

/// How many bytes are read at a time.
const PIECE: usize = 64 * 1024;

/// Hands over the bytes in pieces, each with the last `kept` bytes of the piece before it, and whether it is the last
/// one, until `visit` says something.
///
/// # Errors
/// Those of the source.
pub fn sweep<T>(
    source: &mut impl Read,
    kept: usize,
    mut visit: impl FnMut(&[u8], bool) -> Option<T>,
) -> std::io::Result<Option<T>> {
    let mut window: Vec<u8> = Vec::with_capacity(PIECE + kept);
    loop {
        let before = window.len();
        source.by_ref().take(PIECE as u64).read_to_end(&mut window)?;
        let is_last = window.len() == before;
        if let Some(said) = visit(&window, is_last) {
            return Ok(Some(said));
        }
        if is_last {
            return Ok(None);
        }
        window.drain(..window.len().saturating_sub(kept));
    }
}

/// Whether the bytes hold a word.
///
/// # Errors
/// Those of the source.
pub fn holds(source: &mut impl Read, word: &[u8]) -> std::io::Result<bool> {
    let finder = memchr::memmem::Finder::new(word);
    let found = sweep(source, word.len(), |window, _| finder.find(window).map(drop))?;
    Ok(found.is_some())
}

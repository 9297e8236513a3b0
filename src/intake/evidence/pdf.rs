//! PDFs: whether one is whole, and whether it runs something.
//!
//! Names are looked for as they stand in the file and in the streams that hold packed objects. A PDF of which anything
//! is packed otherwise, where objects may be, isn't taken; what is packed in streams of pages can't act by itself.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::ZlibDecoder;

use super::{NotTaken, Source};

/// How many bytes packed objects may unpack to, all together.
const MOST_OBJECTS: u64 = 64 * 1024 * 1024;
/// How many bytes at the end may stand behind the mark of the end.
const TAIL: usize = 1024;
/// How many characters of a name are kept; none that matters is longer.
const LONGEST: usize = 24;

/// Reads a PDF from its start to its end.
///
/// # Errors
/// When it is protected, damaged, or names an action that runs something.
pub fn check(source: &mut impl Source) -> Result<(), NotTaken> {
    let mut reader = BufReader::with_capacity(64 * 1024, source);
    let mut scan = Scan::default();
    let mut left = MOST_OBJECTS;
    loop {
        let piece = reader.fill_buf().map_err(|_| NotTaken::Damaged)?;
        if piece.is_empty() {
            break;
        }
        let mut taken = 0;
        let mut packed = false;
        for byte in piece {
            taken += 1;
            if scan.next(*byte)? == Met::PackedObjects {
                packed = true;
                break;
            }
        }
        scan.keep_tail(&piece[..taken]);
        reader.consume(taken);
        if packed {
            left = check_packed(&mut reader, left)?;
        }
    }
    scan.next(b' ')?;
    let is_whole = memchr::memmem::find(&scan.tail, b"%%EOF").is_some();
    if is_whole { Ok(()) } else { Err(NotTaken::Damaged) }
}

/// Looks for names in packed objects; how many more bytes may be unpacked.
fn check_packed(reader: &mut impl BufRead, mut left: u64) -> Result<u64, NotTaken> {
    let mut scan = Scan::default();
    let mut unpacked = ZlibDecoder::new(reader);
    let mut piece = [0; 8192];
    loop {
        let read = unpacked.read(&mut piece).map_err(|_| NotTaken::Hidden)?;
        if read == 0 {
            break;
        }
        left = u64::try_from(read)
            .ok()
            .and_then(|read| left.checked_sub(read))
            .ok_or(NotTaken::TooLargeUnpacked { limit: MOST_OBJECTS })?;
        for byte in &piece[..read] {
            scan.next(*byte)?;
        }
    }
    scan.next(b' ')?;
    Ok(left)
}

/// What was met with a byte.
#[derive(PartialEq, Eq)]
enum Met {
    Nothing,
    /// The stream that begins with the next byte holds packed objects.
    PackedObjects,
}

/// How a stream is packed.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Packing {
    /// It isn't: what it holds is read like everything else.
    #[default]
    Plain,
    /// The usual way.
    Deflated,
    /// Another way, or several.
    Other,
}

/// What is known so far of the file while it is read byte by byte.
#[derive(Default)]
struct Scan {
    /// The name being read, with its slash; or the word.
    token: Vec<u8>,
    /// Digits of a character of a name that is written as `#4A`.
    escape: Option<Vec<u8>>,
    /// Whether the object being read says that its stream holds objects.
    holds_objects: bool,
    /// How its stream is packed, as far as it says so.
    packing: Packing,
    /// Whether the word `stream` was read, and its line hasn't ended.
    at_stream: bool,
    tail: Vec<u8>,
}

impl Scan {
    fn next(&mut self, byte: u8) -> Result<Met, NotTaken> {
        if self.at_stream {
            if byte == b'\r' {
                return Ok(Met::Nothing);
            }
            self.at_stream = false;
            if byte == b'\n' {
                return self.begin_stream();
            }
        }
        if is_regular(byte) {
            self.lengthen(byte);
            return Ok(Met::Nothing);
        }
        self.end_token()?;
        if byte == b'/' {
            self.token.push(b'/');
        }
        if self.at_stream && byte == b'\n' {
            self.at_stream = false;
            return self.begin_stream();
        }
        Ok(Met::Nothing)
    }

    fn begin_stream(&mut self) -> Result<Met, NotTaken> {
        if !std::mem::take(&mut self.holds_objects) {
            return Ok(Met::Nothing);
        }
        match std::mem::take(&mut self.packing) {
            Packing::Plain => Ok(Met::Nothing),
            Packing::Deflated => Ok(Met::PackedObjects),
            Packing::Other => Err(NotTaken::Hidden),
        }
    }

    fn lengthen(&mut self, byte: u8) {
        let is_name = self.token.first() == Some(&b'/');
        if let Some(digits) = &mut self.escape {
            digits.push(byte);
            if digits.len() == 2 {
                let value = std::str::from_utf8(digits).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok());
                self.escape = None;
                self.token.push(value.unwrap_or(b'#'));
            }
        } else if is_name && byte == b'#' {
            self.escape = Some(Vec::with_capacity(2));
        } else if self.token.len() < LONGEST {
            self.token.push(byte);
        }
    }

    fn end_token(&mut self) -> Result<(), NotTaken> {
        self.escape = None;
        let token = std::mem::take(&mut self.token);
        let action = match token.as_slice() {
            b"/JavaScript" => "JavaScript",
            b"/Launch" => "Launch",
            b"/XFA" => "XFA",
            b"/Encrypt" => return Err(NotTaken::Encrypted),
            b"/ObjStm" => {
                self.holds_objects = true;
                return Ok(());
            }
            b"stream" => {
                self.at_stream = true;
                return Ok(());
            }
            b"endobj" => {
                self.holds_objects = false;
                self.packing = Packing::Plain;
                return Ok(());
            }
            b"/FlateDecode" | b"/Fl" => {
                self.packing =
                    if self.packing == Packing::Plain { Packing::Deflated } else { Packing::Other };
                return Ok(());
            }
            b"/LZWDecode" | b"/ASCII85Decode" | b"/ASCIIHexDecode" | b"/RunLengthDecode" | b"/Crypt" => {
                self.packing = Packing::Other;
                return Ok(());
            }
            _ => return Ok(()),
        };
        Err(NotTaken::Active { action })
    }

    fn keep_tail(&mut self, piece: &[u8]) {
        self.tail.extend_from_slice(&piece[piece.len().saturating_sub(TAIL)..]);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
    }
}

/// Whether a byte may stand inside a name or a word.
fn is_regular(byte: u8) -> bool {
    !matches!(
        byte,
        0 | b'\t'
            | b'\n'
            | 0x0C
            | b'\r'
            | b' '
            | b'('
            | b')'
            | b'<'
            | b'>'
            | b'['
            | b']'
            | b'{'
            | b'}'
            | b'/'
            | b'%'
    )
}

//! PDFs: whether one is whole, and whether it runs something.
//!
//! Names are looked for as they stand in the file and in the streams that hold packed objects. A PDF of which anything
//! is packed otherwise, where objects may be, or so that it can't be told where a stream begins, isn't taken; what is
//! packed in streams of pages can't act by itself.

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
            left = check_packed(&mut reader, &mut scan, left)?;
        }
    }
    scan.next(b' ')?;
    if scan.holds == Holds::Yes {
        return Err(NotTaken::Hidden);
    }
    let is_whole = memchr::memmem::find(&scan.tail, b"%%EOF").is_some();
    if is_whole { Ok(()) } else { Err(NotTaken::Damaged) }
}

/// Looks for names in packed objects; how many more bytes may be unpacked.
fn check_packed(reader: &mut impl BufRead, whole: &mut Scan, mut left: u64) -> Result<u64, NotTaken> {
    let mut scan =
        Scan { is_packed: true, script: whole.script, rendition: whole.rendition, ..Scan::default() };
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
    whole.rendition |= scan.rendition;
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
    /// The usual way alone.
    Deflated,
    /// Another way, or several, or changed further before it was packed.
    Other,
}

/// Whether the stream of the object being read holds objects.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Holds {
    #[default]
    No,
    /// It names its first object, as an outline does that has no stream.
    Perhaps,
    /// It says so.
    Yes,
}

/// How far the name of a way of packing was read.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Filter {
    #[default]
    No,
    /// The next name is it.
    Asked,
    /// It was the usual one; another may follow.
    Told,
}

/// What is known so far of the file while it is read byte by byte.
#[derive(Default)]
struct Scan {
    /// The name being read, with its slash; or the word.
    token: Vec<u8>,
    /// Digits of a character of a name that is written as `#4A`.
    escape: Option<Vec<u8>>,
    /// Whether these are packed objects, among which no stream begins.
    is_packed: bool,
    /// Whether the stream of the object being read holds objects.
    holds: Holds,
    /// Whether a text or a remark stands behind what says so, in which a stream might only seem to begin.
    has_text: bool,
    /// How its stream is packed, as far as it says so.
    packing: Packing,
    filter: Filter,
    /// Whether the word `stream` was read, and its line hasn't ended.
    at_stream: bool,
    /// Whether what is read are the bytes of a stream, where a short name may stand by chance.
    in_data: bool,
    /// Whether a script was named there, and whether anything names what runs one.
    script: bool,
    rendition: bool,
    tail: Vec<u8>,
}

impl Scan {
    fn next(&mut self, byte: u8) -> Result<Met, NotTaken> {
        if self.at_stream && byte == b'\r' {
            return Ok(Met::Nothing);
        }
        if is_regular(byte) {
            if std::mem::take(&mut self.at_stream) {
                self.no_stream()?;
            }
            self.lengthen(byte);
            return Ok(Met::Nothing);
        }
        self.end_token()?;
        if self.holds != Holds::No && matches!(byte, b'(' | b'%') {
            self.has_text = true;
        }
        if byte == b'/' {
            self.token.push(b'/');
        }
        if std::mem::take(&mut self.at_stream) {
            if byte == b'\n' {
                return self.begin_stream();
            }
            if byte == b'\r' {
                self.at_stream = true;
            } else {
                self.no_stream()?;
            }
        }
        Ok(Met::Nothing)
    }

    /// The word `stream` was read, and no stream begins behind it as it must.
    fn no_stream(&self) -> Result<(), NotTaken> {
        match self.holds {
            Holds::No => Ok(()),
            // A text of an outline may hold that word.
            Holds::Perhaps if self.has_text => Ok(()),
            Holds::Perhaps | Holds::Yes => Err(NotTaken::Hidden),
        }
    }

    fn begin_stream(&mut self) -> Result<Met, NotTaken> {
        let holds = std::mem::take(&mut self.holds);
        let has_text = std::mem::take(&mut self.has_text);
        let packing = std::mem::take(&mut self.packing);
        self.filter = Filter::No;
        match (holds, packing) {
            (Holds::No, _) => {
                self.in_data = true;
                Ok(Met::Nothing)
            }
            _ if has_text => Err(NotTaken::Hidden),
            (_, Packing::Plain) => Ok(Met::Nothing),
            (_, Packing::Deflated) => Ok(Met::PackedObjects),
            (_, Packing::Other) => Err(NotTaken::Hidden),
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
        if self.token.is_empty() {
            return Ok(());
        }
        let token = std::mem::take(&mut self.token);
        self.check_action(&token)?;
        if !self.is_packed {
            self.follow(&token)?;
        }
        Ok(())
    }

    /// Refuses what runs something.
    fn check_action(&mut self, token: &[u8]) -> Result<(), NotTaken> {
        let script = NotTaken::Active { action: "JavaScript" };
        match token {
            b"/JavaScript" | b"/OnInstantiate" => return Err(script),
            b"/Launch" => return Err(NotTaken::Active { action: "Launch" }),
            b"/XFA" => return Err(NotTaken::Active { action: "XFA" }),
            b"/Encrypt" => return Err(NotTaken::Encrypted),
            b"/JS" if !self.in_data => return Err(script),
            b"/JS" => self.script = true,
            b"/Rendition" => self.rendition = true,
            _ => {}
        }
        // Three letters stand by chance in the bytes of a large picture; beside an action that runs them they don't.
        if self.script && self.rendition { Err(script) } else { Ok(()) }
    }

    /// Follows where objects and their streams begin and end.
    fn follow(&mut self, token: &[u8]) -> Result<(), NotTaken> {
        match std::mem::take(&mut self.filter) {
            Filter::Asked if matches!(token, b"/FlateDecode" | b"/Fl") && self.packing == Packing::Plain => {
                self.packing = Packing::Deflated;
                self.filter = Filter::Told;
            }
            Filter::Told if !is_filter(token) => {}
            Filter::No => {}
            Filter::Asked | Filter::Told => self.packing = Packing::Other,
        }
        match token {
            b"/Filter" => self.filter = Filter::Asked,
            // What was changed before it was packed can't be read as it is unpacked.
            b"/DecodeParms" | b"/DP" => self.packing = Packing::Other,
            b"/ObjStm" if self.holds == Holds::Yes => return Err(NotTaken::Hidden),
            b"/ObjStm" => {
                self.holds = Holds::Yes;
                self.in_data = false;
            }
            b"/First" if self.holds == Holds::No => self.holds = Holds::Perhaps,
            b"stream" => self.at_stream = !self.in_data,
            b"endobj" | b"obj" | b"endstream" => {
                if self.holds == Holds::Yes {
                    return Err(NotTaken::Hidden);
                }
                self.holds = Holds::No;
                self.has_text = false;
                self.packing = Packing::Plain;
                self.in_data = false;
            }
            _ => {}
        }
        Ok(())
    }

    fn keep_tail(&mut self, piece: &[u8]) {
        self.tail.extend_from_slice(&piece[piece.len().saturating_sub(TAIL)..]);
        let surplus = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..surplus);
    }
}

/// Whether what follows the name of a way of packing is another, rather than the next key or the stream. What refers to
/// another object may be one.
fn is_filter(token: &[u8]) -> bool {
    let short: [&[u8]; 8] = [b"/Crypt", b"/A85", b"/AHx", b"/LZW", b"/Fl", b"/RL", b"/CCF", b"/DCT"];
    let is_key = token == b"stream" || token.starts_with(b"/");
    !is_key || token.ends_with(b"Decode") || short.contains(&token)
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

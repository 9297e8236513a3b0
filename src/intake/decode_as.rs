//! Bytes of a file become text in the encoding that a person says, strictly: a byte that doesn't fit is told with its
//! place, and nothing is put in its stead.

use std::borrow::Cow;

use super::decode::{Decoded, Encoding, Undecodable, composed, decode, refuse_nul, utf_16_text};
use super::legacy::{letters_of, tcvn3_text, vni_text};

/// A place at which bytes don't fit, or another reason why they can't be read.
enum Misfit {
    At(usize),
    Other(Undecodable),
}

impl From<Undecodable> for Misfit {
    fn from(undecodable: Undecodable) -> Self {
        match undecodable {
            Undecodable::Unknown { byte } => Self::At(byte),
            other => Self::Other(other),
        }
    }
}

/// Reads bytes as text in an encoding. A byte order mark may stand before it and isn't part of the text.
///
/// TCVN3 and VNI are read from their bytes, or from the Latin letters of a file in Unicode as which such bytes were
/// saved.
///
/// # Errors
/// When the bytes aren't in that encoding, or have a NUL byte.
pub fn decode_as(bytes: &[u8], encoding: Encoding) -> Result<Decoded<'_>, Undecodable> {
    let text = match encoding {
        Encoding::Utf8 | Encoding::Utf8WithMark => utf_8(bytes),
        Encoding::Utf16LittleEndian | Encoding::Utf16BigEndian => utf_16(bytes, encoding),
        Encoding::Windows1258 => windows_1258(bytes),
        Encoding::Tcvn3 => legacy(bytes, |letters| tcvn3_text(letters)),
        Encoding::Vni => legacy(bytes, |letters| vni_text(letters)),
    };
    match text {
        Ok(text) => {
            let has_mark = encoding == Encoding::Utf8 && bytes.starts_with(UTF_8_MARK);
            let encoding = if has_mark { Encoding::Utf8WithMark } else { encoding };
            Ok(Decoded { text: composed(text), encoding })
        }
        Err(Misfit::At(byte)) => {
            Err(Undecodable::NotChosen { encoding, byte, line: line_of(bytes, byte, encoding) })
        }
        Err(Misfit::Other(undecodable)) => Err(undecodable),
    }
}

/// What bytes are recognised as, when that isn't what a person says and gives another text.
pub fn recognised_otherwise(bytes: &[u8], chosen: &Decoded<'_>) -> Option<Encoding> {
    let other = match decode(bytes) {
        Ok(recognised) if recognised.text != chosen.text => recognised.encoding,
        Err(Undecodable::Tcvn3) => Encoding::Tcvn3,
        Err(Undecodable::Vni) => Encoding::Vni,
        _ => return None,
    };
    (other != chosen.encoding).then_some(other)
}

const UTF_8_MARK: &[u8] = b"\xEF\xBB\xBF";
const LITTLE_MARK: &[u8] = b"\xFF\xFE";
const BIG_MARK: &[u8] = b"\xFE\xFF";

fn utf_8(bytes: &[u8]) -> Result<Cow<'_, str>, Misfit> {
    let rest = bytes.strip_prefix(UTF_8_MARK).unwrap_or(bytes);
    let before = bytes.len() - rest.len();
    refuse_nul(rest, before)?;
    let text = std::str::from_utf8(rest).map_err(|error| Misfit::At(before + error.valid_up_to()))?;
    Ok(Cow::Borrowed(text))
}

fn utf_16(bytes: &[u8], encoding: Encoding) -> Result<Cow<'_, str>, Misfit> {
    let (own, other) =
        if encoding == Encoding::Utf16BigEndian { (BIG_MARK, LITTLE_MARK) } else { (LITTLE_MARK, BIG_MARK) };
    if bytes.starts_with(other) {
        return Err(Misfit::At(0));
    }
    let rest = bytes.strip_prefix(own).unwrap_or(bytes);
    Ok(Cow::Owned(utf_16_text(rest, bytes.len() - rest.len(), encoding)?))
}

fn windows_1258(bytes: &[u8]) -> Result<Cow<'_, str>, Misfit> {
    refuse_nul(bytes, 0)?;
    // Bytes that the code page doesn't have are read as control characters by browsers.
    let is_free = |byte: &u8| matches!(byte, 0x8A | 0x8D..=0x90 | 0x9A | 0x9D | 0x9E);
    if let Some(byte) = bytes.iter().position(is_free) {
        return Err(Misfit::At(byte));
    }
    let text = encoding_rs::WINDOWS_1258.decode_without_bom_handling_and_without_replacement(bytes);
    text.ok_or(Misfit::At(0))
}

/// A text in TCVN3 or VNI: of Latin letters where the bytes are Unicode, else of the bytes themselves.
fn legacy<'b>(
    bytes: &'b [u8],
    read: impl Fn(&mut dyn Iterator<Item = (usize, char)>) -> Result<String, usize>,
) -> Result<Cow<'b, str>, Misfit> {
    let marked = [(LITTLE_MARK, Encoding::Utf16LittleEndian), (BIG_MARK, Encoding::Utf16BigEndian)];
    let marked = marked.into_iter().find(|(mark, _)| bytes.starts_with(mark));
    let read_text = if let Some((_, encoding)) = marked {
        let text = utf_16(bytes, encoding)?;
        let mut byte = 2;
        read(&mut text.chars().map(|letter| {
            let place = byte;
            byte += letter.len_utf16() * 2;
            (place, letter)
        }))
    } else {
        match utf_8(bytes) {
            Ok(text) => {
                let before = bytes.len() - text.len();
                read(&mut text.char_indices().map(|(place, letter)| (before + place, letter)))
            }
            Err(Misfit::At(_)) if !bytes.starts_with(UTF_8_MARK) => read(&mut letters_of(bytes)),
            Err(misfit) => return Err(misfit),
        }
    };
    read_text.map(Cow::Owned).map_err(Misfit::At)
}

/// The line in which a byte stands, 1 being the first.
fn line_of(bytes: &[u8], byte: usize, encoding: Encoding) -> usize {
    let before = &bytes[..byte.min(bytes.len())];
    let ends = |end: u8| match encoding {
        Encoding::Utf16LittleEndian => {
            before.as_chunks::<2>().0.iter().filter(|pair| **pair == [end, 0]).count()
        }
        Encoding::Utf16BigEndian => {
            before.as_chunks::<2>().0.iter().filter(|pair| **pair == [0, end]).count()
        }
        _ => memchr::memchr_iter(end, before).count(),
    };
    ends(b'\n').max(ends(b'\r')) + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "Xã Mường Luân;Tỉnh Điện Biên";

    fn text(bytes: &[u8], encoding: Encoding) -> Result<String, Undecodable> {
        decode_as(bytes, encoding).map(|decoded| decoded.text.into_owned())
    }

    fn pairs(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(write).collect()
    }

    #[test]
    fn every_encoding_is_read_when_it_is_said_with_and_without_its_mark() {
        let marked = [b"\xEF\xBB\xBF", SAMPLE.as_bytes()].concat();
        let little = pairs(SAMPLE, u16::to_le_bytes);
        let big = pairs(SAMPLE, u16::to_be_bytes);
        let windows = b"Xa\xDE M\xFD\xF5\xCCng Lu\xE2n;Ti\xD2nh \xD0i\xEA\xF2n Bi\xEAn";
        let tcvn3 = b"X\xB7 M\xAD\xEAng Lu\xA9n;T\xD8nh \xA7i\xD6n Bi\xAAn";
        let vni = b"Xa\xF5 M\xF6\xF4\xF8ng Lua\xE2n;T\xE6nh \xD1ie\xE4n Bie\xE2n";
        let latin: String = tcvn3.iter().map(|byte| char::from(*byte)).collect();
        let cases: [(&[u8], Encoding); 11] = [
            (SAMPLE.as_bytes(), Encoding::Utf8),
            (&marked, Encoding::Utf8),
            (&little, Encoding::Utf16LittleEndian),
            (&[LITTLE_MARK, &little].concat(), Encoding::Utf16LittleEndian),
            (&big, Encoding::Utf16BigEndian),
            (&[BIG_MARK, &big].concat(), Encoding::Utf16BigEndian),
            (windows, Encoding::Windows1258),
            (tcvn3, Encoding::Tcvn3),
            (latin.as_bytes(), Encoding::Tcvn3),
            (&[LITTLE_MARK, &pairs(&latin, u16::to_le_bytes)].concat(), Encoding::Tcvn3),
            (vni, Encoding::Vni),
        ];
        for (bytes, encoding) in cases {
            assert_eq!(text(bytes, encoding).as_deref(), Ok(SAMPLE), "{encoding:?} {bytes:?}");
        }
        assert_eq!(decode_as(&marked, Encoding::Utf8).unwrap().encoding, Encoding::Utf8WithMark);
        assert_eq!(text(b"T\xC6NH \xD1IE\xC4N", Encoding::Vni).as_deref(), Ok("TỈNH ĐIỆN"), "capitals");
    }

    #[test]
    fn a_byte_that_doesnt_fit_is_told_with_its_place() {
        let cases: [(&[u8], Encoding, usize, usize); 9] = [
            (b"ab\n\xFFcd", Encoding::Utf8, 3, 2),
            (b"\xEF\xBB\xBFa\xE9", Encoding::Utf8, 4, 1),
            (b"a\0\n\0b", Encoding::Utf16LittleEndian, 4, 2),
            (b"\xFE\xFF\0a", Encoding::Utf16LittleEndian, 0, 1),
            (b"\xD8\0\0a", Encoding::Utf16BigEndian, 0, 1),
            (b"a\r\nb\x90", Encoding::Windows1258, 4, 2),
            (b"a\rX\xFF", Encoding::Tcvn3, 3, 2),
            ("X\u{AF}".as_bytes(), Encoding::Tcvn3, 1, 1),
            (b"\xF8a", Encoding::Vni, 0, 1),
        ];
        for (bytes, encoding, byte, line) in cases {
            let expected = Undecodable::NotChosen { encoding, byte, line };
            assert_eq!(text(bytes, encoding), Err(expected), "{bytes:?}");
        }
        assert_eq!(text(b"a\0b", Encoding::Windows1258), Err(Undecodable::NulByte { byte: 1 }));
        assert_eq!(text(b"a\0b", Encoding::Tcvn3), Err(Undecodable::NulByte { byte: 1 }));
    }

    #[test]
    fn what_is_recognised_is_known_beside_what_is_said_only_where_it_matters() {
        let check = |bytes: &[u8], said: Encoding, other: Option<Encoding>| {
            let decoded = decode_as(bytes, said).unwrap();
            assert_eq!(recognised_otherwise(bytes, &decoded), other, "{said:?} {bytes:?}");
        };
        check(b"code,voters", Encoding::Windows1258, None);
        check(SAMPLE.as_bytes(), Encoding::Utf8, None);
        check("X\u{E3} M\u{1B0}".as_bytes(), Encoding::Windows1258, Some(Encoding::Utf8));
        check("TØnh §iÖn Biªn".as_bytes(), Encoding::Utf8, Some(Encoding::Tcvn3));
        check("TØnh §iÖn Biªn".as_bytes(), Encoding::Tcvn3, None);
        check(b"Caf\xE9 Orl\xE9ans", Encoding::Windows1258, None);
    }
}

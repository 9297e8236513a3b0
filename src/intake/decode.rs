//! Bytes of a file become text in NFC, or the reason why they can't be read without guessing.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::legacy::{Legacy, TextJudge, judge_bytes};

/// An encoding that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8 without a byte order mark.
    Utf8,
    /// UTF-8 with a byte order mark.
    Utf8WithMark,
    /// UTF-16, little end first, with a byte order mark ("Unicode Text" of a spreadsheet).
    Utf16LittleEndian,
    /// UTF-16, big end first, with a byte order mark.
    Utf16BigEndian,
    /// Windows-1258, the Vietnamese code page.
    Windows1258,
    /// TCVN3 (ABC), read only when a person says so.
    Tcvn3,
    /// VNI, read only when a person says so.
    Vni,
}

impl Encoding {
    /// The name that people know it by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8WithMark => "UTF-8 (BOM)",
            Self::Utf16LittleEndian => "UTF-16 LE",
            Self::Utf16BigEndian => "UTF-16 BE",
            Self::Windows1258 => "Windows-1258",
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
        }
    }
}

/// The text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded<'a> {
    /// The text in NFC, without byte order mark; borrowed when the bytes are already that.
    pub text: Cow<'a, str>,
    /// What it was read from.
    pub encoding: Encoding,
}

/// Why bytes can't be read as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecodable {
    /// TCVN3 (ABC): convert the file to Unicode first.
    Tcvn3,
    /// VNI: convert the file to Unicode first.
    Vni,
    /// No encoding that is known here.
    Unknown {
        /// Where the first byte stands that doesn't fit, 0 being the file's first.
        byte: usize,
    },
    /// Not in the encoding that a person says.
    NotChosen {
        /// What was said.
        encoding: Encoding,
        /// Where the first byte stands that doesn't fit, 0 being the file's first.
        byte: usize,
        /// The line in which it stands, 1 being the first.
        line: usize,
    },
    /// A NUL byte: not a text file, or UTF-16 without its byte order mark.
    NulByte {
        /// Where it stands, 0 being the file's first.
        byte: usize,
    },
}

/// Reads bytes as text.
///
/// UTF-8 with or without mark, UTF-16 with mark and Windows-1258 are read. TCVN3 and VNI are recognised, also where
/// their bytes were saved as Latin letters in Unicode, and refused.
///
/// # Errors
/// When the encoding is another one, can't be told, or is broken somewhere.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => decode_utf_16(rest, Encoding::Utf16LittleEndian),
        [0xFE, 0xFF, rest @ ..] => decode_utf_16(rest, Encoding::Utf16BigEndian),
        [0xEF, 0xBB, 0xBF, rest @ ..] => decode_utf_8_with_mark(rest),
        _ => decode_unmarked(bytes),
    }
}

fn decode_utf_8_with_mark(rest: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    refuse_nul(rest, 3)?;
    match utf_8(rest) {
        Ok(text) => finish(Cow::Borrowed(text), Encoding::Utf8WithMark),
        Err(byte) => Err(Undecodable::Unknown { byte: byte + 3 }),
    }
}

/// Bytes as UTF-8; else where the first one stands that doesn't fit. Many letters are looked at together, which the
/// standard library does with ASCII alone.
pub(super) fn utf_8(bytes: &[u8]) -> Result<&str, usize> {
    match encoding_rs::UTF_8.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(Cow::Borrowed(text)) => Ok(text),
        _ => std::str::from_utf8(bytes).map_err(|error| error.valid_up_to()),
    }
}

fn decode_unmarked(bytes: &[u8]) -> Result<Decoded<'_>, Undecodable> {
    refuse_nul(bytes, 0)?;
    let byte = match utf_8(bytes) {
        Ok(text) => return finish(Cow::Borrowed(text), Encoding::Utf8),
        Err(byte) => byte,
    };
    match judge_bytes(bytes) {
        Some(Legacy::Tcvn3) => Err(Undecodable::Tcvn3),
        Some(Legacy::Vni) => Err(Undecodable::Vni),
        Some(Legacy::Windows1258) => encoding_rs::WINDOWS_1258
            .decode_without_bom_handling_and_without_replacement(bytes)
            .map(|text| Decoded { text: composed(text), encoding: Encoding::Windows1258 })
            .ok_or(Undecodable::Unknown { byte }),
        None => Err(Undecodable::Unknown { byte }),
    }
}

fn decode_utf_16(rest: &[u8], encoding: Encoding) -> Result<Decoded<'_>, Undecodable> {
    finish(Cow::Owned(utf_16_text(rest, 2, encoding)?), encoding)
}

/// A text in UTF-16 that stands behind `before` bytes.
pub(super) fn utf_16_text(rest: &[u8], before: usize, encoding: Encoding) -> Result<String, Undecodable> {
    let (pairs, odd) = rest.as_chunks::<2>();
    if !odd.is_empty() {
        return Err(Undecodable::Unknown { byte: before + rest.len() - 1 });
    }
    let read = if encoding == Encoding::Utf16BigEndian { u16::from_be_bytes } else { u16::from_le_bytes };
    let mut text = String::with_capacity(rest.len());
    let mut byte = before;
    for letter in char::decode_utf16(pairs.iter().map(|pair| read(*pair))) {
        match letter {
            Ok('\0') => return Err(Undecodable::NulByte { byte }),
            Ok(letter) => {
                byte += letter.len_utf16() * 2;
                text.push(letter);
            }
            Err(_) => return Err(Undecodable::Unknown { byte }),
        }
    }
    Ok(text)
}

pub(super) fn refuse_nul(bytes: &[u8], before: usize) -> Result<(), Undecodable> {
    memchr::memchr(0, bytes).map_or(Ok(()), |byte| Err(Undecodable::NulByte { byte: byte + before }))
}

fn finish(text: Cow<'_, str>, encoding: Encoding) -> Result<Decoded<'_>, Undecodable> {
    if text.is_ascii() {
        return Ok(Decoded { text, encoding });
    }
    refuse_legacy(&text)?;
    Ok(Decoded { text: composed(text), encoding })
}

/// Refuses a Unicode text whose letters are in truth the bytes of TCVN3 or VNI.
pub(super) fn refuse_legacy(text: &str) -> Result<(), Undecodable> {
    let mut judge = TextJudge::default();
    judge.see(foreign_pieces(text));
    match judge.verdict() {
        Some(Legacy::Tcvn3) => Err(Undecodable::Tcvn3),
        Some(Legacy::Vni) => Err(Undecodable::Vni),
        Some(Legacy::Windows1258) | None => Ok(()),
    }
}

/// The text in NFC; copied only when it isn't in NFC, or a look at single letters can't tell.
pub(super) fn composed(text: Cow<'_, str>) -> Cow<'_, str> {
    if is_surely_composed(&text) {
        return text;
    }
    // The Greek question mark is the one letter that composing turns into a sign with a meaning in tables: `;`.
    let pieces: Vec<String> = text.split(GREEK_QUESTION_MARK).map(|piece| piece.nfc().collect()).collect();
    Cow::Owned(pieces.join(GREEK_QUESTION_MARK))
}

/// Whether a look at single letters tells that a text is in NFC.
pub(super) fn is_surely_composed(text: &str) -> bool {
    let is_sure = |piece| is_composed(piece) || is_nfc_quick(str::chars(piece)) == IsNormalized::Yes;
    foreign_pieces(text).all(is_sure)
}

const GREEK_QUESTION_MARK: &str = "\u{37E}";

/// Whether every letter is of a block in which nothing composes, decomposes or reorders, told by its first bytes:
/// U+0080 to U+02FF, Cyrillic U+0400 to U+047F, U+1E00 to U+1EFF, where Vietnamese letters are, and the signs from
/// U+2010 to U+203F (dashes, quotes) and U+2100 to U+2125 (№).
fn is_composed(text: &str) -> bool {
    let bytes = text.as_bytes();
    let alone = |byte: u8| matches!(byte, 0x00..=0xBF | 0xC2..=0xCB | 0xD0 | 0xD1);
    let (Some(next), Some(after)) = (bytes.get(1..), bytes.get(2..)) else {
        return bytes.iter().all(|byte| alone(*byte));
    };
    // Without leaving early, so that many bytes are looked at together. No letter of three bytes starts at the last two.
    let threes = bytes.iter().zip(next).zip(after);
    let foreign = threes.fold(false, |foreign, ((&byte, &next), &after)| {
        let vietnamese = (byte == 0xE1) & (0xB8..=0xBB).contains(&next);
        let dash = (next == 0x80) & (0x90..=0xBF).contains(&after);
        let sign = (next == 0x84) & (0x80..=0xA5).contains(&after);
        foreign | !(alone(byte) | vietnamese | ((byte == 0xE2) & (dash | sign)))
    });
    !foreign && bytes[after.len()..].iter().all(|byte| alone(*byte))
}

/// The parts of a text that aren't pure ASCII; each ends before an ASCII character or at the end of the text.
///
/// ASCII characters neither compose with what follows nor reorder, so the parts can be judged one by one.
pub(super) fn foreign_pieces(text: &str) -> impl Iterator<Item = &str> {
    const STEP: usize = 256;
    let bytes = text.as_bytes();
    let mut start = 0;
    std::iter::from_fn(move || {
        while start < bytes.len() {
            let least = bytes.len().min(start + STEP);
            let tail = bytes[least..].iter().position(u8::is_ascii).unwrap_or(bytes.len() - least);
            let piece = start..least + tail;
            start = piece.end;
            if !bytes[piece.clone()].is_ascii() {
                return text.get(piece);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_taken_as_composed_hold_no_letter_that_is_not() {
        let taken = ('\u{80}'..='\u{2FF}').chain('\u{400}'..='\u{47F}').chain('\u{1E00}'..='\u{1EFF}');
        let taken = taken.chain('\u{2010}'..='\u{203F}').chain('\u{2100}'..='\u{2125}');
        for letter in taken {
            let text = letter.to_string();
            assert!(is_composed(&text), "{letter:?}");
            assert_eq!(is_nfc_quick(text.chars()), IsNormalized::Yes, "{letter:?}");
        }
        for letter in [
            '\u{300}', '\u{301}', '\u{309}', '\u{323}', '\u{340}', '\u{37E}', '\u{387}', '\u{483}',
            '\u{2126}', '\u{1100}',
        ] {
            assert!(!is_composed(&letter.to_string()), "{letter:?}");
        }
    }

    #[test]
    fn composing_makes_no_separator() {
        let text = "Xa\u{303} A\u{37E}B;1";
        assert_eq!(composed(Cow::Borrowed(text)), "Xã A\u{37E}B;1");
    }

    const SAMPLE: &str = "Xã Mường Luân;Tỉnh Điện Biên";

    /// The sample in Windows-1258 as Vietnamese Windows writes it: base letter, then the tone as a mark.
    const WINDOWS_1258_SAMPLE: &[u8] = b"Xa\xDE M\xFD\xF5\xCCng Lu\xE2n;Ti\xD2nh \xD0i\xEA\xF2n Bi\xEAn";

    fn check(bytes: &[u8], encoding: Encoding) {
        assert_eq!(decode(bytes), Ok(Decoded { text: Cow::Borrowed(SAMPLE), encoding }), "{encoding:?}");
    }

    fn utf_16(text: &str, mark: [u8; 2], write: fn(u16) -> [u8; 2]) -> Vec<u8> {
        mark.into_iter().chain(text.encode_utf16().flat_map(write)).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        check(SAMPLE.as_bytes(), Encoding::Utf8);
        check(SAMPLE.nfd().collect::<String>().as_bytes(), Encoding::Utf8);
        check(format!("\u{FEFF}{SAMPLE}").as_bytes(), Encoding::Utf8WithMark);
        check(&utf_16(SAMPLE, [0xFF, 0xFE], u16::to_le_bytes), Encoding::Utf16LittleEndian);
        check(&utf_16(SAMPLE, [0xFE, 0xFF], u16::to_be_bytes), Encoding::Utf16BigEndian);
        let apart: String = SAMPLE.nfd().collect();
        check(&utf_16(&apart, [0xFE, 0xFF], u16::to_be_bytes), Encoding::Utf16BigEndian);
        check(WINDOWS_1258_SAMPLE, Encoding::Windows1258);
        let short = decode(b"Thi\xF2 xa\xDE Sa Pa").map(|decoded| decoded.text);
        assert_eq!(short, Ok(Cow::Borrowed("Thị xã Sa Pa")));
    }

    #[test]
    fn plain_utf_8_is_borrowed_and_nfd_is_not() {
        assert!(matches!(decode(SAMPLE.as_bytes()).unwrap().text, Cow::Borrowed(_)));
        assert!(matches!(decode(b"unit;voters").unwrap().text, Cow::Borrowed(_)));
        let apart: String = SAMPLE.nfd().collect();
        assert!(matches!(decode(apart.as_bytes()).unwrap().text, Cow::Owned(_)));
    }

    #[test]
    fn a_mark_far_behind_its_letter_is_composed_wherever_pieces_end() {
        for before in 250..262 {
            let text = format!("{}a\u{323}\u{302}n", "x".repeat(before));
            let expected = format!("{}ận", "x".repeat(before));
            assert_eq!(decode(text.as_bytes()).unwrap().text, expected);
        }
    }

    #[test]
    fn tcvn3_is_refused_as_bytes_and_as_latin_letters() {
        let bytes = b"T\xD8nh \xA7i\xD6n Bi\xAAn,X\xB7 M\xAD\xEAng Lu\xA9n,10";
        assert_eq!(decode(bytes), Err(Undecodable::Tcvn3));
        let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        assert_eq!(latin, "TØnh §iÖn Biªn,X· M\u{AD}êng Lu©n,10");
        assert_eq!(decode(latin.as_bytes()), Err(Undecodable::Tcvn3));
        assert_eq!(decode("X· Ph×nh Giµng,1".as_bytes()), Err(Undecodable::Tcvn3));
    }

    #[test]
    fn vni_is_refused_as_bytes_and_as_latin_letters() {
        let latin = "Tænh Ñieän Bieân,Xaõ Möôøng Luaân,10";
        assert_eq!(decode(latin.as_bytes()), Err(Undecodable::Vni));
        let bytes: Vec<u8> = latin.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap()).collect();
        assert_eq!(decode(&bytes), Err(Undecodable::Vni));
    }

    #[test]
    fn real_vietnamese_and_other_languages_are_not_taken_for_legacy_text() {
        for text in [
            "Xã Krông Pắc,Huyện Đắk Glei,Kbang",
            "Xã Kông Lơng Khơng",
            "Xã Chư Pơng",
            "Thị xã Sa Pa",
            "Huyện Sìn Hồ",
            "Đơn vị,Tỷ lệ §1\nHoà Bình,99,9",
            "· Xã Ea H'leo",
            "Café Müller, señor, naïve, São Tomé, 5 m², 20 °C",
            "§",
            "·",
        ] {
            assert_eq!(decode(text.as_bytes()).unwrap().text, text);
        }
    }

    #[test]
    fn bytes_that_fit_no_encoding_are_refused_with_their_place() {
        assert_eq!(decode(b"ab\xFFcd"), Err(Undecodable::Unknown { byte: 2 }));
        assert_eq!(decode(b"Caf\xE9 Orl\xE9ans"), Err(Undecodable::Unknown { byte: 3 }));
        assert_eq!(decode(b"\xEF\xBB\xBFab\xFF"), Err(Undecodable::Unknown { byte: 5 }));
        assert_eq!(decode(b"\xFF\xFEa"), Err(Undecodable::Unknown { byte: 2 }));
        assert_eq!(decode(b"\xFF\xFEa\0\0\xD8b\0"), Err(Undecodable::Unknown { byte: 4 }));
        assert_eq!(decode(b"a\0b\0"), Err(Undecodable::NulByte { byte: 1 }));
        assert_eq!(decode(b"\xFE\xFF\0a\0\0"), Err(Undecodable::NulByte { byte: 4 }));
    }

    #[test]
    fn no_bytes_are_an_empty_text() {
        assert_eq!(decode(b"").unwrap().text, "");
        assert_eq!(
            decode(b"\xEF\xBB\xBF").unwrap(),
            Decoded { text: "".into(), encoding: Encoding::Utf8WithMark }
        );
        assert_eq!(decode(b"\xFF\xFE").unwrap().text, "");
    }
}

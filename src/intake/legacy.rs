//! Which single-byte Vietnamese encoding a text is in, judged by how many of its words spell a Vietnamese syllable.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How many words with foreign letters are judged; a file is in one encoding, so its beginning tells.
const JUDGED_WORDS: usize = 2000;

const ONSETS: [&str; 29] = [
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x", "kr", "br",
];

/// What may stand after the onset, without tone marks.
const RHYMES: &str = " a ac ach ai ak am an ang anh ao ap at au ay ăc ăk ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong op ot ooc oong oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt \
    oe oem oen oeo oet ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uc ui um un ung up ut uân uâng uât uây \
    uê uêch uênh uôc uôi uôm uôn uông uôt uơ uy uya uych uyn uynh uyp uyt uyu uyên uyêt ư ưa ưc ưi ưm ưn ưng ưt ưu \
    ươc ươi ươm ươn ương ươp ươt ươu y ych ynh yt yêm yên yêng yêt yêu ";

/// TCVN3 (ABC): the letter of each byte from 0xA1 on; `-` where there is none.
const TCVN3: &str =
    "ĂÂÊÔƠƯĐăâêôơưđ------àảãáạ-ằẳẵắ-------ặầẩẫấậè-ẻẽéẹềểễếệìỉ---ĩíịò-ỏõóọồổỗốộờởỡớợù-ủũúụừửữứựỳỷỹýỵ";

/// VNI: marks that stand behind the vowel they belong to, as (byte, combining marks).
const VNI_MARKS: [(u8, &str); 17] = [
    (0xF8, "\u{300}"),
    (0xF9, "\u{301}"),
    (0xFB, "\u{309}"),
    (0xF5, "\u{303}"),
    (0xEF, "\u{323}"),
    (0xE2, "\u{302}"),
    (0xE1, "\u{302}\u{301}"),
    (0xE0, "\u{302}\u{300}"),
    (0xE5, "\u{302}\u{309}"),
    (0xE3, "\u{302}\u{303}"),
    (0xE4, "\u{302}\u{323}"),
    (0xEA, "\u{306}"),
    (0xE9, "\u{306}\u{301}"),
    (0xE8, "\u{306}\u{300}"),
    (0xFA, "\u{306}\u{309}"),
    (0xFC, "\u{306}\u{303}"),
    (0xEB, "\u{306}\u{323}"),
];

/// VNI: bytes that are letters of their own.
const VNI_LETTERS: [(u8, &str); 9] = [
    (0xF1, "đ"),
    (0xF4, "ơ"),
    (0xF6, "ư"),
    (0xEC, "ì"),
    (0xED, "í"),
    (0xE6, "ỉ"),
    (0xF3, "ĩ"),
    (0xF2, "ị"),
    (0xEE, "ỵ"),
];

/// The encodings that a text with single bytes above 0x7F may be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Legacy {
    /// Windows-1258, which can be read.
    Windows1258,
    /// TCVN3 (ABC), tied to its fonts.
    Tcvn3,
    /// VNI, tied to its fonts.
    Vni,
}

/// The one encoding in which most words with bytes above 0x7F are Vietnamese; `None` when there is no such one.
pub(super) fn judge_bytes(bytes: &[u8]) -> Option<Legacy> {
    let mut foreign = 0_usize;
    let mut spelled = [0_usize; 3];
    for word in bytes.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic()) {
        if word.is_ascii() {
            continue;
        }
        foreign += 1;
        spelled[0] += usize::from(windows_1258_word(word).is_some_and(|word| is_syllable(&word)));
        spelled[1] += usize::from(tcvn3_word(word).is_some_and(|word| is_syllable(&word)));
        spelled[2] += usize::from(vni_word(word).is_some_and(|word| is_syllable(&word)));
        if foreign == JUDGED_WORDS {
            break;
        }
    }
    let most = spelled.into_iter().max()?;
    if most == 0 || most * 2 < foreign {
        return None;
    }
    let mut best = [Legacy::Windows1258, Legacy::Tcvn3, Legacy::Vni]
        .into_iter()
        .zip(spelled)
        .filter(|(_, count)| *count == most)
        .map(|(legacy, _)| legacy);
    let first = best.next();
    if best.next().is_some() { None } else { first }
}

/// The first words with foreign letters of a Unicode text: how many there are, and how many spell a Vietnamese
/// syllable, as they are and by their bytes in TCVN3 and VNI.
#[derive(Debug, Default)]
pub(super) struct TextJudge {
    foreign: usize,
    genuine: usize,
    tcvn3: usize,
    vni: usize,
}

impl TextJudge {
    /// Looks at parts of the text that aren't pure ASCII.
    pub fn see<'a>(&mut self, parts: impl Iterator<Item = &'a str>) {
        let words =
            parts.flat_map(|part| part.split(|letter: char| letter.is_ascii() && !letter.is_alphabetic()));
        // Most words of a table come again and again.
        let mut judged: FxHashMap<&str, [bool; 3]> = FxHashMap::default();
        for word in words.filter(|word| !word.is_ascii()).take(JUDGED_WORDS - self.foreign) {
            let spells = *judged.entry(word).or_insert_with(|| judge_word(word));
            self.foreign += 1;
            self.genuine += usize::from(spells[0]);
            self.tcvn3 += usize::from(spells[1]);
            self.vni += usize::from(spells[2]);
        }
    }

    /// Whether the text is in truth TCVN3 or VNI, each of whose bytes was taken for a Latin letter.
    pub fn verdict(&self) -> Option<Legacy> {
        // Some words of such a text look genuine by chance ("Sôn"), but next to no genuine word looks like such a text.
        let (legacy, spelled) =
            if self.vni > self.tcvn3 { (Legacy::Vni, self.vni) } else { (Legacy::Tcvn3, self.tcvn3) };
        (spelled * 2 > self.genuine && spelled * 3 >= self.foreign).then_some(legacy)
    }
}

/// Whether a word spells a Vietnamese syllable as it is; else by its bytes in TCVN3, and in VNI.
fn judge_word(word: &str) -> [bool; 3] {
    if is_syllable(word) {
        return [true, false, false];
    }
    // A lone sign such as a bullet would spell a one-letter syllable.
    let bytes = latin_bytes(word).filter(|bytes| bytes.iter().any(u8::is_ascii_alphabetic));
    let spells = |read: fn(&[u8]) -> Option<String>| {
        bytes.as_deref().and_then(read).is_some_and(|word| is_syllable(&word))
    };
    [false, spells(tcvn3_word), spells(vni_word)]
}

/// The bytes of a word whose letters all stand in the first 256 characters of Unicode.
fn latin_bytes(word: &str) -> Option<Vec<u8>> {
    word.chars().map(|letter| u8::try_from(u32::from(letter)).ok()).collect()
}

fn windows_1258_word(word: &[u8]) -> Option<String> {
    encoding_rs::WINDOWS_1258
        .decode_without_bom_handling_and_without_replacement(word)
        .map(std::borrow::Cow::into_owned)
}

fn tcvn3_word(word: &[u8]) -> Option<String> {
    tcvn3_text(letters_of(word)).ok()
}

fn vni_word(word: &[u8]) -> Option<String> {
    vni_text(letters_of(word)).ok()
}

/// Bytes as the Latin letters that stand for them, each with its place.
pub(super) fn letters_of(bytes: &[u8]) -> impl Iterator<Item = (usize, char)> + '_ {
    bytes.iter().map(|byte| char::from(*byte)).enumerate()
}

/// The byte that a Latin letter stands for; `None` of a letter that stands for itself: ASCII, the no-break space, and
/// whatever is beyond the first 256 characters of Unicode.
fn foreign_byte(letter: char) -> Option<u8> {
    u8::try_from(u32::from(letter)).ok().filter(|byte| !byte.is_ascii() && *byte != NO_BREAK_SPACE)
}

const NO_BREAK_SPACE: u8 = 0xA0;

/// A text in TCVN3 whose bytes are given as Latin letters with their places. Its fonts alone tell capitals with marks
/// from small letters, so that these are read as small ones.
///
/// # Errors
/// The place of the first letter that TCVN3 doesn't have.
pub(super) fn tcvn3_text(letters: impl Iterator<Item = (usize, char)>) -> Result<String, usize> {
    let spelled = |byte: u8| {
        let index = usize::from(byte.checked_sub(0xA1)?);
        TCVN3.chars().nth(index).filter(|letter| *letter != '-')
    };
    let read = |(place, letter)| foreign_byte(letter).map_or(Ok(letter), |byte| spelled(byte).ok_or(place));
    letters.map(read).collect()
}

/// A text in VNI whose bytes are given as Latin letters with their places.
///
/// # Errors
/// The place of the first letter that VNI doesn't have, or that is a mark behind no vowel.
pub(super) fn vni_text(letters: impl Iterator<Item = (usize, char)>) -> Result<String, usize> {
    let mut spelled = String::new();
    for (place, letter) in letters {
        let Some(byte) = foreign_byte(letter) else {
            spelled.push(letter);
            continue;
        };
        // The capital of each mark and letter stands 0x20 below.
        let small = byte | 0x20;
        if let Some((_, letter)) = VNI_LETTERS.iter().find(|(known, _)| *known == small) {
            if small == byte {
                spelled.push_str(letter);
            } else {
                spelled.extend(letter.chars().flat_map(char::to_uppercase));
            }
        } else if let Some((_, marks)) = VNI_MARKS.iter().find(|(known, _)| *known == small) {
            spelled.chars().last().filter(|vowel| "aeiouyAEIOUYơưƠƯ".contains(*vowel)).ok_or(place)?;
            spelled.push_str(marks);
        } else {
            return Err(place);
        }
    }
    Ok(spelled)
}

/// Whether a word spells one Vietnamese syllable: onset, rhyme, at most one tone, and that at its place.
fn is_syllable(word: &str) -> bool {
    let mut tone = None;
    let mut letters = 0_usize;
    let mut toneless = String::with_capacity(word.len());
    for letter in word.nfd().flat_map(char::to_lowercase) {
        match letter {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => {
                if letters == 0 || tone.replace((letter, letters - 1)).is_some() {
                    return false;
                }
            }
            _ => {
                letters += usize::from(!is_combining_mark(letter));
                toneless.push(letter);
            }
        }
    }
    let toneless: String = toneless.nfc().collect();
    let fits = |rhyme: &str| {
        let start = letters.saturating_sub(rhyme.chars().count());
        let tone = tone.map(|(mark, at)| (mark, at.checked_sub(start)));
        !rhyme.is_empty() && tone_fits(rhyme, tone) && RHYMES.split(' ').any(|known| known == rhyme)
    };
    fits(&toneless) || ONSETS.iter().filter_map(|onset| toneless.strip_prefix(onset)).any(fits)
}

/// Whether a rhyme may carry a tone at one of its letters (`None`: at none of them), or no tone at all.
fn tone_fits(rhyme: &str, tone: Option<(char, Option<usize>)>) -> bool {
    let vowels = rhyme.chars().take_while(|letter| !"chgkmnpt".contains(*letter)).count();
    let has_end = rhyme.chars().count() > vowels;
    let stopped = rhyme.ends_with(['c', 'k', 'p', 't']) || rhyme.ends_with("ch");
    match tone {
        None => !stopped,
        Some((mark, Some(at))) => {
            let place = match vowels {
                _ if has_end => at + 1 == vowels,
                2 if matches!(rhyme, "oa" | "oe" | "uy") => at < 2,
                2 if matches!(rhyme, "uê" | "uơ") => at == 1,
                3 => at == 1,
                _ => at == 0,
            };
            place && (!stopped || matches!(mark, '\u{301}' | '\u{323}'))
        }
        Some((_, None)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_places_spell_syllables() {
        for name in [
            "Điện Biên",
            "Mường Luân",
            "Tủa Chùa",
            "Phú Quý",
            "Phú Quí",
            "Hoà Bình",
            "Hòa Bình",
            "Đắk Lắk",
            "Thị trấn",
            "Quỳnh Nhai",
            "Huyện Nguyên Bình",
            "Giồng Riềng",
            "Nghệ An",
            "Khuyến",
            "Hoà",
            "Hòa",
            "Thuý",
            "Thúy",
            "Huế",
            "khuỷu",
            "ngoài",
            "giữa",
            "Gì",
            "của",
            "mười",
        ] {
            for word in name.split(' ') {
                assert!(is_syllable(word), "{word}");
            }
        }
        for word in [
            "§iÖn", "Biªn", "cafe", "café", "Müller", "Ñieän", "đ", "ệê", "hat", "tèt", "thiũ", "xaị", "Sơnh",
        ] {
            assert!(!is_syllable(word), "{word}");
        }
    }

    #[test]
    fn the_table_of_tcvn3_reaches_its_last_byte() {
        assert_eq!(tcvn3_word(&[0xA7, b'i', 0xD6, b'n']).as_deref(), Some("Điện"));
        assert_eq!(tcvn3_word(&[0xFE]).as_deref(), Some("ỵ"));
        assert_eq!(tcvn3_word(&[0xFF]), None);
        assert_eq!(tcvn3_word(&[0xC6]).as_deref(), Some("ặ"));
        assert_eq!(tcvn3_word(&[0xB5]).as_deref(), Some("à"));
        assert_eq!(tcvn3_word(&[0xDF]).as_deref(), Some("ò"));
    }
}

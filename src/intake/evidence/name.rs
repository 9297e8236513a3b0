//! Names of files: what they may hold, and what their endings claim.

use unicode_normalization::UnicodeNormalization;

use super::NameFault;
use crate::contest::plan::FileType;

/// How many characters a file's name may have.
const LONGEST_NAME: usize = 200;

/// A file's name composed and without blanks around it.
///
/// # Errors
/// What is wrong with it.
pub fn plain_or_refused(name: &str) -> Result<String, NameFault> {
    let plain: String = name.trim().nfc().collect();
    if plain.contains(['/', '\\']) || plain.chars().all(|character| character == '.') && !plain.is_empty() {
        return Err(NameFault::Path);
    }
    if plain.is_empty() {
        return Err(NameFault::Empty);
    }
    if plain.chars().any(is_invisible) {
        return Err(NameFault::Invisible);
    }
    if plain.chars().count() > LONGEST_NAME {
        return Err(NameFault::TooLong);
    }
    Ok(plain)
}

/// Whether a character is a control character, has no width, or turns the direction of what follows, so that a name
/// reads otherwise than it is.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}')
}

/// The ending of a name, in small letters, without the dot; empty without one.
pub fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_lowercase())
}

/// The type that the ending of a name claims.
pub fn type_by_ending(ending: &str) -> Option<FileType> {
    match ending {
        "pdf" => Some(FileType::Pdf),
        "docx" => Some(FileType::Docx),
        "xlsx" => Some(FileType::Xlsx),
        "jpg" | "jpeg" | "jpe" => Some(FileType::Jpeg),
        "png" => Some(FileType::Png),
        _ => None,
    }
}

/// Whether files with an ending carry macros.
pub fn is_of_macros(ending: &str) -> bool {
    matches!(ending, "docm" | "dotm" | "xlsm" | "xltm" | "xlam" | "xlsb" | "pptm" | "potm" | "ppsm" | "ppam")
}

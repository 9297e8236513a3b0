//! Whether a spreadsheet is honest about how many texts it shares: the reading library sets memory aside for as many
//! as the file states.

use std::io::{Cursor, Read};

/// The shortest that a shared text can be: `<si/>`.
const SHORTEST: u64 = 5;

/// How much of a part is looked at for its first element.
const HEAD: u64 = 4096;

/// Whether the stated number of shared texts fits the size of the part that holds them. A part without a number, or
/// none at all, is honest; an archive that can't be read is left to the reader to refuse.
pub fn states_an_honest_count(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return true };
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { continue };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { continue };
        if !name.rsplit('/').next().is_some_and(|name| name.starts_with("sharedstrings")) {
            continue;
        }
        let most = part.size() / SHORTEST;
        let mut head = Vec::new();
        if part.take(HEAD).read_to_end(&mut head).is_err() {
            return true;
        }
        if stated_counts(&String::from_utf8_lossy(&head)).any(|count| count.is_none_or(|it| it > most)) {
            return false;
        }
    }
    true
}

/// The numbers that the first element states; `None` for one that is no number of 64 bits.
fn stated_counts(head: &str) -> impl Iterator<Item = Option<u64>> {
    let element = head.find("<sst").and_then(|start| head[start..].split('>').next()).unwrap_or("");
    ["uniqueCount", "count"].into_iter().filter_map(|name| {
        let (_, rest) = element.split_once(&format!(" {name}="))?;
        let quote = rest.chars().next()?;
        Some(rest[1..].split(quote).next()?.trim().parse().ok())
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn workbook(shared: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file("xl/sharedStrings.xml", options).unwrap();
        archive.write_all(shared.as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_count_beyond_what_the_part_can_hold_is_a_lie() {
        let honest =
            r#"<?xml version="1.0"?><sst xmlns="x" count="9" uniqueCount="2"><si><t>a</t></si><si/></sst>"#;
        assert!(states_an_honest_count(&workbook(honest)));
        for lie in ["999999999", "18446744073709551615", "99999999999999999999999"] {
            let lying = honest.replace("\"2\"", &format!("\"{lie}\""));
            assert!(!states_an_honest_count(&workbook(&lying)), "{lie}");
        }
        assert!(states_an_honest_count(&workbook("<sst><si/></sst>")));
        assert!(states_an_honest_count(b"no archive"));
    }
}

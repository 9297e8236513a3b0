//! A DOCX read back by libraries that had no part in writing it: `zip` and `quick-xml`.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A DOCX file.
pub struct Docx {
    archive: zip::ZipArchive<Cursor<Vec<u8>>>,
}

/// An element with its attributes, or a text, in the order of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
}

impl Docx {
    pub fn of(bytes: &[u8]) -> Self {
        Self { archive: zip::ZipArchive::new(Cursor::new(bytes.to_vec())).expect("a ZIP archive") }
    }

    /// A member's text; its sum is checked while it is read.
    pub fn member(&mut self, name: &str) -> String {
        let mut text = String::new();
        self.archive.by_name(name).expect("the member is there").read_to_string(&mut text).expect("UTF-8");
        text
    }

    /// Everything in a member; the test ends when it isn't well-formed.
    pub fn found(&mut self, name: &str) -> Vec<Found> {
        let text = self.member(name);
        let mut reader = Reader::from_str(&text);
        let mut found = Vec::new();
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                Event::Start(start) => found.push(element(&start)),
                Event::Empty(start) => {
                    found.push(element(&start));
                    found.push(Found::End(start.name().as_ref().to_owned()));
                }
                Event::End(end) => found.push(Found::End(end.name().as_ref().to_owned())),
                Event::Text(text) => found.push(Found::Text(text.to_string())),
                Event::GeneralRef(reference) => {
                    let sign = match &*reference {
                        "amp" => "&",
                        "lt" => "<",
                        "gt" => ">",
                        "quot" => "\"",
                        other => panic!("&{other};"),
                    };
                    found.push(Found::Text(sign.to_owned()));
                }
                Event::Eof => return found,
                _ => {}
            }
        }
    }

    /// The attributes of the first element with a name.
    pub fn attributes(&mut self, member: &str, wanted: &str) -> Vec<(String, String)> {
        let all = self.found(member).into_iter();
        let mut named = all.filter_map(|found| match found {
            Found::Start(name, attributes) if name == wanted => Some(attributes),
            _ => None,
        });
        named.next().unwrap_or_else(|| panic!("{member} has no {wanted}"))
    }

    /// The paragraphs with their styles, in order, those of tables among them.
    pub fn paragraphs(&mut self, member: &str) -> Vec<(String, String)> {
        let mut paragraphs = Vec::new();
        let (mut style, mut text, mut inside) = (String::new(), String::new(), false);
        for found in self.found(member) {
            match found {
                Found::Start(name, _) if name == "w:p" => (style, text) = (String::new(), String::new()),
                Found::Start(name, attributes) if name == "w:pStyle" => style = attributes[0].1.clone(),
                Found::Start(name, _) if name == "w:t" => inside = true,
                Found::End(name) if name == "w:t" => inside = false,
                Found::Text(part) if inside => text.push_str(&part),
                Found::End(name) if name == "w:p" => paragraphs.push((style.clone(), text.clone())),
                _ => {}
            }
        }
        paragraphs
    }

    /// The text of the main part, a paragraph a line.
    pub fn text(&mut self) -> String {
        let paragraphs = self.paragraphs("word/document.xml").into_iter();
        paragraphs.map(|(_, text)| text).collect::<Vec<_>>().join("\n")
    }

    /// The tables with borders: per row whether it is repeated on each page, and its cells.
    pub fn tables(&mut self) -> Vec<Vec<(bool, Vec<String>)>> {
        let mut tables: Vec<Vec<(bool, Vec<String>)>> = Vec::new();
        let (mut inside, mut has_borders) = (false, false);
        for found in self.found("word/document.xml") {
            match found {
                Found::Start(name, _) => match name.as_str() {
                    "w:tbl" => has_borders = false,
                    "w:tblBorders" => {
                        has_borders = true;
                        tables.push(Vec::new());
                    }
                    "w:tr" if has_borders => tables.last_mut().unwrap().push((false, Vec::new())),
                    "w:tblHeader" => tables.last_mut().unwrap().last_mut().unwrap().0 = true,
                    "w:tc" if has_borders => {
                        tables.last_mut().unwrap().last_mut().unwrap().1.push(String::new());
                    }
                    "w:t" => inside = true,
                    _ => {}
                },
                Found::End(name) if name == "w:t" => inside = false,
                Found::End(name) if name == "w:tbl" => has_borders = false,
                Found::Text(part) if inside && has_borders => {
                    tables.last_mut().unwrap().last_mut().unwrap().1.last_mut().unwrap().push_str(&part);
                }
                _ => {}
            }
        }
        tables
    }
}

fn element(start: &BytesStart<'_>) -> Found {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.expect("attributes are well-formed");
        (attribute.key.as_ref().to_owned(), attribute.value.into_owned())
    });
    Found::Start(start.name().as_ref().to_owned(), attributes.collect())
}

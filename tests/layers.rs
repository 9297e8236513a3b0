//! The rooms of the house and what each may name: read from the sources, so that a breach fails the build's tests.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file with its comments told apart from its code.
struct Source {
    path: PathBuf,
    /// Everything in it.
    text: String,
    /// Lines without comments.
    code: Vec<String>,
}

fn sources(room: &str) -> Vec<Source> {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room), &mut files);
    files.sort();
    assert!(!files.is_empty(), "src/{room} has no source file");
    files
        .into_iter()
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a source file is readable");
            Source { code: without_comments(&text), text, path }
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a room of src is a folder") {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// What the scan is inside of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Code,
    LineComment,
    BlockComment(u32),
    Text,
    RawText(usize),
}

/// The lines of a source with comments taken out; string literals stay.
fn without_comments(text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let mut lines = vec![String::new()];
    let mut inside = Inside::Code;
    let mut at = 0;
    while at < characters.len() {
        let here = characters[at];
        let next = characters.get(at + 1).copied();
        let mut taken = 1;
        let mut kept = !matches!(inside, Inside::LineComment | Inside::BlockComment(_));
        match inside {
            Inside::Code => match (here, next) {
                ('/', Some('/')) => (inside, kept) = (Inside::LineComment, false),
                ('/', Some('*')) => (inside, kept, taken) = (Inside::BlockComment(1), false, 2),
                ('\'', Some('"')) if characters.get(at + 2) == Some(&'\'') => taken = 3,
                ('\'', Some('\\')) => taken = 3,
                ('"', _) => inside = Inside::Text,
                ('r', Some('"' | '#')) => {
                    let hashes = characters[at + 1..].iter().take_while(|mark| **mark == '#').count();
                    let identifier =
                        at > 0 && (characters[at - 1].is_alphanumeric() || characters[at - 1] == '_');
                    if characters.get(at + 1 + hashes) == Some(&'"') && !identifier {
                        (inside, taken) = (Inside::RawText(hashes), hashes + 2);
                    }
                }
                _ => {}
            },
            Inside::LineComment if here == '\n' => inside = Inside::Code,
            Inside::LineComment => {}
            Inside::BlockComment(depth) => match (here, next) {
                ('*', Some('/')) => {
                    taken = 2;
                    inside = if depth == 1 { Inside::Code } else { Inside::BlockComment(depth - 1) };
                }
                ('/', Some('*')) => (inside, taken) = (Inside::BlockComment(depth + 1), 2),
                _ => {}
            },
            Inside::Text => match here {
                '\\' => taken = 2,
                '"' => inside = Inside::Code,
                _ => {}
            },
            Inside::RawText(hashes) => {
                let closing = characters[at + 1..].iter().take_while(|mark| **mark == '#').count();
                if here == '"' && closing >= hashes {
                    (inside, taken) = (Inside::Code, hashes + 1);
                }
            }
        }
        for character in &characters[at..(at + taken).min(characters.len())] {
            if *character == '\n' {
                lines.push(String::new());
            } else if kept {
                lines.last_mut().expect("there is a line").push(*character);
            }
        }
        at += taken;
    }
    lines
}

/// The words of a line of code: identifiers, one after another.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|word| !word.is_empty())
}

/// The paths of a source that start at `crate::` or climb out of the file's own room by `super::`, as
/// `(line, room)`; nested imports such as `use crate::{text, app::demo}` are unfolded.
fn rooms_named(source: &Source, room: &str) -> Vec<(usize, String)> {
    let text = source.code.join("\n");
    let mut found = Vec::new();
    let line_of = |at: usize| text[..at].matches('\n').count() + 1;
    for start in ["crate::", "thidua::"] {
        for (at, _) in text.match_indices(start) {
            for name in heads(&text[at + start.len()..]) {
                found.push((line_of(at), name));
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let inside = source.path.strip_prefix(&src).expect("a room's source is in its folder");
    let is_module_file = inside.file_name().is_some_and(|name| name == "mod.rs");
    let depth = inside.components().count() - usize::from(is_module_file);
    let climb = "super::".repeat(depth + 1);
    for (at, _) in text.match_indices(&climb) {
        // Inside a nested module (`mod tests`) one more step stays in the room: such code says `super::*` or less.
        for name in heads(&text[at + climb.len()..]) {
            found.push((line_of(at), name));
        }
    }
    found
}

/// The first names of a path or of a braced list of paths.
fn heads(rest: &str) -> Vec<String> {
    let Some(list) = rest.strip_prefix('{') else {
        return words(
            rest.split(|character: char| !character.is_alphanumeric() && character != '_')
                .next()
                .unwrap_or(""),
        )
        .map(str::to_owned)
        .collect();
    };
    let mut depth = 0_u32;
    let mut names = vec![String::new()];
    for character in list.chars() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(String::new()),
            _ if depth == 0 => names.last_mut().expect("there is a name").push(character),
            _ => {}
        }
    }
    names
        .iter()
        .filter_map(|name| name.trim().split("::").next())
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

const ROOMS: [&str; 9] = ["api", "ui", "cli", "server", "app", "db", "documents", "intake", "text"];

/// Every breach of "this room names only these", as sentences.
fn breaches(room: &str, may_name: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources(room) {
        for (line, named) in rooms_named(&source, room) {
            let is_room = ROOMS.contains(&named.as_str()) || named == "contest";
            if is_room && named != room && !may_name.contains(&named.as_str()) {
                found.push(format!("{}:{line} names {named}", source.path.display()));
            }
        }
    }
    found
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn contest_names_no_other_room() {
    assert_none("src/contest names no other room", &breaches("contest", &[]));
}

#[test]
fn intake_names_contest_alone() {
    assert_none("src/intake names only contest", &breaches("intake", &["contest"]));
}

#[test]
fn text_names_contest_alone() {
    assert_none("src/text names only contest", &breaches("text", &["contest"]));
}

#[test]
fn documents_name_contest_intake_and_text() {
    assert_none("src/documents", &breaches("documents", &["contest", "intake", "text"]));
}

#[test]
fn use_cases_name_no_surface() {
    assert_none("src/app", &breaches("app", &["contest", "intake", "documents", "text", "db"]));
}

#[test]
fn commands_go_through_use_cases_and_never_to_the_database() {
    let may_name = ["api", "server", "app", "contest", "intake", "documents", "text"];
    assert_none("src/cli", &breaches("cli", &may_name));
}

#[test]
fn the_api_goes_through_use_cases_and_never_to_the_database() {
    assert_none("src/api", &breaches("api", &["app", "contest", "intake", "documents", "text"]));
}

#[test]
fn pages_stand_on_the_api_s_server_and_go_through_use_cases() {
    // Who calls, how bodies are read and how files are answered is settled once, in the API.
    assert_none("src/ui", &breaches("ui", &["api", "app", "contest", "intake", "documents", "text"]));
}

#[test]
fn the_database_names_contest_alone_and_no_other_room_knows_its_library() {
    assert_none("src/db", &breaches("db", &["contest"]));
    let mut found = Vec::new();
    for room in ["api", "ui", "app", "cli", "contest", "documents", "intake", "text"] {
        for source in sources(room) {
            for (number, line) in source.code.iter().enumerate() {
                if words(line).any(|word| word == "diesel") {
                    found.push(format!("{}:{} names diesel", source.path.display(), number + 1));
                }
            }
        }
    }
    assert_none("only src/db knows diesel", &found);
}

#[test]
fn the_pure_rooms_reach_nothing_outside() {
    const PATHS: [&str; 7] =
        ["std::fs", "std::net", "std::env", "std::process", "std::thread::sleep", "Utc::now", "Local::now"];
    const NAMES: [&str; 9] =
        ["SystemTime", "Instant", "diesel", "actix", "actix_web", "tokio", "rand", "getrandom", "clap"];
    let mut found = Vec::new();
    for room in ["contest", "intake"] {
        for source in sources(room) {
            for (number, line) in source.code.iter().enumerate() {
                let path = PATHS.iter().find(|path| line.contains(**path));
                let outside = NAMES.iter().find(|name| words(line).any(|word| word == **name));
                for named in path.into_iter().chain(outside) {
                    found.push(format!("{}:{} names {named}", source.path.display(), number + 1));
                }
            }
            let whole: String = source.code.concat().split_whitespace().collect();
            for (opening, _) in whole.match_indices("usestd::{") {
                for name in heads(&whole[opening + "usestd::".len()..]) {
                    if ["fs", "net", "env", "process"].contains(&name.as_str()) {
                        found.push(format!("{} imports std::{name}", source.path.display()));
                    }
                }
            }
        }
    }
    assert_none("contest and intake are pure", &found);
}

#[test]
fn the_core_holds_no_floating_point_number() {
    let mut found = Vec::new();
    for source in sources("contest") {
        for (number, line) in source.code.iter().enumerate() {
            let is_float = |word: &str| {
                ["f32", "f64"].contains(&word)
                    || ((word.ends_with("f32") || word.ends_with("f64"))
                        && word.starts_with(|first: char| first.is_ascii_digit()))
                    || ["to_f32", "to_f64", "from_f32", "from_f64"].contains(&word)
            };
            for word in words(line).filter(|word| is_float(word)) {
                found.push(format!("{}:{} has {word}", source.path.display(), number + 1));
            }
        }
    }
    assert_none("src/contest holds no float", &found);
}

/// Words of one kind of contest; the core knows contests in general, and takes its examples from others.
pub const ELECTION_WORDS: [&str; 13] = [
    "ballot",
    "voter",
    "election",
    "electorate",
    "turnout",
    "candidate",
    "polling",
    "national assembly",
    "bầu",
    "cử tri",
    "phiếu",
    "quốc hội",
    "hội đồng nhân dân",
];

/// Names by which source plans are known, besides those of their files: numbers, places, issuers.
const PLAN_NAMES: [&str; 16] = [
    "508",
    "571",
    "10-kh",
    "35-ct",
    "kh-ubnd",
    "điện biên",
    "tuyên quang",
    "quảng ninh",
    "hồng ngự",
    "đồng tháp",
    "thừa thiên",
    "huế",
    "hồ chí minh",
    "ho chi minh",
    "chợ đồn",
    "lương minh",
];

/// Whether a text stands in a line, not counting words that only end like it ("selection").
pub fn begins_a_word(line: &str, text: &str) -> bool {
    line.match_indices(text).any(|(at, _)| !line[..at].ends_with(char::is_alphabetic))
}

#[test]
fn a_word_is_found_where_it_begins() {
    assert!(begins_a_word("re_elections + 1", "election"));
    assert!(begins_a_word("số phiếu", "phiếu"));
    assert!(!begins_a_word("selection of units", "election"));
}

/// The places where the core speaks of something: in its code, its tests and its comments.
fn said_in_the_core(what: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources("contest") {
        for (number, line) in (1..).zip(source.text.lines()) {
            let folded = line.to_lowercase();
            for word in what.iter().filter(|word| begins_a_word(&folded, word)) {
                found.push(format!("{}:{number} says {word}", source.path.display()));
            }
        }
    }
    found
}

#[test]
fn the_core_knows_nothing_of_elections() {
    let words = ELECTION_WORDS.map(str::to_owned);
    assert_none(
        "src/contest is free of election words, comments and tests included",
        &said_in_the_core(&words),
    );
}

#[test]
fn the_core_knows_no_plan_by_name() {
    let plans = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/plans"));
    let mut names: Vec<String> = plans
        .expect("fixtures/plans is a folder")
        .map(|entry| entry.expect("the folder can be listed").path())
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    assert!(names.len() > 12, "{names:?}");
    // A file may be named with hyphens, an identifier after it with underscores.
    names.extend(names.clone().iter().map(|name| name.replace('-', "_")));
    names.extend(PLAN_NAMES.map(str::to_owned));
    assert_none("src/contest names no plan, comments and tests included", &said_in_the_core(&names));
}

#[test]
fn comments_are_told_apart_from_code_and_texts() {
    let source = "let a = \"// no comment\"; // voter\nlet b = r#\"/* \"quoted\" */\"#; /* f64 /* deep */ f32 */ let c = '\"'; // x";
    assert_eq!(
        without_comments(source),
        ["let a = \"// no comment\"; ", "let b = r#\"/* \"quoted\" */\"#;  let c = '\"'; "]
    );
}

#[test]
fn nested_imports_are_unfolded() {
    assert_eq!(
        heads("{text, app::demo, contest::{plan, unit}, intake}"),
        ["text", "app", "contest", "intake"]
    );
    assert_eq!(heads("contest::plan;"), ["contest"]);
}

#[test]
fn a_breach_is_seen_however_it_is_written() {
    let named = |file: &str, code: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/contest").join(file);
        let source = Source { path, text: code.to_owned(), code: without_comments(code) };
        rooms_named(&source, "contest")
            .into_iter()
            .map(|(line, room)| format!("{line} {room}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(named("unit.rs", "\nuse crate::intake::fold::fold;"), ["2 intake"]);
    assert_eq!(
        named("unit.rs", "use crate::{\n    contest::plan,\n    app::demo,\n};"),
        ["1 contest", "1 app"]
    );
    assert_eq!(named("unit.rs", "fn a() { super::super::documents::b() }"), ["1 documents"]);
    assert_eq!(named("plan/award.rs", "use super::super::super::cli;"), ["1 cli"]);
    assert_eq!(named("plan/award.rs", "use super::super::words::Words;"), Vec::<String>::new());
    assert_eq!(named("unit.rs", "// use crate::intake;\nlet a = 1;"), Vec::<String>::new());
}

//! Problems as RFC 9457 has them, in both languages.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

use crate::app::problem::{NOT_FOUND, Problem, UNAVAILABLE};
use crate::contest::words::Language;
use crate::text::{Part, Texts};

/// Why a request was refused; nothing of it was kept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemBody {
    /// The kind, as an address: `/problems/CODE`.
    #[schema(example = "/problems/not_found")]
    pub r#type: String,
    /// The kind; a stable code.
    #[schema(example = "not_found")]
    pub code: String,
    /// The HTTP status.
    #[schema(example = 404)]
    pub status: u16,
    /// Where: the field, the thing named, the units, or the line and column of the body; null for the whole request.
    #[schema(example = "plan 7")]
    pub place: Option<String>,
    /// What is wrong, what was expected and what to do, in the language asked for.
    #[schema(example = "Không tìm thấy kế hoạch số 7.")]
    pub title: String,
    /// The same in Vietnamese.
    #[schema(example = "Không tìm thấy kế hoạch số 7.")]
    pub text_vi: String,
    /// The same in English.
    #[schema(example = "There is no plan 7.")]
    pub text_en: String,
    /// Every mistake of a plan file; else empty.
    pub mistakes: Vec<MistakeBody>,
}

/// A mistake in a plan file.
#[derive(Debug, Serialize, ToSchema)]
pub struct MistakeBody {
    /// The stable code.
    #[schema(example = "name.unknown")]
    pub code: String,
    /// The line, 1 being the first.
    pub line: usize,
    /// The column in characters, 1 being the first.
    pub column: usize,
    /// The whole line.
    pub text_of_line: String,
    /// What is wrong, in Vietnamese.
    pub text_vi: String,
    /// What is wrong, in English.
    pub text_en: String,
    /// What was expected, in Vietnamese.
    pub expected_vi: String,
    /// What was expected, in English.
    pub expected_en: String,
    /// What to write instead, when something close exists.
    pub suggestion: Option<String>,
}

thread_local! {
    static VIETNAMESE: Texts = const { Texts::new(Language::Vietnamese) };
    static ENGLISH: Texts = const { Texts::new(Language::English) };
}

/// Runs something with the texts of a language; each thread keeps its own.
pub fn with_texts<T>(language: Language, work: impl FnOnce(&Texts) -> T) -> T {
    match language {
        Language::Vietnamese => VIETNAMESE.with(work),
        Language::English => ENGLISH.with(work),
    }
}

/// The language that a request prefers: the first of those it accepts that the product speaks, else Vietnamese.
pub fn language_of(headers: &HeaderMap) -> Language {
    let accepted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let mut weighed: Vec<(u32, &str)> = accepted
        .split(',')
        .map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let weight = parameters.trim().strip_prefix("q=").map_or(1000, thousandths);
            (weight, tag.trim())
        })
        .collect();
    weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let known = weighed.iter().find_map(|(_, tag)| match tag.get(..2)?.to_ascii_lowercase().as_str() {
        "vi" => Some(Language::Vietnamese),
        "en" => Some(Language::English),
        _ => None,
    });
    known.unwrap_or_default()
}

/// A weight from 0 to 1 in thousandths, without a floating-point number.
fn thousandths(weight: &str) -> u32 {
    let (whole, part) = weight.trim().split_once('.').unwrap_or((weight.trim(), ""));
    let digits: String = part.chars().chain("000".chars()).take(3).collect();
    whole.parse::<u32>().unwrap_or(0).min(1) * 1000 + digits.parse::<u32>().unwrap_or(0)
}

/// A problem on its way to the client, in the language it asked for.
#[derive(Debug)]
pub struct Refused {
    problem: Problem,
    language: Language,
}

impl Refused {
    /// A problem for a client that asked for a language.
    pub const fn new(problem: Problem, language: Language) -> Self {
        Self { problem, language }
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::new(problem, Language::default())
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str(self.problem.code.code)
    }
}

/// The sentence of a problem in a language.
pub fn sentence(problem: &Problem, language: Language) -> String {
    with_texts(language, |texts| told(texts, problem))
}

/// The sentence of a problem.
pub fn told(texts: &Texts, problem: &Problem) -> String {
    let told = problem.arguments.iter().map(|(name, value)| match *name {
        "blockers" => (*name, Part::from(blockers(texts, value))),
        "rows" => (*name, Part::from(rows(texts, value))),
        "what" if problem.code == &NOT_FOUND => (*name, Part::from(thing(texts, value))),
        _ => (*name, Part::from(value)),
    });
    let parts: Vec<(&str, Part<'_>)> = told.collect();
    texts.get(&format!("problem-{}", problem.code.code), &parts)
}

/// A thing that a code names, as `case 9`, with the name of its kind in words.
pub fn thing(texts: &Texts, what: &str) -> String {
    let kind = |kind: &str| {
        let key = format!("thing-{kind}");
        if texts.has(&key) { texts.word(&key) } else { kind.to_owned() }
    };
    match what.split_once(' ') {
        Some((first, which)) => format!("{} {which}", kind(first)),
        None => kind(what),
    }
}

/// Rows of a list with what is wrong in each, in words; from `ROW (WHAT), ROW (WHAT)`.
fn rows(texts: &Texts, all: &str) -> String {
    let sentence = |one: &str| {
        let (row, what) = one.split_once(" (").unwrap_or((one, "file"));
        let key: String = what.chars().filter(|sign| ![':', ',', ')'].contains(sign)).collect();
        texts.get(&format!("row-wrong-{}", key.replace(' ', "-")), &[("row", row.into())])
    };
    all.split("), ").map(sentence).collect::<Vec<_>>().join("; ")
}

/// What is in the way, each as a sentence with what to do; from `code=count, code=count`.
fn blockers(texts: &Texts, all: &str) -> String {
    let sentence = |one: &str| {
        let (code, count) = one.split_once('=').unwrap_or((one, "1"));
        texts.get(&format!("blocker-{code}"), &[("count", count.into())])
    };
    all.split(", ").map(sentence).collect::<Vec<_>>().join(" ")
}

/// The place that a problem concerns, if it is one.
fn place(problem: &Problem) -> Option<String> {
    let named = |names: &[&str]| {
        problem.arguments.iter().find(|(name, _)| names.contains(name)).map(|(_, value)| value.clone())
    };
    let in_body = || Some(format!("line {}, column {}", named(&["line"])?, named(&["column"])?));
    let at_byte = || Some(format!("byte {}", named(&["byte"])?));
    named(&["field", "what", "units", "rows", "right"]).or_else(in_body).or_else(at_byte)
}

fn body(problem: &Problem, language: Language) -> ProblemBody {
    let text_vi = sentence(problem, Language::Vietnamese);
    let text_en = sentence(problem, Language::English);
    ProblemBody {
        r#type: format!("/problems/{}", problem.code.code),
        code: problem.code.code.to_owned(),
        status: problem.code.status,
        place: place(problem),
        title: if language == Language::English { text_en.clone() } else { text_vi.clone() },
        text_vi,
        text_en,
        mistakes: problem
            .mistakes
            .iter()
            .map(|mistake| MistakeBody {
                code: mistake.code.to_owned(),
                line: mistake.line,
                column: mistake.column,
                text_of_line: mistake.text_of_line.clone(),
                text_vi: mistake.message.vi.clone(),
                text_en: mistake.message.en.clone(),
                expected_vi: mistake.expected.vi.clone(),
                expected_en: mistake.expected.en.clone(),
                suggestion: mistake.suggestion.clone(),
            })
            .collect(),
    }
}

impl ResponseError for Refused {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.code.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, "application/problem+json"));
        let tag = if self.language == Language::English { "en" } else { "vi" };
        response.insert_header((CONTENT_LANGUAGE, tag));
        if self.problem.code == &UNAVAILABLE {
            response.insert_header((RETRY_AFTER, "2"));
        }
        let seconds = self.problem.arguments.iter().find(|(name, _)| *name == "seconds");
        if let Some((_, seconds)) = seconds {
            response.insert_header((RETRY_AFTER, seconds.as_str()));
        }
        let body = serde_json::to_string(&body(&self.problem, self.language));
        response.body(body.unwrap_or_default())
    }
}

/// The refusals that any operation can answer.
#[derive(IntoResponses)]
pub enum Problems {
    /// The request is malformed.
    #[response(status = 400, content_type = "application/problem+json")]
    Malformed(ProblemBody),
    /// Log in first.
    #[response(status = 401, content_type = "application/problem+json")]
    Unauthenticated(ProblemBody),
    /// Not allowed.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// Nothing there.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemBody),
    /// It doesn't fit what stands by now.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
    /// Changed since it was read.
    #[response(status = 412, content_type = "application/problem+json")]
    Stale(ProblemBody),
    /// Too large.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemBody),
    /// Not a content type that is taken.
    #[response(status = 415, content_type = "application/problem+json")]
    ContentType(ProblemBody),
    /// A value isn't allowed.
    #[response(status = 422, content_type = "application/problem+json")]
    Refused(ProblemBody),
    /// Too many requests.
    #[response(status = 429, content_type = "application/problem+json")]
    TooMany(ProblemBody),
    /// A mistake of the program.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(ProblemBody),
    /// The database can't be used now; try again.
    #[response(status = 503, content_type = "application/problem+json")]
    Unavailable(ProblemBody),
}

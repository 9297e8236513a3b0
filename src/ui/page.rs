//! What every page is made with: the texts of the visitor's language, who visits, and the words and numbers it shows.

use std::borrow::Borrow;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use askama::Template;
use chrono::NaiveDateTime;
use rust_decimal::Decimal;

use super::asset::address_of;
use crate::app::actor::{Actor, Right, Role};
use crate::app::event::Event;
use crate::app::moment::on_the_wall;
use crate::app::problem::{INTERNAL, Problem};
use crate::contest::finding::Finding;
use crate::contest::hold::HoldKind;
use crate::contest::words::{Language, Words};
use crate::text::finding::{place, sentence, severity};
use crate::text::{Part, Texts, format};

/// Everything a browser may do on a page: show it, with our own style, script, typeface and pictures, and send forms
/// back to us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Who visits, and where.
#[derive(Clone)]
pub struct Visitor {
    /// Who it is.
    pub actor: Actor,
    /// In which language pages are shown.
    pub language: Language,
    /// What forms carry to prove that they come from a page of ours.
    pub csrf: String,
    /// The address with its query.
    pub here: String,
    /// What was just done, by the key of its sentence.
    pub done: Option<String>,
}

/// Whole numbers of any size, as templates hand them over.
pub trait Whole {
    /// The number.
    fn whole(&self) -> i128;

    /// The number as a part of a text.
    fn part(&self) -> Part<'static> {
        Part::Count(i64::try_from(self.whole()).unwrap_or(i64::MAX))
    }
}

macro_rules! whole {
    ($($number:ty),*) => {
        $(impl Whole for $number {
            fn whole(&self) -> i128 {
                i128::try_from(*self).unwrap_or(i128::MAX)
            }
        })*
    };
}
whole!(i64, u32, u64, usize);

impl<T: Whole> Whole for &T {
    fn whole(&self) -> i128 {
        (**self).whole()
    }
}

/// What a template is rendered with.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// The texts.
    pub texts: &'a Texts,
    /// Who visits.
    pub visitor: &'a Visitor,
}

impl Page<'_> {
    /// The text of a key.
    pub fn word(&self, key: &str) -> String {
        self.texts.word(key)
    }

    /// The text of a family for a code, such as the name of a state.
    pub fn coded(&self, family: &str, code: &str) -> String {
        self.texts.word(&format!("{family}-{code}"))
    }

    /// That a unit is held or excluded as a whole, in the words of a ranking.
    pub fn unit_hold(&self, kind: Option<&HoldKind>) -> Option<String> {
        let key = match kind? {
            HoldKind::Hold => "unit-on-hold",
            HoldKind::Exclude => "unit-excluded",
        };
        Some(self.word(key))
    }

    /// The text of a key with a count in it.
    pub fn counted(&self, key: &str, count: impl Whole) -> String {
        self.texts.get(key, &[("count", count.part())])
    }

    /// A whole number.
    pub fn number(&self, number: impl Whole) -> String {
        format::count(number.whole(), self.visitor.language)
    }

    /// A decimal with the digits it carries.
    pub fn decimal(&self, number: impl Borrow<Decimal>) -> String {
        format::decimal(*number.borrow(), self.visitor.language)
    }

    /// A moment, as clocks on the wall show it.
    pub fn moment(&self, moment: &NaiveDateTime) -> String {
        format::moment(on_the_wall(*moment))
    }

    /// A text that a plan gives in both languages.
    pub fn words<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(self.visitor.language)
    }

    /// One of two texts by the language.
    pub fn either<'w>(&self, vi: &'w str, en: &'w str) -> &'w str {
        match self.visitor.language {
            Language::Vietnamese => vi,
            Language::English => en,
        }
    }

    /// The tag of the language.
    pub const fn tag(&self) -> &'static str {
        match self.visitor.language {
            Language::Vietnamese => "vi",
            Language::English => "en",
        }
    }

    /// The tag of the other language.
    pub const fn other_tag(&self) -> &'static str {
        match self.visitor.language {
            Language::Vietnamese => "en",
            Language::English => "vi",
        }
    }

    /// Where an asset is.
    pub fn asset(&self, name: &str) -> String {
        address_of(name)
    }

    /// Whether somebody has logged in.
    pub fn is_known(&self) -> bool {
        !self.visitor.actor.is_nobody()
    }

    /// The login of who visits.
    pub fn login(&self) -> &str {
        self.visitor.actor.label.strip_prefix("user:").unwrap_or("")
    }

    /// Somebody as the audit log names them, for people: users by their login.
    pub fn who<'w>(&self, label: &'w str) -> &'w str {
        label.strip_prefix("user:").unwrap_or(label)
    }

    /// The role whose manual the visitor needs.
    pub fn manual(&self) -> &'static str {
        self.visitor.actor.role.unwrap_or(Role::Reporter).code()
    }

    /// The name of the visitor's role.
    pub fn role(&self) -> String {
        self.visitor.actor.role.map_or_else(String::new, |role| self.coded("role", role.code()))
    }

    /// Whether the visitor may do what a right allows.
    pub fn may(&self, right: &str) -> bool {
        Right::of_code(right).is_some_and(|right| self.visitor.actor.can(right))
    }

    /// Which lines of how many a page shows.
    pub fn range(&self, first: impl Whole, last: impl Whole, total: impl Whole) -> String {
        let parts = [("first", first.part()), ("last", last.part()), ("total", total.part())];
        self.texts.get("page-range", &parts)
    }

    /// An event in a sentence.
    pub fn event(&self, event: &Event) -> String {
        let key = format!("event-{}", event.kind.replace('.', "-"));
        let at = event.at.parse::<chrono::DateTime<chrono::Utc>>();
        let at = at.map_or_else(|_| event.at.clone(), |at| self.moment(&at.naive_utc()));
        let unit = event.unit.clone().unwrap_or_default();
        let state = event.state.as_ref().map_or_else(String::new, |state| self.coded("state", state));
        let parts = [
            ("at", at.into()),
            ("unit", unit.into()),
            ("count", event.count.unwrap_or(event.unit_count).into()),
            ("number", event.number.unwrap_or_default().into()),
            ("state", state.into()),
        ];
        self.texts.get(&key, &parts)
    }

    /// A finding on a line: how much it weighs, where it is, what is wrong.
    pub fn finding(&self, finding: &Finding) -> String {
        let how = severity(self.texts, finding.severity);
        format!("{how}, {}: {}", place(self.texts, &finding.spot), sentence(self.texts, finding))
    }

    /// A text as the value of a parameter of an address.
    pub fn part(&self, text: &str) -> String {
        escaped(text)
    }
}

/// A text as the value of a parameter of an address: everything but letters, digits and a few signs as `%XX`.
pub fn escaped(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::with_capacity(text.len()), |mut all, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            all.push(char::from(byte));
        } else {
            write!(all, "%{byte:02X}").expect("a text takes whatever is written to it");
        }
        all
    })
}

/// The sign of an outcome; the word always stands beside it.
pub fn mark_of(outcome: &str) -> &'static str {
    match outcome {
        "met" => "✓",
        "not_met" => "✗",
        "needs_judgement" => "?",
        "on_hold" => "‖",
        _ => "–",
    }
}

/// The HTTP status of a problem.
pub fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.code.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What the query of an address says, by name: without control characters, and each value cut to a length that nothing of
/// ours exceeds.
pub fn pairs_of(query: &str) -> impl Iterator<Item = (String, String)> {
    let pairs = serde_urlencoded::from_str::<Vec<(String, String)>>(query).unwrap_or_default();
    let plain = |value: String| value.chars().filter(|sign| !sign.is_control()).take(200).collect();
    pairs.into_iter().map(move |(name, value)| (name, plain(value)))
}

/// The query of an address with what is filled in.
pub fn query_of(pairs: &[(&str, &str)]) -> String {
    let filled = pairs.iter().filter(|(_, value)| !value.is_empty());
    // What divides values stays readable in the address.
    let said = |value: &str| escaped(value).replace("%2C", ",").replace("%3A", ":");
    filled.map(|(name, value)| format!("{name}={}", said(value))).collect::<Vec<_>>().join("&")
}

/// A template as a text.
///
/// # Errors
/// Never but by a mistake of the program.
pub fn rendered(template: &impl Template) -> Result<String, Problem> {
    template.render().map_err(|error| {
        tracing::error!(%error, "a page can't be made");
        Problem::from(&INTERNAL)
    })
}

/// A page as an answer.
pub fn html(status: StatusCode, language: Language, body: String) -> HttpResponse {
    let tag = if language == Language::Vietnamese { "vi" } else { "en" };
    HttpResponse::build(status)
        .content_type("text/html; charset=utf-8")
        .insert_header((CONTENT_LANGUAGE, tag))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .body(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::event::all_kinds;

    #[test]
    fn bug_events_of_holds_appraisals_and_extensions_had_no_sentence() {
        for language in [Language::Vietnamese, Language::English] {
            let texts = Texts::new(language);
            for kind in all_kinds() {
                assert!(texts.has(&format!("event-{}", kind.replace('.', "-"))), "{kind}");
            }
        }
    }
}

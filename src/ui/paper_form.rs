//! The form of a document: one field for each thing that a person gives it.

use chrono::NaiveDate;

use super::page::Page;
use super::paper::Typed;
use crate::api::parameter::malformed;
use crate::app::actor::Right;
use crate::app::paper::PaperFields;
use crate::app::plan::{PlanState, state_of};
use crate::app::problem::Problem;
use crate::app::service::Service;
use crate::documents::paper::PaperKind;
use crate::documents::paper::urging::Lacking;
use crate::text::format;

/// How many plans are offered to compare with.
const PLANS: i64 = 200;

/// How many clusters or sessions are offered; beyond, their code or number is typed.
const CHOICES: usize = 200;

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line.
    Line,
    /// Several lines.
    Lines,
    /// A date.
    Date,
    /// A number.
    Number,
    /// One of these, by value and name.
    Choice(Vec<(String, String)>),
}

/// A field of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What is in it.
    pub value: String,
    /// How it is filled in.
    pub input: Input,
    /// Whether it must be.
    pub is_needed: bool,
}

/// Fields that every document has.
const COMMON: &[(&str, Input)] = &[
    ("superior", Input::Line),
    ("issuer", Input::Line),
    ("abbreviation", Input::Line),
    ("number", Input::Line),
    ("place", Input::Line),
    ("date", Input::Date),
    ("authority", Input::Line),
    ("position", Input::Line),
    ("signatory", Input::Line),
    ("to", Input::Lines),
    ("recipients", Input::Lines),
];

/// What was typed under a name.
fn typed_as<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.iter().rfind(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// The fields of a document's form: first its own, then those of every document.
///
/// # Errors
/// Those of the database.
pub fn shown(
    service: &Service,
    page: Page<'_>,
    (plan, kind): (i64, PaperKind),
    typed: &Typed,
) -> Result<Vec<Field>, Problem> {
    let sees_all = page.visitor.actor.may(Right::ViewRanking);
    let own = match kind {
        PaperKind::Submission => {
            let actor = &page.visitor.actor;
            let sees_letters = actor.may(Right::ViewCases) && actor.reach.is_none();
            let letter = sees_letters.then(|| letters(service, page, plan));
            let letter = letter.transpose()?.map(|letters| ("letter", letters));
            letter.into_iter().chain(sees_all.then_some(("ranking", Input::Number))).collect()
        }
        PaperKind::Achievements => Vec::new(),
        PaperKind::Minutes => vec![("session", sessions(service, page, plan)?)],
        PaperKind::Decision => vec![
            ("decision", decisions(service, page, plan)?),
            ("proposer", Input::Line),
            ("executors", Input::Line),
        ],
        PaperKind::Explanation => vec![("unit", Input::Line)],
        PaperKind::Urging => vec![
            ("cluster", clusters(service, page, plan)?),
            ("lacking", lacking(page)),
            ("answer_by", Input::Date),
        ],
        PaperKind::Summary => {
            let compare = ("compare", plans(service, page, plan)?);
            let own = [("ranking", Input::Number), compare, ("compare_ranking", Input::Number)];
            own.into_iter().filter(|(name, _)| sees_all || *name == "compare").collect()
        }
    };
    let common = COMMON.iter().filter(|(name, _)| has_place(kind, name)).cloned();
    let known = recorded(service, page, (plan, kind), typed)?;
    Ok(own
        .into_iter()
        .chain(common)
        .map(|(name, input)| {
            let said = typed_as(typed, name);
            let known = known.iter().find(|(field, _)| *field == name).filter(|_| said.is_empty());
            let value = known.map_or_else(|| said.to_owned(), |(_, value)| value.clone());
            Field { name, value, input, is_needed: NEEDED.contains(&name) }
        })
        .collect())
}

/// Fields without which there is no document.
const NEEDED: [&str; 3] = ["unit", "session", "decision"];

/// Whether a document has a place for a field that others have.
fn has_place(kind: PaperKind, field: &str) -> bool {
    match kind {
        PaperKind::Minutes => ["superior", "issuer", "abbreviation", "number", "recipients"].contains(&field),
        PaperKind::Decision | PaperKind::Achievements => field != "to",
        _ => true,
    }
}

/// What a decision says of itself, by field.
fn recorded(
    service: &Service,
    page: Page<'_>,
    (plan, kind): (i64, PaperKind),
    typed: &Typed,
) -> Result<Vec<(&'static str, String)>, Problem> {
    let id = typed_as(typed, "decision").parse::<i64>();
    let (PaperKind::Decision, Ok(id)) = (kind, id) else { return Ok(Vec::new()) };
    let row = match service.decision(&page.visitor.actor, plan, id) {
        Ok(decided) => decided.row,
        // The page says already that there is none.
        Err(problem) if problem.code.status == 404 => return Ok(Vec::new()),
        Err(problem) => return Err(problem),
    };
    Ok(vec![
        ("number", row.number),
        ("date", row.issued_on.to_string()),
        ("issuer", row.issuer),
        ("position", row.position),
        ("signatory", row.signatory),
    ])
}

/// The letters of a plan; an id where there are too many to list.
fn letters(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let letters = service.submissions(&page.visitor.actor, plan)?;
    if letters.len() > CHOICES {
        return Ok(Input::Number);
    }
    let named = letters.into_iter().map(|letter| {
        let row = letter.row;
        (row.id.to_string(), format!("{} – {}", row.number, format::date(row.sent_on)))
    });
    Ok(Input::Choice(named.collect()))
}

/// The sessions of a plan; a number where there are too many to list.
fn sessions(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let rows = service.council_sessions(&page.visitor.actor, plan)?;
    if rows.len() > CHOICES {
        return Ok(Input::Number);
    }
    let named = rows.into_iter().map(|row| {
        let parts = [("number", row.number.to_string().into()), ("day", format::date(row.held_on).into())];
        (row.number.to_string(), page.texts.get("paper-of-session", &parts))
    });
    Ok(Input::Choice(named.collect()))
}

/// The decisions of a plan; an id where there are too many to list.
fn decisions(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let (rows, total) = service.decisions(&page.visitor.actor, plan, (0, PLANS))?;
    if total > PLANS {
        return Ok(Input::Number);
    }
    let named = rows.into_iter().map(|listed| {
        let row = listed.row;
        (row.id.to_string(), format!("{} – {}", row.number, format::date(row.issued_on)))
    });
    Ok(Input::Choice(named.collect()))
}

fn clusters(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let frame = service.frame(&page.visitor.actor, plan)?;
    if frame.clusters().len() > CHOICES {
        return Ok(Input::Line);
    }
    let named = frame.clusters().map(|(code, name)| (code.to_owned(), page.words(name).to_owned()));
    Ok(Input::Choice(named.collect()))
}

fn lacking(page: Page<'_>) -> Input {
    let named = Lacking::ALL.iter().map(|it| (it.code().to_owned(), page.coded("paper-lacking", it.code())));
    Input::Choice(named.collect())
}

/// Plans that have a stored ranking; a number where there are too many to list.
fn plans(service: &Service, page: Page<'_>, plan: i64) -> Result<Input, Problem> {
    let (rows, total) = service.plans_after(&page.visitor.actor, 0, PLANS)?;
    if total > PLANS {
        return Ok(Input::Number);
    }
    let has_ranking = |state| matches!(state, PlanState::Ranked | PlanState::Finalised);
    let rows = rows.into_iter().filter(|row| row.id != plan && has_ranking(state_of(row)));
    let named = rows.map(|row| {
        let title = page.either(&row.title_vi, &row.title_en).to_owned();
        (row.id.to_string(), format!("{} – {title}", row.code))
    });
    Ok(Input::Choice(named.collect()))
}

/// What was typed, read.
///
/// # Errors
/// When a number or a date can't be read.
pub fn fields_of(typed: &Typed) -> Result<PaperFields, Problem> {
    let text = |name: &str| typed_as(typed, name).to_owned();
    let number = |name: &str| -> Result<Option<i64>, Problem> {
        let text = typed_as(typed, name).trim();
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| malformed(name, "1")) }
    };
    let date = |name: &str| -> Result<Option<NaiveDate>, Problem> {
        let text = typed_as(typed, name).trim();
        if text.is_empty() {
            Ok(None)
        } else {
            text.parse().map(Some).map_err(|_| malformed(name, "2021-06-15"))
        }
    };
    Ok(PaperFields {
        superior: text("superior"),
        issuer: text("issuer"),
        abbreviation: text("abbreviation"),
        number: text("number"),
        place: text("place"),
        date: date("date")?,
        to: text("to"),
        recipients: text("recipients"),
        authority: text("authority"),
        position: text("position"),
        signatory: text("signatory"),
        ranking: number("ranking")?,
        letter: number("letter")?,
        unit: text("unit"),
        cluster: text("cluster"),
        lacking: text("lacking"),
        answer_by: date("answer_by")?,
        compare: number("compare")?,
        compare_ranking: number("compare_ranking")?,
        session: number("session")?,
        decision: number("decision")?,
        proposer: text("proposer"),
        executors: text("executors"),
    })
}

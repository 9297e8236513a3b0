//! The tables of the way from a ranking to decisions, written.

use chrono::NaiveDate;

use super::{Item, Way};
use crate::app::audit::written as moment;
use crate::app::bundle::contents::Contents;
use crate::app::bundle::tables::{Table, kind_of};
use crate::app::stored_figure::written;
use crate::contest::plan::Plan;

pub(super) const NOMINATIONS: [&str; 7] =
    ["nomination", "unit", "nominator", "kind", "award", "state", "ranked"];
pub(super) const NOMINATION_FIGURES: [&str; 5] = ["nomination", "metric", "item", "kind", "value"];
pub(super) const CASES: [&str; 12] = [
    "case",
    "subject",
    "unit",
    "nomination",
    "award",
    "state",
    "held",
    "border",
    "ranking",
    "place",
    "reason",
    "opened",
];
pub(super) const MEMBERS: [&str; 5] = ["member", "person", "role", "from", "until"];
pub(super) const MEMBER_UNITS: [&str; 4] = ["member", "unit", "from", "until"];
pub(super) const KINSHIP: [&str; 3] = ["kind", "unit", "other"];
pub(super) const RECUSALS: [&str; 4] = ["session", "case", "member", "at"];
pub(super) const SESSIONS: [&str; 3] = ["session", "held_on", "state"];
pub(super) const ATTENDANCE: [&str; 5] = ["session", "number", "member", "kind", "at"];
pub(super) const ITEMS: [&str; 22] = [
    "session",
    "item",
    "case",
    "round",
    "state",
    "opened",
    "closed",
    "rule",
    "members",
    "recused",
    "entitled",
    "present",
    "in_writing",
    "cast",
    "for",
    "against",
    "blank",
    "base",
    "required",
    "reached",
    "result",
    "settled",
];
pub(super) const ITEM_MEMBERS: [&str; 5] = ["session", "item", "member", "standing", "why"];
pub(super) const VOTES: [&str; 5] = ["session", "item", "member", "choice", "in_writing"];
pub(super) const BALLOTS: [&str; 4] = ["session", "item", "code", "choice"];
pub(super) const DECISIONS: [&str; 6] =
    ["decision", "issued_on", "case", "award", "revoked_on", "revoke_reason"];

/// The tables, in the order in which they stand in a bundle.
pub(in super::super) fn tables(contents: &Contents, way: &Way) -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("nominations.csv", nominations(contents, way)),
        ("nomination_figures.csv", figures(contents, way)),
        ("cases.csv", cases(contents, way)),
        ("members.csv", members(way)),
        ("member_units.csv", member_units(way)),
        ("kinship.csv", kinship(way)),
        ("recusals.csv", recusals(way)),
        ("sessions.csv", sessions(way)),
        ("attendance.csv", attendance(way)),
        ("items.csv", items(way)),
        ("item_members.csv", item_members(way)),
        ("votes.csv", votes(way)),
        ("ballots.csv", ballots(way)),
        ("decisions.csv", decisions(way)),
    ]
}

/// What the plan says of persons, as a plan of its own; the plan itself where it says nothing.
pub(super) fn plan_of_persons(plan: &Plan) -> &Plan {
    plan.individuals.as_ref().map_or(plan, |part| &part.plan)
}

/// How yes and no are written.
pub(super) const fn yes(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

fn or_empty<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn day(day: Option<NaiveDate>) -> String {
    or_empty(day)
}

fn nominations(contents: &Contents, way: &Way) -> Vec<u8> {
    let mut table = Table::with(&NOMINATIONS);
    let units = &contents.frame.units;
    for one in &way.nominations {
        table.line([
            &one.number.to_string(),
            units.get(one.unit).code(),
            units.get(one.nominator).code(),
            &one.kind,
            &one.award,
            one.state.code(),
            yes(one.is_ranked),
        ]);
    }
    table.done()
}

fn figures(contents: &Contents, way: &Way) -> Vec<u8> {
    let mut table = Table::with(&NOMINATION_FIGURES);
    let plan = plan_of_persons(&contents.frame.plan);
    for one in &way.nominations {
        for (slot, value) in &one.figures {
            let (metric, item) = plan.slot(*slot);
            table.line([
                &one.number.to_string(),
                &metric.code,
                item.map_or("", |item| &item.code),
                kind_of(*value),
                &written(*value, &[]),
            ]);
        }
    }
    table.done()
}

fn cases(contents: &Contents, way: &Way) -> Vec<u8> {
    let mut table = Table::with(&CASES);
    for case in &way.cases {
        table.line([
            &case.number.to_string(),
            &case.subject,
            contents.frame.units.get(case.unit).code(),
            &or_empty(case.nomination),
            &case.award,
            case.state.code(),
            yes(case.is_held),
            &or_empty(case.border),
            &case.ranking.to_string(),
            &or_empty(case.place),
            &case.reason,
            &or_empty(case.opened.map(moment)),
        ]);
    }
    table.done()
}

fn members(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&MEMBERS);
    for member in &way.members {
        table.line([
            &member.id.to_string(),
            &member.person.to_string(),
            member.role.code(),
            &member.from.to_string(),
            &day(member.until),
        ]);
    }
    table.done()
}

fn member_units(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&MEMBER_UNITS);
    for unit in &way.member_units {
        table.line([&unit.member.to_string(), &unit.unit, &unit.from.to_string(), &day(unit.until)]);
    }
    table.done()
}

fn kinship(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&KINSHIP);
    for (kind, unit, other) in way.kinship.pairs() {
        table.line([kind, unit, other]);
    }
    table.done()
}

fn recusals(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&RECUSALS);
    for one in &way.declared {
        let [session, case, member] = [one.session, one.case, one.member].map(|it| it.to_string());
        table.line([&session, &case, &member, &moment(one.at)]);
    }
    table.done()
}

fn sessions(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&SESSIONS);
    for session in &way.sessions {
        table.line([&session.number.to_string(), &session.held_on.to_string(), session.state.code()]);
    }
    table.done()
}

fn attendance(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&ATTENDANCE);
    for one in &way.attendance {
        let [session, number, member] = [one.session, one.number, one.member].map(|it| it.to_string());
        table.line([&session, &number, &member, one.kind.code(), &moment(one.at)]);
    }
    table.done()
}

/// What was counted, in the order of the columns from `members` to `reached`.
pub(super) fn counted(item: &Item) -> [String; 12] {
    let Some(tally) = item.tally else { return Default::default() };
    let votes = tally.votes;
    let [members, recused, entitled, present, in_writing, cast, yes_votes, against, blank, base, required] =
        [
            tally.members,
            tally.recused,
            tally.entitled,
            tally.present,
            tally.in_writing,
            tally.cast,
            votes.in_favour,
            votes.against,
            votes.blank,
            tally.base,
            tally.required,
        ]
        .map(|count| count.to_string());
    let reached = yes(tally.reached).to_owned();
    [
        members, recused, entitled, present, in_writing, cast, yes_votes, against, blank, base, required,
        reached,
    ]
}

fn items(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&ITEMS);
    for item in &way.items {
        let [session, number, case, round] =
            [item.key.0, item.key.1, item.case, item.round].map(|it| it.to_string());
        let [a, b, c, d, e, f, g, h, i, j, k, l] = counted(item);
        table.line([
            &session,
            &number,
            &case,
            &round,
            item.state.code(),
            &or_empty(item.opened.map(moment)),
            &or_empty(item.closed.map(moment)),
            &or_empty(item.rule),
            &a,
            &b,
            &c,
            &d,
            &e,
            &f,
            &g,
            &h,
            &i,
            &j,
            &k,
            &l,
            item.result.map_or("", |result| result.code()),
            &or_empty(item.settled.map(moment)),
        ]);
    }
    table.done()
}

fn item_members(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&ITEM_MEMBERS);
    for one in &way.stood {
        let [session, item, member] = [one.item.0, one.item.1, one.member].map(|it| it.to_string());
        let why = one.why.map_or("", |why| why.code());
        table.line([&session, &item, &member, one.standing.code(), why]);
    }
    table.done()
}

fn votes(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&VOTES);
    for vote in &way.votes {
        let [session, item, member] = [vote.item.0, vote.item.1, vote.member].map(|it| it.to_string());
        let choice = vote.choice.map_or("", |choice| choice.code());
        table.line([&session, &item, &member, choice, yes(vote.in_writing)]);
    }
    table.done()
}

fn ballots(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&BALLOTS);
    for ballot in &way.ballots {
        let [session, item] = [ballot.item.0, ballot.item.1].map(|it| it.to_string());
        table.line([&session, &item, &ballot.code, ballot.choice.code()]);
    }
    table.done()
}

fn decisions(way: &Way) -> Vec<u8> {
    let mut table = Table::with(&DECISIONS);
    for one in &way.decisions {
        table.line([
            &one.number,
            &one.issued_on.to_string(),
            &one.case.to_string(),
            &one.award,
            &day(one.revoked_on),
            one.revoke_reason.as_deref().unwrap_or(""),
        ]);
    }
    table.done()
}

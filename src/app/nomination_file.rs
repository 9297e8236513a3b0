//! Nominating many persons with one file: read, told what is wrong in it row by row, and taken in whole or not at all.

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::frame::Frame;
use super::nominate::{STATES, row_of};
use super::nomination::{
    NominationRow, NominationState, code_of, individuals, open_duplicates, sees, slots, state_of,
};
use super::nomination_limit::{demand_room, limit_of};
use super::nomination_said::{Checked, NewNomination, checked};
use super::plan::demand_state;
use super::problem::{FIELD_REFUSED, FILE_ERRORS, Problem};
use super::report::within_reach;
use super::service::{Change, Service, sha256};
use crate::contest::finding::Findings;
use crate::contest::finding_code as codes;
use crate::db::nomination::{insert_nominations, next_nomination, nominations_of};
use crate::intake::nominations::{Line, Nominees, Said, read_nominations, template_headers};
use crate::intake::source_file::SourceFile;

/// What a file of nominations came to.
#[derive(Debug, Clone, Default)]
pub struct TakenNominations {
    /// How many persons it names.
    pub persons: usize,
    /// The numbers of the nominations made, the first and the last; `None` where none was.
    pub numbers: Option<(i64, i64)>,
}

/// What the audit log keeps of a file.
#[derive(Serialize)]
struct FileRecord<'a> {
    count: usize,
    first: i64,
    last: i64,
    sha256: &'a str,
}

/// A file of nominations handed in.
#[derive(Debug, Clone, Copy)]
pub struct NominationFile<'a> {
    /// The file.
    pub file: SourceFile<'a>,
    /// The code of the unit that nominates; `None`: the unit that the actor reaches.
    pub nominator: Option<&'a str>,
    /// Whether only to tell what is in it.
    pub dry_run: bool,
}

impl Service {
    /// Reads a file of nominations, and takes it in unless it is only to be looked at. The file itself isn't kept, since it says
    /// who the persons are.
    ///
    /// # Errors
    /// When the actor may not, the file has errors (then they are in `findings`), or the plan takes no nominations; and those of
    /// the database.
    pub fn nominate_many(
        &self,
        actor: &Actor,
        plan_id: i64,
        given: NominationFile<'_>,
        findings: &mut Findings,
    ) -> Result<TakenNominations, Problem> {
        if given.dry_run {
            self.demand(actor, Right::Nominate)?;
            let now = self.now();
            return self.read(actor, Right::View, |engine| {
                let (plan, frame) = self.framed(engine, plan_id)?;
                demand_state(&plan, STATES)?;
                let rows = nominations_of(engine, plan_id)?;
                let all = read(&frame, (actor, now), &rows, given, findings)?;
                Ok(TakenNominations { persons: all.len(), numbers: None })
            });
        }
        self.change(actor, Right::Nominate, |change| {
            let (plan, frame) = self.framed(change.engine, plan_id)?;
            demand_state(&plan, STATES)?;
            let rows = nominations_of(change.engine, plan_id)?;
            let all = read(&frame, (actor, change.now), &rows, given, findings)?;
            if findings.errors > 0 {
                return Err(FILE_ERRORS.with("errors", findings.errors));
            }
            if all.is_empty() {
                return Err(FIELD_REFUSED.with("field", "file").with("expected", "≥ 1"));
            }
            take_in(change, (plan_id, &frame), &all, &given.file.content.bytes())
        })
    }

    /// The empty table that a file of nominations is made from.
    ///
    /// # Errors
    /// When the actor may not, or the plan has no part about persons; and those of the database.
    pub fn nomination_template(&self, actor: &Actor, plan_id: i64) -> Result<Vec<u8>, Problem> {
        self.demand(actor, Right::Nominate)?;
        let frame = self.frame(actor, plan_id)?;
        let plan = &individuals(&frame.plan)?.plan;
        let headers = template_headers(plan, &slots(plan, false));
        // Spreadsheets know Vietnamese letters by the mark at the beginning.
        Ok(format!("\u{feff}{}\r\n", headers.join(",")).into_bytes())
    }
}

fn take_in(
    change: &mut Change<'_>,
    (plan_id, frame): (i64, &Frame),
    all: &[Checked],
    bytes: &[u8],
) -> Result<TakenNominations, Problem> {
    let (first_id, first) = next_nomination(change.engine, plan_id)?;
    let (mut rows, count) = (Vec::with_capacity(all.len()), all.len());
    for (more, said) in (0_i64..).zip(all) {
        rows.push(row_of(change, plan_id, (first_id + more, first + more), said));
    }
    insert_nominations(change.engine, &rows)?;
    let last = rows.last().map_or(first, |row| row.number);
    let hash = sha256(bytes);
    let mut entry = Entry::new("nomination.import", format!("nomination:{first_id}")).of_plan(plan_id);
    if let Some(nominator) = all.first().map(|said| said.nominator)
        && all.iter().all(|said| said.nominator == nominator)
    {
        entry = entry.of_unit(frame.units.get(nominator).code());
    }
    change.record(entry.after(&FileRecord { count, first, last, sha256: &hash }))?;
    Ok(TakenNominations { persons: count, numbers: Some((first, last)) })
}

/// What the rows of a file say, checked; what is wrong goes to `findings`.
fn read(
    frame: &Frame,
    (actor, now): (&Actor, chrono::NaiveDateTime),
    rows: &[NominationRow],
    given: NominationFile<'_>,
    findings: &mut Findings,
) -> Result<Vec<Checked>, Problem> {
    let part = individuals(&frame.plan)?;
    let nominator = given.nominator.filter(|code| !code.is_empty()).or(actor.reach.as_deref());
    let nominator =
        nominator.ok_or_else(|| FIELD_REFUSED.with("field", "nominator").with("expected", "1-64"))?;
    let at = within_reach(frame, actor, nominator)?;
    let nominees =
        read_nominations(given.file, (&part.plan, &slots(&part.plan, false)), &frame.units, findings);
    let mut all = Vec::with_capacity(nominees.lines.len());
    let mut of_award: FxHashMap<String, usize> = FxHashMap::default();
    let own = rows.iter().filter(|row| row.nominator == i64::from(at));
    let own: Vec<NominationRow> = own.cloned().collect();
    for line in &nominees.lines {
        let Some(said) = checked_line(frame, (actor, now), (nominator, line), &nominees, findings) else {
            continue;
        };
        let count = of_award.entry(said.award.clone()).or_default();
        *count += 1;
        if let Err(problem) = demand_room(frame, &own, (at, &said.award), *count, None) {
            let at = nominees.spot(line.row, Said::Award.code());
            let limit = limit_of(part, &said.award, nominator).unwrap_or(0);
            tracing::debug!(code = problem.code.code, "a row is beyond what the plan lets a unit nominate");
            codes::NOMINATION_LIMIT
                .raise(findings, |draft| draft.at(at).with_read(&said.award).with("limit", i64::from(limit)));
        }
        all.push((line.row, said));
    }
    tell_duplicates(frame, actor, rows, (&nominees, &all), findings);
    Ok(all.into_iter().map(|(_, said)| said).collect())
}

fn checked_line(
    frame: &Frame,
    (actor, now): (&Actor, chrono::NaiveDateTime),
    (nominator, line): (&str, &Line),
    nominees: &Nominees,
    findings: &mut Findings,
) -> Option<Checked> {
    let unit = frame.units.get(line.unit?).code().to_owned();
    let year = line.text(Said::BirthYear).trim();
    let birth_year = if year.is_empty() { None } else { Some(year.parse().unwrap_or(-1)) };
    let new = NewNomination {
        nominator: Some(nominator.to_owned()),
        unit,
        kind: line.text(Said::Kind).trim().to_owned(),
        award: line.text(Said::Award).trim().to_owned(),
        name: line.text(Said::Name).to_owned(),
        birth_year,
        position: line.text(Said::Position).to_owned(),
        summary: line.text(Said::Summary).to_owned(),
        figures: line.figures.clone(),
    };
    let problem = match checked(frame, actor, now, &new) {
        Ok(said) => return Some(said),
        Err(problem) => problem,
    };
    let said = |name: &str| {
        problem.arguments.iter().find(|(known, _)| *known == name).map(|(_, text)| text.as_str())
    };
    let field = said("field").or(said("units").map(|_| "unit")).unwrap_or("unit").to_owned();
    let expected = said("expected").unwrap_or(nominator).to_owned();
    let at = nominees.spot(line.row, &field);
    codes::NOMINATION_REFUSED
        .raise(findings, |draft| draft.at(at).with("field", field).with("expected", expected));
    None
}

/// Tells which rows may be of a person who is nominated already, or who stands in the file twice.
fn tell_duplicates(
    frame: &Frame,
    actor: &Actor,
    rows: &[NominationRow],
    (nominees, all): (&Nominees, &[(u32, Checked)]),
    findings: &mut Findings,
) {
    let mut known: Vec<NominationRow> = rows.iter().filter(|row| sees(actor, frame, row)).cloned().collect();
    known.retain(|row| state_of(row) != NominationState::Withdrawn);
    // Rows of the file stand behind all numbers, as negative ones.
    known.extend(all.iter().map(|(row, said)| said.as_row(-i64::from(*row))));
    for (number, others) in open_duplicates(&known).into_iter().filter(|(number, _)| *number < 0) {
        let row = u32::try_from(-number).unwrap_or(0);
        let told = |other: &i64| if *other < 0 { format!("#{}", -other) } else { code_of(*other) };
        let others: Vec<String> = others.iter().map(told).collect();
        let at = nominees.spot(row, Said::Name.code());
        codes::NOMINATION_DUPLICATE.raise(findings, |draft| draft.at(at).with("others", others.join(", ")));
    }
}

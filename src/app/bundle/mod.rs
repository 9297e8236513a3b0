//! A bundle: one file that proves a stored ranking. It holds everything that the ranking was made from and what came
//! out, so that anybody can compute it again, by this program or by other tools, without any database.
//!
//! It is a ZIP archive of the members below. All text is UTF-8 without a byte order mark, lines end in LF. CSV tables
//! have commas and a header line; decimals have a point; what is missing is empty. A text that a spreadsheet would take
//! for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage return, and isn't a number), and one that
//! starts with an apostrophe, gets a leading apostrophe, which is taken off again when it is read. The same stored
//! ranking gives the same bytes on every engine; what depends on when and by which program the bundle was made stands in
//! `bundle.json` alone.
//!
//! * `bundle.json`: `format` ([`FORMAT`]), `program` (its version), `plan` (`code`), `ranking` (`number`, `state`,
//!   `made_at`, `stood_from`, `as_of` in UTC, `reason`, `decision_reason`, `input_hash`, `result_hash`), `persons` (the
//!   ranking of persons), `other_rankings` (`of`, `number`, `state`, `stood_from`, `input_hash`, `result_hash`), `audit`
//!   (`records` and `head` of the audit log when the bundle was made; `stored`: `seq` and `hash` of the record that tells
//!   of this ranking), `members` (`name`, `bytes`, `sha256` of every other member).
//! * `plan.toml`: the plan file, byte by byte.
//! * `groups.csv`: `kind` (`cluster`, `source`), `code`, `name_vi`, `name_en`, in the plan's order.
//! * `units.csv`: `code`, `name`, `level`, `subject`, `parent`, `cluster`, `source`: the units as they took part.
//! * `files.csv`: `file` (a number that other tables use), `name`, `bytes`, `sha256` of the files handed in.
//! * `reports.csv`: `unit`, `version`, `received` (by the clock on the wall in Vietnam), `file`: the version of every
//!   unit's report that stands.
//! * `figures.csv`: `unit`, `metric`, `item`, `kind`, `value`, `given_by` (`report`, `appraiser`), `file`, `row`,
//!   `column` (letters).
//! * `holds.csv`: `unit`, `criterion`, `kind` (`hold`, `exclude`), `reason`.
//! * `choices.csv`: `unit`, `award`, `kind` (`take_in`, `leave_out`), `reason`.
//! * `inputs.txt`: the text that the input hash is of, as [`super::inputs`] describes it.
//! * `ranking.json`, `ranking.csv`: what came out, as [`crate::documents::json`] and [`crate::documents::csv`]
//!   describe it. The result hash is that of the JSON.
//!
//! * Since `thidua.bundle/2`: the way from the ranking to decisions, as `README.txt` in the bundle describes it.
//! * Since `thidua.bundle/3`: `rankings/N.json`, `persons/N.json`: other stored rankings, byte by byte, that cases rest on
//!   or that told the seats of a tie when it was voted on; and when cases were opened and ties settled.
//!
//! A reader takes no member that its format doesn't have, so nothing can be slipped in unseen.

mod container;
mod contents;
mod council;
mod difference;
mod gather;
mod read_tables;
mod tables;
#[cfg(test)]
mod tests;
mod verify;

pub use container::{Head, NotABundle, OtherHead, PersonsHead, RankingHead, RankingOf};
pub use difference::UnitPart;
pub use verify::{Difference, Verdict, verify};

pub use crate::intake::sheet::MOST_UNPACKED_BYTES as MOST_BYTES;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::plan::PlanRow;
use super::problem::{INTERNAL, NOT_FOUND, Problem};
use super::service::{Service, sha256};
use crate::db::plan::{plan_by_code, plan_by_id};
use crate::db::snapshot::current_snapshot_id;
use crate::db::snapshot::snapshots_after;

/// What a bundle says of itself that is written now.
pub const FORMAT: &str = "thidua.bundle/3";

/// The format whose cases all rest on the ranking that it proves; such bundles are still verified.
pub const FORMAT_2: &str = "thidua.bundle/2";

/// The format before there were councils; such bundles are still verified.
pub const FORMAT_1: &str = "thidua.bundle/1";

/// The member that tells of all others.
const HEAD: &str = "bundle.json";

/// All others that are always there, in the order in which they are written.
const MEMBERS: [&str; 28] = [
    "plan.toml",
    "groups.csv",
    "units.csv",
    "files.csv",
    "reports.csv",
    "figures.csv",
    "holds.csv",
    "choices.csv",
    "inputs.txt",
    "ranking.json",
    "ranking.csv",
    "README.txt",
    "nominations.csv",
    "nomination_figures.csv",
    "cases.csv",
    "members.csv",
    "member_units.csv",
    "kinship.csv",
    "recusals.csv",
    "sessions.csv",
    "attendance.csv",
    "items.csv",
    "item_members.csv",
    "votes.csv",
    "ballots.csv",
    "decisions.csv",
    "persons_inputs.txt",
    "persons_result.json",
];

/// How many of them the first format has.
const MEMBERS_1: usize = 11;

/// The members of a format; `None`: this program doesn't know it.
fn members_of(format: &str) -> Option<&'static [&'static str]> {
    match format {
        FORMAT | FORMAT_2 => Some(&MEMBERS),
        FORMAT_1 => Some(&MEMBERS[..MEMBERS_1]),
        _ => None,
    }
}

impl Service {
    /// The plan that a person names by its code, or by its id.
    ///
    /// # Errors
    /// When the actor may not, or there is none; and those of the database.
    pub fn plan_named(&self, actor: &Actor, name: &str) -> Result<PlanRow, Problem> {
        self.read(actor, Right::View, |engine| {
            let found = match plan_by_code(engine, name)? {
                Some(found) => Some(found),
                None => name.parse().ok().map(|id| plan_by_id(engine, id)).transpose()?.flatten(),
            };
            found.ok_or_else(|| NOT_FOUND.with("what", format!("plan {name}")))
        })
    }

    /// The number of the ranking that stands for a plan.
    ///
    /// # Errors
    /// When the actor may not, or none is stored; and those of the database.
    pub fn current_number(&self, actor: &Actor, plan_id: i64) -> Result<i64, Problem> {
        self.read(actor, Right::ViewRanking, |engine| {
            let id = current_snapshot_id(engine, plan_id)?;
            let all = snapshots_after(engine, plan_id, 0, i64::MAX)?;
            let current = all.iter().find(|row| Some(row.id) == id);
            current.map(|row| row.number).ok_or_else(|| NOT_FOUND.with("what", "snapshot"))
        })
    }

    /// Whether an actor may have the files that prove stored rankings of a plan: sees everything that stands in them.
    ///
    /// # Errors
    /// When the actor may not see rankings; and those of the database.
    pub fn gives_bundle(&self, actor: &Actor, plan_id: i64) -> Result<bool, Problem> {
        let demanded = self
            .read(actor, Right::ViewRanking, |engine| Ok(self.demand_all_of_way(engine, actor, plan_id)))?;
        match demanded {
            Ok(()) => Ok(true),
            Err(problem) if problem.code.status == 403 => Ok(false),
            Err(problem) => Err(problem),
        }
    }

    /// One file that proves a stored ranking.
    ///
    /// # Errors
    /// When the actor may not, doesn't see all cases of the plan, or there is none with that number; and those of the
    /// database.
    pub fn bundle(&self, actor: &Actor, plan_id: i64, number: i64) -> Result<Vec<u8>, Problem> {
        let gathered = self.read(actor, Right::ViewRanking, |engine| {
            self.demand_all_of_way(engine, actor, plan_id)?;
            self.gather(engine, plan_id, number)
        })?;
        let contents = &gathered.contents;
        let inputs = contents.inputs(&contents.live());
        if inputs != gathered.row.inputs {
            tracing::error!(snapshot = gathered.row.id, "the inputs of a stored ranking can't be made again");
            return Err(Problem::from(&INTERNAL));
        }
        let packed = container::packed(&gathered.head, &tables::members(&gathered)).map_err(|error| {
            tracing::error!(%error, "a bundle can't be packed");
            Problem::from(&INTERNAL)
        })?;
        // The hash of the file stands in the audit log, so that it can be shown later which file was given out.
        let given = serde_json::json!({ "sha256": sha256(&packed), "bytes": packed.len() });
        let entry = Entry::new("export", format!("bundle:{number}")).of_plan(plan_id);
        self.note(actor, entry.after(&given))?;
        Ok(packed)
    }
}

//! Every table, copied from one database into another, of either engine.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use sha2::{Digest, Sha256};

use super::appraisal::AppraisalRow;
use super::audit::AuditRow;
use super::award::AwardRow;
use super::case::{CaseRow, CaseStepRow};
use super::choice::ChoiceRow;
use super::council::{MemberRow, MemberUnitRow, RecusalRow};
use super::council_session::{AttendanceRow, CouncilSessionRow};
use super::decision::{DecisionChangeRow, DecisionRow};
use super::dossier::{DossierFileRow, FilePartRow};
use super::engine::{Engine, on};
use super::hold::{ExtensionRow, HoldRow};
use super::nomination::{NominationRankingRow, NominationRow};
use super::once::OnceRow;
use super::plan::{GroupRow, ParticipantRow, PlanRow};
use super::publicity::{ObjectionRow, PublicityCaseRow, PublicityRow};
use super::report::{FigureListRow, VersionRow};
use super::schema;
use super::session::SessionRow;
use super::snapshot::SnapshotRow;
use super::submission::{SubmissionCaseRow, SubmissionRow};
use super::token::TokenRow;
use super::unit::{SuccessorRow, UnitRow};
use super::upload::{PartRow, UploadRow};
use super::user::UserRow;
use super::vote::{BallotRow, ItemMemberRow, ItemRow, VoteRow};
use super::webhook::WebhookRow;

/// How many rows are in memory at once.
const AT_ONCE: i64 = 1000;

/// What a backup says of itself: how many rows it has, and the digest of all of them.
#[derive(Debug, Clone, PartialEq, Eq, QueryableByName)]
pub struct Manifest {
    /// Rows in all tables.
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub rows: i64,
    /// SHA-256 over all rows in the order in which they are copied, in hexadecimal.
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub digest: String,
}

/// Rows while they are copied.
#[derive(Default)]
struct Counting {
    rows: i64,
    digest: Sha256,
}

impl Counting {
    fn note<T: std::fmt::Debug>(&mut self, rows: &[T]) {
        for row in rows {
            self.rows += 1;
            self.digest.update(format!("{row:?}\n"));
        }
    }

    fn manifest(self) -> Manifest {
        let digest = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Manifest { rows: self.rows, digest }
    }
}

/// Writes what a backup says of itself into it.
///
/// # Errors
/// Those of the database.
pub fn write_manifest(engine: &mut Engine, manifest: &Manifest) -> QueryResult<()> {
    engine.batch_execute("CREATE TABLE backup_manifest (rows INTEGER NOT NULL, digest TEXT NOT NULL)")?;
    let Manifest { rows, digest } = manifest;
    let statement = format!("INSERT INTO backup_manifest (rows, digest) VALUES ({rows}, '{digest}')");
    diesel::sql_query(statement).execute(engine).map(drop)
}

/// What a backup says of itself.
///
/// # Errors
/// Those of the database; also when it is no backup.
pub fn read_manifest(engine: &mut Engine) -> QueryResult<Manifest> {
    diesel::sql_query("SELECT rows, digest FROM backup_manifest").get_result(engine)
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    rows: i64,
}

/// How many rows a backup has in all tables that are copied, whichever version wrote it.
///
/// # Errors
/// Those of the database.
pub fn count_rows_of_backup(engine: &mut Engine) -> QueryResult<i64> {
    let tables: Vec<Name> = diesel::sql_query(
        "SELECT name FROM sqlite_master WHERE type = 'table' \
         AND name NOT IN ('backup_manifest', '__diesel_schema_migrations') AND name NOT LIKE 'sqlite_%'",
    )
    .load(engine)?;
    let count = |table: &Name| {
        let name = table.name.replace('"', "\"\"");
        let counted: Count =
            diesel::sql_query(format!("SELECT count(*) AS rows FROM \"{name}\"")).get_result(engine)?;
        Ok(counted.rows)
    };
    tables.iter().map(count).sum()
}

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = diesel::sql_types::Text)]
    integrity_check: String,
}

/// What the embedded engine says of its file: `ok`, or what is wrong first.
///
/// # Errors
/// Those of the database.
pub fn integrity(engine: &mut Engine) -> QueryResult<String> {
    let told: Told = diesel::sql_query("PRAGMA integrity_check(1)").get_result(engine)?;
    Ok(told.integrity_check)
}

/// Copies a table in the order of its key, some rows at a time.
macro_rules! copy {
    ($from:expr, $to:expr, $rows:expr, $table:ident, $row:ty, $key:expr) => {
        let mut passed = 0;
        loop {
            let rows: Vec<$row> =
                schema::$table::table.order($key).limit(AT_ONCE).offset(passed).load($from)?;
            if rows.is_empty() {
                break;
            }
            passed += i64::try_from(rows.len()).unwrap_or(AT_ONCE);
            $rows.note(&rows);
            on!($to, |inner| {
                for few in rows.chunks(500) {
                    diesel::insert_into(schema::$table::table).values(few).execute(inner)?;
                }
            });
        }
    };
}

/// Like `copy!`, for large tables with a number as their key.
macro_rules! copy_on {
    ($from:expr, $to:expr, $rows:expr, $table:ident, $row:ty, $key:ident) => {
        let mut last = i64::MIN;
        loop {
            let rows: Vec<$row> = schema::$table::table
                .filter(schema::$table::$key.gt(last))
                .order(schema::$table::$key)
                .limit(AT_ONCE)
                .load($from)?;
            let Some(end) = rows.last() else { break };
            last = end.$key;
            $rows.note(&rows);
            on!($to, |inner| {
                for few in rows.chunks(500) {
                    diesel::insert_into(schema::$table::table).values(few).execute(inner)?;
                }
            });
        }
    };
}

/// Like `copy!`, for large tables: group by group of a column's value.
macro_rules! copy_by {
    ($from:expr, $to:expr, $rows:expr, $table:ident, $row:ty, $group:ident, $key:ident) => {
        let mut last = i64::MIN;
        loop {
            let next: Option<i64> = schema::$table::table
                .select(diesel::dsl::min(schema::$table::$group))
                .filter(schema::$table::$group.gt(last))
                .first($from)?;
            let Some(group) = next else { break };
            let rows: Vec<$row> = schema::$table::table
                .filter(schema::$table::$group.eq(group))
                .order(schema::$table::$key)
                .load($from)?;
            $rows.note(&rows);
            on!($to, |inner| {
                for few in rows.chunks(500) {
                    diesel::insert_into(schema::$table::table).values(few).execute(inner)?;
                }
            });
            last = group;
        }
    };
}

/// Copies every row of every table; how many there were. Both
/// sides are in a transaction of their own.
///
/// # Errors
/// Those of either database.
pub fn copy_all(from: &mut Engine, to: &mut Engine) -> QueryResult<Manifest> {
    use schema as s;
    let mut rows = Counting::default();
    copy!(from, to, rows, users, UserRow, s::users::id);
    copy!(from, to, rows, sessions, SessionRow, s::sessions::token_hash);
    copy!(from, to, rows, tokens, TokenRow, s::tokens::id);
    copy!(from, to, rows, units, UnitRow, (s::units::code, s::units::valid_from));
    copy!(
        from,
        to,
        rows,
        unit_successors,
        SuccessorRow,
        (s::unit_successors::code, s::unit_successors::successor_code, s::unit_successors::on_date)
    );
    copy!(from, to, rows, plans, PlanRow, s::plans::id);
    copy_by!(from, to, rows, participants, ParticipantRow, plan_id, position);
    copy!(
        from,
        to,
        rows,
        participant_groups,
        GroupRow,
        (s::participant_groups::plan_id, s::participant_groups::kind, s::participant_groups::position)
    );
    copy!(from, to, rows, uploads, UploadRow, s::uploads::id);
    copy_by!(from, to, rows, upload_parts, PartRow, upload_id, number);
    copy_on!(from, to, rows, report_versions, VersionRow, id);
    copy_on!(from, to, rows, figure_lists, FigureListRow, version_id);
    copy!(from, to, rows, appraisals, AppraisalRow, s::appraisals::id);
    copy!(from, to, rows, holds, HoldRow, s::holds::id);
    copy!(from, to, rows, choices, ChoiceRow, s::choices::id);
    copy!(from, to, rows, extensions, ExtensionRow, s::extensions::id);
    copy_by!(from, to, rows, snapshots, SnapshotRow, id, id);
    copy!(from, to, rows, webhooks, WebhookRow, s::webhooks::id);
    copy!(from, to, rows, once_keys, OnceRow, (s::once_keys::actor, s::once_keys::key));
    copy_on!(from, to, rows, audit, AuditRow, seq);
    copy_way(from, to, &mut rows)?;
    Ok(rows.manifest())
}

/// Copies what stands on the way from a recommendation to an award.
fn copy_way(from: &mut Engine, to: &mut Engine, rows: &mut Counting) -> QueryResult<()> {
    use schema as s;
    copy!(from, to, rows, nominations, NominationRow, s::nominations::id);
    copy!(from, to, rows, nomination_rankings, NominationRankingRow, s::nomination_rankings::id);
    copy!(from, to, rows, cases, CaseRow, s::cases::id);
    copy!(from, to, rows, case_steps, CaseStepRow, (s::case_steps::case_id, s::case_steps::number));
    copy!(from, to, rows, dossier_files, DossierFileRow, s::dossier_files::id);
    copy_by!(from, to, rows, dossier_file_parts, FilePartRow, file_id, number);
    copy!(from, to, rows, publicities, PublicityRow, s::publicities::id);
    copy!(
        from,
        to,
        rows,
        publicity_cases,
        PublicityCaseRow,
        (s::publicity_cases::publicity_id, s::publicity_cases::case_id)
    );
    copy!(from, to, rows, objections, ObjectionRow, s::objections::id);
    copy!(from, to, rows, submissions, SubmissionRow, s::submissions::id);
    copy!(
        from,
        to,
        rows,
        submission_cases,
        SubmissionCaseRow,
        (s::submission_cases::submission_id, s::submission_cases::case_id)
    );
    copy!(from, to, rows, decisions, DecisionRow, s::decisions::id);
    copy!(from, to, rows, awards, AwardRow, s::awards::id);
    copy!(
        from,
        to,
        rows,
        decision_changes,
        DecisionChangeRow,
        (s::decision_changes::decision_id, s::decision_changes::number)
    );
    copy_councils(from, to, rows)?;
    Ok(())
}

/// Copies what councils are, when they sat and how they voted.
fn copy_councils(from: &mut Engine, to: &mut Engine, rows: &mut Counting) -> QueryResult<()> {
    use schema as s;
    copy!(from, to, rows, council_members, MemberRow, s::council_members::id);
    copy!(
        from,
        to,
        rows,
        member_units,
        MemberUnitRow,
        (s::member_units::member_id, s::member_units::unit_code, s::member_units::from_date)
    );
    copy!(from, to, rows, council_sessions, CouncilSessionRow, s::council_sessions::id);
    copy!(from, to, rows, attendance, AttendanceRow, (s::attendance::session_id, s::attendance::number));
    copy!(
        from,
        to,
        rows,
        recusals,
        RecusalRow,
        (s::recusals::session_id, s::recusals::case_id, s::recusals::member_id)
    );
    copy!(from, to, rows, session_items, ItemRow, s::session_items::id);
    copy!(
        from,
        to,
        rows,
        item_members,
        ItemMemberRow,
        (s::item_members::item_id, s::item_members::member_id)
    );
    copy!(from, to, rows, votes, VoteRow, (s::votes::item_id, s::votes::member_id));
    copy!(from, to, rows, ballots, BallotRow, (s::ballots::item_id, s::ballots::code));
    Ok(())
}

macro_rules! tables {
    ($($table:ident,)*) => {
        /// The tables that are copied.
        pub const COPIED: &[&str] = &[$(stringify!($table)),*];

        /// How many rows the tables have that are copied.
        ///
        /// # Errors
        /// Those of the database.
        pub fn count_all(engine: &mut Engine) -> QueryResult<i64> {
            Ok(0 $(+ schema::$table::table.count().get_result::<i64>(engine)?)*)
        }
    };
}

tables! {
    users,
    sessions,
    tokens,
    units,
    unit_successors,
    plans,
    participants,
    participant_groups,
    uploads,
    upload_parts,
    report_versions,
    figure_lists,
    appraisals,
    holds,
    choices,
    extensions,
    snapshots,
    webhooks,
    once_keys,
    audit,
    nominations,
    nomination_rankings,
    cases,
    case_steps,
    dossier_files,
    dossier_file_parts,
    publicities,
    publicity_cases,
    objections,
    submissions,
    submission_cases,
    decisions,
    awards,
    decision_changes,
    council_members,
    member_units,
    council_sessions,
    attendance,
    recusals,
    session_items,
    item_members,
    votes,
    ballots,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_migrations_is_copied() {
        let scripts = [
            include_str!("../../migrations/sqlite/2026-11-20-000001_service/up.sql"),
            include_str!("../../migrations/sqlite/2026-11-26-000002_keys_and_lists/up.sql"),
            include_str!("../../migrations/sqlite/2026-11-26-000003_choices/up.sql"),
            include_str!("../../migrations/sqlite/2026-11-27-000004_decisions/up.sql"),
        ];
        let script = scripts.join("\n");
        let gone: Vec<&str> =
            script.lines().filter_map(|line| line.strip_prefix("DROP TABLE ")?.strip_suffix(';')).collect();
        let tables = script.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.strip_suffix(" ("));
        let mut tables: Vec<&str> = tables.filter(|table| !gone.contains(table)).collect();
        let mut copied = COPIED.to_vec();
        tables.sort_unstable();
        copied.sort_unstable();
        assert_eq!(tables, copied);
    }
}

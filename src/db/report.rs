//! Versions of reports and their figures. Nothing is overwritten: a correction is a new version.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::{Engine, on};
use super::schema::{figure_lists, report_versions};

/// A version of a unit's report. It holds all figures of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = report_versions)]
#[diesel(treat_none_as_default_value = false)]
pub struct VersionRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The unit's position in the plan.
    pub unit: i64,
    /// Its number: 1 is the unit's first. Versions are ordered by it, never by a clock.
    pub number: i64,
    /// `submitted`, `accepted` or `returned`.
    pub state: String,
    /// The plan's count of changes when this row last changed, or when it came to stand again.
    pub change: i64,
    /// The file that it came from.
    pub upload_id: Option<i64>,
    /// Errors between its figures, when it was handed in.
    pub errors: i64,
    /// Warnings, when it was handed in.
    pub warnings: i64,
    /// Whether it was received after the deadline that held for the unit.
    pub late: bool,
    /// When it was received: by the server's clock, or on paper as somebody vouches.
    pub received_at: NaiveDateTime,
    /// Who handed it in.
    pub made_by: String,
    /// When, by the server's clock.
    pub made_at: NaiveDateTime,
    /// Who vouches for the time of receipt on paper.
    pub vouched_by: Option<String>,
    /// Why it was corrected.
    pub reason: Option<String>,
    /// Who accepted or returned it.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<NaiveDateTime>,
    /// Why it was accepted with warnings, or the questions with which it was returned.
    pub decision_note: Option<String>,
}

/// The figures of a version, as one text.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = figure_lists)]
#[diesel(treat_none_as_default_value = false)]
pub struct FigureListRow {
    /// The version.
    pub version_id: i64,
    /// A line per figure.
    pub list: String,
}

/// The id for the next version.
///
/// # Errors
/// Those of the database.
pub fn next_version_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = report_versions::table.select(max(report_versions::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds many rows at once: on PostgreSQL by `COPY`, on SQLite by arrays of one length, which are one statement for
/// diesel and are prepared once.
macro_rules! insert_many {
    ($engine:expr, $table:ident, $rows:expr) => {
        match $engine {
            Engine::PostgreSql(inner) => {
                diesel::copy_from($table::table).from_insertable($rows).execute(inner)?;
            }
            Engine::Sqlite(inner) => {
                let (whole, rest) = $rows.as_chunks::<1000>();
                for rows in whole {
                    diesel::insert_into($table::table).values(rows).execute(inner)?;
                }
                let (whole, rest) = rest.as_chunks::<50>();
                for rows in whole {
                    diesel::insert_into($table::table).values(rows).execute(inner)?;
                }
                for row in rest {
                    diesel::insert_into($table::table).values(row).execute(inner)?;
                }
            }
        }
    };
}

/// Adds versions, in the order of their ids.
///
/// # Errors
/// Those of the database.
pub fn insert_versions(engine: &mut Engine, versions: &[VersionRow]) -> QueryResult<()> {
    insert_many!(engine, report_versions, versions);
    Ok(())
}

/// Adds the figures of versions, in the order of their ids.
///
/// # Errors
/// Those of the database.
pub fn insert_figures(engine: &mut Engine, lists: &[FigureListRow]) -> QueryResult<()> {
    insert_many!(engine, figure_lists, lists);
    Ok(())
}

/// The versions of a plan that changed after a count of changes, by unit and number.
///
/// # Errors
/// Those of the database.
pub fn versions_after(engine: &mut Engine, plan_id: i64, change: i64) -> QueryResult<Vec<VersionRow>> {
    let query = report_versions::table
        .filter(report_versions::plan_id.eq(plan_id))
        .filter(report_versions::change.gt(change))
        .order((report_versions::unit.asc(), report_versions::number.asc()));
    on!(engine, |inner| query.load(inner))
}

/// The figures of those versions, in any order.
///
/// # Errors
/// Those of the database.
pub fn figures_after(engine: &mut Engine, plan_id: i64, change: i64) -> QueryResult<Vec<FigureListRow>> {
    let query = figure_lists::table
        .inner_join(report_versions::table)
        .filter(report_versions::plan_id.eq(plan_id))
        .filter(report_versions::change.gt(change))
        .select(figure_lists::all_columns);
    on!(engine, |inner| query.load(inner))
}

/// The versions of one unit's report, by number.
///
/// # Errors
/// Those of the database.
pub fn versions_of(engine: &mut Engine, plan_id: i64, unit: i64) -> QueryResult<Vec<VersionRow>> {
    report_versions::table
        .filter(report_versions::plan_id.eq(plan_id))
        .filter(report_versions::unit.eq(unit))
        .order(report_versions::number.asc())
        .load(engine)
}

/// The figures of one version.
///
/// # Errors
/// Those of the database.
pub fn figures_of(engine: &mut Engine, version_id: i64) -> QueryResult<Option<String>> {
    figure_lists::table.find(version_id).select(figure_lists::list).first(engine).optional()
}

/// How many ids one question names.
const IDS_AT_ONCE: usize = 500;

/// The figures of some versions, in any order.
///
/// # Errors
/// Those of the database.
pub fn figures_of_versions(engine: &mut Engine, ids: &[i64]) -> QueryResult<Vec<FigureListRow>> {
    let mut lists = Vec::with_capacity(ids.len());
    for ids in ids.chunks(IDS_AT_ONCE) {
        let query = figure_lists::table.filter(figure_lists::version_id.eq_any(ids));
        let found: Vec<FigureListRow> = on!(engine, |inner| query.load(inner))?;
        lists.extend(found);
    }
    Ok(lists)
}

/// Writes what may change of a version anew: its state and decision, and the count of changes.
///
/// # Errors
/// Those of the database.
pub fn update_version(engine: &mut Engine, version: &VersionRow) -> QueryResult<()> {
    diesel::update(report_versions::table.filter(report_versions::id.eq(version.id)))
        .set((
            report_versions::state.eq(&version.state),
            report_versions::change.eq(version.change),
            report_versions::decided_by.eq(&version.decided_by),
            report_versions::decided_at.eq(version.decided_at),
            report_versions::decision_note.eq(&version.decision_note),
        ))
        .execute(engine)
        .map(drop)
}

/// The units that have a version from a file, made at a moment: those of one commit.
///
/// # Errors
/// Those of the database.
pub fn units_of_commit(
    engine: &mut Engine,
    plan_id: i64,
    upload_id: i64,
    made_at: NaiveDateTime,
) -> QueryResult<Vec<i64>> {
    report_versions::table
        .filter(report_versions::plan_id.eq(plan_id))
        .filter(report_versions::made_at.eq(made_at))
        .filter(report_versions::upload_id.eq(upload_id))
        .order(report_versions::unit.asc())
        .select(report_versions::unit)
        .load(engine)
}

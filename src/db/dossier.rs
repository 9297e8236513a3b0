//! Files of dossiers: parts of a case's dossier, or of a nomination's; kept as they came, in parts.

use chrono::NaiveDateTime;
use diesel::dsl::{count_star, max};
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::{dossier_file_parts, dossier_files};

/// A file of a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = dossier_files)]
#[diesel(treat_none_as_default_value = false)]
pub struct DossierFileRow {
    /// The id.
    pub id: i64,
    /// The plan.
    pub plan_id: i64,
    /// The case that it belongs to.
    pub case_id: Option<i64>,
    /// Or the nomination.
    pub nomination_id: Option<i64>,
    /// `receiving`, `received` or `erased`.
    pub state: String,
    /// The code of the dossier's part.
    pub part: String,
    /// Its name as given.
    pub file_name: String,
    /// What it was found to be.
    pub media_type: String,
    /// How many bytes it has.
    pub size: i64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Who handed it in.
    pub made_by: String,
    /// When.
    pub made_at: NaiveDateTime,
    /// Who took it out of the dossier.
    pub removed_by: Option<String>,
    /// When.
    pub removed_at: Option<NaiveDateTime>,
    /// Why.
    pub remove_reason: Option<String>,
}

/// A part of the bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = dossier_file_parts)]
pub struct FilePartRow {
    /// The file.
    pub file_id: i64,
    /// Its number; 0 is the first.
    pub number: i64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The id for the next file.
///
/// # Errors
/// Those of the database.
pub fn next_file_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = dossier_files::table.select(max(dossier_files::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a file.
///
/// # Errors
/// Those of the database.
pub fn insert_file(engine: &mut Engine, file: &DossierFileRow) -> QueryResult<()> {
    diesel::insert_into(dossier_files::table).values(file).execute(engine).map(drop)
}

/// Writes what is known of a file anew.
///
/// # Errors
/// Those of the database.
pub fn update_file(engine: &mut Engine, file: &DossierFileRow) -> QueryResult<()> {
    diesel::update(dossier_files::table.filter(dossier_files::id.eq(file.id)))
        .set((
            dossier_files::state.eq(&file.state),
            dossier_files::file_name.eq(&file.file_name),
            dossier_files::media_type.eq(&file.media_type),
            dossier_files::size.eq(file.size),
            dossier_files::sha256.eq(&file.sha256),
            dossier_files::removed_by.eq(&file.removed_by),
            dossier_files::removed_at.eq(file.removed_at),
            dossier_files::remove_reason.eq(&file.remove_reason),
        ))
        .execute(engine)
        .map(drop)
}

/// The file of a plan with an id.
///
/// # Errors
/// Those of the database.
pub fn file_by_id(engine: &mut Engine, plan_id: i64, id: i64) -> QueryResult<Option<DossierFileRow>> {
    let of_plan = dossier_files::table.filter(dossier_files::plan_id.eq(plan_id));
    of_plan.filter(dossier_files::id.eq(id)).first(engine).optional()
}

/// The files of a case that were received whole, also those taken out again, by id.
///
/// # Errors
/// Those of the database.
pub fn files_of_case(engine: &mut Engine, case_id: i64) -> QueryResult<Vec<DossierFileRow>> {
    dossier_files::table
        .filter(dossier_files::case_id.eq(case_id))
        .filter(dossier_files::state.ne("receiving"))
        .order(dossier_files::id.asc())
        .load(engine)
}

/// The files of a nomination that were received whole, also those taken out again, by id.
///
/// # Errors
/// Those of the database.
pub fn files_of_nomination(engine: &mut Engine, nomination_id: i64) -> QueryResult<Vec<DossierFileRow>> {
    dossier_files::table
        .filter(dossier_files::nomination_id.eq(nomination_id))
        .filter(dossier_files::state.ne("receiving"))
        .order(dossier_files::id.asc())
        .load(engine)
}

/// How many files a dossier has, with those that are being received and those taken out again.
///
/// # Errors
/// Those of the database.
pub fn count_files(
    engine: &mut Engine,
    (nomination_id, case_id): (Option<i64>, Option<i64>),
) -> QueryResult<i64> {
    let all = dossier_files::table.select(count_star());
    match (nomination_id, case_id) {
        (Some(id), _) => all.filter(dossier_files::nomination_id.eq(id)).first(engine),
        (None, Some(id)) => all.filter(dossier_files::case_id.eq(id)).first(engine),
        (None, None) => Ok(0),
    }
}

/// All files of some nominations, also those that are being received, by id.
///
/// # Errors
/// Those of the database.
pub fn files_of_nominations(engine: &mut Engine, nominations: &[i64]) -> QueryResult<Vec<DossierFileRow>> {
    let mut found = Vec::new();
    for few in nominations.chunks(500) {
        let rows: Vec<DossierFileRow> = dossier_files::table
            .filter(dossier_files::nomination_id.eq_any(few.to_vec()))
            .order(dossier_files::id.asc())
            .load(engine)?;
        found.extend(rows);
    }
    Ok(found)
}

/// Adds the next part of a file's bytes.
///
/// # Errors
/// Those of the database.
pub fn insert_file_part(engine: &mut Engine, file_id: i64, number: i64, bytes: &[u8]) -> QueryResult<()> {
    diesel::insert_into(dossier_file_parts::table)
        .values((
            dossier_file_parts::file_id.eq(file_id),
            dossier_file_parts::number.eq(number),
            dossier_file_parts::bytes.eq(bytes.to_vec()),
        ))
        .execute(engine)
        .map(drop)
}

/// A part of a file's bytes.
///
/// # Errors
/// Those of the database.
pub fn file_part(engine: &mut Engine, file_id: i64, number: i64) -> QueryResult<Option<Vec<u8>>> {
    dossier_file_parts::table
        .filter(dossier_file_parts::file_id.eq(file_id))
        .filter(dossier_file_parts::number.eq(number))
        .select(dossier_file_parts::bytes)
        .first(engine)
        .optional()
}

/// Takes away the bytes of a file.
///
/// # Errors
/// Those of the database.
pub fn delete_file_parts(engine: &mut Engine, file_id: i64) -> QueryResult<()> {
    diesel::delete(dossier_file_parts::table.filter(dossier_file_parts::file_id.eq(file_id)))
        .execute(engine)
        .map(drop)
}

/// Takes away a file that hasn't been received whole, with its parts; one that has been stays.
///
/// # Errors
/// Those of the database.
pub fn delete_receiving_file(engine: &mut Engine, id: i64) -> QueryResult<()> {
    let receiving = dossier_files::table
        .filter(dossier_files::id.eq(id))
        .filter(dossier_files::state.eq("receiving"))
        .select(dossier_files::id);
    diesel::delete(dossier_file_parts::table.filter(dossier_file_parts::file_id.eq_any(receiving)))
        .execute(engine)?;
    diesel::delete(
        dossier_files::table.filter(dossier_files::id.eq(id)).filter(dossier_files::state.eq("receiving")),
    )
    .execute(engine)
    .map(drop)
}

/// Takes away files that began to come before a moment and never ended.
///
/// # Errors
/// Those of the database.
pub fn delete_unfinished_files(engine: &mut Engine, before: NaiveDateTime) -> QueryResult<()> {
    let unfinished: Vec<i64> = dossier_files::table
        .filter(dossier_files::state.eq("receiving"))
        .filter(dossier_files::made_at.lt(before))
        .select(dossier_files::id)
        .load(engine)?;
    unfinished.into_iter().try_for_each(|id| delete_receiving_file(engine, id))
}

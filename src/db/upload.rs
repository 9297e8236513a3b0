//! Files handed in: kept as they came, in parts, so that a large one never stands in memory whole while it arrives.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::{upload_parts, uploads};

/// A file handed in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = uploads)]
pub struct UploadRow {
    /// The id.
    pub id: i64,
    /// For which plan.
    pub plan_id: i64,
    /// `receiving`, `received` or `committed`.
    pub state: String,
    /// The file's name as given, without folders.
    pub file_name: String,
    /// How many bytes it has.
    pub size: i64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// Who handed it in.
    pub uploaded_by: String,
    /// When.
    pub uploaded_at: NaiveDateTime,
    /// The headers of its columns once committed, as a JSON array.
    pub headers: String,
}

/// A part of a file handed in.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = upload_parts)]
pub struct PartRow {
    /// The upload.
    pub upload_id: i64,
    /// Its number; 0 is the first.
    pub number: i64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The id for the next upload.
///
/// # Errors
/// Those of the database.
pub fn next_upload_id(engine: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = uploads::table.select(max(uploads::id)).first(engine)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds an upload.
///
/// # Errors
/// Those of the database.
pub fn insert_upload(engine: &mut Engine, upload: &UploadRow) -> QueryResult<()> {
    diesel::insert_into(uploads::table).values(upload).execute(engine).map(drop)
}

/// Writes what is known of an upload anew.
///
/// # Errors
/// Those of the database.
pub fn update_upload(engine: &mut Engine, upload: &UploadRow) -> QueryResult<()> {
    diesel::update(uploads::table.filter(uploads::id.eq(upload.id)))
        .set((
            uploads::state.eq(&upload.state),
            uploads::size.eq(upload.size),
            uploads::sha256.eq(&upload.sha256),
            uploads::headers.eq(&upload.headers),
        ))
        .execute(engine)
        .map(drop)
}

/// The upload of a plan with an id.
///
/// # Errors
/// Those of the database.
pub fn upload_by_id(engine: &mut Engine, plan_id: i64, id: i64) -> QueryResult<Option<UploadRow>> {
    uploads::table.filter(uploads::plan_id.eq(plan_id)).filter(uploads::id.eq(id)).first(engine).optional()
}

/// The id, the file's name, its bytes and its SHA-256 of every upload of a plan that was received whole, by id.
///
/// # Errors
/// Those of the database.
pub fn uploads_of(engine: &mut Engine, plan_id: i64) -> QueryResult<Vec<(i64, String, i64, String)>> {
    uploads::table
        .filter(uploads::plan_id.eq(plan_id))
        .filter(uploads::state.ne("receiving"))
        .order(uploads::id.asc())
        .select((uploads::id, uploads::file_name, uploads::size, uploads::sha256))
        .load(engine)
}

/// Adds the next part of an upload.
///
/// # Errors
/// Those of the database.
pub fn insert_part(engine: &mut Engine, upload_id: i64, number: i64, bytes: &[u8]) -> QueryResult<()> {
    diesel::insert_into(upload_parts::table)
        .values((
            upload_parts::upload_id.eq(upload_id),
            upload_parts::number.eq(number),
            upload_parts::bytes.eq(bytes.to_vec()),
        ))
        .execute(engine)
        .map(drop)
}

/// All bytes of an upload.
///
/// # Errors
/// Those of the database.
pub fn upload_bytes(engine: &mut Engine, upload: &UploadRow) -> QueryResult<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(upload.size).unwrap_or(0));
    for number in 0.. {
        let part: Option<Vec<u8>> = upload_parts::table
            .filter(upload_parts::upload_id.eq(upload.id))
            .filter(upload_parts::number.eq(number))
            .select(upload_parts::bytes)
            .first(engine)
            .optional()?;
        match part {
            Some(part) => bytes.extend_from_slice(&part),
            None => break,
        }
    }
    Ok(bytes)
}

/// Takes away uploads that began before a moment and never ended, with their parts; how many there were.
///
/// # Errors
/// Those of the database.
pub fn delete_unfinished(engine: &mut Engine, before: NaiveDateTime) -> QueryResult<usize> {
    let unfinished: Vec<i64> = uploads::table
        .filter(uploads::state.eq("receiving"))
        .filter(uploads::uploaded_at.lt(before))
        .select(uploads::id)
        .load(engine)?;
    for id in &unfinished {
        delete_receiving(engine, *id)?;
    }
    Ok(unfinished.len())
}

/// Takes away an upload that hasn't been received whole, with its parts; one that has been stays.
///
/// # Errors
/// Those of the database.
pub fn delete_receiving(engine: &mut Engine, id: i64) -> QueryResult<()> {
    let receiving =
        uploads::table.filter(uploads::id.eq(id)).filter(uploads::state.eq("receiving")).select(uploads::id);
    diesel::delete(upload_parts::table.filter(upload_parts::upload_id.eq_any(receiving))).execute(engine)?;
    diesel::delete(uploads::table.filter(uploads::id.eq(id)).filter(uploads::state.eq("receiving")))
        .execute(engine)
        .map(drop)
}

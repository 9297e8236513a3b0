//! Users and their sessions' owner.

use chrono::NaiveDateTime;
use diesel::dsl::max;
use diesel::prelude::*;

use super::engine::Engine;
use super::schema::users;

/// A user.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = users)]
#[diesel(treat_none_as_default_value = false)]
pub struct UserRow {
    /// The id.
    pub id: i64,
    /// The name to log in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The code of the role.
    pub role: String,
    /// The unit that the user belongs to; with all below it, what the user may see.
    pub unit_code: Option<String>,
    /// The password, as Argon2id in PHC form.
    pub password_hash: String,
    /// When it was made.
    pub created_at: NaiveDateTime,
    /// Since when it can't be used any more.
    pub disabled_at: Option<NaiveDateTime>,
    /// Counts every change to it.
    pub change: i64,
}

/// The id for the next user.
///
/// # Errors
/// Those of the database.
pub fn next_user_id(connection: &mut Engine) -> QueryResult<i64> {
    let last: Option<i64> = users::table.select(max(users::id)).first(connection)?;
    Ok(last.unwrap_or(0) + 1)
}

/// Adds a user.
///
/// # Errors
/// Those of the database.
pub fn insert_user(connection: &mut Engine, user: &UserRow) -> QueryResult<()> {
    diesel::insert_into(users::table).values(user).execute(connection).map(drop)
}

/// The user with a login.
///
/// # Errors
/// Those of the database.
pub fn user_by_login(connection: &mut Engine, login: &str) -> QueryResult<Option<UserRow>> {
    users::table.filter(users::login.eq(login)).first(connection).optional()
}

/// The user with an id.
///
/// # Errors
/// Those of the database.
pub fn user_by_id(connection: &mut Engine, id: i64) -> QueryResult<Option<UserRow>> {
    users::table.filter(users::id.eq(id)).first(connection).optional()
}

/// All users from one id on, at most so many, by id.
///
/// # Errors
/// Those of the database.
pub fn users_after(connection: &mut Engine, after: i64, limit: i64) -> QueryResult<Vec<UserRow>> {
    users::table.filter(users::id.gt(after)).order(users::id.asc()).limit(limit).load(connection)
}

/// How many users there are.
///
/// # Errors
/// Those of the database.
pub fn count_users(connection: &mut Engine) -> QueryResult<i64> {
    users::table.count().get_result(connection)
}

/// Writes a user's row anew.
///
/// # Errors
/// Those of the database.
pub fn update_user(connection: &mut Engine, user: &UserRow) -> QueryResult<()> {
    diesel::update(users::table.filter(users::id.eq(user.id)))
        .set((
            users::name.eq(&user.name),
            users::role.eq(&user.role),
            users::unit_code.eq(&user.unit_code),
            users::password_hash.eq(&user.password_hash),
            users::disabled_at.eq(user.disabled_at),
            users::change.eq(user.change),
        ))
        .execute(connection)
        .map(drop)
}

/// How many other users of a role there are that reach every unit and aren't disabled.
///
/// # Errors
/// Those of the database.
pub fn count_others_of_role(connection: &mut Engine, role: &str, besides: i64) -> QueryResult<i64> {
    users::table
        .filter(users::role.eq(role))
        .filter(users::unit_code.is_null())
        .filter(users::disabled_at.is_null())
        .filter(users::id.ne(besides))
        .count()
        .get_result(connection)
}

diesel::define_sql_function! {
    /// A text in small letters.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// The user whose login is the same in small letters; logins hold letters without marks alone.
///
/// # Errors
/// Those of the database.
pub fn user_by_login_in_any_case(engine: &mut Engine, login: &str) -> QueryResult<Option<UserRow>> {
    users::table.filter(lower(users::login).eq(login.to_ascii_lowercase())).first(engine).optional()
}

//! Members of councils and the units that they belong to.

use actix_web::web::Path;
use actix_web::{HttpResponse, get, post, put};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Call, created, json, tagged};
use super::body::Json;
use super::problem::{Problems, Refused};
use crate::app::audit::written;
use crate::app::council::{CouncilRole, Member, NewMember, NewMemberUnit};
use crate::app::problem::FIELD_REFUSED;

/// A unit that a member belongs or belonged to.
#[derive(Clone, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MemberUnitBody {
    /// The unit's code.
    #[schema(example = "096", max_length = 64)]
    pub unit: String,
    /// From this day on.
    #[schema(example = "2019-01-01")]
    pub from: NaiveDate,
    /// Up to this day, which no longer counts; null: until further notice.
    #[schema(example = "2021-03-01")]
    pub until: Option<NaiveDate>,
}

/// A member as it is to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WriteMember {
    /// The login, when the member is a user; null: it votes in writing or not at all.
    #[schema(example = "thanh.vien", max_length = 64)]
    pub login: Option<String>,
    /// The member's name.
    #[schema(example = "Thành viên mẫu", min_length = 1, max_length = 200)]
    pub name: String,
    /// The member's position.
    #[schema(example = "Phó Giám đốc Sở Nội vụ", min_length = 1, max_length = 200)]
    pub position: String,
    /// `chair`, `vice_chair`, `member` or `secretary`.
    #[schema(example = "member")]
    pub role: String,
    /// A member from this day on.
    #[schema(example = "2021-01-01")]
    pub from: NaiveDate,
    /// Up to this day, which no longer counts; null: until further notice.
    pub until: Option<NaiveDate>,
    /// The units that it belongs or belonged to; they decide what it is recused from.
    pub units: Vec<MemberUnitBody>,
}

/// A member of a council.
#[derive(Serialize, ToSchema)]
pub struct MemberBody {
    /// The id.
    #[schema(example = 1)]
    pub id: i64,
    /// The code of the council.
    #[schema(example = "hoi_dong_tinh")]
    pub council: String,
    /// The login, when the member is a user.
    pub login: Option<String>,
    /// The member's name.
    pub name: String,
    /// The member's position.
    pub position: String,
    /// `chair`, `vice_chair`, `member` or `secretary`.
    #[schema(example = "member")]
    pub role: String,
    /// A member from this day on.
    pub from: NaiveDate,
    /// Up to this day, which no longer counts; null: until further notice.
    pub until: Option<NaiveDate>,
    /// The units that it belongs or belonged to.
    pub units: Vec<MemberUnitBody>,
    /// Who entered it.
    #[schema(example = "user:can.bo")]
    pub made_by: String,
    /// When.
    #[schema(format = DateTime)]
    pub made_at: String,
}

/// The members of a council.
#[derive(Serialize, ToSchema)]
pub struct MemberList {
    /// The members, by id; also those that have left it.
    pub items: Vec<MemberBody>,
    /// How many there are.
    pub total: usize,
}

/// Councils.
#[derive(Serialize, ToSchema)]
pub struct CouncilList {
    /// Their codes.
    pub items: Vec<String>,
    /// How many there are.
    pub total: usize,
}

impl From<&Member> for MemberBody {
    fn from(member: &Member) -> Self {
        let Member { row, units } = member;
        let unit = |unit: &crate::app::council::MemberUnitRow| MemberUnitBody {
            unit: unit.unit_code.clone(),
            from: unit.from_date,
            until: unit.until_date,
        };
        Self {
            id: row.id,
            council: row.council.clone(),
            login: row.login.clone(),
            name: row.name.clone(),
            position: row.position.clone(),
            role: row.role.clone(),
            from: row.from_date,
            until: row.until_date,
            units: units.iter().map(unit).collect(),
            made_by: row.made_by.clone(),
            made_at: written(row.made_at),
        }
    }
}

fn asked(call: &Call, body: WriteMember) -> Result<NewMember, Refused> {
    let WriteMember { login, name, position, role, from, until, units } = body;
    let role = CouncilRole::of_code(&role).ok_or_else(|| {
        let codes: Vec<&str> = CouncilRole::ALL.iter().map(|role| role.code()).collect();
        call.refused(FIELD_REFUSED.with("field", "role").with("expected", codes.join(", ")))
    })?;
    let unit = |it: MemberUnitBody| NewMemberUnit { unit_code: it.unit, from: it.from, until: it.until };
    let units = units.into_iter().map(unit).collect();
    Ok(NewMember { login, name, position, role, from, until, units })
}

/// List councils
///
/// The codes of those that have members; a plan names the one that votes.
#[utoipa::path(tag = "councils", operation_id = "list_councils",
    responses((status = 200, description = "All of them", body = CouncilList), Problems))]
#[get("/councils")]
pub async fn list_councils(call: Call) -> Result<HttpResponse, Refused> {
    let items = call.run(crate::app::service::Service::councils).await?;
    Ok(json(&CouncilList { total: items.len(), items }))
}

/// List the members of a council
///
/// By id, with their units; also those that have left it.
#[utoipa::path(tag = "councils", operation_id = "list_council_members", params(
    ("council" = String, Path, description = "The council's code", example = "hoi_dong_tinh")),
    responses((status = 200, description = "All of them", body = MemberList), Problems))]
#[get("/councils/{council}/members")]
pub async fn list_council_members(call: Call, council: Path<String>) -> Result<HttpResponse, Refused> {
    let members = call.run(move |service, actor| service.council_members(actor, &council)).await?;
    let items: Vec<MemberBody> = members.iter().map(MemberBody::from).collect();
    Ok(json(&MemberList { total: items.len(), items }))
}

/// Add a member to a council
///
/// A login belongs to one member of a council at a time. The units, with their dates, decide what the member is recused
/// from: its own units, those above and below them, and units that it left after the contest began.
#[utoipa::path(tag = "councils", operation_id = "add_council_member", params(
    ("council" = String, Path, description = "The council's code", example = "hoi_dong_tinh")),
    responses((status = 201, description = "Added", body = MemberBody), Problems))]
#[post("/councils/{council}/members")]
pub async fn add_council_member(
    call: Call,
    council: Path<String>,
    body: Json<WriteMember>,
) -> Result<HttpResponse, Refused> {
    let new = asked(&call, body.into_inner())?;
    let member = call.run(move |service, actor| service.add_member(actor, &council, &new)).await?;
    Ok(created(&MemberBody::from(&member), member.row.change))
}

/// Get a member of a council
///
/// With the tag that a change quotes in `If-Match`.
#[utoipa::path(tag = "councils", operation_id = "get_council_member", params(
    ("council" = String, Path, description = "The council's code", example = "hoi_dong_tinh"),
    ("member" = i64, Path, description = "The member's id", example = 1)),
    responses((status = 200, description = "The member", body = MemberBody), Problems))]
#[get("/councils/{council}/members/{member}")]
pub async fn get_council_member(call: Call, path: Path<(String, i64)>) -> Result<HttpResponse, Refused> {
    let (council, id) = path.into_inner();
    let member = call.run(move |service, actor| service.council_member(actor, &council, id)).await?;
    Ok(tagged(&MemberBody::from(&member), member.row.change))
}

/// Change a member of a council
///
/// Everything is written anew; a membership is ended by its `until`. With `If-Match`, refused when somebody changed the
/// member in between. Nobody changes their own membership.
#[utoipa::path(tag = "councils", operation_id = "change_council_member", params(
    ("council" = String, Path, description = "The council's code", example = "hoi_dong_tinh"),
    ("member" = i64, Path, description = "The member's id", example = 1),
    ("If-Match" = Option<String>, Header, description = "The tag of the member as it was read", example = "\"1\"")),
    responses((status = 200, description = "Changed", body = MemberBody), Problems))]
#[put("/councils/{council}/members/{member}")]
pub async fn change_council_member(
    call: Call,
    path: Path<(String, i64)>,
    body: Json<WriteMember>,
) -> Result<HttpResponse, Refused> {
    let (council, id) = path.into_inner();
    let (expected, new) = (call.if_match()?, asked(&call, body.into_inner())?);
    let member =
        call.run(move |service, actor| service.change_member(actor, (&council, id), expected, &new)).await?;
    Ok(tagged(&MemberBody::from(&member), member.row.change))
}

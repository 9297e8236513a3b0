//! The clusters of a plan.

use actix_web::web::Path;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::page::WordsBody;
use super::problem::{Problems, Refused};

/// A cluster (cụm, khối thi đua) of a plan.
#[derive(Serialize, ToSchema)]
pub struct ClusterBody {
    /// Its place among the plan's clusters, 1 being the first.
    #[schema(example = 1)]
    pub position: usize,
    /// The code.
    #[schema(example = "64")]
    pub code: String,
    /// The name.
    pub name: WordsBody,
    /// How many units it has.
    #[schema(example = 17)]
    pub members: usize,
}

/// The clusters of a plan.
#[derive(Serialize, ToSchema)]
pub struct ClusterList {
    /// All clusters, in the plan's order.
    pub items: Vec<ClusterBody>,
    /// How many there are.
    pub total: usize,
    /// How many units take part in all.
    #[schema(example = 17)]
    pub participants: usize,
}

/// List the clusters of a plan
///
/// Each with how many units it has.
#[utoipa::path(tag = "plans", operation_id = "list_clusters", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All clusters", body = ClusterList), Problems))]
#[get("/plans/{plan}/clusters")]
pub async fn list_clusters(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let frame = call.run(move |service, actor| service.frame(actor, *plan)).await?;
    let members = frame.units.members();
    let items: Vec<ClusterBody> = (1..)
        .zip(frame.units.clusters.iter().zip(&members))
        .map(|(position, (cluster, members))| ClusterBody {
            position,
            code: cluster.code.clone(),
            name: WordsBody::from(&cluster.name),
            members: *members,
        })
        .collect();
    Ok(json(&ClusterList { total: items.len(), participants: members.iter().sum(), items }))
}

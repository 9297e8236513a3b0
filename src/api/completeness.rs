//! How complete and how timely the reports of a plan are.

use actix_web::web::Path;
use actix_web::{HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{Call, json};
use super::page::WordsBody;
use super::problem::{Problems, Refused};
use crate::app::completeness::Completeness;

/// How many reports there are, of how many expected.
#[derive(Serialize, ToSchema)]
pub struct CompletenessBody {
    /// Participants: the base of all other numbers.
    #[schema(example = 130)]
    pub expected: u64,
    /// Whose report was received, whatever became of it.
    #[schema(example = 121)]
    pub received: u64,
    /// Whose last version came in time.
    #[schema(example = 118)]
    pub on_time: u64,
    /// Whose last version came late.
    #[schema(example = 3)]
    pub late: u64,
    /// That have every figure of their level.
    #[schema(example = 110)]
    pub complete: u64,
    /// Waiting to be accepted.
    #[schema(example = 20)]
    pub submitted: u64,
    /// Accepted.
    #[schema(example = 100)]
    pub accepted: u64,
    /// Returned with questions.
    #[schema(example = 1)]
    pub returned: u64,
}

impl From<Completeness> for CompletenessBody {
    fn from(of: Completeness) -> Self {
        Self {
            expected: of.expected,
            received: of.received,
            on_time: of.on_time,
            late: of.late,
            complete: of.complete,
            submitted: of.submitted,
            accepted: of.accepted,
            returned: of.returned,
        }
    }
}

/// A cluster with its reports.
#[derive(Serialize, ToSchema)]
pub struct ClusterCompleteness {
    /// The cluster's code.
    pub cluster: String,
    /// Its name.
    pub name: WordsBody,
    /// Its reports.
    pub reports: CompletenessBody,
}

/// All clusters with their reports.
#[derive(Serialize, ToSchema)]
pub struct CompletenessList {
    /// All units within reach.
    pub all: CompletenessBody,
    /// By cluster, in the plan's order.
    pub clusters: Vec<ClusterCompleteness>,
}

/// Get completeness and timeliness
///
/// How many reports are expected, received, on time, complete, accepted; by cluster and in all, of units within reach.
#[utoipa::path(tag = "reports", operation_id = "get_completeness", params(
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "The counts", body = CompletenessList), Problems))]
#[get("/plans/{plan}/completeness")]
pub async fn get_completeness(call: Call, plan: Path<i64>) -> Result<HttpResponse, Refused> {
    let (frame, counts) = call.run(move |service, actor| service.completeness(actor, *plan)).await?;
    let clusters = frame.units.clusters.iter().zip(&counts).filter(|(_, counts)| counts.expected > 0);
    Ok(json(&CompletenessList {
        all: counts.iter().copied().sum::<Completeness>().into(),
        clusters: clusters
            .map(|(cluster, counts)| ClusterCompleteness {
                cluster: cluster.code.clone(),
                name: WordsBody::from(&cluster.name),
                reports: (*counts).into(),
            })
            .collect(),
    }))
}

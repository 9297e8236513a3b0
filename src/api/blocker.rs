//! What keeps a plan from going on.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::answer::{Call, json};
use super::page::WordsBody;
use super::problem::{Problems, Refused, with_texts};
use crate::app::blocker::Blocker;
use crate::app::plan::PlanState;
use crate::app::problem::FIELD_REFUSED;
use crate::contest::words::Language;

/// Something that keeps a plan from a state.
#[derive(Serialize, ToSchema)]
pub struct BlockerBody {
    /// The stable code.
    #[schema(example = "ties_to_settle")]
    pub code: String,
    /// How many there are of it.
    #[schema(example = 3)]
    pub count: usize,
    /// What to do.
    pub text: WordsBody,
}

/// All that keeps a plan from a state.
#[derive(Serialize, ToSchema)]
pub struct BlockerList {
    /// All of it.
    pub items: Vec<BlockerBody>,
    /// How many kinds.
    pub total: usize,
}

/// Which state is meant.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct BlockerQuery {
    /// `launched`, `ranked` or `finalised`.
    #[param(example = "finalised")]
    pub to: String,
}

impl From<&Blocker> for BlockerBody {
    fn from(blocker: &Blocker) -> Self {
        let key = format!("blocker-{}", blocker.code);
        let say = |language| {
            with_texts(language, |texts| texts.get(&key, &[("count", blocker.count.to_string().into())]))
        };
        Self {
            code: blocker.code.to_owned(),
            count: blocker.count,
            text: WordsBody { vi: say(Language::Vietnamese), en: say(Language::English) },
        }
    }
}

/// List what keeps a plan from a state
///
/// All at once, each with what to do.
#[utoipa::path(tag = "plans", operation_id = "list_blockers", params(BlockerQuery,
    ("plan" = i64, Path, description = "The plan's id", example = 1)),
    responses((status = 200, description = "All of it", body = BlockerList), Problems))]
#[get("/plans/{plan}/blockers")]
pub async fn list_blockers(
    call: Call,
    plan: Path<i64>,
    query: Query<BlockerQuery>,
) -> Result<HttpResponse, Refused> {
    let to = PlanState::of_code(&query.to).ok_or_else(|| {
        call.refused(FIELD_REFUSED.with("field", "to").with("expected", "launched, ranked, finalised"))
    })?;
    let found = call.run(move |service, actor| service.plan_blockers(actor, *plan, to)).await?;
    let items: Vec<BlockerBody> = found.iter().map(BlockerBody::from).collect();
    Ok(json(&BlockerList { total: items.len(), items }))
}

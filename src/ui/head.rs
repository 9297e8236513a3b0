//! What stands above every page of a plan: its number and title, where it stands, and the ways to its other pages.

use super::page::Page;
use crate::app::actor::Right;
use crate::app::paper::papers_for;
use crate::app::plan::{PlanRow, PlanState, state_of};

/// A way to a page of the plan.
pub struct Way {
    /// The key of its name.
    pub key: &'static str,
    /// Its address.
    pub address: String,
    /// Whether it is the page at hand.
    pub is_here: bool,
}

/// What stands above a page of a plan.
pub struct Head {
    /// The plan's id.
    pub id: i64,
    /// The document's number.
    pub code: String,
    /// The title in the visitor's language.
    pub title: String,
    /// The code of the state.
    pub state: String,
    /// The ways to the plan's pages that the visitor may see.
    pub ways: Vec<Way>,
}

impl Head {
    /// Above the page with a key.
    pub fn of(page: Page<'_>, plan: &PlanRow, here: &str) -> Self {
        let may = |right| page.visitor.actor.may(right);
        let is_final = state_of(plan) == PlanState::Finalised;
        let ranking = may(Right::ViewRanking) || is_final;
        let of_units = page.visitor.actor.reach.is_some() && may(Right::Capture);
        let cases = may(Right::ViewCases) || may(Right::Nominate);
        // Whether the plan file speaks of them; their page says when it does so in a comment alone.
        let milestones = may(Right::View) && plan.source.contains("milestone");
        let all = [
            ("way-mine", "/mine", of_units),
            ("way-overview", "", may(Right::View)),
            ("way-hand-in", "/hand-in", may(Right::Capture)),
            ("way-reports", "/reports", may(Right::View)),
            ("way-milestones", "/milestones", milestones),
            ("way-appraisals", "/appraisals", may(Right::Appraise)),
            ("way-ranking", "/ranking", ranking),
            ("way-recommendation", "/recommendation", ranking),
            ("way-criteria", "/criteria", ranking),
            ("way-cases", "/cases", cases),
            ("way-documents", "/documents", !papers_for(&page.visitor.actor, plan).is_empty()),
            ("way-clusters", "/clusters", may(Right::View)),
            ("way-file", "/file", may(Right::ManagePlans)),
            ("way-rehearsal", "/rehearsal", page.visitor.actor.can(Right::ManagePlans) && !is_final),
        ];
        let ways = all.into_iter().filter(|(_, _, shown)| *shown).map(|(key, end, _)| Way {
            key,
            address: format!("/plans/{}{end}", plan.id),
            is_here: key == here,
        });
        Self {
            id: plan.id,
            code: plan.code.clone(),
            title: page.either(&plan.title_vi, &plan.title_en).to_owned(),
            state: plan.state.clone(),
            ways: ways.collect(),
        }
    }
}

//! Where milestones stand for one unit, in words, with what it has to do next.

use chrono::NaiveDate;

use super::page::Page;
use crate::app::milestone::PlanMilestones;
use crate::contest::milestone::{MilestoneState, Standing};
use crate::contest::plan::Days;
use crate::documents::milestones::milestone_name;
use crate::text::format;

/// A milestone of one unit.
pub struct OwnMilestone {
    /// Its number and name.
    pub name: String,
    /// The code of its state.
    pub state: &'static str,
    /// How it stands.
    pub stands: String,
    /// The last day on time.
    pub last: String,
    /// The day of completion.
    pub done: Option<String>,
    /// The number of the document.
    pub number: Option<String>,
    /// What the unit has to do next.
    pub next: Option<String>,
}

/// Where the milestones that are asked of a unit stand.
pub fn own_milestones(page: Page<'_>, found: &PlanMilestones, unit: u32) -> Vec<OwnMilestone> {
    let counted = found.milestones();
    let each = found.of_unit(unit).into_iter().zip(counted);
    let asked = each.filter_map(|(one, milestone)| {
        let standing = one.standing;
        let last = standing.last?;
        let criterion = &found.frame.plan.criteria[one.criterion];
        let next = match standing.state {
            MilestoneState::OnTime | MilestoneState::Late if one.lacks_number => Some("number"),
            MilestoneState::Late => Some("late"),
            MilestoneState::OnTime | MilestoneState::NotAsked => None,
            MilestoneState::Overdue => Some("overdue"),
            MilestoneState::InGrace => Some("in_grace"),
            MilestoneState::Due => Some("due"),
        };
        Some(OwnMilestone {
            name: milestone_name(criterion, page.visitor.language),
            state: standing.state.code(),
            stands: stands(page, &standing, milestone.days, found.today),
            last: format::date(last),
            done: standing.done.map(format::date),
            number: standing.number.map(str::to_owned),
            next: next.map(|next| {
                let told = page.coded("milestone-next", next);
                let asks_number = standing.state.is_open() && milestone.document.is_some();
                if asks_number { format!("{told} {}", page.word("milestone-next-proof")) } else { told }
            }),
        })
    });
    asked.collect()
}

/// How a milestone stands on a day, with its days as the plan counts them.
pub fn stands(page: Page<'_>, standing: &Standing<'_>, counted: Days, today: NaiveDate) -> String {
    let kind = match counted {
        Days::Calendar => "milestone-days-calendar",
        Days::Working => "milestone-days-working",
    };
    let days = || page.counted(kind, standing.days);
    let told = |key: &str| page.texts.get(&format!("milestone-stands-{key}"), &[("days", days().into())]);
    match standing.state {
        MilestoneState::OnTime if standing.days > 0 => told("within"),
        MilestoneState::OnTime | MilestoneState::NotAsked => {
            page.coded("milestone-state", standing.state.code())
        }
        MilestoneState::Due if standing.last == Some(today) => page.word("milestone-stands-today"),
        state => told(state.code()),
    }
}

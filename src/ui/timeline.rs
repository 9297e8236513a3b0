//! The picture of milestones over time: a bar for each milestone and level, months below, and the day that is looked from.

use chrono::{Datelike, Months, NaiveDate};

use super::page::Page;
use crate::app::milestone::{LevelMilestone, PlanMilestones};
use crate::documents::milestones::milestone_name;

/// Where the time begins and how wide it is, in the units of the picture.
const LEFT: i64 = 280;
const WIDTH: i64 = 620;

/// How high a line is.
const LINE: i64 = 24;

/// How high the months above are.
const TOP: i64 = 26;

/// How many letters of a milestone's name the picture shows.
const LETTERS: usize = 60;

/// How many months are named at most.
const MONTHS: i64 = 12;

/// A bar of the picture.
pub struct Lane {
    /// The name of the level.
    pub level: String,
    /// What is read when the bar is pointed at.
    pub told: String,
    /// Where it begins.
    pub x: i64,
    /// How long it is.
    pub width: i64,
    /// How much of that is done.
    pub done: i64,
    /// Its upper edge.
    pub y: i64,
    /// The share that is done, in words.
    pub share: String,
    /// Whether units are overdue.
    pub is_overdue: bool,
}

/// A milestone of the picture, with its bars.
pub struct Group {
    /// Its name, cut where it is too long.
    pub name: String,
    /// The line of its name.
    pub y: i64,
    /// Its bars.
    pub lanes: Vec<Lane>,
}

/// A month that is named above.
pub struct Month {
    /// `01/2021`.
    pub name: String,
    /// Where it begins.
    pub x: i64,
}

/// The picture.
pub struct Timeline {
    /// The milestones, in the plan's order.
    pub groups: Vec<Group>,
    /// The months.
    pub months: Vec<Month>,
    /// Where the day stands that is looked from, if it is in the picture.
    pub today: Option<i64>,
    /// How high the picture is.
    pub height: i64,
}

/// The days of the picture, and where each stands.
struct Scale {
    from: NaiveDate,
    days: i64,
}

impl Scale {
    fn of(found: &PlanMilestones, all: &[LevelMilestone]) -> Self {
        let plan = &found.frame.plan;
        let from = all.iter().map(|one| one.last).fold(plan.from, NaiveDate::min);
        let to = all.iter().map(|one| one.last).fold(plan.to, NaiveDate::max);
        Self { from, days: (to - from).num_days().max(1) }
    }

    fn x(&self, day: NaiveDate) -> i64 {
        LEFT + (day - self.from).num_days() * WIDTH / self.days
    }

    fn holds(&self, day: NaiveDate) -> bool {
        (0..=self.days).contains(&(day - self.from).num_days())
    }

    fn months(&self) -> Vec<Month> {
        let step = u32::try_from(self.days / 28 / MONTHS + 1).unwrap_or(u32::MAX);
        let first = self.from.with_day(1).unwrap_or(self.from);
        let starts = std::iter::successors(Some(first), |day| day.checked_add_months(Months::new(step)));
        let seen = starts.skip_while(|day| *day < self.from).take_while(|day| self.holds(*day));
        seen.map(|day| Month { name: month_name(day), x: self.x(day) }).collect()
    }
}

/// A month as people write it.
pub fn month_name(day: NaiveDate) -> String {
    format!("{:02}/{}", day.month(), day.year())
}

/// A text of no more than so many letters.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Where a bar begins: at the level's milestone before, else on the plan's first day.
fn beginning(found: &PlanMilestones, all: &[LevelMilestone], one: &LevelMilestone) -> NaiveDate {
    let earlier = all.iter().filter(|other| other.level == one.level && other.last < one.last);
    earlier.map(|other| other.last).max().unwrap_or_else(|| found.frame.plan.from.min(one.last))
}

impl Timeline {
    /// The picture of milestones by level.
    pub fn of(page: Page<'_>, found: &PlanMilestones, all: &[LevelMilestone]) -> Self {
        let plan = &found.frame.plan;
        let scale = Scale::of(found, all);
        let mut groups = Vec::new();
        let mut y = TOP;
        for of_one in all.chunk_by(|left, right| left.criterion == right.criterion) {
            let Some(first) = of_one.first() else { continue };
            let criterion = &plan.criteria[first.criterion];
            let name = cut(&milestone_name(criterion, page.visitor.language));
            let mut group = Group { name, y, lanes: Vec::new() };
            y += LINE;
            for one in of_one {
                group.lanes.push(lane(
                    page,
                    &scale,
                    (plan.levels.as_slice(), y),
                    one,
                    beginning(found, all, one),
                ));
                y += LINE;
            }
            groups.push(group);
        }
        let today = Some(found.today).filter(|day| scale.holds(*day)).map(|day| scale.x(day));
        Self { groups, months: scale.months(), today, height: y + 6 }
    }
}

fn lane(
    page: Page<'_>,
    scale: &Scale,
    (levels, y): (&[crate::contest::plan::Named], i64),
    one: &LevelMilestone,
    from: NaiveDate,
) -> Lane {
    let level = page.words(&levels[one.level].name).to_owned();
    let x = scale.x(from);
    let width = (scale.x(one.last) - x).max(3);
    let part = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let (done, units) = (part(one.counts.done()), part(one.counts.units()).max(1));
    let share = format!("{} / {}", page.number(one.counts.done()), page.number(one.counts.units()));
    let last = crate::text::format::date(one.last);
    Lane {
        told: format!(
            "{level}: {} {last}; {} {share}",
            page.word("milestones-last"),
            page.word("milestones-share")
        ),
        level: cut(&level),
        x,
        width,
        done: width.saturating_mul(done) / units,
        y,
        share,
        is_overdue: one.counts.overdue > 0,
    }
}

//! The milestones of a plan month by month: a table of days, or a list where the screen is narrow.

use actix_web::web::{Path, Query};
use actix_web::{HttpResponse, get};
use askama::Template;
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::Deserialize;

use super::fault::Fault;
use super::head::Head;
use super::milestones::typed_day;
use super::page::{Page, query_of, rendered};
use super::timeline::month_name;
use super::visit::Visit;
use crate::api::parameter::malformed;
use crate::app::milestone::{LevelMilestone, PlanMilestones};
use crate::app::moment::on_the_wall;
use crate::app::problem::Problem;
use crate::documents::milestones::milestone_name;
use crate::text::format;

/// Which month is wanted, as the address says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    month: String,
    as_of: String,
}

/// Something that is due on a day.
struct Entry {
    name: String,
    level: Option<String>,
    told: String,
    /// The query of the urging list with its units.
    units: Option<String>,
    is_overdue: bool,
}

/// A day of the table.
struct Day {
    day: NaiveDate,
    is_of_month: bool,
    is_today: bool,
    is_free: bool,
    is_worked: bool,
    entries: Vec<Entry>,
}

#[derive(Template)]
#[template(path = "milestone_calendar.html")]
struct CalendarPage<'a> {
    page: Page<'a>,
    head: Head,
    as_of: &'a str,
    has_any: bool,
    month: String,
    before: Option<String>,
    after: Option<String>,
    near: Option<(String, String)>,
    weeks: Vec<Vec<Day>>,
}

impl CalendarPage<'_> {
    fn weekdays(&self) -> Vec<String> {
        (1..=7).map(|day| self.page.word(&format!("milestones-weekday-{day}"))).collect()
    }

    fn weekday(&self, day: &Day) -> String {
        self.page.word(&format!("milestones-weekday-{}", day.day.weekday().number_from_monday()))
    }

    fn date(&self, day: &Day) -> String {
        format::date(day.day)
    }

    fn number(&self, day: &Day) -> u32 {
        day.day.day()
    }

    fn with_entries(&self) -> Vec<&Day> {
        self.weeks.iter().flatten().filter(|day| day.is_of_month && !day.entries.is_empty()).collect()
    }
}

/// The first day of the month that an address asks for.
fn typed_month(text: &str) -> Result<Option<NaiveDate>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = Some(format!("{text}-01")).filter(|day| day.len() == 10).and_then(|day| day.parse().ok());
    day.map(Some).ok_or_else(|| malformed("month", "2021-05"))
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The months in which something is due, in order.
fn months(due: impl Iterator<Item = NaiveDate>) -> Vec<NaiveDate> {
    let mut months: Vec<NaiveDate> = due.map(first_of_month).collect();
    months.sort_unstable();
    months.dedup();
    months
}

/// The month with what is due next; where nothing is, the last one with anything; else the day's own.
fn nearest(months: &[NaiveDate], day: NaiveDate) -> NaiveDate {
    let own = first_of_month(day);
    months.iter().copied().find(|month| *month >= own).or(months.last().copied()).unwrap_or(own)
}

fn entry(page: Page<'_>, found: &PlanMilestones, one: &LevelMilestone, as_of: &str) -> Entry {
    let plan = &found.frame.plan;
    let (criterion, level) = (&plan.criteria[one.criterion], &plan.levels[one.level]);
    let parts =
        [("done", page.number(one.counts.done()).into()), ("units", page.number(one.counts.units()).into())];
    Entry {
        name: milestone_name(criterion, page.visitor.language),
        level: Some(page.words(&level.name).to_owned()),
        told: page.texts.get("milestones-calendar-done", &parts),
        units: Some(query_of(&[("milestone", &criterion.code), ("level", &level.code), ("as_of", as_of)])),
        is_overdue: one.counts.overdue > 0,
    }
}

/// The weeks that hold a month, each from Monday on.
fn weeks(
    page: Page<'_>,
    found: &PlanMilestones,
    (all, month): (&[LevelMilestone], NaiveDate),
    as_of: &str,
) -> Vec<Vec<Day>> {
    let start = month - Days::new(u64::from(month.weekday().num_days_from_monday()));
    let due = found.row.reports_due.map(on_the_wall);
    let days = start.iter_days().map(|day| {
        let own = all.iter().filter(|one| one.last == day);
        let mut entries: Vec<Entry> = own.map(|one| entry(page, found, one, as_of)).collect();
        entries.extend(due.filter(|due| due.date() == day).map(|due| Entry {
            name: page.word("plans-due"),
            level: None,
            told: format::moment(due),
            units: None,
            is_overdue: false,
        }));
        Day {
            day,
            is_of_month: first_of_month(day) == month,
            is_today: day == found.today,
            is_free: found.frame.plan.calendar.holidays.contains(&day),
            is_worked: found.frame.plan.calendar.working_days.contains(&day),
            entries,
        }
    });
    let days: Vec<Day> = days.take(42).collect();
    let mut weeks: Vec<Vec<Day>> = Vec::new();
    for day in days {
        match weeks.last_mut().filter(|week| week.len() < 7) {
            Some(week) => week.push(day),
            None => weeks.push(vec![day]),
        }
    }
    weeks.retain(|week| week.iter().any(|day| day.is_of_month));
    weeks
}

/// The years that calendars show.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2200;

/// A month of milestones.
#[get("/plans/{plan}/milestones/calendar")]
pub async fn show_calendar(
    visit: Visit,
    plan: Path<i64>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, Fault> {
    visit
        .page(move |service, page| {
            let Wanted { month, as_of } = &*wanted;
            let found = service.milestones(&page.visitor.actor, *plan, typed_day(as_of)?)?;
            let all = found.by_level();
            let due = found.row.reports_due.map(|due| on_the_wall(due).date());
            let months = months(all.iter().map(|one| one.last).chain(due));
            let month = typed_month(month)?.unwrap_or_else(|| nearest(&months, found.today));
            if !YEARS.contains(&month.year()) {
                return Err(malformed("month", "2021-05"));
            }
            let asked = |month: NaiveDate| {
                let said = month.format("%Y-%m").to_string();
                query_of(&[("month", &said), ("as_of", as_of.trim())])
            };
            let shown = |month: Option<NaiveDate>| month.filter(|it| YEARS.contains(&it.year())).map(asked);
            let near =
                Some(nearest(&months, month)).filter(|_| !months.contains(&month) && !months.is_empty());
            rendered(&CalendarPage {
                page,
                head: Head::of(page, &found.row, "way-milestones"),
                as_of: as_of.trim(),
                has_any: !months.is_empty() || !found.milestones().is_empty(),
                month: page.texts.get("milestones-calendar-month", &[("month", month_name(month).into())]),
                before: shown(month.checked_sub_months(Months::new(1))),
                after: shown(month.checked_add_months(Months::new(1))),
                near: near.map(|near| {
                    let told = [("month", month_name(near).into())];
                    (page.texts.get("milestones-calendar-near", &told), asked(near))
                }),
                weeks: weeks(page, &found, (&all, month), as_of.trim()),
            })
        })
        .await
}

//! The days by which things are due, for calendar programs; and the address at which a user's own program reads them.

use chrono::NaiveDateTime;

use super::actor::{Actor, Right};
use super::audit::Entry;
use super::milestone::PlanMilestones;
use super::moment::on_the_wall;
use super::problem::{NOT_FOUND, Problem, TOKEN_REFUSED};
use super::service::{Change, Service, sha256};
use super::token::{LONGEST, PREFIX, TokenRecord, TokenRow};
use crate::contest::words::Language;
use crate::db::token::{insert_token, next_token_id, revoke_token, tokens_made_by};
use crate::documents::icalendar::{CalendarDay, icalendar};
use crate::documents::milestones::milestone_name;
use crate::text::{Texts, format};

/// A file for calendar programs: every milestone at every level that has units within reach, and the plan's deadline.
fn file_of(found: &PlanMilestones, level: Option<usize>, texts: &Texts, now: NaiveDateTime) -> String {
    let (row, plan) = (&found.row, &found.frame.plan);
    let language = texts.language();
    let title = match language {
        Language::Vietnamese => &row.title_vi,
        Language::English => &row.title_en,
    };
    let of_plan = format!("{}\n{title}", row.code);
    // The document's number keeps the calendars of two services apart.
    let sign = sha256(row.code.as_bytes());
    let id = |of: &str| format!("{}-{}-{of}@thidua", row.id, &sign[..16]);
    let mut days = Vec::new();
    for one in found.by_level().into_iter().filter(|one| level.is_none_or(|level| one.level == level)) {
        let (criterion, level) = (&plan.criteria[one.criterion], &plan.levels[one.level]);
        let name = milestone_name(criterion, language);
        let parts = [("milestone", name.into()), ("level", level.name.in_language(language).into())];
        days.push(CalendarDay {
            id: id(&format!("{}-{}", criterion.code, level.code)),
            day: one.last,
            summary: texts.get("calendar-milestone", &parts),
            description: format!("{of_plan}\n{}", criterion.source),
        });
    }
    if let Some(due) = row.reports_due.map(on_the_wall) {
        let parts = [("plan", row.code.as_str().into()), ("at", format::moment(due).into())];
        days.push(CalendarDay {
            id: id("reports"),
            day: due.date(),
            summary: texts.get("calendar-reports", &parts),
            description: of_plan.clone(),
        });
    }
    icalendar(&row.code, now, &days)
}

impl Service {
    /// The days by which milestones and reports of a plan are due, as a file for calendar programs.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan or level; and those of the database.
    pub fn calendar(
        &self,
        actor: &Actor,
        plan_id: i64,
        level: Option<&str>,
        texts: &Texts,
    ) -> Result<String, Problem> {
        let found = self.milestones_for(actor, Right::Calendar, plan_id, None)?;
        let levels = &found.frame.plan.levels;
        let level = match level {
            None => None,
            Some(code) => {
                let at = levels.iter().position(|level| level.code == code);
                Some(at.ok_or_else(|| NOT_FOUND.with("what", code))?)
            }
        };
        Ok(file_of(&found, level, texts, self.now()))
    }

    /// The token by which the actor's own calendar program reads, if one can be used.
    ///
    /// # Errors
    /// When the actor may not, and those of the database.
    pub fn calendar_token(&self, actor: &Actor) -> Result<Option<TokenRow>, Problem> {
        let now = self.now();
        let made = self.read(actor, Right::Calendar, |engine| {
            Ok(tokens_made_by(engine, &actor.label, Right::Calendar.code())?)
        })?;
        Ok(made.into_iter().rfind(|row| row.expires_at > now))
    }

    /// Makes a token by which the actor's own calendar program reads, with a secret that is told once. The one before
    /// can't be used any more.
    ///
    /// # Errors
    /// When the actor may not, or is no user; and those of the database.
    pub fn add_calendar_token(&self, actor: &Actor) -> Result<(TokenRow, String), Problem> {
        if actor.user_id.is_none() {
            self.note_refusal(actor, "token:maker")?;
            return Err(TOKEN_REFUSED.with("what", "tokens").with("allowed", "session"));
        }
        let secret = format!("{PREFIX}{}", self.secret(32));
        let row = self.change(actor, Right::Calendar, |change| {
            end_calendar_tokens(change)?;
            let row = TokenRow {
                id: next_token_id(change.engine)?,
                name: format!("iCalendar: {}", actor.label.trim_start_matches("user:")),
                token_hash: sha256(secret.as_bytes()),
                scopes: Right::Calendar.code().to_owned(),
                methods: "GET".to_owned(),
                unit_code: actor.reach.clone(),
                address_range: None,
                created_by: actor.label.clone(),
                created_at: change.now,
                expires_at: change.now + LONGEST,
                revoked_at: None,
            };
            insert_token(change.engine, &row)?;
            let entry = Entry::new("token.add", format!("token:{}", row.id));
            change.record(entry.after(&TokenRecord::from(&row)))?;
            Ok(row)
        })?;
        Ok((row, secret))
    }

    /// Revokes the token by which the actor's own calendar program reads.
    ///
    /// # Errors
    /// When the actor may not, or has none; and those of the database.
    pub fn end_calendar_token(&self, actor: &Actor) -> Result<(), Problem> {
        self.change(actor, Right::Calendar, |change| match end_calendar_tokens(change)? {
            0 => Err(NOT_FOUND.with("what", "calendar")),
            _ => Ok(()),
        })
    }
}

/// Revokes what the actor made for its calendar; how many that were.
fn end_calendar_tokens(change: &mut Change<'_>) -> Result<usize, Problem> {
    let made = tokens_made_by(change.engine, &change.actor.label, Right::Calendar.code())?;
    for before in &made {
        let revoked = TokenRow { revoked_at: Some(change.now), ..before.clone() };
        revoke_token(change.engine, before.id, change.now)?;
        let entry = Entry::new("token.revoke", format!("token:{}", before.id));
        change.record(entry.before(&TokenRecord::from(before)).after(&TokenRecord::from(&revoked)))?;
    }
    Ok(made.len())
}

//! Who plays the whole contest: a service whose clock goes from act to act, and the people who act.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};

use crate::app::actor::{Actor, Role};
use crate::app::moment::in_utc;
use crate::app::open::{NotOpened, open};
use crate::app::plan::PlanRow;
use crate::app::problem::{ALREADY_THERE, NOT_FOUND, Problem};
use crate::app::service::Service;
use crate::app::user::NewUser;

/// A user of the demonstration: login, name, role, and the unit that is reached.
pub type User = (&'static str, &'static str, Role, Option<&'static str>);

/// A day of 2021.
pub fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2021, month, day).expect("the days of the demonstration are in the calendar")
}

/// Who plays.
pub struct Player {
    /// The service, with a clock of its own.
    pub service: Service,
    clock: Arc<AtomicI64>,
}

impl Player {
    /// A player on a database, which is made where there is none.
    pub fn on(address: &str) -> Result<Self, NotOpened> {
        let (database, _) = open(address, 2)?;
        let clock = Arc::new(AtomicI64::new(0));
        let hand = Arc::clone(&clock);
        // Each look is a millisecond later, so that nothing happens at the same moment.
        let now = move || {
            let millisecond = hand.fetch_add(1, Ordering::Relaxed);
            DateTime::<Utc>::from_timestamp_millis(millisecond).unwrap_or_default()
        };
        let chance = |bytes: &mut [u8]| {
            getrandom::fill(bytes).expect("the system's source of chance works from its start on");
        };
        Ok(Self { service: Service::new(database, Arc::new(now), Arc::new(chance)), clock })
    }

    /// Sets the clock to an hour of a day of 2021.
    pub fn at(&self, (month, of_month): (u32, u32), hour: u32) {
        let wall =
            day(month, of_month).and_hms_opt(hour, 0, 0).expect("hours of the demonstration are below 24");
        self.clock.store(in_utc(wall).and_utc().timestamp_millis(), Ordering::Relaxed);
    }

    /// The plan, once it is there.
    pub fn plan(&self) -> Result<Option<PlanRow>, Problem> {
        Ok(self.service.plans_after(&Actor::command(), 0, 1)?.0.pop())
    }

    /// The plan, which is there.
    pub fn known_plan(&self) -> Result<PlanRow, Problem> {
        self.plan()?.ok_or_else(|| NOT_FOUND.with("what", "plan"))
    }

    /// Makes a user where there is none. Its password is forgotten: everybody gets a new one when the service begins.
    pub fn add_user(&self, (login, name, role, unit): User) -> Result<(), Problem> {
        let unit_code = unit.map(str::to_owned);
        let new = NewUser { login: login.to_owned(), name: name.to_owned(), role, unit_code };
        match self.service.add_user(&Actor::command(), &new) {
            Err(problem) if problem.code != &ALREADY_THERE => Err(problem),
            _ => Ok(()),
        }
    }

    /// A user as one who acts.
    pub fn user(&self, login: &str) -> Result<Actor, Problem> {
        let user = self.service.user(&Actor::command(), login)?;
        let role = Role::of_code(&user.role);
        Ok(Actor {
            label: format!("user:{}", user.login),
            user_id: Some(user.id),
            role,
            rights: role.map_or(&[][..], Role::rights).to_vec(),
            reach: user.unit_code,
            address: None,
        })
    }
}

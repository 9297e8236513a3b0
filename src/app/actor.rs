//! Who acts, and what they may do: rights come from a role or from a token's scopes, and reach over a subtree of units.

use std::net::IpAddr;

use super::problem::{FORBIDDEN, OUT_OF_REACH, Problem};

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$each:meta])* $variant:ident = $code:literal,)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$each])* $variant,)* }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code for interfaces and the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The one with a code.
            pub fn of_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|it| it.code() == code)
            }
        }
    };
}
pub(super) use codes;

codes! {
    /// What can be done. Capturing, viewing and deciding are apart, so that a token can carry one without the others.
    Right {
        /// See plans, units, and what is reported for the units in reach.
        View = "view",
        /// Read the days by which things are due, and nothing else: for calendar programs.
        Calendar = "calendar",
        /// See rankings of all units before they are published.
        ViewRanking = "view_ranking",
        /// Hand in reports for the units in reach.
        Capture = "capture",
        /// Enter reports that came on paper, with the time of their receipt.
        CapturePaper = "capture_paper",
        /// Give points for judged criteria.
        Appraise = "appraise",
        /// Accept and return reports, hold units, grant later deadlines.
        DecideReports = "decide_reports",
        /// Store rankings, apply re-scores.
        DecideRanking = "decide_ranking",
        /// Make, change, launch and finalise plans.
        ManagePlans = "manage_plans",
        /// Import and merge units.
        ManageUnits = "manage_units",
        /// Nominate persons and hand in parts of dossiers, for the units in reach.
        Nominate = "nominate",
        /// See all cases, with what they say of persons.
        ViewCases = "view_cases",
        /// Open and move cases, publish lists, run councils and their sessions.
        ManageCases = "manage_cases",
        /// Vote in a council.
        Vote = "vote",
        /// Enter decisions, hand over and revoke awards.
        DecideAwards = "decide_awards",
        /// Users and tokens.
        ManageUsers = "manage_users",
        /// Read the audit log.
        ViewAudit = "view_audit",
    }
}

impl Right {
    /// Whether it is among some rights. Who may see a plan may read its days, so that right comes with the other.
    pub fn is_among(self, rights: &[Self]) -> bool {
        rights.contains(&self) || (self == Self::Calendar && rights.contains(&Self::View))
    }

    /// Whether it is about all units at once, so that who reaches but some of them can't use it.
    pub const fn is_of_all_units(self) -> bool {
        matches!(
            self,
            Self::DecideRanking
                | Self::ManagePlans
                | Self::ManageUnits
                | Self::ManageCases
                | Self::DecideAwards
                | Self::ViewAudit
        )
    }
}

codes! {
    /// What a user is.
    Role {
        /// Runs the service: users, tokens, units.
        Administrator = "administrator",
        /// An officer of the standing body: plans, reports, rankings.
        Officer = "officer",
        /// Gives points for judged criteria.
        Appraiser = "appraiser",
        /// A member of the council.
        CouncilMember = "council_member",
        /// Hands in reports for a unit.
        Reporter = "reporter",
        /// Looks on.
        Viewer = "viewer",
    }
}

impl Role {
    /// What the role may do.
    pub const fn rights(self) -> &'static [Right] {
        use Right as R;
        match self {
            Self::Administrator => Right::ALL,
            Self::Officer => &[
                R::View,
                R::ViewRanking,
                R::Capture,
                R::CapturePaper,
                R::Appraise,
                R::DecideReports,
                R::DecideRanking,
                R::ManagePlans,
                R::ManageUnits,
                R::Nominate,
                R::ViewCases,
                R::ManageCases,
                R::DecideAwards,
                R::ViewAudit,
            ],
            Self::Appraiser => &[R::View, R::ViewRanking, R::Appraise],
            Self::CouncilMember => &[R::View, R::ViewRanking, R::ViewCases, R::Vote],
            Self::Reporter => &[R::View, R::Capture, R::Nominate],
            Self::Viewer => &[R::View],
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// As the audit log names it: `user:LOGIN`, `token:ID`, `command` or `nobody`.
    pub label: String,
    /// The user's id, when it is one.
    pub user_id: Option<i64>,
    /// The user's role, when it is one.
    pub role: Option<Role>,
    /// What it may do.
    pub rights: Vec<Right>,
    /// The code of the unit that it reaches, with all below it; `None`: every unit.
    pub reach: Option<String>,
    /// The network address that it comes from.
    pub address: Option<IpAddr>,
}

impl Actor {
    /// Who runs a command beside the database: everything is allowed.
    pub fn command() -> Self {
        Self {
            label: "command".to_owned(),
            user_id: None,
            role: None,
            rights: Right::ALL.to_vec(),
            reach: None,
            address: None,
        }
    }

    /// Somebody who hasn't logged in.
    pub fn nobody(address: Option<IpAddr>) -> Self {
        Self {
            label: "nobody".to_owned(),
            user_id: None,
            role: None,
            rights: Vec::new(),
            reach: None,
            address,
        }
    }

    /// Whether it has a right, and reaches as far as that needs.
    pub fn can(&self, right: Right) -> bool {
        self.may(right) && (self.reach.is_none() || !right.is_of_all_units())
    }

    /// Refuses whoever may less, or reaches less far, than what they would decide about. Whether one unit is below another
    /// depends on the plan and the day; the same unit is the same.
    ///
    /// # Errors
    /// When the actor hasn't one of the rights, or doesn't reach the unit (`None`: every unit).
    pub(super) fn demand_as_much(
        &self,
        rights: impl IntoIterator<Item = Right>,
        unit_code: Option<&str>,
    ) -> Result<(), Problem> {
        if let Some(beyond) = rights.into_iter().find(|right| !self.may(*right)) {
            return Err(FORBIDDEN.with("right", beyond.code()));
        }
        if self.reaches_as_far(unit_code) {
            Ok(())
        } else {
            Err(OUT_OF_REACH.with("units", unit_code.unwrap_or("*")))
        }
    }

    /// Whether it reaches as far as somebody or something with a reach (`None`: every unit) that it would decide about.
    pub fn reaches_as_far(&self, unit_code: Option<&str>) -> bool {
        self.reach.is_none() || self.reach.as_deref() == unit_code
    }

    /// Whether it is somebody who hasn't logged in.
    pub fn is_nobody(&self) -> bool {
        self.label == "nobody"
    }

    /// Whether it is a token.
    pub fn is_token(&self) -> bool {
        self.label.starts_with("token:")
    }

    /// Whether it has a right.
    pub fn may(&self, right: Right) -> bool {
        right.is_among(&self.rights)
    }
}

//! Changes of the recommendation by hand, each with its reason: who is taken in where several could be, who is left out.

/// What is decided about a unit and an award by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Index into `Units::list`.
    pub unit: u32,
    /// Index into `Plan::awards`.
    pub award: usize,
    /// Taken in or left out.
    pub kind: ChoiceKind,
    /// Why, as entered.
    pub reason: String,
}

/// Taken in or left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Of units that tie at the border of a quota where the plan asks, this one takes a seat. Nobody is taken in past
    /// a better one, against the plan, or above a quota: there it has no effect.
    TakeIn,
    /// An eligible unit isn't recommended for the award. Its seat goes to who comes next; the shares and places of the
    /// others stay as they are.
    LeaveOut,
}

impl ChoiceKind {
    /// The stable word for files and interfaces.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TakeIn => "take_in",
            Self::LeaveOut => "leave_out",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::TakeIn, Self::LeaveOut].into_iter().find(|kind| kind.code() == code)
    }
}

//! Rules of commendation that carry dates: what a decision rests on, which forms there are, and the money that goes with
//! each. All of it comes from files with dates (`intake::rule_file`); nothing of it is code.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::plan::Rounding;
use super::words::Words;

/// All rules there are, by date.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    /// Rule packs, the oldest first, without gaps between them and without overlap.
    pub packs: Vec<RulePack>,
    /// Base wages, the oldest first, without gaps between them and without overlap.
    pub wages: Vec<BaseWage>,
}

/// The rules of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePack {
    /// The code that decisions keep.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// The days on which decisions follow it.
    pub days: Days,
    /// How money is rounded.
    pub money: MoneyRounding,
    /// What decisions rest on, a line each, in order.
    pub bases: Vec<LegalBasis>,
    /// The forms of commendation.
    pub forms: Vec<Form>,
}

/// Days from the first to the last, both included; without a last day, until further notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: Option<NaiveDate>,
}

impl Days {
    /// Whether a day is among them.
    pub fn has(self, day: NaiveDate) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }
}

/// Where a number or a line comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The document's number.
    pub source: String,
    /// Whether it was checked against the document. What wasn't is shown as to be checked wherever it is used.
    pub is_certain: bool,
}

/// A line that decisions rest on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalBasis {
    /// The law or decree in words, as a decision names it.
    pub text: Words,
    /// Its date.
    pub date: NaiveDate,
    /// Its number, and whether the line was checked.
    pub origin: Origin,
}

/// How money is rounded to whole đồng.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MoneyRounding {
    /// To a multiple of so many đồng; at least 1.
    pub step: i64,
    /// Which way.
    pub rounding: Rounding,
    /// Where that stands.
    pub origin: Origin,
}

/// Which field of the database of civil servants a form belongs into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegisterField {
    /// Danh hiệu thi đua: an emulation title.
    Title,
    /// Hình thức khen thưởng: a form of commendation.
    Form,
}

/// A form of commendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// The code that plans name.
    pub code: String,
    /// The name shown.
    pub name: Words,
    /// Which of the two fields it belongs into.
    pub field: RegisterField,
    /// Times the base wage for an individual; `None`: individuals get no money with it, or no such form.
    pub individual: Option<Coefficient>,
    /// Times the base wage for a collective.
    pub collective: Option<Coefficient>,
}

/// How many base wages go with a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coefficient {
    /// The number, not below 0.
    pub value: Decimal,
    /// Where it stands.
    pub origin: Origin,
}

/// The base wage (mức lương cơ sở) of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseWage {
    /// The days on which it holds.
    pub days: Days,
    /// In đồng.
    pub amount: i64,
    /// Where it stands.
    pub origin: Origin,
}

/// Who is commended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Commended {
    /// Tập thể: a unit.
    Collective,
    /// Cá nhân: a person.
    Individual,
}

impl Commended {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Collective => "collective",
            Self::Individual => "individual",
        }
    }

    /// The one with a code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Collective, Self::Individual].into_iter().find(|it| it.code() == code)
    }
}

impl Rules {
    /// The rules for decisions of a day; `None` where there are none.
    pub fn pack_on(&self, day: NaiveDate) -> Option<&RulePack> {
        self.packs.iter().find(|pack| pack.days.has(day))
    }

    /// The pack with a code.
    pub fn pack(&self, code: &str) -> Option<&RulePack> {
        self.packs.iter().find(|pack| pack.code == code)
    }

    /// The base wage of a day; `None` where it isn't known.
    pub fn wage_on(&self, day: NaiveDate) -> Option<&BaseWage> {
        self.wages.iter().find(|wage| wage.days.has(day))
    }
}

impl RulePack {
    /// The form with a code.
    pub fn form(&self, code: &str) -> Option<&Form> {
        self.forms.iter().find(|form| form.code == code)
    }
}

impl Form {
    /// The coefficient for somebody.
    pub const fn coefficient(&self, commended: Commended) -> Option<&Coefficient> {
        match commended {
            Commended::Individual => self.individual.as_ref(),
            Commended::Collective => self.collective.as_ref(),
        }
    }
}

//! What documents cite: plans and decisions, by number, date and who issued them.

use chrono::NaiveDate;

use crate::contest::plan::Plan;
use crate::text::format;

/// A plan as documents cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedPlan {
    /// Its number and sign.
    pub code: String,
    /// When it was issued.
    pub issued: NaiveDate,
    /// Who issued it.
    pub issuer: String,
    /// Its title.
    pub title: String,
}

impl CitedPlan {
    /// A plan, cited.
    pub fn of(plan: &Plan) -> Self {
        Self {
            code: plan.code.clone(),
            issued: plan.issued,
            issuer: plan.issuer.clone(),
            title: plan.title.vi.clone(),
        }
    }

    /// What the plan is, as documents rest on it.
    pub fn basis(&self) -> String {
        let issued = format::date(self.issued);
        format!("Căn cứ Kế hoạch số {} ngày {issued} của {} ({})", self.code, self.issuer, self.title)
    }
}

/// A decision as documents cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedDecision {
    /// Its number and sign.
    pub number: String,
    /// When it was issued.
    pub issued: NaiveDate,
    /// Who issued it.
    pub issuer: String,
}

impl CitedDecision {
    /// The decision by its name: `Quyết định số 12/QĐ-UBND ngày 05/06/2021 của …`.
    pub fn named(&self) -> String {
        format!("Quyết định số {} ngày {} của {}", self.number, format::date(self.issued), self.issuer)
    }
}

//! Which part of a ranking is shown, as the address keeps it: `cluster`, `q` (search), `outcome` (`criterion:outcome`),
//! `award`, `sort` (`total,-name`: the first first, `-` the other way round), `hide` (columns), `firm` (with how firm each
//! place is), `page`, `basis`, `stored` (the number of a stored ranking).

use super::page::{pairs_of, query_of};
use crate::app::live::Basis;
use crate::app::problem::{NOT_FOUND, PARAMETER_MALFORMED, Problem};
use crate::contest::plan::Plan;
use crate::documents::ranking_table::{Column, RankingTable, Wanted};

/// How many lines a page shows.
pub const LINES: usize = 100;

/// What the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// The code of the only cluster.
    pub cluster: String,
    /// What is searched for in names and codes.
    pub search: String,
    /// `criterion:outcome`.
    pub outcome: String,
    /// The code of an award, or `none`.
    pub award: String,
    /// What lines are sorted by.
    pub sort: Vec<(String, bool)>,
    /// Criteria that aren't shown.
    pub hidden: Vec<String>,
    /// Whether it is shown how firm each unit's place is.
    pub firm: bool,
    /// The page, 1 being the first.
    pub page: usize,
    /// The number of the stored ranking that is shown; empty: the one that stands.
    pub stored: String,
    /// `submitted` or `accepted`; empty: the stored ranking where there is one.
    pub basis: String,
}

impl View {
    /// Reads the query of an address; what it doesn't know is left aside.
    pub fn of_query(query: &str) -> Self {
        let mut view = Self { page: 1, ..Self::default() };
        for (name, value) in pairs_of(query) {
            match name.as_str() {
                "cluster" => view.cluster = value,
                "q" => view.search = value,
                "outcome" => view.outcome = value,
                "award" => view.award = value,
                "basis" => view.basis = value,
                "stored" => view.stored = value,
                "firm" => view.firm = value == "1",
                "page" => view.page = value.parse().unwrap_or(1).max(1),
                "hide" => view.hidden.extend(value.split(',').filter(|it| !it.is_empty()).map(str::to_owned)),
                "sort" => {
                    let keys = value.split(',').filter(|it| !it.is_empty()).take(8);
                    view.sort.extend(keys.map(|key| match key.strip_prefix('-') {
                        Some(key) => (key.to_owned(), true),
                        None => (key.to_owned(), false),
                    }));
                }
                _ => {}
            }
        }
        view
    }

    /// The query that says the same.
    pub fn query(&self) -> String {
        let sort: Vec<String> = self
            .sort
            .iter()
            .map(|(key, turned)| format!("{}{key}", if *turned { "-" } else { "" }))
            .collect();
        let page = if self.page > 1 { self.page.to_string() } else { String::new() };
        query_of(&[
            ("cluster", &self.cluster),
            ("q", &self.search),
            ("outcome", &self.outcome),
            ("award", &self.award),
            ("sort", &sort.join(",")),
            ("hide", &self.hidden.join(",")),
            ("firm", if self.firm { "1" } else { "" }),
            ("basis", &self.basis),
            ("stored", &self.stored),
            ("page", &page),
        ])
    }

    /// The same with another page.
    pub fn on_page(&self, page: usize) -> String {
        Self { page, ..self.clone() }.query()
    }

    /// The same sorted first by a column: the other way round when it is that already.
    pub fn sorted_by(&self, key: &str) -> String {
        let mut sort = self.sort.clone();
        let first = sort.first().filter(|(first, _)| first == key).map(|(_, turned)| !turned);
        sort.retain(|(other, _)| other != key);
        // Points and places: the best first.
        let turned = first.unwrap_or_else(|| key == "total" || key.starts_with("c."));
        sort.insert(0, (key.to_owned(), turned));
        sort.truncate(4);
        Self { sort, page: 1, ..self.clone() }.query()
    }

    /// How a column is sorted, as `aria-sort` says it; empty when it isn't the first.
    pub fn direction(&self, key: &str) -> &'static str {
        match self.sort.first() {
            Some((first, true)) if first == key => "descending",
            Some((first, false)) if first == key => "ascending",
            _ => "",
        }
    }

    /// The order in which a column counts, 1 being the first; 0 when it doesn't.
    pub fn order(&self, key: &str) -> usize {
        self.sort.iter().position(|(other, _)| other == key).map_or(0, |at| at + 1)
    }

    /// Which versions of reports count, when the address says it.
    pub fn basis(&self) -> Option<Basis> {
        Basis::of_code(&self.basis)
    }

    /// The number of the stored ranking that the address asks for.
    ///
    /// # Errors
    /// When it is no number: nothing is shown in its place.
    pub fn stored_number(&self) -> Result<Option<i64>, Problem> {
        if self.stored.is_empty() {
            return Ok(None);
        }
        let number = self.stored.parse();
        number.map(Some).map_err(|_| PARAMETER_MALFORMED.with("field", "stored").with("expected", "1"))
    }

    /// What is wanted of a table.
    ///
    /// # Errors
    /// When the address names a cluster, a criterion or a column that isn't there: nothing is shown in its place.
    pub fn wanted(&self, table: &RankingTable, plan: &Plan) -> Result<Wanted, Problem> {
        let unknown = |field: &str, expected: String| {
            PARAMETER_MALFORMED.with("field", field).with("expected", expected)
        };
        let criterion = |code: &str| plan.criteria.iter().position(|criterion| criterion.code == code);
        let codes = || plan.criteria.iter().map(|it| it.code.as_str()).collect::<Vec<_>>().join(", ");
        let cluster = if self.cluster.is_empty() {
            None
        } else {
            let at = table.clusters.iter().position(|(code, _)| *code == self.cluster);
            Some(at.ok_or_else(|| NOT_FOUND.with("what", &self.cluster))?)
        };
        let outcome = if self.outcome.is_empty() {
            None
        } else {
            let named = self.outcome.split_once(':');
            let found = named.and_then(|(code, outcome)| Some((criterion(code)?, outcome.to_owned())));
            Some(found.ok_or_else(|| unknown("outcome", format!("{}:met", codes())))?)
        };
        let column = |(key, turned): &(String, bool)| {
            let column = match key.as_str() {
                "rank" => Some(Column::Rank),
                "code" => Some(Column::Code),
                "name" => Some(Column::Name),
                "total" => Some(Column::Total),
                key => key.strip_prefix("c.").and_then(criterion).map(Column::Criterion),
            };
            let column =
                column.ok_or_else(|| unknown("sort", format!("rank, code, name, total, c.[{}]", codes())))?;
            Ok::<_, Problem>((column, *turned))
        };
        Ok(Wanted {
            cluster,
            search: self.search.clone(),
            outcome,
            award: Some(self.award.clone()).filter(|award| !award.is_empty()),
            sort: self.sort.iter().map(column).collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_it_was_read_from() {
        let said = "cluster=11&q=M%C6%B0%E1%BB%9Dng&outcome=turnout:met&award=none&sort=-total,name&hide=law&firm=1&basis=accepted&stored=2&page=3";
        let view = View::of_query(said);
        assert_eq!(view.search, "Mường");
        assert_eq!(view.query(), said);
        assert_eq!(View::of_query("").query(), "");
    }

    #[test]
    fn a_column_is_turned_when_it_is_the_first_already() {
        let view = View::of_query("sort=name");
        assert_eq!(view.sorted_by("name"), "sort=-name");
        assert_eq!(view.sorted_by("total"), "sort=-total,name");
        assert_eq!(
            (view.direction("name"), view.direction("total"), view.order("name")),
            ("ascending", "", 1)
        );
    }
}

//! The field by which a form chooses a cluster: a list while they are few, else the cluster's code, typed.

use crate::contest::words::Words;

use super::page::Page;

/// The most clusters that a page lists in one field; thousands would make it heavier than what it is there for.
const LISTED: usize = 200;

/// A field named `cluster`, with what is chosen.
#[derive(Debug)]
pub struct ClusterField<'a> {
    /// The plan, whose page of clusters says their codes.
    pub plan: i64,
    /// The code that is chosen; empty for all clusters.
    pub chosen: &'a str,
    /// Codes and names; `None` where there are too many to list.
    pub listed: Option<Vec<(&'a str, &'a str)>>,
}

impl<'a> ClusterField<'a> {
    /// The field for a plan's clusters.
    pub fn new(
        page: Page<'a>,
        plan: i64,
        clusters: impl ExactSizeIterator<Item = (&'a str, &'a Words)>,
        chosen: &'a str,
    ) -> Self {
        let few = clusters.len() <= LISTED;
        let listed = few.then(|| clusters.map(|(code, name)| (code, page.words(name))).collect());
        Self { plan, chosen, listed }
    }
}

//! How complete and how timely the reports of a plan are, by cluster and in all.

use std::sync::Arc;

use super::actor::{Actor, Right};
use super::frame::Frame;
use super::problem::Problem;
use super::report::ReportState;
use super::service::Service;

/// How many reports there are, of how many expected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Completeness {
    /// Participants: the base of all other numbers.
    pub expected: u64,
    /// Whose report was received, whatever became of it.
    pub received: u64,
    /// Whose last version came in time.
    pub on_time: u64,
    /// Whose last version came late.
    pub late: u64,
    /// That have every figure of their level.
    pub complete: u64,
    /// Waiting to be accepted.
    pub submitted: u64,
    /// Accepted.
    pub accepted: u64,
    /// Returned with questions.
    pub returned: u64,
}

/// Which reports are wanted.
#[derive(Debug, Clone, Default)]
pub struct ReportFilter {
    /// Only those in this state.
    pub state: Option<&'static str>,
    /// Only units of the cluster with this code.
    pub cluster: Option<String>,
    /// Only those whose last version came late, or only the others.
    pub late: Option<bool>,
}

impl ReportFilter {
    /// Whether the plan has what is asked for.
    ///
    /// # Errors
    /// When it has no such cluster.
    pub fn check(&self, frame: &Frame) -> Result<(), Problem> {
        self.cluster.as_deref().map_or(Ok(()), |cluster| frame.cluster(cluster).map(|_| ()))
    }

    /// Whether a report is wanted.
    pub fn fits(&self, frame: &Frame, report: &ReportState) -> bool {
        let cluster = frame.units.get(report.unit).cluster;
        let cluster = cluster.map(|cluster| frame.units.clusters[cluster as usize].code.as_str());
        self.state.is_none_or(|state| report.state == state)
            && self.late.is_none_or(|late| report.late == late)
            && self.cluster.as_deref().is_none_or(|wanted| cluster == Some(wanted))
    }
}

impl Service {
    /// Completeness and timeliness by cluster, in the order of the plan's clusters; of units within reach.
    ///
    /// # Errors
    /// When the actor may not, or there is no such plan; and those of the database.
    pub fn completeness(
        &self,
        actor: &Actor,
        plan_id: i64,
    ) -> Result<(Arc<Frame>, Vec<Completeness>), Problem> {
        self.demand(actor, Right::View)?;
        let (frame, states) = self.report_states(actor, plan_id)?;
        let mut clusters = vec![Completeness::default(); frame.units.clusters.len()];
        for state in &states {
            let Some(cluster) = frame.units.get(state.unit).cluster else { continue };
            let of = &mut clusters[cluster as usize];
            let received = state.version.is_some();
            // Of whom nothing is asked, since the units below have it all, nothing is missing either.
            if state.expected == 0 && !received {
                continue;
            }
            of.expected += 1;
            of.received += u64::from(received);
            of.on_time += u64::from(received && !state.late);
            of.late += u64::from(received && state.late);
            of.complete += u64::from(state.figures >= state.expected);
            match state.state {
                "submitted" => of.submitted += 1,
                "accepted" => of.accepted += 1,
                "returned" => of.returned += 1,
                _ => {}
            }
        }
        Ok((frame, clusters))
    }
}

impl std::iter::Sum for Completeness {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| Self {
            expected: sum.expected + part.expected,
            received: sum.received + part.received,
            on_time: sum.on_time + part.on_time,
            late: sum.late + part.late,
            complete: sum.complete + part.complete,
            submitted: sum.submitted + part.submitted,
            accepted: sum.accepted + part.accepted,
            returned: sum.returned + part.returned,
        })
    }
}

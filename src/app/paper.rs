//! Documents in the layout of Decree 30/2020/NĐ-CP, made from what there is: plan, reports, rankings.

use std::sync::Arc;

use super::actor::{Actor, Right};
use super::audit::GENESIS;
use super::completeness::Completeness;
use super::frame::Frame;
use super::live::{APPRAISALS, Basis};
use super::moment::on_the_wall;
pub use super::paper_fields::PaperFields;
use super::plan::{PlanRow, PlanState, state_of};
use super::problem::{FIELD_REFUSED, OUT_OF_REACH, PLAN_STATE, Problem};
use super::ranking::{LiveRanking, ShownRanking};
use super::report::ReportState;
use super::service::Service;
use crate::contest::explain::Explanation;
use crate::contest::figure::Figure;
use crate::contest::trace::{Step, Used};
use crate::contest::words::Language;
use crate::db::audit::last_audit;
use crate::db::upload::upload_by_id;
use crate::documents::paper::explanation::{Places, explanation_sheet};
use crate::documents::paper::filled::Filled;
use crate::documents::paper::material::Material;
use crate::documents::paper::seal::{Seal, Standing};
use crate::documents::paper::summary::{People, Reporting, Summary, summary};
use crate::documents::paper::urging::{Lacking, Urged, Urging, urging};
use crate::documents::paper::{Document, PaperKind};
use crate::text::{Texts, format};

/// A document with the plan that it is of.
#[derive(Debug)]
pub struct Paper {
    /// The plan's row.
    pub plan: PlanRow,
    /// The document.
    pub document: Document,
}

/// Why what is made from reports as they stand isn't final.
const LIVE: &str = "Lập từ các báo cáo đã gửi đến lúc in, chưa lưu bảng xếp hạng.";
/// Why what is explained isn't final.
const MOVED: &str = "Số liệu đã thay đổi sau khi lưu bảng xếp hạng.";

/// The ranking that a document is made from.
pub(super) struct Source {
    pub(super) plan: PlanRow,
    frame: Arc<Frame>,
    ranking: ShownRanking,
    pub(super) standing: Standing,
}

impl Source {
    /// The number and the hash of the stored ranking, where it is one.
    pub(super) fn stored(&self) -> Option<(i64, String)> {
        match &self.ranking {
            ShownRanking::Stored(_, published) => {
                Some((published.row.number, published.row.result_hash.clone()))
            }
            ShownRanking::Live(_) => None,
        }
    }

    pub(super) fn with_material<T>(&self, work: impl FnOnce(Material<'_>) -> T) -> T {
        let plan = &self.frame.plan;
        match &self.ranking {
            ShownRanking::Stored(_, published) => {
                work(Material::of_stored(&published.ranking, plan, published.table(plan)))
            }
            ShownRanking::Live(ranking) => {
                ranking.with_plain_document(|document| work(Material::of_document(document, ranking.table())))
            }
        }
    }
}

/// How far a stored ranking in a state is final.
fn standing_of(plan: &PlanRow, state: &str) -> Standing {
    match state {
        "current" if state_of(plan) == PlanState::Finalised => Standing::Final,
        "current" => Standing::Provisional(
            "Bảng xếp hạng đã lưu; kế hoạch chưa kết thúc nên kết quả còn có thể thay đổi.",
        ),
        "staged" => Standing::Provisional("Bảng xếp hạng này đang chờ quyết định áp dụng."),
        "cancelled" => Standing::Provisional("Bảng xếp hạng này đã bị hủy."),
        _ => Standing::Provisional("Bảng xếp hạng này đã được thay bằng bảng khác."),
    }
}

/// Why a unit is urged, if it is.
fn lacking_of(state: &ReportState) -> Option<Lacking> {
    match state.state {
        // Of whom nothing is asked, since the units below have it all, nothing lacks.
        "missing" if state.expected == 0 => None,
        "missing" => Some(Lacking::Missing),
        "returned" => Some(Lacking::Returned),
        _ if state.late => Some(Lacking::Late),
        _ => None,
    }
}

impl Service {
    /// Makes a document. Who may see the ranking may have those that are made from it; a unit gets its own explanation.
    ///
    /// # Errors
    /// When the actor may not, a field isn't as it must be, or there is no such plan, ranking, cluster or unit; and those of the
    /// database.
    pub fn paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        kind: PaperKind,
        fields: &PaperFields,
    ) -> Result<Paper, Problem> {
        let filled = fields.checked(kind)?;
        let texts = Texts::new(Language::Vietnamese);
        match kind {
            PaperKind::Submission => self.submission_paper(actor, plan_id, fields, (&texts, &filled)),
            PaperKind::Explanation => {
                self.explanation_paper(actor, plan_id, fields.unit()?, (&texts, &filled))
            }
            PaperKind::Urging => self.urging_paper(actor, plan_id, fields, &filled),
            PaperKind::Summary => self.summary_paper(actor, plan_id, fields, (&texts, &filled)),
            PaperKind::Minutes => self.minutes_paper(actor, plan_id, fields, &filled),
            PaperKind::Decision => self.decision_paper(actor, plan_id, fields, filled),
            PaperKind::Achievements => self.achievements_paper(actor, plan_id, (&texts, &filled)),
        }
    }

    /// The ranking with a number; without, the one that stands, or as it stands now.
    pub(super) fn source(&self, actor: &Actor, plan_id: i64, number: Option<i64>) -> Result<Source, Problem> {
        let (plan, ranking, standing) = match number {
            Some(number) => {
                let (plan, published) = self.stored_ranking(actor, plan_id, number)?;
                let standing = standing_of(&plan, &self.stored_row(actor, plan_id, number)?.state);
                (plan.clone(), ShownRanking::Stored(Box::new(plan), published), standing)
            }
            None => match self.shown_ranking(actor, plan_id, true, (Basis::Submitted, None))? {
                ShownRanking::Stored(plan, published) => {
                    let standing = standing_of(&plan, "current");
                    ((*plan).clone(), ShownRanking::Stored(plan, published), standing)
                }
                ShownRanking::Live(ranking) => {
                    (ranking.row.clone(), ShownRanking::Live(ranking), Standing::Provisional(LIVE))
                }
            },
        };
        Ok(Source { plan, frame: self.frame(actor, plan_id)?, ranking, standing })
    }

    /// What proves where a document comes from.
    pub(super) fn seal(
        &self,
        actor: &Actor,
        standing: Standing,
        stored: Option<(i64, String)>,
    ) -> Result<Seal, Problem> {
        let last = self.read(actor, Right::View, |engine| Ok(last_audit(engine)?))?;
        let audit = last.map_or_else(|| (0, GENESIS.to_owned()), |last| (last.seq, last.hash));
        Ok(Seal {
            standing,
            stored,
            others: Vec::new(),
            audit,
            made: format::moment(on_the_wall(self.now())),
        })
    }

    fn explanation_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        code: &str,
        (texts, filled): (&Texts, &Filled),
    ) -> Result<Paper, Problem> {
        let (basis, as_of, standing, stored) = match self.published_now(actor, plan_id)? {
            Some((plan, published, false)) => {
                let stored = (published.row.number, published.row.result_hash.clone());
                let standing = standing_of(&plan, "current");
                (Basis::Accepted, published.row.as_of, standing, Some(stored))
            }
            Some((_, published, true)) => {
                (Basis::Accepted, published.row.as_of, Standing::Provisional(MOVED), None)
            }
            None => (Basis::Submitted, None, Standing::Provisional(LIVE), None),
        };
        let (ranking, participant) = self.standing_of(actor, plan_id, code, basis, as_of)?;
        let seal = self.seal(actor, standing, stored)?;
        let document = ranking.with_plain_document(|document| {
            let explanation = ranking.explained(actor, document, participant);
            let files = self.files_used(actor, &ranking, &explanation)?;
            let place = |figure: Figure| place_in(texts, &ranking, &files, figure);
            let named: Vec<(usize, String)> =
                (1..).zip(&files).map(|(at, (id, name))| (at, format!("{name} (lần nộp {id})"))).collect();
            let places = Places { place: &place, files: &named };
            Ok::<_, Problem>(explanation_sheet((texts, places), (document, &explanation), filled, &seal))
        })?;
        Ok(Paper { plan: ranking.row.clone(), document })
    }

    /// The files that an explanation's figures were read from, in the order in which they are named: upload and name.
    fn files_used(
        &self,
        actor: &Actor,
        ranking: &LiveRanking,
        explanation: &Explanation,
    ) -> Result<Vec<(i64, String)>, Problem> {
        self.read(actor, Right::View, |engine| {
            let mut files: Vec<(i64, String)> = Vec::new();
            for step in explanation.criteria.iter().flat_map(|criterion| &criterion.steps) {
                let Step::Used(Used { figure: Some(figure), .. }) = step else { continue };
                let Some(upload) = ranking.live.uploads.get(usize::from(figure.place.file)) else { continue };
                if files.iter().all(|(known, _)| known != upload)
                    && let Some(row) = upload_by_id(engine, ranking.row.id, *upload)?
                {
                    files.push((*upload, row.file_name));
                }
            }
            Ok(files)
        })
    }

    fn urging_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        fields: &PaperFields,
        filled: &Filled,
    ) -> Result<Paper, Problem> {
        self.demand(actor, Right::ViewRanking)?;
        let wanted = fields.lacking()?;
        let plan = self.plan(actor, plan_id)?;
        let deadlines = self.deadlines(actor, plan_id)?;
        let (frame, states) = self.report_states(actor, plan_id)?;
        let only = Some(fields.cluster.as_str()).filter(|code| !code.is_empty());
        let only = only.map(|code| frame.cluster(code)).transpose()?;
        let of_cluster = |state: &&ReportState| {
            let cluster = frame.units.get(state.unit).cluster;
            only.is_none_or(|only| cluster == Some(only))
        };
        let states: Vec<&ReportState> = states.iter().filter(of_cluster).collect();
        let mut clusters: Vec<(String, Vec<Urged>)> =
            frame.clusters().map(|(_, name)| (name.vi.clone(), Vec::new())).collect();
        for state in &states {
            let unit = frame.units.get(state.unit);
            let lacking = lacking_of(state).filter(|lacking| wanted.is_none_or(|wanted| wanted == *lacking));
            let (Some(lacking), Some(cluster)) = (lacking, unit.cluster) else { continue };
            clusters[cluster as usize].1.push(Urged {
                name: unit.name().to_owned(),
                code: unit.code().to_owned(),
                lacking,
                due: deadlines.of(state.unit).map(on_the_wall),
            });
        }
        clusters.retain(|(_, units)| !units.is_empty());
        for (_, units) in &mut clusters {
            units.sort_by_key(|unit| unit.lacking);
        }
        // Who reaches but some units writes of these alone, and says so.
        let reach = actor.reach.as_deref().and_then(|code| frame.unit(code));
        let reach = reach.map(|unit| frame.units.get(unit).name().to_owned());
        let told = Urging {
            plan: &frame.plan,
            clusters,
            expected: states.len(),
            received: states.iter().filter(|state| state.version.is_some()).count(),
            only: only.map(|only| frame.units.clusters[only as usize].name.vi.clone()).or(reach),
            due: plan.reports_due.map(on_the_wall),
            answer_by: fields.answer_by,
            now: on_the_wall(self.now()),
        };
        let seal = self.seal(actor, Standing::OfReports, None)?;
        let document = urging(&told, filled, &seal);
        Ok(Paper { plan, document })
    }

    fn summary_paper(
        &self,
        actor: &Actor,
        plan_id: i64,
        fields: &PaperFields,
        (texts, filled): (&Texts, &Filled),
    ) -> Result<Paper, Problem> {
        let source = self.source(actor, plan_id, fields.ranking)?;
        // Counts of reports are told of all units, so who reaches but some can't have them.
        if actor.reach.is_some() {
            return Err(OUT_OF_REACH.with("units", "*"));
        }
        let before = match fields.compare {
            Some(other) if other == plan_id => {
                return Err(FIELD_REFUSED.with("field", "compare").with("expected", format!("≠ {plan_id}")));
            }
            Some(other) => Some(self.stored_source(actor, other, fields.compare_ranking)?),
            None => None,
        };
        let counts: Completeness = self.completeness(actor, plan_id)?.1.into_iter().sum();
        let reporting = Reporting {
            expected: counts.expected,
            received: counts.received,
            on_time: counts.on_time,
            late: counts.late,
            accepted: counts.accepted,
        };
        let seal = self.seal(actor, source.standing.clone(), source.stored())?;
        let persons = self.proposed_persons(actor, plan_id)?;
        let commended = self.commended(actor, plan_id)?;
        let commended_before = match fields.compare {
            Some(other) => self.commended(actor, other)?,
            None => None,
        };
        let people = People {
            persons: &persons,
            commended: commended.as_ref(),
            commended_before: commended_before.as_ref(),
        };
        let document = source.with_material(|now| match &before {
            Some((before, number)) => before.with_material(|before| {
                let told = Summary { now, reporting, before: Some((before, *number)), people };
                summary(texts, &told, filled, &seal)
            }),
            None => summary(texts, &Summary { now, reporting, before: None, people }, filled, &seal),
        });
        Ok(Paper { plan: source.plan, document })
    }

    /// The stored ranking of another plan, with its number.
    fn stored_source(
        &self,
        actor: &Actor,
        plan_id: i64,
        number: Option<i64>,
    ) -> Result<(Source, i64), Problem> {
        let source = self.source(actor, plan_id, number)?;
        match source.stored() {
            Some((number, _)) => Ok((source, number)),
            None => Err(PLAN_STATE.with("state", &source.plan.state).with("allowed", "ranked, finalised")),
        }
    }
}

/// Where a figure was read: row and column of a file by its number in the sheet, or which appraisal gave it.
fn place_in(texts: &Texts, ranking: &LiveRanking, files: &[(i64, String)], figure: Figure) -> Option<String> {
    let upload = *ranking.live.uploads.get(usize::from(figure.place.file))?;
    let row = figure.place.row.to_string();
    if upload == APPRAISALS {
        return Some(format!("thẩm định số {row}"));
    }
    let file = format!("tệp {}", files.iter().position(|(known, _)| *known == upload)? + 1);
    let column = format::column_letters(u32::from(figure.place.column) + 1);
    Some(texts.get("figure-place", &[("file", file.into()), ("row", row.into()), ("column", column.into())]))
}

/// The kinds of documents of a plan that somebody may have.
pub fn papers_for(actor: &Actor, plan: &PlanRow) -> Vec<PaperKind> {
    let is_final = state_of(plan) == PlanState::Finalised;
    let sees = actor.may(Right::ViewRanking);
    let own = actor.reach.is_some() && actor.may(Right::View);
    let fits = |kind: &PaperKind| match kind {
        PaperKind::Submission => sees || is_final,
        PaperKind::Explanation => sees || is_final || own,
        PaperKind::Urging => sees,
        PaperKind::Summary => (sees || is_final) && actor.reach.is_none(),
        // Which members there are is asked when minutes are made.
        PaperKind::Minutes => actor.reach.is_none() && actor.may(Right::ViewCases),
        // Before a ranking is stored nothing is decided.
        PaperKind::Decision => {
            actor.may(Right::View) && matches!(state_of(plan), PlanState::Ranked | PlanState::Finalised)
        }
        PaperKind::Achievements => actor.may(Right::ViewCases),
    };
    PaperKind::ALL.iter().copied().filter(fits).collect()
}

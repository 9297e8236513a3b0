//! How firm the places of some lines of a ranking are, in a few words each.

use std::sync::Arc;

use crate::app::actor::Actor;
use crate::app::live::Basis;
use crate::app::problem::Problem;
use crate::app::ranking::LiveRanking;
use crate::app::service::Service;
use crate::app::snapshot::Published;
use crate::contest::fragility::fragilities_of;
use crate::documents::fragility::fragility_short;
use crate::documents::ranking_table::Line;
use crate::text::Texts;

/// The ranking as it stands that a stored one is the same as; `None` where what stands now isn't what that was made
/// from, so that nothing can be told of it any more.
///
/// # Errors
/// When the actor may not; and those of the database.
pub fn standing_of(
    service: &Service,
    actor: &Actor,
    plan: i64,
    stored: &Published,
) -> Result<Option<Arc<LiveRanking>>, Problem> {
    let Some((_, current, is_stale)) = service.published_now(actor, plan)? else { return Ok(None) };
    if is_stale || current.row.number != stored.row.number {
        return Ok(None);
    }
    service.ranking(actor, plan, Basis::Accepted, stored.row.as_of).map(Some)
}

/// How firm the places of lines are, in the order asked for; empty for lines without a rank.
pub fn firmness(texts: &Texts, ranking: &LiveRanking, lines: &[&Line]) -> Vec<String> {
    ranking.with_plain_document(|document| {
        let scores = &document.scored.scores.units;
        let participant = |line: &&Line| {
            let unit = ranking.frame.unit(&line.code).filter(|_| !line.is_unranked)?;
            let at = scores.binary_search_by_key(&unit, |score| score.unit).ok()?;
            u32::try_from(at).ok()
        };
        let participants: Vec<Option<u32>> = lines.iter().map(participant).collect();
        let wanted: Vec<u32> = participants.iter().flatten().copied().collect();
        let mut found = fragilities_of(&document.contest, document.scored, &wanted).into_iter();
        let told = participants.into_iter().map(|participant| {
            let Some(participant) = participant else { return String::new() };
            let fragility = found.next().unwrap_or_default();
            let short = fragility_short(texts, document, participant, &fragility);
            short.unwrap_or_else(|| texts.word("ranking-firm"))
        });
        told.collect()
    })
}

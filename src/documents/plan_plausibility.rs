//! What a plan asks to have a look at among the figures, in words, with every threshold.

use crate::contest::plan::plausibility::{NoSpread, Per};
use crate::contest::plan::{Plan, Plausibility, PlausibilityKind};
use crate::text::{Part, Texts, format};

/// What an entry looks for, as one sentence.
pub fn look_text(texts: &Texts, plan: &Plan, entry: &Plausibility) -> String {
    let language = texts.language();
    let names = |metrics: &[usize]| {
        let names = metrics.iter().map(|metric| plan.metrics[*metric].name.in_language(language));
        Part::from(names.collect::<Vec<_>>().join("; "))
    };
    let per = |per: Per| {
        Part::from(texts.word(match per {
            Per::Parent => "words-look-per-parent",
            Per::Cluster => "words-look-per-cluster",
            Per::All => "words-look-per-all",
        }))
    };
    let parts = match &entry.kind {
        PlausibilityKind::CopiedRows(it) => vec![
            ("figures", names(&it.of)),
            ("per", per(it.per)),
            ("count", it.at_least_figures.into()),
            ("size", it.not_below.into()),
        ],
        PlausibilityKind::RoundNumbers(it) => vec![
            ("figures", names(&it.of)),
            ("multiple", it.multiple_of.into()),
            ("count", it.at_least_figures.into()),
            ("share", format::percent(it.share, language).into()),
        ],
        PlausibilityKind::LastDigit(it) => vec![
            ("figures", names(&it.of)),
            ("per", per(it.per)),
            ("count", it.at_least_figures.into()),
            ("size", it.not_below.into()),
            ("limit", format::numeral(it.chi_square_above, language).into()),
        ],
        PlausibilityKind::AlwaysEqual(it) => vec![
            ("left", names(&[it.left])),
            ("right", names(&[it.right])),
            ("per", per(it.per)),
            ("count", it.at_least_units.into()),
        ],
        PlausibilityKind::Outlier(it) => vec![
            ("criterion", plan.criteria[it.of].name.in_language(language).into()),
            ("limit", format::numeral(it.score_above, language).into()),
            ("count", it.at_least_units.into()),
            (
                "spread",
                texts
                    .word(match it.no_spread {
                        NoSpread::Nothing => "words-look-spread-nothing",
                        NoSpread::AnyDifference => "words-look-spread-any_difference",
                    })
                    .into(),
            ),
        ],
        PlausibilityKind::Change(it) => vec![
            ("figures", names(&it.of)),
            ("limit", format::percent(it.more_than, language).into()),
            ("count", it.by_at_least.into()),
        ],
    };
    texts.get(&format!("words-look-{}", entry.kind.code()), &parts)
}

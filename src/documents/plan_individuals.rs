//! What a plan says of persons, in words: how they are judged is told like the rest of a plan.

use super::plan_text::{Section, Sentence, how_judged};
use crate::contest::plan::{Clustering, Individuals, Plan, UnitMust};
use crate::text::{Part, Texts};

/// The sections about persons; none where a plan has no part about them.
pub(super) fn individual_sections(texts: &Texts, plan: &Plan) -> Vec<Section> {
    let Some(individuals) = &plan.individuals else { return Vec::new() };
    let who = who(texts, plan, individuals).into_iter().map(Sentence::from).collect();
    let mut sections = vec![Section { title: texts.word("words-individuals"), sentences: who }];
    sections.extend(how_judged(texts, &individuals.plan).into_iter().map(|section| Section {
        title: texts.get("words-of-individuals", &[("title", section.title.into())]),
        sentences: section.sentences,
    }));
    sections
}

fn who(texts: &Texts, plan: &Plan, individuals: &Individuals) -> Vec<String> {
    let language = texts.language();
    let mut lines = Vec::new();
    for (kind, leads) in individuals.plan.subjects.iter().zip(&individuals.leads) {
        let key = if *leads { "words-kind-leads" } else { "words-kind-direct" };
        lines.push(texts.get(key, &[("kind", Part::from(kind.name.in_language(language)))]));
    }
    lines.push(match individuals.unit {
        None => texts.word("words-unit-free"),
        Some(UnitMust::Gates) => texts.word("words-unit-gates"),
        Some(UnitMust::Award(award)) => {
            let name = plan.awards[award].name.in_language(language);
            texts.get("words-unit-award", &[("award", name.into())])
        }
    });
    lines.push(texts.word(match individuals.plan.clusters {
        Clustering::Column => "words-person-clusters-column",
        Clustering::Parent => "words-person-clusters-parent",
        Clustering::Subject => "words-person-clusters-subject",
        Clustering::Level | Clustering::One => "words-person-clusters-one",
    }));
    lines.push(texts.get("words-retention", &[("years", individuals.retention_years.into())]));
    lines
}

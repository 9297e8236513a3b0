//! Compares figures that need a look with those that a case expects.

use thidua::contest::plausibility::{About, Group, Remark, Sight, look};
use thidua::contest::words::Language;
use thidua::documents::remark::Telling;
use thidua::text::Texts;

use crate::case_file::{CaseFile, ExpectedRemark};
use crate::contest_files::ContestFiles;

/// A remark with codes for indexes: the entry, its units, its group and how many of its units have the figures.
type Coded = (String, Vec<String>, Option<String>, Option<u32>);

fn coded(read: &ContestFiles, remark: &Remark) -> Coded {
    let code = |unit: u32| read.units.get(unit).code().to_owned();
    let entry = read.plan.plausibility[remark.entry].code.clone();
    match &remark.about {
        About::Units(units) => (entry, units.iter().map(|unit| code(*unit)).collect(), None, None),
        About::Group { group, units } => {
            let group = match *group {
                Group::All => "all".to_owned(),
                Group::Parent(parent) => code(parent),
                Group::Cluster(cluster) => read.units.clusters[cluster as usize].code.clone(),
            };
            (entry, Vec::new(), Some(group), Some(*units))
        }
    }
}

fn is_expected(found: &Coded, told: &str, expected: &ExpectedRemark) -> bool {
    let expected_code =
        (expected.entry.clone(), expected.units.clone(), expected.group.clone(), expected.in_group);
    *found == expected_code && told.contains(&expected.says)
}

/// How the remarks differ from those expected. What the plan looks for has to be expected, or that nothing is found.
pub fn compare_remarks(case: &CaseFile, read: &ContestFiles, differences: &mut Vec<String>) {
    let Some(expected) = &case.expect.remarks else {
        if !read.plan.plausibility.is_empty() {
            differences.push("the plan looks for figures, but the case states no remarks".to_owned());
        }
        return;
    };
    let (plan, units) = (&read.plan, &read.units);
    let looked = look(&Sight { plan, units, reports: &read.reports, earlier: read.earlier.as_ref() });
    let texts = Texts::new(Language::English);
    let told = |remark: &Remark| Telling { texts: &texts, plan, units }.sentence(remark);
    if looked.remarks.len() != expected.len() {
        differences.push(format!("{} remarks are expected", expected.len()));
        differences.extend(looked.remarks.iter().map(|it| format!("{:?}: {}", coded(read, it), told(it))));
        return;
    }
    for (remark, expected) in looked.remarks.iter().zip(expected) {
        let (code, told) = (coded(read, remark), told(remark));
        if !is_expected(&code, &told, expected) {
            differences.push(format!("expected {expected:?}, found {code:?}: {told}"));
        }
    }
}

//! What a set of files leaves out: units that haven't reported, and figures that no file has a column for.

use super::fold::fold;
use super::header::{HeaderNames, Meaning, slot_spellings};
use super::reports::ReadOptions;
use super::understood::{Shape, Understood};
use crate::contest::figure::Reports;
use crate::contest::finding::{Findings, Spot};
use crate::contest::finding_code as codes;
use crate::contest::plan::{Across, Criterion, Plan, Rule, Sum};
use crate::contest::summing::has_figures;
use crate::contest::unit::{Unit, Units};
use crate::contest::words::Words;

/// How many units or figures one finding names.
const NAMED: usize = 20;

/// Says which participants have no figure at all, and which figures that criteria need no file has a column for. A set
/// of which no file could be read says nothing; nor does a long table of which rows were left out as received later say
/// which figures it hasn't.
pub fn check_coverage(
    (plan, units): (&Plan, &Units),
    options: &ReadOptions,
    reports: &Reports,
    understood: &[Understood],
    findings: &mut Findings,
) {
    if understood.is_empty() {
        return;
    }
    tell_units((plan, units), reports, findings);
    if options.as_of.is_none() || understood.iter().all(|file| file.shape == Shape::Wide) {
        let participants = units.list.iter().filter(|unit| unit.cluster.is_some());
        let levels = levels_of(plan, participants);
        tell_figures((plan, units), &levels, reports, understood, findings);
    }
}

/// Says which figures that criteria need of some units a file has no column for, and no unit has already: `reports` are
/// those that would stand with the file.
pub fn check_columns(
    (plan, units): (&Plan, &Units),
    of_file: &[u32],
    options: &ReadOptions,
    reports: &Reports,
    understood: &Understood,
    findings: &mut Findings,
) {
    if options.as_of.is_none() || understood.shape == Shape::Wide {
        let participants = of_file.iter().map(|unit| units.get(*unit)).filter(|unit| unit.cluster.is_some());
        let levels = levels_of(plan, participants);
        tell_figures((plan, units), &levels, reports, std::slice::from_ref(understood), findings);
    }
}

/// For each level whether one of the units is of it.
fn levels_of<'u>(plan: &Plan, units: impl Iterator<Item = &'u Unit>) -> Vec<bool> {
    let mut levels = vec![false; plan.levels.len()];
    for unit in units {
        levels[usize::from(unit.level)] = true;
    }
    levels
}

fn tell_units((plan, units): (&Plan, &Units), reports: &Reports, findings: &mut Findings) {
    let participants = || (0_u32..).zip(&units.list).filter(|(_, unit)| unit.cluster.is_some());
    let has_any = |unit: u32| reports.has_reported(unit) || has_figures(plan, units, reports, unit);
    let silent = || participants().filter(|(index, _)| !has_any(*index)).map(|(_, unit)| unit);
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let missing = silent().count();
    if missing == 0 {
        return;
    }
    codes::UNIT_NO_REPORT.raise(findings, |draft| {
        let names: Vec<String> =
            silent().take(NAMED).map(|unit| format!("{} ({})", unit.name(), unit.code())).collect();
        draft
            .at(Spot::default())
            .with("missing", count(missing))
            .with("participants", count(participants().count()))
            .with("units", names.join(", "))
            .with("others", count(missing.saturating_sub(NAMED)))
    });
}

/// A header that isn't known, and where it stands.
struct UnknownHeader {
    spot: Spot,
    key: String,
}

fn tell_figures(
    (plan, units): (&Plan, &Units),
    levels: &[bool],
    reports: &Reports,
    understood: &[Understood],
    findings: &mut Findings,
) {
    let names = HeaderNames::of_reports(plan);
    let mut covered = vec![false; plan.slots()];
    let mut unknown: Vec<UnknownHeader> = Vec::new();
    for file in understood.iter().filter(|file| file.shape == Shape::Wide) {
        let headers: Vec<String> = file.headers().collect();
        for (at, column) in names.columns(headers.iter().map(String::as_str)).iter().enumerate() {
            match column.meaning {
                Meaning::Slot(slot) => covered[slot] = true,
                Meaning::Unknown => unknown.push(UnknownHeader {
                    spot: Spot {
                        file: file.file.clone(),
                        row: file.header_row,
                        column: u16::try_from(at + 1).unwrap_or(u16::MAX),
                        header: column.text.clone(),
                    },
                    key: fold(&column.text),
                }),
                _ => {}
            }
        }
    }
    for (slot, covered) in covered.iter_mut().enumerate().filter(|(_, covered)| !**covered) {
        *covered = (0_u32..).zip(&units.list).any(|(unit, _)| reports.figure(unit, slot).is_some());
    }
    let (missing, judged) = missing_slots(plan, levels, &covered);
    let mut alone = Vec::new();
    for slot in missing.iter().copied().chain(judged) {
        let spellings: Vec<String> = slot_spellings(plan, slot).iter().map(|name| fold(name)).collect();
        let near = unknown.iter().find(|header| spellings.iter().any(|name| is_near(name, &header.key)));
        match near {
            Some(header) => codes::METRIC_NO_COLUMN.raise(findings, |draft| {
                let draft = draft.at(header.spot.clone()).with_read(&header.spot.header);
                draft
                    .with("metrics", plan.slot_name(slot))
                    .with("others", 0)
                    .with("suggestions", header.spot.header.as_str())
            }),
            None if missing.contains(&slot) => alone.push(slot),
            None => {}
        }
    }
    if !alone.is_empty() {
        codes::METRIC_NO_COLUMN.raise(findings, |draft| {
            let others = i64::try_from(alone.len().saturating_sub(NAMED)).unwrap_or(i64::MAX);
            let names: Vec<Words> = alone.iter().take(NAMED).map(|slot| plan.slot_name(*slot)).collect();
            let joined = |name: fn(&Words) -> &str| names.iter().map(name).collect::<Vec<_>>().join(", ");
            let metrics = Words { vi: joined(|name| &name.vi), en: joined(|name| &name.en) };
            draft.at(Spot::default()).with("metrics", metrics).with("others", others).with("suggestions", "")
        });
    }
}

/// The slots that criteria need and that aren't covered: those that units report, and those that scorers give later.
fn missing_slots(plan: &Plan, levels: &[bool], covered: &[bool]) -> (Vec<usize>, Vec<usize>) {
    let mut missing = vec![false; covered.len()];
    let mut judged = vec![false; covered.len()];
    let reported = |slot: usize| {
        let item = plan.slot(slot).1;
        item.is_none_or(|item| item.levels.is_empty() || item.levels.iter().any(|level| levels[*level]))
    };
    for criterion in &plan.criteria {
        let needed = needed(plan, criterion, covered).into_iter().filter(|slot| reported(*slot));
        let given_later = matches!(criterion.rule, Rule::Judged { .. });
        for slot in needed.filter(|slot| !covered[*slot]) {
            if given_later { judged[slot] = true } else { missing[slot] = true }
        }
    }
    let listed = |flags: Vec<bool>| -> Vec<usize> {
        flags.iter().enumerate().filter(|(_, flag)| **flag).map(|(slot, _)| slot).collect()
    };
    (listed(missing), listed(judged))
}

/// The slots that a criterion is judged by. Counts aren't needed where their percentage is stated.
fn needed(plan: &Plan, criterion: &Criterion, covered: &[bool]) -> Vec<usize> {
    let slots = |metric: usize, across: Across| {
        let metric = &plan.metrics[metric];
        match across {
            Across::One(item) => metric.first_slot + item..metric.first_slot + item + 1,
            Across::Whole | Across::Each | Across::Pooled => {
                metric.first_slot..metric.first_slot + plan.items_of(metric)
            }
        }
    };
    let of_sum = |sum: &Sum, across: Across| -> Vec<usize> {
        sum.terms.iter().flat_map(|term| slots(term.metric, across)).collect()
    };
    match &criterion.rule {
        Rule::Ratio { stated: Some(stated), across, .. }
            if slots(*stated, *across).any(|slot| covered[slot]) =>
        {
            Vec::new()
        }
        Rule::Ratio { of, to, across, .. } => [of_sum(of, *across), of_sum(to, *across)].concat(),
        Rule::Count { of, across, .. } => of_sum(of, *across),
        Rule::Flag { of, across, .. } => slots(*of, *across).collect(),
        Rule::Milestone { of, document, .. } => [Some(*of), *document]
            .into_iter()
            .flatten()
            .flat_map(|metric| slots(metric, Across::Whole))
            .collect(),
        Rule::Judged { of, .. } => slots(*of, Across::Whole).collect(),
        Rule::Standing { .. } => Vec::new(),
    }
}

/// Whether a header, both folded, may have been meant for a name: most of their words are the same, or nearly all
/// letters.
fn is_near(name: &str, header: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let mut left = words.clone();
    let mut shared = 0;
    let mut of_header = 0;
    for word in header.split(' ') {
        of_header += 1;
        if let Some(at) = left.iter().position(|other| *other == word) {
            left.swap_remove(at);
            shared += 1;
        }
    }
    let length = name.chars().count();
    let by_words = shared >= 3 && shared * 10 >= (words.len() + of_header) * 3;
    by_words || strsim::osa_distance(name, header) <= (length / 4).min(3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::finding::Argument;
    use crate::contest::plan::{Total, sample};
    use crate::intake::layout::Layout;
    use crate::intake::reports::{open_reports, read_reports};
    use crate::intake::source_file::SourceFile;
    use crate::intake::units::read_units;

    /// A synthetic plan that judges incidents and whether the report is complete; `units` districts.
    fn found(units: usize, reports: &[&str]) -> Vec<(String, String)> {
        let mut plan = sample::plan();
        plan.metrics[3].name = Words::same("Số cử tri tham gia bầu cử");
        let criterion = |code: &str, rule: Rule| Criterion {
            code: code.to_owned(),
            number: String::new(),
            name: Words::same(code),
            source: String::new(),
            verbatim: false,
            owner: None,
            evidence: None,
            gate: true,
            branch: None,
            total: Total::Base,
            rule,
            hold_when: None,
            points: None,
        };
        plan.criteria = vec![
            criterion(
                "incidents",
                Rule::Count { of: sample::sum(&[(1, 3)]), across: Across::Whole, bar: None },
            ),
            criterion("complete", Rule::Flag { of: 4, expect: true, across: Across::Whole }),
            criterion(
                "households",
                Rule::Count { of: sample::sum(&[(1, 0)]), across: Across::Each, bar: None },
            ),
        ];
        let list: String = (1..=units).map(|unit| format!("{unit:03},Huyện {unit},district\n")).collect();
        let list = format!("code,name,level\n01,Tỉnh Thử,province\n{list}");
        let mut findings = Findings::default();
        let units = read_units(SourceFile::new("units.csv", list.as_bytes()), &plan, &mut findings);
        let files: Vec<SourceFile<'_>> =
            reports.iter().map(|text| SourceFile::new("r.csv", text.as_bytes())).collect();
        let options = ReadOptions::default();
        let (reports, understood) = read_reports(
            open_reports(&files, &Layout::default()),
            &plan,
            &units,
            &options,
            &mut findings,
            &|_| {},
        );
        let mut findings = Findings::default();
        check_coverage((&plan, &units), &options, &reports, &understood, &mut findings);
        let shown = |argument: &Argument| match argument {
            Argument::Text(text) => text.clone(),
            Argument::Words(words) => words.vi.clone(),
            Argument::Count(count) => count.to_string(),
            other => format!("{other:?}"),
        };
        let say = |found: &&crate::contest::finding::Finding| {
            let spot = &found.spot;
            let arguments: Vec<String> =
                found.arguments.iter().map(|(_, argument)| shown(argument)).collect();
            (format!("{}:{}:{} {}", spot.file, spot.row, spot.column, found.code), arguments.join(" | "))
        };
        findings.in_order().iter().map(say).collect()
    }

    #[test]
    fn units_without_a_report_are_named_up_to_twenty_and_counted_exactly() {
        let whole = "code,incidents,complete,households.permanent\n001,1,có,5\n";
        let code = ":0:0 unit.no_report".to_owned();
        assert_eq!(found(1, &[whole]), []);
        assert_eq!(
            found(3, &[whole]),
            [(code.clone(), "2 | 3 | Huyện 2 (002), Huyện 3 (003) | 0".to_owned())]
        );
        let many = found(130, &[whole]);
        assert_eq!((many.len(), &many[0].0), (1, &code));
        assert!(many[0].1.starts_with("129 | 130 | Huyện 2 (002), "), "{}", many[0].1);
        assert!(many[0].1.ends_with("Huyện 21 (021) | 109"), "{}", many[0].1);
        assert_eq!(found(3, &["không phải tiêu đề\n"]), [], "no file could be read");
    }

    #[test]
    fn a_unit_whose_values_were_all_refused_has_reported_all_the_same() {
        let refused = "code,incidents,complete,households.permanent\n001,1.2.3,maybe,x\n";
        assert_eq!(found(1, &[refused]), []);
    }

    #[test]
    fn figures_that_criteria_need_and_no_file_has_are_named_with_a_near_header() {
        let near = found(1, &["code,So cu tri di bau cu,complete\n001,1,có\n"]);
        assert_eq!(
            near,
            [
                (":0:0 metric.no_column".to_owned(), "Số hộ trong danh sách (thường trú) | 0 | ".to_owned()),
                (
                    "r.csv:1:2 metric.no_column".to_owned(),
                    "Số cử tri tham gia bầu cử | 0 | So cu tri di bau cu".to_owned()
                ),
            ]
        );
        let long = "unit,metric,value\n001,incidents,1\n001,complete,có\n001,households.permanent,2\n";
        assert_eq!(found(1, &[long]), []);
        let two_files = ["code,incidents\n001,1\n", "code,complete,households.permanent\n001,có,\n"];
        assert_eq!(found(1, &two_files), [], "a column that is there and blank isn't missing");
    }
}

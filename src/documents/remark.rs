//! Figures that need a look, in words: who, which numbers, the sum worked out, the plan's threshold, and what innocent
//! reasons there may be.

use num_bigint::BigInt;
use num_traits::Signed;

use super::rule::in_percent;
use crate::contest::fraction::{Fraction, Numeral};
use crate::contest::plan::plausibility::{AlwaysEqual, Change, CopiedRows, LastDigit, Outlier, RoundNumbers};
use crate::contest::plan::{Plan, Plausibility, PlausibilityKind};
use crate::contest::plausibility::last_digit::chi_square;
use crate::contest::plausibility::{Distance, Exact, Examined, Group, Remark, Workings};
use crate::contest::unit::Units;
use crate::text::{Part, Texts, format};

/// How many units a sentence names; how many more there are is told.
const NAMED: usize = 20;

/// How many decimals are shown of what is worked out; what is cut off is marked.
const DECIMALS: u8 = 4;

/// What a remark is told with.
#[derive(Clone, Copy)]
pub struct Telling<'a> {
    /// The texts.
    pub texts: &'a Texts,
    /// The plan.
    pub plan: &'a Plan,
    /// All units.
    pub units: &'a Units,
}

/// The name of what an entry of the plan looks for.
pub fn kind_text(texts: &Texts, kind: &PlausibilityKind) -> String {
    texts.word(&format!("remark-kind-{}", kind.code()))
}

/// What innocent reasons there may be.
pub fn innocent_text(texts: &Texts, kind: &PlausibilityKind) -> String {
    texts.word(&format!("remark-innocent-{}", kind.code()))
}

/// How much was looked at for an entry: `96.765 đơn vị đã xem, 12 cần xem lại`.
pub fn examined_text(texts: &Texts, entry: &Plausibility, examined: &Examined) -> String {
    if examined.without_earlier {
        return texts.word("remark-without-earlier");
    }
    let of = if entry.kind.is_of_groups() { "groups" } else { "units" };
    let parts = [("examined", examined.examined.into()), ("remarked", examined.remarked.into())];
    let mut text = texts.get(&format!("remark-examined-{of}"), &parts);
    if examined.too_few > 0 {
        text.push(' ');
        text.push_str(&texts.get(&format!("remark-too-few-{of}"), &[("count", examined.too_few.into())]));
    }
    if examined.without_spread > 0 {
        text.push(' ');
        text.push_str(&texts.get("remark-without-spread", &[("count", examined.without_spread.into())]));
    }
    text
}

impl Telling<'_> {
    /// Units by name and code: the first of them, and how many more.
    pub fn units_text(&self, units: &[u32]) -> String {
        let named =
            |unit: &u32| format!("{} ({})", self.units.get(*unit).name(), self.units.get(*unit).code());
        let all: Vec<String> = units.iter().take(NAMED).map(named).collect();
        let more = units.len().saturating_sub(NAMED);
        self.texts.get("remark-units", &[("units", all.join(", ").into()), ("more", more.into())])
    }

    /// A group of units.
    pub fn group_text(&self, group: Group) -> String {
        match group {
            Group::All => self.texts.word("remark-group-all"),
            Group::Parent(unit) => {
                self.texts.get("remark-group-parent", &[("unit", self.units_text(&[unit]).into())])
            }
            Group::Cluster(cluster) => {
                self.texts.get("remark-group-cluster", &[("cluster", self.cluster(cluster).into())])
            }
        }
    }

    /// The numbers of a remark, worked out against the plan's threshold.
    pub fn sentence(&self, remark: &Remark) -> String {
        let kind = &self.plan.plausibility[remark.entry].kind;
        match (&remark.workings, kind) {
            (Workings::CopiedRows { figures, counted }, PlausibilityKind::CopiedRows(rule)) => {
                self.copied_rows(remark, figures, *counted, rule)
            }
            (Workings::RoundNumbers { figures, round }, PlausibilityKind::RoundNumbers(rule)) => {
                self.round_numbers(remark, figures, *round, rule)
            }
            (Workings::LastDigit { digits }, PlausibilityKind::LastDigit(rule)) => {
                self.last_digit(remark, digits, rule)
            }
            (Workings::AlwaysEqual, PlausibilityKind::AlwaysEqual(rule)) => self.always_equal(remark, rule),
            (Workings::Outlier(distance), PlausibilityKind::Outlier(rule)) => self.outlier(distance, rule),
            (Workings::Change { figures }, PlausibilityKind::Change(rule)) => {
                self.change(remark, figures, rule)
            }
            _ => unreachable!("a remark has the workings of its entry's kind"),
        }
    }

    fn slot(&self, slot: usize) -> String {
        self.plan.slot_name(slot).in_language(self.texts.language()).to_owned()
    }

    fn cluster(&self, cluster: u32) -> &str {
        self.units
            .clusters
            .get(cluster as usize)
            .map_or("", |cluster| cluster.name.in_language(self.texts.language()))
    }

    fn count(&self, count: i64) -> String {
        format::count(count, self.texts.language())
    }

    /// Figures with their names: `Cử tri 1.234; Đã bầu 1.230`.
    fn figures(&self, slots: &[usize], figures: impl Iterator<Item = Option<i64>>) -> String {
        let named = slots.iter().zip(figures).map(|(slot, count)| {
            let count = count.map_or_else(|| self.texts.word("remark-missing"), |count| self.count(count));
            format!("{}: {count}", self.slot(*slot))
        });
        named.collect::<Vec<_>>().join("; ")
    }

    fn copied_rows(
        &self,
        remark: &Remark,
        figures: &[Option<i64>],
        counted: u32,
        rule: &CopiedRows,
    ) -> String {
        let parts = [
            ("figures", self.figures(&remark.slots, figures.iter().copied()).into()),
            ("counted", counted.into()),
            ("size", rule.not_below.into()),
            ("least", rule.at_least_figures.into()),
        ];
        self.texts.get("remark-copied_rows", &parts)
    }

    fn round_numbers(&self, remark: &Remark, figures: &[i64], round: u32, rule: &RoundNumbers) -> String {
        let language = self.texts.language();
        let reported = i64::try_from(figures.len()).expect("a plan has few metrics");
        let share = format::exact_percent(Fraction::new(round.into(), reported), 2, language);
        let parts = [
            ("figures", self.figures(&remark.slots, figures.iter().copied().map(Some)).into()),
            ("round", round.into()),
            ("reported", reported.into()),
            ("multiple", rule.multiple_of.into()),
            ("share", share.into()),
            ("limit", format::percent(rule.share, language).into()),
            ("least", rule.at_least_figures.into()),
        ];
        self.texts.get("remark-round_numbers", &parts)
    }

    fn last_digit(&self, remark: &Remark, digits: &[u64; 10], rule: &LastDigit) -> String {
        let language = self.texts.language();
        let (above, figures) = chi_square(digits);
        let squares = (above + figures * figures) / 10;
        let each: Vec<String> = (0..)
            .zip(digits)
            .map(|(digit, count): (u8, _)| format!("{digit}: {}", format::count(*count, language)))
            .collect();
        let names: Vec<String> = remark.slots.iter().map(|slot| self.slot(*slot)).collect();
        let quotient = |above: i128, below: i128| cut(&Exact::new(above.into(), below.into()), 1, language);
        let parts = [
            ("names", names.join("; ").into()),
            ("figures", format::count(figures, language).into()),
            ("size", rule.not_below.into()),
            ("digits", each.join(", ").into()),
            ("expected", quotient(figures, 10).into()),
            ("squares", format::count(squares, language).into()),
            ("value", quotient(above, figures).into()),
            ("limit", format::numeral(rule.chi_square_above, language).into()),
            ("least", rule.at_least_figures.into()),
        ];
        self.texts.get("remark-last_digit", &parts)
    }

    fn always_equal(&self, remark: &Remark, rule: &AlwaysEqual) -> String {
        let slot = |at: usize| remark.slots.get(at).map_or_else(String::new, |slot| self.slot(*slot));
        let parts =
            [("left", slot(0).into()), ("right", slot(1).into()), ("least", rule.at_least_units.into())];
        self.texts.get("remark-always_equal", &parts)
    }

    fn outlier(&self, distance: &Distance, rule: &Outlier) -> String {
        let language = self.texts.language();
        let criterion = &self.plan.criteria[rule.of];
        let (factor, sign) = if in_percent(criterion) { (100, " %") } else { (1, "") };
        let shown = |number: &Exact| format!("{}{sign}", cut(number, factor, language));
        let measure = Exact::new(distance.measure.numerator().into(), distance.measure.denominator().into());
        let mut parts: Vec<(&str, Part<'_>)> = vec![
            ("criterion", criterion.name.in_language(language).to_owned().into()),
            ("fraction", format::fraction(distance.measure, language).into()),
            ("measure", shown(&measure).into()),
            ("median", shown(&distance.median).into()),
            ("units", distance.units.into()),
            ("cluster", self.cluster(distance.cluster).to_owned().into()),
        ];
        let Some(score) = &distance.score else { return self.texts.get("remark-outlier-no-spread", &parts) };
        parts.extend([
            ("spread", shown(&distance.spread).into()),
            ("score", cut(score, 1, language).into()),
            ("quartile", format::numeral(Numeral { mantissa: 6745, scale: 4 }, language).into()),
            ("limit", format::numeral(rule.score_above, language).into()),
            ("least", rule.at_least_units.into()),
        ]);
        self.texts.get("remark-outlier", &parts)
    }

    fn change(&self, remark: &Remark, figures: &[(i64, i64)], rule: &Change) -> String {
        let language = self.texts.language();
        let one = |(slot, (before, now)): (&usize, &(i64, i64))| {
            let by = now - before;
            let sign = if by > 0 { "+" } else { "" };
            let mut parts: Vec<(&str, Part<'_>)> = vec![
                ("figure", self.slot(*slot).into()),
                ("before", (*before).into()),
                ("now", (*now).into()),
                ("by", format!("{sign}{}", self.count(by)).into()),
            ];
            if *before == 0 {
                return self.texts.get("remark-change-from-zero", &parts);
            }
            let percent = format::exact_percent(Fraction::new(by.abs(), *before), 2, language);
            parts.push(("percent", percent.into()));
            self.texts.get("remark-change-one", &parts)
        };
        let all: Vec<String> = remark.slots.iter().zip(figures).map(one).collect();
        let parts = [
            ("changes", all.join("; ").into()),
            ("limit", format::percent(rule.more_than, language).into()),
            ("least", rule.by_at_least.into()),
        ];
        self.texts.get("remark-change", &parts)
    }
}

/// An exact number times a factor, cut (not rounded) to a few decimals; an ellipsis marks that digits were cut.
fn cut(number: &Exact, factor: i64, language: crate::contest::words::Language) -> String {
    let unit = BigInt::from(Fraction::ten_to(DECIMALS));
    let scaled = number * Exact::from(BigInt::from(factor) * unit);
    let whole = scaled.to_integer();
    let digits = format!("{:0>width$}", whole.abs(), width = usize::from(DECIMALS) + 1);
    let (before, after) = digits.split_at(digits.len() - usize::from(DECIMALS));
    let is_cut = !scaled.is_integer();
    let after = if is_cut { after } else { after.trim_end_matches('0') };
    let sign = if scaled.is_negative() { "-" } else { "" };
    let point = if after.is_empty() { "" } else { "." };
    let mark = if is_cut { "…" } else { "" };
    format!("{}{mark}", format::digits(&format!("{sign}{before}{point}{after}"), language))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::words::Language;

    #[test]
    fn exact_numbers_are_cut_and_never_rounded_up() {
        let shown = |above: i64, below: i64, factor| {
            cut(&Exact::new(above.into(), below.into()), factor, Language::English)
        };
        assert_eq!(shown(4047, 1000, 1), "4.047");
        assert_eq!(shown(349_999_999, 100_000_000, 1), "3.4999…");
        assert_eq!(shown(1, 1, 100), "100");
        assert_eq!(shown(31_913, 31_935, 100), "99.9311…");
        assert_eq!(shown(1, 300, 1), "0.0033…");
        assert_eq!(shown(12_345_678, 1, 1), "12,345,678");
    }
}

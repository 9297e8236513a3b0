//! The rules of commendation that the program holds: every file under `fixtures/rules`, read once.

use std::sync::LazyLock;

use chrono::NaiveDate;

use super::problem::{NO_RULES, Problem};
use crate::contest::rules::{RulePack, Rules};
use crate::intake::rule_file::{RuleText, read_rules};
use crate::text::format::date;

/// Names and texts of the rule files.
static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let files: Vec<RuleText<'_>> = FILES.iter().map(|(name, text)| RuleText { name, text }).collect();
    read_rules(&files).unwrap_or_default()
});

/// All rules there are. A test reads the files, so that none with a mistake is ever built in.
pub fn rules() -> &'static Rules {
    &RULES
}

/// The rules for decisions of a day.
///
/// # Errors
/// When there are none: a decision isn't made by rules that are guessed.
pub fn pack_on(day: NaiveDate) -> Result<&'static RulePack, Problem> {
    let first = || rules().packs.first().map_or_else(String::new, |pack| date(pack.days.from));
    rules().pack_on(day).ok_or_else(|| NO_RULES.with("day", date(day)).with("first", first()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::words::Language;
    use crate::intake::plan_file::Mistake;

    #[test]
    fn the_rule_files_have_no_mistake() {
        let files: Vec<RuleText<'_>> = FILES.iter().map(|(name, text)| RuleText { name, text }).collect();
        let told = |mistakes: Vec<Mistake>| -> String {
            mistakes.iter().map(|mistake| mistake.render(Language::English)).collect()
        };
        let read = read_rules(&files).map_err(told);
        assert!(read.as_ref().is_ok_and(|rules| rules.packs.len() >= 3), "{read:?}");
    }

    #[test]
    fn decisions_follow_the_rules_of_their_day() {
        let on = |day: &str| pack_on(day.parse().unwrap()).map(|pack| pack.code.as_str());
        for (day, code) in [
            ("2017-10-01", "decree_91_2017"),
            ("2021-06-15", "decree_91_2017"),
            ("2023-12-31", "decree_91_2017"),
            ("2024-01-01", "decree_98_2023"),
            ("2025-06-30", "decree_98_2023"),
            ("2025-07-01", "decree_152_2025"),
            ("2099-01-01", "decree_152_2025"),
        ] {
            assert_eq!(on(day).ok(), Some(code), "{day}");
        }
        assert_eq!(on("2017-09-30").unwrap_err().code.code, "no_rules");
    }

    #[test]
    fn base_wages_change_on_their_days() {
        let on = |day: &str| rules().wage_on(day.parse().unwrap()).map(|wage| wage.amount);
        for (day, amount) in [
            ("2019-06-30", 1_390_000),
            ("2019-07-01", 1_490_000),
            ("2023-06-30", 1_490_000),
            ("2023-07-01", 1_800_000),
            ("2024-06-30", 1_800_000),
            ("2024-07-01", 2_340_000),
        ] {
            assert_eq!(on(day), Some(amount), "{day}");
        }
        assert_eq!(on("2017-06-30"), None);
    }
}

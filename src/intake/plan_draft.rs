//! A plan as it is put together by answers, and its text as a plan file.

use std::fmt::Write;

use chrono::NaiveDate;

use super::fold::bare;

/// A plan that is being put together.
#[derive(Debug, Default)]
pub struct PlanDraft {
    /// The document's number.
    pub code: String,
    /// Its title.
    pub title: String,
    /// Who issued it.
    pub issuer: String,
    /// The date of issue.
    pub issued: NaiveDate,
    /// First day of the contest.
    pub from: NaiveDate,
    /// Last day of the contest.
    pub to: NaiveDate,
    /// Levels of units from the top down, with whether units of the level take part.
    pub levels: Vec<(Named, bool)>,
    /// How participants are put into clusters: `column`, `parent`, `level` or `one`.
    pub clusters: &'static str,
    /// Whether criteria carry points.
    pub points: bool,
    /// What is reported.
    pub metrics: Vec<(Named, &'static str)>,
    /// What is scored.
    pub criteria: Vec<CriterionDraft>,
    /// Award tiers, highest first.
    pub awards: Vec<AwardDraft>,
}

/// Something with a code made from its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
}

/// A criterion that is being put together.
#[derive(Debug)]
pub struct CriterionDraft {
    /// Code and name.
    pub named: Named,
    /// The plan's own sentence; without it, the name stands for its meaning.
    pub sentence: Option<String>,
    /// Whether it must be met.
    pub gate: bool,
    /// How it is judged.
    pub rule: RuleDraft,
    /// Points when it is met, as a decimal; for judged points the points themselves count.
    pub points: Option<String>,
}

/// How a criterion is judged. Metrics are named by their codes.
#[derive(Debug)]
pub enum RuleDraft {
    /// A ratio against a bar.
    Ratio {
        /// The part.
        of: String,
        /// The whole.
        to: String,
        /// The comparator's key and the bar.
        bar: (&'static str, String),
        /// `exact` or `half_up(2)`.
        compare: &'static str,
    },
    /// A count with a limit.
    Count {
        /// What is counted.
        of: String,
        /// The comparator's key and the limit.
        bar: (&'static str, String),
    },
    /// A yes or no, of which yes is expected.
    Flag {
        /// The question.
        of: String,
    },
    /// A milestone: the last day on time for each level that has one.
    Milestone {
        /// The day it was done.
        of: String,
        /// Codes of levels and days.
        by: Vec<(String, NaiveDate)>,
        /// `calendar` or `working`.
        days: &'static str,
    },
    /// Points given by hand.
    Judged {
        /// The points.
        of: String,
        /// The most that can be given, as a decimal.
        maximum: String,
    },
}

/// How many units get an award.
#[derive(Debug)]
pub enum AmountDraft {
    /// A number of units.
    Number(u32),
    /// A share of those taking part, such as `20%`, and how it is rounded: `down`, `up` or `half_up`.
    Share(String, &'static str),
}

/// An award that is being put together.
#[derive(Debug)]
pub struct AwardDraft {
    /// Code and name.
    pub named: Named,
    /// The plan's own sentence; without it, the name stands for its meaning.
    pub sentence: Option<String>,
    /// The quota's `per`: `cluster` or `overall`.
    pub per: &'static str,
    /// How many.
    pub amount: AmountDraft,
}

impl PlanDraft {
    /// A code made from a name, that nothing of its kind has yet: small letters, digits and `_`.
    pub fn code_of(name: &str, taken: impl Fn(&str) -> bool) -> String {
        let letters = bare(name);
        let letters: String =
            letters.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
        let mut code: String = letters.trim_matches('_').chars().take(40).collect();
        if !code.starts_with(|first: char| first.is_ascii_lowercase()) {
            code.insert_str(0, "m_");
        }
        let free = |code: &str| !taken(code) && !matches!(code, "each" | "pooled");
        if free(&code) {
            return code;
        }
        let numbered = (2..).map(|number| format!("{code}_{number}")).find(|code| free(code));
        numbered.expect("numbers don't end")
    }

    /// The text of the plan file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.heading(&mut text);
        for (metric, kind) in &self.metrics {
            table(&mut text, "metric", metric);
            line(&mut text, format_args!("kind = \"{kind}\"\n"));
        }
        for criterion in &self.criteria {
            criterion.write(&mut text);
        }
        if self.points {
            text.push_str("\n[points]\nscale = 2\nrounding = \"half_up\"\nmissing = \"count_known\"\n");
        }
        self.order(&mut text);
        for award in &self.awards {
            table(&mut text, "award", &award.named);
            meaning(&mut text, award.sentence.as_ref(), &award.named);
            text.push_str("requires = { gates = true }\n");
            let amount = match &award.amount {
                AmountDraft::Number(number) => format!("at_most = {number}"),
                AmountDraft::Share(share, rounding) => {
                    format!("share = {}, of = \"participants\", rounding = \"{rounding}\"", quoted(share))
                }
            };
            line(
                &mut text,
                format_args!("quota = [{{ per = \"{}\", {amount} }}]\non_tie = \"ask\"\n", award.per),
            );
        }
        text
    }

    fn heading(&self, text: &mut String) {
        line(
            text,
            format_args!(
                "[plan]\ncode = {}\ntitle = {{ vi = {} }}\nissuer = {}\nissued = {}\nperiod = {{ from = {}, to = {} }}\n",
                quoted(&self.code),
                quoted(&self.title),
                quoted(&self.issuer),
                self.issued,
                self.from,
                self.to
            ),
        );
        for (level, _) in &self.levels {
            table(text, "level", level);
        }
        if self.levels.iter().any(|(_, takes_part)| !takes_part) {
            let taking_part = self.levels.iter().filter(|(_, takes_part)| *takes_part);
            let codes: Vec<String> = taking_part.map(|(level, _)| quoted(&level.code)).collect();
            line(text, format_args!("\n[participants]\nlevels = [{}]\n", codes.join(", ")));
        }
        line(text, format_args!("\n[clusters]\nby = \"{}\"\n", self.clusters));
    }

    /// The order: points where there are any, then gates, then every ratio and count from its better end.
    fn order(&self, text: &mut String) {
        if self.points {
            text.push_str("\n[[ranking]]\nby = \"points\"\n");
        }
        text.push_str("\n[[ranking]]\nby = \"gates\"\n");
        for criterion in &self.criteria {
            let (RuleDraft::Ratio { bar, .. } | RuleDraft::Count { bar, .. }) = &criterion.rule else {
                continue;
            };
            let prefer = if matches!(bar.0, "at_least" | "more_than") { "highest" } else { "lowest" };
            let code = &criterion.named.code;
            line(
                text,
                format_args!("\n[[ranking]]\nby = \"measure\"\nof = \"{code}\"\nprefer = \"{prefer}\"\n"),
            );
        }
    }
}

impl CriterionDraft {
    fn write(&self, text: &mut String) {
        table(text, "criterion", &self.named);
        meaning(text, self.sentence.as_ref(), &self.named);
        if self.gate {
            text.push_str("gate = true\n");
        }
        match &self.rule {
            RuleDraft::Ratio { of, to, bar: (key, bar), compare } => line(
                text,
                format_args!(
                    "ratio = {{ of = \"{of}\", to = \"{to}\", {key} = {}, compare = \"{compare}\" }}\n",
                    quoted(bar)
                ),
            ),
            RuleDraft::Count { of, bar: (key, bar) } => {
                line(text, format_args!("count = {{ of = \"{of}\", {key} = {} }}\n", quoted(bar)));
            }
            RuleDraft::Flag { of } => line(text, format_args!("flag = {{ of = \"{of}\", expect = true }}\n")),
            RuleDraft::Milestone { of, by, days } => {
                let by: Vec<String> = by.iter().map(|(level, day)| format!("{level} = {day}")).collect();
                let by = by.join(", ");
                line(
                    text,
                    format_args!(
                        "milestone = {{ of = \"{of}\", by_level = {{ {by} }}, days = \"{days}\" }}\n"
                    ),
                );
            }
            RuleDraft::Judged { of, maximum } => {
                line(text, format_args!("judged = {{ of = \"{of}\", maximum = {} }}\n", quoted(maximum)));
            }
        }
        match (&self.rule, &self.points) {
            (_, None) => {}
            (RuleDraft::Judged { .. }, Some(_)) => text.push_str("points = { measure = { factor = 1 } }\n"),
            (_, Some(points)) => {
                line(text, format_args!("points = {{ met = {}, not_met = 0 }}\n", quoted(points)));
            }
        }
    }
}

fn table(text: &mut String, key: &str, named: &Named) {
    line(
        text,
        format_args!("\n[[{key}]]\ncode = \"{}\"\nname = {{ vi = {} }}\n", named.code, quoted(&named.name)),
    );
}

/// The plan's own sentence, or the name in its place.
fn meaning(text: &mut String, sentence: Option<&String>, named: &Named) {
    let (key, words) = sentence.map_or(("restated", &named.name), |sentence| ("source", sentence));
    line(text, format_args!("{key} = {}\n", quoted(words)));
}

fn line(text: &mut String, written: std::fmt::Arguments<'_>) {
    text.write_fmt(written).expect("a text takes whatever is written to it");
}

/// A text in the quotes of TOML.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_made_from_names_and_never_twice() {
        let taken = |code: &str| matches!(code, "xa" | "xa_2");
        let table = [
            ("Tỉnh", "tinh"),
            ("Xã", "xa_3"),
            ("Số hộ đã ký", "so_ho_da_ky"),
            ("Cử tri đã đi bầu", "cu_tri_da_di_bau"),
            ("100 % đúng hạn", "m_100_dung_han"),
            ("each", "each_2"),
            ("…", "m_"),
        ];
        for (name, code) in table {
            assert_eq!(PlanDraft::code_of(name, taken), code, "{name}");
        }
    }
}

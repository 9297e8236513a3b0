//! One cell becomes a value, or a finding says why it can't.

use crate::contest::figure::Value;
use crate::contest::finding_code::{self as codes, FindingCode};
use crate::contest::plan::MetricKind;
use crate::intake::answer::read_answer;
use crate::intake::date::{DateFault, read_date, read_moment};
use crate::intake::fold::fold;
use crate::intake::number::{NumberFault, NumberStyle, proves, read_count, read_number, read_percentage};
use crate::intake::table::Cell;
use crate::intake::understood::NumbersUnderstood;

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Said<'r> {
    /// Nothing: the figure is missing, which is never zero.
    Nothing,
    /// A value.
    Value(Value),
    /// A text.
    Text(&'r str),
}

/// Whether a cell stands for a missing figure.
pub(super) fn is_missing(text: &str) -> bool {
    match text.as_bytes() {
        [] => true,
        [b'0'..=b'9', ..] => false,
        bytes if bytes.len() > 40 => false,
        _ => {
            matches!(text, "-" | "–" | "—" | "−" | "…" | "..." | "--" | "N/A" | "n/a")
                || matches!(fold(text).as_str(), "khong co so lieu" | "chua co so lieu")
        }
    }
}

/// Which styles a file's numbers prove.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    vietnamese: bool,
    english: bool,
}

impl Evidence {
    /// Adds what one cell proves; one that is refused proves nothing. Returns whether both styles are proven, so that
    /// there is nothing more to learn.
    pub fn see(&mut self, cell: Cell<'_>, kind: MetricKind) -> bool {
        if !cell.typed && !is_plain(cell.text) {
            let style = proves(cell.text);
            let taken = || match kind {
                MetricKind::Count => read_count(cell.text, style).is_ok(),
                MetricKind::Percentage { .. } => {
                    read_percentage(cell.text, style, false).is_ok_and(|numeral| numeral.mantissa >= 0)
                }
                _ => read_number(cell.text, style).is_ok(),
            };
            match style.filter(|_| taken()) {
                Some(NumberStyle::Vietnamese) => self.vietnamese = true,
                Some(NumberStyle::English) => self.english = true,
                None => {}
            }
        }
        self.vietnamese && self.english
    }
}

/// How the numbers of one file are written; decided once, when the first number needs it.
#[derive(Debug)]
pub(super) struct Numbers {
    stated: Option<NumberStyle>,
    /// What was decided.
    pub understood: NumbersUnderstood,
}

impl Numbers {
    pub fn new(stated: Option<NumberStyle>) -> Self {
        Self { stated, understood: NumbersUnderstood::NotNeeded }
    }

    fn style(&mut self, evidence: &dyn Fn() -> Evidence) -> Option<NumberStyle> {
        if self.understood == NumbersUnderstood::NotNeeded {
            self.understood = match self.stated {
                Some(style) => NumbersUnderstood::Stated(style),
                None => match evidence() {
                    Evidence { vietnamese: true, english: true } => NumbersUnderstood::Mixed,
                    Evidence { vietnamese: true, .. } => NumbersUnderstood::Proven(NumberStyle::Vietnamese),
                    Evidence { english: true, .. } => NumbersUnderstood::Proven(NumberStyle::English),
                    Evidence { .. } => NumbersUnderstood::Unproven,
                },
            };
        }
        match self.understood {
            NumbersUnderstood::Stated(style) | NumbersUnderstood::Proven(style) => Some(style),
            NumbersUnderstood::NotNeeded | NumbersUnderstood::Mixed | NumbersUnderstood::Unproven => None,
        }
    }

    /// Whether what reads as decimals in the style that other numbers prove is a larger count than `count` in the other
    /// style: `366,000` or `366,340` among Vietnamese numbers. Only the user can say which is meant.
    fn takes_thousands_for_decimals(&self, text: &str, count: i64) -> bool {
        let other = match self.understood {
            NumbersUnderstood::Proven(NumberStyle::Vietnamese) => NumberStyle::English,
            NumbersUnderstood::Proven(NumberStyle::English) => NumberStyle::Vietnamese,
            _ => return false,
        };
        read_count(text, Some(other)).is_ok_and(|other| other > count)
    }

    /// The style in which a cell is read; a spreadsheet's own numbers are always written with a point.
    fn style_of(&mut self, cell: Cell<'_>, evidence: &dyn Fn() -> Evidence) -> Option<NumberStyle> {
        if cell.typed {
            Some(NumberStyle::English)
        } else if is_plain(cell.text) {
            None
        } else {
            self.style(evidence)
        }
    }
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a metric's values are numbers.
pub(super) fn is_number(kind: MetricKind) -> bool {
    matches!(kind, MetricKind::Count | MetricKind::Percentage { .. } | MetricKind::Points)
}

/// Reads one cell. `evidence` looks through the whole file, and is asked at most once.
///
/// # Errors
/// The kind of finding that says what is wrong; its argument is `figure`.
pub(super) fn read_value<'r>(
    cell: Cell<'r>,
    kind: MetricKind,
    numbers: &mut Numbers,
    evidence: &dyn Fn() -> Evidence,
) -> Result<Said<'r>, &'static FindingCode> {
    if is_missing(cell.text) {
        return Ok(Said::Nothing);
    }
    let value = match kind {
        MetricKind::Count => {
            let style = numbers.style_of(cell, evidence);
            let count = read_count(cell.text, style);
            let least = match count {
                Ok(count) => count,
                Err(NumberFault::Fractional) => 0,
                Err(fault) => return Err(number_fault(fault)),
            };
            if !cell.typed && numbers.takes_thousands_for_decimals(cell.text, least) {
                return Err(&codes::NUMBER_AMBIGUOUS);
            }
            Value::Count(count.map_err(number_fault)?)
        }
        MetricKind::Percentage { .. } => {
            let numeral = read_percentage(cell.text, numbers.style_of(cell, evidence), cell.typed)
                .map_err(number_fault)?;
            if numeral.mantissa < 0 {
                return Err(&codes::NUMBER_NEGATIVE);
            }
            Value::Percentage(numeral)
        }
        MetricKind::Points => read_number(cell.text, numbers.style_of(cell, evidence))
            .map(Value::Points)
            .map_err(number_fault)?,
        MetricKind::Flag => Value::Flag(read_answer(cell.text).ok_or(&codes::ANSWER_UNKNOWN)?),
        MetricKind::Date => {
            Value::Date(read_date(cell.text).map_err(|fault| date_fault(fault, &codes::DATE_MALFORMED))?)
        }
        MetricKind::Moment => Value::Moment(
            read_moment(cell.text).map_err(|fault| date_fault(fault, &codes::MOMENT_MALFORMED))?,
        ),
        MetricKind::Text => return Ok(Said::Text(cell.text)),
    };
    Ok(Said::Value(value))
}

/// The kind of finding for a fault in a number.
fn number_fault(fault: NumberFault) -> &'static FindingCode {
    match fault {
        NumberFault::Malformed => &codes::NUMBER_MALFORMED,
        NumberFault::Ambiguous => &codes::NUMBER_AMBIGUOUS,
        NumberFault::TooLarge => &codes::NUMBER_TOO_LARGE,
        NumberFault::TooPrecise => &codes::NUMBER_TOO_PRECISE,
        NumberFault::Negative => &codes::NUMBER_NEGATIVE,
        NumberFault::Fractional => &codes::NUMBER_FRACTIONAL,
    }
}

/// The kind of finding for a fault in a date; `malformed` when it isn't one at all.
pub(super) fn date_fault(fault: DateFault, malformed: &'static FindingCode) -> &'static FindingCode {
    match fault {
        DateFault::NoSuchDay => &codes::DATE_NO_SUCH_DAY,
        DateFault::Malformed => malformed,
    }
}

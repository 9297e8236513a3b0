//! Sums of metrics (`valid + invalid`, `2 * seats - 1`) and relations between two sums.

use crate::contest::fraction::LARGEST_COUNT;
use crate::contest::plan::{Comparator, Sum, Term};

use super::super::mistake::Note;
use super::super::shape::metric::Kind;
use super::super::written::{Span, Written};
use super::reading::{Named, Reading, Split};

/// The largest sum of all factors of a sum, over all items that are pooled: with it, no sum of counts leaves `i64`.
const LARGEST_FACTORS: i64 = 9000;

/// A sum, and how its metrics are split; unknown for a sum without metrics.
pub(super) type SplitSum = (Sum, Split);

/// The sum that a text means; notes what is wrong with it.
pub(super) fn sum(reading: &mut Reading<'_, '_>, written: &Written<String>) -> Option<SplitSum> {
    let tokens = tokens(&written.value);
    resolve(reading, written, &tokens)
}

/// The relation between two sums that a text means; notes what is wrong with it.
pub(super) fn relation(
    reading: &mut Reading<'_, '_>,
    written: &Written<String>,
) -> Option<(Sum, Comparator, Sum)> {
    let tokens = tokens(&written.value);
    let mut signs = tokens.iter().enumerate().filter_map(|(at, (token, span))| match token {
        Token::Comparator(comparator) => Some((at, *comparator, span.clone())),
        _ => None,
    });
    let (at, comparator) = match (signs.next(), signs.next()) {
        (Some((at, comparator, _)), None) => (at, comparator),
        (_, second) => {
            let span = second.map_or(0..written.value.len(), |(_, _, span)| span);
            let note = Note::new(
                "check.comparator",
                "Quy tắc cần đúng một dấu so sánh.",
                "A rule needs exactly one comparison sign.",
            );
            let expected = "valid + invalid = collected; = <= < >= >";
            reading.note(&reading.part(written, &span), note.expected(expected, expected));
            return None;
        }
    };
    let left = resolve(reading, written, &tokens[..at]);
    let right = resolve(reading, written, &tokens[at + 1..]);
    let ((left, left_split), (right, right_split)) = (left?, right?);
    if left.terms.is_empty() && right.terms.is_empty() {
        let note = Note::new("sum.no_metric", "Không có chỉ tiêu nào.", "There is no metric here.");
        reading.note(&written.span, note.expected("ít nhất một chỉ tiêu", "at least one metric"));
        return None;
    }
    if !left.terms.is_empty() && !right.terms.is_empty() && !same_split(left_split, right_split) {
        reading.note(&written.span, mixed());
        return None;
    }
    Some((left, comparator, right))
}

/// Whether two sums are split alike, as far as is known.
pub(super) fn same_split(left: Split, right: Split) -> bool {
    left == right || left == Split::Unknown || right == Split::Unknown
}

/// The mistake of mixing metrics that are split in different ways.
pub(super) fn mixed() -> Note {
    Note::new(
        "sum.mixed_breakdowns",
        "Các chỉ tiêu ở đây được phân tổ khác nhau.",
        "The metrics here are split in different ways.",
    )
    .expected("các chỉ tiêu có cùng \"by\"", "metrics with the same \"by\"")
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Name(String),
    Number(Option<i64>),
    Plus,
    Minus,
    Times,
    Comparator(Comparator),
    Other(char),
}

fn tokens(text: &str) -> Vec<(Token, Span)> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let at = text.len() - rest.len();
        let word = |part: fn(char) -> bool| rest.find(|character| !part(character)).unwrap_or(rest.len());
        let (token, length) = if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
            continue;
        } else if first.is_ascii_digit() {
            let length = word(|character| character.is_ascii_digit());
            (Token::Number(rest[..length].parse().ok()), length)
        } else if first.is_alphabetic() || first == '_' {
            let length = word(|character| character.is_alphanumeric() || character == '_');
            (Token::Name(rest[..length].to_owned()), length)
        } else {
            match first {
                '+' => (Token::Plus, 1),
                '-' => (Token::Minus, 1),
                '*' => (Token::Times, 1),
                '=' => (Token::Comparator(Comparator::Equal), 1),
                '<' if rest.starts_with("<=") => (Token::Comparator(Comparator::AtMost), 2),
                '<' => (Token::Comparator(Comparator::LessThan), 1),
                '>' if rest.starts_with(">=") => (Token::Comparator(Comparator::AtLeast), 2),
                '>' => (Token::Comparator(Comparator::MoreThan), 1),
                other => (Token::Other(other), other.len_utf8()),
            }
        };
        tokens.push((token, at..at + length));
        rest = &rest[length..];
    }
    tokens
}

/// One part of a sum as written: a factor and the name of a metric, or a constant without a name.
struct Part<'t> {
    factor: i64,
    name: Option<(&'t str, &'t Span)>,
}

/// The parts of a sum; the place of what can't be read otherwise.
fn parts<'t>(tokens: &'t [(Token, Span)], end: usize) -> Result<Vec<Part<'t>>, Span> {
    let mut parts = Vec::new();
    let mut rest = tokens;
    loop {
        let sign = match rest {
            [(Token::Minus, _), ..] => -1,
            [(Token::Plus, _), ..] if !parts.is_empty() => 1,
            _ if parts.is_empty() => 1,
            [(_, span), ..] => return Err(span.clone()),
            [] => return Ok(parts),
        };
        if matches!(rest, [(Token::Plus | Token::Minus, _), ..]) {
            rest = &rest[1..];
        }
        let (part, used) = match rest {
            [(Token::Number(Some(factor)), _), (Token::Times, _), (Token::Name(name), span), ..]
            | [(Token::Name(name), span), (Token::Times, _), (Token::Number(Some(factor)), _), ..] => {
                (Part { factor: sign * factor, name: Some((name, span)) }, 3)
            }
            [(Token::Name(_) | Token::Number(_), _), (Token::Times, span), ..] => return Err(span.clone()),
            [(Token::Name(name), span), ..] => (Part { factor: sign, name: Some((name, span)) }, 1),
            [(Token::Number(Some(number)), _), ..] => (Part { factor: sign * number, name: None }, 1),
            [(_, span), ..] => return Err(span.clone()),
            [] => return Err(tokens.last().map_or(end..end, |(_, span)| span.clone())),
        };
        parts.push(part);
        rest = &rest[used..];
    }
}

fn resolve(
    reading: &mut Reading<'_, '_>,
    written: &Written<String>,
    tokens: &[(Token, Span)],
) -> Option<SplitSum> {
    let parts = match parts(tokens, 0) {
        Ok(parts) => parts,
        Err(span) => {
            let note = Note::new(
                "sum.malformed",
                format!("Không đọc được phép tính \"{}\".", written.value),
                format!("The sum \"{}\" can't be read.", written.value),
            );
            let expected = "valid + invalid; roll - absent; 2 * seats";
            reading.note(&reading.part(written, &span), note.expected(expected, expected));
            return None;
        }
    };
    let mut sum = Sum { terms: Vec::new(), constant: 0 };
    let mut split = None;
    let mut sound = true;
    let mut factors = 0_i64;
    for part in parts {
        let Some((name, span)) = part.name else {
            sum.constant = sum.constant.saturating_add(part.factor);
            continue;
        };
        let place = reading.part(written, span);
        let Some(metric) = count_metric(reading, name, &place) else {
            sound = false;
            continue;
        };
        factors = factors.saturating_add(part.factor.saturating_abs());
        if part.factor == 0 {
            factors = i64::MAX;
        }
        let facts = reading.metrics[metric];
        if *split.get_or_insert(facts.split) != facts.split && sound {
            if !same_split(split.unwrap_or(Split::Unknown), facts.split) {
                reading.note(&place, mixed());
            }
            sound = false;
        }
        sum.terms.push(Term { factor: part.factor, metric });
    }
    if factors > LARGEST_FACTORS || sum.constant.saturating_abs() > LARGEST_COUNT {
        let note = Note::new(
            "sum.out_of_range",
            "Hệ số hoặc hằng số ngoài giới hạn.",
            "A factor or constant is out of range.",
        );
        let note = note.expected(
            format!("hệ số khác 0, tổng các hệ số không quá {LARGEST_FACTORS}"),
            format!("factors other than 0, together no more than {LARGEST_FACTORS}"),
        );
        reading.note(&written.span, note);
        sound = false;
    }
    sound.then_some((sum, split.unwrap_or(Split::Unknown)))
}

/// Notes a sum that could leave `i64` when so many items are pooled.
pub(super) fn check_pooled(reading: &mut Reading<'_, '_>, sum: &Sum, items: usize, span: &Span) {
    let factors: i64 = sum.terms.iter().map(|term| term.factor.saturating_abs()).sum();
    let most = LARGEST_FACTORS / i64::try_from(items).unwrap_or(i64::MAX).max(1);
    if factors > most {
        let note = Note::new(
            "sum.out_of_range",
            "Hệ số ngoài giới hạn khi cộng gộp các mục.",
            "A factor is out of range where items are pooled.",
        );
        let note = note.expected(
            format!("tổng các hệ số không quá {most} cho {items} mục"),
            format!("factors together no more than {most} for {items} items"),
        );
        reading.note(span, note);
    }
}

/// The metric of kind count that a name stands for.
fn count_metric(reading: &mut Reading<'_, '_>, name: &str, span: &Span) -> Option<usize> {
    let metric = reading.resolve_at(Named::Metric, name, span)?;
    metric_of_kind(reading, metric, span, &[Kind::Count])
}

/// A metric when it is of one of these kinds; notes it otherwise.
pub(super) fn metric_of_kind(
    reading: &mut Reading<'_, '_>,
    metric: usize,
    span: &Span,
    kinds: &[Kind],
) -> Option<usize> {
    let facts = reading.metrics[metric];
    if kinds.contains(&facts.kind) {
        return Some(metric);
    }
    let code = &reading.file.metric[metric].code.value.0;
    let wanted: Vec<&str> = kinds.iter().map(|kind| kind_name(*kind)).collect();
    let (wanted, found) = (wanted.join(", "), kind_name(facts.kind));
    let note = Note::new(
        "metric.wrong_kind",
        format!("Chỉ tiêu \"{code}\" có kiểu {found}, không dùng được ở đây."),
        format!("The metric \"{code}\" is of kind {found}, which can't be used here."),
    );
    let note = note.expected(format!("chỉ tiêu kiểu {wanted}"), format!("a metric of kind {wanted}"));
    reading.note(span, note);
    None
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Count => "count",
        Kind::Percentage => "percentage",
        Kind::YesNo => "yes_no",
        Kind::Date => "date",
        Kind::Moment => "moment",
        Kind::Points => "points",
        Kind::Text => "text",
    }
}

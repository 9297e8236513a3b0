//! The ranking as CSV: a stable interface, one line per participant.
//!
//! UTF-8 without a byte order mark, comma, `\n`, a header line. Columns, in this order:
//!
//! | column | content |
//! |---|---|
//! | `cluster` | code of the cluster |
//! | `code`, `name` | of the unit |
//! | `rank` | integer; ties share it (1, 1, 3) |
//! | `gates` | `met`, `open` or `not_met` |
//! | `total_points` | decimal with a point; empty where there is no total |
//! | `incomplete` | `true` when a criterion with points is still open, else `false` |
//! | `<criterion>.outcome` | `met`, `not_met`, `needs_judgement`, `missing` or `on_hold`; empty where the criterion doesn't apply |
//! | `<criterion>.points` | decimal; empty where there are none |
//! | `recommendation` | code of the first award, in the plan's order, for which the unit is recommended; else empty |
//! | `reason` | the reason's code for that award; without one, that of the award left open by a tie, else of the last award |
//! | `reason_detail` | code of the criterion or award, or what the quota is counted over |
//! | `provisional` | `true` when cells with errors were left out, else `false` |
//!
//! Lines come in display order: clusters by name, then rank. A text that a spreadsheet would
//! take for a formula (it starts with `=`, `+`, `-`, `@`, a tab or a carriage return, and isn't a number) gets a
//! leading apostrophe.

use std::hint::black_box;
use std::io::{self, Write};

use rust_decimal::Decimal;

use super::ranking::{RankingDocument, gates_code};
use crate::contest::result::{Judgement, Ranked, Reason, UnitScore};
use crate::contest::unit::{Cluster, Unit, fetch_names};

/// Writes the ranking as CSV; with more than one thread, parts of it are made at once and written in order.
///
/// # Errors
/// Those of the writer.
pub fn write_csv(document: &RankingDocument<'_>, threads: usize, out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    push_header(&mut line, document);
    out.write_all(&line)?;
    let mut entries: Vec<(&Cluster, &[Ranked])> = Vec::new();
    for (cluster, ranked) in document.clusters() {
        entries.extend(ranked.chunks(PART).map(|part| (cluster, part)));
    }
    let mut buffers: Vec<Vec<u8>> = vec![Vec::new(); threads.max(1)];
    for parts in entries.chunks(buffers.len() * PARTS) {
        std::thread::scope(|scope| {
            let mut works = buffers.iter_mut().zip(parts.chunks(parts.len().div_ceil(threads.max(1))));
            let own = works.next();
            works.for_each(|(buffer, part)| drop(scope.spawn(move || push_lines(buffer, document, part))));
            if let Some((buffer, part)) = own {
                push_lines(buffer, document, part);
            }
        });
        for buffer in &mut buffers {
            out.write_all(buffer)?;
            buffer.clear();
        }
    }
    Ok(())
}

/// How many units are made into lines together, and how many such parts each thread makes before they are written.
const PART: usize = 1024;
const PARTS: usize = 4;

fn push_lines(line: &mut Vec<u8>, document: &RankingDocument<'_>, parts: &[(&Cluster, &[Ranked])]) {
    let mut code = Vec::new();
    for (cluster, ranked) in parts {
        code.clear();
        push_text(&mut code, &cluster.code);
        for some in ranked.chunks(GATHERED) {
            for row in gather(document, some) {
                line.extend_from_slice(&code);
                push_row(line, document, &row);
            }
        }
    }
}

/// What a line is made from.
struct Line<'a> {
    participant: u32,
    rank: u32,
    score: &'a UnitScore,
    judgements: &'a [Option<Judgement>],
    unit: &'a Unit,
    reason: Option<(usize, Reason)>,
}

/// How many units are looked up together.
const GATHERED: usize = 64;

/// Looks up what some lines are made from. Ranks jump about in memory; each look-up is done for all units before the one
/// that follows from it, so that the processor waits for many of them at once.
fn gather<'a>(document: &RankingDocument<'a>, ranked: &[Ranked]) -> Vec<Line<'a>> {
    let scores = &document.scored.scores;
    let scored: Vec<&UnitScore> = ranked.iter().map(|ranked| scores.of(ranked.participant)).collect();
    let units: Vec<&Unit> = scored.iter().map(|score| document.contest.units.get(score.unit)).collect();
    fetch_names(&units);
    for ranked in ranked {
        let judgements = scores.judgements_of(ranked.participant);
        black_box([judgements.first(), judgements.last()].map(|judged| judged.is_some_and(Option::is_some)));
    }
    let reasons: Vec<_> = ranked.iter().map(|ranked| document.standing_reason(ranked.participant)).collect();
    let of_unit = scored.into_iter().zip(units).zip(reasons);
    let line = |(&Ranked { participant, rank }, ((score, unit), reason))| Line {
        participant,
        rank,
        score,
        judgements: scores.judgements_of(participant),
        unit,
        reason,
    };
    ranked.iter().zip(of_unit).map(line).collect()
}

fn push_header(line: &mut Vec<u8>, document: &RankingDocument<'_>) {
    line.extend_from_slice(b"cluster,code,name,rank,gates,total_points,incomplete");
    for criterion in &document.plan().criteria {
        for suffix in [".outcome", ".points"] {
            line.push(b',');
            line.extend_from_slice(criterion.code.as_bytes());
            line.extend_from_slice(suffix.as_bytes());
        }
    }
    line.extend_from_slice(b",recommendation,reason,reason_detail,provisional\n");
}

fn push_row(line: &mut Vec<u8>, document: &RankingDocument<'_>, row: &Line<'_>) {
    let Line { participant, rank, score, judgements, unit, reason } = *row;
    line.push(b',');
    push_text(line, unit.code());
    line.push(b',');
    push_text(line, unit.name());
    line.push(b',');
    push_small(line, u64::from(rank));
    line.push(b',');
    line.extend_from_slice(gates_code(score.gates).as_bytes());
    line.push(b',');
    if let Some(total) = document.totals(participant).total {
        push_decimal(line, document.points(total));
    }
    line.extend_from_slice(if score.incomplete { b",true" } else { b",false" });
    for judgement in judgements {
        push_judgement(line, document, judgement.as_ref());
    }
    match reason {
        Some((award, reason)) => {
            line.push(b',');
            if reason.is_recommended() {
                push_text(line, &document.plan().awards[award].code);
            }
            line.push(b',');
            line.extend_from_slice(reason.code().as_bytes());
            line.push(b',');
            push_text(line, document.reason_detail(award, reason));
        }
        None => line.extend_from_slice(b",,,"),
    }
    line.extend_from_slice(if document.provisional { b",true\n" } else { b",false\n" });
}

fn push_judgement(line: &mut Vec<u8>, document: &RankingDocument<'_>, judgement: Option<&Judgement>) {
    line.push(b',');
    if let Some(judgement) = judgement {
        line.extend_from_slice(judgement.outcome.code().as_bytes());
        line.push(b',');
        if let Some(points) = judgement.points {
            push_decimal(line, document.points(points));
        }
    } else {
        line.push(b',');
    }
}

/// Appends a text cell: guarded against being read as a formula, and quoted where it must be.
pub fn push_text(line: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let guarded = is_formula(bytes);
    let is_special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    // Without leaving early, so that many bytes are looked at together.
    if bytes.iter().fold(false, |special, byte| special | is_special(byte)) {
        line.push(b'"');
        if guarded {
            line.push(b'\'');
        }
        for byte in bytes {
            if *byte == b'"' {
                line.push(b'"');
            }
            line.push(*byte);
        }
        line.push(b'"');
    } else {
        if guarded {
            line.push(b'\'');
        }
        line.extend_from_slice(bytes);
    }
}

/// Whether a spreadsheet would take a text for a formula.
pub(crate) fn is_formula(bytes: &[u8]) -> bool {
    match bytes {
        [b'-' | b'+', rest @ ..] => !is_number(rest),
        [b'=' | b'@' | b'\t' | b'\r', ..] => true,
        _ => false,
    }
}

fn is_number(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(u8::is_ascii_digit)
        && bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
        && bytes.iter().filter(|byte| **byte == b'.').count() <= 1
}

fn push_small(line: &mut Vec<u8>, number: u64) {
    let mut digits = [0_u8; 20];
    let mut start = digits.len();
    let mut rest = number;
    loop {
        start -= 1;
        digits[start] = b'0' + u8::try_from(rest % 10).unwrap_or(0);
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    line.extend_from_slice(&digits[start..]);
}

fn push_decimal(line: &mut Vec<u8>, number: Decimal) {
    let magnitude = number.mantissa().unsigned_abs();
    if number.is_sign_negative() && magnitude != 0 {
        line.push(b'-');
    }
    let start = line.len();
    match u64::try_from(magnitude) {
        Ok(small) => push_small(line, small),
        Err(_) => line.extend_from_slice(magnitude.to_string().as_bytes()),
    }
    let scale = number.scale() as usize;
    if scale > 0 {
        let missing = (scale + 1).saturating_sub(line.len() - start);
        line.splice(start..start, std::iter::repeat_n(b'0', missing));
        line.insert(line.len() - scale, b'.');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(cell: &str) -> String {
        let mut line = Vec::new();
        push_text(&mut line, cell);
        String::from_utf8(line).unwrap()
    }

    fn decimal(mantissa: i64, scale: u32) -> String {
        let mut line = b"1,".to_vec();
        push_decimal(&mut line, Decimal::new(mantissa, scale));
        String::from_utf8(line).unwrap().split_off(2)
    }

    #[test]
    fn texts_are_quoted_only_where_they_must_be() {
        let table = [
            ("", ""),
            ("Xã Mường Phăng", "Xã Mường Phăng"),
            ("a,b", "\"a,b\""),
            ("nói \"có\"", "\"nói \"\"có\"\"\""),
            ("hai\ndòng", "\"hai\ndòng\""),
            ("hai\rdòng", "\"hai\rdòng\""),
        ];
        for (cell, expected) in table {
            assert_eq!(text(cell), expected);
        }
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_disarmed_and_numbers_stay() {
        let table = [
            ("=1+1", "'=1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("+cmd", "'+cmd"),
            ("-cmd", "'-cmd"),
            ("-", "'-"),
            ("\tx", "'\tx"),
            ("\r=1", "\"'\r=1\""),
            ("=HYPERLINK(\"a\",1)", "\"'=HYPERLINK(\"\"a\"\",1)\""),
            ("-12.50", "-12.50"),
            ("-1.2.3", "'-1.2.3"),
            ("+84", "+84"),
            ("00123", "00123"),
        ];
        for (cell, expected) in table {
            assert_eq!(text(cell), expected);
        }
    }

    #[test]
    fn decimals_are_written_as_rust_decimal_writes_them() {
        let mantissas = [0, 1, 5, 10, 99, 100, 9_990, -1, -800, i64::MAX, i64::MIN + 1];
        for scale in [0, 1, 2, 6] {
            for mantissa in mantissas {
                assert_eq!(decimal(mantissa, scale), Decimal::new(mantissa, scale).to_string());
            }
        }
        let mut line = Vec::new();
        push_decimal(&mut line, Decimal::MAX);
        assert_eq!(line, Decimal::MAX.to_string().into_bytes());
    }
}

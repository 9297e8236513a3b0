//! Photographs and pictures: whether one is whole and of a size that can be shown.

use std::io::{BufRead, BufReader, Read};

use super::sweep::sweep;
use super::{NotTaken, Source};

/// How many points a picture may have; a page of A3 scanned with 1,200 points per inch has 280 million.
const MOST_POINTS: u64 = 300_000_000;

/// Reads a PNG from chunk to chunk, with their sums.
///
/// # Errors
/// When it is damaged or too large to show.
pub fn check_png(source: &mut impl Source) -> Result<(), NotTaken> {
    let mut reader = BufReader::with_capacity(64 * 1024, source);
    skip(&mut reader, 8)?;
    let mut is_first = true;
    loop {
        let length = u64::from(u32::from_be_bytes(bytes(&mut reader)?));
        let kind: [u8; 4] = bytes(&mut reader)?;
        let mut sum = flate2::Crc::new();
        sum.update(&kind);
        if is_first {
            if kind != *b"IHDR" || length != 13 {
                return Err(NotTaken::Damaged);
            }
            let head: [u8; 13] = bytes(&mut reader)?;
            sum.update(&head);
            let side = |at: usize| {
                u64::from(u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]))
            };
            demand_points(side(0), side(4))?;
            is_first = false;
        } else {
            add_to(&mut sum, &mut reader, length)?;
        }
        if sum.sum() != u32::from_be_bytes(bytes(&mut reader)?) {
            return Err(NotTaken::Damaged);
        }
        if kind == *b"IEND" {
            return Ok(());
        }
    }
}

fn add_to(sum: &mut flate2::Crc, reader: &mut impl BufRead, mut left: u64) -> Result<(), NotTaken> {
    while left > 0 {
        let piece = reader.fill_buf().map_err(|_| NotTaken::Damaged)?;
        if piece.is_empty() {
            return Err(NotTaken::Damaged);
        }
        let taken = usize::try_from(left).unwrap_or(usize::MAX).min(piece.len());
        sum.update(&piece[..taken]);
        reader.consume(taken);
        left -= taken as u64;
    }
    Ok(())
}

/// Reads a JPEG's segments up to its picture, and looks for the mark of its end.
///
/// # Errors
/// When it is damaged or too large to show.
pub fn check_jpeg(source: &mut impl Source) -> Result<(), NotTaken> {
    let mut reader = BufReader::with_capacity(64 * 1024, source);
    skip(&mut reader, 2)?;
    let mut has_size = false;
    loop {
        let [mark] = bytes(&mut reader)?;
        if mark != 0xFF {
            return Err(NotTaken::Damaged);
        }
        let mut kind = 0xFF;
        while kind == 0xFF {
            [kind] = bytes(&mut reader)?;
        }
        let length = u64::from(u16::from_be_bytes(bytes(&mut reader)?));
        let Some(mut rest) = length.checked_sub(2) else { return Err(NotTaken::Damaged) };
        if matches!(kind, 0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF) {
            let frame: [u8; 5] = bytes(&mut reader)?;
            rest = rest.checked_sub(5).ok_or(NotTaken::Damaged)?;
            let side = |at: usize| u64::from(u16::from_be_bytes([frame[at], frame[at + 1]]));
            demand_points(side(1), side(3))?;
            has_size = true;
        }
        skip(&mut reader, rest)?;
        if kind == 0xDA {
            break;
        }
        if kind == 0xD9 {
            return Err(NotTaken::Damaged);
        }
    }
    let ends = |window: &[u8], _: bool| memchr::memmem::find(window, &[0xFF, 0xD9]).map(drop);
    let end = sweep(&mut reader, 1, ends).map_err(|_| NotTaken::Damaged)?;
    if has_size && end.is_some() { Ok(()) } else { Err(NotTaken::Damaged) }
}

fn demand_points(wide: u64, high: u64) -> Result<(), NotTaken> {
    match wide * high {
        0 => Err(NotTaken::Damaged),
        points if points > MOST_POINTS => Err(NotTaken::TooManyPoints { limit: MOST_POINTS }),
        _ => Ok(()),
    }
}

fn bytes<const N: usize>(reader: &mut impl Read) -> Result<[u8; N], NotTaken> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes).map_err(|_| NotTaken::Damaged)?;
    Ok(bytes)
}

fn skip(reader: &mut impl Read, count: u64) -> Result<(), NotTaken> {
    let skipped = std::io::copy(&mut reader.by_ref().take(count), &mut std::io::sink());
    if skipped.is_ok_and(|skipped| skipped == count) { Ok(()) } else { Err(NotTaken::Damaged) }
}

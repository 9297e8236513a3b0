//! Many figures in little memory: nearly all of them take eight bytes each.

use chrono::{DateTime, Datelike, NaiveDate};

use super::figure::{Figure, Place, Value};
use super::fraction::Numeral;

/// Figures by their index, of which any may be absent.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    packed: Vec<Packed>,
    /// What [`Packed`] figures refer to.
    origins: Vec<Origin>,
    /// The origin that was referred to last, and the bits that refer to it.
    last: (Origin, Packed),
    /// Figures that don't fit into one word.
    wide: Vec<Wide>,
    /// Indexes in [`Self::wide`] that aren't in use any more.
    free: Vec<u32>,
}

/// A figure in one word, 0 where it is absent: its value (32 bits), whether that is a count (1), its origin, counted from
/// 1 (7), and its row (24).
type Packed = u64;

const ABSENT: Packed = 0;

/// The bit of counts, which are asked for most.
const IS_COUNT: Packed = 1 << 31;

/// The bits of the origin. All of them say that the figure needs two words; its value is the index of these.
const ORIGIN: Packed = 127 << 24;

/// How many origins can be referred to.
const MOST_ORIGINS: usize = 126;

/// A figure in two words: its value; then its origin (32 bits) and its row (32). Of a numeral the lowest 4 bits of the
/// value are the scale.
type Wide = [u64; 2];

/// The kind of a value (4 bits), its column (12) and its file (16).
type Origin = u32;

/// The kind of a count.
const COUNT: u32 = 1;

/// How many columns a figure's place can tell apart.
const MOST_COLUMNS: u16 = 1 << 12;

fn origin_of(kind: u32, Place { file, column, .. }: Place) -> Origin {
    kind << 28 | u32::from(column.min(MOST_COLUMNS - 1)) << 16 | u32::from(file)
}

/// The kind of a value, and its bits.
fn kind_and_bits(value: Value) -> (u32, i64) {
    let scaled = |Numeral { mantissa, scale }: Numeral| mantissa << 4 | i64::from(scale & 15);
    match value {
        Value::Count(count) => (COUNT, count),
        Value::Percentage(numeral) => (2, scaled(numeral)),
        Value::Points(numeral) => (3, scaled(numeral)),
        Value::Flag(answer) => (4, i64::from(answer)),
        Value::Date(day) => (5, i64::from(day.num_days_from_ce())),
        Value::Moment(moment) => (6, moment.and_utc().timestamp()),
        Value::Text(index) => (7, i64::from(index)),
    }
}

fn unpack([bits, rest]: Wide) -> Option<Figure> {
    let part = |shift: u32, width: u32| (rest >> shift) & ((1 << width) - 1);
    let narrow = |number: u64| u16::try_from(number).unwrap_or(u16::MAX);
    let bits = bits.cast_signed();
    let numeral = || Numeral { mantissa: bits >> 4, scale: u8::try_from(bits & 15).unwrap_or(0) };
    let value = match part(60, 4) {
        kind if kind == u64::from(COUNT) => Value::Count(bits),
        2 => Value::Percentage(numeral()),
        3 => Value::Points(numeral()),
        4 => Value::Flag(bits != 0),
        5 => Value::Date(NaiveDate::from_num_days_from_ce_opt(i32::try_from(bits).ok()?)?),
        6 => Value::Moment(DateTime::from_timestamp(bits, 0)?.naive_utc()),
        7 => Value::Text(u32::try_from(bits).ok()?),
        _ => return None,
    };
    let row = u32::try_from(part(0, 32)).unwrap_or(u32::MAX);
    Some(Figure { value, place: Place { file: narrow(part(32, 16)), column: narrow(part(48, 12)), row } })
}

impl Figures {
    /// So many figures, all absent.
    pub fn absent(length: usize) -> Self {
        Self { packed: vec![ABSENT; length], ..Self::default() }
    }

    /// Whether a figure is there.
    #[inline]
    pub fn has(&self, index: usize) -> bool {
        self.packed[index] != ABSENT
    }

    /// A figure.
    pub fn get(&self, index: usize) -> Option<Figure> {
        let packed = self.packed[index];
        let origin = usize::try_from((packed & ORIGIN) >> 24).ok()?.checked_sub(1)?;
        unpack(match self.origins.get(origin) {
            Some(origin) => [packed >> 32, u64::from(*origin) << 32 | packed & 0xFF_FFFF],
            None => *self.wide.get(usize::try_from(packed >> 32).ok()?)?,
        })
    }

    /// The count at an index; `None` when it is absent, or no count.
    #[inline(always)]
    pub fn count(&self, index: usize) -> Option<i64> {
        let packed = self.packed[index];
        if packed & IS_COUNT != 0 {
            return Some((packed >> 32).cast_signed());
        }
        if packed & ORIGIN == ORIGIN { self.wide_count(index) } else { None }
    }

    #[inline(never)]
    fn wide_count(&self, index: usize) -> Option<i64> {
        match self.get(index)?.value {
            Value::Count(count) => Some(count),
            _ => None,
        }
    }

    /// Puts a figure, or none, in place of what is there.
    pub fn put(&mut self, index: usize, figure: Option<Figure>) {
        let before = self.packed[index];
        if before & ORIGIN == ORIGIN {
            self.free.extend(u32::try_from(before >> 32));
        }
        self.packed[index] = figure.map_or(ABSENT, |figure| self.pack(figure));
    }

    /// Puts a count where there is no figure.
    #[inline(always)]
    pub fn put_first_count(&mut self, index: usize, count: i64, place: Place) {
        let origin = origin_of(COUNT, place);
        self.packed[index] = match self.in_one_word(count, origin, place.row) {
            Some(packed) => packed | IS_COUNT,
            None => self.in_two_words(count, origin, place.row),
        };
    }

    fn pack(&mut self, Figure { value, place }: Figure) -> Packed {
        let (kind, bits) = kind_and_bits(value);
        let origin = origin_of(kind, place);
        match self.in_one_word(bits, origin, place.row) {
            Some(packed) => packed | if kind == COUNT { IS_COUNT } else { 0 },
            None => self.in_two_words(bits, origin, place.row),
        }
    }

    #[inline(never)]
    fn in_two_words(&mut self, bits: i64, origin: Origin, row: u32) -> Packed {
        let wide = [bits.cast_unsigned(), u64::from(origin) << 32 | u64::from(row)];
        let place = match self.free.pop() {
            Some(place) => {
                self.wide[place as usize] = wide;
                place
            }
            None => {
                self.wide.push(wide);
                u32::try_from(self.wide.len() - 1).expect("so many figures find no room")
            }
        };
        u64::from(place) << 32 | ORIGIN
    }

    /// A figure in one word, if it fits, without the bit of counts.
    #[inline(always)]
    fn in_one_word(&mut self, bits: i64, origin: Origin, row: u32) -> Option<Packed> {
        let value = u32::try_from(bits).ok().filter(|_| row >> 24 == 0)?;
        Some(u64::from(value) << 32 | self.bits_of(origin)? | u64::from(row))
    }

    /// The bits that refer to an origin; `None` for one more than can be referred to.
    #[inline(always)]
    fn bits_of(&mut self, origin: Origin) -> Option<Packed> {
        if self.last.0 == origin { Some(self.last.1) } else { self.other_bits_of(origin) }
    }

    fn other_bits_of(&mut self, origin: Origin) -> Option<Packed> {
        // The columns of a wide table come in turn.
        let next = usize::try_from(self.last.1 >> 24).ok()?;
        let is_next = self.origins.get(next) == Some(&origin);
        let known = || self.origins.iter().position(|known| *known == origin);
        let index = match is_next.then_some(next).or_else(known) {
            Some(index) => index,
            None if self.origins.len() == MOST_ORIGINS => return None,
            None => {
                self.origins.push(origin);
                self.origins.len() - 1
            }
        };
        let bits = (u64::try_from(index).ok()? + 1) << 24;
        self.last = (origin, bits);
        Some(bits)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LARGEST: i64 = crate::contest::fraction::LARGEST_COUNT;

    fn any_value() -> impl Strategy<Value = Value> {
        let numeral =
            || (-LARGEST..=LARGEST, 0_u8..=9).prop_map(|(mantissa, scale)| Numeral { mantissa, scale });
        let small = (0_i64..100_000, 0_u8..=2).prop_map(|(mantissa, scale)| Numeral { mantissa, scale });
        let day =
            || (-1_000_000..1_000_000).prop_map(|day| NaiveDate::from_num_days_from_ce_opt(day).unwrap());
        prop_oneof![
            (0..=LARGEST).prop_map(Value::Count),
            (0_i64..5000).prop_map(Value::Count),
            prop::sample::select(vec![0, 1, (1 << 32) - 1, 1 << 32, LARGEST]).prop_map(Value::Count),
            numeral().prop_map(Value::Percentage),
            small.prop_map(Value::Percentage),
            numeral().prop_map(Value::Points),
            any::<bool>().prop_map(Value::Flag),
            day().prop_map(Value::Date),
            (day(), 0_u32..24).prop_map(|(day, hour)| Value::Moment(day.and_hms_opt(hour, 0, 59).unwrap())),
            any::<u32>().prop_map(Value::Text),
        ]
    }

    fn any_figure() -> impl Strategy<Value = Figure> {
        let row = prop_oneof![0_u32..50, Just((1 << 24) - 1), Just(1 << 24), any::<u32>()];
        let file = prop_oneof![0_u16..20, any::<u16>()];
        let place = (file, 0..MOST_COLUMNS, row).prop_map(|(file, column, row)| Place { file, column, row });
        (any_value(), place).prop_map(|(value, place)| Figure { value, place })
    }

    /// Puts a figure the way that it comes, and checks what is there then.
    fn put(figures: &mut Figures, known: &mut [Option<Figure>], index: usize, figure: Option<Figure>) {
        match figure {
            Some(Figure { value: Value::Count(count), place }) if known[index].is_none() => {
                figures.put_first_count(index, count, place);
            }
            figure => figures.put(index, figure),
        }
        known[index] = figure;
        let wide = figures.packed.iter().filter(|packed| **packed & ORIGIN == ORIGIN).count();
        assert_eq!(figures.wide.len() - figures.free.len(), wide, "none is kept for nothing");
    }

    fn assert_known(figures: &Figures, known: &[Option<Figure>]) {
        for (index, known) in known.iter().enumerate() {
            assert_eq!(figures.get(index), *known);
            assert_eq!(figures.has(index), known.is_some());
            let count = known.and_then(|known| match known.value {
                Value::Count(count) => Some(count),
                _ => None,
            });
            assert_eq!(figures.count(index), count);
        }
    }

    proptest! {
        #[test]
        fn figures_come_back_as_they_were_put(
            puts in prop::collection::vec((0_usize..40, prop::option::of(any_figure())), 0..400)
        ) {
            let mut figures = Figures::absent(40);
            let mut known = [None; 40];
            for (index, figure) in puts {
                put(&mut figures, &mut known, index, figure);
            }
            assert_known(&figures, &known);
        }
    }

    #[test]
    fn figures_of_more_origins_than_can_be_referred_to_come_back_as_they_were_put() {
        let mut figures = Figures::absent(400);
        let mut known = vec![None; 400];
        for count in 0..2 {
            for index in 0..400_u16 {
                let place = Place { file: index / 20, column: index % 10, row: u32::from(index) };
                let figure = Figure { value: Value::Count(count), place };
                put(&mut figures, &mut known, usize::from(index), Some(figure));
            }
            assert_known(&figures, &known);
            assert_eq!((figures.origins.len(), figures.wide.len()), (126, 400 - 126 * 2));
        }
        for index in 0..400 {
            put(&mut figures, &mut known, index, None);
        }
        assert_known(&figures, &known);
        assert_eq!(figures.wide.len(), figures.free.len());
    }

    #[test]
    fn a_million_counts_of_one_file_need_nothing_besides_their_words() {
        let mut figures = Figures::absent(1_000_000);
        for index in 0..1_000_000 {
            let row = u32::try_from(index).unwrap() + 2;
            figures.put_first_count(index, 3011, Place { file: 0, column: 2, row });
        }
        assert!(figures.wide.is_empty() && figures.origins.len() == 1);
    }
}

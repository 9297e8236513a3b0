//! Which of so many lines a page shows, by its number.

/// A page's part of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many lines stand on the pages before.
    pub first: usize,
    /// How many there are in all.
    pub total: usize,
    /// The page's number, 1 being the first.
    pub number: usize,
    /// How many pages there are, at least one.
    pub pages: usize,
    lines: usize,
}

impl Span {
    /// The part of so many lines, so many on a page, that stands on a page; that of the nearest where there is no such page.
    pub fn of(total: usize, number: usize, lines: usize) -> Self {
        let pages = total.div_ceil(lines).max(1);
        let number = number.clamp(1, pages);
        Self { first: (number - 1) * lines, total, number, pages, lines }
    }

    /// The lines of the page.
    pub fn cut<T>(self, all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
        all.skip(self.first).take(self.lines)
    }
}

/// The page that an address asks for; the first where it says none.
pub fn page_number(text: &str) -> usize {
    text.parse().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_isnt_there_is_the_nearest_that_is() {
        let part = |total, number| {
            let span = Span::of(total, number, 10);
            (span.number, span.pages, span.cut(0..total).collect::<Vec<_>>().len())
        };
        assert_eq!((part(0, 1), part(0, 9)), ((1, 1, 0), (1, 1, 0)));
        assert_eq!((part(10, 1), part(10, 2)), ((1, 1, 10), (1, 1, 10)));
        assert_eq!((part(11, 0), part(11, 2), part(11, usize::MAX)), ((1, 2, 10), (2, 2, 1), (2, 2, 1)));
        assert_eq!((page_number(""), page_number("x"), page_number("7")), (1, 1, 7));
    }
}

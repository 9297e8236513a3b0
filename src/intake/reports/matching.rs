//! How the columns of a file of reports are matched, so that a person can see it and say otherwise.

use super::OpenedFile;
use super::shape;
use crate::contest::plan::Plan;
use crate::contest::words::Words;
use crate::intake::column_choice::{ChoiceFault, ColumnChoice, check, code_of, resolved};
use crate::intake::header::{Column, HeaderNames, Meaning};

/// A column with what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatchedColumn {
    /// The header as the file writes it.
    pub header: String,
    /// The code of what it means; `None`: it isn't recognised.
    pub means: Option<String>,
    /// What it means, in words.
    pub name: Option<Words>,
    /// What it is recognised as when nobody says anything, in words; `None`: nothing, or to be left out.
    pub recognised: Option<Words>,
    /// Whether a person said what it means.
    pub is_chosen: bool,
}

/// How the columns of a file are matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matching {
    /// The row of the header, or of what is nearest to one.
    pub header_row: u32,
    /// Its columns, from the first.
    pub columns: Vec<MatchedColumn>,
}

fn words(names: &HeaderNames, column: &Column) -> Option<Words> {
    match column.meaning {
        Meaning::Ignored | Meaning::Unknown | Meaning::Blank | Meaning::SplitMetric(_) => None,
        meaning => Some(names.shown(meaning)),
    }
}

impl OpenedFile<'_> {
    /// How the columns are matched, with what a person says of them; `None` of a file that has no row.
    ///
    /// # Errors
    /// When what is said can't be.
    pub fn matching(&self, plan: &Plan, choices: &[ColumnChoice]) -> Result<Option<Matching>, ChoiceFault> {
        let names = HeaderNames::of_reports(plan);
        let Ok(table) = &self.table else { return Ok(None) };
        let suffices = |columns: &[Column]| shape(columns).is_some();
        let Some(header) = self.file.search_header(table, &names, self.header_row, suffices).best() else {
            return Ok(None);
        };
        let columns = names.with_chosen(&header.columns, &resolved(plan, choices));
        check(plan, &columns, choices)?;
        let matched =
            columns.iter().zip(&header.columns).enumerate().map(|(index, (column, before))| MatchedColumn {
                header: column.text.clone(),
                means: code_of(plan, column.meaning),
                name: words(&names, column),
                recognised: words(&names, before),
                is_chosen: choices.iter().any(|choice| choice.column == index),
            });
        Ok(Some(Matching { header_row: header.row, columns: matched.collect() }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::finding::Findings;
    use crate::contest::plan::sample::{self, slots::*};
    use crate::intake::layout::Layout;
    use crate::intake::reports::tests::units;
    use crate::intake::reports::{ReadOptions, open_reports, read_reports};
    use crate::intake::source_file::SourceFile;

    /// What a file's first unit has of some slots, how the columns are matched, and what is found.
    fn read(text: &str, columns: &str) -> (Vec<Option<i64>>, Vec<Option<String>>, Vec<&'static str>) {
        let plan = sample::plan();
        let columns = ColumnChoice::read(columns).unwrap();
        let opened = || open_reports(&[SourceFile::new("1.csv", text.as_bytes())], &Layout::default());
        let matching = opened()[0].matching(&plan, &columns).unwrap().unwrap();
        let options = ReadOptions { columns, ..ReadOptions::default() };
        let mut findings = Findings::default();
        let (reports, _) = read_reports(opened(), &plan, &units(&plan), &options, &mut findings, &|_| {});
        let counts = [HOUSEHOLDS_PERMANENT, INCIDENTS].map(|slot| reports.count(1, slot));
        let means = matching.columns.into_iter().map(|column| column.means);
        let codes = findings.in_order().iter().map(|finding| finding.code).collect();
        (counts.to_vec(), means.collect(), codes)
    }

    #[test]
    fn what_a_person_says_of_columns_comes_before_what_is_recognised() {
        type Case<'a> = (&'a str, &'a str, [Option<i64>; 2], &'a [&'a str]);
        let table: [Case<'_>; 8] = [
            // Not recognised, then said.
            ("code,hộ A,incidents\n001,7,3\n", "", [None, Some(3)], &["column.unknown"]),
            ("code,hộ A,incidents\n001,7,3\n", "B:households.permanent", [Some(7), Some(3)], &[]),
            // Wrongly recognised: another figure, or left out.
            ("code,incidents,x\n001,7,3\n", "B:households.permanent,C:incidents", [Some(7), Some(3)], &[]),
            ("code,incidents,x\n001,7,3\n", "B:ignore,C:incidents", [None, Some(3)], &[]),
            // Two of one meaning: one is left out.
            ("code,incidents,incidents\n001,7,3\n", "B:ignore", [None, Some(3)], &[]),
            // The unit's column, without which no header was found; lines above it have fewer cells.
            (
                "Báo cáo,,\nký hiệu,hộ A,y\n001,7,3\n",
                "A:unit_code,B:households.permanent",
                [Some(7), None],
                &["column.unknown"],
            ),
            ("ký hiệu,incidents\nHuyện Một,3\n", "A:unit_name", [None, Some(3)], &[]),
            // A long table.
            (
                "ký hiệu,tên,bao nhiêu\n001,incidents,3\n",
                "A:unit_code,B:metric,C:value",
                [None, Some(3)],
                &[],
            ),
        ];
        for (text, columns, counts, codes) in table {
            let (read, means, found) = read(text, columns);
            assert_eq!(
                (read.as_slice(), found.as_slice()),
                (&counts[..], codes),
                "{text} {columns}: {means:?}"
            );
        }
    }

    #[test]
    fn every_column_tells_what_it_means() {
        let (_, means, _) = read("STT,Đơn vị,incidents,x,\n1,001,7,3,\n", "D:households.permanent");
        let means: Vec<&str> = means.iter().map(|it| it.as_deref().unwrap_or("")).collect();
        assert_eq!(means, ["ignore", "unit", "incidents", "households.permanent"]);
    }

    #[test]
    fn what_cant_be_said_of_columns_is_refused() {
        let plan = sample::plan();
        let opened =
            open_reports(&[SourceFile::new("1.csv", b"code,x,incidents\n001,7,3\n")], &Layout::default());
        let refused =
            |columns: &str| opened[0].matching(&plan, &ColumnChoice::read(columns).unwrap()).unwrap_err();
        let text = str::to_owned;
        assert_eq!(refused("D:incidents"), ChoiceFault::NoColumn { column: text("D"), last: text("C") });
        assert_eq!(refused("B:zzz"), ChoiceFault::NoMeaning { column: text("B"), means: text("zzz") });
        let two =
            |one, other, means| ChoiceFault::Two { columns: [text(one), text(other)], means: text(means) };
        assert_eq!(refused("B:incidents"), two("B", "C", "incidents"), "the other one is recognised");
        assert_eq!(refused("A:unit_name,B:unit_name"), two("A", "B", "unit_name"));
        assert!(opened[0].matching(&plan, &ColumnChoice::read("B:incidents,C:ignore").unwrap()).is_ok());
    }
}

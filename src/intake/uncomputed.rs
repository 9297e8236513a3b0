//! Formulas of a sheet without a stored value: a program wrote them, and no spreadsheet program has computed them yet.

use std::io::{Read, Seek};

use calamine::{DataRef, Xlsx};

/// Where a sheet has formulas without a value, as row and column from 0, in order; `empty` of its cells have none. The
/// sheet is read once more up to the last of these. What can't be read as a formula is none: the values of the sheet have
/// been read already.
pub fn formulas_without_value<S: Read + Seek>(
    workbook: &mut Xlsx<S>,
    sheet: &str,
    mut empty: usize,
) -> Vec<(u32, u32)> {
    let mut places = Vec::new();
    if empty == 0 {
        return places;
    }
    let Ok(mut reader) = workbook.worksheet_cells_reader(sheet) else { return places };
    while empty > 0
        && let Ok(Some(cell)) = reader.next_cell_with_formula_metadata()
    {
        if matches!(cell.value, DataRef::Empty) {
            empty -= 1;
            if cell.formula.is_some() {
                places.push(cell.pos);
            }
        }
    }
    places.sort_unstable();
    places
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _, Write as _};

    use rust_xlsxwriter::{Format, Formula, Workbook};

    use crate::contest::finding::Findings;
    use crate::contest::plan::sample;
    use crate::intake::header::HeaderNames;
    use crate::intake::source_file::{ChosenHeader, SourceFile};

    /// A workbook with its sheet rewritten, as other programs write it.
    fn rewritten(book: &mut Workbook, change: impl Fn(&str) -> String) -> Vec<u8> {
        let bytes = book.save_to_buffer().unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let name = part.name().unwrap().to_string();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            out.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
            let text = if name.ends_with("sheet1.xml") { change(&text) } else { text };
            out.write_all(text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    fn found(bytes: &[u8]) -> Vec<(&'static str, u32, u16)> {
        let mut findings = Findings::default();
        let file = SourceFile::new("r.xlsx", bytes);
        let table = file.open(&mut findings).expect("the file is readable");
        let names = HeaderNames::of_reports(&sample::plan());
        file.header(&table, &names, &ChosenHeader::default(), &mut findings, |columns| columns.len() > 2)
            .expect("it has a header");
        findings.in_order().iter().map(|it| (it.code, it.spot.row, it.spot.column)).collect()
    }

    #[test]
    fn bug_a_formula_without_a_stored_value_was_missing_without_a_word() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (column, header) in (0_u16..).zip(["code", "incidents", "households.permanent", "note"]) {
            sheet.write_string(0, column, header).unwrap();
        }
        for (row, code) in (1_u32..).zip(["001", "002", "00011"]) {
            sheet.write_string(row, 0, code).unwrap();
            sheet.write_blank(row, 2, &Format::new().set_bold()).unwrap();
        }
        let formula = |result: &str| Formula::new("=5-2").set_result(result);
        sheet.write_formula(1, 1, formula("111")).unwrap();
        sheet.write_formula(2, 1, formula("222")).unwrap();
        sheet.write_formula(3, 1, formula("3")).unwrap();
        sheet.write_formula(2, 3, formula("111")).unwrap();
        let bytes = rewritten(&mut book, |sheet| {
            assert!(sheet.contains("<v>111</v>") && sheet.contains("<v>222</v>"));
            sheet.replace("<v>111</v>", "").replace("<v>222</v>", "<v/>")
        });
        // The blank cells hold no formula, and the column of notes is of no use.
        let code = "formula.without_value";
        assert_eq!(found(&bytes), [(code, 2, 2), (code, 3, 2)]);
        let computed = rewritten(&mut book, str::to_owned);
        assert_eq!(found(&computed), []);
    }
}

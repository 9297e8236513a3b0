//! The smallest PDF that readers open: one page with a few lines in a font that every reader has.

use std::fmt::Write;

/// A page that says some lines. They are ASCII without brackets.
pub fn pdf(lines: &[&str]) -> Vec<u8> {
    let mut page = "BT /F1 14 Tf 72 760 Td 20 TL".to_owned();
    for line in lines {
        debug_assert!(line.is_ascii() && !line.contains(['(', ')', '\\']), "nothing needs to be escaped");
        write!(page, " ({line}) Tj T*").expect("a text takes every line");
    }
    page.push_str(" ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut file, mut table) = ("%PDF-1.4\n".to_owned(), String::new());
    for (number, object) in (1..).zip(&objects) {
        writeln!(table, "{:010} 00000 n ", file.len()).expect("a text takes every line");
        write!(file, "{number} 0 obj\n{object}\nendobj\n").expect("a text takes every line");
    }
    let (count, start) = (objects.len() + 1, file.len());
    write!(
        file,
        "xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    )
    .expect("a text takes every line");
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::plan::FileType;
    use crate::intake::evidence::examine;

    #[test]
    fn it_is_a_pdf_whose_table_says_where_its_objects_are() {
        let bytes = pdf(&["BAO CAO", "Ho so 1"]);
        let found = examine("bao-cao.pdf", &mut std::io::Cursor::new(&bytes));
        assert_eq!(found, Ok(FileType::Pdf));
        let text = String::from_utf8(bytes).unwrap();
        let offsets = text.lines().filter_map(|line| line.strip_suffix(" 00000 n "));
        for (number, offset) in (1..).zip(offsets) {
            let offset: usize = offset.parse().unwrap();
            assert!(text[offset..].starts_with(&format!("{number} 0 obj")));
        }
    }
}

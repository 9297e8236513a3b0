//! A document as DOCX, to be edited.
//!
//! WordprocessingML is written here, packed as it comes: `docx-rs` can't repeat the header of a table on each page, which
//! the layout needs, and took 2.3 GB of memory for a table of a hundred thousand rows.

use std::num::TryFromIntError;

use super::frame::{
    CONTENT_TYPES, DECLARATION, NAMESPACES, PACKAGE, RELATIONS, SECTION, WIDTH, empty_header, footer,
    numbered_header, properties, settings, styles,
};
use super::xml::push_paragraph;
use super::{Document, Letterhead, Part, Row, Set, Signature, Signatures, Table};
use crate::documents::archive::{Archive, Packed, Packer};

/// How many bytes are gathered before they are packed.
const GATHERED: usize = 1 << 16;

/// How wide the left column of the letterhead is, and that of who gets the document.
const LEFT: u32 = 3_900;

/// The document as a file.
///
/// # Errors
/// When it would be larger than 4 GB.
pub fn docx_of(document: &Document) -> Result<Vec<u8>, TryFromIntError> {
    let mut archive = Archive::default();
    let mut put = |name: &str, text: String| archive.push(name, &[Packer::packed(text.as_bytes())]);
    put("[Content_Types].xml", format!("{DECLARATION}{CONTENT_TYPES}"))?;
    put("_rels/.rels", format!("{DECLARATION}{PACKAGE}"))?;
    put("word/_rels/document.xml.rels", format!("{DECLARATION}{RELATIONS}"))?;
    put("word/styles.xml", styles())?;
    put("word/settings.xml", settings())?;
    put("word/header1.xml", numbered_header())?;
    put("word/header2.xml", empty_header())?;
    put("word/footer1.xml", footer(&document.foot))?;
    put("docProps/core.xml", properties(&document.title))?;
    archive.push("word/document.xml", &[text_of(document)])?;
    archive.finish()
}

/// Gathers text and packs it.
struct Writer {
    packer: Packer,
    xml: String,
}

impl Writer {
    fn pack_much(&mut self) {
        if self.xml.len() >= GATHERED {
            self.packer.push(self.xml.as_bytes());
            self.xml.clear();
        }
    }

    fn finish(mut self) -> Packed {
        self.packer.push(self.xml.as_bytes());
        self.packer.finish()
    }
}

fn text_of(document: &Document) -> Packed {
    let mut writer =
        Writer { packer: Packer::new(), xml: format!("{DECLARATION}<w:document {NAMESPACES}><w:body>") };
    for (at, part) in document.parts.iter().enumerate() {
        let next = document.parts.get(at + 1);
        // No page has the signature alone: the last paragraph goes with it. What leads to a list goes with the list.
        let is_kept = part.leads() || matches!(next, Some(Part::Signature(_) | Part::Signatures(_)));
        let kept = if is_kept { "<w:keepNext/>" } else { "" };
        match part {
            Part::Text(text) => push_paragraph(&mut writer.xml, "Body", kept, text),
            Part::Item(text) => push_paragraph(&mut writer.xml, "Body", kept, &format!("- {text}")),
            Part::Article(number, text) => push_article(&mut writer.xml, kept, (number, text)),
            Part::Annex(title, of) => push_annex(&mut writer.xml, &document.annex_label(at), title, of),
            part => push_part(&mut writer, part),
        }
        // Behind a table stands a paragraph; before an annex it might fill a page of its own.
        let is_table = matches!(part, Part::Table(_) | Part::Signature(_) | Part::Signatures(_));
        if is_table && !matches!(next, Some(Part::Annex(..))) {
            let height = if next.is_some() { "" } else { "<w:spacing w:line=\"20\" w:lineRule=\"exact\"/>" };
            push_paragraph(&mut writer.xml, "Space", height, "");
        }
    }
    writer.xml.push_str(SECTION);
    writer.xml.push_str("</w:body></w:document>");
    writer.finish()
}

fn push_part(writer: &mut Writer, part: &Part) {
    let xml = &mut writer.xml;
    match part {
        Part::Letterhead(letterhead) => push_letterhead(xml, letterhead),
        Part::Mark(word, why) => {
            push_paragraph(xml, "Mark", "", word);
            push_paragraph(xml, "MarkWhy", "", why);
        }
        Part::Title(kind, summary) => {
            push_paragraph(xml, "Title", "", kind);
            push_paragraph(xml, "Summary", "", summary);
            push_rule(xml, WIDTH, 1_400);
        }
        Part::To(to) => push_to(xml, to),
        Part::Text(text) => push_paragraph(xml, "Body", "", text),
        Part::Heading(text) => push_paragraph(xml, "Heading1", "", text),
        Part::Item(text) => push_paragraph(xml, "Body", "", &format!("- {text}")),
        Part::Middle(text) => push_paragraph(xml, "Middle", "", text),
        Part::Basis(text) => push_paragraph(xml, "Basis", "", text),
        Part::Article(number, text) => push_article(xml, "", (number, text)),
        Part::Annex(title, of) => push_annex(xml, "Phụ lục", title, of),
        Part::Table(table) => push_table(writer, table),
        Part::Signature(signature) => push_signature(xml, signature),
        Part::Signatures(signatures) => push_signatures(xml, signatures),
    }
}

fn push_annex(xml: &mut String, label: &str, title: &str, of: &str) {
    push_paragraph(xml, "Annex", "", label);
    push_paragraph(xml, "AnnexTitle", "", title);
    push_paragraph(xml, "AnnexOf", "", of);
}

/// An article: its number in bold letters, and behind it on the same line what it says.
fn push_article(xml: &mut String, more: &str, (number, text): (&str, &str)) {
    xml.push_str("<w:p><w:pPr><w:pStyle w:val=\"Body\"/>");
    xml.push_str(more);
    xml.push_str("</w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">");
    super::xml::push_text(xml, number);
    xml.push_str(" </w:t></w:r><w:r><w:t xml:space=\"preserve\">");
    super::xml::push_text(xml, text);
    xml.push_str("</w:t></w:r></w:p>");
}

/// A line of some width in the middle of a column.
fn push_rule(xml: &mut String, column: u32, width: u32) {
    let aside = column.saturating_sub(width) / 2;
    let more = format!(
        "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>\
         <w:spacing w:before=\"20\" w:line=\"120\" w:lineRule=\"exact\"/><w:ind w:left=\"{aside}\" w:right=\"{aside}\"/>"
    );
    push_paragraph(xml, "Space", &more, "");
}

/// Two columns without lines, which aren't torn apart between pages.
fn push_columns(
    xml: &mut String,
    left_width: u32,
    left: impl FnOnce(&mut String),
    right: impl FnOnce(&mut String),
) {
    let other = WIDTH - left_width;
    xml.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/><w:tblCellMar>\
         <w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr><w:tblGrid>\
         <w:gridCol w:w=\"{left_width}\"/><w:gridCol w:w=\"{other}\"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>"
    ));
    push_cell_start(xml, left_width, 1);
    left(xml);
    xml.push_str("</w:tc>");
    push_cell_start(xml, other, 1);
    right(xml);
    xml.push_str("</w:tc></w:tr></w:tbl>");
}

fn push_cell_start(xml: &mut String, width: u32, columns: usize) {
    xml.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"));
    if columns > 1 {
        xml.push_str(&format!("<w:gridSpan w:val=\"{columns}\"/>"));
    }
    xml.push_str("</w:tcPr>");
}

fn push_letterhead(xml: &mut String, letterhead: &Letterhead) {
    push_columns(
        xml,
        LEFT,
        |xml| {
            if !letterhead.superior.is_empty() {
                push_paragraph(xml, "Superior", "", &letterhead.superior);
            }
            push_paragraph(xml, "Issuer", "", &letterhead.issuer);
            push_rule(xml, LEFT, 1_100);
            let above = "<w:spacing w:before=\"60\"/>";
            push_paragraph(xml, "Number", above, &letterhead.number);
            if !letterhead.subject.is_empty() {
                push_paragraph(xml, "Subject", above, &letterhead.subject);
            }
        },
        |xml| {
            push_paragraph(xml, "National", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM");
            push_paragraph(xml, "Motto", "", "Độc lập - Tự do - Hạnh phúc");
            push_rule(xml, WIDTH - LEFT, 3_150);
            if !letterhead.place_date.is_empty() {
                push_paragraph(xml, "PlaceDate", "<w:spacing w:before=\"60\"/>", &letterhead.place_date);
            }
        },
    );
    push_paragraph(xml, "Space", "", "");
}

fn push_to(xml: &mut String, to: &[String]) {
    if let [only] = to {
        push_paragraph(xml, "To", "", &format!("Kính gửi: {only}"));
        return;
    }
    push_paragraph(xml, "ToFirst", "", "Kính gửi:");
    to.iter().enumerate().for_each(|(at, one)| {
        let (end, below) = if at + 1 == to.len() { ('.', "<w:spacing w:after=\"160\"/>") } else { (';', "") };
        push_paragraph(xml, "ToNext", below, &format!("- {one}{end}"));
    });
}

fn push_signature(xml: &mut String, signature: &Signature) {
    push_paragraph(xml, "Space", "<w:keepNext/>", "");
    push_columns(
        xml,
        LEFT,
        |xml| push_recipients(xml, &signature.recipients),
        |xml| {
            if !signature.authority.is_empty() {
                push_paragraph(xml, "SignAs", "", &signature.authority);
            }
            push_signer(xml, &signature.position, &signature.name);
        },
    );
}

fn push_recipients(xml: &mut String, recipients: &[String]) {
    push_paragraph(xml, "Recipients", "<w:keepNext/>", "Nơi nhận:");
    recipients.iter().enumerate().for_each(|(at, one)| {
        let end = if at + 1 == recipients.len() { '.' } else { ';' };
        push_paragraph(xml, "Recipient", "", &format!("- {one}{end}"));
    });
}

/// A position, place for the signature and the seal, and a name.
fn push_signer(xml: &mut String, position: &str, name: &str) {
    push_paragraph(xml, "SignAs", "", position);
    for _ in 0..5 {
        push_paragraph(xml, "SignName", "<w:keepNext/>", "");
    }
    push_paragraph(xml, "SignName", "", name);
}

fn push_signatures(xml: &mut String, signatures: &Signatures) {
    push_paragraph(xml, "Space", "<w:keepNext/>", "");
    let signer = |(position, name): &(String, String)| {
        let (position, name) = (position.clone(), name.clone());
        move |xml: &mut String| push_signer(xml, &position, &name)
    };
    push_columns(xml, WIDTH / 2, signer(&signatures.left), signer(&signatures.right));
    push_paragraph(xml, "Space", "", "");
    push_recipients(xml, &signatures.recipients);
}

fn push_table(writer: &mut Writer, table: &Table) {
    let thousandths = table.widths();
    let widths: Vec<u32> = thousandths.iter().map(|width| WIDTH * u32::from(*width) / 1000).collect();
    let xml = &mut writer.xml;
    let whole: u32 = widths.iter().sum();
    xml.push_str(&format!("<w:tbl><w:tblPr><w:tblW w:w=\"{whole}\" w:type=\"dxa\"/><w:tblBorders>"));
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        xml.push_str(&format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"));
    }
    xml.push_str(
        "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"28\" w:type=\"dxa\"/>\
         <w:left w:w=\"70\" w:type=\"dxa\"/><w:bottom w:w=\"28\" w:type=\"dxa\"/>\
         <w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar><w:tblCaption w:val=\"",
    );
    super::xml::push_text(xml, &table.caption);
    xml.push_str("\"/></w:tblPr><w:tblGrid>");
    for width in &widths {
        xml.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
    }
    xml.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in table.columns.iter().zip(&widths) {
        push_cell_start(xml, *width, 1);
        push_paragraph(xml, "CellHead", "", &column.name);
        xml.push_str("</w:tc>");
    }
    xml.push_str("</w:tr>");
    for row in &table.rows {
        push_row(&mut writer.xml, table, &widths, (row, table.is_torn(row, &thousandths)));
        writer.pack_much();
    }
    writer.xml.push_str("</w:tbl>");
}

fn push_row(xml: &mut String, table: &Table, widths: &[u32], (row, is_torn): (&Row, bool)) {
    xml.push_str("<w:tr>");
    if !is_torn {
        xml.push_str("<w:trPr><w:cantSplit/></w:trPr>");
    }
    match row {
        Row::Group(text) => {
            push_cell_start(xml, widths.iter().sum(), widths.len());
            push_paragraph(xml, "CellGroup", "", text);
            xml.push_str("</w:tc>");
        }
        Row::Cells(cells) => {
            for ((cell, column), width) in cells.iter().zip(&table.columns).zip(widths) {
                push_cell_start(xml, *width, 1);
                let style = match (column.set, table.is_small) {
                    (Set::Left, false) => "CellLeft",
                    (Set::Middle, false) => "CellMiddle",
                    (Set::Right, false) => "CellRight",
                    (Set::Left, true) => "SmallLeft",
                    (Set::Middle, true) => "SmallMiddle",
                    (Set::Right, true) => "SmallRight",
                };
                cell.split('\n').for_each(|line| push_paragraph(xml, style, "", line));
                xml.push_str("</w:tc>");
            }
        }
    }
    xml.push_str("</w:tr>");
}

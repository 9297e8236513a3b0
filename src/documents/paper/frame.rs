//! What is the same in every DOCX: its members' list, the page, the styles.

use super::xml::{push_paragraph, push_text};

/// The width of the text on a page of A4 between its margins, in twentieths of a point.
pub const WIDTH: u32 = 11_906 - 1_701 - 851;

/// The namespaces of a member in WordprocessingML.
pub const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                              xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// The line before everything.
pub const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The page: A4, margins of 20 mm above and below, 30 mm left and 15 mm right; the number stands in the middle above, not on the
/// first page.
pub const SECTION: &str = "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId3\"/>\
    <w:headerReference w:type=\"first\" r:id=\"rId4\"/><w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
    <w:footerReference w:type=\"first\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
    <w:pgMar w:top=\"1134\" w:right=\"851\" w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"340\" \
    w:gutter=\"0\"/><w:titlePg/></w:sectPr>";

/// The list of members and their kinds.
pub const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
    <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
    <Override PartName=\"/word/document.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>\
    <Override PartName=\"/word/styles.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>\
    <Override PartName=\"/word/settings.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>\
    <Override PartName=\"/word/header1.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>\
    <Override PartName=\"/word/header2.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>\
    <Override PartName=\"/word/footer1.xml\" \
    ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>\
    <Override PartName=\"/docProps/core.xml\" \
    ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

/// What the file as a whole refers to.
pub const PACKAGE: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
    Target=\"word/document.xml\"/>\
    <Relationship Id=\"rId2\" \
    Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" \
    Target=\"docProps/core.xml\"/></Relationships>";

/// What the text refers to.
pub const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" \
    Target=\"styles.xml\"/>\
    <Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" \
    Target=\"settings.xml\"/>\
    <Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" \
    Target=\"header1.xml\"/>\
    <Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" \
    Target=\"header2.xml\"/>\
    <Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" \
    Target=\"footer1.xml\"/></Relationships>";

/// A style of paragraphs: its id, its size in half points, what its paragraphs and what its letters say.
type Style = (&'static str, u32, &'static str, &'static str);

const MIDDLE: &str = "<w:jc w:val=\"center\"/>";
const BOLD: &str = "<w:b/>";

/// Styles by what stands in them.
const STYLES: &[Style] = &[
    ("Superior", 24, MIDDLE, "<w:caps/>"),
    ("Issuer", 24, MIDDLE, "<w:b/><w:caps/>"),
    ("National", 24, MIDDLE, BOLD),
    ("Motto", 26, MIDDLE, BOLD),
    ("Number", 26, MIDDLE, ""),
    ("Subject", 24, MIDDLE, ""),
    ("PlaceDate", 26, MIDDLE, "<w:i/>"),
    ("Summary", 28, MIDDLE, BOLD),
    ("Mark", 48, "<w:spacing w:before=\"120\"/><w:jc w:val=\"center\"/>", BOLD),
    ("MarkWhy", 26, "<w:spacing w:after=\"120\"/><w:jc w:val=\"center\"/>", "<w:i/>"),
    ("To", 28, "<w:spacing w:before=\"120\" w:after=\"120\"/><w:jc w:val=\"center\"/>", ""),
    ("ToFirst", 28, "<w:spacing w:before=\"120\"/><w:ind w:left=\"1701\"/>", ""),
    ("ToNext", 28, "<w:spacing w:after=\"40\"/><w:ind w:left=\"2977\" w:hanging=\"142\"/>", ""),
    (
        "Body",
        28,
        "<w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"567\"/><w:jc w:val=\"both\"/>",
        "",
    ),
    (
        "Middle",
        28,
        "<w:keepNext/><w:spacing w:before=\"120\" w:after=\"120\"/><w:jc w:val=\"center\"/>",
        BOLD,
    ),
    (
        "Basis",
        28,
        "<w:spacing w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/><w:ind w:firstLine=\"567\"/><w:jc w:val=\"both\"/>",
        "<w:i/>",
    ),
    ("SignAs", 28, "<w:keepNext/><w:jc w:val=\"center\"/>", "<w:b/><w:caps/>"),
    ("SignName", 28, MIDDLE, BOLD),
    ("Recipients", 24, "", "<w:b/><w:i/>"),
    ("Recipient", 22, "<w:ind w:left=\"113\" w:hanging=\"113\"/>", ""),
    ("Annex", 28, "<w:keepNext/><w:pageBreakBefore/><w:jc w:val=\"center\"/>", BOLD),
    ("AnnexTitle", 28, "<w:keepNext/><w:jc w:val=\"center\"/>", BOLD),
    ("AnnexOf", 26, "<w:keepNext/><w:spacing w:after=\"200\"/><w:jc w:val=\"center\"/>", "<w:i/>"),
    ("CellHead", 24, MIDDLE, BOLD),
    ("CellGroup", 24, "<w:keepNext/>", BOLD),
    ("CellLeft", 24, "", ""),
    ("CellMiddle", 24, MIDDLE, ""),
    ("CellRight", 24, "<w:jc w:val=\"right\"/>", ""),
    ("SmallLeft", 22, "<w:spacing w:after=\"40\"/>", ""),
    ("SmallMiddle", 22, MIDDLE, ""),
    ("SmallRight", 22, "<w:jc w:val=\"right\"/>", ""),
    ("Space", 12, "", ""),
    ("PageNumber", 26, MIDDLE, ""),
    ("Foot", 15, "", "<w:color w:val=\"404040\"/>"),
];

/// Titles and headings are those that every word processor knows, so that it lists them.
const KNOWN: &str = "<w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/>\
    <w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before=\"360\"/><w:jc w:val=\"center\"/></w:pPr>\
    <w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/>\
    <w:qFormat/><w:pPr><w:keepNext/><w:spacing w:before=\"160\" w:after=\"120\"/><w:ind w:firstLine=\"567\"/>\
    <w:outlineLvl w:val=\"0\"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>";

/// The styles: Times New Roman of 14 points unless told otherwise.
pub fn styles() -> String {
    let font = "Times New Roman";
    let mut xml = format!(
        "{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{font}\" \
         w:eastAsia=\"{font}\" w:hAnsi=\"{font}\" w:cs=\"{font}\"/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>\
         <w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/></w:pPr>\
         </w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">\
         <w:name w:val=\"Normal\"/></w:style>{KNOWN}"
    );
    for (id, size, paragraph, letters) in STYLES {
        xml.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{id}\"/>\
             <w:basedOn w:val=\"Normal\"/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}<w:sz w:val=\"{size}\"/>\
             <w:szCs w:val=\"{size}\"/></w:rPr></w:style>"
        ));
    }
    xml.push_str("</w:styles>");
    xml
}

/// Settings: no old behaviour of word processors is asked for.
pub fn settings() -> String {
    format!(
        "{DECLARATION}<w:settings {NAMESPACES}><w:compat><w:compatSetting w:name=\"compatibilityMode\" \
         w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat></w:settings>"
    )
}

/// The header of all pages but the first: the page's number.
pub fn numbered_header() -> String {
    format!(
        "{DECLARATION}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val=\"PageNumber\"/></w:pPr><w:r>\
         <w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r><w:r>\
         <w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>\
         </w:hdr>"
    )
}

/// The header of the first page: nothing.
pub fn empty_header() -> String {
    let mut xml = format!("{DECLARATION}<w:hdr {NAMESPACES}>");
    push_paragraph(&mut xml, "PageNumber", "", "");
    xml.push_str("</w:hdr>");
    xml
}

/// The footer of all pages.
pub fn footer(lines: &[String]) -> String {
    let mut xml = format!("{DECLARATION}<w:ftr {NAMESPACES}>");
    for line in lines {
        push_paragraph(&mut xml, "Foot", "", line);
    }
    if lines.is_empty() {
        push_paragraph(&mut xml, "Foot", "", "");
    }
    xml.push_str("</w:ftr>");
    xml
}

/// What file managers show of the document. It carries no moment, so that the same document is the same file.
pub fn properties(title: &str) -> String {
    let mut xml = format!(
        "{DECLARATION}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>"
    );
    push_text(&mut xml, title);
    xml.push_str("</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>");
    xml
}

use std::io::{Cursor, Write as _};

use proptest::prelude::*;

use super::*;

/// A file of the Office Open XML family with these parts beside the list of types.
fn office(types: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    out.start_file("[Content_Types].xml", options).unwrap();
    let text = format!(
        "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">{types}</Types>"
    );
    out.write_all(text.as_bytes()).unwrap();
    for (name, bytes) in parts {
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

const DOCX: &str = r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#;
const XLSX: &str = r#"<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>"#;

fn docx() -> Vec<u8> {
    office(DOCX, &[("word/document.xml", b"<document/>")])
}

fn pdf(objects: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{objects}\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n").into_bytes()
}

/// A PDF whose objects are packed.
fn packed_pdf(objects: &[u8], dictionary: &str) -> Vec<u8> {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(objects).unwrap();
    let packed = packed.finish().unwrap();
    let head = format!(
        "%PDF-1.7\n4 0 obj << /Type /ObjStm /N 1 /First 4 {dictionary} /Length {} >>\nstream\r\n",
        packed.len()
    );
    [head.as_bytes(), &packed, b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"].concat()
}

fn png(wide: u32, high: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let head = [&wide.to_be_bytes()[..], &high.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", vec![1, 2, 3]), (b"IEND", Vec::new())] {
        bytes.extend_from_slice(&u32::try_from(data.len()).unwrap().to_be_bytes());
        bytes.extend_from_slice(kind);
        bytes.extend_from_slice(&data);
        let mut sum = flate2::Crc::new();
        sum.update(kind);
        sum.update(&data);
        bytes.extend_from_slice(&sum.sum().to_be_bytes());
    }
    bytes
}

fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE0, 0, 4, b'J', b'F'];
    bytes.extend_from_slice(&[0xFF, 0xC0, 0, 11, 8, 0, 16, 0, 16, 1, 1, 0x11, 0]);
    bytes.extend_from_slice(&[0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 7, 7, 7, 0xFF, 0xD9]);
    bytes
}

fn taken(name: &str, bytes: &[u8]) -> Result<FileType, NotTaken> {
    examine(name, &mut Cursor::new(bytes))
}

#[test]
fn each_kind_is_known_by_its_content() {
    for (name, bytes, kind) in [
        ("báo cáo thành tích.pdf", pdf("1 0 obj << /Type /Catalog >> endobj"), FileType::Pdf),
        ("Báo cáo.DOCX", docx(), FileType::Docx),
        ("bảng.xlsx", office(XLSX, &[]), FileType::Xlsx),
        ("ảnh.jpg", jpeg(), FileType::Jpeg),
        ("ảnh.jpeg", jpeg(), FileType::Jpeg),
        ("ảnh.png", png(20, 30), FileType::Png),
    ] {
        assert_eq!(taken(name, &bytes), Ok(kind), "{name}");
        assert_eq!(FileType::of_code(kind.code()), Some(kind));
        assert_eq!(FileType::of_media_type(kind.media_type()), Some(kind));
    }
}

#[test]
fn a_name_that_contradicts_the_content_is_refused() {
    let said = |ending: &str, content| Err(NotTaken::Contradiction { ending: ending.to_owned(), content });
    assert_eq!(taken("a.pdf", &png(2, 2)), said("pdf", FileType::Png));
    assert_eq!(taken("a.docx", &office(XLSX, &[])), said("docx", FileType::Xlsx));
    assert_eq!(taken("a", &pdf("")), said("", FileType::Pdf));
    assert_eq!(taken("a.pdf.exe", &pdf("")), said("exe", FileType::Pdf));
    assert_eq!(taken("a.doc", &docx()), said("doc", FileType::Docx));
}

#[test]
fn what_is_none_of_the_kinds_is_refused() {
    for bytes in [&b"MZ\x90\0"[..], b"<html><script>", b"GIF89a", b"{\\rtf1}", b"\n%PDF-1.7", b"%PD", b"P"] {
        assert_eq!(taken("a.pdf", bytes), Err(NotTaken::Unknown), "{bytes:?}");
    }
    assert_eq!(taken("a.pdf", b""), Err(NotTaken::Empty));
    // An archive of anything else isn't of the family, and neither is another member of it.
    assert_eq!(taken("a.docx", &office("", &[("a.txt", b"a")])), Err(NotTaken::Unknown));
    let slides = DOCX.replace("wordprocessingml.document", "presentationml.presentation");
    assert_eq!(taken("a.docx", &office(&slides, &[])), Err(NotTaken::Unknown));
}

#[test]
fn macros_are_found_wherever_they_are_declared() {
    let macro_type = DOCX.replace(
        "openxmlformats-officedocument.wordprocessingml.document.main",
        "ms-word.document.macroEnabled.main",
    );
    let in_entities = macro_type.replace("macro", "&#109;acr&#x6f;");
    let relation = br#"<Relationships><Relationship Id="r1" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="a.bin"/></Relationships>"#;
    let template = br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://example.vn/a.dotm" TargetMode="External"/></Relationships>"#;
    for (what, bytes) in [
        ("type", office(&macro_type, &[])),
        ("type in entities", office(&format!("{DOCX}{in_entities}"), &[])),
        ("part", office(DOCX, &[("word/vbaProject.bin", b"a")])),
        ("part elsewhere", office(DOCX, &[("other/VBAPROJECT.BIN", b"a")])),
        ("relation", office(DOCX, &[("word/_rels/document.xml.rels", relation)])),
        ("template from elsewhere", office(DOCX, &[("word/_rels/settings.xml.rels", template)])),
        ("embedded", office(DOCX, &[("word/embeddings/a.docm", b"a")])),
        (
            "sheet of macros",
            office(
                &format!("{XLSX}<Override ContentType=\"application/vnd.ms-excel.macrosheet+xml\"/>"),
                &[],
            ),
        ),
    ] {
        assert!(
            matches!(taken("a.docx", &bytes), Err(NotTaken::Macro { .. })),
            "{what}: {:?}",
            taken("a.docx", &bytes)
        );
    }
    for name in ["a.docm", "a.XLSM", "a.pptm", "a.xlsb"] {
        assert!(matches!(taken(name, &docx()), Err(NotTaken::Macro { .. })), "{name}");
    }
}

#[test]
fn old_files_and_protected_ones_are_told_apart() {
    let ole = [OLE, &[0; 600]].concat();
    assert_eq!(taken("a.doc", &ole), Err(NotTaken::Legacy));
    let wrapped: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(taken("a.docx", &[OLE, &[0; 70_000], &wrapped].concat()), Err(NotTaken::Encrypted));
    assert_eq!(taken("a.pdf", &pdf("trailer << /Encrypt 5 0 R >>")), Err(NotTaken::Encrypted));
}

#[test]
fn a_pdf_that_runs_something_is_refused() {
    let active = |action| Err(NotTaken::Active { action });
    for (objects, action) in [
        ("1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj", "JavaScript"),
        ("1 0 obj<</S/JavaScript/JS(a)>>endobj", "JavaScript"),
        ("1 0 obj << /S /J#61vaScript >> endobj", "JavaScript"),
        ("1 0 obj << /S /#4aavaScrip#74>> endobj", "JavaScript"),
        ("1 0 obj << /S /Launch /F (cmd.exe) >> endobj", "Launch"),
        ("1 0 obj << /AcroForm << /XFA 7 0 R >> >> endobj", "XFA"),
        ("1 0 obj << /S /Rendition /JS (app.alert(1)) >> endobj", "JavaScript"),
        ("1 0 obj << /S/Rendition/#4aS 7 0 R >> endobj", "JavaScript"),
        ("1 0 obj << /OnInstantiate 7 0 R >> endobj", "JavaScript"),
    ] {
        assert_eq!(taken("a.pdf", &pdf(objects)), active(action), "{objects}");
    }
    // Names that only begin alike, and words that are no names, are none of them.
    for objects in [
        "<< /JavaScripts 1 >>",
        "(JavaScript)",
        "<< /LaunchPad 1 >>",
        "<< /Title (a) >>",
        "/Java#53",
        "/#",
        "<< /JSON 1 >>",
    ] {
        assert_eq!(taken("a.pdf", &pdf(objects)), Ok(FileType::Pdf), "{objects}");
    }
    // At whatever place a piece of the file ends.
    for shift in 65_500..65_560 {
        let objects = format!("{}/S /JavaScript ", " ".repeat(shift));
        assert_eq!(taken("a.pdf", &pdf(&objects)), active("JavaScript"), "{shift}");
    }
}

#[test]
fn packed_objects_of_a_pdf_are_unpacked_and_read() {
    let active = Err(NotTaken::Active { action: "JavaScript" });
    assert_eq!(taken("a.pdf", &packed_pdf(b"5 0 << /S /JavaScript >>", "/Filter /FlateDecode")), active);
    assert_eq!(taken("a.pdf", &packed_pdf(b"5 0 << /S /JavaScript", "/Filter [/Fl]")), active);
    assert_eq!(
        taken("a.pdf", &packed_pdf(b"5 0 << /Type /Page >>", "/Filter /FlateDecode")),
        Ok(FileType::Pdf)
    );
    assert_eq!(
        taken("a.pdf", &packed_pdf(b"5 0 << >>", "/Filter [/ASCII85Decode /FlateDecode]")),
        Err(NotTaken::Hidden)
    );
    assert_eq!(taken("a.pdf", &packed_pdf(b"5 0 << >>", "/Filter /LZWDecode")), Err(NotTaken::Hidden));
    let bomb = packed_pdf(&vec![b' '; 65 * 1024 * 1024], "/Filter /FlateDecode");
    assert!(matches!(taken("a.pdf", &bomb), Err(NotTaken::TooLargeUnpacked { .. })));
}

/// What was changed row by row before it was packed, as readers undo it: each byte is told by its difference from the one above.
fn upwards(rows: &[&[u8]]) -> Vec<u8> {
    let wide = rows.iter().map(|row| row.len()).max().unwrap_or(0);
    let mut above = vec![0; wide];
    let mut out = Vec::new();
    for row in rows {
        let mut row = row.to_vec();
        row.resize(wide, b' ');
        out.push(2);
        out.extend(row.iter().zip(&above).map(|(byte, above)| byte.wrapping_sub(*above)));
        above = row;
    }
    out
}

#[test]
fn bad_input_objects_of_a_pdf_that_were_changed_before_they_were_packed_are_refused() {
    let changed = upwards(&[b"5 0 << /S /JavaScript", b" /JS (app.alert(1)) >>"]);
    for parameters in
        ["/DecodeParms << /Predictor 12 /Columns 22 >>", "/DecodeParms 9 0 R", "/DP << /Predictor 12 >>"]
    {
        for dictionary in
            [format!("/Filter /FlateDecode {parameters}"), format!("{parameters} /Filter [/FlateDecode]")]
        {
            assert_eq!(
                taken("a.pdf", &packed_pdf(&changed, &dictionary)),
                Err(NotTaken::Hidden),
                "{dictionary}"
            );
        }
    }
    // The table of where objects are is packed like this in honest files; it holds none.
    let table = b"5 0 obj << /Type /XRef /Filter /FlateDecode /DecodeParms << /Predictor 12 >> >>\nstream\nx\nendstream\nendobj";
    assert_eq!(taken("a.pdf", &pdf(std::str::from_utf8(table).unwrap())), Ok(FileType::Pdf));
}

#[test]
fn bad_input_a_pdf_that_hides_where_its_packed_objects_are_is_refused() {
    let script = b"5 0 << /S /JavaScript /JS (app.alert(1)) >>";
    for dictionary in [
        "/Filter 7 0 R",
        "/Filter [/FlateDecode 7 0 R]",
        "/Filter [/FlateDecode /A85]",
        "/Filter /Own",
        "/Filter /FlateDecode /Filter /LZWDecode",
        "/A (stream\n) /Filter /FlateDecode",
        "/A (endobj) /Filter /FlateDecode",
        "/Filter /FlateDecode % endstream\n",
        "/Filter /FlateDecode /A stream ",
        "/Filter /FlateDecode endobj",
    ] {
        assert_eq!(taken("a.pdf", &packed_pdf(script, dictionary)), Err(NotTaken::Hidden), "{dictionary}");
    }
    // Without its end, what isn't packed goes on to the next object.
    let open = |objects: &[u8]| {
        let file = packed_pdf(objects, "/Filter /FlateDecode");
        [b"%PDF-1.7\n1 0 obj << /Length 3 >>\nstream\nabc\n", &file[9..]].concat()
    };
    assert_eq!(taken("a.pdf", &open(script)), Err(NotTaken::Active { action: "JavaScript" }));
    assert_eq!(taken("a.pdf", &open(b"5 0 << /Type /Page >>")), Ok(FileType::Pdf));
    // Some readers don't ask for the name of the type.
    let nameless = |objects: &[u8]| {
        let file = packed_pdf(objects, "/Filter /FlateDecode");
        let at = file.windows(13).position(|part| part == b"/Type /ObjStm").unwrap();
        [&file[..at], &file[at + 13..]].concat()
    };
    assert_eq!(taken("a.pdf", &nameless(script)), Err(NotTaken::Active { action: "JavaScript" }));
    assert_eq!(taken("a.pdf", &nameless(b"5 0 << /Type /Page >>")), Ok(FileType::Pdf));
}

#[test]
fn bytes_of_a_picture_that_look_like_a_short_name_are_none() {
    let picture = "1 0 obj << /Length 9 >>\nstream\nab/JS (cd\nendstream endobj";
    assert_eq!(taken("a.pdf", &pdf(picture)), Ok(FileType::Pdf));
    let after = format!("{picture}\n2 0 obj << /JS (a) >> endobj");
    assert_eq!(taken("a.pdf", &pdf(&after)), Err(NotTaken::Active { action: "JavaScript" }));
    // Where something is there that would run it, it isn't put down to chance.
    for objects in
        [format!("{picture} 3 0 obj << /S /Rendition >>"), format!("<< /S /Rendition >> {picture}")]
    {
        assert_eq!(
            taken("a.pdf", &pdf(&objects)),
            Err(NotTaken::Active { action: "JavaScript" }),
            "{objects}"
        );
    }
    // An outline names its first item, and a title may hold any word.
    let outline = "1 0 obj << /Type /Outlines /First 2 0 R /Title (a stream of work) >> endobj 3 0 obj << >>\nstream\nabc\nendstream endobj";
    assert_eq!(taken("a.pdf", &pdf(outline)), Ok(FileType::Pdf));
}

#[test]
fn what_unpacks_to_too_much_is_refused_within_bounds() {
    let large = vec![0; 130 * 1024 * 1024];
    let bomb = office(DOCX, &[("word/a.xml", &large), ("word/b.xml", &large)]);
    assert!(bomb.len() < 2 * 1024 * 1024);
    assert_eq!(taken("a.docx", &bomb), Err(NotTaken::TooLargeUnpacked { limit: office::MOST_UNPACKED }));
    let telling = office(DOCX, &[("_rels/.rels", &large[..5 * 1024 * 1024])]);
    assert!(matches!(taken("a.docx", &telling), Err(NotTaken::TooLargeUnpacked { .. })));
    assert!(matches!(taken("a.png", &png(100_000, 100_000)), Err(NotTaken::TooManyPoints { .. })));
}

#[test]
fn what_is_broken_off_or_damaged_is_refused() {
    for (name, bytes) in
        [("a.docx", docx()), ("a.png", png(3, 3)), ("a.jpg", jpeg()), ("a.pdf", pdf("1 0 obj"))]
    {
        assert!(taken(name, &bytes).is_ok(), "{name}");
        let half = &bytes[..bytes.len() - 12];
        assert_eq!(taken(name, half), Err(NotTaken::Damaged), "{name}");
    }
    let mut wrong_sum = png(3, 3);
    wrong_sum[20] ^= 1;
    assert_eq!(taken("a.png", &wrong_sum), Err(NotTaken::Damaged));
    assert_eq!(taken("a.png", &png(0, 3)), Err(NotTaken::Damaged));
    let entity = "<!DOCTYPE a [<!ENTITY b \"c\">]>";
    assert_eq!(taken("a.docx", &office(entity, &[])), Err(NotTaken::Damaged));
}

#[test]
fn names_with_paths_and_unseen_characters_are_refused() {
    for (name, fault) in [
        ("", NameFault::Empty),
        ("  ", NameFault::Empty),
        (".", NameFault::Path),
        ("..", NameFault::Path),
        ("../a.pdf", NameFault::Path),
        ("C:\\a.pdf", NameFault::Path),
        ("/etc/a.pdf", NameFault::Path),
        ("a\0.pdf", NameFault::Invisible),
        ("a\n.pdf", NameFault::Invisible),
        ("a\u{202E}fdp.exe", NameFault::Invisible),
        ("a\u{200B}.pdf", NameFault::Invisible),
    ] {
        assert_eq!(taken(name, &pdf("")), Err(NotTaken::Name(fault)), "{name:?}");
    }
    let long = format!("{}.pdf", "ắ".repeat(200));
    assert_eq!(taken(&long, &pdf("")), Err(NotTaken::Name(NameFault::TooLong)));
    assert_eq!(plain_or_refused(" Ba\u{301}o ca\u{301}o.pdf "), Ok("Báo cáo.pdf".to_owned()));
}

proptest! {
    #[test]
    fn no_bytes_stop_the_program(head in 0_usize..6, bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        let start: &[u8] = [OLE, ZIP, JPEG, PNG, PDF, b""][head];
        let _any = taken("a.pdf", &[start, &bytes].concat());
    }

    #[test]
    fn a_file_changed_at_any_byte_is_taken_or_refused(at in 0_usize..4000, to: u8) {
        for (name, mut bytes) in [("a.docx", docx()), ("a.png", png(3, 3)), ("a.jpg", jpeg()), ("a.pdf", pdf("1 0 obj"))] {
            let at = at % bytes.len();
            bytes[at] = to;
            let _any = taken(name, &bytes);
        }
    }
}

//! Documents of councils and decisions, made from plain values and read back with other libraries than wrote them.

use std::path::PathBuf;

use thidua::documents::award_lists::{ListedAward, ListedCase, ListedPublic, decided, proposed, public};
use thidua::documents::list_book::{List, workbook_of_lists};
use thidua::documents::paper::Document;
use thidua::documents::paper::decision::Act;
use thidua::documents::paper::docx::docx_of;

use super::docx_file::Docx;
use super::paper_samples::{
    AWARD, achievements_of, all, collective, day, decision_with, groups, minutes_of, other_decision, person,
    plan, session, very_long,
};

fn read_back(document: &Document) -> Docx {
    Docx::of(&docx_of(document).unwrap())
}

/// Where the command that shows documents wants samples.
fn folder() -> Option<PathBuf> {
    std::env::var_os("THIDUA_DOCUMENTS").map(PathBuf::from)
}

#[test]
fn every_document_of_awards_has_the_page_and_the_typeface_of_the_decree() {
    for (name, document) in all() {
        let mut docx = read_back(&document);
        let main = "word/document.xml";
        let attribute = |attributes: Vec<(String, String)>, wanted: &str| {
            attributes.into_iter().find(|(name, _)| name == wanted).unwrap().1
        };
        assert_eq!(attribute(docx.attributes(main, "w:pgSz"), "w:w"), "11906", "{name}: A4");
        for (side, lowest, highest) in
            [("top", 20, 25), ("bottom", 20, 25), ("left", 30, 35), ("right", 15, 20)]
        {
            let twips: i64 =
                attribute(docx.attributes(main, "w:pgMar"), &format!("w:{side}")).parse().unwrap();
            assert!((lowest..=highest).contains(&(twips * 254 / 14_400)), "{name}: {side}");
        }
        let fonts = docx.attributes("word/styles.xml", "w:rFonts");
        assert!(fonts.iter().all(|(_, font)| font == "Times New Roman"), "{fonts:?}");
        let known = docx.member("word/styles.xml");
        for (style, text) in docx.paragraphs(main) {
            assert!(known.contains(&format!("w:styleId=\"{style}\"")), "{name}: {style} of {text}");
        }
        let text = docx.text();
        assert!(text.contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"), "{text}");
        for table in docx.tables() {
            assert!(table[0].0 && table[1..].iter().all(|(repeated, _)| !repeated), "{name}");
            let columns = table[0].1.len();
            for (_, cells) in &table[1..] {
                assert!(cells.len() == columns || cells.len() == 1, "{name}: {cells:?}");
            }
        }
        for paragraph in docx.member(main).split("<w:p>").filter(|it| it.contains(":</w:t></w:r></w:p>")) {
            let is_body = paragraph.contains("w:val=\"Body\"");
            assert!(
                !is_body || paragraph.contains("<w:keepNext/>"),
                "{name}: a page may end with {paragraph}"
            );
        }
        let foot: Vec<String> =
            docx.paragraphs("word/footer1.xml").into_iter().map(|(_, text)| text).collect();
        let hashes = ["ab", "cd", "ef"].map(|half| half.repeat(32));
        assert!(hashes.iter().all(|hash| foot.join(" ").contains(hash)), "{name}: {foot:?}");
        for table in &document.parts {
            if let thidua::documents::paper::Part::Table(table) = table {
                let widths: u16 = table.columns.iter().map(|column| column.width).sum();
                assert_eq!(widths, 1000, "{name}: {}", table.caption);
            }
        }
        if let Some(folder) = folder() {
            std::fs::write(folder.join(format!("sample-{name}.docx")), docx_of(&document).unwrap()).unwrap();
        }
    }
}

#[test]
fn minutes_tell_who_was_there_and_each_vote_with_its_arithmetic() {
    let text = read_back(&minutes_of(&session(12, 9))).text();
    for told in [
        "Số: 15/BB-VD",
        "BIÊN BẢN\nHọp Hội đồng Thi đua - Khen thưởng tỉnh xét khen thưởng trong đợt thi đua",
        "Thời gian bắt đầu: 08 giờ 00 phút, ngày 03 tháng 6 năm 2021.",
        "Địa điểm: Phòng họp số 2 (ví dụ).",
        "5 thành viên Hội đồng: 3 có mặt, 1 cho ý kiến bằng văn bản, 1 vắng mặt.",
        "từ 2/3 tổng số thành viên trở lên, tức là từ 4 thành viên; dự họp 4/5 thành viên, đủ điều kiện.",
        "Thành viên Ví Dụ 4\nChức vụ (ví dụ)\nỦy viên\nVắng mặt, cho ý kiến bằng văn bản",
        "bỏ phiếu kín; thông qua khi số phiếu tán thành đạt trên 50\u{a0}% tổng số thành viên Hội đồng (không tính",
        "Được biểu quyết:\u{a0}8\nCó mặt:\u{a0}7\nBằng văn bản:\u{a0}1\nKhông tham gia:\u{a0}1\nTán thành:\u{a0}5\nKhông tán thành:\u{a0}2\nTrống:\u{a0}1\n\
         5/8 thành viên = 62,50\u{a0}%\nCần:\u{a0}5\u{a0}phiếu\nThông qua",
        "Biểu quyết lần 2",
        "Chưa biểu quyết",
        "Đơn vị ví dụ số 9 (hồ sơ số 9)\nThành viên Ví Dụ 2\nCùng đơn vị với trường hợp được xét",
        "2 trường hợp bằng nhau cho 1 chỉ tiêu. Kết quả (Theo số phiếu (ví dụ)):\n- Đơn vị ví dụ số 5: thông qua.",
        "1 trường hợp Hội đồng quyết định khác với đề nghị từ xếp hạng:",
        "Hội đồng cho rằng thành tích chưa nổi bật (ví dụ)",
        "Phiên họp kết thúc vào 11 giờ 05 phút, ngày 03 tháng 6 năm 2021./.",
        "Thư ký\n\n\n\n\n\nThành viên Ví Dụ 3\nChủ tọa\n\n\n\n\n\nThành viên Ví Dụ 1",
    ] {
        assert!(text.contains(told), "{told}\n---\n{text}");
    }
    assert!(!text.contains("Điện Biên, ngày"), "minutes tell place and time in their text");
    assert!(!text.contains("BẢN TRÍCH"), "{text}");
}

#[test]
fn minutes_of_nothing_make_nothing_up() {
    let empty = all().into_iter().find(|(name, _)| *name == "minutes-empty").unwrap().1;
    let text = read_back(&empty).text();
    assert!(text.contains("Không có trường hợp nào được đưa ra biểu quyết."), "{text}");
    assert!(text.contains("Địa điểm: ……."), "{text}");
    assert!(text.contains("…… giờ …… phút, ngày 03 tháng 6 năm 2021"), "{text}");
    assert!(text.contains("Kế hoạch không đặt số thành viên tối thiểu phải dự họp."), "{text}");
}

#[test]
fn of_a_case_voted_on_again_the_last_round_is_concluded() {
    let mut told = session(5, 0);
    let mut again = told.groups[0].items[4].clone();
    again.round = 2;
    again.result = thidua::documents::paper::ballot::VoteResult::Failed;
    told.groups[0].items.push(again);
    let text = read_back(&minutes_of(&told)).text();
    assert!(text.contains(&format!("- {AWARD}: thông qua 0 tập thể; không thông qua 5 tập thể.")), "{text}");
}

#[test]
fn an_extract_says_so_without_telling_whether_anything_is_left_out() {
    let mut told = session(3, 2);
    told.is_extract = true;
    let text = read_back(&minutes_of(&told)).text();
    assert!(
        text.contains("BẢN TRÍCH\nLập cho một thành viên Hội đồng") && text.contains("(nếu có)"),
        "{text}"
    );
}

#[test]
fn a_decision_has_bases_in_italics_articles_and_lists_with_money_by_budget() {
    let mut docx = read_back(&decision_with(Act::Commend, groups((8, 4), true)));
    let text = docx.text();
    for told in [
        "Số: 15/QĐ-VD\nCỘNG HÒA",
        "QUYẾT ĐỊNH\nVề việc khen thưởng tập thể, cá nhân trong đợt thi đua",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH (VÍ DỤ)",
        "Căn cứ Luật Thi đua, Khen thưởng ngày 26/11/2003 và các luật sửa đổi, bổ sung;",
        "Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 20/TTr-VD ngày 03/06/2021.\nQUYẾT ĐỊNH:\n\
         Điều 1. Khen thưởng 8 tập thể, 4 cá nhân đã có thành tích trong",
        "- Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh: 8 tập thể, 4 cá nhân.",
        "Điều 2. Tiền thưởng kèm theo là 33.525.000 đồng",
        "- Quỹ thi đua, khen thưởng tỉnh: 31.290.000 đồng (14 suất).\n- Ngân sách huyện: 2.235.000 đồng (1 suất).",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng, Giám đốc Sở Nội vụ và các tập thể, cá nhân",
        "Phụ lục I\nDANH SÁCH TẬP THỂ ĐƯỢC KHEN THƯỞNG\n(Kèm theo Quyết định số 15/QĐ-VD ngày 05 tháng 6 năm 2021 của",
        "Phụ lục II\nDANH SÁCH CÁ NHÂN ĐƯỢC KHEN THƯỞNG",
        "1,5 × 1.490.000\n2.235.000",
        "Cộng: 10 tập thể, 22.350.000 đồng",
        "Cá nhân số CN-4 (đã xóa dữ liệu cá nhân)",
    ] {
        assert!(text.contains(told), "{told}\n---\n{text}");
    }
    let bases: Vec<(String, String)> = docx.paragraphs("word/document.xml");
    assert_eq!(bases.iter().filter(|(style, _)| style == "Basis").count(), 5);
    let styles = docx.member("word/styles.xml");
    let italic = styles.split("w:styleId=\"Basis\"").nth(1).unwrap().split("</w:style>").next().unwrap();
    assert!(italic.contains("<w:i/>"), "{italic}");
    let sign = text.find("(họ tên người ký)").unwrap();
    assert!(sign < text.find("Phụ lục I").unwrap(), "annexes stand behind the signature");
}

#[test]
fn a_decision_without_money_has_no_article_of_it_and_without_anybody_no_annex() {
    let text = read_back(&decision_with(Act::Commend, groups((2, 0), false))).text();
    assert!(text.contains("Phụ lục\nDANH SÁCH TẬP THỂ") && !text.contains("đồng)"), "{text}");
    assert!(text.contains("Điều 2. Quyết định này có hiệu lực") && !text.contains("Điều 3. "), "{text}");
    assert!(!text.contains("cá nhân có tên"), "{text}");
    let empty = read_back(&decision_with(Act::Commend, Vec::new())).text();
    assert!(empty.contains("Điều 1. Khen thưởng …….") && !empty.contains("Phụ lục"), "{empty}");
}

#[test]
fn decisions_that_amend_or_revoke_name_the_other_one() {
    let reason = "Lý do ví dụ".to_owned();
    let changes = vec!["Sửa tên đơn vị số 2 (ví dụ).".to_owned()];
    let amend = Act::Amend { of: other_decision(), reason: reason.clone(), changes };
    let text = read_back(&decision_with(amend, groups((1, 0), true))).text();
    let other = "Quyết định số 1200/QĐ-VD ngày 04/06/2021 của cơ quan ban hành (ví dụ)";
    for told in [
        format!("QUYẾT ĐỊNH\nVề việc sửa đổi, bổ sung {other}"),
        format!("Căn cứ {other};"),
        format!(
            "Điều 1. Sửa đổi, bổ sung {other}. Lý do: Lý do ví dụ. Nội dung:\n- Sửa tên đơn vị số 2 (ví dụ)."
        ),
        "- Khen thưởng bổ sung 1 tập thể".to_owned(),
        "DANH SÁCH TẬP THỂ ĐƯỢC KHEN THƯỞNG BỔ SUNG".to_owned(),
    ] {
        assert!(text.contains(&told), "{told}\n---\n{text}");
    }
    let mut revoked = groups((0, 1), true);
    revoked[0].honoured[0].remark = "Khai sai (ví dụ)".to_owned();
    let text = read_back(&decision_with(Act::Revoke { of: other_decision(), reason }, revoked)).text();
    for told in [
        format!("Về việc hủy bỏ quyết định khen thưởng cá nhân tại {other}"),
        format!("Điều 1. Hủy bỏ quyết định khen thưởng tại {other} đối với 1 cá nhân"),
        "tiền thưởng đã nhận (2.235.000 đồng) của cá nhân có tên tại Điều 1".to_owned(),
        "DANH SÁCH CÁ NHÂN BỊ HỦY BỎ QUYẾT ĐỊNH KHEN THƯỞNG".to_owned(),
        "Khai sai (ví dụ)".to_owned(),
    ] {
        assert!(text.contains(&told), "{told}\n---\n{text}");
    }
}

#[test]
fn a_summary_of_achievements_tells_criteria_of_collectives_and_what_was_written_of_persons() {
    let text = read_back(&achievements_of(3, 4)).text();
    for told in [
        "TÓM TẮT THÀNH TÍCH\nCủa tập thể, cá nhân được đề nghị khen thưởng trong đợt",
        "3 tập thể, 4 cá nhân, gồm:",
        "Hạng 1 trong 12 đơn vị của cụm; tổng điểm 95,50.\n1. Cử tri đã đi bầu cử: 5.230/5.232 = 99,96 %; đạt; 10,00 điểm.",
        "6. Phiếu không hợp lệ: thiếu số liệu; 10,00 điểm.",
        "Đã được đơn vị xác nhận (ví dụ).",
        "Cá nhân số CN-4 (đã xóa dữ liệu cá nhân)\nCông chức Văn phòng - Thống kê\nĐơn vị ví dụ số 4\nHồ sơ số 7\n……",
        &very_long(),
    ] {
        assert!(text.contains(told), "{told}\n---\n{text}");
    }
    assert!(read_back(&achievements_of(0, 0)).text().contains("Đến nay chưa có hồ sơ nào."));
}

#[test]
fn three_thousand_rows_are_all_there() {
    let (collectives, persons) = (1_500, 1_500);
    let rows = |document: &Document, at: usize| read_back(document).tables()[at].len();
    let decided = decision_with(Act::Commend, groups((collectives, persons), true));
    // The header, two groups, the sum, and the second award's quarter.
    assert_eq!(rows(&decided, 0), 1 + 2 + 1 + 1_500 + 375);
    assert_eq!(rows(&decided, 1), 1 + 2 + 1 + 1_500 + 375);
    assert_eq!(rows(&minutes_of(&session(collectives, persons)), 1), 1 + 2 + 3_000);
    assert_eq!(rows(&achievements_of(collectives, persons), 0), 1 + 2 + 3_000);
    // A number of four digits stands on one line: letters of 11 points, and 7 points beside them.
    let mut docx = read_back(&minutes_of(&session(collectives, persons)));
    let grids = docx.member("word/document.xml");
    let grid = |it: &&str| it.split("</w:tblGrid>").next().unwrap().matches("<w:gridCol ").count() == 6;
    let votes = grids.split("<w:tblGrid>").find(grid).unwrap();
    let first: usize = votes.split("w:w=\"").nth(1).unwrap().split('"').next().unwrap().parse().unwrap();
    assert!(first >= 4 * 110 + 55 + 140, "{first}");
}

fn sheets(name: &str, lists: &[List]) -> Vec<(String, calamine::Range<calamine::Data>)> {
    use calamine::{Reader, Xlsx};
    let notes = ["Bảng xếp hạng số 1".to_owned(), "Nhật ký số 77".to_owned()];
    let bytes = workbook_of_lists(lists, &notes, day(5)).unwrap();
    if let Some(folder) = folder() {
        std::fs::write(folder.join(format!("sample-{name}.xlsx")), &bytes).unwrap();
    }
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    book.worksheets()
}

#[test]
fn lists_hold_everybody_with_codes_as_texts_and_money_and_days_as_such() {
    use calamine::Data;
    let text = |text: &str| Data::String(text.to_owned());
    let cases: Vec<ListedCase> = (1..=40)
        .flat_map(|at| [collective(at), person(at)])
        .zip(1..)
        .map(|(subject, case)| ListedCase {
            award: AWARD.to_owned(),
            subject,
            case,
            state: "Đã thẩm định".to_owned(),
            remark: if case == 1 { "=HYPERLINK(\"x\")".to_owned() } else { String::new() },
        })
        .collect();
    let found = sheets("list-proposed", &proposed(&plan(), &cases));
    assert_eq!(
        found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
        ["Tập thể", "Cá nhân", "Nguồn"]
    );
    assert_eq!(found[0].1.get_size().0, 4 + 40);
    let row: Vec<Data> = found[0].1.rows().nth(4).unwrap().to_vec();
    assert_eq!(row[1..4], [text(AWARD), text("00001"), text("Đơn vị ví dụ số 1")]);
    assert_eq!(row[7], text("=HYPERLINK(\"x\")"));
    let persons = &found[1].1;
    assert_eq!(persons.get_value((7, 2)), Some(&text("Cá nhân số CN-4 (đã xóa dữ liệu cá nhân)")));

    let awards: Vec<ListedAward> = groups((3, 3), true)
        .into_iter()
        .flat_map(|group| group.honoured.into_iter().map(move |one| (group.award.clone(), one)))
        .zip(1..)
        .map(|((award, one), case)| ListedAward {
            award,
            subject: one.subject,
            case,
            decision: other_decision(),
            prize: one.prize,
            handed_over: Some(day(15)),
            revoked: (case == 2).then(|| day(20)),
            remark: one.remark,
        })
        .collect();
    let found = sheets("list-decided", &decided(&plan(), &awards));
    let row: Vec<Data> = found[0].1.rows().nth(5).unwrap().to_vec();
    assert_eq!(row[5], text("1200/QĐ-VD"));
    assert!(matches!(&row[6], Data::DateTime(date) if date.as_f64() == 44_351.0));
    assert_eq!(row[7..10], [Data::Float(1.5), Data::Float(1_490_000.0), Data::Float(2_235_000.0)]);
    assert!(matches!(&row[12], Data::DateTime(date) if date.as_f64() == 44_367.0));
    assert_eq!(found[0].1.get_value((6, 3)), Some(&text(&very_long())));

    let shown = |name: &str, is_collective| ListedPublic {
        award: AWARD.to_owned(),
        name: name.to_owned(),
        unit: "Cụm thi đua số 1 (ví dụ)".to_owned(),
        is_collective,
    };
    let listed = [shown("Đơn vị ví dụ số 1", true), shown("+84 Người Ví Dụ", false)];
    let found = sheets("list-public", &public(&plan(), (day(1), day(5)), &listed));
    assert!(matches!(found[0].1.get_value((1, 0)), Some(Data::String(about))
        if about.ends_with("; công khai từ 01/06/2021 đến 05/06/2021")));
    assert_eq!(found[0].1.get_value((5, 2)), Some(&text("+84 Người Ví Dụ")));

    for (_, sheet) in sheets("list-empty", &proposed(&plan(), &[])) {
        assert!(sheet.get_size().0 >= 2);
    }
}

//! The pages of documents: the form for what the program doesn't know, the sheet to print, the way to the DOCX, every role's
//! share, refusals with what was typed.

use thidua::app::actor::Role;

use super::docx_file::Docx;
use super::house::{Caller, House, collecting, engines, fixture, hand_in};
use super::ui::{bare_keys, page};

const AT: &str = "/plans/1/documents";

fn contest(house: &House) -> Caller {
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, "plans/dien-bien-508-2021.toml", "units/dien-bien-2021.csv");
    hand_in(&officer, &plan, &fixture("reports/dien-bien-2021.csv"));
    officer
}

/// A page's text without its marks, white space drawn together.
fn plain(page: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for sign in page.chars() {
        match sign {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            sign if !inside => text.push(sign),
            _ => {}
        }
    }
    let text = text
        .replace("&#60;", "<")
        .replace("&#62;", ">")
        .replace("&#39;", "'")
        .replace("&#34;", "\"")
        .replace("&#38;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_sheet_to_print_says_what_the_docx_says() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        for (kind, query) in [
            ("submission", "number=15&issuer=S%E1%BB%9F&to=A%0AB&date=2021-06-05"),
            ("explanation", "unit=099&authority=KT."),
            ("urging", "lacking=missing"),
            ("summary", "recipients=A%0AB%0AC"),
        ] {
            let shown = page(&officer, &format!("{AT}/{kind}?{query}"));
            assert!(shown.len() < 300_000);
            let sheet = plain(&shown[shown.find("<article class=\"paper\"").unwrap()..]);
            let file = format!("{AT}/{kind}/docx?");
            assert!(shown.contains(&file), "the way to the file: {shown}");
            let answer = officer.get(&format!("{file}{query}"));
            assert_eq!(answer.status, 200);
            let mut docx = Docx::of(&answer.body);
            for (style, text) in docx.paragraphs("word/document.xml") {
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                // Lists are set by the style of the page there.
                let text = if style == "ToNext" { text.trim_start_matches("- ") } else { &text };
                assert!(sheet.contains(text), "{kind}, {style}: {text}\n{sheet}");
            }
        }
    }
}

#[test]
fn each_role_finds_its_documents_and_no_others() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let kinds = |caller: &Caller| {
            let shown = page(caller, AT);
            ["submission", "explanation", "urging", "summary"]
                .into_iter()
                .filter(|kind| shown.contains(&format!("href=\"{AT}/{kind}\"")))
                .collect::<Vec<_>>()
        };
        let reporter = house.user(Role::Reporter, Some("099"));
        let viewer = house.user(Role::Viewer, None);
        assert_eq!(kinds(&officer).len(), 4);
        assert_eq!(kinds(&house.user(Role::CouncilMember, None)).len(), 4);
        assert_eq!(kinds(&reporter), ["explanation"]);
        assert_eq!(kinds(&viewer), [""; 0]);
        assert!(page(&viewer, AT).contains("Bạn chưa xem được văn bản nào"));
        assert!(!page(&viewer, "/plans/1/reports").contains("/documents"), "no way to what one may not see");
        let own = page(&reporter, "/plans/1/ranking/099");
        assert!(own.contains(&format!("{AT}/explanation?unit=099")), "{own}");
        assert!(page(&reporter, &format!("{AT}/explanation?unit=099")).contains("PHIẾU GIẢI TRÌNH ĐIỂM"));
        for path in ["explanation?unit=095", "submission", "urging", "summary", "submission/docx"] {
            assert_eq!(reporter.get(&format!("{AT}/{path}")).status, 403, "{path}");
        }
        for (from, to) in [
            ("/plans/1/ranking", AT),
            ("/plans/1/recommendation", "/plans/1/documents/submission"),
            ("/plans/1/reports", "/plans/1/documents/urging"),
        ] {
            assert!(page(&officer, from).contains(&format!("href=\"{to}\"")), "{from}");
        }
    }
}

#[test]
fn what_is_refused_is_told_in_words_and_what_was_typed_stays() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = contest(&house);
        let asked = page(&officer, &format!("{AT}/explanation"));
        assert!(
            asked.contains("name=\"unit\"") && !asked.contains("role=\"alert\""),
            "a form, not a refusal"
        );
        let long = "a".repeat(201);
        for (path, status, words) in [
            (format!("submission?issuer={long}&place=Gia"), 422, "Cơ quan ban hành: một dòng"),
            ("submission?ranking=9&place=Gia".to_owned(), 404, "bảng xếp hạng đã lưu số 9"),
            ("submission?ranking=x&place=Gia".to_owned(), 400, "Bảng xếp hạng đã lưu số"),
            ("submission?date=mai&place=Gia".to_owned(), 400, "Ngày ban hành: 2021-06-15"),
            ("explanation?unit=none&place=Gia".to_owned(), 404, "none"),
            ("urging?cluster=none&place=Gia".to_owned(), 404, "none"),
            ("urging?lacking=lost&place=Gia".to_owned(), 422, "Đôn đốc đơn vị: chọn một trong"),
            ("summary?compare=9&place=Gia".to_owned(), 404, "9"),
            ("summary?compare_ranking=1&place=Gia".to_owned(), 422, "So sánh với kế hoạch"),
        ] {
            let answer = officer.get(&format!("{AT}/{path}"));
            let text = answer.text();
            assert_eq!(answer.status, status, "{path}: {text}");
            assert!(text.contains("role=\"alert\"") && text.contains(words), "{path}: {text}");
            assert!(text.contains("value=\"Gia\"") && !text.contains("<article"), "{path}");
        }
        assert_eq!(officer.get(&format!("{AT}/contract")).status, 404);
        assert_eq!(officer.get(&format!("{AT}/submission/docx?ranking=9")).status, 404);
        let cookie = officer.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
        let english = officer.clone().with("cookie", &format!("{cookie}; thidua_language=en"));
        for path in ["", "/submission", "/explanation", "/urging", "/summary", "/summary?compare=1"] {
            let text = english.get(&format!("{AT}{path}")).text();
            assert_eq!(bare_keys(&text), [""; 0], "{path}");
            assert!(text.contains("Documents"), "{text}");
        }
    }
}

#[test]
fn a_list_longer_than_a_page_can_bear_says_so_and_the_file_has_all() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let mut units = "code,name,level,parent_code\n1,Tỉnh,province,\n11,Huyện,district,1\n".to_owned();
        for unit in 0..1200 {
            units.push_str(&format!("x{unit:04},Xã số {unit},commune,11\n"));
        }
        let plan = fixture("plans/turnout-2021.toml");
        let toml = Some("application/toml");
        officer.send("POST", "/api/v1/plans", toml, &plan).good();
        officer.send("PUT", "/api/v1/plans/1/units", Some("text/csv"), units.as_bytes()).good();
        for state in ["launched", "collecting"] {
            officer.put("/api/v1/plans/1/state", &serde_json::json!({ "to": state })).good();
        }
        let shown = page(&officer, &format!("{AT}/urging"));
        assert!(shown.len() < 300_000, "{}", shown.len());
        assert!(shown.contains("Trang này hiện 500 trong 1.203 dòng; tệp DOCX có đủ."), "{shown}");
        let mut docx = Docx::of(&officer.get(&format!("{AT}/urging/docx")).body);
        let table = &docx.tables()[0];
        assert!(table.iter().any(|(_, cells)| cells.get(1).is_some_and(|name| name == "Xã số 1199")));
        assert_eq!(table.len(), 1 + 1203);
    }
}

#[test]
fn a_narrow_window_turns_the_heading_round_and_a_sheet_of_paper_doesnt() {
    let style = include_str!("../../src/ui/assets/style.css");
    let turning: Vec<&str> = style.split("@media").filter(|rule| rule.contains("order:-1")).collect();
    let on_screen = |rule: &&str| rule.starts_with(" screen and (max-width");
    assert!(turning.len() == 1 && turning.iter().all(on_screen), "{turning:?}");
}

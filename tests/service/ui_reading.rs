//! Encoding, separator and header row of a file are said by hand: on the page of the preview and over the API.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines};
use super::ui::{bare_keys, hidden, page, send, send_file};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

/// In TCVN3, with a comma in a title that stands above two headers.
const OLD: &[u8] =
    b"B\xB8o c\xB8o, n\xA8m 2021\ncode;voters\nM\xB7 \xAE\xACn v\xDE;voters;took_part\n622;1000;990\n";

fn sent(caller: &Caller, name: &str, file: &[u8]) -> String {
    let sent = send_file(caller, "/plans/1/hand-in", name, file);
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").unwrap().to_owned()
}

fn house(engine: super::house::Engine) -> (House, Caller, Caller) {
    let house = House::on(engine);
    let officer = house.user(Role::Officer, None);
    collecting(&officer, PLAN, UNITS);
    let clerk = house.user(Role::Reporter, Some("622"));
    (house, officer, clerk)
}

fn in_english(caller: &Caller) -> Caller {
    let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
    caller.clone().with("cookie", &format!("{cookie}; thidua_language=en"))
}

fn spreadsheet() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, figure) in [("Lần 1", "1000"), ("Lần 2", "1100")] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0_u32..).zip([["code", "voters"], ["622", figure]]) {
            for (column, cell) in (0_u16..).zip(cells) {
                sheet.write_string(row, column, cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_clerk_says_how_an_old_file_is_laid_out_and_commits_what_was_shown() {
    for engine in engines() {
        let (house, officer, clerk) = house(engine);
        let at = sent(&clerk, "cu.csv", OLD);
        let shown = page(&clerk, &at);
        assert!(shown.contains("TCVN3 (ABC) nên không tự đọc được"), "{shown}");
        assert!(shown.contains("<label for=\"encoding\">Bảng mã</label>"), "it can be said: {shown}");
        let read = page(&clerk, &format!("{at}?encoding=tcvn3&separator=semicolon&header_row=3&numbers=vi"));
        assert!(read.contains("<option value=\"tcvn3\" selected>"), "{read}");
        assert!(read.contains("<option value=\"semicolon\" selected>"), "{read}");
        assert!(read.contains("name=\"header_row\" value=\"3\""), "{read}");
        assert!(read.contains("Cử tri đã tham gia bỏ phiếu</td><td>–</td><td>990"), "{read}");
        let digest = hidden(&read, "digest");
        let form = ["numbers", "encoding", "separator", "header_row"].map(|name| (name, hidden(&read, name)));
        assert_eq!(form.each_ref().map(|(_, said)| said.as_str()), ["vi", "tcvn3", "semicolon", "3"]);
        let bare = send(&clerk, &at, &[("digest", &digest)]);
        assert_eq!(bare.status, 409, "only what was shown is committed: {}", bare.text());
        let mut fields: Vec<(&str, &str)> = form.iter().map(|(name, said)| (*name, said.as_str())).collect();
        fields.push(("digest", &digest));
        let done = send(&clerk, &at, &fields);
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(page(&officer, "/plans/1/reports/622").contains("990"));
        let log = page(&house.user(Role::Administrator, None), "/audit?action=report.commit");
        for said in ["tcvn3", "semicolon", "header_row"] {
            assert!(log.contains(said), "{said} is in the audit log: {log}");
        }
    }
}

#[test]
fn what_cant_be_said_is_refused_in_words_and_kept() {
    for engine in engines() {
        let (_house, _, clerk) = house(engine);
        let at = sent(&clerk, "r.csv", "code,voters\n622,1000\nGia Lai – tỉnh,\n".as_bytes());
        let table = [
            ("header_row=0", "Dòng tiêu đề phải là số dòng, 1–10000000", "The header row must be"),
            ("header_row=x", "Dòng tiêu đề phải là số dòng, 1–10000000", "The header row must be"),
            ("encoding=latin1", "Chọn một trong: utf-8, utf-16le", "Choose one of: utf-8, utf-16le"),
            (
                "separator=%7C",
                "Chọn một trong: comma, semicolon, tab",
                "Choose one of: comma, semicolon, tab",
            ),
            ("numbers=fr", "Chọn một trong: vi, en", "Choose one of: vi, en"),
        ];
        for (query, vietnamese, english) in table {
            for (caller, told) in [(&clerk, vietnamese), (&in_english(&clerk), english)] {
                let refused = caller.get(&format!("{at}?{query}"));
                let shown = refused.text();
                assert_eq!(refused.status, 422, "{query}: {shown}");
                assert!(shown.contains("role=\"alert\"") && shown.contains(told), "{told}: {shown}");
                assert_eq!(hidden(&shown, "header_row"), "", "it is read as recognised");
                assert_eq!(bare_keys(&shown), [""; 0]);
            }
        }
        let typed = clerk.get(&format!("{at}?header_row=x1&encoding=utf-8")).text();
        assert!(typed.contains("name=\"header_row\" value=\"x1\""), "what was typed is kept: {typed}");
        assert_eq!(clerk.get(&format!("{at}/rejected?encoding=latin1")).status, 422);
        let posted = send(&clerk, &at, &[("digest", "x"), ("header_row", "0")]);
        assert_eq!(posted.status, 422, "{}", posted.text());
        let beyond = page(&clerk, &format!("{at}?header_row=9"));
        assert!(
            beyond.contains("là dòng 3") && beyond.contains("name=\"header_row\" value=\"9\""),
            "{beyond}"
        );
        let not = page(&clerk, &format!("{at}?header_row=2"));
        assert!(not.contains("không phải dòng tiêu đề"), "{not}");
        let other = page(&clerk, &format!("{at}?encoding=windows-1258"));
        assert!(other.contains("Windows-1258 như đã chọn, nhưng trông như UTF-8"), "{other}");
    }
}

#[test]
fn a_spreadsheet_offers_its_header_row_and_its_sheets() {
    for engine in engines() {
        let (_house, _, clerk) = house(engine);
        let at = sent(&clerk, "r.xlsx", &spreadsheet());
        let shown = page(&clerk, &at);
        assert!(shown.contains("id=\"header_row\"") && !shown.contains("id=\"encoding\""), "{shown}");
        let second = page(&clerk, &format!("{at}?sheet=L%E1%BA%A7n+2"));
        assert!(
            second.contains("<option value=\"Lần 2\" selected>") && second.contains("<td>1100"),
            "{second}"
        );
        assert_eq!(hidden(&second, "sheet"), "Lần 2");
        let none = page(&clerk, &format!("{at}?sheet=x"));
        assert!(none.contains("Các trang hiện có: Lần 1, Lần 2"), "{none}");
        let long = clerk.get(&format!("{at}?sheet={}", "x".repeat(101)));
        assert!(long.status == 422 && long.text().contains("Không có trang tính tên dài"), "{}", long.text());
        let refused = page(&clerk, &format!("{at}?separator=comma"));
        assert!(refused.contains("còn đây là tệp XLSX"), "{refused}");
        assert!(refused.contains("<option value=\"comma\" selected>"), "it can be taken back: {refused}");
    }
}

#[test]
fn programs_say_how_a_file_is_laid_out_by_the_same_words() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        let upload = officer.send("POST", &format!("{plan}/uploads"), Some("text/csv"), OLD).good();
        let path = format!("{plan}/uploads/{}", upload["id"]);
        let said = "encoding=tcvn3&separator=semicolon&header_row=3";
        let plain = officer.get(&format!("{path}/preview")).good();
        assert_eq!((&plain["encoding"], &plain["created"]), (&json!(null), &json!(0)));
        let preview = officer.get(&format!("{path}/preview?{said}")).good();
        let read = (&preview["encoding"], &preview["separator"], &preview["header_row"], &preview["created"]);
        assert_eq!(read, (&json!("TCVN3 (ABC)"), &json!("semicolon"), &json!(3), &json!(2)));
        let less = officer.get(&format!("{path}/preview?encoding=tcvn3&header_row=3")).good();
        assert_eq!(less["created"], 2);
        assert_ne!(less["digest"], preview["digest"], "the digest is over what was said as well");
        let rejected =
            officer.get(&format!("{path}/rejected?encoding=tcvn3&separator=semicolon&header_row=2"));
        assert_eq!(rejected.status, 200, "{}", rejected.text());
        let refused = |query: &str| officer.get(&format!("{path}/preview?{query}")).problem();
        assert_eq!(refused("encoding=latin1"), (422, "field_refused".into()));
        assert_eq!(refused("separator=x"), (422, "field_refused".into()));
        assert_eq!(refused("header_row=0"), (422, "field_refused".into()));
        assert_eq!(refused("header_row=x"), (400, "parameter_malformed".into()));
        let commit = |more: serde_json::Value| {
            let mut body = json!({ "digest": preview["digest"], "encoding": "tcvn3", "header_row": 3 });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            officer.post(&format!("{path}/commit"), &body)
        };
        assert_eq!(commit(json!({})).problem(), (409, "digest_stale".into()));
        assert_eq!(commit(json!({ "separator": "x" })).problem(), (422, "field_refused".into()));
        assert_eq!(commit(json!({ "separator": "semicolon" })).good()["created"], 2);
    }
}

#[test]
fn reports_in_json_have_nothing_to_say_of_their_layout() {
    let house = House::on(engines()[0]);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let body = json!({ "figures": [{ "unit": "622", "metric": "voters", "value": "1000" }] });
    let upload = officer.post(&format!("{plan}/uploads"), &body).good();
    let path = format!("{plan}/uploads/{}/preview", upload["id"]);
    assert_eq!(officer.get(&path).good()["created"], 1);
    for said in ["encoding=utf-8", "separator=comma", "header_row=1", "sheet=x"] {
        let preview = officer.get(&format!("{path}?{said}")).good();
        let found = &preview["findings"]["items"][0];
        assert_eq!((&preview["created"], &found["code"]), (&json!(0), &json!("file.choice_of_text")));
    }
}

//! Pages of dossiers and of publicity: what is shown, every form and its refusals in words, who sees what, both languages.

use serde_json::json;
use thidua::app::actor::Role;
use thidua::contest::case::CaseAction;

use super::house::{Answer, House, engines};
use super::ui::{bare_keys, page, send, send_file};
use super::way::{appraise, officer_now, opened, pdf, step};

const FILES: &str = "/plans/1/cases/1/files";
const LISTS: &str = "/plans/1/publicities";

/// A refusal shows why, in the status that it has.
fn assert_told(answer: &Answer, status: u16, told: &str) -> String {
    let text = answer.text();
    assert_eq!(answer.status, status, "{text}");
    let alert = text.split("role=\"alert\"").nth(1).unwrap_or_else(|| panic!("no alert: {text}"));
    let alert = alert.split("</div>").next().unwrap_or("");
    assert!(alert.contains(told), "{told}: {alert}");
    text
}

#[test]
fn a_unit_hands_in_files_of_its_dossier_and_takes_one_out() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, _) = opened(&house);
        let own = house.user(Role::Reporter, Some("A"));
        let number = (1..=4).find(|case| own.get(&format!("/plans/1/cases/{case}/files")).status == 200);
        let at = format!("/plans/1/cases/{}/files", number.expect("its own"));
        let shown = page(&own, &at);
        for told in
            ["Thành phần hồ sơ", "Báo cáo thành tích", "còn thiếu", "PDF, DOCX; mỗi tệp không quá 1 MB"]
        {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        let add = format!("{at}?part=report");
        for (name, bytes, status, told) in [
            ("a.png", pdf("a"), 422, "Tên tệp có đuôi “png” nhưng nội dung là PDF"),
            ("a.docm", b"PK\x03\x04".to_vec(), 422, "macro"),
            ("a.doc", vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], 422, "Office kiểu cũ"),
            ("../a.pdf", pdf("a"), 422, "có đường dẫn thư mục"),
            ("a.pdf", vec![b'%'; 1_100_000], 413, "chỉ nhận tệp đến 1 MB"),
            ("a.pdf", vec![b'%'; 60_000_000], 413, "Tệp quá lớn"),
        ] {
            assert_told(&send_file(&own, &add, name, &bytes), status, told);
        }
        assert_told(
            &send_file(&own, &format!("{at}?part=x"), "a.pdf", &pdf("a")),
            422,
            "không có thành phần",
        );
        let done = send_file(&own, &add, "bao-cao.pdf", &pdf("a"));
        assert_eq!(
            done.header("location"),
            Some(format!("{at}?done=file-added").as_str()),
            "{}",
            done.text()
        );
        let shown = page(&own, &format!("{at}?done=file-added"));
        assert!(shown.contains("bao-cao.pdf") && shown.contains("Đã nhận tệp") && shown.contains("SHA-256"));
        assert!(shown.contains("Đã có đủ các thành phần bắt buộc."));
        let got = own.get(&format!("{at}/1"));
        let kept = got.header("content-disposition").unwrap();
        assert!(got.body == pdf("a") && kept.starts_with("attachment"), "{kept}");
        assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        let empty = send(&own, &format!("{at}/1/remove"), &[("reason", " ")]);
        assert_told(&empty, 422, "reason");
        let removed = send(&own, &format!("{at}/1/remove"), &[("reason", "nộp nhầm")]);
        assert_eq!(removed.status, 303, "{}", removed.text());
        assert!(!page(&own, &at).contains("bao-cao.pdf"));
        let shown = page(&officer, &at);
        assert!(
            shown.contains("bao-cao.pdf") && shown.contains("nộp nhầm"),
            "the record stays for who handles it"
        );
    }
}

#[test]
fn a_complete_dossier_has_no_forms_and_others_see_it_as_they_may() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, _) = opened(&house);
        send_file(&officer, &format!("{FILES}?part=report"), "a.pdf", &pdf("a"));
        let member = house.user(Role::CouncilMember, None);
        let shown = page(&member, FILES);
        assert!(shown.contains("a.pdf") && !shown.contains("type=\"file\""), "{shown}");
        assert_eq!(send_file(&member, &format!("{FILES}?part=report"), "b.pdf", &pdf("b")).status, 403);
        assert_eq!(house.user(Role::Viewer, None).get(FILES).status, 404);
        step(&house, 1, CaseAction::Complete);
        let shown = page(&officer, FILES);
        assert!(shown.contains("không còn ở bước chuẩn bị") && !shown.contains("type=\"file\""));
        assert_told(
            &send_file(&officer, &format!("{FILES}?part=report"), "b.pdf", &pdf("b")),
            409,
            "trả lại hồ sơ",
        );
        let english = officer.clone();
        let cookie = english.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
        let english = english.with("cookie", &format!("{cookie}; thidua_language=en"));
        let shown = page(&english, FILES);
        assert!(
            shown.contains("Parts of the dossier") && bare_keys(&shown).is_empty(),
            "{:?}",
            bare_keys(&shown)
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn a_list_is_made_public_objected_to_and_ended_on_pages() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        assert!(page(&officer, LISTS).contains("Chưa có hồ sơ nào đã thẩm định"));
        appraise(&house, &officer, &plan, &[1, 2]);
        let shown = page(&officer, LISTS);
        assert!(shown.contains("5 ngày làm việc") && shown.contains("31/05/2021"), "{shown}");
        let early = [("case", "1"), ("starts_on", "2021-05-20"), ("ends_on", ""), ("note", "Sở Nội vụ")];
        let again = assert_told(&send(&officer, LISTS, &early), 422, "24/05/2021");
        assert!(again.contains("value=\"Sở Nội vụ\"") && again.contains("value=\"2021-05-20\""));
        assert!(
            again.contains("value=\"1\" checked") && !again.contains("value=\"2\" checked"),
            "what was chosen"
        );
        let nobody = [("starts_on", "2021-05-24"), ("ends_on", ""), ("note", "")];
        assert_told(&send(&officer, LISTS, &nobody), 422, "Hãy chọn ít nhất một hồ sơ");
        let short = [("case", "1"), ("starts_on", "2021-05-24"), ("ends_on", "25/05/2021"), ("note", "")];
        assert_told(&send(&officer, LISTS, &short), 422, "31/05/2021");
        let no_day = [("case", "1"), ("starts_on", "mai"), ("ends_on", ""), ("note", "")];
        assert_told(&send(&officer, LISTS, &no_day), 422, "Từ ngày");
        let made = [
            ("case", "1"),
            ("case", "2"),
            ("starts_on", "2021-05-24"),
            ("ends_on", ""),
            ("note", "Sở Nội vụ"),
        ];
        let done = send(&officer, LISTS, &made);
        assert_eq!(
            done.header("location"),
            Some("/plans/1/publicities/1?done=publicity-made"),
            "{}",
            done.text()
        );
        let list = "/plans/1/publicities/1";
        let shown = page(&officer, list);
        assert!(shown.contains("đang công khai") && shown.contains("/cong-khai/1/1"), "{shown}");
        let public = house.anon().get("/cong-khai/1/1");
        assert_eq!((public.status, public.header("cache-control")), (200, Some("no-store")));
        let text = public.text();
        assert!(
            text.contains("Danh sách công khai") && text.contains("Đơn vị A") && text.contains("Sở Nội vụ"),
            "{text}"
        );
        assert!(!text.contains("user:") && bare_keys(&text).is_empty(), "{:?}", bare_keys(&text));
        assert_eq!(house.anon().get("/cong-khai/1/2").status, 404);
        let future =
            [("case", "1"), ("received_on", "2021-05-30"), ("sender", "Ông B"), ("content", "chưa đúng")];
        let again = assert_told(&send(&officer, &format!("{list}/objections"), &future), 422, "24/05/2021");
        assert!(again.contains("value=\"Ông B\"") && again.contains(">chưa đúng</textarea>"));
        let right =
            [("case", "1"), ("received_on", "24/05/2021"), ("sender", "Ông B"), ("content", "chưa đúng")];
        assert_eq!(send(&officer, &format!("{list}/objections"), &right).status, 303);
        let shorter = send(&officer, &format!("{list}/extend"), &[("ends_on", "2021-05-30")]);
        assert!(assert_told(&shorter, 422, "01/06/2021").contains("value=\"2021-05-30\""));
        assert_eq!(send(&officer, &format!("{list}/extend"), &[("ends_on", "2021-06-01")]).status, 303);
        assert_told(&send(&officer, &format!("{list}/end"), &[]), 409, "01/06/2021");
        let member = house.user(Role::CouncilMember, None);
        let shown = page(&member, list);
        assert!(
            shown.contains("chưa đúng")
                && !shown.contains("Ông B")
                && !shown.contains("<form method=\"post\" action=\"/plans")
        );
        assert_eq!(send(&member, &format!("{list}/end"), &[]).status, 403);
        assert_eq!(member.get(&format!("{list}/file?as=xlsx")).status, 200);
        house.wait(9 * 86_400);
        let officer = officer_now(&house, "hai");
        assert_eq!(house.anon().get("/cong-khai/1/1").status, 404, "over");
        assert_told(&send(&officer, &format!("{list}/end"), &[]), 409, "phản ánh chưa giải quyết");
        let settle = format!("{list}/objections/1/settle");
        let empty = send(&officer, &settle, &[("outcome", "return"), ("note", "")]);
        assert!(assert_told(&empty, 422, "note").contains("value=\"return\" selected"));
        let open = send(&officer, &settle, &[("outcome", "upheld"), ("note", "đúng")]);
        assert_told(&open, 422, "trả lại, tạm dừng hoặc loại");
        assert_eq!(send(&officer, &settle, &[("outcome", "rejected"), ("note", "đã đối chiếu")]).status, 303);
        assert_told(
            &send(&officer, &settle, &[("outcome", "rejected"), ("note", "x")]),
            409,
            "giải quyết rồi",
        );
        assert!(page(&officer, list).contains("Ghi nhận kết thúc công khai"));
        assert_eq!(send(&officer, &format!("{list}/end"), &[]).status, 303);
        let shown = page(&officer, list);
        assert!(
            shown.contains("đã kết thúc") && shown.contains("đã đối chiếu") && bare_keys(&shown).is_empty()
        );
        assert_eq!(officer.get("/api/v1/plans/1/publicities").good()["items"][0]["state"], json!("ended"));
    }
}

#[test]
fn a_unit_sees_the_lists_that_it_is_on_and_no_forms() {
    for engine in engines() {
        let house = House::on(engine);
        let (officer, plan) = opened(&house);
        appraise(&house, &officer, &plan, &[1, 2, 3, 4]);
        send(&officer, LISTS, &[("case", "1"), ("starts_on", "2021-05-24"), ("ends_on", ""), ("note", "")]);
        let units = ["A", "B", "C", "D"].map(|code| house.user(Role::Reporter, Some(code)));
        let seeing: Vec<bool> =
            units.iter().map(|unit| page(unit, LISTS).contains("/plans/1/publicities/1\"")).collect();
        assert_eq!(seeing.iter().filter(|sees| **sees).count(), 1);
        let own = &units[seeing.iter().position(|sees| *sees).unwrap()];
        let shown = page(own, "/plans/1/publicities/1");
        assert!(
            !shown.contains("Ý kiến phản ánh") && !shown.contains("/file") && !shown.contains("</textarea>")
        );
        assert_eq!(send(own, LISTS, &[("case", "2"), ("starts_on", "2021-05-24")]).status, 403);
        assert_eq!(house.user(Role::Viewer, None).get(LISTS).status, 403);
    }
}

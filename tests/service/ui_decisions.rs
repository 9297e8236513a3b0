//! Pages of decisions and of the register of awards: each form's success and refusals, rights of other roles, both languages.

use thidua::app::actor::Role;

use super::decided::{decided, ranked, submitted, voted, with_persons};
use super::house::{Caller, House, engines};
use super::ui::{bare_keys, page, send};
use super::ui_admin::{in_english, refused};

/// The fields that every form of a decision has.
fn fields<'a>(number: &'a str, day: &'a str, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("number", number),
        ("issued_on", day),
        ("issuer", "UBND tỉnh"),
        ("position", "Chủ tịch UBND tỉnh"),
        ("signatory", "(người ký)"),
        ("bases", "Luật Thi đua, khen thưởng\nNghị định"),
    ];
    fields.extend_from_slice(more);
    fields
}

const CASES: [(&str, &str); 6] =
    [("case", "1"), ("case", "2"), ("case", "3"), ("case", "4"), ("case", "5"), ("case", "6")];

/// Asserts that a page stands in both languages with every text.
fn in_both(caller: &Caller, path: &str) {
    let vietnamese = page(caller, path);
    let english = page(&in_english(caller), path);
    for (text, language) in [(&vietnamese, "vi"), (&english, "en")] {
        assert!(text.contains(&format!("<html lang=\"{language}\">")), "{path}");
        assert_eq!(bare_keys(text), [""; 0], "{path} in {language}");
        assert!(text.contains("<h1>") && text.len() < 300_000, "{path}");
    }
    assert_ne!(vietnamese, english);
}

#[test]
fn an_officer_submits_decides_and_hands_over_by_forms() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer, "01/KH", "");
        voted(&house, &plan);
        assert!(page(&officer, "/plans/1/decisions").contains("chưa có quyết định"));
        let form = page(&officer, "/plans/1/submissions/new");
        assert!(form.contains("6 hồ sơ") && form.contains("Đơn vị A (giả định)"), "{form}");
        let mut typed = vec![("number", "12/TTr-SNV"), ("sent_on", "2021-05-12"), ("note", "đợt 1")];
        let nothing = send(&officer, "/plans/1/submissions/new", &typed);
        assert_eq!(nothing.status, 422);
        assert!(refused(&nothing).contains("chưa có trường hợp nào"), "{}", refused(&nothing));
        assert!(
            nothing.text().contains("value=\"12/TTr-SNV\"")
                || nothing.text().contains("value=\"12&#x2F;TTr-SNV\"")
        );
        let early: Vec<_> =
            [("number", "12/TTr-SNV"), ("sent_on", "2021-05-09")].into_iter().chain(CASES).collect();
        let early = send(&officer, "/plans/1/submissions/new", &early);
        assert!(refused(&early).contains("10/05/2021"), "{}", refused(&early));
        typed.extend(CASES);
        let done = send(&officer, "/plans/1/submissions/new", &typed);
        assert_eq!(done.header("location"), Some("/plans/1/decisions?done=submitted"), "{}", done.text());
        assert!(page(&officer, "/plans/1/decisions?done=submitted").contains("12/TTr-SNV"));

        let ask = page(&officer, "/plans/1/decisions/new");
        assert!(ask.contains("name=\"date\"") && !ask.contains("name=\"bases\""), "the date comes first");
        let form = page(&officer, "/plans/1/decisions/new?date=2021-05-15");
        assert!(form.contains("Nghị định số 91/2017/NĐ-CP") && form.contains("15/05/2021"), "{form}");
        assert!(form.contains("<option value=\"Chủ tịch UBND tỉnh\""), "{form}");
        let none = page(&officer, "/plans/1/decisions/new?date=2016-01-01");
        assert!(none.contains("role=\"alert\"") && none.contains("Chưa có bộ quy định"), "{none}");
        let path = "/plans/1/decisions/new";
        let done = send(&officer, path, &fields("100/QĐ-UBND", "2021-05-15", &CASES));
        assert_eq!(done.header("location"), Some("/plans/1/decisions/1?done=decided"), "{}", done.text());
        let shown = page(&officer, "/plans/1/decisions/1?done=decided");
        for text in
            ["Đã ghi quyết định.", "100/QĐ-UBND", "9.560.000", "2.980.000", "cần kiểm tra", "Quỹ tỉnh"]
        {
            assert!(shown.contains(text), "{text}: {shown}");
        }

        let path = "/plans/1/decisions/1/hand-over";
        let early = send(&officer, path, &[("day", "2021-05-14"), ("note", "Hội nghị"), ("award", "1")]);
        assert!(refused(&early).contains("15/05/2021"), "{}", refused(&early));
        assert!(early.text().contains("value=\"Hội nghị\""));
        assert_eq!(early.text().matches(" checked").count(), 1, "what was ticked stays");
        let done =
            send(&officer, path, &[("day", "2021-05-20"), ("note", ""), ("award", "1"), ("award", "2")]);
        assert_eq!(done.header("location"), Some("/plans/1/decisions/1?done=handed-over"));
        assert!(page(&officer, path).contains("4 khen thưởng"));
        let to_hand_over = || page(&officer, "/plans/1/decisions/1").contains("/decisions/1/hand-over\"");
        assert!(to_hand_over());
        let rest = ["3", "4", "5", "6"].map(|award| ("award", award));
        let typed: Vec<_> = [("day", "2021-05-20"), ("note", "")].into_iter().chain(rest).collect();
        assert_eq!(send(&officer, path, &typed).status, 303);
        assert!(!to_hand_over(), "nothing waits any more");
        for path in ["/plans/1/decisions", "/plans/1/decisions/1", "/plans/1/decisions/1/hand-over"] {
            in_both(&officer, path);
        }
    }
}

#[test]
fn a_refused_decision_keeps_what_was_typed() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        submitted(&house, &officer, "01/KH", "");
        let path = "/plans/1/decisions/new";
        for (number, day, more, words) in [
            ("1/QĐ", "2021-05-11", &CASES[..], "tờ trình"),
            ("1/QĐ", "2021-05-09", &CASES[..], "biểu quyết"),
            ("1/QĐ", "2021-06-30", &CASES[..], "chưa đến"),
            ("1/QĐ", "2021-05-15", &CASES[..1], "lý do"),
            ("1/QĐ", "2021-05-15", &[], "chưa có trường hợp nào"),
            ("", "2021-05-15", &CASES[..], "Số quyết định"),
            ("1/QĐ", "hôm qua", &CASES[..], "Ngày quyết định"),
        ] {
            let more: Vec<_> = more.iter().copied().chain([("letter", "")]).collect();
            let answer = send(&officer, path, &fields(number, day, &more));
            assert!(answer.status >= 400, "{words}");
            assert!(refused(&answer).contains(words), "{words}: {}", refused(&answer));
            if day.starts_with("2021") {
                assert!(answer.text().contains("value=\"(người ký)\""), "{}", answer.text());
            }
            let english = send(&in_english(&officer), path, &fields(number, day, &more));
            assert_ne!(refused(&english), refused(&answer));
        }
        let weak: Vec<_> = fields("1/QĐ", "2021-05-15", &CASES)
            .into_iter()
            .map(|(name, value)| (name, if name == "position" { "Chủ tịch UBND huyện" } else { value }))
            .collect();
        let answer = send(&officer, path, &weak);
        assert!(refused(&answer).contains("không có thẩm quyền"), "{}", refused(&answer));
        assert!(
            answer.text().contains("<option value=\"Chủ tịch UBND huyện\" selected"),
            "{}",
            answer.text()
        );
        assert!(page(&officer, "/plans/1/decisions").contains("chưa có quyết định"), "nothing was kept");
    }
}

#[test]
fn a_decision_is_amended_and_an_award_revoked_by_forms() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        decided(&house, &officer, "01/KH", "", "100/QĐ");
        let path = "/plans/1/decisions/1/amend";
        let nothing = send(&officer, path, &fields("101/QĐ", "2021-05-18", &[("reason", "đính chính")]));
        assert!(refused(&nothing).contains("chưa thay đổi"), "{}", refused(&nothing));
        let corrected = [
            ("reason", "Đính chính"),
            ("award", "6"),
            ("award-1", "1"),
            ("field-1", "unit_name"),
            ("value-1", "Đơn vị A mới"),
        ];
        let early = send(&officer, path, &fields("101/QĐ", "2021-05-14", &corrected));
        assert!(refused(&early).contains("15/05/2021") && early.text().contains("value=\"Đơn vị A mới\""));
        let done = send(&officer, path, &fields("101/QĐ", "2021-05-18", &corrected));
        assert_eq!(done.header("location"), Some("/plans/1/decisions/2?done=amended"), "{}", done.text());
        let shown = page(&officer, "/plans/1/decisions/2?done=amended");
        assert!(shown.contains("“Đơn vị A (giả định)” thành “Đơn vị A mới”"), "{shown}");

        let path = "/plans/1/decisions/1/revoke";
        let typed = |number, day, code| {
            fields(number, day, &[("code", code), ("reason", "Kê khai sai"), ("award", "2")])
        };
        let early = send(&officer, path, &typed("102/QĐ", "2021-05-14", "false_declaration"));
        assert!(refused(&early).contains("trước ngày khen thưởng"), "{}", refused(&early));
        let used = send(&officer, path, &typed("101/QĐ", "2021-05-20", "forged_dossier"));
        assert!(refused(&used).contains("đã dùng"), "{}", refused(&used));
        assert!(used.text().contains("value=\"forged_dossier\" selected"));
        assert!(send(&officer, path, &typed("102/QĐ", "2021-05-20", "none")).status >= 400);
        let done = send(&officer, path, &typed("102/QĐ", "2021-05-20", "false_declaration"));
        assert_eq!(done.header("location"), Some("/plans/1/decisions/3?done=award-revoked"));
        let shown = page(&officer, "/plans/1/decisions/1");
        assert!(
            shown.contains("102/QĐ") && shown.contains("kê khai sai") && shown.contains("5.680.000"),
            "{shown}"
        );
        for path in [
            "/plans/1/decisions",
            "/plans/1/decisions/1",
            "/plans/1/decisions/2",
            "/plans/1/decisions/3",
            "/plans/1/decisions/1/amend",
            "/plans/1/decisions/1/amend?date=2021-05-20",
            "/plans/1/decisions/1/revoke?date=2021-05-20",
        ] {
            in_both(&officer, path);
        }
    }
}

#[test]
fn the_register_is_searched_and_written_from_its_page() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        decided(&house, &officer, "01/KH", "", "100/QĐ");
        let plan = submitted(&house, &officer, "02/KH", "");
        with_persons(&house, &plan, ["Người Thử Một", "Người Thử Hai"]);
        let more = [("case", "5"), ("case", "6"), ("reason", "đợt một")];
        assert_eq!(
            send(&officer, "/plans/2/decisions/new", &fields("101/QĐ", "2021-05-16", &more)).status,
            303
        );
        assert!(page(&officer, "/plans").contains("href=\"/awards\""));
        let all = page(&officer, "/awards");
        assert!(all.contains("8 khen thưởng") && all.contains("Người Thử Một"), "{all}");
        let found = page(&officer, "/awards?q=nguoi+thu+hai&subject=individual&year=2021&state=waiting");
        assert!(found.contains("1 khen thưởng") && !found.contains("Người Thử Một"), "{found}");
        let none = page(&officer, "/awards?q=khong+co");
        assert!(none.contains("Không có khen thưởng nào"), "{none}");
        let wrong = officer.get("/awards?year=abc&q=g%C3%AC");
        assert!(wrong.status >= 400 && wrong.text().contains("value=\"gì\""), "{}", wrong.text());
        let file = officer.get("/awards/file?file=csv");
        assert!(file.text().contains("Họ tên") && file.text().contains("Người Thử Một"), "{}", file.text());
        let fields = officer.get("/awards/file?file=csv&fields=civil_servants&subject=individual").text();
        assert!(fields.contains("Mã,Số quyết định,Ngày quyết định,Danh hiệu,Hình thức"), "{fields}");
        assert!(fields.contains("02/KH CN-1,101/QĐ,16/05/2021,,Giấy khen"), "{fields}");
        let english = in_english(&officer).get("/awards/file?file=csv").text();
        assert!(english.contains("Decision number"), "{english}");
        assert_eq!(officer.get("/awards/file?file=xlsx").status, 200);
        let statistics = page(&officer, "/awards/statistics?year=2021");
        assert!(statistics.contains("8 khen thưởng") && statistics.contains("Nữ:"), "{statistics}");
        assert_eq!(officer.get("/awards/statistics/file?year=2021&file=csv").status, 200);
        for path in ["/awards", "/awards?q=a", "/awards/statistics", "/awards/statistics?year=1999", "/rules"]
        {
            in_both(&officer, path);
        }

        let viewer = house.user(Role::Viewer, None);
        let seen = page(&viewer, "/awards");
        assert!(seen.contains("cá nhân số 1") && !seen.contains("Người Thử"), "{seen}");
        assert!(page(&viewer, "/plans/2/decisions/2").contains("cá nhân số 1"));
        assert!(!viewer.get("/awards/file?file=csv").text().contains("Người Thử"));
        assert!(page(&viewer, "/awards?q=nguoi+thu+hai").contains("Không có khen thưởng nào"));
    }
}

#[test]
fn only_officers_find_a_way_to_decide() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        decided(&house, &officer, "01/KH", "", "100/QĐ");
        for role in [Role::Viewer, Role::Appraiser, Role::CouncilMember, Role::Reporter] {
            let caller = house.user(role, (role == Role::Reporter).then_some("A"));
            let shown = page(&caller, "/plans/1/decisions/1");
            assert!(shown.contains("100/QĐ") && !shown.contains("/revoke\""), "{role:?}");
            let list = page(&caller, "/plans/1/decisions");
            assert!(!list.contains("/decisions/new") && !list.contains("/submissions/new"), "{role:?}");
            for path in ["/plans/1/decisions/new", "/plans/1/submissions/new"] {
                assert_eq!(caller.get(path).status, 403, "{role:?} {path}");
            }
            for path in ["amend", "revoke", "hand-over"] {
                let path = format!("/plans/1/decisions/1/{path}");
                assert_eq!(caller.get(&path).status, 403, "{role:?} {path}");
                let typed = fields(
                    "9/QĐ",
                    "2021-05-20",
                    &[("reason", "x"), ("code", "other"), ("award", "1"), ("day", "2021-05-20")],
                );
                assert_eq!(send(&caller, &path, &typed).status, 403, "{role:?} {path}");
            }
        }
        assert_eq!(house.anon().get("/awards").status, 303);
        assert_eq!(officer.get("/plans/1/decisions/99").status, 404);
    }
}

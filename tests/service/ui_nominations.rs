//! Pages of nominated persons: the form, the file, the list, the detail, the ranking and the erasure.

use thidua::app::actor::Role;

use super::house::{Answer, Caller, House, engines};
use super::nominations::{NAME, person, ranked_with_persons, with_persons};
use super::ui::{bare_keys, hidden, page, send};
use super::ui_admin::in_english;

const AT: &str = "/plans/1/nominations";

/// The fields of a person in the form of a page that was shown.
fn fields<'a>(once: &'a str, unit: &'a str, name: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("once", once),
        ("nominator", unit),
        ("unit", unit),
        ("name", name),
        ("birth_year", "1980"),
        ("position", "Cán bộ"),
        ("kind", "worker"),
        ("award", "medal"),
        ("summary", "Làm việc tốt"),
        ("f-deeds", "5"),
    ]
}

fn once_of(caller: &Caller) -> String {
    hidden(&page(caller, &format!("{AT}/new")), "once")
}

fn send_file(caller: &Caller, fields: &[(&str, &str)], file: &str) -> Answer {
    let csrf = caller.headers().iter().find(|(name, _)| name == "x-csrf-token").unwrap().1.clone();
    let mut body = String::new();
    for (name, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
        body += &format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"cn.csv\"\r\n\r\n{file}\r\n--b--\r\n"
    );
    caller.send("POST", &format!("{AT}/file"), Some("multipart/form-data; boundary=b"), body.as_bytes())
}

#[test]
fn a_reporter_nominates_changes_and_withdraws_on_pages() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        with_persons(&officer);
        let a = house.user(Role::Reporter, Some("A"));
        let form = page(&a, &format!("{AT}/new"));
        assert!(form.contains("name=\"f-deeds\"") && !form.contains("name=\"f-worthy\""), "{form}");
        assert!(form.contains("name=\"nominator\" value=\"A\""), "{form}");
        let once = once_of(&a);
        let mut wrong = fields(&once, "A", NAME);
        wrong[4].1 = "năm";
        let told = send(&a, &format!("{AT}/new"), &wrong);
        assert_eq!(told.status, 400);
        assert!(told.text().contains("role=\"alert\"") && told.text().contains(NAME), "{}", told.text());
        wrong[4].1 = "1980";
        wrong[9].1 = "nhiều";
        let told = send(&a, &format!("{AT}/new"), &wrong).text();
        assert!(
            told.contains("Số việc tốt: giá trị không dùng được") && told.contains("value=\"nhiều\""),
            "{told}"
        );
        let done = send(&a, &format!("{AT}/new"), &fields(&once, "A", NAME));
        assert_eq!(done.header("location"), Some("/plans/1/nominations/1?done=nominated"));
        assert_eq!(send(&a, &format!("{AT}/new"), &fields(&once, "A", NAME)).status, 409, "a double press");
        let shown = page(&a, &format!("{AT}/1?done=nominated"));
        for said in [NAME, "Đã gửi đề cử", "Làm việc tốt", "Lao động trực tiếp", "chờ chấp nhận"]
        {
            assert!(shown.contains(said), "{said}: {shown}");
        }
        assert!(!shown.contains(&format!("{AT}/1/erase")) && !shown.contains(&format!("{AT}/1/accept")));
        let foreign = send(&a, &format!("{AT}/new"), &fields(&once_of(&a), "B", "Người khác"));
        assert_eq!(foreign.status, 403);
        assert!(foreign.text().contains("role=\"alert\""), "{}", foreign.text());
        let change = page(&a, &format!("{AT}/1/change"));
        assert!(change.contains(NAME) && change.contains("value=\"5\""), "{change}");
        let count = hidden(&change, "change");
        let mut fields = fields("", "A", "Tên mới");
        fields.push(("change", &count));
        let done = send(&a, &format!("{AT}/1/change"), &fields);
        assert_eq!(done.header("location"), Some("/plans/1/nominations/1?done=nomination_changed"));
        let stale = send(&a, &format!("{AT}/1/change"), &fields);
        assert_eq!(stale.status, 412);
        assert!(stale.text().contains("Tên mới"));
        let list = page(&a, AT);
        assert!(list.contains("Tên mới") && !list.contains("name=\"number\""), "{list}");
        let done = send(&a, &format!("{AT}/1/withdraw"), &[("change", "2")]);
        assert_eq!(done.header("location"), Some("/plans/1/nominations/1?done=nomination_withdrawn"));
        assert!(page(&a, AT).contains("đã rút"));
        let b = house.user(Role::Reporter, Some("B"));
        assert!(!page(&b, AT).contains("Tên mới"), "another unit's");
        for at in [format!("{AT}/1"), format!("{AT}/1/change"), format!("{AT}/1/export")] {
            assert!([403, 404].contains(&b.get(&at).status), "{at}");
        }
        let viewer = house.user(Role::Viewer, None);
        for at in ["", "/new", "/file", "/ranking", "/1", "/1/change", "/1/export", "/template", "/list"] {
            assert_eq!(viewer.get(&format!("{AT}{at}")).status, 403, "{at}");
        }
        assert_eq!(house.anon().get(AT).status, 303);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn an_officer_accepts_returns_tells_apart_ranks_and_erases_on_pages() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let api = format!("{plan}/nominations");
        for (unit, name) in [("A", "Trùng Tên"), ("B", "trùng tên"), ("C", "Khác")] {
            assert_eq!(officer.post(&api, &person(unit, name, "head", 5)).status, 201);
        }
        let list = page(&officer, AT);
        assert!(list.contains("<td>CN-2</td>") && list.contains("name=\"number\" value=\"3\""), "{list}");
        assert!(page(&officer, &format!("{AT}?duplicates=1")).contains("trùng tên"));
        assert!(!page(&officer, &format!("{AT}?duplicates=1")).contains("Khác</th>"));
        let refused = send(&officer, &format!("{AT}/accept"), &[("number", "1"), ("number", "3")]);
        assert_eq!(refused.status, 409);
        let told = refused.text();
        assert!(told.contains("CN-2") && told.contains("role=\"alert\""), "{told}");
        assert!(told.contains("value=\"3\" aria-label=\"Chọn CN-3\" checked"), "{told}");
        assert_eq!(officer.get(&format!("{api}/3")).good()["state"], "submitted", "all or none");
        let empty = send(&officer, &format!("{AT}/1/apart"), &[("reason", "")]);
        assert_eq!(empty.status, 422);
        let done = send(&officer, &format!("{AT}/1/apart"), &[("reason", "khác năm sinh")]);
        assert_eq!(done.header("location"), Some("/plans/1/nominations/1?done=nomination_apart"));
        let done = send(&officer, &format!("{AT}/accept"), &[("number", "1"), ("number", "3")]);
        assert_eq!(done.header("location"), Some("/plans/1/nominations?done=nominations_accepted"));
        let back = send(&officer, &format!("{AT}/2/return"), &[("note", " ")]);
        assert_eq!(back.status, 422);
        send(&officer, &format!("{AT}/2/return"), &[("note", "thiếu minh chứng")]);
        assert!(
            page(&house.user(Role::Reporter, Some("B")), &format!("{AT}/2")).contains("thiếu minh chứng")
        );
        let change = hidden(&page(&officer, &format!("{AT}/1")), "change");
        let bad = send(&officer, &format!("{AT}/1/figures"), &[("change", &change), ("f-deeds", "x")]);
        assert_eq!(bad.status, 422);
        assert!(bad.text().contains("Số việc tốt") && bad.text().contains("value=\"x\""), "{}", bad.text());
        let given = [("change", change.as_str()), ("f-worthy", "true"), ("f-deeds", "7")];
        let done = send(&officer, &format!("{AT}/1/figures"), &given);
        assert_eq!(done.header("location"), Some("/plans/1/nominations/1?done=nomination_appraised"));
        let shown = page(&officer, &format!("{AT}/1"));
        assert!(shown.contains("CN-1") && shown.contains("<pre>"), "{shown}");
        let early = send(&officer, &format!("{AT}/ranking"), &[]);
        assert_eq!(early.status, 409);
        ranked_with_persons(&officer, &plan);
        let done = send(&officer, &format!("{AT}/ranking"), &[]);
        assert_eq!(done.header("location"), Some("/plans/1/nominations/ranking?done=persons_ranked"));
        for caller in [&officer, &in_english(&officer), &house.user(Role::CouncilMember, None)] {
            let shown = page(caller, &format!("{AT}/ranking"));
            assert!(shown.contains("1/1") && shown.contains("Trùng Tên"), "{shown}");
            assert_eq!(bare_keys(&shown), [""; 0]);
            for at in ["", "/1"] {
                assert_eq!(bare_keys(&page(caller, &format!("{AT}{at}"))), [""; 0]);
            }
        }
        assert_eq!(
            send(&officer, &format!("{AT}/1/erase"), &[("reason", "request")]).status,
            400,
            "not sure"
        );
        let sure = [("reason", "request"), ("sure", "1")];
        let done = send(&officer, &format!("{AT}/1/erase"), &sure);
        assert_eq!(done.header("location"), Some("/plans/1/nominations/1?done=nomination_erased"));
        let shown = page(&officer, &format!("{AT}/1"));
        assert!(shown.contains("cá nhân số 1 (đã xóa dữ liệu)") && !shown.contains("Trùng Tên"), "{shown}");
        assert!(page(&in_english(&officer), &format!("{AT}/1")).contains("person no. 1 (data erased)"));
        assert_eq!(send(&officer, &format!("{AT}/erase-due"), &[("sure", "1")]).status, 409);
        let export = officer.get(&format!("{AT}/3/export"));
        assert_eq!(export.json()["name"], "Khác");
    }
}

#[test]
fn a_file_is_checked_on_a_page_and_then_taken() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        with_persons(&officer);
        let a = house.user(Role::Reporter, Some("A"));
        let good = "unit,name,kind,award,summary\nA,Một Người,head,medal,tốt\n";
        let wrong = good.replace("medal", "none");
        let told = send_file(&a, &[("nominator", "A"), ("do", "look")], &wrong).text();
        assert!(told.contains("1 lỗi") && told.contains("cn.csv"), "{told}");
        let told = send_file(&a, &[("nominator", "A"), ("do", "look")], good).text();
        assert!(told.contains("1 cá nhân đọc được") && told.contains("Tệp không có lỗi"), "{told}");
        assert!(!page(&a, AT).contains("Một Người"), "only looked at");
        let told = send_file(&a, &[("nominator", "A"), ("do", "take")], &wrong);
        assert!(told.text().contains("1 lỗi"));
        let done = send_file(&a, &[("nominator", "A"), ("do", "take")], good);
        assert_eq!(done.header("location"), Some("/plans/1/nominations?done=nominations_taken"));
        assert!(page(&a, AT).contains("Một Người"));
        let foreign = send_file(&a, &[("nominator", "B"), ("do", "take")], good);
        assert_eq!(foreign.status, 403);
        assert!(foreign.text().contains("role=\"alert\"") && foreign.text().contains("value=\"B\""));
        assert_eq!(send_file(&a, &[("nominator", "A")], "").status, 422);
        let template = a.get(&format!("{AT}/template"));
        assert!(template.text().contains("unit,name,birth_year,kind,award,position,summary,deeds"));
        assert_eq!(&a.get(&format!("{AT}/list")).body[..2], b"PK");
    }
}

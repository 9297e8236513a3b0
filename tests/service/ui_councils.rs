//! Pages of councils: members, sessions, the agenda, the ballot; refusals in words, what was typed kept, both languages.

use serde_json::json;
use thidua::app::actor::Role;

use super::council_room::{OPEN, Room, SECRET, user_of};
use super::house::{House, engines};
use super::ui::{bare_keys, page, send};
use super::ui_admin::{in_english, refused};

const SESSION: &str = "/plans/1/sessions/1";

#[test]
fn members_are_added_and_changed_on_the_page_of_their_council() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        assert!(page(&room.officer, "/councils").contains("href=\"/councils/hoi_dong\""));
        let fields = [
            ("name", "Ủy viên mẫu"),
            ("position", "Phó Giám đốc"),
            ("role", "member"),
            ("login", ""),
            ("from", "2021-01-01"),
            ("until", ""),
            ("units", "B; 01/02/2019; 01/03/2021\nC; 01/03/2021"),
        ];
        let done = send(&room.officer, "/councils/hoi_dong", &fields);
        assert_eq!(done.header("location"), Some("/councils/hoi_dong?done=member-added"), "{}", done.text());
        let shown = page(&room.officer, "/councils/hoi_dong?done=member-added");
        assert!(shown.contains("Đã thêm thành viên.") && shown.contains("Ủy viên mẫu"), "{shown}");
        assert!(shown.contains("01/02/2019 – 01/03/2021"), "{shown}");
        let changed = page(&room.officer, "/councils/hoi_dong/members/6");
        assert!(changed.contains("B; 01/02/2019; 01/03/2021\nC; 01/03/2021"), "{changed}");
        for (field, value, status, words) in [
            ("name", "", 422, "Tên: phải có"),
            ("position", "", 422, "Chức vụ: phải có"),
            ("role", "king", 422, "Hãy chọn một vai trò"),
            ("from", "hôm qua", 422, "Ngày bắt đầu chưa đúng"),
            ("until", "2020-12-31", 422, "phải sau ngày bắt đầu"),
            ("units", "B", 422, "mỗi dòng gồm mã"),
            ("units", "ZZ; 01/01/2020", 404, "Không tìm thấy đơn vị ZZ."),
            ("login", "khong.co", 404, "Không tìm thấy người dùng khong.co."),
            ("login", "tv.1", 409, "Đã có"),
        ] {
            let mut typed: Vec<(&str, &str)> = fields.to_vec();
            for pair in &mut typed {
                if pair.0 == field {
                    pair.1 = value;
                }
            }
            let answer = send(&room.officer, "/councils/hoi_dong", &typed);
            assert_eq!(answer.status, status, "{field} {value}: {}", answer.text());
            assert!(refused(&answer).contains(words), "{field} {value}: {}", refused(&answer));
            let is_kept = value == "king" || answer.text().contains(value);
            assert!(is_kept, "what was typed is kept");
        }
        let mut ended: Vec<(&str, &str)> = fields.to_vec();
        ended[5].1 = "2021-05-01";
        ended.push(("change", "1"));
        let done = send(&room.officer, "/councils/hoi_dong/members/6", &ended);
        assert_eq!(
            done.header("location"),
            Some("/councils/hoi_dong?done=member-changed"),
            "{}",
            done.text()
        );
        let stale = send(&room.officer, "/councils/hoi_dong/members/6", &ended);
        assert_eq!(stale.status, 412);
        let member = page(&room.members[0], "/councils/hoi_dong");
        assert!(!member.contains("<form method=\"post\" action=\"/councils"), "who may not is shown no form");
        assert_eq!(send(&room.members[0], "/councils/hoi_dong", &fields).status, 403);
        let viewer = user_of(&room.house, "nguoi.xem", Role::Viewer);
        assert_eq!(viewer.get("/councils/hoi_dong").status, 403);
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn a_session_is_planned_run_and_closed_on_its_page_and_members_vote_on_theirs() {
    for engine in engines() {
        let room = Room::new(House::on(engine), SECRET);
        let plan = [("held_on", "2021-05-30"), ("place", "Phòng họp số 2"), ("note", "")];
        let done = send(&room.officer, "/plans/1/sessions", &plan);
        assert_eq!(
            done.header("location"),
            Some("/plans/1/sessions/2?done=session-planned"),
            "{}",
            done.text()
        );
        let wrong = send(&room.officer, "/plans/1/sessions", &[("held_on", "x"), ("place", "Phòng X")]);
        assert_eq!(
            (wrong.status, refused(&wrong)),
            (422, "Ngày họp chưa đúng; ví dụ 31/05/2021.".to_owned())
        );
        assert!(wrong.text().contains("value=\"Phòng X\""));
        let early = send(&room.officer, "/plans/1/sessions/2/do/open", &[]);
        assert!(refused(&early).contains("chưa đến ngày"), "{}", refused(&early));
        let list = page(&room.officer, "/plans/1/sessions");
        assert!(list.contains("2 phiên họp") && list.contains("30/05/2021"), "{list}");

        let act = |what: &str, fields: &[(&str, &str)]| {
            let done = send(&room.officer, &format!("{SESSION}/do/{what}"), fields);
            assert_eq!(done.status, 303, "{what}: {}", done.text());
        };
        act("open", &[]);
        for id in &room.ids[..4] {
            act("attendance", &[("member", &id.to_string()), ("kind", "present")]);
        }
        act("attendance", &[("member", &room.ids[4].to_string()), ("kind", "in_writing")]);
        let twice =
            send(&room.officer, &format!("{SESSION}/do/attendance"), &[("member", "1"), ("kind", "present")]);
        assert_eq!(twice.status, 409, "{}", twice.text());
        act("items", &[("cases", "1, 2")]);
        let letters = send(&room.officer, &format!("{SESSION}/do/items"), &[("cases", "một")]);
        assert_eq!(letters.status, 400);
        assert!(letters.text().contains("value=\"một\""), "what was typed is kept");
        let shown = page(&room.officer, SESSION);
        assert!(shown.contains("Đơn vị A (giả định)") && shown.contains("2 nội dung"), "{shown}");

        // Nothing is open yet; then one form for each item that the member may vote on.
        let ballot = format!("{SESSION}/vote");
        assert!(page(&room.members[0], &ballot).contains("Hiện không có nội dung nào"));
        act("open-votes", &[]);
        let open = page(&room.members[0], &ballot);
        assert_eq!(open.matches("class=\"ballot\"").count(), 2, "{open}");
        assert_eq!(page(&room.members[3], &ballot).matches("class=\"ballot\"").count(), 1, "one is recused");
        let cast = send(&room.members[0], &ballot, &[("item", "1"), ("choice", "for")]);
        assert_eq!(cast.status, 200, "{}", cast.text());
        let text = cast.text();
        assert!(
            text.contains("Phiếu của bạn đã được ghi nhận.") && text.contains("Mã phiếu của bạn"),
            "{text}"
        );
        let again = send(&room.members[0], &ballot, &[("item", "1"), ("choice", "against")]);
        assert!(refused(&again).contains("mỗi người chỉ biểu quyết một lần"), "{}", refused(&again));
        let nothing = send(&room.members[0], &ballot, &[("item", "2")]);
        assert_eq!((nothing.status, refused(&nothing)), (400, "Hãy chọn một ý kiến rồi gửi lại.".to_owned()));
        let recused = send(&room.members[3], &ballot, &[("item", "1"), ("choice", "for")]);
        assert!(refused(&recused).contains("có liên quan"), "{}", refused(&recused));
        send(&room.members[1], &ballot, &[("item", "1"), ("choice", "for")]);
        let written = send(
            &room.officer,
            &format!("{SESSION}/items/1/do/written"),
            &[("member", &room.ids[4].to_string()), ("choice", "for")],
        );
        assert_eq!(written.status, 200, "{}", written.text());
        assert!(written.text().contains("Đã ghi phiếu gửi bằng văn bản."));
        let closed = send(&room.officer, &format!("{SESSION}/items/1/do/close"), &[("reason", "")]);
        assert_eq!(closed.status, 303, "{}", closed.text());
        let item = page(&room.officer, &format!("{SESSION}/items/1"));
        for words in
            ["Được biểu quyết", "Số phiếu tán thành cần có", "tán thành", "thông qua", "đơn vị của mình"]
        {
            assert!(item.contains(words), "{words}: {item}");
        }
        assert!(page(&room.officer, SESSION).contains("3/4 tán thành, cần 3"));
        let unfinished = send(&room.officer, &format!("{SESSION}/do/closed"), &[]);
        assert!(refused(&unfinished).contains("còn nội dung đang biểu quyết"), "{}", refused(&unfinished));
        assert_eq!(room.members[3].get(&format!("{SESSION}/items/1")).status, 404);
        assert!(!page(&room.members[3], SESSION).contains("Đơn vị A (giả định)"));
    }
}

#[test]
fn an_interest_is_declared_on_the_ballot_and_a_reason_is_given_on_the_item() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let declare = |reason: &str| {
            send(&room.members[0], &format!("{SESSION}/recuse"), &[("case", "2"), ("reason", reason)])
        };
        assert_eq!(declare("").status, 422);
        let done = declare("người thân công tác tại đơn vị");
        assert_eq!(done.header("location"), Some("/plans/1/sessions/1/vote?done=recusal-declared"));
        assert!(!page(&room.members[0], SESSION).contains("Đơn vị B (giả định)"));
        let act =
            |path: &str, fields: &[(&str, &str)]| send(&room.officer, &format!("{SESSION}/{path}"), fields);
        assert_eq!(act("items/1/do/recuse", &[("case", "1"), ("member", "1"), ("reason", "x")]).status, 303);
        assert_eq!(act("items/4/do/remove", &[]).status, 303);
        assert_eq!(act("items/1/do/open", &[]).status, 303);
        room.vote(&room.members[1], 1, "against").good();
        assert_eq!(act("items/1/do/close", &[("reason", "")]).status, 303);
        assert!(page(&room.officer, &format!("{SESSION}/items/1")).contains("chờ nêu lý do"));
        assert_eq!(act("items/1/do/reason", &[("reason", " ")]).status, 422);
        assert_eq!(act("items/1/do/reason", &[("reason", "chưa rõ thành tích")]).status, 303);
        let shown = page(&room.officer, SESSION);
        assert!(shown.contains("chưa rõ thành tích") && shown.contains("khác đề nghị"), "{shown}");
        assert_eq!(act("items/1/do/nothing", &[]).status, 404);
    }
}

#[test]
fn a_declared_interest_is_taken_back_on_the_ballot() {
    for engine in engines() {
        let room = Room::open(House::on(engine), OPEN);
        let (chair, ballot) = (&room.members[0], format!("{SESSION}/vote"));
        let back = |case: &str| send(chair, &format!("{SESSION}/recuse/back"), &[("case", case)]);
        assert!(!page(chair, &ballot).contains("Bạn đã khai có liên quan"));
        assert_eq!(
            send(chair, &format!("{SESSION}/recuse"), &[("case", "2"), ("reason", "người thân")]).status,
            303
        );
        let declared = page(chair, &ballot);
        assert!(declared.contains("Bạn đã khai có liên quan") && !declared.contains("Đơn vị B (giả định)"));
        assert!(page(&in_english(chair), &ballot).contains("Interests that you declared"));
        assert!(refused(&back("4")).contains("không tìm thấy") || refused(&back("4")).contains("Không"));
        let done = back("2");
        assert_eq!(done.header("location"), Some("/plans/1/sessions/1/vote?done=recusal-taken-back"));
        assert!(page(chair, &format!("{ballot}?done=recusal-taken-back")).contains("Đã rút lại"));
        assert!(page(chair, &ballot).contains("Đơn vị B (giả định)"));
    }
}

#[test]
fn the_pages_speak_english_too_and_keep_to_rights() {
    let room = Room::open(House::on(engines()[0]), SECRET);
    room.open_votes(&[1]).good();
    let officer = in_english(&room.officer);
    for path in [
        "/councils",
        "/councils/hoi_dong",
        "/plans/1/sessions",
        SESSION,
        "/plans/1/sessions/1/items/1",
        "/plans/1/sessions/1/vote",
    ] {
        let shown = page(&officer, path);
        assert!(shown.contains("<html lang=\"en\">"), "{path}");
        assert_eq!(bare_keys(&shown), [""; 0], "{path}");
        assert_eq!(room.house.anon().get(path).status, 303, "{path}: log in first");
    }
    assert!(page(&officer, SESSION).contains("Who leaves the room"));
    let viewer = user_of(&room.house, "nguoi.xem", Role::Viewer);
    for path in ["/plans/1/sessions", SESSION, "/plans/1/sessions/1/items/1", "/plans/1/sessions/1/vote"] {
        assert_eq!(viewer.get(path).status, 403, "{path}");
    }
    let member = page(&room.members[0], SESSION);
    assert!(!member.contains("/do/") && member.contains("Đến trang biểu quyết của tôi"), "{member}");
    let none = room.officer.post("/api/v1/plans/1/sessions/9/state", &json!({ "state": "open" }));
    assert_eq!(none.status, 404);
}

//! Documents of councils and decisions over HTTP: made from what is stored, for whom they are meant, and without what a member of
//! the council mustn't see.

use calamine::{Data, Reader, Xlsx};
use serde_json::json;
use thidua::app::actor::Role;

use super::council_room::{Room, SECRET, user_of};
use super::decided::{decided, head, id_of, letter, ranked, submitted, voted as voted_cases, with_persons};
use super::docx_file::Docx;
use super::house::{Caller, House, engines};
use super::ui::{bare_keys, page};

fn text(caller: &Caller, plan: &str, kind: &str, query: &str) -> String {
    let answer = caller.get(&format!("{plan}/documents/{kind}?{query}"));
    assert_eq!(answer.status, 200, "{kind}?{query}: {}", answer.text());
    let mut docx = Docx::of(&answer.body);
    let foot: Vec<String> = docx.paragraphs("word/footer1.xml").into_iter().map(|(_, text)| text).collect();
    format!("{}\n{}", docx.text(), foot.join("\n"))
}

fn told(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "{wanted}\n---\n{text}");
    }
}

/// A session in which the first case is accepted, and a tie of three for two seats is settled in two rounds.
fn voted(house: House) -> Room {
    let room = Room::open(house, SECRET);
    room.open_votes(&[]).good();
    for (item, choices) in
        [(1, ["for", "for", "blank"]), (2, ["for"; 3]), (3, ["for"; 3]), (4, ["for", "for", "against"])]
    {
        for (at, choice) in choices.into_iter().enumerate() {
            room.vote(&room.members[at], item, choice).good();
        }
    }
    room.write(4, 1, "for").good();
    room.close_votes(&[], None).good();
    room.officer
        .post(&format!("{}/ties/1", room.session), &json!({ "reason": "xét phiếu tán thành" }))
        .good();
    room
}

#[test]
fn minutes_tell_the_session_and_a_recused_member_has_them_without_its_own_case() {
    for engine in engines() {
        let room = voted(House::on(engine));
        let open = text(&room.officer, &room.plan, "minutes", "session=1");
        told(&open, &["TẠM TÍNH\nPhiên họp chưa kết thúc"]);
        room.go("closed").good();
        let whole = text(
            &room.officer,
            &room.plan,
            "minutes",
            "session=1&issuer=H%E1%BB%99i%20%C4%91%E1%BB%93ng&number=3",
        );
        told(
            &whole,
            &[
                "Số: 3/BB-……",
                "BIÊN BẢN\nHọp Hội đồng xét khen thưởng trong",
                "Địa điểm: Phòng họp số 1.",
                "5 thành viên Hội đồng: 4 có mặt, 1 cho ý kiến bằng văn bản, 0 vắng mặt.",
                "Điều kiện họp: từ 2/3 tổng số thành viên trở lên, tức là từ 4 thành viên; dự họp 4/5 thành viên, đủ điều kiện.",
                "Khen: bỏ phiếu kín; thông qua khi số phiếu tán thành đạt trên 50\u{a0}% tổng số thành viên Hội đồng (không tính",
                "Được biểu quyết:\u{a0}4\nCó mặt:\u{a0}3\nBằng văn bản:\u{a0}1\nKhông tham gia:\u{a0}1\nTán thành:\u{a0}3",
                "thành viên = ",
                "Thuộc đơn vị được xét",
                "trường hợp bằng nhau cho ",
                "(xét phiếu tán thành)",
                "Chính thức",
                "Bảng xếp hạng số 1, SHA-256 ",
                "Nhật ký số ",
            ],
        );
        assert!(!whole.contains("BẢN TRÍCH") && !whole.contains("TẠM TÍNH"), "{whole}");
        let hidden: Vec<String> = room.officer.get(&format!("{}/cases", room.plan)).good()["items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|case| case["unit"] == "A")
            .map(|case| format!("hồ sơ số {}", case["number"]))
            .collect();
        let own = text(&room.members[3], &room.plan, "minutes", "session=1");
        told(&own, &["BẢN TRÍCH\nLập cho một thành viên Hội đồng"]);
        assert!(!own.contains("Đơn vị A") && !own.contains("Thuộc đơn vị được xét"), "{own}");
        assert!(hidden.iter().all(|case| whole.to_lowercase().contains(case.as_str())), "{hidden:?}");
        let other = text(&room.members[0], &room.plan, "minutes", "session=1");
        told(&other, &["BẢN TRÍCH", "Đơn vị A"]);
        // Who sees cases but is no member of this council, and who doesn't see cases.
        let stranger = user_of(&room.house, "nguoi.la", Role::CouncilMember);
        let path = format!("{}/documents/minutes?session=1", room.plan);
        assert_eq!(stranger.get(&path).problem().1, "not_a_member");
        assert_eq!(room.house.user(Role::Viewer, None).get(&path).status, 403);
        assert_eq!(
            room.officer.get(&format!("{}/documents/minutes", room.plan)).problem().1,
            "field_refused"
        );
        assert_eq!(room.officer.get(&format!("{path}9")).status, 404);
        assert_eq!(room.officer.get(&format!("{path}&signatory=x")).problem().1, "field_refused");
    }
}

#[test]
fn the_letter_and_the_summary_of_achievements_leave_out_what_a_member_must_not_see() {
    for engine in engines() {
        let room = voted(House::on(engine));
        let letter = text(&room.officer, &room.plan, "submission", "");
        told(
            &letter,
            &[
                "Căn cứ biên bản phiên họp số 1 ngày 24/05/2021 của Hội đồng,",
                "đã được Hội đồng thông qua",
                "Tỷ lệ phiếu tán thành",
                "Đơn vị A",
            ],
        );
        let own = text(&room.members[3], &room.plan, "submission", "");
        assert!(own.contains("BẢN TRÍCH") && !own.contains("Đơn vị A"), "{own}");
        let by_ranking = text(&room.officer, &room.plan, "submission", "ranking=1");
        assert!(by_ranking.contains("Hạng") && !by_ranking.contains("Tỷ lệ phiếu"), "{by_ranking}");
        let whole = text(&room.officer, &room.plan, "achievements", "");
        told(
            &whole,
            &[
                "TÓM TẮT THÀNH TÍCH\nCủa tập thể được đề nghị",
                "Đơn vị A",
                "đơn vị được xếp hạng của cụm",
                "- Không vi phạm: đạt.",
                "- Kết quả: 10; đạt.",
                "Theo hồ sơ đến lúc lập",
            ],
        );
        let own = text(&room.members[3], &room.plan, "achievements", "");
        assert!(!own.contains("Đơn vị A"), "{own}");
        let list = room.members[3].get(&format!("{}/award-lists/proposed", room.plan));
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(list.body.clone())).unwrap();
        let sheet = book.worksheet_range("Tập thể").unwrap();
        assert!(sheet.rows().flatten().all(|cell| !cell.to_string().contains("Đơn vị A")), "{sheet:?}");
        assert_eq!(
            room.house.user(Role::Viewer, None).get(&format!("{}/documents/achievements", room.plan)).status,
            403
        );
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, told step by step")]
fn a_decision_is_a_public_act_with_names_and_other_documents_name_persons_to_who_sees_cases() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = submitted(&house, &officer, "01/KH", "");
        with_persons(&house, &plan, ["Người Thử Một", "=Người Thử Hai"]);
        let body =
            json!({ "head": head("102/QĐ-UBND", "2021-05-16"), "cases": [1, 2, 5, 6], "reason": "đợt một" });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        let id = made["decision"]["id"].clone();
        let viewer = house.user(Role::Viewer, None);
        let query =
            format!("decision={id}&proposer=Gi%C3%A1m%20%C4%91%E1%BB%91c&executors=V%C4%83n%20ph%C3%B2ng");
        let whole = text(&viewer, &plan, "decision", &query);
        told(
            &whole,
            &[
                "Số: 102/QĐ-UBND",
                "ngày 16 tháng 5 năm 2021",
                "QUYẾT ĐỊNH\nVề việc khen thưởng tập thể, cá nhân trong",
                "CHỦ TỊCH UBND TỈNH",
                "Căn cứ Luật Thi đua",
                "Theo đề nghị của Giám đốc tại Tờ trình số 12/TTr ngày 12/05/2021.",
                "Điều 1. Khen thưởng 2 tập thể, 2 cá nhân",
                "Điều 2. Tiền thưởng kèm theo là ",
                "- Quỹ tỉnh: 5.960.000 đồng (2 suất).",
                "Văn phòng và các tập thể, cá nhân có tên tại Điều 1",
                "Người Thử Một\nCông chức",
                "=Người Thử Hai",
                "2 × 1.490.000\n2.980.000",
                "(người ký)",
                "Chính thức",
            ],
        );
        let other = officer.get(&format!("{plan}/documents/decision?decision={id}&number=7"));
        assert_eq!(other.problem().1, "decision_says");
        assert_eq!(officer.get(&format!("{plan}/documents/decision?decision=99")).status, 404);
        // The list: formulas stay texts, and who doesn't see cases has numbers instead of names.
        let sheet = |caller: &Caller| {
            let answer = caller.get(&format!("{plan}/award-lists/decided"));
            let mut book: Xlsx<_> =
                calamine::open_workbook_from_rs(std::io::Cursor::new(answer.body.clone())).unwrap();
            (book.worksheet_range("Cá nhân").unwrap(), book.worksheet_range("Nguồn").unwrap())
        };
        let (persons, notes) = sheet(&officer);
        assert_eq!(persons.get_value((5, 2)), Some(&Data::String("=Người Thử Hai".to_owned())));
        assert!(notes.rows().flatten().any(|cell| cell.to_string().contains("Nhật ký số")), "{notes:?}");
        let (persons, _) = sheet(&viewer);
        assert_eq!(persons.get_value((5, 2)), Some(&Data::String("Cá nhân số CN-2".to_owned())));
        let audit = officer.get("/api/v1/audit?limit=1000").text();
        assert!(
            audit.contains("award_list:decided") && !audit.contains("Người Thử"),
            "no record names a person"
        );
        // The summing-up report tells who was commended.
        let report = text(&officer, &plan, "summary", "");
        told(
            &report,
            &[
                "TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG",
                "theo Quyết định số 102/QĐ-UBND ngày 16/05/2021 của UBND tỉnh",
                "Người Thử Một",
            ],
        );
        assert_eq!(viewer.get(&format!("{plan}/award-lists/proposed")).status, 403);
        assert_eq!(officer.get(&format!("{plan}/award-lists/lost")).status, 404);
        assert_eq!(officer.get(&format!("{plan}/award-lists/public")).problem().1, "field_refused");
        assert_eq!(
            officer.get(&format!("{plan}/award-lists/decided?publicity=1")).problem().1,
            "field_refused"
        );
    }
}

#[test]
fn bug_a_letter_that_was_entered_is_printed_with_what_was_revoked_after_it() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer, "01/KH", "");
        voted_cases(&house, &plan);
        for (number, day, cases) in
            [("12/TTr", "2021-05-12", &[1, 2, 3][..]), ("13/TTr", "2021-05-13", &[4, 5, 6])]
        {
            officer.post(&format!("{plan}/submissions"), &letter(number, day, cases)).good();
        }
        let body =
            json!({ "head": head("100/QĐ-UBND", "2021-05-15"), "cases": [1, 2, 3, 4, 5, 6], "reason": null });
        let made = officer.post(&format!("{plan}/decisions"), &body).good();
        let of = |case: i64| {
            let awards = made["awards"].as_array().unwrap().iter();
            awards.clone().find(|it| it["case"] == case).expect("the case has an award")["award"]["id"]
                .clone()
        };
        let body = json!({ "head": head("101/QĐ-UBND", "2021-05-20"), "reason": "false_declaration", "note": "Kê khai sai",
            "awards": [of(2), of(4)] });
        officer.post(&format!("{plan}/decisions/{}/revocations", made["decision"]["id"]), &body).good();
        let first = text(&officer, &plan, "submission", "letter=1");
        told(&first, &["Số: 12/TTr", "ngày 12 tháng 5 năm 2021", "Đơn vị A", "Đơn vị B"]);
        assert!(!first.contains("Đơn vị D") && !first.contains("Đơn vị E"), "{first}");
        let second = text(&officer, &plan, "submission", "letter=2&number=13a/TTr&date=2021-05-14");
        told(&second, &["Số: 13a/TTr", "ngày 14 tháng 5 năm 2021", "Đơn vị B", "Đơn vị D", "Đơn vị E"]);
        assert!(!second.contains("Đơn vị A"), "{second}");
        let all = text(&officer, &plan, "submission", "");
        told(&all, &["Đơn vị A", "Đơn vị D", "Đơn vị E", "3 tập thể"]);
        assert!(!all.contains("Đơn vị B"), "what was revoked isn't proposed anew: {all}");
        let asked = |caller: &Caller, query: &str| caller.get(&format!("{plan}/documents/{query}")).status;
        assert_eq!(asked(&officer, "submission?letter=9"), 404);
        let of_one = house.user(Role::Officer, Some("A"));
        assert_eq!(asked(&of_one, "submission?letter=1"), 404, "a letter is of all units");
        assert_eq!(of_one.get(&format!("{plan}/submissions")).good()["items"][0]["cases"], json!([1, 3]));
        let listed = officer.get(&format!("/plans/{}/decisions", id_of(&plan))).text();
        assert!(listed.contains("/documents/submission?letter=2"), "{listed}");
        let listed = of_one.get(&format!("/plans/{}/decisions", id_of(&plan))).text();
        assert!(!listed.contains("?letter="), "{listed}");
        assert_eq!(asked(&officer, "submission?letter=1&ranking=1"), 422);
        assert_eq!(asked(&officer, "summary?letter=1"), 422);
        assert_eq!(asked(&house.user(Role::Viewer, None), "submission?letter=1"), 403);
        assert_eq!(asked(&house.user(Role::Reporter, Some("A")), "submission?letter=1"), 403);
    }
}

#[test]
fn decisions_that_amend_and_revoke_are_documents_of_their_own() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ-UBND");
        let path = format!("{plan}/decisions/{}", made["decision"]["id"]);
        let ids: Vec<i64> =
            made["awards"].as_array().unwrap().iter().map(|it| it["award"]["id"].as_i64().unwrap()).collect();
        let body = json!({ "head": head("101/QĐ-UBND", "2021-05-18"), "reason": "Ghi sai tên", "add": [], "remove": [ids[5]],
            "correct": [{ "award": ids[0], "field": "unit_name", "value": "Đơn vị A mới" }] });
        let amended = officer.post(&format!("{path}/amendments"), &body).good();
        let amendment = text(&officer, &plan, "decision", &format!("decision={}", amended["decision"]["id"]));
        told(
            &amendment,
            &[
                "Về việc sửa đổi, bổ sung Quyết định số 100/QĐ-UBND ngày 15/05/2021 của UBND tỉnh",
                "Lý do: Ghi sai tên. Nội dung:",
                "- Rút khỏi danh sách được khen thưởng: ",
                "“Đơn vị A mới”.",
            ],
        );
        assert!(!amendment.contains("Phụ lục"), "it gives nothing: {amendment}");
        let body = json!({ "head": head("102/QĐ-UBND", "2021-05-20"), "reason": "false_declaration", "note": "Kê khai sai",
            "awards": [ids[0]] });
        let revoked = officer.post(&format!("{path}/revocations"), &body).good();
        let revocation =
            text(&officer, &plan, "decision", &format!("decision={}", revoked["decision"]["id"]));
        told(
            &revocation,
            &[
                "Về việc hủy bỏ quyết định khen thưởng tập thể tại Quyết định số 100/QĐ-UBND",
                "Lý do: Kê khai không đúng thành tích; Kê khai sai.",
                "tiền thưởng đã nhận (2.980.000 đồng)",
                "DANH SÁCH TẬP THỂ BỊ HỦY BỎ QUYẾT ĐỊNH KHEN THƯỞNG",
            ],
        );
        // The letter that asked for the awards didn't ask for them to be taken back.
        let first = text(&officer, &plan, "decision", &format!("decision={}", made["decision"]["id"]));
        assert!(first.contains("tại Tờ trình số 12/TTr ngày 12/05/2021"), "{first}");
        for other in [&amendment, &revocation] {
            assert!(!other.contains("Tờ trình") && other.contains("Theo đề nghị của ……."), "{other}");
        }
        let report = text(&officer, &plan, "summary", "");
        told(&report, &["2 trường hợp đã bị hủy bỏ quyết định khen thưởng"]);
    }
}

#[test]
fn pages_of_these_documents_ask_what_they_are_of_and_show_them() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let (plan, made) = decided(&house, &officer, "01/KH", "", "100/QĐ-UBND");
        let at = format!("{}/documents", plan.trim_start_matches("/api/v1"));
        let all = page(&officer, &at);
        for kind in ["minutes", "decision", "achievements"] {
            assert!(all.contains(&format!("href=\"{at}/{kind}\"")), "{kind}: {all}");
        }
        assert!(all.contains("/award-lists/proposed\"") && all.contains("/award-lists/decided\""), "{all}");
        let asked = page(&officer, &format!("{at}/decision"));
        assert!(asked.contains("100/QĐ-UBND – 15/05/2021") && !asked.contains("<article"), "{asked}");
        assert!(!asked.contains("name=\"to\""), "a decision isn’t addressed to anybody: {asked}");
        let shown = page(&officer, &format!("{at}/decision?decision={}", made["decision"]["id"]));
        for told in [
            "value=\"100/QĐ-UBND\"",
            "value=\"2021-05-15\"",
            "<em>Căn cứ ",
            "<strong>Điều 1.</strong>",
            "QUYẾT ĐỊNH:",
        ] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        let asked = page(&officer, &format!("{at}/minutes"));
        assert!(
            asked.contains("Phiên số 1, ngày 10/05/2021") && !asked.contains("name=\"signatory\""),
            "{asked}"
        );
        let shown = page(&officer, &format!("{at}/achievements"));
        assert!(shown.contains("TÓM TẮT THÀNH TÍCH"), "{shown}");
        for path in ["decision?decision=99", "decision?decision=x", "minutes?session=99"] {
            let answer = officer.get(&format!("{at}/{path}"));
            assert!(
                answer.status >= 400 && answer.text().contains("role=\"alert\""),
                "{path}: {}",
                answer.text()
            );
        }
        let file = officer.get(&format!("{at}/decision/docx?decision={}", made["decision"]["id"]));
        assert!(Docx::of(&file.body).text().contains("Điều 1."));
        let list = officer.get(&format!("{}/award-lists/decided", plan.trim_start_matches("/api/v1")));
        assert_eq!((list.status, &list.body[..2]), (200, &b"PK"[..]));
        let cookie = officer.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
        let english = officer.clone().with("cookie", &format!("{cookie}; thidua_language=en"));
        for path in ["", "/decision", "/minutes", "/achievements"] {
            let text = english.get(&format!("{at}{path}")).text();
            assert_eq!(bare_keys(&text), [""; 0], "{path}");
        }
        let viewer = house.user(Role::Viewer, None);
        let own = page(&viewer, &at);
        assert!(own.contains(&format!("href=\"{at}/decision\"")) && !own.contains("/minutes\""), "{own}");
    }
}

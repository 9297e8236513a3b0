//! Pages of the register of units: units of a day, a unit's history, lists taken in after a preview, mergers; and the
//! clusters of a plan.

use thidua::app::actor::Role;

use super::house::{Answer, Caller, Engine, House, collecting, engines, fixture, hand_in};
use super::ui::{PAGES, bare_keys, hidden, page, send};

const LIST: &str = "code,name,level,parent_code\n01,Tỉnh Một,province,\n011,Huyện Đông Hòa,district,01\n012,Huyện Tây \
                    Hoà,district,01\n0111,Xã An Phú,commune,011\n";

/// Sends a list with its day, as a browser does.
fn send_list(caller: &Caller, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let csrf = caller.headers().iter().find(|(name, _)| name == "x-csrf-token").unwrap().1.clone();
    let mut body = Vec::new();
    for (name, value) in [("csrf", csrf.as_str())].iter().chain(fields) {
        body.extend_from_slice(
            format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    body.extend_from_slice(
        b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"danh s\xc3\xa1ch.csv\"\r\n\r\n",
    );
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    caller.send("POST", "/unit-lists/new", Some("multipart/form-data; boundary=b"), &body)
}

/// Takes in a list as of a day.
fn register(caller: &Caller, on: &str, list: &str) {
    let path = format!("/api/v1/units/imports?on={on}");
    caller.send("POST", &path, Some("text/csv"), list.as_bytes()).good();
}

fn in_english(caller: &Caller) -> Caller {
    let cookie = caller.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
    caller.clone().with("cookie", &format!("{cookie}; thidua_language=en"))
}

#[test]
fn the_units_of_a_day_are_searched_and_filtered_and_each_has_its_history() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let empty = page(&officer, "/units");
        assert!(empty.contains("value=\"2021-05-24\"") && empty.contains("chưa có đơn vị nào"), "{empty}");
        register(&officer, "2021-01-01", LIST);
        register(&officer, "2021-03-01", "code,name,level,parent_code\n012,Thị xã Tây Hòa,district,01\n");
        let names = |caller: &Caller, query: &str| -> Vec<String> {
            let shown = page(caller, &format!("/units?{query}"));
            let rows = shown.split("<th scope=\"row\"><a ").skip(1);
            rows.map(|row| row.split_once('>').unwrap().1.split('<').next().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&officer, "").len(), 4);
        assert_eq!(names(&officer, "q=tay+hoa"), ["Thị xã Tây Hòa"], "without diacritics");
        assert_eq!(names(&officer, "q=tay+hoa&on=2021-02-01"), ["Huyện Tây Hoà"], "as it was called");
        assert_eq!(names(&officer, "q=0111"), ["Xã An Phú"], "by code");
        assert_eq!(names(&officer, "level=district"), ["Huyện Đông Hòa", "Thị xã Tây Hòa"]);
        assert_eq!(names(&officer, "parent=011"), ["Xã An Phú"]);
        assert_eq!(names(&officer, "on=2020-12-31"), [""; 0]);
        let counted = page(&officer, "/units?level=district");
        assert!(counted.contains("24/05/2021") && counted.contains("trong tổng số 4"), "{counted}");
        assert_eq!(officer.get("/units?on=gestern").status, 400);

        let unit = page(&officer, "/units/012");
        for told in ["Huyện Tây Hoà", "Thị xã Tây Hòa", "từ 01/01/2021 đến trước 01/03/2021", "từ 01/03/2021"]
        {
            assert!(unit.contains(told), "{told}: {unit}");
        }
        assert!(page(&officer, "/units/011").contains("Xã An Phú"), "what is below it");
        assert_eq!(officer.get("/units/99").status, 404);
        for caller in [&house.user(Role::Reporter, Some("011")), &house.user(Role::Viewer, None)] {
            assert_eq!(names(caller, "").len(), 4, "everybody may look");
            assert!(!page(caller, "/units").contains("/unit-lists/new"));
            for closed in ["/unit-lists/new", "/unit-mergers/new"] {
                assert_eq!(caller.get(closed).status, 403, "{closed}");
                assert_eq!(send(caller, "/unit-mergers/new", &[]).status, 403);
                assert_eq!(send_list(caller, &[("on", "2021-05-01")], LIST.as_bytes()).status, 403);
            }
        }
        assert!(
            page(&in_english(&officer), "/units/012").contains("from 01/01/2021 until before 01/03/2021")
        );
        assert_eq!(house.anon().get("/units").status, 303);
    }
}

#[test]
fn a_list_is_taken_in_only_as_its_preview_showed_it() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        register(&officer, "2021-01-01", LIST);
        let list = "code,name,level,parent_code\n01,Tỉnh Một,province,\n011,Huyện Đông,district,01\n0111,Xã An \
                    Phú,commune,01\n013,Huyện Mới,district,01\n";
        let fields = [("on", "2021-05-01"), ("complete", "1")];
        let previewed = send_list(&officer, &fields, list.as_bytes());
        let shown = previewed.text();
        assert_eq!(previewed.status, 200, "{shown}");
        for told in [
            "Đơn vị mới</dt><dd>1<",
            "Đổi tên</dt><dd>1<",
            "Đổi cấp trên trực tiếp</dt><dd>1<",
            "Kết thúc</dt><dd>1<",
            "<td>Huyện Đông Hòa</td><td>Huyện Đông</td>",
            "Huyện Mới",
            "danh sách.csv",
        ] {
            assert!(shown.contains(told), "{told}: {shown}");
        }
        let all = |on: &str| officer.get(&format!("/api/v1/units?on={on}")).good()["total"].clone();
        let digest = hidden(&shown, "digest");
        let confirm = |digest: &str, list: &str| {
            let fields = [("on", "2021-05-01"), ("complete", "1"), ("digest", digest)];
            send_list(&officer, &fields, list.as_bytes())
        };
        let other = confirm(&digest, &list.replace("Huyện Mới", "Huyện Khác"));
        assert_eq!(other.status, 409, "another file than the one previewed");
        assert!(other.text().contains("role=\"alert\"") && other.text().contains("Huyện Khác"));
        assert!(officer.get("/api/v1/units/013").status == 404, "a preview keeps nothing");
        register(&officer, "2021-02-01", "code,name,level,parent_code\n014,Huyện Nữa,district,01\n");
        let stale = confirm(&digest, list);
        assert_eq!(stale.status, 409, "the register moved in between");
        let done = confirm(&hidden(&stale.text(), "digest"), list);
        assert_eq!(done.header("location"), Some("/units?on=2021-05-01&done=units-taken"), "{}", done.text());
        assert!(page(&officer, done.header("location").unwrap()).contains("Đã nạp danh sách"));
        assert_eq!((all("2021-04-30"), all("2021-05-01")), (5.into(), 4.into()));
        assert!(send_list(&officer, &fields, list.as_bytes()).text().contains("không làm thay đổi gì"));
    }
}

#[test]
fn a_list_that_cant_be_taken_is_refused_in_words_with_line_and_column() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        register(&officer, "2021-01-01", LIST);
        let table: [(&str, &str, u16, &str); 7] = [
            (
                "2021-02-01",
                "code,name,level,parent_code\n02,B,district,99\n",
                422,
                "dòng 2, cột parent_code: ",
            ),
            ("2021-02-01", "code,name,level\n02,,district\n,C,district\n", 422, "dòng 2, cột name: "),
            ("2021-02-01", "code,name,level\n02,,district\n,C,district\n", 422, "; dòng 3, cột code: "),
            ("2021-02-01", "a,b\n1,2\n", 422, "tiêu đề phải có các cột"),
            (
                "2020-02-01",
                "code,name,level\n01,A,province\n",
                422,
                "dòng 2, cột code: đơn vị đã có thay đổi sau",
            ),
            ("", "code,name,level\n02,B,province\n", 400, "Tham số “Danh sách có hiệu lực từ ngày”"),
            ("2021-02-01", "", 422, "rỗng"),
        ];
        for (on, list, status, told) in table {
            let refused = send_list(&officer, &[("on", on), ("complete", "1")], list.as_bytes());
            let shown = refused.text();
            assert_eq!(refused.status, status, "{list}: {shown}");
            assert!(shown.contains("role=\"alert\"") && shown.contains(told), "{told}: {shown}");
            assert!(shown.contains(&format!("type=\"date\" value=\"{on}\"")), "what was typed is kept");
            assert!(shown.contains("name=\"complete\" value=\"1\" checked"), "what was ticked is kept");
        }
        let stranger = officer.clone().with("x-csrf-token", "0");
        assert_eq!(send_list(&stranger, &[("on", "2021-02-01")], LIST.as_bytes()).status, 403);
        let english = send_list(&in_english(&officer), &[("on", "2021-02-01")], b"code,name,level\n02,,x\n");
        assert!(english.text().contains("row 2, column name"), "{}", english.text());
    }
}

#[test]
fn units_are_merged_into_one_that_is_there_or_a_new_one() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        register(&officer, "2021-01-01", LIST);
        assert!(page(&officer, "/unit-mergers/new?from=011").contains(">011</textarea>"));
        let merge = |on: &str, from: &str, into: [&str; 4]| {
            let [code, name, level, parent] = into;
            let fields = [("on", on), ("from", from), ("code", code), ("name", name), ("level", level)];
            send(&officer, "/unit-mergers/new", &[&fields[..], &[("parent", parent)]].concat())
        };
        let refused: [(&str, &str, [&str; 4], u16); 8] = [
            ("", "011", ["012", "", "", ""], 400),
            ("2021-05-01", "", ["012", "", "", ""], 422),
            ("2021-05-01", "099", ["012", "", "", ""], 404),
            ("2021-05-01", "011", ["011", "", "", ""], 422),
            ("2021-05-01", "011", ["020", "", "", ""], 422),
            ("2021-05-01", "011", ["020", "Huyện Hai", "district", "98"], 404),
            ("2021-05-01", "011", ["012", "Tên khác", "", ""], 422),
            ("2021-01-01", "011", ["012", "", "", ""], 422),
        ];
        for (on, from, into, status) in refused {
            let again = merge(on, from, into);
            let shown = again.text();
            assert_eq!(again.status, status, "{on} {from} {into:?}: {shown}");
            assert!(shown.contains("role=\"alert\""), "{shown}");
            assert!(
                shown.contains(&format!("name=\"code\" value=\"{}\"", into[0])),
                "what was typed is kept"
            );
            assert!(shown.contains(&format!(">{from}</textarea>")), "what was typed is kept");
            assert!(
                shown.contains(&format!("name=\"name\" value=\"{}\"", into[1])),
                "what was typed is kept"
            );
        }
        let made = merge("2021-05-01", "011, 012", ["020", "Huyện Hai", "district", "01"]);
        assert_eq!(made.header("location"), Some("/units/020?on=2021-05-01&done=units-merged"));
        let shown = page(&officer, "/units/020");
        assert!(shown.contains("Hình thành từ") && shown.contains("Huyện Đông Hòa"), "{shown}");
        assert!(shown.contains("Xã An Phú"), "what was below comes along");
        let ended = page(&officer, "/units/011");
        assert!(
            ended.contains("Nhập vào") && ended.contains("Chấm dứt hoạt động từ ngày 01/05/2021"),
            "{ended}"
        );
        let joined = merge("2021-05-10", "0111", ["020", "", "", ""]);
        assert_eq!(joined.status, 303, "{}", joined.text());
        let log = house.user(Role::Administrator, None);
        assert!(page(&log, "/audit?action=units.merge").contains("0111"));
    }
}

#[test]
fn the_clusters_of_a_plan_are_told_with_their_units_and_the_way_to_change_them() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = fixture("plans/turnout-2021.toml");
        officer.send("POST", "/api/v1/plans", Some("application/toml"), &plan).good();
        let draft = page(&officer, "/plans/1/clusters");
        assert!(draft.contains("href=\"/plans/1/file\"") && draft.contains("chưa có đơn vị nào"), "{draft}");
        let units = fixture("units/gia-lai-2021.csv");
        officer.send("PUT", "/api/v1/plans/1/units", Some("text/csv"), &units).good();
        let list = officer.get("/api/v1/plans/1/clusters").good();
        let shown = page(&officer, "/plans/1/clusters");
        for cluster in list["items"].as_array().unwrap() {
            let code = cluster["code"].as_str().unwrap();
            for way in ["reports", "ranking"] {
                let link = format!("/plans/1/{way}?cluster={code}");
                assert!(shown.contains(&link), "{link}: {shown}");
                assert!(way == "ranking" || page(&officer, &link).contains("Thành phố Pleiku"));
            }
            assert!(shown.contains(&format!("<td class=\"number\">{}</td>", cluster["members"])), "{shown}");
        }
        assert!(shown.contains("Thành phố Pleiku") && shown.contains("và 12 đơn vị nữa"), "{shown}");
        let reporter = house.user(Role::Reporter, Some("622"));
        let seen = page(&reporter, "/plans/1/clusters");
        assert!(!seen.contains("/ranking?cluster=") && !seen.contains("href=\"/plans/1/file\""), "{seen}");
        assert!(page(&in_english(&officer), "/plans/1/clusters").contains("All clusters"));
    }
}

#[test]
fn a_plan_with_thousands_of_clusters_is_shown_in_pages_that_stay_light() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    // Synthetic: as many clusters as there are communes today.
    let plan = String::from_utf8(fixture("plans/turnout-2021.toml")).expect("fixtures are UTF-8");
    let (before, after) = plan.split_once("[clusters]\nby = \"parent\"").expect("it is clustered by parent");
    let plan = format!("{before}[clusters]\nby = \"column\"{after}");
    officer.send("POST", "/api/v1/plans", Some("application/toml"), plan.as_bytes()).good();
    let mut list = "code,name,level,cluster\n".to_owned();
    let mut reports = "code,voters,took_part\n".to_owned();
    for number in 0..6_000 {
        list.push_str(&format!("T{number:05},Xã thử {number},district,Cụm thi đua số {}\n", number % 3_000));
        reports.push_str(&format!("T{number:05},1000,{}\n", 1000 - number % 7));
    }
    officer.send("PUT", "/api/v1/plans/1/units", Some("text/csv"), list.as_bytes()).good();
    for state in ["launched", "collecting"] {
        officer.put("/api/v1/plans/1/state", &serde_json::json!({ "to": state })).good();
    }
    hand_in(&officer, "/api/v1/plans/1", reports.as_bytes());
    let code = officer.get("/api/v1/plans/1/clusters?limit=1").good()["items"][0]["code"].clone();
    let code = code.as_str().expect("clusters have codes").bytes().map(|byte| format!("%{byte:02X}"));
    let code: String = code.collect();
    let pages = PAGES.iter().filter(|path| path.starts_with("/plans/1"));
    for path in pages.copied().chain(["/plans/1/clusters?q=so+2999", "/plans/1/appraisals"]) {
        let answer = officer.get(path);
        let bytes = answer.text().len();
        assert!(bytes < 300_000, "{path} has {bytes} bytes");
    }
    for path in ["/plans/1/ranking", "/plans/1/reports"] {
        let shown = page(&officer, path);
        assert!(
            shown.contains("<input id=\"cluster\"") && !shown.contains("<select id=\"cluster\""),
            "{path}"
        );
        let chosen = page(&officer, &format!("{path}?cluster={code}"));
        assert!(chosen.contains("Xã thử 0<") && !chosen.contains("Xã thử 1<"), "{chosen}");
        let refused = officer.get(&format!("{path}?cluster=khac"));
        assert!(refused.status == 404 && refused.text().contains("khac"), "{path}");
        assert_eq!(officer.get(&format!("/api/v1{path}?cluster=khac")).problem().0, 404, "{path}");
    }
    let found = page(&officer, "/plans/1/clusters?q=so+2999");
    assert!(found.contains("Cụm thi đua số 2999") && !found.contains("số 2998"), "{found}");
    assert!(page(&officer, "/plans/1/clusters?q=khac").contains("Không có cụm nào khớp"));
}

#[test]
fn every_page_of_the_register_is_in_both_languages_and_small_with_97_000_units() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    // Synthetic: as many units as there were stations in 2021, most of them below one.
    let mut list = "code,name,level,parent_code\nT,Tỉnh Thử,province,\n".to_owned();
    for number in 0..97_000 {
        list.push_str(&format!("T{number:05},Khu vực bỏ phiếu số {number},station,T\n"));
    }
    let fields = [("on", "2021-01-01")];
    let previewed = send_list(&officer, &fields, list.as_bytes()).text();
    assert!(previewed.contains("97.001") && previewed.len() < 300_000, "{} bytes", previewed.len());
    register(&officer, "2021-01-01", &list);
    collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
    for caller in [&officer, &in_english(&officer)] {
        for path in [
            "/units",
            "/units?page=970",
            "/units?q=so+77&level=station&parent=T",
            "/units/T",
            "/units/T00001",
            "/unit-lists/new",
            "/unit-mergers/new",
            "/plans/1/clusters",
        ] {
            let began = std::time::Instant::now();
            let shown = page(caller, path);
            eprintln!("{path}: {} bytes, {:?}", shown.len(), began.elapsed());
            assert!(shown.len() < 300_000, "{path} has {} bytes", shown.len());
            assert_eq!(bare_keys(&shown), [""; 0], "{path}");
        }
    }
    assert!(page(&officer, "/units/T").contains("parent=T\">tất cả đơn vị trực thuộc"));
    assert!(page(&officer, "/units?page=99999").contains("97.001"), "beyond the last page is the last");
}

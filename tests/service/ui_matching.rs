//! Columns of a file that aren't recognised, or wrongly, are matched by hand: on the page of the preview and over the API.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Caller, House, collecting, engines};
use super::ui::{bare_keys, hidden, page, send, send_file};

/// Hands in a file on the page; the address of its preview.
fn sent(caller: &Caller, file: &str) -> String {
    let sent = send_file(caller, "/plans/1/hand-in", "r.csv", file.as_bytes());
    assert_eq!(sent.status, 303, "{}", sent.text());
    sent.header("location").unwrap().to_owned()
}

#[test]
fn a_clerk_matches_a_column_that_wasnt_recognised_and_commits_what_was_shown() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
        let clerk = house.user(Role::Reporter, Some("622"));
        let at = sent(&clerk, "ký hiệu,cử tri,bỏ phiếu\n622,1000,990\n");
        let shown = page(&clerk, &at);
        assert!(shown.contains("name=\"column-A\"") && shown.contains("Tiêu đề ở dòng 1"), "{shown}");
        assert!(shown.contains("3 cột có tiêu đề nhưng chưa nhận biết"), "{shown}");
        let matched = format!("{at}?numbers=&column-A=unit_code&column-B=voters&column-C=took_part");
        let shown = page(&clerk, &matched);
        assert!(shown.contains("<option value=\"took_part\" selected>"), "what was chosen is kept");
        assert!(shown.contains("Cử tri đã tham gia bỏ phiếu</td><td>–</td><td>990"), "{shown}");
        let (digest, columns) = (hidden(&shown, "digest"), hidden(&shown, "columns"));
        assert_eq!(columns, "A:unit_code,B:voters,C:took_part");
        let swapped = [("digest", digest.as_str()), ("columns", "A:unit_code,B:took_part,C:voters")];
        let refused = send(&clerk, &at, &swapped);
        assert_eq!(refused.status, 409, "only what was shown is committed");
        assert!(refused.text().contains("role=\"alert\""));
        let done = send(&clerk, &at, &[("digest", &digest), ("columns", &columns)]);
        assert_eq!(done.status, 303, "{}", done.text());
        assert!(page(&officer, "/plans/1/reports/622").contains("990"));
        let log = house.user(Role::Administrator, None);
        assert!(page(&log, "/audit?action=report.commit").contains("A:unit_code,B:voters,C:took_part"));
    }
}

#[test]
fn a_matching_that_cant_be_is_refused_in_words_with_the_choice_kept() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
        let clerk = house.user(Role::Reporter, Some("622"));
        let at = sent(&clerk, "code,voters,x\n622,1000,990\n");
        let table = [
            ("column-C=voters", "Cột C và cột B cùng là “voters”"),
            ("column-Z=voters", "Tệp không có cột Z"),
            ("column-C=zzz", "Cột C không thể là “zzz”"),
        ];
        for (query, told) in table {
            let refused = clerk.get(&format!("{at}?{query}"));
            let shown = refused.text();
            assert_eq!(refused.status, 422, "{query}: {shown}");
            assert!(shown.contains("role=\"alert\"") && shown.contains(told), "{told}: {shown}");
            assert_eq!(hidden(&shown, "columns"), "", "it is read without what was refused");
        }
        let kept = clerk.get(&format!("{at}?column-C=voters")).text();
        assert!(kept.contains("<option value=\"voters\" selected>"), "the choice is kept");
        assert_eq!(clerk.get(&format!("{at}?columns=3")).status, 400);
        let ignored = page(&clerk, &format!("{at}?column-B=ignore&column-C=voters"));
        assert!(ignored.contains("<td>–</td><td>990"), "{ignored}");
        let rejected = clerk.get(&format!("{at}/rejected?columns=B:ignore,C:voters"));
        assert_eq!(rejected.status, 200);
        let posted = send(&clerk, &at, &[("digest", "x"), ("columns", "C:voters")]);
        assert_eq!(posted.status, 422, "{}", posted.text());
        let cookie = clerk.headers().iter().find(|(name, _)| name == "cookie").unwrap().1.clone();
        let english = clerk.clone().with("cookie", &format!("{cookie}; thidua_language=en"));
        let shown = english.get(&format!("{at}?column-C=voters")).text();
        assert!(shown.contains("would both be “voters”"), "{shown}");
        for caller in [&clerk, &english] {
            assert_eq!(bare_keys(&page(caller, &at)), [""; 0]);
        }
    }
}

#[test]
fn programs_match_columns_by_the_same_words() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
        let file = "code,voters,x\n622,1000,990\n".as_bytes();
        let upload = officer.send("POST", &format!("{plan}/uploads"), Some("text/csv"), file).good();
        let path = format!("{plan}/uploads/{}", upload["id"]);
        let plain = officer.get(&format!("{path}/preview")).good();
        assert_eq!(
            plain["columns"][2],
            json!({ "column": "C", "header": "x", "means": null, "chosen": false })
        );
        let preview = officer.get(&format!("{path}/preview?columns=C:took_part")).good();
        assert_eq!(preview["columns"][2]["means"], "took_part");
        assert_eq!((plain["created"].clone(), preview["created"].clone()), (json!(1), json!(2)));
        let ignored = officer.get(&format!("{path}/preview?columns=C:ignore")).good();
        assert_eq!(ignored["created"], plain["created"]);
        assert_ne!(ignored["digest"], plain["digest"], "the digest is over the choice as well");
        let refused = |columns: &str| officer.get(&format!("{path}/preview?columns={columns}")).problem();
        assert_eq!(refused("C:voters"), (422, "columns_for_one".into()));
        assert_eq!(refused("Z:voters"), (422, "column_not_there".into()));
        assert_eq!(refused("C:zzz"), (422, "meaning_not_there".into()));
        assert_eq!(refused("3"), (422, "field_refused".into()));
        let commit = |columns: &str| {
            let body = json!({ "digest": preview["digest"], "columns": columns });
            officer.post(&format!("{path}/commit"), &body)
        };
        assert_eq!(commit("").problem(), (409, "digest_stale".into()));
        assert_eq!(commit("C:voters").problem(), (422, "columns_for_one".into()));
        assert_eq!(commit("C:took_part").good()["created"], 2);
    }
}

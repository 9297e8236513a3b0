//! Re-scores over HTTP: staged, compared, applied or cancelled as a whole.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Caller, House, engines, hand_in};
use super::small::{accept, move_to, ranked, reported};

/// Takes a ranked plan back and corrects D, so that it falls out of the quota and E comes in.
fn corrected(officer: &Caller, plan: &str, score: u32, version: i64) {
    move_to(officer, plan, "collecting");
    hand_in(officer, plan, format!("code,score\nD,{score}\n").as_bytes());
    accept(officer, plan, "D", version);
    move_to(officer, plan, "closed");
}

#[test]
fn a_re_score_shows_its_difference_and_is_applied_as_a_whole() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        corrected(&officer, &plan, 1, 2);
        let reason = json!({ "reason": "xã D đính chính" });
        let staged = officer.post(&format!("{plan}/rescores"), &reason).good();
        assert_eq!((&staged["snapshot"]["number"], &staged["compared_with"]), (&json!(2), &json!(1)));
        assert_eq!((&staged["total"], &staged["awards_changed"]), (&json!(2), &json!(2)), "{staged}");
        let units: Vec<_> = staged["items"].as_array().unwrap().iter().collect();
        assert_eq!(units[0]["unit"], "E");
        assert_eq!((&units[0]["rank_before"], &units[0]["rank_after"]), (&json!(5), &json!(4)));
        assert_eq!((&units[1]["awards_before"], &units[1]["awards_after"]), (&json!(["merit"]), &json!([])));
        assert_eq!((&staged["inputs_changed"], &staged["inputs"][0]["unit"]), (&json!(1), &json!("D")));
        assert!(staged["inputs"][0]["after"].as_str().unwrap().starts_with("2\t"));
        let path = format!("{plan}/rescores/2");
        let viewed = officer.get(&path).good();
        assert_eq!((&viewed["items"], &viewed["stale"]), (&staged["items"], &json!(false)));
        let decided = json!({ "state": "applied", "reason": "hội đồng đồng ý" });
        let council = house.user(Role::CouncilMember, None);
        assert_eq!(council.put(&path, &decided).status, 403);
        let applied = officer.put(&path, &decided).good();
        assert_eq!(applied["snapshot"]["state"], "current");
        let again = officer.put(&path, &decided);
        assert_eq!(again.problem(), (409, "rescore_not_staged".to_owned()));
        // Becoming ranked again keeps what was applied, since its inputs still stand.
        move_to(&officer, &plan, "ranked");
        assert_eq!(officer.get(&format!("{plan}/ranking")).good()["snapshot"], 2);
        for (action, count) in [("ranking.stage", 1), ("ranking.apply", 1), ("ranking.cancel", 0)] {
            let found = officer.get(&format!("/api/v1/audit?action={action}")).good();
            assert_eq!(found["items"].as_array().unwrap().len(), count, "{action}");
        }
    }
}

#[test]
fn a_re_score_whose_inputs_moved_can_only_be_cancelled() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = ranked(&officer);
        corrected(&officer, &plan, 1, 2);
        let reason = json!({ "reason": "xã D đính chính" });
        officer.post(&format!("{plan}/rescores"), &reason).good();
        let second = officer.post(&format!("{plan}/rescores"), &reason);
        assert_eq!(second.problem(), (409, "rescore_staged".to_owned()));
        corrected(&officer, &plan, 9, 3);
        assert_eq!(officer.get(&format!("{plan}/rescores/2")).good()["stale"], true);
        let path = format!("{plan}/rescores/2");
        let refused = officer.put(&path, &json!({ "state": "applied", "reason": "đồng ý" }));
        assert_eq!(refused.problem(), (409, "rescore_stale".to_owned()));
        let cancelled = officer.put(&path, &json!({ "state": "cancelled", "reason": "đã cũ" })).good();
        assert_eq!(cancelled["snapshot"]["state"], "cancelled");
        assert_eq!(officer.get(&format!("{plan}/snapshots")).good()["items"][0]["state"], "current");
        let third = officer.post(&format!("{plan}/rescores"), &reason).good();
        assert_eq!(
            (&third["snapshot"]["number"], &third["ranks_changed"]),
            (&json!(3), &json!(2)),
            "{third}"
        );
    }
}

#[test]
fn a_re_score_is_refused_without_a_reason_or_a_stored_ranking() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        let refused = officer.post(&format!("{plan}/rescores"), &json!({ "reason": "thử" }));
        assert_eq!(refused.problem(), (404, "not_found".to_owned()));
        let refused = officer.post(&format!("{plan}/rescores"), &json!({ "reason": " " }));
        assert_eq!(refused.problem(), (422, "field_refused".to_owned()));
        let refused =
            officer.put(&format!("{plan}/rescores/1"), &json!({ "state": "applied", "reason": "x" }));
        assert_eq!(refused.problem(), (404, "not_found".to_owned()));
        let unknown = officer.put(&format!("{plan}/rescores/1"), &json!({ "state": "kept", "reason": "x" }));
        assert_eq!(unknown.problem(), (422, "field_refused".to_owned()));
    }
}

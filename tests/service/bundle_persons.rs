//! A bundle proves the ranking of persons, and says nothing of who they are.

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::bundle::{bundle_of, change, cover_up, member, told, unpack, verdict};
use super::house::{House, engines};
use super::nominations::{NAME, accepted, person, ranked_with_persons, with_persons};

#[test]
fn persons_are_ranked_again_by_number_from_what_says_nothing_of_who_they_are() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = with_persons(&officer);
        let at = format!("{plan}/nominations");
        for (unit, name, kind, deeds) in [
            ("A", NAME, "head", 5),
            ("B", "Hai", "worker", 9),
            ("C", "Ba", "worker", 7),
            ("E", "Bốn", "worker", 1),
        ] {
            officer.post(&at, &person(unit, name, kind, deeds)).good();
        }
        accepted(&officer, &plan, &[1, 2, 3]);
        ranked_with_persons(&officer, &plan);
        officer.post(&format!("{at}/rankings"), &json!({})).good();
        officer.post(&format!("{plan}/cases"), &json!({ "awards": [] })).good();
        // What happens to a nomination later doesn't change what was ranked.
        officer.post(&format!("{at}/3/erase"), &json!({ "reason": "request" })).good();
        let members = unpack(&bundle_of(&officer, &plan, 1));
        assert!(verdict(&members).is_equal(), "{}", told(&members));
        let head: Value = serde_json::from_str(&member(&members, "bundle.json")).unwrap();
        assert_eq!((&head["persons"]["number"], &head["persons"]["state"]), (&json!(1), &json!("current")));
        for (name, bytes) in &members {
            let text = String::from_utf8_lossy(bytes);
            for trace in [NAME, "chức vụ", "thành tích", "ghi chú"] {
                assert!(!text.contains(trace), "{name} has {trace}");
            }
        }
        let nominations = member(&members, "nominations.csv");
        assert!(nominations.contains("\n2,B,B,worker,medal,accepted,yes\n"), "{nominations}");
        assert!(nominations.contains("\n4,E,E,worker,medal,submitted,no\n"), "{nominations}");
        let figures = member(&members, "nomination_figures.csv");
        assert!(figures.contains("\n1,deeds,,count,5\n1,worthy,,flag,true\n2,"), "{figures}");
        let mut changed = members.clone();
        change(&mut changed, "nomination_figures.csv", "\n1,deeds,,count,5\n", "\n1,deeds,,count,50\n");
        cover_up(&mut changed);
        let found = told(&changed);
        assert!(
            found.contains("unit: \"CN-1\"") && found.contains("stated: \"5/1\", found: \"50/1\""),
            "{found}"
        );
        let mut changed = members.clone();
        change(
            &mut changed,
            "nominations.csv",
            "2,B,B,worker,medal,accepted,yes",
            "2,B,B,worker,medal,accepted,no",
        );
        cover_up(&mut changed);
        assert!(told(&changed).contains("persons_inputs.txt"), "{}", told(&changed));
        let mut changed = members;
        change(&mut changed, "persons_result.json", "\"rank\": 1,", "\"rank\": 3,");
        cover_up(&mut changed);
        assert!(told(&changed).contains("Hash { of: \"persons-result\""), "{}", told(&changed));
    }
}

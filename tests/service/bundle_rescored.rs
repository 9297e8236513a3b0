//! Bundles of a contest that was scored anew after the council had voted: what it voted on is in them, with the rankings that its
//! votes rest on.

use serde_json::{Value, json};

use super::bundle::{
    Members, bundle_of, bundles_of_each, change, computed_by_other, cover_up, is_other_there, member, put,
    told, unpack, verdict,
};
use super::bundle_rounds::{found_in, line_of, persons_decided, proven_of, says};
use super::council_room::{OPEN, Room};
use super::house::{Engine, House, engines};
use super::small::rescore;

/// The contest is scored anew and that applied.
fn score_anew(room: &Room) {
    room.house.wait(60);
    rescore(&room.officer, &room.plan);
    room.house.wait(60);
}

/// The council settles a tie of three for two seats, an officer takes that over, and the contest is scored anew.
fn taken_over(house: House) -> Room {
    let room = Room::open(house, OPEN);
    room.house.wait(60);
    room.open_votes(&[]).good();
    room.cast(1, &[0, 1, 2], 3);
    for (item, votes_for) in [(2, 4), (3, 4), (4, 3)] {
        room.cast(item, &[0, 1, 2, 3], votes_for);
    }
    room.close_votes(&[], None).good();
    room.settle(1);
    room.go("closed").good();
    let taken = room.officer.post(&format!("{}/choices/council", room.plan), &json!({})).good();
    assert_eq!(taken["total"], 2, "{taken}");
    score_anew(&room);
    room
}

fn head_of(members: &Members) -> Value {
    serde_json::from_str(&member(members, "bundle.json")).unwrap()
}

/// Changes the head, and makes the hashes of the members fit again.
fn with_head(members: &mut Members, change: impl FnOnce(&mut Value)) {
    let mut head = head_of(members);
    change(&mut head);
    put(members, "bundle.json", &serde_json::to_string_pretty(&head).unwrap());
    cover_up(members);
}

#[test]
fn bug_a_bundle_of_a_contest_scored_again_held_no_votes() {
    for engine in engines() {
        let room = taken_over(House::on(engine));
        let words = [
            "EQUAL",
            "ranking 2,",
            "4 cases, 1 sessions, 4 items",
            ": 4 cases rest on it",
            "aren’t computed again",
        ];
        let bundles = bundles_of_each(&room.house, &words);
        assert!(bundles.windows(2).all(|pair| pair[0] == pair[1]), "{engine:?}");
        let members = proven_of(&room, 2);
        assert_eq!(members, unpack(&bundles[0]), "over HTTP it is the same");
        let (head, stored) =
            (head_of(&members), room.officer.get(&format!("{}/snapshots", room.plan)).good());
        let [other] = &head["other_rankings"].as_array().unwrap()[..] else { panic!("{head}") };
        assert_eq!(
            (&other["of"], &other["number"], &other["state"]),
            (&json!("units"), &json!(1), &json!("superseded"))
        );
        assert_eq!(other["result_hash"], stored["items"][0]["result_hash"]);
        let first = room.officer.get(&format!("{}/snapshots/1", room.plan)).text();
        assert_eq!(member(&members, "rankings/1.json"), first);
        assert_eq!(member(&members, "votes.csv").lines().count(), 1 + 3 + 3 * 4);
        for (case, told) in
            [("1,", ",voted,no,,1,1,recommended,"), ("4,", ",rejected,no,1,1,2,tie_to_settle,")]
        {
            let line = line_of(&members, "cases.csv", case);
            assert!(line.contains(told), "{line}");
        }
        for (item, result) in [("1,2,2,", "seat"), ("1,3,3,", "seat"), ("1,4,4,", "no_seat")] {
            let line = line_of(&members, "items.csv", item);
            assert!(line.contains("seats=2") && line.contains(&format!(",yes,{result},2021-05-")), "{line}");
        }
        // The ranking that the council voted on tells the same, though it doesn't stand any more.
        let before = proven_of(&room, 1);
        assert!(head_of(&before)["other_rankings"].is_null());
        for table in ["cases.csv", "items.csv", "votes.csv", "item_members.csv"] {
            assert_eq!(member(&before, table), member(&members, table), "{table}");
        }
    }
}

/// A third seat, so that nobody lost.
fn a_third_seat(members: &mut Members) {
    for _ in 0..3 {
        change(members, "items.csv", "seats=2", "seats=3");
    }
    change(members, "items.csv", ",no_seat,", ",seat,");
    change(members, "cases.csv", ",rejected,", ",voted,");
}

/// What is changed, and what is told of it.
type Tampering = (&'static str, fn(&mut Members), &'static str);

const TAMPERINGS: &[Tampering] = &[
    (
        "a vote",
        |it| change(it, "votes.csv", "1,4,1,for,no", "1,4,1,against,no"),
        "member: \"items.csv\", line: 5, column: \"for\", stated: \"3\", found: \"2\"",
    ),
    ("the seats", a_third_seat, "column: \"rule\", stated: \"seats=3\", found: \"seats=2\""),
    (
        "the place of a case",
        |it| change(it, "cases.csv", ",rejected,no,1,1,2,", ",rejected,no,1,1,3,"),
        "member: \"cases.csv\", line: 5, column: \"place\", stated: \"3\", found: \"2\"",
    ),
    (
        "the reason of a case",
        |it| change(it, "cases.csv", ",1,1,recommended,", ",1,1,taken_in,"),
        "member: \"cases.csv\", line: 2, column: \"reason\", stated: \"taken_in\", found: \"recommended\"",
    ),
    (
        "the ranking of a case",
        |it| change(it, "cases.csv", ",voted,no,,1,1,", ",voted,no,,2,1,"),
        "member: \"cases.csv\", line: 2, column: \"ranking\", stated: \"2\", found: \"1\"",
    ),
];

/// Of what was changed about the other ranking, which only one with the right head would believe.
const OF_THE_OTHER: &[Tampering] = &[
    (
        "its file",
        |it| change(it, "rankings/1.json", "\"rank\": 2,", "\"rank\": 3,"),
        "OtherHash { member: \"rankings/1.json\"",
    ),
    (
        "its file and its hash",
        |it| {
            change(it, "rankings/1.json", "\"rank\": 2,", "\"rank\": 3,");
            cover_up(it);
            with_head(it, |head| {
                let listed = head["members"].as_array().unwrap();
                let hash =
                    listed.iter().find(|told| told["name"] == "rankings/1.json").unwrap()["sha256"].clone();
                head["other_rankings"][0]["result_hash"] = hash;
            });
        },
        "column: \"place\", stated: \"2\", found: \"3\"",
    ),
    (
        "since when it stood",
        |it| {
            with_head(it, |head| {
                head["other_rankings"][0]["stood_from"] = json!("2021-05-24T23:00:00.000000Z");
            });
        },
        "Cell { member: \"items.csv\"",
    ),
    (
        "that it isn't there",
        |it| {
            it.retain(|(name, _)| name != "rankings/1.json");
            with_head(it, |head| {
                head["members"].as_array_mut().unwrap().retain(|told| told["name"] != "rankings/1.json");
                head.as_object_mut().unwrap().remove("other_rankings");
            });
        },
        "found: \"–\"",
    ),
    (
        "a moment that is none",
        |it| with_head(it, |head| head["other_rankings"][0]["stood_from"] = json!("hôm qua")),
        "Moment(\"hôm qua\")",
    ),
];

#[test]
fn whatever_is_changed_about_cases_of_a_ranking_before_is_found() {
    let room = taken_over(House::on(Engine::Sqlite));
    let [before, after] = [1, 2].map(|number| unpack(&bundle_of(&room.officer, &room.plan, number)));
    let all = TAMPERINGS.iter().chain(OF_THE_OTHER).map(|it| (&after, it));
    // The seats of a ranking that doesn't stand any more follow from it all the same.
    for (sound, (what, change, wanted)) in all.chain(TAMPERINGS[..4].iter().map(|it| (&before, it))) {
        let mut members = sound.clone();
        change(&mut members);
        cover_up(&mut members);
        let found = told(&members);
        assert!(found.contains(wanted), "{what}: no {wanted} in {found}");
        let is_read = ![OF_THE_OTHER[4].0].contains(what);
        if is_other_there() && is_read {
            let (code, said) = computed_by_other(&members);
            assert!(code == Some(1) && said.contains("DIFFERENT"), "{what}: {said}");
        }
    }
    // Somebody else's ranking isn't slipped in, and none stands there twice.
    let mut more = after.clone();
    with_head(&mut more, |head| {
        let mut other = head["other_rankings"][0].clone();
        other["number"] = json!(7);
        head["other_rankings"].as_array_mut().unwrap().push(other);
    });
    more.push(("rankings/7.json".to_owned(), member(&after, "rankings/1.json").into_bytes()));
    assert!(!verdict(&more).is_equal(), "{}", told(&more));
    let mut twice = after;
    with_head(&mut twice, |head| {
        let other = head["other_rankings"][0].clone();
        head["other_rankings"].as_array_mut().unwrap().push(other);
    });
    let refused = thidua::app::bundle::verify(&super::bundle::pack(&twice), 1).err();
    assert!(format!("{refused:?}").contains("other_rankings"), "{refused:?}");
}

#[test]
fn who_joins_a_tie_by_a_later_ranking_stands_with_it_in_the_bundle_of_each() {
    for engine in engines() {
        let room = taken_over(House::on(engine));
        // B gives its seat back and ties again by the next ranking, the choice being taken back.
        let step = |cases: &[i64], action: &str| {
            let body = json!({ "cases": cases, "action": action, "reason": null, "note": "rút" });
            room.officer.post(&format!("{}/case-steps", room.plan), &body).good();
        };
        step(&[2], "withdraw");
        let choices = room.officer.get(&format!("{}/choices", room.plan)).good();
        for choice in choices["items"].as_array().unwrap() {
            let revoke = format!("{}/choices/{}/lift", room.plan, choice["id"]);
            room.officer.post(&revoke, &json!({ "reason": "xét lại" })).good();
        }
        score_anew(&room);
        let opened = room.officer.post(&format!("{}/cases", room.plan), &json!({ "awards": [] })).good();
        assert_eq!(opened["opened"].as_array().unwrap().len(), 1, "{opened}");
        step(&[5], "complete");
        step(&[5], "appraise");
        let planned = json!({ "held_on": "2021-05-24", "place": "Phòng họp số 2", "note": null });
        room.officer.post(&format!("{}/sessions", room.plan), &planned).good();
        let room = Room { session: format!("{}/sessions/2", room.plan), ..room };
        room.begin(&[5]);
        room.open_votes(&[]).good();
        room.cast(1, &[0, 1, 2, 3], 4);
        room.close_votes(&[], None).good();
        room.settle(1);
        room.go("closed").good();
        for (number, others) in [(1, json!([3])), (2, json!([1, 3])), (3, json!([1]))] {
            let members = proven_of(&room, number);
            let head = head_of(&members);
            let told = head["other_rankings"].as_array().unwrap().iter().map(|other| other["number"].clone());
            assert_eq!(json!(told.collect::<Vec<_>>()), others, "{number}");
            let case = line_of(&members, "cases.csv", "5,");
            assert!(case.contains(",B,,merit,voted,no,1,3,2,tie_to_settle,"), "{case}");
            let line = line_of(&members, "items.csv", "2,1,5,");
            assert!(line.contains("seats=1") && line.contains(",yes,seat,"), "{line}");
            let (own, other) = found_in(&members, "items.csv", &line, &line.replace("seats=1", "seats=2"));
            assert!(
                own.contains("stated: \"seats=2\", found: \"seats=0\"")
                    && says(&other, "DIFFERENT: item 2.1: seats"),
                "{own} {other}"
            );
        }
    }
}

#[test]
fn persons_whose_ranking_was_stored_again_keep_their_places_and_seats_in_the_bundle() {
    for engine in engines() {
        let room = persons_decided(House::on(engine));
        let hold = json!({ "unit": "E", "kind": "hold", "reason": "đang xác minh" });
        room.officer.post(&format!("{}/holds", room.plan), &hold).good();
        score_anew(&room);
        room.officer.post(&format!("{}/nominations/rankings", room.plan), &json!({})).good();
        let members = proven_of(&room, 2);
        let head = head_of(&members);
        assert_eq!(
            (&head["persons"]["number"], &head["other_rankings"][0]["of"]),
            (&json!(2), &json!("persons"))
        );
        assert_eq!(verdict(&members).way, Some([4, 1, 4, 3]));
        assert_eq!(verdict(&members).on_others, [4]);
        for (name, bytes) in &members {
            let text = String::from_utf8_lossy(bytes);
            for trace in ["Bốn", "chức vụ", "thành tích"] {
                assert!(!text.contains(trace), "{name} has {trace}");
            }
        }
        let case = line_of(&members, "cases.csv", "4,");
        let (own, other) =
            found_in(&members, "cases.csv", &case, &case.replace(",1,3,tie_to_settle", ",1,2,tie_to_settle"));
        assert!(
            own.contains("column: \"place\", stated: \"2\", found: \"3\"")
                && says(&other, "DIFFERENT: case 4: place"),
            "{own} {other}"
        );
        let mut changed = members.clone();
        for _ in 0..2 {
            change(&mut changed, "items.csv", "seats=1", "seats=2");
        }
        change(&mut changed, "items.csv", ",no_seat,", ",seat,");
        change(&mut changed, "cases.csv", ",rejected,", ",voted,");
        cover_up(&mut changed);
        assert!(told(&changed).contains("stated: \"seats=2\", found: \"seats=1\""), "{}", told(&changed));
        let (own, _) = found_in(&members, "persons/1.json", "\"rank\": 3,", "\"rank\": 1,");
        assert!(own.contains("OtherHash { member: \"persons/1.json\""), "{own}");
        // Of the ranking before alone it is the same, and nothing else is needed.
        let before = proven_of(&room, 1);
        assert!(head_of(&before)["other_rankings"].is_null());
        assert_eq!(member(&before, "cases.csv"), member(&members, "cases.csv"));
    }
}

#[test]
fn who_is_recused_gets_no_bundle_of_a_later_ranking_either() {
    for engine in engines() {
        let room = taken_over(House::on(engine));
        for number in [1, 2] {
            let path = format!("{}/snapshots/{number}/bundle", room.plan);
            assert_eq!(room.members[0].get(&path).status, 200);
            assert_eq!(room.members[3].get(&path).problem(), (403, "bundle_hidden".to_owned()));
        }
    }
}

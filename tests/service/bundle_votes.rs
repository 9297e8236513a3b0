//! A bundle proves what came after the ranking too: cases, votes and decisions, from the file alone.

use serde_json::json;
use thidua::app::actor::Role;

use super::bundle::{
    Members, as_second, bundle_of, bundles_of_each, change, computed_by_other, cover_up, is_other_there,
    member, pack, put, told, unpack, verdict,
};
use super::council_room::{OPEN, Room, SECRET, member as new_member};
use super::decided::{head, letter};
use super::house::{Engine, House, engines};
use super::program::run_well;

/// Who signs.
const SIGNATORY: &str = "\n[[process.signatory]]\nposition = \"Chủ tịch UBND tỉnh\"\nawards = [\"merit\"]\n";

/// A council that voted on a recommended case and, in two rounds, on three that tie for two seats; the three that it is for
/// are decided.
fn decided(house: House, rule: &str) -> Room {
    let room = Room::open(house, &format!("{rule}{SIGNATORY}"));
    let is_secret = rule == SECRET;
    room.open_votes(&[1]).good();
    for (at, choice) in ["for", "for", if is_secret { "blank" } else { "for" }].into_iter().enumerate() {
        room.vote(&room.members[at], 1, choice).good();
    }
    if is_secret {
        room.write(4, 1, "for").good();
    }
    room.close_votes(&[1], None).good();
    let settle = || {
        let body = json!({ "reason": "theo số phiếu" });
        room.officer.post(&format!("{}/ties/1", room.session), &body).good();
    };
    room.open_votes(&[]).good();
    for (item, choices) in
        [(2, ["for", "for", "for"]), (3, ["for", "for", "against"]), (4, ["for", "against", "for"])]
    {
        for (at, choice) in choices.into_iter().enumerate() {
            room.vote(&room.members[at], item, choice).good();
        }
        room.vote(&room.members[3], item, "for").good();
    }
    room.close_votes(&[], None).good();
    settle();
    room.open_votes(&[]).good();
    for at in 0..4 {
        room.vote(&room.members[at], 5, "for").good();
        room.vote(&room.members[at], 6, if at < 3 { "for" } else { "blank" }).good();
    }
    room.close_votes(&[], None).good();
    settle();
    room.go("closed").good();
    room.officer
        .post(&format!("{}/submissions", room.plan), &letter("12/TTr", "2021-05-24", &[1, 2, 3]))
        .good();
    let decision = json!({ "head": head("34/QĐ", "2021-05-24"), "cases": [1, 2, 3], "reason": null });
    room.officer.post(&format!("{}/decisions", room.plan), &decision).good();
    room
}

fn sound(rule: &str) -> Members {
    let room = decided(House::on(Engine::Sqlite), rule);
    unpack(&bundle_of(&room.officer, &room.plan, 1))
}

#[test]
fn votes_and_decisions_are_the_same_from_either_engine_and_are_verified_without_any() {
    for from in engines() {
        let room = decided(House::on(from), SECRET);
        let bundles = bundles_of_each(&room.house, &["EQUAL", "4 cases, 1 sessions, 6 items"]);
        assert!(bundles.windows(2).all(|pair| pair[0] == pair[1]), "{from:?}");
        let members = unpack(&bundles[0]);
        for (name, bytes) in &members {
            let text = String::from_utf8_lossy(bytes);
            for trace in ["Thành viên mẫu", "Chức vụ mẫu", "chu.tich", "tv.1", "(người ký)", "user:"]
            {
                assert!(!text.contains(trace), "{name} has {trace}");
            }
        }
        let items = member(&members, "items.csv");
        let first = items.lines().nth(1).unwrap();
        assert!(first.ends_with(",5,1,4,3,1,4,3,0,1,4,3,yes,accepted,"), "{first}");
        let stood = member(&members, "item_members.csv");
        assert!(stood.contains("\n1,1,4,recused,own_unit\n1,1,5,in_writing,\n"), "{stood}");
        assert!(member(&members, "votes.csv").contains("\n1,1,5,,yes\n"));
        let decisions = member(&members, "decisions.csv");
        assert!(decisions.contains("\n34/QĐ,2021-05-24,1,merit,,\n"), "{decisions}");
    }
}

/// Changes a text in the first line of a table that starts so.
fn change_line(members: &mut Members, name: &str, start: &str, from: &str, to: &str) {
    let text = member(members, name);
    let line = text.lines().find(|line| line.starts_with(start) && line.contains(from));
    let line = line.unwrap_or_else(|| panic!("{name} has no line {start}…{from}:\n{text}"));
    change(members, name, &format!("{line}\n"), &format!("{}\n", line.replacen(from, to, 1)));
}

/// Adds a line at the end of a table.
fn add_line(members: &mut Members, name: &str, line: &str) {
    let text = member(members, name);
    put(members, name, &format!("{text}{line}\n"));
}

/// What somebody changes who makes the hashes fit again, and what is told of it.
type Tampering = (&'static str, fn(&mut Members), &'static str);

/// Of a secret vote.
const SECRETLY: &[Tampering] = &[
    (
        "a ballot turned",
        |it| change_line(it, "ballots.csv", "1,6,", "blank", "for"),
        "Cell { member: \"items.csv\", line: 7, column: \"for\", stated: \"3\", found: \"4\" }",
    ),
    (
        "a ballot added",
        |it| add_line(it, "ballots.csv", "1,6,~,for"),
        "member: \"ballots.csv\", line: 22, column: \"item\", stated: \"5\", found: \"4\"",
    ),
    (
        "a ballot taken out",
        |it| {
            let text = member(it, "ballots.csv");
            let line = text.lines().last().unwrap().to_owned();
            change(it, "ballots.csv", &format!("{line}\n"), "");
        },
        "column: \"item\", stated: \"3\", found: \"4\"",
    ),
    (
        "a recused member's standing",
        |it| change_line(it, "item_members.csv", "1,1,4,", "recused,own_unit", "present,"),
        "member: \"item_members.csv\", line: 5, column: \"standing\", stated: \"present\", found: \"recused\"",
    ),
    (
        "an entitled member's standing",
        |it| change_line(it, "item_members.csv", "1,1,3,", "present,", "recused,other"),
        "member: \"votes.csv\", line: 4, column: \"member\", stated: \"3\", found: \"recused\"",
    ),
    (
        "a reason of a recusal",
        |it| change_line(it, "item_members.csv", "1,1,4,", "own_unit", "declared"),
        "column: \"why\", stated: \"declared\", found: \"own_unit\"",
    ),
    (
        "a member's unit",
        |it| change(it, "member_units.csv", "4,A,2020-01-01,\n", ""),
        "column: \"why\", stated: \"own_unit\", found: \"other\"",
    ),
    (
        "a member left out of an item",
        |it| change(it, "item_members.csv", "1,2,3,present,\n", ""),
        "column: \"member\", stated: \"1 2 4 5\", found: \"1 2 3 4 5\"",
    ),
    (
        "who came",
        |it| change(it, "attendance.csv", "1,1,1,present,", "1,1,1,absent,"),
        "column: \"standing\", stated: \"present\", found: \"absent\"",
    ),
    (
        "a count of the tally",
        |it| change_line(it, "items.csv", "1,1,", ",3,0,1,4,3,yes,", ",4,0,0,4,3,yes,"),
        "member: \"items.csv\", line: 2, column: \"for\", stated: \"4\", found: \"3\"",
    ),
    (
        "the votes required",
        |it| change_line(it, "items.csv", "1,1,", ",3,0,1,4,3,yes,", ",3,0,1,4,2,yes,"),
        "member: \"items.csv\", line: 2, column: \"required\", stated: \"2\", found: \"3\"",
    ),
    (
        "the rule",
        |it| change_line(it, "items.csv", "1,1,", "more_than:", "at_least:"),
        "member: \"items.csv\", line: 2, column: \"rule\"",
    ),
    (
        "a second vote",
        |it| change(it, "votes.csv", "1,1,1,,no\n", "1,1,1,,no\n1,1,1,,no\n"),
        "Line { member: \"votes.csv\", line: 3, column: \"member\", text: \"1\" }",
    ),
    (
        "a vote of who is recused",
        |it| change(it, "votes.csv", "1,1,5,,yes\n", "1,1,4,,no\n1,1,5,,yes\n"),
        "member: \"votes.csv\", line: 5, column: \"member\", stated: \"4\", found: \"recused\"",
    ),
    (
        "a case over the seats",
        |it| {
            change_line(it, "items.csv", "1,6,", "no_seat", "seat");
            change_line(it, "cases.csv", "4,", "rejected", "voted");
        },
        "member: \"items.csv\", line: 7, column: \"result\", stated: \"seat\", found: \"no_seat\"",
    ),
    (
        "the seats themselves",
        |it| {
            change_line(it, "items.csv", "1,5,", "seats=1", "seats=2");
            change_line(it, "items.csv", "1,6,", "seats=1", "seats=2");
            change_line(it, "items.csv", "1,6,", "no_seat", "seat");
            change_line(it, "cases.csv", "4,", "rejected", "voted");
        },
        "column: \"rule\", stated: \"seats=2\", found: \"seats=1\"",
    ),
    (
        "a result",
        |it| change_line(it, "items.csv", "1,1,", "accepted", "declined"),
        "line: 2, column: \"result\", stated: \"declined\", found: \"accepted\"",
    ),
    (
        "where a case is",
        |it| change_line(it, "cases.csv", "4,", "rejected", "voted"),
        "member: \"cases.csv\", line: 5, column: \"state\", stated: \"voted\", found: \"not_voted\"",
    ),
    (
        "why a case was opened",
        |it| change_line(it, "cases.csv", "2,", "tie_to_settle", "recommended"),
        "member: \"cases.csv\", line: 3, column: \"reason\", stated: \"recommended\", found: \"tie_to_settle\"",
    ),
    (
        "a decision on a case that wasn't voted for",
        |it| {
            add_line(it, "decisions.csv", "34/QĐ,2021-05-24,4,merit,,");
            change_line(it, "cases.csv", "4,", "rejected", "decided");
        },
        "member: \"decisions.csv\", line: 5, column: \"case\", stated: \"4\", found: \"not_voted\"",
    ),
    (
        "a decision before the vote",
        |it| change(it, "decisions.csv", "34/QĐ,2021-05-24,1", "34/QĐ,2021-05-23,1"),
        "column: \"issued_on\", stated: \"2021-05-23\", found: \"2021-05-24\"",
    ),
    (
        "a decision taken out",
        |it| change(it, "decisions.csv", "34/QĐ,2021-05-24,1,merit,,\n", ""),
        "member: \"cases.csv\", line: 2, column: \"state\", stated: \"decided\", found: \"submitted\"",
    ),
    (
        "a member that isn't there",
        |it| change_line(it, "votes.csv", "1,1,5,", "1,1,5,", "1,1,9,"),
        "member: \"votes.csv\", line: 5, column: \"member\", stated: \"9\", found: \"–\"",
    ),
    (
        "a case that isn't there",
        |it| change_line(it, "items.csv", "1,1,1,", "1,1,1,", "1,1,9,"),
        "Line { member: \"items.csv\", line: 2, column: \"case\", text: \"9\" }",
    ),
];

/// Of an open vote.
const OPENLY: &[Tampering] = &[
    (
        "a vote turned",
        |it| change(it, "votes.csv", "1,1,1,for,no", "1,1,1,against,no"),
        "member: \"items.csv\", line: 2, column: \"for\", stated: \"3\", found: \"2\"",
    ),
    (
        "a ballot in an open vote",
        |it| add_line(it, "ballots.csv", "1,1,x,for"),
        "member: \"ballots.csv\", line: 2, column: \"item\", stated: \"1\", found: \"0\"",
    ),
    (
        "a choice taken out",
        |it| change(it, "votes.csv", "1,1,1,for,no", "1,1,1,,no"),
        "member: \"votes.csv\", line: 2, column: \"choice\"",
    ),
];

#[test]
fn whatever_is_changed_about_votes_and_decisions_is_found_and_where() {
    for (rule, all) in [(SECRET, SECRETLY), (OPEN, OPENLY)] {
        let sound = sound(rule);
        assert!(verdict(&sound).is_equal(), "{}", told(&sound));
        for (what, change, wanted) in all {
            let mut members = sound.clone();
            change(&mut members);
            cover_up(&mut members);
            let found = told(&members);
            assert!(found.contains(wanted), "{what}: no {wanted} in {found}");
            assert_eq!(verdict(&members).differences.len(), 1, "{what}: the first alone is told: {found}");
        }
    }
}

#[test]
fn votes_in_a_bundle_of_the_format_before_are_still_verified() {
    for rule in [SECRET, OPEN] {
        let mut before = as_second(&sound(rule));
        let found = verdict(&before);
        assert!(found.is_equal() && found.way == Some([4, 1, 6, 3]), "{:?} {}", found.way, told(&before));
        if is_other_there() {
            let (code, said) = computed_by_other(&before);
            assert!(code == Some(0) && said.contains("6 votes"), "{said}");
        }
        let seats = if rule == SECRET { "seats=1" } else { "seats=2" };
        change(&mut before, "items.csv", seats, "seats=3");
        cover_up(&mut before);
        assert!(told(&before).contains("column: \"rule\", stated: \"seats=3\""), "{}", told(&before));
    }
}

#[test]
fn who_is_recused_or_doesnt_see_all_cases_gets_no_bundle() {
    for engine in engines() {
        let room = decided(House::on(engine), SECRET);
        let path = format!("{}/snapshots/1/bundle", room.plan);
        // A member without an interest sees everything; one with an interest doesn't.
        assert_eq!(room.members[0].get(&path).status, 200);
        assert_eq!(room.members[3].get(&path).problem(), (403, "bundle_hidden".to_owned()));
        let appraiser = room.house.user(Role::Appraiser, None);
        assert_eq!(appraiser.get(&path).problem(), (403, "forbidden".to_owned()));
        let of_a = json!([{ "unit": "A", "from": "2020-01-01", "until": null }]);
        let members = "/api/v1/councils/hoi_dong/members";
        // Who became a member after the votes is recused just so.
        let mut later = new_member(Some("officer"), "secretary", &of_a);
        later["from"] = json!("2021-05-25");
        room.officer.post(members, &later).good();
        assert_eq!(room.officer.get(&path).problem(), (403, "bundle_hidden".to_owned()));
    }
}

#[test]
fn another_program_counts_the_votes_from_the_tables_and_agrees() {
    if !is_other_there() {
        return;
    }
    for (rule, all) in [(SECRET, SECRETLY), (OPEN, OPENLY)] {
        let sound = sound(rule);
        let (code, told) = computed_by_other(&sound);
        assert!(code == Some(0) && told.contains("6 votes"), "{told}");
        let counted = ["a ballot turned", "a count of the tally", "the votes required", "a vote turned"];
        for (what, change, _) in all.iter().filter(|(what, ..)| counted.contains(what)) {
            let mut members = sound.clone();
            change(&mut members);
            cover_up(&mut members);
            let (code, told) = computed_by_other(&members);
            assert!(code == Some(1) && told.contains("DIFFERENT: item 1."), "{what}: {told}");
        }
    }
}

#[test]
fn a_vote_that_is_open_is_told_to_nobody() {
    let room = Room::open(House::on(Engine::Sqlite), OPEN);
    room.open_votes(&[1]).good();
    room.vote(&room.members[0], 1, "against").good();
    let members = unpack(&bundle_of(&room.officer, &room.plan, 1));
    assert!(verdict(&members).is_equal(), "{}", told(&members));
    assert_eq!(member(&members, "votes.csv").lines().count(), 1);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), pack(&members)).unwrap();
    let said = run_well(&["verify", &file.path().display().to_string()]);
    assert!(said.contains("EQUAL") && said.contains("0 cases decided"), "{said}");
}

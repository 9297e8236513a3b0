//! Each voting rule over HTTP: of which number the share is taken, and whether it is to be reached or passed.

use serde_json::json;

use super::council_room::Room;
use super::house::{House, engines};

/// A rule, how the chair and two members vote (empty: not at all) and what the fifth writes, then of how many the share is taken,
/// how many votes in favour are needed, and whether they are reached.
type Told = (&'static str, [&'static str; 3], &'static str, (i64, i64, bool));

/// Five members: the chair and two members are there, the fourth is there and recused, the fifth votes in writing where that
/// is allowed.
const RULES: &[Told] = &[
    (
        "more_than = \"50%\"\nof = \"all\"\nrecused = \"leave_out\"",
        ["for", "for", "against"],
        "",
        (4, 3, false),
    ),
    (
        "at_least = \"50%\"\nof = \"all\"\nrecused = \"leave_out\"",
        ["for", "for", "against"],
        "",
        (4, 2, true),
    ),
    (
        "more_than = \"50%\"\nof = \"all\"\nrecused = \"leave_out\"",
        ["for", "for", "against"],
        "for",
        (4, 3, true),
    ),
    (
        "more_than = \"50%\"\nof = \"all\"\nrecused = \"count\"",
        ["for", "for", "against"],
        "for",
        (5, 3, true),
    ),
    ("at_least = \"80%\"\nof = \"all\"\nrecused = \"count\"", ["for", "for", "for"], "", (5, 4, false)),
    ("at_least = \"80%\"\nof = \"all\"\nrecused = \"count\"", ["for", "for", "for"], "for", (5, 4, true)),
    ("at_least = \"2/3\"\nof = \"present\"\nrecused = \"leave_out\"", ["for", "for", ""], "", (3, 2, true)),
    ("more_than = \"2/3\"\nof = \"present\"\nrecused = \"leave_out\"", ["for", "for", ""], "", (3, 3, false)),
    (
        "more_than = \"50%\"\nof = \"present\"\nrecused = \"count\"",
        ["for", "for", "blank"],
        "",
        (4, 3, false),
    ),
    (
        "more_than = \"50%\"\nof = \"present\"\nrecused = \"count\"",
        ["for", "for", "blank"],
        "for",
        (5, 3, true),
    ),
    ("more_than = \"50%\"\nof = \"cast\"\nrecused = \"leave_out\"", ["for", "", ""], "", (1, 1, true)),
    ("more_than = \"50%\"\nof = \"cast\"\nrecused = \"count\"", ["for", "blank", ""], "", (2, 2, false)),
    ("at_least = \"50%\"\nof = \"cast\"\nrecused = \"count\"", ["for", "blank", ""], "", (2, 1, true)),
    ("at_least = \"50%\"\nof = \"cast\"\nrecused = \"leave_out\"", ["", "", ""], "", (0, 1, false)),
];

#[test]
fn each_voting_rule_takes_its_share_of_its_number() {
    for (at, (rule, choices, written, (base, required, reached))) in RULES.iter().enumerate() {
        // Both engines count by the same function: they take turns.
        let engines = engines();
        let rule = format!("{rule}\nsecret = {}\nin_writing = true\n", at % 2 == 0);
        let room = Room::open(House::on(engines[at % engines.len()]), &rule);
        room.open_votes(&[1]).good();
        for (member, choice) in room.members.iter().zip(choices).filter(|(_, choice)| !choice.is_empty()) {
            room.vote(member, 1, choice).good();
        }
        if !written.is_empty() {
            room.write(4, 1, written).good();
        }
        room.close_votes(&[1], None).good();
        let item = room.item(&room.officer, 1)["item"].clone();
        let tally = &item["tally"];
        let found = (&tally["base"], &tally["required"], &tally["reached"]);
        assert_eq!(found, (&json!(base), &json!(required), &json!(reached)), "{at}: {rule}{tally}");
        let result = if *reached { "accepted" } else { "reason_missing" };
        assert_eq!(item["result"], result, "{at}: {rule}");
    }
}

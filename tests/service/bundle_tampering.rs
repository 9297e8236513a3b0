//! Whatever somebody changes in a bundle is found, told in words, and never stops the program.

use std::process::Command;

use serde_json::Value;
use thidua::app::actor::Role;
use thidua::app::bundle::{NotABundle, verify};

use super::bundle::{
    Members, bundle_of, change, computed_by_other, cover_up, full, is_other_there, member, pack, put, told,
    unpack, verdict,
};
use super::bundle_cases::ranked;
use super::house::{Engine, House};
use crate::cases::case_folders;

/// What somebody changes, and what is told of it.
struct Tampering {
    what: &'static str,
    change: fn(&mut Members),
    /// What must be told, in the words of the program's own list of differences.
    told: &'static [&'static str],
}

/// Changes that leave the head as it is.
const PLAIN: &[Tampering] = &[
    Tampering {
        what: "a figure",
        change: |members| change(members, "figures.csv", "A,score,,count,10,", "A,score,,count,1,"),
        told: &[
            "MemberHash { member: \"figures.csv\"",
            "Hash { of: \"input\"",
            "part: \"measure\"",
            "unit: \"A\"",
        ],
    },
    Tampering {
        what: "a rank",
        change: |members| change(members, "ranking.json", "\"rank\": 1,", "\"rank\": 2,"),
        told: &["Hash { of: \"result\"", "part: \"rank\", stated: \"2\", found: \"1\""],
    },
    Tampering {
        what: "a unit in the result",
        change: |members| change(members, "ranking.csv", "A,", "X,"),
        told: &["member: \"ranking.csv\", line: 2"],
    },
    Tampering {
        what: "a unit",
        change: |members| change(members, "units.csv", "C,Đơn vị C (giả định),unit,,,all,\n", ""),
        told: &["Line { member: \"reports.csv\", line: 4, column: \"unit\", text: \"C\" }"],
    },
    Tampering {
        what: "the plan",
        change: |members| change(members, "plan.toml", "at_most = 4", "at_most = 1"),
        told: &["kind: \"plan\"", "part: \"award\""],
    },
    Tampering {
        what: "a hold",
        change: |members| change(members, "holds.csv", "D,,hold,\"Đang xác minh\nđơn thư\"\n", ""),
        told: &["kind: \"hold\", unit: Some(\"D\")", "after: None", "unit: \"D\""],
    },
    Tampering {
        what: "the time of receipt",
        change: |members| change(members, "reports.csv", "A,1,2021-05-24", "A,1,2021-05-20"),
        told: &["kind: \"figures\", unit: Some(\"A\")"],
    },
    Tampering {
        what: "the input hash",
        change: |members| flip_hash(members, "input_hash"),
        told: &["Hash { of: \"input\""],
    },
    Tampering {
        what: "the result hash",
        change: |members| flip_hash(members, "result_hash"),
        told: &["Hash { of: \"result\""],
    },
    Tampering {
        what: "the hash of a member",
        change: |members| flip_hash(members, "sha256"),
        told: &["MemberHash { member: \"plan.toml\""],
    },
    Tampering {
        what: "a member taken out",
        change: |members| members.retain(|(name, _)| name != "holds.csv"),
        told: &["Missing(\"holds.csv\")"],
    },
    Tampering {
        what: "a member put in",
        change: |members| members.push(("letters.csv".to_owned(), b"x".to_vec())),
        told: &["Strange(\"letters.csv\")"],
    },
    Tampering {
        what: "another file's hash",
        change: |members| change(members, "files.csv", "r.csv", "q.csv"),
        told: &["MemberHash { member: \"files.csv\""],
    },
];

/// Changes by somebody who makes the hashes of the members fit again.
const COVERED_UP: &[Tampering] = &[
    Tampering {
        what: "a figure",
        change: |members| change(members, "figures.csv", "B,score,,count,8,", "B,score,,count,80,"),
        told: &[
            "Hash { of: \"input\"",
            "kind: \"figures\", unit: Some(\"B\")",
            "part: \"measure\", stated: \"8/1\", found: \"80/1\"",
        ],
    },
    Tampering {
        what: "a huge number",
        change: |members| {
            change(members, "figures.csv", "A,score,,count,10,", "A,score,,count,99999999999999999999,");
        },
        told: &[
            "Line { member: \"figures.csv\", line: 2, column: \"value\", text: \"99999999999999999999\" }",
        ],
    },
    Tampering {
        what: "a figure twice",
        change: |members| {
            change(members, "figures.csv", "B,score,", "A,score,,count,1,report,1,2,B\nB,score,");
        },
        told: &["member: \"figures.csv\"", "column: \"metric\""],
    },
    Tampering {
        what: "units in a circle",
        change: |members| {
            change(members, "units.csv", "A,Đơn vị A (giả định),unit,,,", "A,Đơn vị A (giả định),unit,,B,");
            change(members, "units.csv", "B,Đơn vị B (giả định),unit,,,", "B,Đơn vị B (giả định),unit,,A,");
        },
        told: &["column: \"parent\""],
    },
    Tampering {
        what: "a plan that is none",
        change: |members| put(members, "plan.toml", "[plan]\ncode = 1\n"),
        told: &["Plan(Some("],
    },
    Tampering {
        what: "a plan that isn't text",
        change: |members| members[1].1 = vec![0xff, 0xfe],
        told: &["Plan(None)"],
    },
    Tampering {
        what: "a table with another header",
        change: |members| change(members, "choices.csv", "unit,award", "unit,prize"),
        told: &["Line { member: \"choices.csv\", line: 1, column: \"\", text: \"unit,prize,kind,reason\" }"],
    },
    Tampering {
        what: "a unit everywhere",
        change: |members| {
            change(members, "units.csv", "C,Đơn vị C (giả định),unit,,,all,\n", "");
            for name in ["reports.csv", "figures.csv", "choices.csv"] {
                let text = member(members, name);
                let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with("C,")).collect();
                put(members, name, &(kept.join("\n") + "\n"));
            }
        },
        told: &["kind: \"unit\", unit: Some(\"C\")", "part: \"unit\", stated: \"2\", found: \"–\""],
    },
    Tampering {
        what: "a choice by hand",
        change: |members| change(members, "choices.csv", "leave_out", "take_in"),
        told: &["kind: \"choice\", unit: Some(\"C\")", "part: \"award\", stated: \"left_out\""],
    },
    Tampering {
        what: "a recommendation",
        change: |members| {
            change(members, "ranking.json", "\"reason\": \"recommended\"", "\"reason\": \"quota_full\"");
        },
        told: &["part: \"", "stated: \"quota_full\", found: \"recommended\""],
    },
    Tampering {
        what: "a result that is no JSON",
        change: |members| put(members, "ranking.json", "{"),
        told: &["Text { member: \"ranking.json\", line: 2"],
    },
    Tampering {
        what: "the moment",
        change: |members| change(members, "bundle.json", "\"as_of\": null", "\"as_of\": \"hôm nay\""),
        told: &["Moment(\"hôm nay\")"],
    },
    Tampering {
        what: "the plan's code",
        change: |members| change(members, "bundle.json", "01/KH-GD", "02/KH-GD"),
        told: &["PlanCode"],
    },
];

/// Changes the first digit of the first hash under a key of the head.
fn flip_hash(members: &mut Members, key: &str) {
    let head = member(members, "bundle.json");
    let at = head.find(&format!("\"{key}\": \"")).unwrap() + key.len() + 5;
    let digit = if &head[at..=at] == "0" { "1" } else { "0" };
    put(members, "bundle.json", &format!("{}{digit}{}", &head[..at], &head[at + 1..]));
}

/// A bundle with everything in it.
fn sound() -> Members {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let plan = full(&officer);
    unpack(&bundle_of(&officer, &plan, 1))
}

#[test]
fn whatever_is_changed_in_a_bundle_is_found() {
    let sound = sound();
    assert!(verdict(&sound).is_equal(), "{}", told(&sound));
    for (all, covers_up) in [(PLAIN, false), (COVERED_UP, true)] {
        for it in all {
            let mut members = sound.clone();
            (it.change)(&mut members);
            if covers_up {
                cover_up(&mut members);
            }
            let found = told(&members);
            for wanted in it.told {
                assert!(found.contains(wanted), "{}: no {wanted} in {found}", it.what);
            }
            assert!(!covers_up || !found.contains("MemberHash"), "{}: {found}", it.what);
        }
    }
}

#[test]
fn points_that_are_changed_are_found_by_both_programs() {
    let (_, folder) = case_folders().into_iter().find(|(name, _)| name == "points-bands").unwrap();
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let plan = ranked(&officer, "points-bands", &folder);
    let sound = unpack(&bundle_of(&officer, &plan, 1));
    assert!(verdict(&sound).is_equal(), "{}", told(&sound));
    let result: Value = serde_json::from_str(&member(&sound, "ranking.json")).unwrap();
    let unit = &result["clusters"][0]["units"][0];
    let code = unit["code"].as_str().unwrap();
    let (criterion, points) = unit["criteria"]
        .as_object()
        .unwrap()
        .iter()
        .find_map(|(criterion, cell)| Some((criterion, cell["points"].as_str()?)))
        .expect("a cell with points");
    let stated = format!("\"points\": \"{points}\"");
    let mut changed = sound.clone();
    change(&mut changed, "ranking.json", &stated, "\"points\": \"99\"");
    cover_up(&mut changed);
    let found = told(&changed);
    let part = format!("about: Some(\"{criterion}\"), part: \"points\", stated: \"99\", found: \"{points}\"");
    assert!(found.contains("Hash { of: \"result\"") && found.contains(&part), "no {part} in {found}");
    if is_other_there() {
        let (code_of_end, said) = computed_by_other(&changed);
        let wanted = format!("DIFFERENT: {code} {criterion}");
        assert!(code_of_end == Some(1) && said.contains(&wanted), "no {wanted} in {said}");
    }
}

#[test]
fn every_byte_of_a_bundle_counts() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let plan = full(&officer);
    let bundle = bundle_of(&officer, &plan, 1);
    for at in (0..bundle.len()).step_by(7) {
        let mut changed = bundle.clone();
        changed[at] ^= 0x10;
        // Whatever a changed byte does, it never stops the program; a few bytes of the container carry nothing.
        if let Ok(verdict) = verify(&changed, 1)
            && verdict.is_equal()
        {
            let same = unpack(&changed);
            assert_eq!(same, unpack(&bundle), "byte {at} changed what the bundle holds");
        }
    }
    for length in (0..bundle.len()).step_by(97) {
        assert!(
            matches!(verify(&bundle[..length], 1), Err(NotABundle::NotAnArchive(_))),
            "cut after {length} bytes"
        );
    }
}

#[test]
fn what_would_fill_the_memory_is_never_unpacked() {
    let sound = sound();
    let mut bomb = sound.clone();
    // More than is stated, by far.
    put(&mut bomb, "figures.csv", &"0".repeat(20 << 20));
    assert!(told(&bomb).contains("Broken(\"figures.csv\""), "{}", told(&bomb));
    let mut bomb = sound.clone();
    change(&mut bomb, "bundle.json", "\"bytes\": ", "\"bytes\": 99999999999");
    assert_eq!(verify(&pack(&bomb), 1).err(), Some(NotABundle::TooLarge));
    let mut bomb = sound.clone();
    put(&mut bomb, "bundle.json", &" ".repeat(20 << 20));
    assert!(matches!(verify(&pack(&bomb), 1), Err(NotABundle::NoHead(_))));
    let mut bomb = sound;
    bomb.extend((0..200).map(|at| (format!("{at}.csv"), Vec::new())));
    assert_eq!(verify(&pack(&bomb), 1).err(), Some(NotABundle::TooLarge));
}

#[test]
fn verify_says_in_both_languages_what_differs_and_ends_by_its_code() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let verified = |language: &str, file: &str| {
        let done = Command::new(env!("CARGO_BIN_EXE_thidua"))
            .args(["--lang", language, "verify", file])
            .env_remove("THIDUA_DATABASE")
            .current_dir(folder.path())
            .output()
            .expect("the program can be run");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (done.status.code(), text(&done.stdout), text(&done.stderr))
    };
    let sound = sound();
    std::fs::write(at("sound.zip"), pack(&sound)).unwrap();
    let mut changed = sound.clone();
    change(&mut changed, "figures.csv", "A,score,,count,10,", "A,score,,count,1,");
    std::fs::write(at("changed.zip"), pack(&changed)).unwrap();
    let mut later = sound.clone();
    change(&mut later, "bundle.json", "thidua.bundle/3", "thidua.bundle/4");
    std::fs::write(at("later.zip"), pack(&later)).unwrap();
    let mut headless = sound;
    headless.remove(0);
    std::fs::write(at("headless.zip"), pack(&headless)).unwrap();
    std::fs::write(at("text.zip"), "no archive").unwrap();
    for (language, equal, different, part) in [
        (
            "vi",
            "KHỚP",
            "KHÔNG KHỚP",
            "Đơn vị A (giả định) (A) – Kết quả (result): số đo: đã ghi 10/1, tính lại được 1/1",
        ),
        (
            "en",
            "EQUAL",
            "DIFFERENT",
            "Đơn vị A (giả định) (A) – Kết quả (result): measure: stated 10/1, computed 1/1",
        ),
    ] {
        let (code, said, complaint) = verified(language, &at("sound.zip"));
        assert!(code == Some(0) && said.contains(equal) && complaint.is_empty(), "{said}{complaint}");
        let (code, said, complaint) = verified(language, &at("changed.zip"));
        assert!(code == Some(1) && said.contains(different) && said.contains(part), "{said}{complaint}");
        for (file, word) in [
            ("later.zip", "thidua.bundle/4"),
            ("headless.zip", "bundle.json"),
            ("text.zip", "ZIP"),
            ("none.zip", "none.zip"),
        ] {
            let (code, said, complaint) = verified(language, &at(file));
            assert!(
                code == Some(2) && said.is_empty() && complaint.contains(word),
                "{file}: {said}{complaint}"
            );
        }
    }
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(left.len(), 5, "nothing is unpacked to disk: {left:?}");
}

//! A server that is killed at random moments loses nothing that it acknowledged, and leaves nothing half done.

use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};

use super::house::{Caller, Engine, collecting, engines, new_database};
use super::program::{Server, add_user, run_well};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";
const UNITS_OF_THREADS: [&str; 3] = ["622", "623", "624"];

/// How many rounds there are, over all engines; another number by `THIDUA_KILL_ROUNDS`.
fn rounds() -> u64 {
    std::env::var("THIDUA_KILL_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(20)
}

/// What a server said that it did.
#[derive(Debug)]
enum Acknowledged {
    Upload { id: i64, sha256: String },
    Commit { unit: &'static str, upload: i64, took_part: u64 },
    Accept { unit: &'static str, version: i64 },
}

/// Numbers that look like chance and can be had again from the round that a failure names.
fn scattered(round: u64, most: u64) -> u64 {
    round.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23).wrapping_mul(0xbf58_476d_1ce4_e5b9) % most
}

/// Hands in, previews, commits and accepts until the server is gone.
fn hand_in_on_and_on(caller: &Caller, plan: &str, unit: &'static str, seen: &Mutex<Vec<Acknowledged>>) {
    let mut figure = 0;
    let good = |answer: Result<super::house::Answer, ureq::Error>| -> Option<Value> {
        answer.ok().filter(|answer| answer.status < 300).map(|answer| answer.json())
    };
    let post = |path: &str, body: &Value| {
        good(caller.try_send("POST", path, Some("application/json"), body.to_string().as_bytes()))
    };
    let acknowledge = |what: Acknowledged| seen.lock().unwrap().push(what);
    let mut turn = || -> Option<()> {
        figure += 1;
        let file = format!("code,voters,took_part\n{unit},1000000,{figure}\n");
        let uploads = format!("{plan}/uploads?file_name=r.csv");
        let upload = good(caller.try_send("POST", &uploads, Some("text/csv"), file.as_bytes()))?;
        let id = upload["id"].as_i64()?;
        acknowledge(Acknowledged::Upload { id, sha256: upload["sha256"].as_str()?.to_owned() });
        let path = format!("{plan}/uploads/{id}");
        let preview = good(caller.try_send("GET", &format!("{path}/preview"), None, &[]))?;
        let done = post(&format!("{path}/commit"), &json!({ "digest": preview["digest"] }))?;
        if done["versions"] == 1 {
            acknowledge(Acknowledged::Commit { unit, upload: id, took_part: figure });
        }
        let versions = good(caller.try_send("GET", &format!("{plan}/reports/{unit}/versions"), None, &[]))?;
        let version = versions["items"].as_array()?.last()?["number"].as_i64()?;
        let body = json!({ "version": version, "note": "Đã xem" });
        post(&format!("{plan}/reports/{unit}/accept"), &body)?;
        acknowledge(Acknowledged::Accept { unit, version });
        Some(())
    };
    while turn().is_some() {}
}

/// Everything that was acknowledged is there; whatever else is there is whole.
fn check(officer: &Caller, plan: &str, seen: &[Acknowledged]) {
    let mut versions: Vec<(&str, Vec<Value>)> = Vec::new();
    for unit in UNITS_OF_THREADS {
        let found = officer.get(&format!("{plan}/reports/{unit}/versions")).good();
        let found = found["items"].as_array().unwrap().clone();
        for (at, version) in found.iter().enumerate() {
            assert_eq!(version["number"].as_u64(), Some(at as u64 + 1), "no version is missing");
        }
        if let Some(last) = found.last() {
            let path = format!("{plan}/reports/{unit}/versions/{}", last["number"]);
            let figures = officer.get(&path).good()["figures"].as_array().unwrap().len();
            assert_eq!(figures, 2, "a version has all of its figures");
        }
        versions.push((unit, found));
    }
    let of = |unit: &str| &versions.iter().find(|(known, _)| *known == unit).unwrap().1;
    for acknowledged in seen {
        match acknowledged {
            Acknowledged::Upload { id, sha256 } => {
                let preview = officer.get(&format!("{plan}/uploads/{id}/preview")).good();
                assert_eq!(preview["upload"]["sha256"].as_str(), Some(sha256.as_str()), "{acknowledged:?}");
            }
            Acknowledged::Commit { unit, upload, took_part } => {
                let version = of(unit).iter().find(|version| version["upload"].as_i64() == Some(*upload));
                let version = version.unwrap_or_else(|| panic!("lost: {acknowledged:?}"));
                let path = format!("{plan}/reports/{unit}/versions/{}", version["number"]);
                let figures = officer.get(&path).good();
                assert_eq!(figures["figures"][1]["value"], took_part.to_string(), "{acknowledged:?}");
            }
            Acknowledged::Accept { unit, version } => {
                let found = of(unit).iter().find(|it| it["number"].as_i64() == Some(*version));
                assert_eq!(found.unwrap()["state"], "accepted", "lost: {acknowledged:?}");
            }
        }
    }
}

fn kill_again_and_again(engine: Engine, rounds: u64) {
    let (database, _folder) = new_database(engine);
    let password = add_user(&database, "officer", "officer");
    let mut server = Server::start(&database);
    let mut officer = server.anon().log_in("officer", &password);
    let plan = collecting(&officer, PLAN, UNITS);
    let mut total = 0;
    for round in 1..=rounds {
        let seen = Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for unit in UNITS_OF_THREADS {
                let (officer, plan, seen) = (&officer, &plan, &seen);
                scope.spawn(move || hand_in_on_and_on(officer, plan, unit, seen));
            }
            std::thread::sleep(Duration::from_millis(20 + scattered(round, 400)));
            server.kill();
        });
        server = Server::start(&database);
        officer = server.anon().log_in("officer", &password);
        let seen = seen.into_inner().unwrap();
        eprintln!("{engine:?}, round {round}: {} acknowledged", seen.len());
        check(&officer, &plan, &seen);
        total += seen.len();
    }
    drop(server);
    assert!(total > 0, "something was acknowledged before each end");
    let verified = run_well(&["audit", "verify", "--database", &database]);
    assert!(verified.contains("records"), "{verified}");
}

#[test]
fn a_server_killed_at_random_moments_loses_nothing_and_leaves_nothing_half() {
    let engines = engines();
    let each = rounds().div_ceil(engines.len() as u64);
    for engine in engines {
        kill_again_and_again(engine, each);
    }
}

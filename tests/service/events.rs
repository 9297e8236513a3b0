//! The stream of events over HTTP.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Caller, House, engines, hand_in};
use super::small::{accept, move_to, reported};

/// Somebody who listens.
struct Ear {
    lines: BufReader<TcpStream>,
}

impl Ear {
    /// Listens at a path with the headers of a caller.
    fn new(house: &House, caller: &Caller, path: &str, last: Option<i64>) -> Self {
        let mut stream = TcpStream::connect(house.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
        let mut head = format!("GET {path} HTTP/1.1\r\nhost: test\r\naccept-encoding: gzip\r\n");
        for (name, value) in caller.headers() {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(last) = last {
            head.push_str(&format!("last-event-id: {last}\r\n"));
        }
        stream.write_all((head + "\r\n").as_bytes()).unwrap();
        let mut ear = Self { lines: BufReader::new(stream) };
        let status = ear.line().unwrap();
        assert!(status.contains(" 200 "), "{status}");
        // The stream has begun when its first line is there.
        while !ear.line().unwrap().starts_with("retry:") {}
        ear
    }

    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        match self.lines.read_line(&mut line) {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(line.trim_end().to_owned()),
        }
    }

    /// The next event; `None` when the stream ends or stays silent.
    fn next(&mut self) -> Option<Value> {
        loop {
            let line = self.line()?;
            // The last piece of a body sent in pieces.
            if line == "0" {
                return None;
            }
            if let Some(data) = line.strip_prefix("data: ") {
                return Some(serde_json::from_str(data).unwrap());
            }
        }
    }

    fn kinds(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.next().unwrap()["kind"].as_str().unwrap().to_owned()).collect()
    }
}

#[test]
fn events_come_in_order_and_go_on_where_somebody_left_off() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        let mut ear = Ear::new(&house, &officer, &format!("{plan}/events"), None);
        accept(&officer, &plan, "A", 1);
        let first = ear.next().unwrap();
        assert_eq!((&first["kind"], &first["unit"]), (&json!("report.accepted"), &json!("A")));
        for unit in ["B", "C", "D", "E"] {
            accept(&officer, &plan, unit, 1);
        }
        move_to(&officer, &plan, "closed");
        move_to(&officer, &plan, "ranked");
        assert_eq!(ear.kinds(4), ["report.accepted"; 4]);
        assert_eq!(ear.kinds(3), ["plan.moved", "plan.moved", "ranking.stored"]);
        // Gone and back: everything since the last event seen, nothing twice.
        let last = first["seq"].as_i64().unwrap();
        let mut again = Ear::new(&house, &officer, "/api/v1/events", Some(last));
        let units: Vec<Value> = (0..4).map(|_| again.next().unwrap()["unit"].clone()).collect();
        assert_eq!(units, [json!("B"), json!("C"), json!("D"), json!("E")]);
        assert_eq!(again.next().unwrap()["state"], "closed");
        let mut from_start = Ear::new(&house, &officer, "/api/v1/events?after=0", None);
        let kinds = from_start.kinds(5);
        let expected = ["plan.added", "plan.units_replaced", "plan.moved", "plan.moved", "report.committed"];
        assert_eq!(kinds, expected);
    }
}

#[test]
fn a_reporter_hears_of_its_own_unit_and_of_the_plans_state_alone() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let reporter = house.user(Role::Reporter, Some("B"));
        let plan = reported(&officer);
        let path = format!("{plan}/events?after=0");
        let mut ear = Ear::new(&house, &reporter, &path, None);
        assert_eq!(ear.kinds(4), ["plan.added", "plan.units_replaced", "plan.moved", "plan.moved"]);
        let committed = ear.next().unwrap();
        assert_eq!((&committed["units"], &committed["unit_count"]), (&json!(["B"]), &json!(1)));
        hand_in(&officer, &plan, b"code,score\nC,9\n");
        accept(&officer, &plan, "A", 1);
        accept(&officer, &plan, "B", 1);
        let own = ear.next().unwrap();
        assert_eq!((&own["kind"], &own["unit"]), (&json!("report.accepted"), &json!("B")));
        for (unit, version) in [("C", 2), ("D", 1), ("E", 1)] {
            accept(&officer, &plan, unit, version);
        }
        move_to(&officer, &plan, "closed");
        move_to(&officer, &plan, "ranked");
        move_to(&officer, &plan, "closed");
        let states: Vec<Value> = (0..3).map(|_| ear.next().unwrap()["state"].clone()).collect();
        assert_eq!(states, [json!("closed"), json!("ranked"), json!("closed")]);
        let text = officer.get(&format!("{plan}/ranking")).text();
        assert!(!text.is_empty());
    }
}

#[test]
fn a_change_by_another_process_is_heard() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = reported(&officer);
        let other = House::at(&house.database, tempfile::tempdir().unwrap());
        let there = officer.moved_to(other.address);
        let mut ear = Ear::new(&house, &officer, &format!("{plan}/events"), None);
        accept(&there, &plan, "A", 1);
        assert_eq!(ear.next().unwrap()["unit"], "A");
    }
}

#[test]
fn a_stream_ends_with_its_session_and_there_are_five_at_most() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let mut ears: Vec<Ear> = (0..5).map(|_| Ear::new(&house, &officer, "/api/v1/events", None)).collect();
        assert_eq!(officer.get("/api/v1/events").problem(), (429, "too_many_requests".to_owned()));
        let malformed = officer.clone().with("last-event-id", "x").get("/api/v1/events");
        assert_eq!(malformed.problem(), (400, "parameter_malformed".to_owned()));
        assert_eq!(officer.delete("/api/v1/sessions/current").status / 100, 2);
        let begun = std::time::Instant::now();
        assert_eq!(ears[0].next(), None);
        assert!(begun.elapsed() < Duration::from_secs(4), "the end itself, not the patience of the test");
        assert_eq!(house.anon().get("/api/v1/events").status, 401);
    }
}

#[test]
fn a_silent_stream_is_kept_alive_and_tells_no_numbers() {
    let house = House::on(super::house::Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let mut ear = Ear::new(&house, &officer, "/api/v1/events", None);
    let stream = ear.lines.get_ref();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let beat =
        std::iter::from_fn(|| ear.line()).find(|line| line.starts_with(": ") || line.starts_with("id:"));
    assert_eq!(beat.as_deref(), Some(": still here"));
}

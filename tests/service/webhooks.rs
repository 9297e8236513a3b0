//! Webhooks over HTTP, told at a local receiver.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use thidua::app::actor::{Actor, Role};

use super::house::{Caller, House, engines};
use super::small::{accept, reported};

/// What was received: the signature and the body.
type Received = Arc<Mutex<Vec<(String, String)>>>;

/// Takes deliveries and answers them with a status.
struct Receiver {
    url: String,
    status: Arc<AtomicU16>,
    received: Received,
}

impl Receiver {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        let (status, received) = (Arc::new(AtomicU16::new(200)), Received::default());
        let (answer, note) = (Arc::clone(&status), Arc::clone(&received));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let (mut length, mut signature) = (0, String::new());
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) == 0 || line.trim().is_empty() {
                        break;
                    }
                    let (name, value) = line.split_once(':').unwrap_or((line.as_str(), ""));
                    match name.to_ascii_lowercase().as_str() {
                        "content-length" => length = value.trim().parse().unwrap(),
                        "thidua-signature" => value.trim().clone_into(&mut signature),
                        _ => {}
                    }
                }
                let mut body = vec![0; length];
                reader.read_exact(&mut body).unwrap();
                note.lock().unwrap().push((signature, String::from_utf8(body).unwrap()));
                let status = answer.load(Ordering::SeqCst);
                let location = "location: http://127.0.0.1:1/\r\n";
                let head = format!(
                    "HTTP/1.1 {status} x\r\n{location}content-length: 0\r\nconnection: close\r\n\r\n"
                );
                // A sender that has gone is no failure of the receiver.
                let _sent = stream.write_all(head.as_bytes());
            }
        });
        Self { url, status, received }
    }

    fn units(&self) -> Vec<Value> {
        let received = self.received.lock().unwrap();
        received
            .iter()
            .map(|(_, body)| serde_json::from_str::<Value>(body).unwrap()["unit"].clone())
            .collect()
    }
}

/// A webhook of acceptances: its path and its secret.
fn webhook(administrator: &Caller, url: &str) -> (String, String) {
    let body = json!({ "url": url, "kinds": ["report.accepted"] });
    let made = administrator.post("/api/v1/webhooks", &body).good();
    let secret = made["secret"].as_str().unwrap().to_owned();
    (format!("/api/v1/webhooks/{}", made["webhook"]["id"]), secret)
}

/// Delivers until nothing is due.
fn deliver(house: &House) {
    let messenger = house.service.messenger();
    while house.service.deliver_due(&messenger).unwrap() > 0 {}
}

#[test]
fn deliveries_are_signed_and_come_in_order() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let plan = reported(&administrator);
        let receiver = Receiver::new();
        let (path, secret) = webhook(&administrator, &receiver.url);
        for unit in ["C", "A", "B"] {
            accept(&administrator, &plan, unit, 1);
        }
        deliver(&house);
        assert_eq!(receiver.units(), [json!("C"), json!("A"), json!("B")]);
        for (signature, body) in receiver.received.lock().unwrap().iter() {
            let (seconds, hex) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
            let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
            mac.update(format!("{seconds}.{body}").as_bytes());
            let bytes = mac.finalize().into_bytes();
            let expected: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hex, expected);
        }
        let shown = administrator.get(&path).good();
        assert_eq!((&shown["last_status"], &shown["attempts"]), (&json!(200), &json!(0)));
        // The secret is told once: nothing shows it again, the audit log neither.
        let audit = administrator.get("/api/v1/audit?limit=1000").text();
        let list = administrator.get("/api/v1/webhooks").text();
        assert!(audit.contains("webhook.add") && !audit.contains(&secret) && !list.contains(&secret));
        let first = serde_json::from_str::<Value>(&receiver.received.lock().unwrap()[0].1).unwrap();
        let again = json!({ "after": first["seq"] });
        administrator.post(&format!("{path}/redeliveries"), &again).good();
        deliver(&house);
        assert_eq!(receiver.units()[3..], [json!("A"), json!("B")]);
        assert_eq!(administrator.delete(&path).status, 204);
        accept(&administrator, &plan, "D", 1);
        deliver(&house);
        assert_eq!(receiver.units().len(), 5);
    }
}

#[test]
fn a_failed_delivery_is_tried_again_and_given_up_after_a_day() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let plan = reported(&administrator);
        let receiver = Receiver::new();
        let (path, _) = webhook(&administrator, &receiver.url);
        receiver.status.store(500, Ordering::SeqCst);
        accept(&administrator, &plan, "A", 1);
        accept(&administrator, &plan, "B", 1);
        deliver(&house);
        let shown = administrator.get(&path).good();
        assert_eq!((&shown["attempts"], &shown["last_error"]), (&json!(1), &json!("HTTP 500")));
        deliver(&house);
        assert_eq!(receiver.units(), [json!("A")], "not before its time");
        receiver.status.store(204, Ordering::SeqCst);
        house.wait(20);
        deliver(&house);
        assert_eq!(receiver.units(), [json!("A"), json!("A"), json!("B")], "the order is kept");
        // A redirect isn't followed, and is a failure like others.
        receiver.status.store(302, Ordering::SeqCst);
        accept(&administrator, &plan, "C", 1);
        for _ in 0..20 {
            deliver(&house);
            house.wait(8 * 3600);
        }
        // The session is over by now; another goes on.
        let (_, password) = house.service.reset_user(&Actor::command(), "administrator").unwrap();
        let other = house.anon().log_in("administrator", &password);
        let shown = other.get(&path).good();
        assert_eq!((&shown["attempts"], &shown["last_error"]), (&json!(13), &json!("HTTP 302")), "{shown}");
        assert!(shown["disabled_at"].is_string());
        assert_eq!(receiver.units().len(), 3 + 13);
        let audit = other.get("/api/v1/audit?action=webhook.disable").good();
        assert_eq!(audit["items"].as_array().unwrap().len(), 1);
        // Enabled again it goes on where it was.
        receiver.status.store(200, Ordering::SeqCst);
        let body = json!({ "url": receiver.url, "kinds": ["report.accepted"], "enabled": true });
        other.put(&path, &body).good();
        deliver(&house);
        assert_eq!(receiver.units().len(), 3 + 14);
    }
}

#[test]
fn two_processes_deliver_each_event_once() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let plan = reported(&administrator);
        let receiver = Receiver::new();
        webhook(&administrator, &receiver.url);
        let other = House::at(&house.database, tempfile::tempdir().unwrap());
        for unit in ["A", "B", "C", "D", "E"] {
            accept(&administrator, &plan, unit, 1);
        }
        let begun = std::time::Instant::now();
        std::thread::scope(|scope| {
            for (house, receiver) in [(&house, &receiver), (&other, &receiver)] {
                scope.spawn(move || {
                    let messenger = house.service.messenger();
                    while receiver.units().len() < 5 && begun.elapsed().as_secs() < 20 {
                        house.service.deliver_due(&messenger).unwrap();
                    }
                });
            }
        });
        deliver(&house);
        assert_eq!(receiver.units(), [json!("A"), json!("B"), json!("C"), json!("D"), json!("E")]);
    }
}

#[test]
fn addresses_that_mustnt_be_told_are_refused() {
    for engine in engines() {
        let house = House::on(engine);
        let administrator = house.user(Role::Administrator, None);
        let add = |url: &str| {
            administrator.post("/api/v1/webhooks", &json!({ "url": url, "kinds": [] })).problem().1
        };
        assert_eq!(add("http://169.254.169.254/latest"), "webhook_address");
        assert_eq!(add("http://[fe80::1]/"), "webhook_address");
        assert_eq!(add("ftp://example.vn/"), "field_refused");
        assert_eq!(add("http://a@example.vn/"), "field_refused");
        if !cfg!(feature = "webhook-tls") {
            assert_eq!(add("https://example.vn/"), "webhook_tls");
        }
        let body = json!({ "url": "http://example.vn/", "kinds": ["no.such"] });
        assert_eq!(administrator.post("/api/v1/webhooks", &body).problem().1, "field_refused");
        let officer = house.user(Role::Officer, None);
        assert_eq!(officer.get("/api/v1/webhooks").status, 403);
        // Without the setting, not even by a name that leads to the machine itself.
        let plan = reported(&administrator);
        let receiver = Receiver::new();
        let by_name = receiver.url.replace("127.0.0.1", "localhost");
        let (path, _) = webhook(&administrator, &by_name);
        accept(&administrator, &plan, "A", 1);
        let strict = house.strict_service();
        assert_eq!(strict.deliver_due(&strict.messenger()).unwrap(), 1);
        assert_eq!(receiver.units().len(), 0);
        assert!(administrator.get(&path).good()["last_error"].is_string());
    }
}

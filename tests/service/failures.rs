//! What happens when the database can't be used for a while, and when two do the same at once.

use std::io::{Read, Write};
use std::sync::Barrier;

use diesel::Connection;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use thidua::app::actor::Role;

use super::house::{Answer, Caller, Engine, House, POSTGRES, collecting, engines, new_database};
use super::program::{Server, add_user, run};

const PLAN: &str = "plans/turnout-2021.toml";
const UNITS: &str = "units/gia-lai-2021.csv";

fn upload(caller: &Caller, plan: &str, file: &str) -> Answer {
    caller.send("POST", &format!("{plan}/uploads?file_name=r.csv"), Some("text/csv"), file.as_bytes())
}

fn preview(caller: &Caller, plan: &str, id: &Value) -> Value {
    caller.get(&format!("{plan}/uploads/{id}/preview")).good()
}

fn commit(caller: &Caller, plan: &str, id: &Value, digest: &Value) -> Answer {
    caller.post(&format!("{plan}/uploads/{id}/commit"), &json!({ "digest": digest }))
}

/// A clear word that it may be tried again; never a mistake of the program.
fn assert_unavailable(answer: &Answer) {
    assert_eq!(answer.problem(), (503, "unavailable".to_owned()), "{}", answer.text());
    assert!(answer.header("retry-after").is_some());
}

#[test]
fn of_two_officers_who_accept_the_same_report_at_once_one_wins() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, PLAN, UNITS);
        for round in 1..=5 {
            let file = format!("code,voters,took_part\n622,1000,{round}\n");
            let id = upload(&officer, &plan, &file).good()["id"].clone();
            let digest = preview(&officer, &plan, &id)["digest"].clone();
            let barrier = Barrier::new(2);
            let both = |work: &(dyn Fn() -> Answer + Sync)| -> Vec<(u16, String)> {
                std::thread::scope(|scope| {
                    let run = || {
                        barrier.wait();
                        work()
                    };
                    let two = [scope.spawn(run), scope.spawn(run)];
                    let mut told: Vec<(u16, String)> = two
                        .map(|one| one.join().unwrap())
                        .iter()
                        .map(|answer| {
                            (answer.status, answer.json()["code"].as_str().unwrap_or("").to_owned())
                        })
                        .collect();
                    told.sort();
                    told
                })
            };
            let committed = both(&|| commit(&officer, &plan, &id, &digest));
            assert_eq!(committed, [(200, String::new()), (409, "upload_committed".into())], "{engine:?}");
            let accept = json!({ "version": round, "note": "Đã xem" });
            let accepted = both(&|| officer.post(&format!("{plan}/reports/622/accept"), &accept));
            assert_eq!(accepted, [(200, String::new()), (409, "report_state".into())], "{engine:?}");
        }
    }
}

#[test]
fn two_processes_on_one_database_work_side_by_side() {
    for engine in engines() {
        let (database, _kept) = new_database(engine);
        let password = add_user(&database, "officer", "officer");
        let servers = [Server::start(&database), Server::start(&database)];
        let [one, other] = servers.each_ref().map(|server| server.anon().log_in("officer", &password));
        let plan = collecting(&one, PLAN, UNITS);
        for figure in 1..=5 {
            let (giver, reader) = if figure % 2 == 0 { (&one, &other) } else { (&other, &one) };
            let file = format!("code,voters,took_part\n622,1000,{figure}\n");
            let id = upload(giver, &plan, &file).good()["id"].clone();
            let digest = preview(reader, &plan, &id)["digest"].clone();
            commit(giver, &plan, &id, &digest).good();
            let seen = reader.get(&format!("{plan}/ranking/units/622")).good();
            assert_eq!(seen["unit"]["criteria"][0]["numerator"], figure.to_string(), "seen at once");
            let late = commit(reader, &plan, &id, &digest);
            assert_eq!(late.problem(), (409, "upload_committed".into()), "{engine:?}");
        }
        let id = upload(&one, &plan, "code,voters,took_part\n623,1000,900\n").good()["id"].clone();
        let digest = preview(&one, &plan, &id)["digest"].clone();
        assert_eq!(preview(&other, &plan, &id)["digest"], digest);
        let barrier = Barrier::new(2);
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let (barrier, plan, id, digest) = (&barrier, &plan, &id, &digest);
            let work = [&one, &other].map(|caller| {
                scope.spawn(move || {
                    barrier.wait();
                    commit(caller, plan, id, digest).status
                })
            });
            work.map(|one| one.join().unwrap()).to_vec()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "one wins, the other gets a clear conflict");
        let versions = one.get(&format!("{plan}/reports/623/versions")).good();
        assert_eq!(versions["items"].as_array().unwrap().len(), 1);
    }
}

fn on_the_server(statement: &str) {
    let server = std::env::var(POSTGRES).expect("engines() has looked");
    let mut connection = diesel::PgConnection::establish(&server).expect("the test server can be reached");
    connection.batch_execute(statement).expect("the statement is right");
}

/// Ends every connection to a database, as a server that is started again does.
fn end_connections(name: &str) {
    on_the_server(&format!(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
    ));
}

#[test]
fn lost_connections_to_postgresql_are_made_anew() {
    if !engines().contains(&Engine::PostgreSql) {
        return;
    }
    let house = House::on(Engine::PostgreSql);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let (_, name) = house.database.rsplit_once('/').unwrap();
    for round in 1..=5 {
        end_connections(name);
        let file = format!("code,voters,took_part\n622,1000,{round}\n");
        let mut refused = 0;
        let uploaded = loop {
            let answer = upload(&officer, &plan, &file);
            if answer.status == 201 {
                break answer.json();
            }
            assert_unavailable(&answer);
            refused += 1;
            assert!(refused < 20, "it recovers without a restart");
        };
        let digest = preview(&officer, &plan, &uploaded["id"])["digest"].clone();
        commit(&officer, &plan, &uploaded["id"], &digest).good();
    }
    // A database that takes no connections at all, for a while.
    on_the_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
    end_connections(name);
    assert_unavailable(&house.anon().get("/readyz"));
    on_the_server(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true"));
    assert_eq!(house.anon().get("/readyz").status, 200);
}

#[test]
fn while_another_holds_the_only_write_everybody_gets_a_clear_answer_and_all_goes_on_after() {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let file = house.database.strip_prefix("sqlite://").unwrap();
    let mut other = diesel::SqliteConnection::establish(file).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    let before = std::time::Instant::now();
    assert_unavailable(&upload(&officer, &plan, "code,voters,took_part\n622,1000,1\n"));
    assert!(before.elapsed().as_secs() < 30, "the wait is bounded");
    assert_eq!(officer.get(&format!("{plan}/ranking")).status, 200, "reading goes on");
    other.batch_execute("ROLLBACK").unwrap();
    upload(&officer, &plan, "code,voters,took_part\n622,1000,1\n").good();
}

#[test]
fn a_database_made_read_only_is_told_and_passes() {
    if !engines().contains(&Engine::PostgreSql) {
        return;
    }
    let house = House::on(Engine::PostgreSql);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    let (_, name) = house.database.rsplit_once('/').unwrap();
    let set = |value: &str| {
        on_the_server(&format!("ALTER DATABASE {name} SET default_transaction_read_only = {value}"));
        // Connections that are there keep what they began with.
        end_connections(name);
    };
    set("on");
    let file = "code,voters,took_part\n622,1000,990\n";
    for _ in 0..10 {
        assert_unavailable(&upload(&officer, &plan, file));
    }
    assert_eq!(officer.get(&format!("{plan}/ranking")).status, 200, "reading goes on");
    set("off");
    let refused = (0..20).take_while(|_| upload(&officer, &plan, file).status != 201).count();
    assert!(refused < 20, "it recovers without a restart");
}

#[test]
fn a_file_made_read_only_while_it_is_served_is_told_and_passes() {
    use std::os::unix::fs::PermissionsExt;
    let (database, folder) = new_database(Engine::Sqlite);
    let password = add_user(&database, "officer", "officer");
    let file = database.strip_prefix("sqlite://").unwrap();
    let allow = |path: &str, mode: u32| {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(folder.path().to_str().unwrap(), 0o777);
    allow(file, 0o666);
    let server = Server::start_as_nobody(&database);
    let officer = server.anon().log_in("officer", &password);
    let plan = collecting(&officer, PLAN, UNITS);
    let all = [file.to_owned(), format!("{file}-wal"), format!("{file}-shm")];
    // Another process holds all writes up, so that each upload needs a connection of its own.
    let eight_uploads = || {
        let mut other = diesel::SqliteConnection::establish(file).unwrap();
        other.batch_execute("BEGIN IMMEDIATE").unwrap();
        std::thread::scope(|scope| {
            let (officer, plan) = (&officer, &plan);
            let sent: Vec<_> = (0..8)
                .map(|number| {
                    let report = format!("code,voters,took_part\n622,1000,{number}\n");
                    scope.spawn(move || upload(officer, plan, &report))
                })
                .collect();
            std::thread::sleep(std::time::Duration::from_millis(700));
            other.batch_execute("ROLLBACK").unwrap();
            sent.into_iter().map(|one| one.join().unwrap()).collect::<Vec<Answer>>()
        })
    };
    for path in &all {
        allow(path, 0o444);
    }
    let refused: Vec<Answer> = eight_uploads().into_iter().filter(|answer| answer.status != 201).collect();
    assert!(!refused.is_empty(), "connections made now can't write");
    refused.iter().for_each(assert_unavailable);
    assert_eq!(officer.get(&format!("{plan}/ranking")).status, 200, "reading goes on");
    for path in &all {
        allow(path, 0o666);
    }
    let statuses: Vec<u16> = eight_uploads().iter().map(|answer| answer.status).collect();
    assert_eq!(statuses, [201; 8], "it recovers without a restart");
}

#[test]
fn when_every_connection_is_taken_others_are_told_and_all_goes_on_after() {
    let (database, _kept) = new_database(Engine::Sqlite);
    let password = add_user(&database, "officer", "officer");
    let server = Server::start_with(&database, &[("THIDUA_CONNECTIONS", "1")]);
    let officer = server.anon().log_in("officer", &password);
    let plan = collecting(&officer, PLAN, UNITS);
    let file = database.strip_prefix("sqlite://").unwrap();
    let mut other = diesel::SqliteConnection::establish(file).unwrap();
    other.batch_execute("BEGIN IMMEDIATE").unwrap();
    std::thread::scope(|scope| {
        // It waits for the other process, with the only connection in its hands.
        let waiting = scope.spawn(|| upload(&officer, &plan, "code,voters,took_part\n622,1000,1\n"));
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert_unavailable(&server.anon().get("/readyz"));
        other.batch_execute("ROLLBACK").unwrap();
        waiting.join().unwrap().good();
    });
    assert_eq!(server.anon().get("/readyz").status, 200);
}

#[test]
fn whoever_is_in_the_middle_of_a_file_when_the_server_is_stopped_is_answered() {
    let (database, _kept) = new_database(Engine::Sqlite);
    let password = add_user(&database, "officer", "officer");
    let mut server = Server::start(&database);
    let officer = server.anon().log_in("officer", &password);
    let plan = collecting(&officer, PLAN, UNITS);
    let headers: String =
        officer.headers().iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mut stream = std::net::TcpStream::connect(&server.address).unwrap();
    let head = format!(
        "POST {plan}/uploads HTTP/1.1\r\nhost: x\r\n{headers}content-type: text/csv\r\ncontent-length: 35\r\n\r\ncode,voters,"
    );
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    server.terminate();
    std::thread::sleep(std::time::Duration::from_millis(300));
    stream.write_all(b"took_part\n622,1000,990\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    assert_eq!(server.ended(), Some(0));
    let again = Server::start(&database);
    let officer = again.anon().log_in("officer", &password);
    assert_eq!(officer.get(&format!("{plan}/uploads/1/preview")).good()["created"], 2);
}

/// A small disk of its own, which only root can have.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = std::process::Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"])
            .arg(folder.path())
            .output()
            .is_ok_and(|done| done.status.success());
        mounted.then_some(Self(folder))
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(std::process::Command::new("umount").arg("--lazy").arg(self.0.path()).output());
    }
}

#[test]
fn a_full_disk_is_told_and_passes() {
    let Some(disk) = SmallDisk::new() else {
        eprintln!("LEFT OUT: a full disk; only root can make a small one");
        return;
    };
    let database = format!("sqlite://{}", disk.0.path().join("thidua.db").display());
    let house = House::at(&database, tempfile::tempdir().unwrap());
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    upload(&officer, &plan, "code,voters,took_part\n622,1000,1\n").good();
    let filler = disk.0.path().join("filler");
    std::fs::write(&filler, vec![0; 3 << 20]).unwrap();
    let large = format!("code,voters,took_part\n{}", "622,1000,1\n".repeat(1_000_000));
    for _ in 0..3 {
        assert_unavailable(&upload(&officer, &plan, &large));
    }
    assert_eq!(officer.get(&format!("{plan}/ranking")).status, 200, "reading goes on");
    assert_eq!(house.anon().get("/healthz").status, 200);
    std::fs::remove_file(&filler).unwrap();
    let id = upload(&officer, &plan, "code,voters,took_part\n622,1000,3\n").good()["id"].clone();
    let digest = preview(&officer, &plan, &id)["digest"].clone();
    commit(&officer, &plan, &id, &digest).good();
}

#[test]
fn a_database_that_cant_be_written_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let missing = format!("sqlite://{}", folder.path().join("no/such/folder.db").display());
    for database in [missing.as_str(), "postgres://nobody@127.0.0.1:1/none", "mysql://x", "thidua.db"] {
        let done = run(&["migrate", "--database", database]);
        assert_eq!(done.status.code(), Some(2), "{database}");
        let told = String::from_utf8_lossy(&done.stderr);
        assert!(!told.contains("panicked") && told.lines().count() <= 3, "{told}");
    }
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    for engine in engines() {
        let (database, _kept) = new_database(engine);
        assert!(run(&["migrate", "--database", &database]).status.success());
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('29991231000000')";
        match engine {
            Engine::Sqlite => {
                let file = database.strip_prefix("sqlite://").unwrap();
                diesel::SqliteConnection::establish(file).unwrap().batch_execute(newer).unwrap();
            }
            Engine::PostgreSql => {
                diesel::PgConnection::establish(&database).unwrap().batch_execute(newer).unwrap();
            }
        }
        for command in ["migrate", "serve"] {
            let done = run(&[command, "--database", &database]);
            assert_eq!(done.status.code(), Some(2));
            let told = String::from_utf8_lossy(&done.stderr);
            assert!(told.contains("29991231000000"), "{told}");
        }
    }
}

#[test]
fn both_engines_have_the_same_migrations() {
    let names = |engine: &str| -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgresql"));
}

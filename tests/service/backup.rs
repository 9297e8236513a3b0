//! Backup and restore, between engines, and while the service runs.

use serde_json::json;
use thidua::app::actor::Role;

use super::house::{Engine, House, collecting, engines, fixture, hand_in, new_database};
use super::program::{Server, run, run_in, run_well};

const PLAN: &str = "plans/dien-bien-508-2021-points.toml";
const UNITS: &str = "units/dien-bien-2021.csv";
const REPORTS: &str = "reports/dien-bien-2021.csv";

/// What a service answers to some requests.
fn answers(house: &House, password: &str) -> Vec<(u16, String)> {
    let officer = house.anon().log_in("officer", password);
    let paths = [
        "/plans",
        "/plans/1/source",
        "/plans/1/units?limit=1000",
        "/plans/1/reports?limit=1000",
        "/plans/1/ranking?limit=1000",
        "/plans/1/reports/099/versions/1",
        "/plans/1/appraisals?unit=099",
        "/plans/1/holds",
        "/plans/1/uploads/1/preview",
        "/audit?limit=3",
    ];
    let answer = |path: &&str| {
        let answer = officer.get(&format!("/api/v1{path}"));
        (answer.status, answer.text())
    };
    paths.iter().map(answer).collect()
}

#[test]
fn a_backup_goes_from_either_engine_into_either_and_nothing_is_lost() {
    for from in engines() {
        for into in engines() {
            let house = House::on(from);
            let officer = house.user(Role::Officer, None);
            let plan = collecting(&officer, PLAN, UNITS);
            hand_in(&officer, &plan, &fixture(REPORTS));
            let points = json!({
                "unit": "099", "metric": "propaganda_points", "item": "standing_office", "value": "9.5",
            });
            officer.post(&format!("{plan}/appraisals"), &points).good();
            let hold = json!({ "unit": "097", "kind": "hold", "reason": "Đang xác minh" });
            officer.post(&format!("{plan}/holds"), &hold).good();
            let (_, password) = house
                .service
                .reset_user(&thidua::app::actor::Actor::command(), "officer")
                .expect("the user is there");
            let before = answers(&house, &password);
            assert!(before.iter().all(|(status, _)| *status == 200), "{before:?}");

            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("backup.db").display().to_string();
            let told = run_well(&["backup", "--database", &house.database, &file]);
            assert!(told.contains("verified"), "{told}");
            let again = run(&["backup", "--database", &house.database, &file]);
            assert_eq!(again.status.code(), Some(2), "a backup is never written over another");
            let (database, kept) = new_database(into);
            run_well(&["restore", "--database", &database, &file]);
            let filled = run(&["restore", "--database", &database, &file]);
            assert_eq!(filled.status.code(), Some(2), "nothing is written over what is there");
            let restored = House::at(&database, kept);
            assert_eq!(answers(&restored, &password), before, "{from:?} into {into:?}");
            let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
            assert_eq!(left.len(), 1, "nothing lies beside the backup: {left:?}");
        }
    }
}

#[test]
fn what_is_no_backup_is_refused_and_nothing_is_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(at("text.db"), "no database").unwrap();
    for file in [at("text.db"), at("missing.db")] {
        let (database, _kept) = new_database(Engine::Sqlite);
        let done = run(&["restore", "--database", &database, &file]);
        assert_eq!(done.status.code(), Some(2), "{file}");
        assert!(String::from_utf8_lossy(&done.stderr).contains(&file));
    }
    let done = run(&["backup", "--database", &format!("sqlite://{}", at("a/b/c.db")), &at("out.db")]);
    assert_eq!(done.status.code(), Some(2));
    assert!(!folder.path().join("out.db").exists());
}

#[test]
fn a_backup_made_while_reports_come_in_is_one_state() {
    for engine in engines() {
        let house = House::on(engine);
        let officer = house.user(Role::Officer, None);
        let plan = collecting(&officer, "plans/turnout-2021.toml", "units/gia-lai-2021.csv");
        let folder = tempfile::tempdir().unwrap();
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut figure = 0;
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    figure += 1;
                    let file = format!("code,voters,took_part\n622,100000,{figure}\n");
                    hand_in(&officer, &plan, file.as_bytes());
                }
            });
            for number in 0..3 {
                let file = folder.path().join(format!("{number}.db")).display().to_string();
                let told = run_well(&["backup", "--database", &house.database, &file]);
                assert!(told.contains("verified"), "{told}");
            }
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    }
}

#[test]
fn the_demonstration_serves_its_contest_and_can_be_started_again() {
    let (database, _kept) = new_database(Engine::Sqlite);
    for _ in 0..2 {
        let (server, told) = Server::start_by("demo", &database);
        let line = told.lines().find(|line| line.trim_start().starts_with("can.bo")).expect("who can log in");
        let password = line.rsplit(' ').next().unwrap();
        let officer = server.anon().log_in("can.bo", password);
        let ranking = officer.get("/api/v1/plans/1/ranking?limit=1000").good();
        assert_eq!(ranking["total"], 25, "{told}");
        assert_eq!(officer.get("/api/v1/plans").good()["total"], 1, "it isn't loaded twice");
    }
}

/// A backup of a small contest: its path, and the folder that holds it.
fn small_backup() -> (String, tempfile::TempDir) {
    let house = House::on(Engine::Sqlite);
    let officer = house.user(Role::Officer, None);
    let plan = collecting(&officer, PLAN, UNITS);
    hand_in(&officer, &plan, &fixture(REPORTS));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db").display().to_string();
    run_well(&["backup", "--database", &house.database, &file]);
    (file, folder)
}

#[test]
fn bug_a_backup_that_lost_figures_or_whose_audit_chain_is_broken_restores_nothing() {
    use diesel::connection::{Connection, SimpleConnection};
    for damage in [
        "DELETE FROM figure_lists",
        "UPDATE report_versions SET late = 1",
        "DROP TRIGGER audit_is_never_changed; UPDATE audit SET actor = 'nobody' WHERE seq = 3",
        "DROP TABLE backup_manifest",
    ] {
        for engine in engines() {
            let (file, _folder) = small_backup();
            diesel::SqliteConnection::establish(&file).unwrap().batch_execute(damage).unwrap();
            let (database, kept) = new_database(engine);
            let done = run(&["restore", "--database", &database, &file]);
            assert_eq!(done.status.code(), Some(2), "{damage}");
            let house = House::at(&database, kept);
            let officer = house.user(Role::Officer, None);
            assert_eq!(officer.get("/api/v1/plans").good()["total"], 0, "nothing was kept: {damage}");
        }
    }
}

#[test]
fn bug_the_demonstration_leaves_databases_of_others_alone_and_goes_on_where_it_broke_off() {
    let house = House::on(Engine::Sqlite);
    house.user(Role::Officer, None);
    let done = run(&["demo", "--database", &house.database, "--listen", "127.0.0.1:0"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("holds more than a demonstration"));
    let (database, _kept) = new_database(Engine::Sqlite);
    let open = run(&["demo", "--database", &database, "--listen", "0.0.0.0:0"]);
    assert_eq!(open.status.code(), Some(2), "only this machine is served");

    let (service, _) = thidua::app::open::open(&database, 1).map(|(it, _)| (it, ())).expect("a database");
    let service = thidua::app::service::Service::of_system(service);
    let text = String::from_utf8(fixture("plans/dien-bien-508-2021.toml")).unwrap();
    let file = thidua::app::plan::PlanFile { name: "dien-bien-508-2021.toml", text: &text };
    service.add_plan(&thidua::app::actor::Actor::command(), file).expect("the plan is right");
    let (server, told) = Server::start_by("demo", &database);
    let line = told.lines().find(|line| line.trim_start().starts_with("can.bo")).expect("who can log in");
    let officer = server.anon().log_in("can.bo", line.rsplit(' ').next().unwrap());
    assert_eq!(officer.get("/api/v1/plans/1/ranking").good()["total"], 25);
}

#[test]
fn bug_a_demonstration_whose_address_is_taken_changes_nobodys_password() {
    for arguments in [&["demo"][..], &["demo", "--decided"]] {
        let (database, _kept) = new_database(Engine::Sqlite);
        let (server, told) = Server::start_by("demo", &database);
        let line = told.lines().find(|line| line.trim_start().starts_with("can.bo")).expect("who can log in");
        let again = run(&[arguments, &["--database", &database, "--listen", &server.address]].concat());
        assert_eq!(again.status.code(), Some(2), "{arguments:?}");
        let refusal = String::from_utf8_lossy(&again.stderr).into_owned();
        assert!(refusal.contains("another program listens there already"), "{refusal}");
        server.anon().log_in("can.bo", line.rsplit(' ').next().unwrap());
    }
}

#[test]
fn bug_a_token_makes_no_database_and_what_is_missing_is_told_in_one_language() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lost.db");
    let database = format!("sqlite://{}", file.display());
    let done = run(&["token", "add", "--name", "portal", "--scopes", "view", "--database", &database]);
    assert_eq!(done.status.code(), Some(2), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(!file.exists(), "a mistyped name makes no empty database");
    let house = House::on(Engine::Sqlite);
    for (language, told) in [("en", "There is no plan 9"), ("vi", "Không tìm thấy kế hoạch số 9")] {
        let out = folder.path().join("out.zip").display().to_string();
        let done = run_in(language, &["bundle", "9", "-o", &out, "--database", &house.database]);
        let refusal = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(refusal.contains(told), "{refusal}");
    }
}

#[test]
fn bug_two_processes_that_begin_on_one_new_file_both_come_up() {
    for _ in 0..10 {
        let (database, _kept) = new_database(Engine::Sqlite);
        let ends: Vec<_> = std::thread::scope(|scope| {
            let migrate = || scope.spawn(|| run(&["migrate", "--database", &database]));
            [migrate(), migrate(), migrate()].map(|one| one.join().unwrap()).to_vec()
        });
        for end in ends {
            assert!(end.status.success(), "{}", String::from_utf8_lossy(&end.stderr));
        }
    }
}

#[test]
fn bug_a_backup_of_an_older_program_is_restored_and_one_that_lost_rows_is_not() {
    use diesel::connection::{Connection, SimpleConnection};
    let folder = tempfile::tempdir().unwrap();
    let dump = String::from_utf8(fixture("databases/2026-11-20-000001.sqlite.sql")).unwrap();
    for (name, damage, code) in [
        ("whole.db", "", Some(0)),
        (
            "figure.db",
            "DELETE FROM figures WHERE version_id = (SELECT min(version_id) FROM figures);",
            Some(2),
        ),
        (
            "audit.db",
            "DROP TRIGGER audit_is_never_changed; UPDATE audit SET actor = 'x' WHERE seq = 3;",
            Some(2),
        ),
    ] {
        let file = folder.path().join(name).display().to_string();
        let mut connection = diesel::SqliteConnection::establish(&file).unwrap();
        connection.batch_execute(&dump).unwrap();
        // As the program of that version counted: every row of every table.
        let rows = dump.lines().filter(|line| line.starts_with("INSERT INTO ")).count() - 1;
        connection
            .batch_execute(&format!(
                "CREATE TABLE backup_manifest (rows INTEGER NOT NULL, digest TEXT NOT NULL);
                 INSERT INTO backup_manifest VALUES ({rows}, 'of rows as they were then'); {damage}"
            ))
            .unwrap();
        drop(connection);
        for engine in engines() {
            let (database, kept) = new_database(engine);
            let done = run(&["restore", "--database", &database, &file]);
            assert_eq!(done.status.code(), code, "{name}: {}", String::from_utf8_lossy(&done.stderr));
            let house = House::at(&database, kept);
            let officer = house.user(Role::Officer, Some("622"));
            let plans = officer.get("/api/v1/plans").good();
            assert_eq!(plans["total"], i64::from(code == Some(0)), "{name}");
        }
    }
}

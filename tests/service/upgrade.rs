//! Upgrades: a database as each landed migration left it is brought to today's version, and answers as before.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use thidua::app::actor::Actor;

use super::house::{Engine, House, engines, fixture, new_database};
use super::program::run_well;

/// Migrations that stand in databases already: they are never edited. New ones are added here when they land.
const LANDED: [(&str, &str, &str); 4] = [
    (
        "2026-11-20-000001_service",
        "7b29a2f750cc6e5beeffe51aa06d4ded6248e542db405000e4d9102682202b62",
        "1240115bfd8dd89accdb32d78a6f2df1590773476486edd1fe7a7c3cf7872bb4",
    ),
    (
        "2026-11-26-000002_keys_and_lists",
        "cac6a7c0eb8b9386902b3d2901156b6f5fc56c0d1caed8016cfed0acc2629df6",
        "1b1944e90143bded0cbb57f2c662e5a4f1c72f49a6eb45671c2defe971e194d5",
    ),
    (
        "2026-11-26-000003_choices",
        "283d294b56dae09b2089747ded9e886a0b6a78500c3d91796af3c438d69edd27",
        "2b832fca1342fb711c4757ecbbbef73a5083dcb0915ba24e5b9afa238faf7e9d",
    ),
    (
        "2026-11-27-000004_decisions",
        "ed1d192117578976ac02ee5a41cdc03d72aa608949d82b3abb924f6cb6a4999b",
        "72a9084b4f8c933347e18f9c9ed164551ddccae5759c3af7ca635a515bf22cf3",
    ),
];

fn text(path: &str) -> String {
    String::from_utf8(fixture(path)).expect("fixtures are UTF-8")
}

fn load(engine: Engine, database: &str, version: &str) {
    match engine {
        Engine::Sqlite => {
            let file = database.strip_prefix("sqlite://").expect("the address of a file");
            let mut connection = diesel::SqliteConnection::establish(file).expect("a file can be made");
            let script = text(&format!("databases/{version}.sqlite.sql"));
            connection.batch_execute(&script).expect("the dump can be loaded");
        }
        Engine::PostgreSql => {
            let mut connection = diesel::PgConnection::establish(database).expect("the database is there");
            let up_to = LANDED.iter().position(|(migration, _, _)| migration.starts_with(version));
            let landed = LANDED[..=up_to.expect("it has landed")].iter().map(|(migration, _, _)| {
                std::fs::read_to_string(format!("migrations/postgresql/{migration}/up.sql"))
                    .expect("the migration is there")
            });
            let tables: String = landed.collect();
            let versions = "CREATE TABLE __diesel_schema_migrations (version VARCHAR(50) PRIMARY KEY NOT NULL, \
                            run_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);";
            let script = text(&format!("databases/{version}.postgresql.sql"));
            for script in [tables.as_str(), versions, &script] {
                connection.batch_execute(script).expect("the dump can be loaded");
            }
        }
    }
}

/// Where an answer lacks what was answered before; more may be there.
fn lacking(before: &Value, now: &Value, at: &str) -> Vec<String> {
    match (before, now) {
        (Value::Object(before), Value::Object(now)) => {
            let each = before.iter().map(|(name, value)| {
                lacking(value, now.get(name).unwrap_or(&Value::Null), &format!("{at}/{name}"))
            });
            each.flatten().collect()
        }
        (Value::Array(before), Value::Array(now)) if before.len() == now.len() => {
            let each = (0..).zip(before.iter().zip(now));
            each.flat_map(|(number, (before, now))| lacking(before, now, &format!("{at}/{number}"))).collect()
        }
        _ if before == now => Vec::new(),
        _ => vec![format!("{at}: {before} is {now}")],
    }
}

#[test]
fn a_database_of_each_landed_version_is_brought_to_this_one_and_answers_as_before() {
    for engine in engines() {
        for (migration, _, _) in LANDED {
            let version = migration.split('_').next().expect("a version");
            let (database, folder) = new_database(engine);
            load(engine, &database, version);
            let told = run_well(&["migrate", "--database", &database]);
            let newest =
                LANDED.last().map(|(migration, _, _)| migration.split('_').next().expect("a version"));
            let newest = newest.expect("some have landed").replace('-', "");
            assert!(told.contains(&newest) || version.replace('-', "") == newest, "{told}");
            let house = House::at(&database, folder);
            let log_in = |login: &str| {
                let (_, password) =
                    house.service.reset_user(&Actor::command(), login).expect("the user is there");
                house.anon().log_in(login, &password)
            };
            let name = if engine == Engine::Sqlite { "sqlite" } else { "postgresql" };
            let answers: Value =
                serde_json::from_str(&text(&format!("databases/{version}.{name}.json"))).unwrap();
            let (administrator, officer) = (log_in("administrator"), log_in("officer"));
            for (path, before) in answers.as_object().unwrap() {
                let is_list_that_grows = path.contains("/audit");
                let of_administrator = ["/audit", "/users", "/tokens"].iter().any(|it| path.contains(it));
                let caller = if of_administrator { &administrator } else { &officer };
                let mut now = caller.get(path).good();
                if is_list_that_grows {
                    let kept = before["items"].as_array().unwrap().len();
                    now["items"].as_array_mut().unwrap().truncate(kept);
                    now["total"] = before["total"].clone();
                    now["next"] = before["next"].clone();
                }
                assert_eq!(lacking(before, &now, path), [""; 0], "{engine:?}");
            }
            assert!(
                run_well(&["audit", "verify", "--database", &database]).contains('4'),
                "records are there"
            );
        }
    }
}

#[test]
fn migrations_that_have_landed_are_never_edited() {
    for (migration, sqlite, postgresql) in LANDED {
        for (engine, known) in [("sqlite", sqlite), ("postgresql", postgresql)] {
            let script = std::fs::read(format!("migrations/{engine}/{migration}/up.sql")).unwrap();
            let hash: String = Sha256::digest(&script).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(hash, known, "{engine}/{migration}");
        }
    }
}

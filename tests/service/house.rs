//! A whole service for a test: a database of its own, a server on a free port, a clock and chance that a test knows.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::Connection;
use diesel::connection::SimpleConnection;
use serde_json::Value;
use thidua::app::actor::{Actor, Role};
use thidua::app::open::open;
use thidua::app::service::Service;
use thidua::app::user::NewUser;

/// An engine to test on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    PostgreSql,
}

/// The environment variable with the address of a PostgreSQL server that tests may make databases on.
pub const POSTGRES: &str = "THIDUA_TEST_POSTGRES";

/// The engines at hand. Without a PostgreSQL server its tests are left out, and that is said.
pub fn engines() -> Vec<Engine> {
    if std::env::var(POSTGRES).is_ok() {
        vec![Engine::Sqlite, Engine::PostgreSql]
    } else {
        assert!(std::env::var("THIDUA_REQUIRE_POSTGRES").is_err(), "{POSTGRES} isn't set");
        eprintln!("LEFT OUT: the same on PostgreSQL; {POSTGRES} isn't set");
        vec![Engine::Sqlite]
    }
}

/// The moment at which every house's clock begins. Each look at it is a millisecond later.
pub const BEGINNING: &str = "2021-05-24T01:00:00Z";

static COUNT: AtomicU64 = AtomicU64::new(1);

/// A service with its server and its database.
pub struct House {
    pub service: Service,
    pub address: SocketAddr,
    /// The address of the database.
    pub database: String,
    clock: Arc<AtomicI64>,
    server: actix_web::dev::ServerHandle,
    _folder: tempfile::TempDir,
}

/// A database of its own: its address, and the folder that holds it as long as the test runs.
pub fn new_database(engine: Engine) -> (String, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder for a test can be made");
    let address = match engine {
        Engine::Sqlite => format!("sqlite://{}", folder.path().join("thidua.db").display()),
        Engine::PostgreSql => {
            let server = std::env::var(POSTGRES).expect("engines() has looked");
            let name =
                format!("thidua_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let mut connection =
                diesel::PgConnection::establish(&server).expect("the test server can be reached");
            connection.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database can be made");
            let (base, _) = server.rsplit_once('/').expect("the address names a database");
            format!("{base}/{name}")
        }
    };
    (address, folder)
}

impl House {
    /// A service on a new database.
    pub fn on(engine: Engine) -> Self {
        let (address, folder) = new_database(engine);
        Self::at(&address, folder)
    }

    /// A service on a database that is there.
    pub fn at(database: &str, folder: tempfile::TempDir) -> Self {
        let beginning: DateTime<Utc> = BEGINNING.parse().expect("a moment");
        let clock = Arc::new(AtomicI64::new(0));
        let ticks = Arc::clone(&clock);
        let chance = Arc::new(AtomicU64::new(1));
        let (opened, _) = open(database, 8).expect("the database can be opened");
        let service = Service::new(
            opened,
            Arc::new(move || beginning + TimeDelta::milliseconds(ticks.fetch_add(1, Ordering::SeqCst))),
            Arc::new(move |bytes| {
                // Known on purpose: both engines get the same secrets.
                for part in bytes.chunks_mut(8) {
                    let next = chance.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                    part.copy_from_slice(&next.to_le_bytes()[..part.len()]);
                }
            }),
        )
        .allowing_private_webhooks();
        let (tell, told) = mpsc::channel();
        let served = service.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async {
                let free = SocketAddr::from(([127, 0, 0, 1], 0));
                let (server, bound) = thidua::server::start(served, free, 2).expect("a free port");
                tell.send((server.handle(), bound)).expect("the test waits");
                server.await.expect("the server ends well");
            });
        });
        let (server, address) = told.recv().expect("the server starts");
        Self { service, address, database: database.to_owned(), clock, server, _folder: folder }
    }

    /// A service on the same database by the system's clock, with the settings that hold unless told otherwise.
    pub fn strict_service(&self) -> Service {
        let (opened, _) = open(&self.database, 2).expect("the database can be opened");
        Service::of_system(opened)
    }

    /// Sets the clock so many seconds on (or back).
    pub fn wait(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Somebody who hasn't logged in.
    pub fn anon(&self) -> Caller {
        Caller::at(&self.address.to_string())
    }

    /// A new user of a role, logged in. The login is the role's code with the reach.
    pub fn user(&self, role: Role, reach: Option<&str>) -> Caller {
        let login = format!("{}{}", role.code(), reach.map_or(String::new(), |code| format!(".{code}")));
        let new = NewUser {
            login: login.clone(),
            name: "Người thử".to_owned(),
            role,
            unit_code: reach.map(str::to_owned),
        };
        let (_, password) = self.service.add_user(&Actor::command(), &new).expect("a user can be made");
        self.anon().log_in(&login, &password)
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // The server's own thread ends with it.
        drop(self.server.stop(false));
    }
}

/// Somebody who calls the service.
#[derive(Clone)]
pub struct Caller {
    agent: ureq::Agent,
    base: String,
    headers: Vec<(String, String)>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Caller {
    /// The same caller with another header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same caller at another server.
    pub fn moved_to(&self, address: SocketAddr) -> Self {
        Self { base: format!("http://{address}"), ..self.clone() }
    }

    /// The headers that every call carries.
    pub fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Logs in; from then on every call carries the session.
    pub fn log_in(self, login: &str, password: &str) -> Self {
        let body = serde_json::json!({ "login": login, "password": password });
        let answer = self.post("/api/v1/sessions", &body);
        assert_eq!(answer.status, 201, "{}", answer.text());
        let cookie = answer.header("set-cookie").expect("a cookie").split(';').next().unwrap().to_owned();
        let csrf = answer.json()["csrf_token"].as_str().expect("a token").to_owned();
        self.with("cookie", &cookie).with("x-csrf-token", &csrf)
    }

    /// Somebody who calls a server at an address.
    pub fn at(address: &str) -> Self {
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // The server closes a connection after five idle seconds, which pass on a crowded machine.
            .max_idle_age(Duration::from_secs(2))
            .build()
            .new_agent();
        Self { agent, base: format!("http://{address}"), headers: Vec::new() }
    }

    /// Sends a request.
    pub fn send(&self, method: &str, path: &str, kind: Option<&str>, body: &[u8]) -> Answer {
        self.try_send(method, path, kind, body).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// Sends a request to a server that may be gone.
    pub fn try_send(
        &self,
        method: &str,
        path: &str,
        kind: Option<&str>,
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.base));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        let done = if kind.is_some() || !body.is_empty() {
            self.agent.run(request.body(body).expect("a request"))
        } else {
            self.agent.run(request.body(()).expect("a request"))
        };
        let mut response = done?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect();
        let body = response.body_mut().with_config().limit(1 << 30).read_to_vec()?;
        Ok(Answer { status: response.status().as_u16(), headers, body })
    }

    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None, &[])
    }

    pub fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, None, &[])
    }

    pub fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, Some("application/json"), body.to_string().as_bytes())
    }

    pub fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, Some("application/json"), body.to_string().as_bytes())
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The answer in JSON, if it is a success; else the test ends with what was answered.
    pub fn good(&self) -> Value {
        assert!((200..300).contains(&self.status), "{}: {}", self.status, self.text());
        if self.body.is_empty() { Value::Null } else { self.json() }
    }

    /// The code of the problem, with its status.
    pub fn problem(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{}", self.text());
        (self.status, self.json()["code"].as_str().unwrap_or("").to_owned())
    }
}

/// A file under `fixtures/`.
pub fn fixture(path: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Makes a plan with its units from fixtures and opens it for reports; its path under the API.
pub fn collecting(officer: &Caller, plan: &str, units: &str) -> String {
    let made = officer.send("POST", "/api/v1/plans", Some("application/toml"), &fixture(plan)).good();
    let path = format!("/api/v1/plans/{}", made["id"]);
    officer.send("PUT", &format!("{path}/units"), Some("text/csv"), &fixture(units)).good();
    for state in ["launched", "collecting"] {
        officer.put(&format!("{path}/state"), &serde_json::json!({ "to": state })).good();
    }
    path
}

/// Hands in a file, previews and commits it; what committing answered.
pub fn hand_in(caller: &Caller, plan: &str, file: &[u8]) -> Value {
    let upload =
        caller.send("POST", &format!("{plan}/uploads?file_name=r.csv"), Some("text/csv"), file).good();
    let path = format!("{plan}/uploads/{}", upload["id"]);
    let preview = caller.get(&format!("{path}/preview")).good();
    caller.post(&format!("{path}/commit"), &serde_json::json!({ "digest": preview["digest"] })).good()
}

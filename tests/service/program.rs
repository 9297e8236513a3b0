//! The real program, as a process that can be killed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use super::house::Caller;

const PROGRAM: &str = env!("CARGO_BIN_EXE_thidua");

/// Runs a command of the program to its end.
pub fn run(arguments: &[&str]) -> Output {
    run_in("en", arguments)
}

/// The same in another language.
pub fn run_in(language: &str, arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(["--lang", language]).args(arguments).output().expect("the program can be run")
}

/// Runs a command that ends well; what it printed.
pub fn run_well(arguments: &[&str]) -> String {
    let done = run(arguments);
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text")
}

/// Makes a user; the password.
pub fn add_user(database: &str, login: &str, role: &str) -> String {
    let told =
        run_well(&["user", "add", "--database", database, login, "--name", "Người thử", "--role", role]);
    let password = told.split("password ").nth(1).and_then(|rest| rest.split(' ').next());
    password.expect("a password is told").to_owned()
}

/// A server that runs.
pub struct Server {
    process: Child,
    pub address: String,
}

impl Server {
    /// Starts a server on a database; it listens when this returns.
    pub fn start(database: &str) -> Self {
        Self::start_by("serve", database).0
    }

    /// Starts a server with settings by environment.
    pub fn start_with(database: &str, settings: &[(&str, &str)]) -> Self {
        Self::started(Command::new(PROGRAM).envs(settings.iter().copied()), "serve", database).0
    }

    /// Starts a server as a user who isn't root and has no rights but those of files.
    pub fn start_as_nobody(database: &str) -> Self {
        use std::os::unix::process::CommandExt;
        let mut program = Command::new(PROGRAM);
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|done| done.stdout == b"0\n");
        if is_root {
            program.uid(65534).gid(65534);
        }
        Self::started(&mut program, "serve", database).0
    }

    /// Asks it to end, as the machine does when it is shut down.
    pub fn terminate(&self) {
        let process = self.process.id().to_string();
        let done = Command::new("kill").args(["-TERM", &process]).status().expect("kill can be started");
        assert!(done.success());
    }

    /// Waits until it has ended; its exit code.
    pub fn ended(&mut self) -> Option<i32> {
        self.process.wait().expect("the process is ours").code()
    }

    /// Starts a server by a command that serves in the end; and what it said before.
    pub fn start_by(command: &str, database: &str) -> (Self, String) {
        Self::started(&mut Command::new(PROGRAM), command, database)
    }

    fn started(program: &mut Command, command: &str, database: &str) -> (Self, String) {
        let mut process = program
            .args(["--lang", "en", command, "--listen", "127.0.0.1:0", "--database", database])
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program can be started");
        let mut lines = BufReader::new(process.stderr.take().expect("it is piped")).lines();
        let mut told = String::new();
        let address = loop {
            let Some(Ok(line)) = lines.next() else { panic!("the server ended: {told}") };
            if let Some((_, rest)) = line.split_once("127.0.0.1:") {
                let port: String = rest.chars().take_while(char::is_ascii_digit).collect();
                break format!("127.0.0.1:{port}");
            }
            told.push_str(&line);
            told.push('\n');
        };
        std::thread::spawn(move || lines.for_each(drop));
        (Self { process, address }, told)
    }

    /// The most memory that its process ever had, in bytes.
    pub fn peak_memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).expect("the process runs");
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("a peak");
        let kilobytes = line.split_whitespace().nth(1).and_then(|number| number.parse::<u64>().ok());
        kilobytes.expect("a number") * 1024
    }

    /// Somebody who hasn't logged in.
    pub fn anon(&self) -> Caller {
        Caller::at(&self.address)
    }

    /// Kills it, without a chance to end well.
    pub fn kill(mut self) {
        self.process.kill().expect("it still runs");
        self.process.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Killed already, or the test failed.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

#[test]
fn every_setting_of_the_server_stands_in_the_table_of_the_readme() {
    let help = run_well(&["--lang", "en", "serve", "--help"]);
    let readme = std::fs::read_to_string("README.md").unwrap();
    let rows: Vec<&str> =
        readme.lines().filter(|line| line.starts_with("| `--") || line.starts_with("| | `THIDUA")).collect();
    let mut settings = 0;
    let mut flag = "";
    for word in help.split_whitespace() {
        if let Some(name) = word.strip_prefix("--") {
            flag = name.trim_end_matches(',');
        }
        let Some(variable) = word.strip_prefix("THIDUA_").map(|it| it.trim_end_matches(['=', ']'])) else {
            continue;
        };
        settings += 1;
        let row = rows.iter().find(|row| row.contains(&format!("`THIDUA_{variable}`")));
        let row = row.unwrap_or_else(|| panic!("THIDUA_{variable} isn't in the README"));
        assert!(row.contains(&format!("`--{flag}`")), "{row}");
    }
    assert!(settings >= 5, "{help}");
    assert!(rows.len() > settings, "{rows:?}");
}

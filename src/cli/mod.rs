//! Commands of the program `thidua`.

/// Runs the command that the process was started with.
pub fn run() -> std::process::ExitCode {
    std::process::ExitCode::SUCCESS
}

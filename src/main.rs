//! The `thidua` command.

fn main() -> std::process::ExitCode {
    thidua::cli::run()
}

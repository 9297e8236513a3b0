//! Commands of the program `thidua`: arguments in, result on standard output, everything else on standard error.

mod arguments;
mod ask;
mod audit;
mod backup;
mod bundle;
mod command_line;
mod contest_files;
mod demo;
mod demo_decided;
mod demo_service;
mod disk_file;
mod failure;
mod files;
mod help;
mod language;
mod large_pages;
mod look;
mod lookup;
mod output;
mod persons;
mod plan;
mod plan_new;
mod progress;
mod rank;
mod reports;
mod rules;
mod serve;
mod token;
mod user;
mod verdict;

use std::process::ExitCode;

use arguments::{AuditCommand, Command, PlanCommand, ReportsCommand};
use failure::Failure;

use crate::text::Texts;

/// Runs the command that the process was started with. Exit codes: 0 done, 1 findings that block, 2 wrong use.
pub fn run() -> ExitCode {
    let given: Vec<_> = std::env::args_os().collect();
    if help::is_command(&given, "rank") {
        large_pages::ask_for();
    }
    let texts = Texts::new(language::choose(&given));
    let command = match help::parse(&texts, &given) {
        Ok(arguments) => arguments.command,
        Err(error) => return help::report(&texts, &given, &error),
    };
    let done = match command {
        Command::Rank(arguments) => rank::run(&texts, &arguments),
        Command::Plan(PlanCommand::Check { files }) => plan::check(&texts, &files),
        Command::Plan(PlanCommand::Show { file }) => plan::show(&texts, &file),
        Command::Plan(PlanCommand::Schema) => plan::schema(&texts),
        Command::Plan(PlanCommand::New { file }) => plan_new::run(&texts, &file),
        Command::Reports(ReportsCommand::Check(arguments)) => reports::check(&texts, &arguments),
        Command::Reports(ReportsCommand::Look(arguments)) => look::look(&texts, &arguments),
        Command::Reports(ReportsCommand::Template(arguments)) => reports::template(&texts, &arguments),
        Command::Rules { files } => rules::show(&texts, &files),
        Command::Demo(arguments) if arguments.decided => demo_decided::run(&texts, &arguments),
        Command::Demo(arguments) => demo::run(&texts)
            .and_then(|()| if arguments.no_serve { Ok(()) } else { demo_service::serve(&texts, &arguments) }),
        Command::Serve(arguments) => serve::serve(&texts, &arguments),
        Command::Migrate(database) => serve::migrate(&texts, &database),
        Command::User(command) => user::run(&texts, &command),
        Command::Token(command) => token::run(&texts, &command),
        Command::Persons(command) => persons::run(&texts, &command),
        Command::Backup(arguments) => backup::backup(&texts, &arguments),
        Command::Restore(arguments) => backup::restore(&texts, &arguments),
        Command::Audit(AuditCommand::Verify(database)) => audit::verify(&texts, &database),
        Command::Bundle(arguments) => bundle::write(&texts, &arguments),
        Command::Verify(arguments) => bundle::verify(&texts, &arguments),
        Command::Openapi => serve::openapi(&texts),
    };
    match done {
        Ok(()) | Err(Failure::PipeClosed) => ExitCode::SUCCESS,
        Err(Failure::Blocked) => ExitCode::from(1),
        Err(Failure::NotWritten(error)) => {
            let reason = failure::not_written(&texts, &error);
            let message = texts.get("error-not-written", &[("reason", reason.into())]);
            output::say(&texts.get("error-line", &[("message", message.into())]));
            ExitCode::from(2)
        }
        Err(Failure::WrongUse(message)) => {
            output::say(&texts.get("error-line", &[("message", message.into())]));
            ExitCode::from(2)
        }
    }
}

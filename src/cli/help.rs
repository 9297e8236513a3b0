//! Help and wrong-use messages in the user's language.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, Error, FromArgMatches};

use super::arguments::Arguments;
use super::output;
use crate::text::{Part, Texts};

/// Parses the arguments; help is in the language of the texts.
pub fn parse(texts: &Texts, given: &[OsString]) -> Result<Arguments, Error> {
    let given = asked_for_help(given);
    // Help is worded only where it is shown, or something is refused: wording it takes longer than a small contest.
    let matches = Arguments::command()
        .try_get_matches_from(&given)
        .or_else(|_| command(texts).try_get_matches_from(&given))?;
    Arguments::from_arg_matches(&matches)
}

/// `thidua help rank` means `thidua rank --help`.
fn asked_for_help(given: &[OsString]) -> Vec<OsString> {
    let mut asked = given.to_vec();
    if let Some(first) = command_words(given).next().filter(|index| given[*index] == "help") {
        asked.remove(first);
        asked.push("--help".into());
    }
    asked
}

/// The places of the words that aren't options, nor the value of `--lang`, which may stand before a command.
fn command_words(given: &[OsString]) -> impl Iterator<Item = usize> {
    (1..given.len()).filter(|index| {
        let is_option = given[*index].to_string_lossy().starts_with('-');
        !is_option && given[*index - 1] != "--lang"
    })
}

/// Whether the arguments are for this command.
pub fn is_command(given: &[OsString], command: &str) -> bool {
    command_words(given).next().is_some_and(|index| given[index] == command)
}

/// The command with its subcommand as far as the arguments name one: `thidua reports check`.
fn named_command(command: &Command, given: &[OsString]) -> String {
    let mut path = "thidua".to_owned();
    let mut command = command;
    for index in command_words(given) {
        let word = given[index].to_string_lossy();
        let Some(subcommand) = command.find_subcommand(&*word) else { break };
        path.push(' ');
        path.push_str(&word);
        command = subcommand;
    }
    path
}

/// Shows help, version or an error of use, and returns the exit code.
pub fn report(texts: &Texts, given: &[OsString], error: &Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe is no error.
            let _ignored = error.print();
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ignored = error.print();
            ExitCode::from(2)
        }
        kind => {
            let message = wrong_use(texts, error, kind).unwrap_or_else(|| error.to_string());
            output::say(&texts.get("error-line", &[("message", message.into())]));
            let named = named_command(&Arguments::command(), given);
            output::say(&texts.get("error-see-help", &[("command", named.into())]));
            ExitCode::from(2)
        }
    }
}

/// The text that says what an argument takes.
fn expected(argument: &str) -> &'static str {
    let known = [
        ("--threads", "error-value-threads"),
        ("--workers", "error-value-threads"),
        ("--listen", "error-value-address"),
        ("--connections", "error-value-connections"),
        ("--days", "error-value-days"),
        ("--addresses", "error-value-range"),
        ("--as-of", "error-value-moment"),
        ("--header-row", "error-value-row"),
    ];
    let found = known.iter().find(|(name, _)| argument.contains(name));
    found.map_or("error-value-number", |(_, text)| text)
}

fn wrong_use(texts: &Texts, error: &Error, kind: ErrorKind) -> Option<String> {
    let context = |kind: ContextKind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(several) => Some(several.join(", ")),
        ContextValue::StyledStr(styled) => Some(styled.to_string()),
        _ => None,
    };
    let argument = || context(ContextKind::InvalidArg);
    let mut message = match kind {
        ErrorKind::UnknownArgument => {
            let argument = argument()?;
            let is_option = argument.starts_with('-');
            let usage = context(ContextKind::Usage).unwrap_or_default();
            let key = match (is_option, usage.contains("--reports")) {
                (true, _) => "error-unknown-argument",
                (false, true) => "error-stray-report",
                (false, false) => "error-stray-argument",
            };
            texts.get(key, &[("argument", argument.into())])
        }
        ErrorKind::InvalidSubcommand => texts
            .get("error-unknown-command", &[("command", context(ContextKind::InvalidSubcommand)?.into())]),
        ErrorKind::MissingRequiredArgument => {
            // Several values are shown as `<FILE>...`; the sentence ends in a point of its own.
            let missing = argument()?.replace("...", "");
            texts.get("error-missing-argument", &[("argument", missing.into())])
        }
        ErrorKind::MissingSubcommand => texts.word("error-missing-command"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = context(ContextKind::InvalidValue)?;
            let parts = [("argument", Part::from(argument()?)), ("value", Part::from(&value))];
            match context(ContextKind::ValidValue) {
                _ if value.is_empty() => texts.get("error-value-missing", &parts[..1]),
                Some(valid) => {
                    let [argument, value] = parts;
                    texts.get("error-value-choice", &[argument, value, ("valid", valid.into())])
                }
                None => {
                    let expected = expected(&argument()?);
                    let [argument, value] = parts;
                    texts.get("error-value", &[argument, value, ("expected", texts.word(expected).into())])
                }
            }
        }
        ErrorKind::ArgumentConflict => texts.get("error-argument-twice", &[("argument", argument()?.into())]),
        _ => return None,
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(suggestion) = near.into_iter().find_map(context) {
        message.push_str(&texts.get("finding-part-suggestions", &[("text", suggestion.into())]));
    }
    Some(message)
}

/// The program's command with every help text in the language of the texts.
pub fn command(texts: &Texts) -> Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = translated(Arguments::command().disable_version_flag(true).arg(version), texts, "help");
    with_usage(command, texts, "thidua")
}

/// Writes the usage of each command with its options named in the language of the texts.
fn with_usage(mut command: Command, texts: &Texts, path: &str) -> Command {
    command = command.bin_name(path);
    let usage = command.clone().render_usage().to_string();
    let usage = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    command = command.override_usage(usage.replace("[OPTIONS]", &texts.word("help-usage-options")));
    command.mut_subcommands(|subcommand| {
        let path = format!("{path} {}", subcommand.get_name());
        with_usage(subcommand, texts, &path)
    })
}

fn translated(command: Command, texts: &Texts, path: &str) -> Command {
    let usage = texts.word("help-usage");
    let template = format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}");
    let after = format!("{path}-after");
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help);
    let mut command = command
        .disable_help_flag(true)
        .arg(help)
        .about(texts.word(path))
        .subcommand_help_heading(kept(texts.word("help-commands")))
        .subcommand_value_name(kept(texts.word("help-value-command")))
        .help_template(template);
    if texts.has(&after) {
        command = command.after_help(texts.word(&after));
    }
    command.mut_args(|argument| translated_argument(argument, texts, path)).mut_subcommands(|subcommand| {
        let path = format!("{path}-{}", subcommand.get_name());
        translated(subcommand, texts, &path)
    })
}

/// Headings and value names must live as long as the process; there are a few dozen of them, made once.
fn kept(text: String) -> &'static str {
    text.leak()
}

fn translated_argument(argument: Arg, texts: &Texts, path: &str) -> Arg {
    let id = argument.get_id().as_str().to_owned();
    let common = matches!(id.as_str(), "help" | "version" | "lang");
    let key = if common { format!("help-argument-{id}") } else { format!("{path}-{id}") };
    let heading =
        texts.word(if argument.is_positional() { "help-heading-arguments" } else { "help-heading-options" });
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    let argument = argument.help(texts.word(&key)).help_heading(kept(heading));
    if !takes_value {
        return argument;
    }
    let value = texts.word(&format!("help-value-{id}"));
    argument.value_name(kept(value)).hide_possible_values(true).hide_default_value(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contest::words::Language;

    fn untold(command: &Command, texts: &Texts, path: &str, missing: &mut Vec<String>) {
        let mut look = |key: String| {
            if !texts.has(&key) {
                missing.push(key);
            }
        };
        look(path.to_owned());
        for argument in command.get_arguments() {
            let id = argument.get_id().as_str();
            let common = matches!(id, "help" | "version" | "lang");
            look(if common { format!("help-argument-{id}") } else { format!("{path}-{id}") });
            if argument.get_action().takes_values() {
                look(format!("help-value-{id}"));
            }
        }
        for subcommand in command.get_subcommands() {
            untold(subcommand, texts, &format!("{path}-{}", subcommand.get_name()), missing);
        }
    }

    #[test]
    fn every_command_and_argument_has_its_help_in_both_languages() {
        for language in [Language::Vietnamese, Language::English] {
            let texts = Texts::new(language);
            let mut missing = Vec::new();
            untold(&command(&texts), &texts, "help", &mut missing);
            assert_eq!(missing, Vec::<String>::new());
        }
    }

    #[test]
    fn the_command_is_well_formed() {
        command(&Texts::new(Language::Vietnamese)).debug_assert();
    }

    #[test]
    fn wrong_use_is_told_in_vietnamese() {
        let texts = Texts::new(Language::Vietnamese);
        let given = ["thidua", "rank", "--plan", "P", "--formt", "csv"].map(OsString::from).to_vec();
        let error = parse(&texts, &given).unwrap_err();
        let message = wrong_use(&texts, &error, error.kind()).unwrap();
        assert!(message.contains("--formt"), "{message}");
        assert!(message.contains("--format"), "{message}");
    }

    fn given(line: &str) -> Vec<OsString> {
        line.split(' ').map(OsString::from).collect()
    }

    fn told(texts: &Texts, line: &str) -> String {
        let error = parse(texts, &given(line)).unwrap_err();
        wrong_use(texts, &error, error.kind()).unwrap_or_else(|| error.to_string())
    }

    #[test]
    fn usage_is_in_the_language_of_the_texts() {
        let texts = Texts::new(Language::Vietnamese);
        for line in ["thidua --help", "thidua rank --help", "thidua plan check --help", "thidua help reports"]
        {
            let help = told(&texts, line);
            assert!(help.contains("Cách dùng: thidua") && !help.contains("OPTIONS"), "{help}");
        }
        assert!(told(&texts, "thidua rank -h").contains("thidua rank [TÙY_CHỌN] --plan <TỆP>"));
    }

    #[test]
    fn help_may_be_asked_for_as_a_command() {
        let texts = Texts::new(Language::English);
        for (line, same) in [
            ("thidua help", "thidua --help"),
            ("thidua help rank", "thidua rank --help"),
            ("thidua --lang en help reports check", "thidua --lang en reports check --help"),
        ] {
            assert_eq!(told(&texts, line), told(&texts, same));
        }
    }

    #[test]
    fn wrong_use_points_to_the_help_of_its_command() {
        let arguments = Arguments::command();
        for (line, named) in [
            ("thidua", "thidua"),
            ("thidua rank x.csv --plan p", "thidua rank"),
            ("thidua --lang en reports check", "thidua reports check"),
            ("thidua rnak", "thidua"),
        ] {
            assert_eq!(named_command(&arguments, &given(line)), named);
        }
    }

    #[test]
    fn a_stray_file_hints_at_the_reports_and_a_sentence_ends_in_one_point() {
        let texts = Texts::new(Language::Vietnamese);
        let stray = told(&texts, "thidua rank bao-cao.csv --plan p.toml --units u.csv");
        assert!(stray.contains("bao-cao.csv") && stray.contains("--reports"), "{stray}");
        let elsewhere = told(&texts, "thidua demo bao-cao.csv");
        assert!(elsewhere.contains("bao-cao.csv") && !elsewhere.contains("--reports"), "{elsewhere}");
        let missing = told(&texts, "thidua rank --plan p.toml");
        assert!(missing.ends_with("--reports <TỆP>."), "{missing}");
    }
}

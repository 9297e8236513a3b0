//! The arguments of each command. Their help texts are in the text files, by the path of the command.

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono::NaiveDateTime;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::look::LookArguments;
use crate::intake::date::{read_date, read_moment};
use crate::intake::decode::Encoding;
use crate::intake::layout::{ENCODINGS, Layout, LayoutFault, SEPARATORS};
use crate::intake::number::NumberStyle;
use crate::intake::reports::ReadOptions;
use crate::intake::separator::Separator;
use crate::intake::table::MOST_ROWS;

/// The program's arguments.
#[derive(Debug, Parser)]
#[command(name = "thidua", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// The language; read beforehand by `language::choose`.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<LanguageArgument>,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Ranks.
    Rank(RankArguments),
    /// Plans.
    #[command(subcommand)]
    Plan(PlanCommand),
    /// Reports.
    #[command(subcommand)]
    Reports(ReportsCommand),
    /// Rules of commendation.
    Rules {
        /// Rule files to be read instead of those that the program holds.
        files: Vec<PathBuf>,
    },
    /// Shows a contest that ships with the program, and serves it.
    Demo(DemoArguments),
    /// Serves.
    Serve(ServeArguments),
    /// Brings a database to the program's version.
    Migrate(DatabaseArguments),
    /// Users.
    #[command(subcommand)]
    User(UserCommand),
    /// Tokens.
    #[command(subcommand)]
    Token(TokenCommand),
    /// Nominated persons: whose data are due to be erased, and erasing them.
    #[command(subcommand)]
    Persons(PersonsCommand),
    /// The audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Writes everything into one file.
    Backup(BackupArguments),
    /// Reads everything from such a file.
    Restore(RestoreArguments),
    /// Writes a file that proves a stored ranking.
    Bundle(BundleArguments),
    /// Verifies such a file.
    Verify(VerifyArguments),
    /// Writes the OpenAPI document.
    Openapi,
}

/// Which database.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArguments {
    /// Its address.
    #[arg(long, env = "THIDUA_DATABASE", default_value = "sqlite://thidua.db")]
    pub database: String,
}

/// Arguments of `serve`.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The address to listen on.
    #[arg(long, env = "THIDUA_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// How many workers.
    #[arg(long, env = "THIDUA_WORKERS", value_parser = parse_threads)]
    pub workers: Option<usize>,
    /// How many connections to the database at most.
    #[arg(long, env = "THIDUA_CONNECTIONS", default_value = "8", value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub connections: u32,
    /// Whether webhooks may go to addresses of this machine and its own network.
    #[arg(long, env = "THIDUA_PRIVATE_WEBHOOKS")]
    pub private_webhooks: bool,
    /// The networks of proxies that say whom they speak for.
    #[arg(long, env = "THIDUA_PROXIES", value_delimiter = ',')]
    pub proxies: Vec<ipnet::IpNet>,
}

/// Arguments of `demo`.
#[derive(Debug, Args)]
pub struct DemoArguments {
    /// The database to make, or to use again.
    #[arg(long)]
    pub database: Option<String>,
    /// The address to listen on.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Whether only to print.
    #[arg(long)]
    pub no_serve: bool,
    /// Whether to play a whole contest, up to decisions.
    #[arg(long)]
    pub decided: bool,
}

/// A command about users.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Adds a user.
    Add {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// The name to log in with.
        login: String,
        /// The person's name.
        #[arg(long)]
        name: String,
        /// The role.
        #[arg(long)]
        role: String,
        /// The unit it reaches.
        #[arg(long)]
        unit: Option<String>,
    },
    /// Disables a user.
    Disable {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// The name to log in with.
        login: String,
    },
    /// Gives a new password.
    Reset {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// The name to log in with.
        login: String,
    },
}

/// A command about tokens.
#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Makes a token.
    Add {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// What it is for.
        #[arg(long)]
        name: String,
        /// The rights that it carries.
        #[arg(long, required = true, value_delimiter = ',')]
        scopes: Vec<String>,
        /// The HTTP methods that it may use.
        #[arg(long, value_delimiter = ',', default_value = "GET")]
        methods: Vec<String>,
        /// For how many days.
        #[arg(long, default_value = "90", value_parser = clap::value_parser!(i64).range(1..=400))]
        days: i64,
        /// The unit it reaches.
        #[arg(long)]
        unit: Option<String>,
        /// The only addresses it may come from.
        #[arg(long)]
        addresses: Option<ipnet::IpNet>,
    },
    /// Revokes a token.
    Revoke {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// The id.
        id: i64,
    },
}

/// A command about nominated persons.
#[derive(Debug, Subcommand)]
pub enum PersonsCommand {
    /// Tells whose data are due to be erased.
    Due {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// The plan, by its id or its document's number.
        named: String,
    },
    /// Erases the data of everybody who is due.
    EraseDue {
        /// Which database.
        #[command(flatten)]
        database: DatabaseArguments,
        /// The plan, by its id or its document's number.
        named: String,
    },
}

/// Arguments of `backup`.
#[derive(Debug, Args)]
pub struct BackupArguments {
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The file to write.
    pub file: PathBuf,
}

/// Arguments of `restore`.
#[derive(Debug, Args)]
pub struct RestoreArguments {
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The file to read.
    pub file: PathBuf,
}

/// Arguments of `bundle`.
#[derive(Debug, Args)]
pub struct BundleArguments {
    /// The plan, by its code or its id.
    pub named: String,
    /// Which database.
    #[command(flatten)]
    pub database: DatabaseArguments,
    /// The number of the stored ranking.
    #[arg(long, value_parser = clap::value_parser!(i64).range(1..))]
    pub ranking: Option<i64>,
    /// The file to write.
    #[arg(long, short)]
    pub output: PathBuf,
}

/// Arguments of `verify`.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// The file to verify.
    pub file: PathBuf,
    /// How many threads to work on.
    #[arg(long, value_parser = parse_threads)]
    pub threads: Option<usize>,
}

/// A command about the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Verifies the chain.
    Verify(DatabaseArguments),
}

/// A command about plans.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// Checks plan files.
    Check {
        /// The plan files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Shows a plan in words.
    Show {
        /// The plan file.
        file: PathBuf,
    },
    /// Writes the JSON Schema.
    Schema,
    /// Asks its way to a plan file.
    New {
        /// The file to write.
        file: PathBuf,
    },
}

/// A command about reports.
#[derive(Debug, Subcommand)]
pub enum ReportsCommand {
    /// Checks reports.
    Check(CheckArguments),
    /// Lists figures that need a look.
    Look(LookArguments),
    /// Writes a template.
    Template(TemplateArguments),
}

/// How reports are to be read, where that isn't left to what is recognised.
#[derive(Debug, Args)]
pub struct ReadingArguments {
    /// How numbers are written.
    #[arg(long, value_enum)]
    pub numbers: Option<NumbersArgument>,
    /// The encoding.
    #[arg(long, ignore_case = true, value_parser = encodings())]
    pub encoding: Option<Encoding>,
    /// What separates cells.
    #[arg(long, ignore_case = true, value_parser = separators())]
    pub separator: Option<Separator>,
    /// The row of the header.
    #[arg(long, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_ROWS)))]
    pub header_row: Option<u32>,
    /// The sheet.
    #[arg(long)]
    pub sheet: Option<String>,
}

impl ReadingArguments {
    /// What is asked of the intake; rows received after a moment are left out.
    pub fn options(&self, as_of: Option<NaiveDateTime>) -> ReadOptions {
        let Self { numbers, encoding, separator, header_row, ref sheet } = *self;
        let layout = Layout { encoding, separator, header_row, sheet: sheet.clone() };
        ReadOptions { numbers: numbers.map(Into::into), as_of, layout, columns: Vec::new() }
    }
}

/// Arguments of `rank`.
#[derive(Debug, Args)]
pub struct RankArguments {
    /// The plan file.
    #[arg(long)]
    pub plan: PathBuf,
    /// The list of units.
    #[arg(long)]
    pub units: PathBuf,
    /// The reports.
    #[arg(long, required = true, num_args = 1..)]
    pub reports: Vec<PathBuf>,
    /// Holds and exclusions by hand.
    #[arg(long)]
    pub holds: Option<PathBuf>,
    /// The moment of the ranking.
    #[arg(long, value_parser = parse_as_of)]
    pub as_of: Option<NaiveDateTime>,
    /// How many threads to work on.
    #[arg(long, value_parser = parse_threads)]
    pub threads: Option<usize>,
    /// The only cluster to show.
    #[arg(long)]
    pub cluster: Option<String>,
    /// The format.
    #[arg(long, value_enum, default_value_t = RankFormat::Table)]
    pub format: RankFormat,
    /// The unit to explain.
    #[arg(long)]
    pub explain: Option<String>,
    /// How reports are to be read.
    #[command(flatten)]
    pub reading: ReadingArguments,
    /// Whether to show how firm each rank is.
    #[arg(long)]
    pub fragility: bool,
    /// Whether to rank in spite of errors.
    #[arg(long)]
    pub provisional: bool,
    /// Where to write.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

/// Arguments of `reports check`.
#[derive(Debug, Args)]
pub struct CheckArguments {
    /// The plan file.
    #[arg(long)]
    pub plan: PathBuf,
    /// The list of units.
    #[arg(long)]
    pub units: PathBuf,
    /// The reports.
    #[arg(required = true)]
    pub reports: Vec<PathBuf>,
    /// Holds and exclusions by hand.
    #[arg(long)]
    pub holds: Option<PathBuf>,
    /// The moment of the check.
    #[arg(long, value_parser = parse_as_of)]
    pub as_of: Option<NaiveDateTime>,
    /// How reports are to be read.
    #[command(flatten)]
    pub reading: ReadingArguments,
    /// The format.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub format: CheckFormat,
}

/// Arguments of `reports template`.
#[derive(Debug, Args)]
pub struct TemplateArguments {
    /// The plan file.
    #[arg(long)]
    pub plan: PathBuf,
    /// The list of units.
    #[arg(long)]
    pub units: PathBuf,
    /// Where to write.
    #[arg(long, short)]
    pub output: Option<PathBuf>,
}

/// A format of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RankFormat {
    /// Tables for people.
    Table,
    /// JSON.
    Json,
    /// CSV.
    Csv,
}

/// A format of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// A list for people.
    Text,
    /// JSON.
    Json,
}

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageArgument {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// How numbers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum NumbersArgument {
    /// 1.234,5
    Vi,
    /// 1,234.5
    En,
}

impl From<NumbersArgument> for NumberStyle {
    fn from(argument: NumbersArgument) -> Self {
        match argument {
            NumbersArgument::Vi => Self::Vietnamese,
            NumbersArgument::En => Self::English,
        }
    }
}

/// A moment as ISO or dd/mm/yyyy; a day alone means its last second.
fn parse_as_of(text: &str) -> Result<NaiveDateTime, String> {
    let end_of_day = || read_date(text).ok()?.and_hms_opt(23, 59, 59);
    end_of_day()
        .or_else(|| read_moment(text).ok())
        .ok_or_else(|| "2021-05-24T08:00, 24/05/2021 08:00".to_owned())
}

/// The encodings that can be said.
fn encodings() -> impl TypedValueParser<Value = Encoding> {
    PossibleValuesParser::new(ENCODINGS.map(|(code, _)| code)).try_map(|code| said(Layout::encoding(&code)))
}

/// The separators that can be said.
fn separators() -> impl TypedValueParser<Value = Separator> {
    PossibleValuesParser::new(SEPARATORS.map(|(code, _)| code)).try_map(|code| said(Layout::separator(&code)))
}

/// What was said of a layout.
fn said<T>(read: Result<Option<T>, LayoutFault>) -> Result<T, String> {
    match read {
        Ok(said) => said.ok_or_else(String::new),
        Err(fault) => Err(fault.expected),
    }
}

fn parse_threads(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|threads| (1..=64).contains(threads)).ok_or_else(|| "1..64".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_iso_or_as_vietnamese_offices_write_it() {
        let table = [
            ("2021-05-24", Some("2021-05-24T23:59:59")),
            ("24/05/2021", Some("2021-05-24T23:59:59")),
            ("2021-05-24T08:00", Some("2021-05-24T08:00:00")),
            ("24/05/2021 08:00", Some("2021-05-24T08:00:00")),
            ("31/02/2021", None),
            ("sáng nay", None),
        ];
        for (text, expected) in table {
            let read = parse_as_of(text).ok().map(|moment| moment.format("%Y-%m-%dT%H:%M:%S").to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }
}

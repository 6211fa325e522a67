//! The program `logto-provision`: its commands, what it prints, and what it exits with.

use std::{path::PathBuf, process::ExitCode, time::Duration};

use clap::{Args, Parser, Subcommand};

use super::{
    command::{self, CommandError},
    environment::Environment,
    terminal::{complain, say},
};

/// Sets a Logto tenant up for an app: application, SMS connector, sign-in by phone.
#[derive(Debug, Parser)]
#[command(name = "provision", version, args_conflicts_with_subcommands = true, after_help = EXIT_CODES)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    set_up: SetUp,
}

const EXIT_CODES: &str = "\
LOGTO_ENDPOINT, LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET come from the environment, or from .env in this folder.

Exit codes: 0 done, or nothing to do; 1 the tenant differs (--check), was not changed, or a check of `doctor` failed;
2 wrong settings or a wrong file; 3 Logto or the SMS provider failed.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Sends one text, with the code 000000, through the tenant's SMS connector
    TestSms {
        /// The number with its country code, like +12015550123
        number: String,
        /// How long to wait for Logto, which waits for the SMS provider
        #[arg(long, value_name = "SECONDS", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=120))]
        timeout: u64,
        /// Prints the result as JSON
        #[arg(long)]
        json: bool,
    },
    /// Checks a whole set-up from the app's side, and changes nothing
    Doctor {
        /// Prints the result as JSON
        #[arg(long)]
        json: bool,
    },
}

/// What `provision` without a command takes.
#[derive(Debug, Args)]
pub(super) struct SetUp {
    /// How the tenant is to be
    #[arg(long, value_name = "FILE", default_value = "logto.toml")]
    pub config: PathBuf,
    /// Changes nothing; exits with 1 when the tenant differs
    #[arg(long, conflicts_with_all = ["yes", "write_env"])]
    pub check: bool,
    /// Does not ask before it changes the tenant
    #[arg(long, short)]
    pub yes: bool,
    /// Prints plan and result as JSON; needs --check or --yes
    #[arg(long)]
    pub json: bool,
    /// Writes what the app needs to this file; its other lines are kept
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true, default_missing_value = ".env")]
    pub write_env: Option<PathBuf>,
    /// How often a call is made that is safe to repeat, while Logto does not answer
    #[arg(long, value_name = "NUMBER", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=10))]
    pub attempts: u32,
    /// Prints the application's secret too
    #[arg(long)]
    pub show_secret: bool,
}

/// Runs the program with its own arguments.
pub async fn run() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            // Help is an error here too. If nobody reads it, that is no reason to fail otherwise.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let done = obey(&line).await;
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => failed(&error, line.is_json()),
    }
}

async fn obey(line: &CommandLine) -> Result<bool, CommandError> {
    let environment = Environment::read().map_err(CommandError::Environment)?;
    match &line.command {
        None => command::set_up(&line.set_up, &environment).await,
        Some(Command::TestSms { number, timeout, json }) => {
            command::test_sms(number, Duration::from_secs(*timeout), *json, &environment).await
        }
        Some(Command::Doctor { json }) => command::doctor(*json, &environment).await,
    }
}

impl CommandLine {
    fn is_json(&self) -> bool {
        match self.command {
            None => self.set_up.json,
            Some(Command::TestSms { json, .. } | Command::Doctor { json }) => json,
        }
    }
}

fn failed(error: &CommandError, json: bool) -> ExitCode {
    if json {
        say(&error.json().to_string());
    }
    complain(&format!("provision: {error}"));
    if let Some(next_step) = error.next_step() {
        complain(&format!("  {next_step}"));
    }
    ExitCode::from(error.exit_code())
}

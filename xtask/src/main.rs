//! `cargo xtask`: sets up, builds, runs and tests this workspace.
//!
//! It does with libraries what cargo-leptos does, so that a fresh clone needs no further tool:
//! `docs/decisions/0001-xtask-builds-the-site.md` has the measurements.

mod apt;
mod assets;
mod bench;
mod build;
mod chromium;
mod dev;
mod e2e;
mod healthz;
mod interrupt;
mod npm;
mod ports;
mod precompress;
mod process;
mod project;
mod provision;
mod real_tenant;
mod redis;
mod reload;
mod rules;
mod server;
mod settings;
mod site;
mod stamp;
mod step;
mod stylesheet;
mod test;
mod wasm;
mod wasm_opt;
mod watch;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{interrupt::Interrupted, project::Project, real_tenant::Unset};

const USAGE: &str = "\
Usage: cargo xtask <command>

  dev                   builds what is missing, serves http://localhost:3000 and reloads on change
  build                 makes the release: target/release/server and target/site
  test [--only a,b]     sets up and runs everything CI runs; `--only` runs the named steps
  e2e [arguments]       the browser tests alone; arguments are Playwright's
  e2e --real [...]      those against a real Logto, which the environment names
  provision [...]       sets a Logto tenant up: application, SMS connector, sign-in by phone; `--help` tells more
  bench                 measures the release beside plain axum; needs `wrk`
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) if error.is::<Interrupted>() => {
            eprintln!("Interrupted.");
            ExitCode::from(130)
        }
        Err(error) if error.is::<Unset>() => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    interrupt::listen()?;
    let done = match arguments.as_slice() {
        // It has exit codes of its own.
        ["provision", arguments @ ..] => return provision::run(&Project::find()?, arguments),
        ["dev"] => dev::run(&Project::find()?),
        ["build"] => build::run(&Project::find()?),
        ["test"] => test::run(&Project::find()?, None),
        ["test", "--only", steps] => test::run(&Project::find()?, Some(steps)),
        ["bench"] => bench::run(&Project::find()?),
        ["e2e", "--real", arguments @ ..] => e2e::run_real(&Project::find()?, arguments),
        ["e2e", arguments @ ..] => e2e::run(&Project::find()?, arguments).map(drop),
        [] | ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => bail!("unknown command `{}`\n\n{USAGE}", arguments.join(" ")),
    };
    done.map(|()| ExitCode::SUCCESS)
}

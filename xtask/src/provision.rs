//! `cargo xtask provision`: builds the program `logto-provision` of crate `logto`, and becomes it.

use std::{path::PathBuf, process::ExitCode};

use anyhow::Result;

use crate::{process, project::Project};

const PROGRAM: &str = "logto-provision";
/// What the program reads unless it is told otherwise.
const FILE: &str = "logto.toml";

/// Runs the program and exits as it does.
///
/// # Errors
/// When it cannot be built.
pub fn run(project: &Project, arguments: &[&str]) -> Result<ExitCode> {
    let build = ["build", "--package", "logto", "--features", "management", "--bin", PROGRAM];
    process::run(&mut project.cargo(&build))?;
    let program = project.binary("debug", PROGRAM);
    let mut command = std::process::Command::new(program);
    command.args(arguments).current_dir(folder(project));
    let status = process::wait(&mut process::spawn(&mut command)?)?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The folder it was called in, where that has a `logto.toml`, and a `.env` of another tenant with it: `end2end/real` has. Else the
/// workspace's root.
fn folder(project: &Project) -> PathBuf {
    let here = std::env::current_dir().ok().filter(|here| here.join(FILE).is_file());
    here.unwrap_or_else(|| project.root.clone())
}

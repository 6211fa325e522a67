//! `cargo xtask bench`: how fast and how small, beside plain axum in the same run. `docs/measurements.md` has figures.

use anyhow::{Result, ensure};

use crate::{build, e2e, process, project::Project, step::step};

/// Builds the release and the yardstick, then measures.
///
/// # Errors
/// When something cannot be built, or `wrk` is not there.
pub fn run(project: &Project) -> Result<()> {
    ensure!(
        process::in_path("wrk").is_some(),
        "the benchmark needs `wrk`; install it with your system's package manager, for example: sudo apt-get install wrk"
    );
    build::run(project)?;
    step("development provider", || e2e::compile_provider(project))?;
    step("yardstick", || {
        process::run(&mut project.cargo(&["build", "--release", "--package", "server", "--example", "baseline"]))
    })?;
    let mut command = std::process::Command::new("node");
    command
        .arg(project.root.join("end2end/bench/run.mjs"))
        .env("SERVER_BIN", project.binary("release", "server"))
        .env("BASELINE_BIN", project.binary("release", "examples/baseline"))
        .env("SITE_ROOT", project.release_site())
        .env("DEV_PROVIDER_BIN", project.binary("debug", "logto-dev-provider"));
    process::run(&mut command)
}

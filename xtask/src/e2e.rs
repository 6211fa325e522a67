//! `cargo xtask e2e`: the browser tests, on the release that people get.
//!
//! They run twice: against the development provider, and, for what a sign-in is made of, against
//! npm's `oidc-provider`, which nobody here wrote. A suite of its own runs against a real Logto, when
//! somebody asks for it.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::{build, chromium, npm, process, project::Project, real_tenant, step::step};

/// The providers the tests run against, as `end2end/playwright.config.ts` knows them.
const PROVIDERS: [&str; 2] = ["dev-provider", "oidc-provider"];

/// Builds what the tests run on, then runs them with Playwright's own arguments.
///
/// # Errors
/// When something cannot be built, or a test fails.
pub fn run(project: &Project, arguments: &[&str]) -> Result<Vec<String>> {
    build::run(project)?;
    step("development provider and provision", || compile_provider(project))?;
    let (totals, result) = browser_tests(project, arguments);
    result.map(|()| totals)
}

/// Builds the release, then runs the tests against the Logto that the environment names, or `end2end/real/.env`.
///
/// # Errors
/// [`real_tenant::Unset`] before anything else; when something cannot be built, or a test fails.
pub fn run_real(project: &Project, arguments: &[&str]) -> Result<()> {
    let tenant = real_tenant::read(&project.root)?;
    build::run(project)?;
    let browser = prepare(project)?;
    step("browser tests, a real Logto", || {
        let mut command = playwright_test(project, browser.as_deref());
        process::run(command.arg("--config=real.config.ts").args(arguments).envs(tenant))
    })
}

/// The development provider as a program of its own, and the one that sets a tenant up.
///
/// # Errors
/// When cargo fails; it has shown why.
pub fn compile_provider(project: &Project) -> Result<()> {
    const PROGRAMS: [(&str, &str); 2] = [("logto-dev-provider", "dev-provider"), ("logto-provision", "management")];
    PROGRAMS.iter().try_for_each(|(program, feature)| {
        let arguments = ["build", "--package", "logto", "--features", feature, "--bin", program];
        process::run(&mut project.cargo(&arguments))
    })
}

/// Runs the tests and returns Playwright's totals, also when a test has failed.
///
/// # Errors
/// When a test fails.
pub fn browser_tests(project: &Project, arguments: &[&str]) -> (Vec<String>, Result<()>) {
    let mut totals = Vec::new();
    let result = (|| {
        let browser = prepare(project)?;
        for provider in PROVIDERS {
            step(&format!("browser tests, {provider}"), || {
                let mut command = playwright_test(project, browser.as_deref());
                command
                    .args(arguments)
                    .env("PROVIDER", provider)
                    .env("DEV_PROVIDER_BIN", project.binary("debug", "logto-dev-provider"))
                    .env("PROVISION_BIN", project.binary("debug", "logto-provision"));
                let (lines, result) = process::tee(&mut command, is_total);
                totals.extend(lines.iter().map(|line| format!("{} ({provider})", line.trim())));
                result
            })?;
        }
        Ok(())
    })();
    (totals, result)
}

/// The packages, and a browser: `None` is Playwright's own.
fn prepare(project: &Project) -> Result<Option<PathBuf>> {
    let end2end = end2end(project);
    step("packages of the browser tests", || npm::ci(&end2end))?;
    chromium::ensure(&end2end)
}

/// `playwright test` on the release.
fn playwright_test(project: &Project, browser: Option<&Path>) -> Command {
    let mut command = chromium::playwright(&end2end(project));
    command.arg("test").env("SERVER_BIN", project.binary("release", "server")).env("SITE_ROOT", project.release_site());
    if let Some(path) = browser {
        command.env("CHROMIUM_PATH", path);
    }
    command
}

fn end2end(project: &Project) -> PathBuf {
    project.root.join("end2end")
}

/// Playwright's last lines: `  12 passed (30.1s)`, `  1 failed`, `  2 skipped`.
fn is_total(line: &str) -> bool {
    const RESULTS: [&str; 6] = ["passed", "failed", "flaky", "skipped", "interrupted", "did"];
    let mut words = line.trim().split(' ');
    words.next().is_some_and(|count| count.parse::<u32>().is_ok())
        && words.next().is_some_and(|result| RESULTS.contains(&result))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playwrights_totals_are_found() {
        for line in ["  12 passed (30.1s)", "  1 failed", "  1 did not run"] {
            assert!(is_total(line), "{line}");
        }
        for line in ["Running 12 tests using 1 worker", "  ✓  1 sign-in.spec.ts:3:1 › signs in"] {
            assert!(!is_total(line), "{line}");
        }
    }
}

//! `cargo xtask test`: everything CI runs, in the order of how soon it tells.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::{
    build, e2e, process,
    project::Project,
    redis, rules,
    step::{Elapsed, step},
    wasm,
};

/// The workspace for native code. `frontend` is only ever compiled for the browser: together with
/// the server it would give `leptos` the features of both.
const NATIVE: [&str; 5] = ["--workspace", "--exclude", "frontend", "--features", FEATURES];
/// Every feature that has a test.
const FEATURES: &str =
    "logto/axum,logto/dev-provider,logto/fuzzing,logto/management,logto/redis,logto/sqlite,server/dev-provider";

/// The features whose documentation is for users of the library.
const DOCUMENTED: &str = "axum,dev-provider,management,phone,redis,sqlite";

/// The last lines of the test runners.
type Totals = Vec<String>;

type Step = (&'static str, fn(&Project, &mut Totals) -> Result<()>);

const STEPS: [Step; 9] = [
    ("fmt", |project, _| cargo(project, &[&["fmt", "--all", "--check"]])),
    ("rules", |project, _| rules::check(project)),
    ("clippy", |project, _| cargo(project, &[&["clippy", "--all-targets"], &NATIVE, &["--", "-D", "warnings"]])),
    ("clippy-wasm", |project, _| {
        wasm::ensure_target(project)?;
        let arguments = ["clippy", "--package", "frontend", "--target", wasm::TARGET];
        cargo(project, &[&arguments, &["--", "-D", "warnings"]])
    }),
    ("unit", unit_tests),
    ("doc", |project, _| {
        cargo(project, &[&["test", "--doc", "--package", "logto", "--features", "axum,dev-provider"]])?;
        let mut command = project.cargo(&["doc", "--no-deps", "--package", "logto", "--features", DOCUMENTED]);
        process::run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
        // Compiled as crates.io would have it, with nothing of the workspace around it.
        cargo(project, &[&["package", "--package", "logto", "--allow-dirty", "--quiet"]])
    }),
    ("build", |project, _| build::run(project)),
    ("provider", |project, _| e2e::compile_provider(project)),
    ("e2e", |project, totals| {
        let (lines, result) = e2e::browser_tests(project, &[]);
        totals.extend(lines);
        result
    }),
];

/// Runs all steps, or those in `only` (their names with commas between).
///
/// # Errors
/// That of the first step that fails.
pub fn run(project: &Project, only: Option<&str>) -> Result<()> {
    let steps = select(only)?;
    let began = Instant::now();
    let mut totals = Totals::new();
    let mut times = Vec::new();
    let result = steps.iter().try_for_each(|(name, work)| {
        let began = Instant::now();
        let result = step(name, || work(project, &mut totals));
        times.push(format!("{name} {}", Elapsed(began.elapsed())));
        result
    });
    eprintln!("\n{}", times.join(", "));
    for line in totals {
        eprintln!("{line}");
    }
    if result.is_ok() {
        eprintln!("All passed in {}", Elapsed(began.elapsed()));
    } else {
        eprintln!("Failed after {}", Elapsed(began.elapsed()));
    }
    result
}

fn select(only: Option<&str>) -> Result<Vec<Step>> {
    let Some(only) = only else {
        return Ok(STEPS.to_vec());
    };
    for name in only.split(',') {
        if !STEPS.iter().any(|(step, _)| *step == name) {
            let names: Vec<&str> = STEPS.iter().map(|(name, _)| *name).collect();
            bail!("there is no step `{name}`: the steps are {}", names.join(", "));
        }
    }
    Ok(STEPS.into_iter().filter(|(step, _)| only.split(',').any(|name| name == *step)).collect())
}

fn unit_tests(project: &Project, totals: &mut Totals) -> Result<()> {
    let nextest = process::in_path("cargo-nextest").is_some();
    let runner: &[&str] = if nextest { &["nextest", "run"] } else { &["test", "--all-targets"] };
    let mut command = project.cargo(runner);
    // The totals are looked for by their text.
    command.args(NATIVE).env("CARGO_TERM_COLOR", "never");
    if !redis::ensure() {
        let left_out: &[&str] = if nextest { &["-E", "not test(/redis/)"] } else { &["--", "--skip", "redis"] };
        command.args(left_out);
        totals.push("Left out: the tests with Redis; install redis-server or valkey-server for them".to_owned());
    }
    let (lines, result) = process::tee(&mut command, is_total);
    totals.extend(lines.iter().map(|line| line.trim().to_owned()));
    result
}

/// `     Summary [   1.234s] 12 tests run: 12 passed, 0 skipped`, or `test result: ok. 12 passed; …`.
fn is_total(line: &str) -> bool {
    let line = line.trim_start();
    (line.starts_with("Summary [") && line.contains("tests run"))
        || (line.starts_with("test result: ") && !line.contains(" 0 passed; 0 failed"))
}

fn cargo(project: &Project, arguments: &[&[&str]]) -> Result<()> {
    process::run(&mut project.cargo(&arguments.concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runners_totals_are_found() {
        assert!(is_total("     Summary [   1.234s] 12 tests run: 12 passed, 0 skipped"));
        assert!(is_total("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured"));
        assert!(!is_total("test result: ok. 0 passed; 0 failed; 0 ignored"));
        assert!(!is_total("        PASS [   0.004s] xtask rules::tests::names"));
    }

    #[test]
    fn steps_are_chosen_by_name_and_keep_their_order() -> Result<()> {
        let names: Vec<&str> = select(Some("unit,fmt"))?.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["fmt", "unit"]);
        assert!(select(Some("unit,lint")).is_err());
        Ok(())
    }
}

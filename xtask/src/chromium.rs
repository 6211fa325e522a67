//! A Chromium for the browser tests, by the quickest way this machine offers.
//!
//! In this order: the one `CHROMIUM_PATH` names; Playwright's own, where it has been downloaded; the
//! system's, which costs nothing; Playwright's download, given up after seconds where its server
//! cannot be reached; the system's package manager.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result};
use rustix::process::geteuid;

use crate::{apt, process, step::step};

/// What to do where none can be had.
const HINT: &str = "install Chromium, and name it in CHROMIUM_PATH if it is not in PATH";

/// What the system's browsers are called.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where macOS keeps one.
const MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";

/// Finds or installs a browser. `None` means Playwright's own.
///
/// # Errors
/// When there is none and none can be had, with the command that brings one.
pub fn ensure(end2end: &Path) -> Result<Option<PathBuf>> {
    if let Some(path) = std::env::var_os("CHROMIUM_PATH").filter(|path| !path.is_empty()) {
        return Ok(Some(path.into()));
    }
    if playwrights_own(end2end).is_some_and(|path| path.exists()) {
        return Ok(None);
    }
    if let Some(path) = systems_own() {
        return Ok(Some(path));
    }
    if step("Chromium, Playwright's download", || download(end2end)).is_ok() {
        return Ok(None);
    }
    crate::interrupt::check()?;
    step("Chromium, the system's package", || apt::install("chromium", HINT))?;
    let path = systems_own().context("the package `chromium` brought no browser that starts")?;
    Ok(Some(path))
}

/// The folder of Playwright's own browser, which may not be there.
fn playwrights_own(end2end: &Path) -> Option<PathBuf> {
    let mut command = playwright(end2end);
    let listing = process::output(command.args(["install", "--dry-run", "chromium"])).ok()?;
    install_location(&listing)
}

/// The first `Install location:` of `playwright install --dry-run`.
fn install_location(listing: &str) -> Option<PathBuf> {
    let lines = listing.lines().map(str::trim);
    let location = lines.filter_map(|line| line.strip_prefix("Install location:")).next()?;
    Some(location.trim().into())
}

/// A browser of the system that really starts: some are stubs that ask for a snap.
fn systems_own() -> Option<PathBuf> {
    let named = NAMES.iter().filter_map(|name| process::in_path(name));
    named.chain([PathBuf::from(MACOS)]).find(|path| {
        let mut command = Command::new(path);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        path.is_file() && command.status().is_ok_and(|status| status.success())
    })
}

fn download(end2end: &Path) -> Result<()> {
    let mut command = playwright(end2end);
    // Playwright tries several servers, each for this long, with retries.
    command.env("PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT", "4000");
    process::run(command.args(["install", "chromium"]))?;
    if geteuid().is_root() && process::in_path("apt-get").is_some() {
        // A fresh container lacks the libraries that every desktop has.
        process::run(playwright(end2end).args(["install-deps", "chromium"]))?;
    }
    Ok(())
}

/// Playwright as `end2end` has locked it.
pub fn playwright(end2end: &Path) -> Command {
    let mut command = Command::new(end2end.join("node_modules/.bin/playwright"));
    command.current_dir(end2end);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn playwright_says_where_its_browser_goes() {
        let listing = "Chrome for Testing 150.0 (playwright chromium v1300)\n  \
                       Install location:    /home/me/.cache/ms-playwright/chromium-1300\n  \
                       Download url:        https://cdn.playwright.dev/chromium.zip\n";
        let wanted = Path::new("/home/me/.cache/ms-playwright/chromium-1300");
        assert_eq!(install_location(listing).as_deref(), Some(wanted));
    }
}

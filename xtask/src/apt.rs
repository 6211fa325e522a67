//! Debian's packages, for what a test needs and the machine lacks.

use std::process::Command;

use anyhow::{Result, bail};
use rustix::process::geteuid;

use crate::process;

/// Installs a package. `hint` says what to do where that cannot be done without asking for a password.
///
/// # Errors
/// The hint, or what `apt-get` could not do.
pub fn install(package: &str, hint: &str) -> Result<()> {
    if process::in_path("apt-get").is_none() {
        bail!("{hint}");
    }
    let prefix: &[&str] = if geteuid().is_root() {
        &[]
    } else if Command::new("sudo").args(["-n", "true"]).status().is_ok_and(|status| status.success()) {
        &["sudo", "-n"]
    } else {
        bail!("{hint}: sudo apt-get install {package}");
    };
    for arguments in [&["update"][..], &["install", "--yes", package]] {
        let mut words = prefix.iter().chain(&["apt-get"]);
        let mut command = Command::new(words.next().unwrap_or(&"apt-get"));
        command.args(words).args(["-qq"]).args(arguments);
        process::run(command.env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    Ok(())
}

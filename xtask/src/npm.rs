//! Packages from npm, exactly as a folder's `package-lock.json` names them.

use std::{fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    process,
    stamp::{self, Inputs},
};

/// Installs a folder's packages, unless they are those of its lock already.
///
/// # Errors
/// When npm is not there or fails.
pub fn ci(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let mut inputs = Inputs::default();
    inputs.add(&fs::read(&lock).with_context(|| lock.display().to_string())?);
    let wanted = inputs.stamp();
    let kept = folder.join("node_modules/.xtask-stamp");
    if stamp::is_fresh(&kept, &wanted) {
        return Ok(());
    }
    if process::in_path("npm").is_none() {
        bail!("npm is not in PATH. Install Node.js 20 or newer (https://nodejs.org)");
    }
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]);
    process::run(&mut npm)?;
    stamp::keep(&kept, &wanted)
}

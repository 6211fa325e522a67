//! `wasm-opt`, which takes a quarter off the WebAssembly. It comes from npm's package `binaryen`,
//! because the registries are all that every network reaches.

use std::{path::Path, process::Command};

use anyhow::{Context, Result};

use crate::{npm, process, project::Project};

/// The WebAssembly that rustc writes by default, all of it in every browser since 2022.
/// <https://doc.rust-lang.org/rustc/platform-support/wasm32-unknown-unknown.html>
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes a WebAssembly file smaller, in place.
///
/// # Errors
/// When npm cannot bring `wasm-opt`, or it refuses the file.
pub fn shrink(project: &Project, wasm: &Path) -> Result<()> {
    let folder = project.root.join("xtask");
    npm::ci(&folder).context("wasm-opt comes from npm's package `binaryen`")?;
    let mut command = Command::new("node");
    command.arg(folder.join("node_modules/binaryen/bin/wasm-opt"));
    command.arg(wasm).arg("-Oz").args(FEATURES).arg("-o").arg(wasm);
    process::run(&mut command)
}

//! The browser's half: crate `frontend` as WebAssembly, and wasm-bindgen's JavaScript beside it.
//!
//! wasm-bindgen runs inside this process: as a locked dependency it cannot be of another version
//! than the one compiled into the WebAssembly, which it refuses to work with.
//! <https://wasm-bindgen.github.io/wasm-bindgen/reference/cli.html>

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    process,
    project::{OUTPUT_NAME, Project},
};

/// The only target Leptos knows for the browser.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What wasm-bindgen calls the WebAssembly. Leptos asks for the name without `_bg`.
const BINDGEN_WASM: &str = "leptos-logto_bg.wasm";

/// Adds the target's standard library where it is missing.
///
/// # Errors
/// When it is missing and rustup is not there to bring it.
pub fn ensure_target(project: &Project) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(&project.root).args(["--print", "target-libdir", "--target", TARGET]);
    if Path::new(process::output(&mut rustc)?.trim()).exists() {
        return Ok(());
    }
    if process::in_path("rustup").is_none() {
        bail!(
            "rustc has no target {TARGET}, and rustup is not there to add it. \
             Install rustup (https://rustup.rs), or your system's package of that target"
        );
    }
    let mut rustup = Command::new("rustup");
    process::run(rustup.current_dir(&project.root).args(["target", "add", TARGET]))
}

/// Compiles crate `frontend` and returns the WebAssembly, which wasm-bindgen has yet to see.
///
/// # Errors
/// When cargo fails; it has shown why.
pub fn compile(project: &Project, profile: &str) -> Result<PathBuf> {
    let arguments = ["build", "--package", "frontend", "--lib", "--target", TARGET, "--profile", profile];
    process::run(&mut project.cargo(&arguments))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(project.target.join(TARGET).join(folder).join("frontend.wasm"))
}

/// Writes `leptos-logto.js`, `leptos-logto.wasm` and the snippets of dependencies into `folder`.
///
/// # Errors
/// When wasm-bindgen refuses the WebAssembly, or the system the files.
pub fn bindgen(wasm: &Path, folder: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(OUTPUT_NAME)
        .typescript(false)
        // Leptos' script passes the name, so the JavaScript need not know it.
        .omit_default_module_path(true);
    bindgen.web(true)?.remove_producers_section(true).generate(folder)?;
    let name = format!("{OUTPUT_NAME}.wasm");
    fs::rename(folder.join(BINDGEN_WASM), folder.join(name)).context(BINDGEN_WASM)
}

//! Where things are: the workspace's root and cargo's target directory.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::process;

/// The name of the site's JavaScript, WebAssembly and stylesheet. Leptos compiles it in: the same
/// name stands in `.cargo/config.toml`.
pub const OUTPUT_NAME: &str = "leptos-logto";

/// The folder of those three in the site (Leptos' `site-pkg-dir`).
pub const PKG: &str = "pkg";

/// The folders that everything else is found by.
pub struct Project {
    /// The workspace's root.
    pub root: PathBuf,
    /// Cargo's target directory: `target`, unless `CARGO_TARGET_DIR` says otherwise.
    pub target: PathBuf,
}

impl Project {
    /// Asks cargo.
    ///
    /// # Errors
    /// When `cargo metadata` fails.
    pub fn find() -> Result<Self> {
        let mut command = cargo_in(Path::new(env!("CARGO_MANIFEST_DIR")));
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: Value = serde_json::from_str(&process::output(&mut command)?)?;
        let folder = |name: &str| {
            let path = metadata[name].as_str().map(PathBuf::from);
            path.with_context(|| format!("`cargo metadata` names no {name}"))
        };
        Ok(Self { root: folder("workspace_root")?, target: folder("target_directory")? })
    }

    /// A cargo command in the workspace's root.
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = cargo_in(&self.root);
        command.args(arguments);
        command
    }

    /// The release's site. The development site has a folder of its own, so that `cargo xtask dev`
    /// never changes a release that runs.
    pub fn release_site(&self) -> PathBuf {
        self.target.join("site")
    }

    /// The site that `cargo xtask dev` serves.
    pub fn dev_site(&self) -> PathBuf {
        self.target.join("site-dev")
    }

    /// What is kept between runs to find out what is fresh.
    pub fn scratch(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// A compiled program.
    pub fn binary(&self, profile: &str, name: &str) -> PathBuf {
        self.target.join(profile).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }
}

/// `cargo run` names the cargo it is, and describes xtask's package in variables that belong to no
/// other build.
fn cargo_in(folder: &Path) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(folder);
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            command.env_remove(name.as_ref());
        }
    }
    command
}

//! `cargo xtask build`: the release, `target/release/server` and `target/site`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::{
    assets, precompress, process,
    project::{OUTPUT_NAME, PKG, Project},
    site::{self, Hashes},
    stamp,
    step::step,
    stylesheet, wasm, wasm_opt,
};

/// Part of the site's stamp: raise it when this file makes another site of the same inputs.
const RECIPE: &[u8] = b"1";

/// Builds both. The new site takes the old one's place last, when the server that serves it is there too.
///
/// # Errors
/// Those of the first step that fails; the old site stays.
pub fn run(project: &Project) -> Result<()> {
    step("wasm target", || wasm::ensure_target(project))?;
    let wasm = step("WebAssembly, optimised", || wasm::compile(project, "wasm-release"))?;
    let next = step("site", || assemble(project, &wasm))?;
    step("server, optimised", || process::run(&mut project.cargo(&["build", "--release", "--package", "server"])))?;
    if let Some(next) = next {
        next.publish(project)?;
    }
    eprintln!("\n  {}\n  {}\n", project.binary("release", "server").display(), project.release_site().display());
    Ok(())
}

/// A site that is complete, beside the one that is served.
struct Next {
    stage: PathBuf,
    hashes: Hashes,
    stamp: String,
}

impl Next {
    fn publish(self, project: &Project) -> Result<()> {
        site::publish(&self.stage, &project.release_site())?;
        self.hashes.write(&hash_txt(project))?;
        stamp::keep(&kept(project), &self.stamp)
    }
}

/// Makes the next site; `None` when the one that is there is fresh.
fn assemble(project: &Project, wasm: &Path) -> Result<Option<Next>> {
    let css = stylesheet::bundle(project, true)?;
    let stamp = site_stamp(project, wasm, &css)?;
    if stamp::is_fresh(&kept(project), &stamp) && project.release_site().is_dir() && hash_txt(project).is_file() {
        return Ok(None);
    }

    let stage = site::stage(&project.release_site())?;
    let pkg = stage.join(PKG);
    step("wasm-bindgen", || wasm::bindgen(wasm, &pkg))?;
    step("wasm-opt", || wasm_opt::shrink(project, &pkg.join(format!("{OUTPUT_NAME}.wasm"))))?;
    fs::write(pkg.join(format!("{OUTPUT_NAME}.css")), css)?;
    assets::copy(&project.root.join("public"), &stage)?;
    let hashes = site::hash_names(&stage)?;
    step("brotli and gzip", || precompress::all(&stage))?;
    Ok(Some(Next { stage, hashes, stamp }))
}

/// Where Leptos' server looks for the hashes: beside itself.
fn hash_txt(project: &Project) -> PathBuf {
    project.target.join("release/hash.txt")
}

fn kept(project: &Project) -> PathBuf {
    project.scratch().join("site.stamp")
}

/// What the site is made from. wasm-bindgen's version is in the lock file.
fn site_stamp(project: &Project, wasm: &Path, css: &str) -> Result<String> {
    let mut inputs = stamp::Inputs::default();
    inputs.add(RECIPE);
    inputs.add_file(wasm)?;
    inputs.add(css.as_bytes());
    inputs.add(&fs::read(project.root.join("Cargo.lock"))?);
    inputs.add(&fs::read(project.root.join("xtask/package-lock.json"))?);
    for file in assets::files(&project.root.join("public"))? {
        inputs.add(file.as_os_str().as_encoded_bytes());
        inputs.add(&fs::read(file)?);
    }
    Ok(inputs.stamp())
}

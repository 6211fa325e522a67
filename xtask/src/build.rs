//! `cargo xtask build`: the release, `target/release/server` and `target/site`.

use std::{fs, path::Path};

use anyhow::Result;

use crate::{
    assets, precompress,
    project::{OUTPUT_NAME, PKG, Project},
    site, stamp,
    step::step,
    stylesheet, wasm, wasm_opt,
};

/// Part of the site's stamp: raise it when this file makes another site of the same inputs.
const RECIPE: &[u8] = b"1";

/// Builds both.
///
/// # Errors
/// Those of the first step that fails; the old site stays.
pub fn run(project: &Project) -> Result<()> {
    step("wasm target", || wasm::ensure_target(project))?;
    let wasm = step("WebAssembly, optimised", || wasm::compile(project, "wasm-release"))?;
    step("server, optimised", || {
        crate::process::run(&mut project.cargo(&["build", "--release", "--package", "server"]))
    })?;
    step("site", || make_site(project, &wasm))?;
    eprintln!("\n  {}\n  {}\n", project.binary("release", "server").display(), project.release_site().display());
    Ok(())
}

fn make_site(project: &Project, wasm: &Path) -> Result<()> {
    let css = stylesheet::bundle(project, true)?;
    let kept = project.scratch().join("site.stamp");
    let stamp = site_stamp(project, wasm, &css)?;
    let hash_txt = project.target.join("release/hash.txt");
    if stamp::is_fresh(&kept, &stamp) && project.release_site().is_dir() && hash_txt.is_file() {
        return Ok(());
    }

    let stage = site::stage(&project.release_site())?;
    let pkg = stage.join(PKG);
    step("wasm-bindgen", || wasm::bindgen(wasm, &pkg))?;
    step("wasm-opt", || wasm_opt::shrink(project, &pkg.join(format!("{OUTPUT_NAME}.wasm"))))?;
    fs::write(pkg.join(format!("{OUTPUT_NAME}.css")), css)?;
    assets::copy(&project.root.join("public"), &stage)?;
    let hashes = site::hash_names(&stage)?;
    step("brotli and gzip", || precompress::all(&stage))?;
    site::publish(&stage, &project.release_site())?;
    hashes.write(&hash_txt)?;
    stamp::keep(&kept, &stamp)
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

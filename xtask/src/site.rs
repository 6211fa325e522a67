//! The release's site: assembled beside the old one, then put in its place.
//!
//! Names carry a hash of the content, so that browsers keep files for ever and never mix two
//! releases. Leptos' server reads the hashes from `hash.txt` beside its own binary.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::{
    project::{OUTPUT_NAME, PKG},
    stamp,
};

/// The hashes in the names of the site's three files.
#[derive(Debug, PartialEq, Eq)]
pub struct Hashes {
    js: String,
    wasm: String,
    css: String,
}

impl Hashes {
    /// The lines that Leptos 0.8 reads: an extension, a colon, the hash.
    fn to_text(&self) -> String {
        format!("js: {}\nwasm: {}\ncss: {}\n", self.js, self.wasm, self.css)
    }

    /// Keeps the hashes where the server looks for them.
    ///
    /// # Errors
    /// The system's.
    pub fn write(&self, hash_txt: &Path) -> Result<()> {
        let new = hash_txt.with_extension("txt.new");
        fs::write(&new, self.to_text()).with_context(|| new.display().to_string())?;
        Ok(fs::rename(new, hash_txt)?)
    }
}

/// Puts the hashes into the names of the three files in a site. None of them names another.
///
/// # Errors
/// When one is missing.
pub fn hash_names(site: &Path) -> Result<Hashes> {
    let pkg = site.join(PKG);
    Ok(Hashes { js: hash_name(&pkg, "js")?, wasm: hash_name(&pkg, "wasm")?, css: hash_name(&pkg, "css")? })
}

fn hash_name(pkg: &Path, extension: &str) -> Result<String> {
    let file = pkg.join(format!("{OUTPUT_NAME}.{extension}"));
    let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
    // 80 bits: nobody chooses these files, so only chance can make two of them equal.
    let hash = stamp::hex(Sha256::digest(bytes).get(..10).unwrap_or_default());
    fs::rename(&file, pkg.join(format!("{OUTPUT_NAME}.{hash}.{extension}")))?;
    Ok(hash)
}

/// An empty folder beside the site, for assembling the next one. A build that broke off leaves no
/// more than this.
///
/// # Errors
/// The system's.
pub fn stage(site: &Path) -> Result<PathBuf> {
    let stage = site.with_extension("new");
    remove(&stage)?;
    fs::create_dir_all(stage.join(PKG))?;
    Ok(stage)
}

/// Puts the assembled site in the old one's place: two renames, so that it is never half there.
///
/// # Errors
/// The system's.
pub fn publish(stage: &Path, site: &Path) -> Result<()> {
    let old = site.with_extension("old");
    remove(&old)?;
    match fs::rename(site, &old) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
        _ => {}
    }
    fs::rename(stage, site).with_context(|| site.display().to_string())?;
    remove(&old)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(error).with_context(|| folder.display().to_string())
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_txt_is_what_leptos_reads() {
        let hashes = Hashes { js: "0a".into(), wasm: "1b".into(), css: "2c".into() };
        assert_eq!(hashes.to_text(), "js: 0a\nwasm: 1b\ncss: 2c\n");
    }

    #[test]
    fn a_published_site_has_hashed_names_and_no_trace_of_the_old_one() -> Result<()> {
        let site = std::env::temp_dir().join(format!("xtask-{}-site", std::process::id()));
        fs::create_dir_all(&site)?;
        fs::write(site.join("old.txt"), "old")?;
        let stage = stage(&site)?;
        for extension in ["js", "wasm", "css"] {
            fs::write(stage.join(PKG).join(format!("leptos-logto.{extension}")), extension)?;
        }
        let hashes = hash_names(&stage)?;
        publish(&stage, &site)?;
        assert!(site.join(format!("pkg/leptos-logto.{}.css", hashes.css)).is_file());
        assert!(!site.join("old.txt").exists() && !stage.exists());
        Ok(fs::remove_dir_all(site)?)
    }
}

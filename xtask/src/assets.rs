//! The files of `public/`, served at the site's root as they are.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::project::PKG;

/// Every file in a folder, at any depth, in a stable order. A folder that is not there is empty.
///
/// # Errors
/// The system's.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            entries => entries.with_context(|| folder.display().to_string())?,
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() { &mut folders } else { &mut found }.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Copies what is in `from` into `to`.
///
/// # Errors
/// The system's, with the file's name.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    for file in files(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &copy).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

/// Makes the development site's root equal to `public`: copies what is there, and removes what is
/// not, except `pkg`.
///
/// # Errors
/// The system's.
pub fn update(public: &Path, site: &Path) -> Result<()> {
    let pkg = site.join(PKG);
    for file in files(site)? {
        if !file.starts_with(&pkg) && !public.join(file.strip_prefix(site)?).is_file() {
            fs::remove_file(file)?;
        }
    }
    copy(public, site)
}

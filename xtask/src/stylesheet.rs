//! The stylesheet: `style/main.css` and what it imports, as one file.
//!
//! Nothing is lowered for older browsers: what stands in `style/` is what the browser reads.

use std::{fs, path::Path};

use anyhow::{Result, anyhow};
use lightningcss::{
    bundler::{Bundler, FileProvider},
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions},
};

use crate::project::Project;

/// Bundles the stylesheet, and minifies it for a release.
///
/// # Errors
/// When a file is missing or no CSS, with its name and line.
pub fn bundle(project: &Project, minify: bool) -> Result<String> {
    bundle_file(&project.root.join("style/main.css"), minify)
}

fn bundle_file(entry: &Path, minify: bool) -> Result<String> {
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut stylesheet = bundler.bundle(entry).map_err(|error| anyhow!("{error}"))?;
    if minify {
        stylesheet.minify(MinifyOptions::default()).map_err(|error| anyhow!("{error}"))?;
    }
    let options = PrinterOptions { minify, ..PrinterOptions::default() };
    Ok(stylesheet.to_css(options).map_err(|error| anyhow!("{error}"))?.code)
}

/// Writes the stylesheet for development. Says whether it has changed.
///
/// # Errors
/// Those of [`bundle`], and the system's.
pub fn update(project: &Project, file: &Path) -> Result<bool> {
    let css = bundle(project, false)?;
    if fs::read_to_string(file).is_ok_and(|old| old == css) {
        return Ok(false);
    }
    fs::write(file, css)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> Result<std::path::PathBuf> {
        let folder = std::env::temp_dir().join(format!("xtask-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder)?;
        for (file, css) in files {
            fs::write(folder.join(file), css)?;
        }
        Ok(folder)
    }

    #[test]
    fn imports_become_one_minified_file() -> Result<()> {
        let files = [
            ("main.css", "@import './tokens.css'; body { color: var(--ink); }"),
            ("tokens.css", ":root { --ink: #222222; }"),
        ];
        let folder = folder("imports", &files)?;
        let css = bundle_file(&folder.join("main.css"), true)?;
        assert_eq!(css, ":root{--ink:#222}body{color:var(--ink)}");
        Ok(fs::remove_dir_all(folder)?)
    }

    #[test]
    fn an_error_names_file_and_line() -> Result<()> {
        let folder = folder("error", &[("main.css", "body {}\n@import './none.css';\n}")])?;
        let error = bundle_file(&folder.join("main.css"), false).err().map(|e| e.to_string());
        assert!(error.is_some_and(|error| error.contains("main.css:")));
        Ok(fs::remove_dir_all(folder)?)
    }
}

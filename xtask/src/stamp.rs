//! What an artefact was made from, kept beside it: equal means that it is fresh.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Gathers what an artefact is made from.
#[derive(Default)]
pub struct Inputs(Sha256);

impl Inputs {
    /// Adds a value. Its length goes in too, so that two values cannot pass for two others.
    pub fn add(&mut self, bytes: &[u8]) {
        self.0.update(bytes.len().to_le_bytes());
        self.0.update(bytes);
    }

    /// Adds a file by its length and time: reading megabytes takes longer than the work saved.
    ///
    /// # Errors
    /// When there is no such file.
    pub fn add_file(&mut self, path: &Path) -> Result<()> {
        let metadata = fs::metadata(path).with_context(|| path.display().to_string())?;
        self.add(format!("{} {:?}", metadata.len(), metadata.modified()?).as_bytes());
        Ok(())
    }

    /// The stamp.
    pub fn stamp(self) -> String {
        hex(&self.0.finalize())
    }
}

/// Whether the stamp kept at `path` is this one.
pub fn is_fresh(path: &Path, stamp: &str) -> bool {
    fs::read_to_string(path).is_ok_and(|kept| kept == stamp)
}

/// Keeps a stamp. To be called when the artefact is complete.
///
/// # Errors
/// The system's.
pub fn keep(path: &Path, stamp: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, stamp).with_context(|| path.display().to_string())
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

//! What survives a restart, as one JSON file.
//!
//! It holds a private key and refresh tokens, so only its owner may read it. Written beside its place
//! and renamed: a crash leaves the old file or the new one, never half of one.

use std::collections::HashMap;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::grant::{AccessToken, Grant, RefreshToken};
use super::organization::Memberships;
use super::session::Session;
use super::signing_key::KeyRing;
use super::state::State;
use super::tenant::SavedTenant;
use super::user::User;

pub(crate) struct DataFile {
    path: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    signing_keys: Vec<String>,
    users: HashMap<String, User>,
    // Files of an earlier version have none.
    #[serde(default)]
    memberships: Memberships,
    grants: HashMap<String, Grant>,
    refresh_tokens: HashMap<String, RefreshToken>,
    access_tokens: HashMap<String, AccessToken>,
    sessions: HashMap<String, Session>,
    #[serde(default)]
    tenant: SavedTenant,
}

/// Why the data file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The file could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The data path.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// The file is not one that the provider wrote.
    #[error("{} is damaged ({reason}); delete it to begin with no users and a new signing key", path.display())]
    Damaged {
        /// The data path.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The data path.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl DataFile {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// The state as it was saved; a new one where nothing was saved yet.
    pub(crate) fn read(&self) -> Result<State, DataError> {
        let json = match fs::read(&self.path) {
            Ok(json) => json,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(State::new(KeyRing::generate()));
            }
            Err(source) => {
                return Err(DataError::Read { path: self.path.clone(), source });
            }
        };
        let damaged = |reason: String| DataError::Damaged { path: self.path.clone(), reason };
        // serde's message could quote the file, and with it a token: its position is enough.
        let contents: Contents = serde_json::from_slice(&json)
            .map_err(|error| damaged(format!("line {}, column {}", error.line(), error.column())))?;
        let keys = KeyRing::from_pems(&contents.signing_keys)
            .ok_or_else(|| damaged("signing_keys are no P-384 keys".to_owned()))?;
        let mut state = State {
            users: contents.users,
            memberships: contents.memberships,
            grants: contents.grants,
            refresh_tokens: contents.refresh_tokens,
            access_tokens: contents.access_tokens,
            sessions: contents.sessions,
            ..State::new(keys)
        };
        state.tenant.restore(contents.tenant);
        Ok(state)
    }

    pub(crate) fn write(&self, state: &State) -> Result<(), DataError> {
        let contents = Contents {
            signing_keys: state.keys.to_pems(),
            users: state.users.clone(),
            memberships: state.memberships.clone(),
            grants: state.grants.clone(),
            refresh_tokens: state.refresh_tokens.clone(),
            access_tokens: state.access_tokens.clone(),
            sessions: state.sessions.clone(),
            tenant: state.tenant.saved(),
        };
        serde_json::to_vec(&contents)
            .map_err(io::Error::from)
            .and_then(|json| replace(&self.path, &json))
            .map_err(|source| DataError::Write { path: self.path.clone(), source })
    }
}

fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".tmp");
    let temporary = PathBuf::from(temporary);
    // A leftover of a crash may have other permissions, and `mode` applies to new files only.
    if let Err(error) = fs::remove_file(&temporary)
        && error.kind() != io::ErrorKind::NotFound
    {
        return Err(error);
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&temporary)?;
    file.write_all(contents)?;
    file.sync_all()?;
    fs::rename(&temporary, path)
}

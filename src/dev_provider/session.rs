//! The provider's own browser session: who is signed in here, and at which clients.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::clock::{DAY, Millis};
use super::random;

pub(crate) const SESSION_LIFETIME: Millis = 14 * DAY;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) sub: String,
    pub(crate) authenticated_at: Millis,
    pub(crate) expires_at: Millis,
    pub(crate) clients: BTreeMap<String, ClientSession>,
}

impl Session {
    pub(crate) fn begin(sub: String, now: Millis) -> Self {
        Self { sub, authenticated_at: now, expires_at: now + SESSION_LIFETIME, clients: BTreeMap::new() }
    }
}

/// What this session means to one client.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ClientSession {
    pub(crate) sid: String,
    pub(crate) grant_id: String,
    /// What was consented to so far; `prompt=none` gets no more than this.
    pub(crate) scopes: BTreeSet<String>,
}

impl ClientSession {
    pub(crate) fn begin() -> Self {
        Self { sid: random::token(), grant_id: random::token(), scopes: BTreeSet::new() }
    }
}

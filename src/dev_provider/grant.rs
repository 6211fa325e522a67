//! What was granted, and the credentials that hang on it.
//!
//! A grant is one client's access to one user's account from one browser session. Codes, access
//! tokens and refresh tokens name their grant: without it none of them is worth anything.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::clock::{DAY, HOUR, Millis, SECOND};

pub(crate) const CODE_LIFETIME: Millis = 60 * SECOND;
pub(crate) const ACCESS_TOKEN_LIFETIME: Millis = HOUR;
pub(crate) const REFRESH_TOKEN_LIFETIME: Millis = 14 * DAY;
/// A refresh token older than this is replaced when it is used: 70 % of its lifetime.
pub(crate) const REFRESH_TOKEN_ROTATES_AFTER: Millis = REFRESH_TOKEN_LIFETIME / 10 * 7;
/// How long a replaced refresh token still works, for requests that were under way.
pub(crate) const REFRESH_TOKEN_OVERLAP: Millis = 3 * SECOND;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) sub: String,
}

/// What one authorization request was granted. Codes and refresh tokens carry it on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Authorization {
    pub(crate) grant_id: String,
    pub(crate) client_id: String,
    pub(crate) sub: String,
    /// None where a subject token took the place of a sign-in.
    pub(crate) session_id: Option<String>,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) resources: BTreeSet<String>,
    pub(crate) nonce: Option<String>,
    /// Only where the application has a back-channel logout URI.
    pub(crate) sid: Option<String>,
    /// Only where the request had `max_age`. Seconds.
    pub(crate) auth_time: Option<i64>,
}

impl Authorization {
    pub(crate) fn is_offline(&self) -> bool {
        self.scopes.contains("offline_access")
    }
}

#[derive(Debug, Clone)]
pub(crate) struct AuthorizationCode {
    pub(crate) authorization: Authorization,
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: String,
    pub(crate) expires_at: Millis,
    pub(crate) consumed: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct RefreshToken {
    pub(crate) authorization: Authorization,
    pub(crate) issued_at: Millis,
    /// When a newer one took its place.
    pub(crate) replaced_at: Option<Millis>,
}

impl RefreshToken {
    pub(crate) fn is_expired(&self, now: Millis) -> bool {
        now >= self.issued_at + REFRESH_TOKEN_LIFETIME
    }

    pub(crate) fn is_due_for_rotation(&self, now: Millis) -> bool {
        now >= self.issued_at + REFRESH_TOKEN_ROTATES_AFTER
    }

    /// Used after its successor had time to arrive: somebody else may hold a copy
    /// (RFC 9700, section 4.14.2).
    pub(crate) fn is_replayed(&self, now: Millis) -> bool {
        self.replaced_at.is_some_and(|at| now > at + REFRESH_TOKEN_OVERLAP)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    pub(crate) grant_id: String,
    pub(crate) client_id: String,
    pub(crate) sub: String,
    pub(crate) scopes: BTreeSet<String>,
    /// The session it dies with, unless the grant is for offline access.
    pub(crate) session_id: Option<String>,
    pub(crate) expires_at: Millis,
}

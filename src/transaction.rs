//! The transaction: what this browser must remember between the start of a sign-in and the callback.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{ReturnTo, Secret, random, random::NoRandomness};

/// How long a sign-in may take. Long enough to wait for a text message, short for a thief of a cookie.
pub const TRANSACTION_LIFE: Duration = Duration::minutes(10);

/// One unfinished sign-in. It lives in an encrypted cookie, so anonymous visitors cost no storage, and tabs do not
/// disturb each other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Transaction {
    /// Binds the callback to this browser (RFC 6749, 10.12).
    pub state: Secret,
    /// Binds the ID token to this sign-in (OpenID Connect Core 15.5.2).
    pub nonce: Secret,
    /// Binds the code to this client (RFC 7636).
    pub code_verifier: Secret,
    /// Where to go afterwards.
    pub return_to: ReturnTo,
    /// How long ago the person may have signed in at the provider (seconds; OpenID Connect Core 3.1.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<i64>,
    /// When the sign-in began.
    #[serde(with = "time::serde::timestamp")]
    pub began: OffsetDateTime,
}

impl Transaction {
    /// Begins a transaction with fresh random values.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when the operating system has none to give.
    pub fn begin(return_to: ReturnTo, now: OffsetDateTime) -> Result<Self, NoRandomness> {
        Ok(Self {
            state: Secret::new(random::token()?),
            nonce: Secret::new(random::token()?),
            code_verifier: Secret::new(random::token()?),
            return_to,
            max_age: None,
            began: now,
        })
    }

    /// Whether the ten minutes are over.
    pub fn is_expired(&self, now: OffsetDateTime) -> bool {
        now - self.began >= TRANSACTION_LIFE
    }
}

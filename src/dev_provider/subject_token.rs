//! A subject token: who has it acts for a user at the token endpoint, once.
//!
//! <https://docs.logto.io/developers/user-impersonation>

use super::clock::{MINUTE, Millis};
use super::random;

pub(crate) const SUBJECT_TOKEN_LIFETIME: Millis = 10 * MINUTE;
/// By it Logto tells a subject token from an access token.
pub(crate) const PREFIX: &str = "sub_";

#[derive(Debug, Clone)]
pub(crate) struct SubjectToken {
    pub(crate) sub: String,
    pub(crate) expires_at: Millis,
}

impl SubjectToken {
    pub(crate) fn new(sub: String, now: Millis) -> Self {
        Self { sub, expires_at: now + SUBJECT_TOKEN_LIFETIME }
    }
}

/// A new value: the prefix and 21 characters.
pub(crate) fn value() -> String {
    format!("{PREFIX}{}", random::identifier(21))
}

//! The session: who is signed in, with the tokens. It stays on the server, sealed; the browser holds a random id.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::{
    IdTokenClaims, Secret,
    random::NoRandomness,
    seal::{Keyring, Purpose},
    token_response::TokenResponse,
};

/// A signed-in person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// What the verified ID token says of the person.
    pub claims: IdTokenClaims,
    /// The tokens.
    pub tokens: Tokens,
    /// When the session began.
    #[serde(with = "time::serde::timestamp")]
    pub began: OffsetDateTime,
}

/// The tokens of a session. They never leave the server.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Tokens {
    /// For the provider's userinfo endpoint and, with a resource, for APIs.
    pub access_token: Secret,
    /// When the access token expires.
    #[serde(with = "time::serde::timestamp")]
    pub expires_at: OffsetDateTime,
    /// For new access tokens. Logto gives one with `offline_access` and `prompt=consent`.
    pub refresh_token: Option<Secret>,
    /// The ID token as it came, for `id_token_hint`.
    pub id_token: Secret,
    /// The granted scopes.
    pub scope: Vec<String>,
}

impl Session {
    pub(crate) fn begin(response: TokenResponse, claims: IdTokenClaims, now: OffsetDateTime) -> Self {
        let id_token = Secret::new(response.id_token.to_string());
        let TokenResponse { access_token, expires_at, refresh_token, scope, .. } = response;
        Self { claims, tokens: Tokens { access_token, expires_at, refresh_token, id_token, scope }, began: now }
    }

    /// Seals the session for a store.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when it cannot be sealed.
    pub fn seal(&self, keyring: &Keyring) -> Result<String, NoRandomness> {
        let plain = serde_json::to_vec(self).map_err(|_| NoRandomness)?;
        keyring.seal(Purpose::Session, "", &plain)
    }

    /// Opens what [`seal`](Self::seal) made; `None` where the secret is unknown or the record damaged. Then there is no
    /// session, and the person signs in again.
    pub fn open(keyring: &Keyring, sealed: &str) -> Option<Self> {
        serde_json::from_slice(&keyring.open(Purpose::Session, "", sealed)?).ok()
    }
}

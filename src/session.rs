//! The session: who is signed in, with the tokens. It stays on the server, sealed; the browser holds a random id.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{
    AccessTokenFor, IdTokenClaims, Secret, SessionKey, Tokens,
    random::NoRandomness,
    refresh::Refreshed,
    seal::{Keyring, Purpose},
    token_response::TokenResponse,
};

/// How long an embedded session goes on past the hour while nobody can say whether its user may (an outage, an M2M application
/// that lost its role): a night, not a fortnight.
const LONGEST_UNCONFIRMED: Duration = Duration::hours(24);
/// The longest description of a device that is kept (characters).
const LONGEST_DEVICE: usize = 80;

/// By which way a session was opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenedBy {
    /// At Logto's hosted pages: OpenID Connect, with an ID token.
    #[default]
    Hosted,
    /// At this app's own pages: a code by text, checked through the Management API. No ID token, no refresh token, no session
    /// at Logto.
    Embedded,
}

/// A signed-in person.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    /// By which way it was opened.
    #[serde(default)]
    pub opened_by: OpenedBy,
    /// What the last verified ID token says of the person; in an embedded session, what the Management API said last.
    pub claims: IdTokenClaims,
    /// The tokens.
    pub tokens: Tokens,
    /// When the session began (UTC).
    #[serde(with = "time::serde::timestamp")]
    pub began: OffsetDateTime,
    /// What the person signed in with, as the app describes it: `Firefox on Linux`.
    pub device: Option<String>,
}

impl Session {
    pub(crate) fn begin(response: TokenResponse, claims: IdTokenClaims, now: OffsetDateTime) -> Self {
        let TokenResponse { access_token, refresh_token, id_token, transaction } = response;
        let id_token = Secret::new(id_token.to_string());
        let tokens = Tokens::new(refresh_token, id_token, transaction.nonce, access_token);
        Self { opened_by: OpenedBy::Hosted, claims, tokens, began: now, device: None }
    }

    /// A session for somebody whose phone number was verified through the Management API.
    #[cfg(feature = "phone")]
    pub(crate) fn begin_embedded(claims: IdTokenClaims, now: OffsetDateTime) -> Self {
        Self { opened_by: OpenedBy::Embedded, claims, tokens: Tokens::none(), began: now, device: None }
    }

    /// Describes the device, for the list of a person's sessions.
    #[must_use]
    pub fn on_device(mut self, device: &str) -> Self {
        let device: String = device.chars().filter(|char| !char.is_control()).take(LONGEST_DEVICE).collect();
        self.device = Some(device).filter(|device| !device.trim().is_empty());
        self
    }

    /// Whether the person counts as signed in: the access token lives, or a refresh can tell.
    ///
    /// Without a refresh token nobody hears that a person was suspended; then the session is as old as its access token. An
    /// embedded session whose user was not read again for a day does not count until they are: nobody was there, or nobody
    /// could say.
    pub fn is_authenticated(&self, now: OffsetDateTime) -> bool {
        if self.opened_by == OpenedBy::Embedded {
            return (now - LONGEST_UNCONFIRMED).unix_timestamp() < self.claims.exp;
        }
        let lives = self.tokens.access_token(&AccessTokenFor::UserInfo).is_some_and(|token| now < token.expires_at);
        lives || self.tokens.refresh_token.is_some()
    }

    /// Whether the provider can be asked again without the person.
    pub(crate) fn is_renewable(&self) -> bool {
        self.opened_by == OpenedBy::Embedded || self.tokens.refresh_token.is_some()
    }

    /// Takes over what a refresh brought.
    pub(crate) fn refreshed(&mut self, what_for: AccessTokenFor, refreshed: Refreshed, now: OffsetDateTime) {
        let Refreshed { access_token, refresh_token, id_token, claims } = refreshed;
        self.tokens.refresh_token = refresh_token.or_else(|| self.tokens.refresh_token.take());
        self.tokens.id_token = id_token.or_else(|| self.tokens.id_token.take());
        if let Some(claims) = claims {
            self.claims = claims;
        }
        if let Some(access_token) = access_token {
            self.tokens.keep(what_for, access_token, now);
        }
    }

    /// Seals the session for a storage, where it opens under this key alone.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when it cannot be sealed.
    pub fn seal(&self, keyring: &Keyring, key: &SessionKey) -> Result<String, NoRandomness> {
        let plain = serde_json::to_vec(self).map_err(|_| NoRandomness)?;
        keyring.seal(Purpose::Session, &context(key), &plain)
    }

    /// Opens what [`seal`](Self::seal) made for the same key; `None` where the secret is unknown or the record damaged.
    /// Then there is no session, and the person signs in again.
    pub fn open(keyring: &Keyring, key: &SessionKey, sealed: &str) -> Option<Self> {
        serde_json::from_slice(&keyring.open(Purpose::Session, &context(key), sealed)?).ok()
    }
}

/// Who can write to the storage cannot put one person's session in another's place.
fn context(key: &SessionKey) -> String {
    key.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect()
}

//! For the tests of an app: somebody is signed in, without a sign-in and without a provider.
//!
//! Only with the feature `dev-provider`, which no release has: whoever can call this is whoever they say.
//!
//! ```
//! use logto::{
//!     Clock, Keyring, LogtoClient, LogtoConfig, MemorySessions, Origin, Secret, SessionLife, Sessions, testing,
//! };
//! use serde_json::json;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The app's own sessions, in memory. Nobody listens at the endpoint, and nobody needs to.
//! let endpoint = Origin::parse("http://localhost:3001")?;
//! let base_url = Origin::parse("http://localhost:3000")?;
//! let config = LogtoConfig::new(endpoint, "app", Secret::new("secret"), base_url);
//! let client = LogtoClient::new(config, Clock::system())?;
//! let keyring = Keyring::parse(&Keyring::random_secret()?)?;
//! let sessions =
//!     Sessions::new(client, keyring, MemorySessions::new(Clock::system()), SessionLife::default());
//!
//! let browser = testing::sign_in(&sessions, json!({ "sub": "cugkrw5wiiif", "roles": ["admin"] })).await?;
//!
//! // In the test of a page: `.header("cookie", &browser.cookie)`. In the test of a function:
//! let signed_in = sessions.current(&browser.key).await?.ok_or("nobody is signed in")?;
//! assert!(signed_in.session.claims.has_role("admin"));
//! # Ok(())
//! # }
//! ```

use serde_json::{Map, Value};
use time::{Duration, OffsetDateTime};
use tower_sessions::Expiry;

use crate::{
    AccessToken, AccessTokenFor, IdTokenClaims, NoRandomness, OpenedBy, Secret, Session, SessionKey, Sessions, Tokens,
    axum::{BeginSessionError, TowerStore, begin_session, session_cookie_name},
    random,
};

/// The `sub` of somebody of whom nothing else is said.
pub const SUB: &str = "test-user";

/// Somebody's browser, in which they are signed in.
#[derive(Clone, Debug)]
pub struct SignedInBrowser {
    /// What the browser sends as `Cookie`.
    pub cookie: String,
    /// By what [`Sessions`] knows the session.
    pub key: SessionKey,
}

/// The person could not be signed in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TestSignInError {
    /// The claims are no set of ID token claims.
    #[error("the claims are none of an ID token: {0}")]
    Claims(#[from] serde_json::Error),
    /// The session could not be begun.
    #[error(transparent)]
    Begin(#[from] BeginSessionError),
    /// The system has no randomness.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The session began, and has no id.
    #[error("the session has no id")]
    NoId,
}

/// Signs somebody in, as the ID token with these claims would: see [`sign_in_with`], with no further access tokens.
///
/// # Errors
///
/// [`TestSignInError`] when the claims are no object or of other types than an ID token's, or the storage does not answer.
pub async fn sign_in(sessions: &Sessions, claims: Value) -> Result<SignedInBrowser, TestSignInError> {
    sign_in_with(sessions, claims, []).await
}

/// Signs somebody in, with access tokens for the calls that the app makes. `sub`, `iss`, `iat` and `exp` are filled in where
/// the claims have none.
///
/// The session has no refresh token, and its access tokens live as long as it does: nothing that the app does asks the
/// provider, but for [`Sessions::fetch_user_info`] and for access tokens that are not among these.
///
/// # Errors
///
/// [`TestSignInError`] when the claims are no object or of other types than an ID token's, or the storage does not answer.
pub async fn sign_in_with(
    sessions: &Sessions,
    claims: Value,
    access_tokens: impl IntoIterator<Item = (AccessTokenFor, Secret)>,
) -> Result<SignedInBrowser, TestSignInError> {
    let now = sessions.client().clock().now();
    let expires_at = now + sessions.life().max + Duration::hours(1);
    let claims = complete(sessions, claims, now, expires_at)?;
    let token = |token: Secret| AccessToken { token, expires_at, scope: Vec::new() };
    let id_token = Secret::new("no-id-token-in-a-test");
    let user_info = token(Secret::new(random::token()?));
    let mut tokens = Tokens::new(None, id_token, Secret::new(random::token()?), user_info);
    for (what_for, access_token) in access_tokens {
        tokens.keep(what_for, token(access_token), now);
    }
    let session = Session { opened_by: OpenedBy::Hosted, claims, tokens, began: now, device: None };
    let store = std::sync::Arc::new(TowerStore::new(sessions.storage().clone()));
    let record = tower_sessions::Session::new(None, store, Some(Expiry::OnInactivity(sessions.life().idle)));
    begin_session(sessions, &record, &session).await?;
    let id = record.id().ok_or(TestSignInError::NoId)?;
    let name = session_cookie_name(sessions.client().config().base_url.is_https());
    Ok(SignedInBrowser { cookie: format!("{name}={id}"), key: SessionKey::of(&id.to_string()) })
}

fn complete(
    sessions: &Sessions,
    claims: Value,
    now: OffsetDateTime,
    expires_at: OffsetDateTime,
) -> Result<IdTokenClaims, serde_json::Error> {
    let given: Map<String, Value> = serde_json::from_value(claims)?;
    let mut claims = Map::from_iter([
        ("iss".to_owned(), sessions.client().config().issuer().into()),
        ("sub".to_owned(), SUB.into()),
        ("iat".to_owned(), now.unix_timestamp().into()),
        ("exp".to_owned(), expires_at.unix_timestamp().into()),
    ]);
    claims.extend(given);
    serde_json::from_value(Value::Object(claims))
}

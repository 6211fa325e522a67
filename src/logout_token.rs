//! The logout token, with which the provider says that a session has ended. OpenID Connect Back-Channel Logout 1.0, 2.

use serde::{Deserialize, de::IgnoredAny};
use serde_json::Value;
use time::{Duration, OffsetDateTime};

use crate::{
    LogtoClient,
    aud_claim::AudClaim,
    clock::LEEWAY,
    jws::{JwsError, Payload, Unverified},
    provider::ProviderUnavailable,
    unique_json,
};

/// What the header calls it (Back-Channel Logout 1.0, 2.4).
pub(crate) const TYP: &str = "logout+jwt";
/// The member of `events` that makes a token a logout token.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// The oldest token that is taken (by `iat`). Logto delivers within seconds, and does not try again.
pub(crate) const OLDEST: Duration = Duration::minutes(5);
/// The longest life (`exp` less `iat`) that is believed. Logto's is two minutes; with a longer one the caller would have
/// to remember each `jti` for longer.
const LONGEST_LIFE: Duration = Duration::minutes(5);
/// The longest `sub`, `sid` or `jti` (bytes). They become keys in a store. OpenID Connect Core 2 allows 255 for `sub`.
const LONGEST_ID: usize = 255;

/// A verified logout token: whose sessions end. Only [`LogtoClient::verify_logout_token`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LogoutToken {
    /// The person. Without [`sid`](Self::sid) all their sessions end.
    pub sub: Option<String>,
    /// The session at the provider. At least one of `sub` and `sid` is there, and not empty.
    pub sid: Option<String>,
    /// The token's own name: it serves once. See [`LogtoClient::verify_logout_token`].
    pub jti: String,
    /// When the token was issued (seconds since 1970, UTC).
    pub iat: i64,
    /// When the token expires (seconds since 1970, UTC).
    pub exp: i64,
}

/// Why a logout token is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LogoutTokenError {
    /// The header's `typ` is not `logout+jwt`: an ID token, an access token, something else.
    #[error("unexpected logout token \"typ\" header parameter value")]
    TypMismatched,
    /// The signature is missing, wrong, made with a disallowed algorithm, or by an unknown key.
    #[error("logout token signature: {0}")]
    Signature(&'static str),
    /// The token is signed with an algorithm that this library cannot verify.
    #[error("logout token signature: the algorithm {0} is not supported; let the tenant sign with ES384 or RS256")]
    AlgorithmUnsupported(&'static str),
    /// `iss` is another issuer, or missing.
    #[error("unexpected logout token \"iss\" claim value")]
    IssMismatched,
    /// `aud` is not this application alone.
    #[error("unexpected logout token \"aud\" claim value")]
    AudMismatched,
    /// `exp` has passed.
    #[error("unexpected logout token \"exp\" claim value: the token has expired")]
    Expired,
    /// `exp` is too far after `iat`.
    #[error("unexpected logout token \"exp\" claim value: the token lives too long")]
    ExpOutOfRange,
    /// `iat` is in the future, or more than five minutes ago.
    #[error("unexpected logout token \"iat\" claim value")]
    IatOutOfRange,
    /// `events` lacks the back-channel logout event, or it is no object.
    #[error("missing back-channel logout event in the logout token's \"events\" claim")]
    EventsMissing,
    /// There is a `nonce`, as in an ID token.
    #[error("the logout token must not have a \"nonce\" claim")]
    NoncePresent,
    /// There is neither `sub` nor `sid`: nobody is meant.
    #[error("missing logout token claim: \"sub\" or \"sid\"")]
    SubjectMissing,
    /// There is no `jti`, so a replay could not be told from the original.
    #[error("missing logout token claim \"jti\"")]
    JtiMissing,
    /// The token is no logout token at all.
    #[error("the logout token cannot be read: {0}")]
    Malformed(&'static str),
    /// The provider's metadata or keys cannot be had: nothing is known about the token.
    #[error(transparent)]
    ProviderUnavailable(#[from] ProviderUnavailable),
}

impl LogoutTokenError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TypMismatched => "logout_token.typ_mismatched",
            Self::Signature(_) => "logout_token.signature_invalid",
            Self::AlgorithmUnsupported(_) => "logout_token.algorithm_unsupported",
            Self::IssMismatched => "logout_token.iss_mismatched",
            Self::AudMismatched => "logout_token.aud_mismatched",
            Self::Expired => "logout_token.expired",
            Self::ExpOutOfRange => "logout_token.exp_out_of_range",
            Self::IatOutOfRange => "logout_token.iat_out_of_range",
            Self::EventsMissing => "logout_token.events_missing",
            Self::NoncePresent => "logout_token.nonce_present",
            Self::SubjectMissing => "logout_token.subject_missing",
            Self::JtiMissing => "logout_token.jti_missing",
            Self::Malformed(_) => "logout_token.malformed",
            Self::ProviderUnavailable(_) => "logout_token.provider_unavailable",
        }
    }
}

impl LogtoClient {
    /// Verifies a logout token (the form field `logout_token` of a POST by the provider; Back-Channel Logout 1.0, 2.6):
    /// - `typ` is `logout+jwt`, so that neither an ID token nor an access token ends a session;
    /// - the signature, with a key of the provider, an algorithm that discovery names, never `none`, never HMAC;
    /// - `iss` is the issuer, `aud` is this application and nobody else;
    /// - `exp` is to come and `iat` has been, both with a minute of leeway; the token is at most five minutes old and
    ///   lives at most five;
    /// - `events` has the back-channel logout event, and it is an object; there is no `nonce`;
    /// - `jti` is there, and `sub` or `sid`, none of them empty or longer than 255 bytes.
    ///
    /// # Replay
    ///
    /// This function keeps nothing, so it takes a token twice. Let a store take its `jti` once, for six minutes after
    /// `iat` at least, **before** ending sessions: [`SessionStorage::use_once`](crate::SessionStorage::use_once).
    ///
    /// # Errors
    ///
    /// [`LogoutTokenError`]; its [`code`](LogoutTokenError::code) is stable. Answer
    /// [`ProviderUnavailable`](LogoutTokenError::ProviderUnavailable) with 503 and all else with 400 (2.8).
    pub async fn verify_logout_token(&self, token: &str) -> Result<LogoutToken, LogoutTokenError> {
        let provider = self.provider();
        let payload = Unverified::parse(token)?.expect_typ(TYP)?.verify(provider).await?;
        read(&payload, &provider.issuer, &self.config().app_id, self.clock().now())
    }
}

/// The claims as they came.
#[derive(Deserialize)]
struct Claims {
    #[serde(default, deserialize_with = "unique_json::present")]
    iss: Option<String>,
    #[serde(default, deserialize_with = "unique_json::present")]
    aud: Option<AudClaim>,
    iat: i64,
    exp: i64,
    #[serde(default, deserialize_with = "unique_json::present")]
    jti: Option<String>,
    #[serde(default, deserialize_with = "unique_json::present")]
    sub: Option<String>,
    #[serde(default, deserialize_with = "unique_json::present")]
    sid: Option<String>,
    #[serde(default)]
    events: Value,
    #[serde(default, deserialize_with = "unique_json::present")]
    nonce: Option<IgnoredAny>,
}

/// Checks the claims of a payload.
pub(crate) fn read(
    payload: &Payload,
    issuer: &str,
    client_id: &str,
    now: OffsetDateTime,
) -> Result<LogoutToken, LogoutTokenError> {
    let claims: Claims = payload.claims()?;
    if claims.iss.as_deref() != Some(issuer) {
        return Err(LogoutTokenError::IssMismatched);
    }
    if !claims.aud.as_ref().is_some_and(|aud| aud.is_alone(client_id)) {
        return Err(LogoutTokenError::AudMismatched);
    }
    check_times(&claims, now.unix_timestamp())?;
    if !claims.events.get(EVENT).is_some_and(Value::is_object) {
        return Err(LogoutTokenError::EventsMissing);
    }
    if claims.nonce.is_some() {
        return Err(LogoutTokenError::NoncePresent);
    }
    let jti = claims.jti.filter(|jti| !jti.is_empty()).ok_or(LogoutTokenError::JtiMissing)?;
    let ids = [Some(&jti), claims.sub.as_ref(), claims.sid.as_ref()];
    if ids.into_iter().flatten().any(|id| id.is_empty() || id.len() > LONGEST_ID) {
        return Err(LogoutTokenError::Malformed("\"sub\", \"sid\" or \"jti\" is empty or too long"));
    }
    if claims.sub.is_none() && claims.sid.is_none() {
        return Err(LogoutTokenError::SubjectMissing);
    }
    Ok(LogoutToken { sub: claims.sub, sid: claims.sid, jti, iat: claims.iat, exp: claims.exp })
}

/// The claims come from a signed token, but a mistaken provider must not make the arithmetic overflow.
fn check_times(claims: &Claims, now: i64) -> Result<(), LogoutTokenError> {
    let leeway = LEEWAY.whole_seconds();
    if claims.exp <= now - leeway {
        return Err(LogoutTokenError::Expired);
    }
    if !(now - OLDEST.whole_seconds()..=now + leeway).contains(&claims.iat) {
        return Err(LogoutTokenError::IatOutOfRange);
    }
    if claims.exp.saturating_sub(claims.iat) > LONGEST_LIFE.whole_seconds() {
        return Err(LogoutTokenError::ExpOutOfRange);
    }
    Ok(())
}

impl From<JwsError> for LogoutTokenError {
    fn from(error: JwsError) -> Self {
        match error {
            JwsError::Malformed(reason) => Self::Malformed(reason),
            JwsError::TypMismatched => Self::TypMismatched,
            JwsError::Signature(reason) => Self::Signature(reason),
            JwsError::AlgorithmUnsupported(algorithm) => Self::AlgorithmUnsupported(algorithm),
            JwsError::ProviderUnavailable(error) => Self::ProviderUnavailable(error),
        }
    }
}

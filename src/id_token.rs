//! The ID token: verified, or refused. OpenID Connect Core 3.1.3.7.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use openidconnect::{
    AccessToken, AccessTokenHash, ClaimsVerificationError, ClientId, IdTokenVerifier, JsonWebKeySet, Nonce,
    SignatureVerificationError, SigningError,
    core::{CoreIdToken, CoreIdTokenClaims, CoreJwsSigningAlgorithm},
};
use time::{Duration, OffsetDateTime};

use crate::{
    IdTokenClaims, LogtoConfig, Secret, Transaction, clock::LEEWAY, discovery::ProviderMetadata, provider::Keys,
};

/// What `openidconnect` hands back when the check of `iat` fails; it files both times under "expired".
const IAT: &str = "iat";
/// The oldest ID token that is taken (by `iat`): it comes straight from the token endpoint, so seconds would do.
const OLDEST: Duration = Duration::minutes(10);

/// Why an ID token is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IdTokenError {
    /// The signature is missing, wrong, made with a disallowed algorithm, or by an unknown key.
    #[error("ID token signature: {0}")]
    Signature(String),
    /// The token is signed with an algorithm that this library cannot verify.
    #[error("ID token signature: the algorithm {0} is not supported; let the tenant sign with ES384 or RS256")]
    AlgorithmUnsupported(String),
    /// `iss` is another issuer, or missing.
    #[error("unexpected ID token \"iss\" claim value")]
    IssMismatched,
    /// `aud` is not this application alone.
    #[error("unexpected ID token \"aud\" claim value")]
    AudMismatched,
    /// `azp` is another party.
    #[error("unexpected ID token \"azp\" claim value")]
    AzpMismatched,
    /// `nonce` is another sign-in's, or missing.
    #[error("unexpected ID token \"nonce\" claim value")]
    NonceMismatched,
    /// `sub` is another person than the session's.
    #[error("unexpected ID token \"sub\" claim value")]
    SubMismatched,
    /// `auth_time` is missing, or longer ago than `max_age` allows.
    #[error("unexpected ID token \"auth_time\" claim value")]
    AuthTimeTooOld,
    /// `exp` has passed.
    #[error("unexpected ID token \"exp\" claim value: the token has expired")]
    Expired,
    /// `iat` is in the future, or long ago.
    #[error("unexpected ID token \"iat\" claim value")]
    IatOutOfRange,
    /// `at_hash` is there and belongs to another access token.
    #[error("unexpected ID token \"at_hash\" claim value")]
    AtHashMismatched,
    /// The token is no ID token at all.
    #[error("the ID token cannot be read: {0}")]
    Malformed(String),
}

impl IdTokenError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Signature(_) => "id_token.signature_invalid",
            Self::AlgorithmUnsupported(_) => "id_token.algorithm_unsupported",
            Self::IssMismatched => "id_token.iss_mismatched",
            Self::AudMismatched => "id_token.aud_mismatched",
            Self::AzpMismatched => "id_token.azp_mismatched",
            Self::NonceMismatched => "id_token.nonce_mismatched",
            Self::SubMismatched => "id_token.sub_mismatched",
            Self::AuthTimeTooOld => "id_token.auth_time_too_old",
            Self::Expired => "id_token.expired",
            Self::IatOutOfRange => "id_token.iat_out_of_range",
            Self::AtHashMismatched => "id_token.at_hash_mismatched",
            Self::Malformed(_) => "id_token.malformed",
        }
    }
}

/// What an ID token must agree with, besides the configuration.
#[derive(Debug)]
pub(crate) enum Expected<'a> {
    /// The sign-in that it ends.
    SignIn(&'a Transaction),
    /// The session that it continues (OpenID Connect Core 12.2).
    Refresh {
        /// The sign-in's.
        nonce: Option<&'a Secret>,
        /// The person's.
        sub: &'a str,
    },
}

impl Expected<'_> {
    fn check_nonce(&self, given: Option<&Nonce>) -> Result<(), String> {
        let agrees = match (self, given) {
            (Self::SignIn(transaction), Some(given)) => transaction.nonce.is(given.secret()),
            (Self::SignIn(_), None) => false,
            (Self::Refresh { nonce, .. }, Some(given)) => nonce.is_some_and(|nonce| nonce.is(given.secret())),
            (Self::Refresh { .. }, None) => true,
        };
        if agrees { Ok(()) } else { Err("nonce".to_owned()) }
    }

    fn check(&self, claims: &IdTokenClaims, now: OffsetDateTime) -> Result<(), IdTokenError> {
        match self {
            Self::Refresh { sub, .. } if claims.sub != **sub => Err(IdTokenError::SubMismatched),
            Self::SignIn(Transaction { max_age: Some(max_age), .. }) => {
                let age = claims.auth_time.map(|at| now.unix_timestamp().saturating_sub(at));
                let in_time = age.is_some_and(|age| age <= max_age.saturating_add(LEEWAY.whole_seconds()));
                if in_time { Ok(()) } else { Err(IdTokenError::AuthTimeTooOld) }
            }
            _ => Ok(()),
        }
    }
}

/// The `kid` of the token's header: which key to look for. Not trusted for anything else.
pub(crate) fn kid(token: &CoreIdToken) -> Option<openidconnect::JsonWebKeyId> {
    #[derive(serde::Deserialize)]
    struct Header {
        kid: Option<openidconnect::JsonWebKeyId>,
    }
    let token = token.to_string();
    let header = URL_SAFE_NO_PAD.decode(token.split('.').next()?).ok()?;
    serde_json::from_slice::<Header>(&header).ok()?.kid
}

/// Verifies an ID token:
/// - the signature, with a key of the provider, an algorithm that discovery names, never `none`, never HMAC;
/// - `iss` is the issuer, `aud` is this application and nobody else, `azp`, where present, is this application;
/// - `exp` is to come and `iat` has been, both with a minute of leeway; `iat` is not long ago;
/// - `nonce` is the sign-in's; after a refresh it may be absent;
/// - `sub`, after a refresh, is the session's;
/// - `auth_time`, where the sign-in had a `max_age`, is there and recent enough;
/// - `at_hash`, where present, is the access token's.
pub(crate) fn verify(
    token: &CoreIdToken,
    expected: &Expected<'_>,
    access_token: &Secret,
    config: &LogtoConfig,
    keys: &Keys,
    now: OffsetDateTime,
) -> Result<IdTokenClaims, IdTokenError> {
    let too_early = now.unix_timestamp() - OLDEST.whole_seconds();
    let too_late = now.unix_timestamp() + LEEWAY.whole_seconds();
    let expiry_clock = chrono_time(now - LEEWAY);
    let verifier = IdTokenVerifier::new_public_client(
        ClientId::new(config.app_id.clone()),
        keys.metadata.issuer().clone(),
        JsonWebKeySet::new(keys.set.keys().clone()),
    )
    .set_allowed_algs(allowed_algorithms(&keys.metadata))
    .set_time_fn(move || expiry_clock)
    .set_issue_time_verifier_fn(move |iat| {
        if (too_early..=too_late).contains(&iat.timestamp()) { Ok(()) } else { Err(IAT.to_owned()) }
    });

    let claims = token
        .claims(&verifier, |nonce: Option<&Nonce>| expected.check_nonce(nonce))
        .map_err(IdTokenError::from_verification)?;
    check_azp(claims, config)?;
    check_at_hash(token, claims, &verifier, access_token)?;
    let claims = read_claims(token)?;
    expected.check(&claims, now)?;
    Ok(claims)
}

/// What discovery names, less what must never be: no HMAC (the client secret is no signing key), no `none`.
fn allowed_algorithms(metadata: &ProviderMetadata) -> Vec<CoreJwsSigningAlgorithm> {
    let forbidden = [
        CoreJwsSigningAlgorithm::HmacSha256,
        CoreJwsSigningAlgorithm::HmacSha384,
        CoreJwsSigningAlgorithm::HmacSha512,
        CoreJwsSigningAlgorithm::None,
    ];
    let named = metadata.id_token_signing_alg_values_supported();
    named.iter().filter(|algorithm| !forbidden.contains(algorithm)).cloned().collect()
}

/// OpenID Connect Core 3.1.3.7, 4 and 5. `openidconnect` leaves it out; other audiences it refuses already.
fn check_azp(claims: &CoreIdTokenClaims, config: &LogtoConfig) -> Result<(), IdTokenError> {
    match claims.authorized_party() {
        Some(party) if party.as_str() != config.app_id => Err(IdTokenError::AzpMismatched),
        _ => Ok(()),
    }
}

/// OpenID Connect Core 3.1.3.8. Logto sends none; a provider that does must be right.
fn check_at_hash(
    token: &CoreIdToken,
    claims: &CoreIdTokenClaims,
    verifier: &IdTokenVerifier<'_, openidconnect::core::CoreJsonWebKey>,
    access_token: &Secret,
) -> Result<(), IdTokenError> {
    let Some(at_hash) = claims.access_token_hash() else { return Ok(()) };
    let algorithm = token.signing_alg().map_err(IdTokenError::from_signature)?;
    let key = token.signing_key(verifier).map_err(IdTokenError::from_signature)?;
    let access_token = AccessToken::new(access_token.reveal().to_owned());
    let expected = AccessTokenHash::from_token(&access_token, algorithm, key).map_err(IdTokenError::from_hashing)?;
    if *expected == **at_hash { Ok(()) } else { Err(IdTokenError::AtHashMismatched) }
}

/// Reads the payload of a token that has been verified, in Logto's own terms.
fn read_claims(token: &CoreIdToken) -> Result<IdTokenClaims, IdTokenError> {
    let text = token.to_string();
    let payload = text.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let payload = payload.ok_or_else(|| IdTokenError::Malformed("the payload is not base64url".to_owned()))?;
    let claims: IdTokenClaims =
        serde_json::from_slice(&payload).map_err(|error| IdTokenError::Malformed(error.to_string()))?;
    if claims.sub.is_empty() {
        return Err(IdTokenError::Malformed("the \"sub\" claim is empty".to_owned()));
    }
    Ok(claims)
}

fn chrono_time(time: OffsetDateTime) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp(time.unix_timestamp(), 0).unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC)
}

impl IdTokenError {
    fn from_verification(error: ClaimsVerificationError) -> Self {
        match error {
            ClaimsVerificationError::Expired(reason) if reason == IAT => Self::IatOutOfRange,
            ClaimsVerificationError::Expired(_) => Self::Expired,
            ClaimsVerificationError::InvalidAudience(_) => Self::AudMismatched,
            ClaimsVerificationError::InvalidIssuer(_) => Self::IssMismatched,
            ClaimsVerificationError::InvalidNonce(_) => Self::NonceMismatched,
            ClaimsVerificationError::SignatureVerification(error) => Self::from_signature(error),
            other => Self::Malformed(other.to_string()),
        }
    }

    fn from_signature(error: SignatureVerificationError) -> Self {
        match error {
            SignatureVerificationError::UnsupportedAlg(algorithm) => Self::AlgorithmUnsupported(algorithm),
            other => Self::Signature(other.to_string()),
        }
    }

    fn from_hashing(error: SigningError) -> Self {
        Self::AlgorithmUnsupported(error.to_string())
    }
}

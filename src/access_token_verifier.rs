//! Verifies the access tokens that Logto issues for an API. RFC 9068, 4.
//!
//! For resource servers: an API needs no client secret, only the tenant's endpoint and its own name there.

use std::{fmt, sync::Arc};

use serde::Deserialize;
use time::OffsetDateTime;

use crate::{
    Clock, LogtoClient, Origin,
    access_token_claims::AccessTokenClaims,
    aud_claim::AudClaim,
    clock::LEEWAY,
    http::HttpSetupError,
    jws::{JwsError, Payload, Unverified},
    provider::{Provider, ProviderUnavailable},
    unique_json,
};

/// What the header calls it (RFC 9068, 2.1).
pub(crate) const TYP: &str = "at+jwt";
/// How Logto names an organisation as an audience; its identifier follows.
const ORGANIZATION: &str = "urn:logto:organization:";

/// Whom a token must be for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// An API resource of the tenant, by its indicator, for example `https://api.example.com`. A token for it may carry
    /// an organisation too: then its scopes hold in that organisation only.
    Resource(String),
    /// Any organisation of the tenant. Which one is in [`AccessTokenClaims::organization_id`]; to compare it with the
    /// one whose data is asked for is up to the caller.
    Organization,
}

/// Verifies access tokens. Cheap to clone; clones share the cached metadata and keys.
#[derive(Clone)]
pub struct AccessTokenVerifier(Arc<Inner>);

struct Inner {
    provider: Arc<Provider>,
    audience: Audience,
}

/// Why an access token is refused. No text in it comes from the token.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccessTokenError {
    /// The token is opaque: Logto issues one where no resource is asked for, and only Logto can read it.
    #[error("the access token is opaque; ask for one with the parameter \"resource\"")]
    Opaque,
    /// The header's `typ` is not `at+jwt`: an ID token, a logout token, something else.
    #[error("unexpected access token \"typ\" header parameter value")]
    TypMismatched,
    /// The signature is missing, wrong, made with a disallowed algorithm, or by an unknown key.
    #[error("access token signature: {0}")]
    Signature(&'static str),
    /// The token is signed with an algorithm that this library cannot verify.
    #[error("access token signature: the algorithm {0} is not supported; let the tenant sign with ES384 or RS256")]
    AlgorithmUnsupported(&'static str),
    /// `iss` is another issuer, or missing.
    #[error("unexpected access token \"iss\" claim value")]
    IssMismatched,
    /// `aud` is not this API, or missing.
    #[error("unexpected access token \"aud\" claim value")]
    AudMismatched,
    /// `exp` has passed.
    #[error("unexpected access token \"exp\" claim value: the token has expired")]
    Expired,
    /// `nbf` is in the future.
    #[error("unexpected access token \"nbf\" claim value: the token is not valid yet")]
    NotYetValid,
    /// `iat` is in the future.
    #[error("unexpected access token \"iat\" claim value")]
    IatOutOfRange,
    /// The token is no access token at all.
    #[error("the access token cannot be read: {0}")]
    Malformed(&'static str),
    /// The provider's metadata or keys cannot be had: nothing is known about the token.
    #[error(transparent)]
    ProviderUnavailable(#[from] ProviderUnavailable),
}

impl AccessTokenError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Opaque => "access_token.opaque",
            Self::TypMismatched => "access_token.typ_mismatched",
            Self::Signature(_) => "access_token.signature_invalid",
            Self::AlgorithmUnsupported(_) => "access_token.algorithm_unsupported",
            Self::IssMismatched => "access_token.iss_mismatched",
            Self::AudMismatched => "access_token.aud_mismatched",
            Self::Expired => "access_token.expired",
            Self::NotYetValid => "access_token.not_yet_valid",
            Self::IatOutOfRange => "access_token.iat_out_of_range",
            Self::Malformed(_) => "access_token.malformed",
            Self::ProviderUnavailable(_) => "access_token.provider_unavailable",
        }
    }
}

impl AccessTokenVerifier {
    /// Makes a verifier for an API of the tenant at this endpoint. Nothing is asked of the provider yet.
    ///
    /// # Errors
    ///
    /// [`HttpSetupError`] when the TLS library cannot be set up.
    pub fn new(endpoint: &Origin, audience: Audience, clock: Clock) -> Result<Self, HttpSetupError> {
        let provider = Arc::new(Provider::new(endpoint, clock)?);
        Ok(Self(Arc::new(Inner { provider, audience })))
    }

    /// Whom tokens must be for.
    pub fn audience(&self) -> &Audience {
        &self.0.audience
    }

    /// Verifies an access token (RFC 9068, 4):
    /// - `typ` is `at+jwt`, so that neither an ID token nor a logout token opens an API;
    /// - the signature, with a key of the provider, an algorithm that discovery names, never `none`, never HMAC;
    /// - `iss` is the issuer, `aud` contains the [`Audience`];
    /// - `exp` is to come, `iat` and `nbf` (where present) have been, all with a minute of leeway;
    /// - `sub` and `client_id` are there and not empty.
    ///
    /// # Errors
    ///
    /// [`AccessTokenError`]; its [`code`](AccessTokenError::code) is stable. Only
    /// [`ProviderUnavailable`](AccessTokenError::ProviderUnavailable) says nothing against the token.
    pub async fn verify(&self, token: &str) -> Result<AccessTokenClaims, AccessTokenError> {
        let Inner { provider, audience } = &*self.0;
        if !token.contains('.') {
            return Err(AccessTokenError::Opaque);
        }
        let payload = Unverified::parse(token)?.expect_typ(TYP)?.verify(provider).await?;
        read(&payload, &provider.issuer, audience, provider.clock.now())
    }

    /// Whether both verify the same: clones of one verifier do.
    #[cfg(feature = "axum")]
    pub(crate) fn is_same_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl LogtoClient {
    /// A verifier for access tokens of this tenant; it shares the client's cached metadata and keys.
    pub fn access_token_verifier(&self, audience: Audience) -> AccessTokenVerifier {
        AccessTokenVerifier(Arc::new(Inner { provider: Arc::clone(self.provider()), audience }))
    }
}

impl fmt::Debug for AccessTokenVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { provider, audience } = &*self.0;
        f.debug_struct("AccessTokenVerifier").field("issuer", &provider.issuer).field("audience", audience).finish()
    }
}

/// The claims as they came.
#[derive(Deserialize)]
struct Claims {
    #[serde(default, deserialize_with = "unique_json::present")]
    iss: Option<String>,
    #[serde(default, deserialize_with = "unique_json::present")]
    aud: Option<AudClaim>,
    sub: String,
    client_id: String,
    iat: i64,
    exp: i64,
    #[serde(default, deserialize_with = "unique_json::present")]
    nbf: Option<i64>,
    #[serde(default, deserialize_with = "unique_json::present")]
    jti: Option<String>,
    // Logto writes explicit nulls for what it has not: both may be one.
    scope: Option<String>,
    organization_id: Option<String>,
}

/// Checks the claims of a payload.
pub(crate) fn read(
    payload: &Payload,
    issuer: &str,
    audience: &Audience,
    now: OffsetDateTime,
) -> Result<AccessTokenClaims, AccessTokenError> {
    let claims: Claims = payload.claims()?;
    let Some(iss) = claims.iss.filter(|iss| iss == issuer) else { return Err(AccessTokenError::IssMismatched) };
    let aud = claims.aud.ok_or(AccessTokenError::AudMismatched)?;
    let organization_id = match_audience(audience, &aud, claims.organization_id)?;
    let (now, leeway) = (now.unix_timestamp(), LEEWAY.whole_seconds());
    if claims.exp <= now - leeway {
        return Err(AccessTokenError::Expired);
    }
    if claims.nbf.is_some_and(|nbf| nbf > now + leeway) {
        return Err(AccessTokenError::NotYetValid);
    }
    if claims.iat > now + leeway {
        return Err(AccessTokenError::IatOutOfRange);
    }
    if claims.sub.is_empty() || claims.client_id.is_empty() {
        return Err(AccessTokenError::Malformed("the \"sub\" or \"client_id\" claim is empty"));
    }
    Ok(AccessTokenClaims {
        iss,
        sub: claims.sub,
        aud: aud.as_slice().to_vec(),
        client_id: claims.client_id,
        iat: claims.iat,
        exp: claims.exp,
        jti: claims.jti,
        scope: claims
            .scope
            .iter()
            .flat_map(|scope| scope.split(' '))
            .filter(|s| !s.is_empty())
            .map(str::to_owned)
            .collect(),
        organization_id,
    })
}

/// The organisation that the token is for, if it is for this audience at all.
fn match_audience(
    audience: &Audience,
    aud: &AudClaim,
    claimed: Option<String>,
) -> Result<Option<String>, AccessTokenError> {
    match audience {
        Audience::Resource(resource) if aud.contains(resource) => Ok(claimed),
        Audience::Resource(_) => Err(AccessTokenError::AudMismatched),
        Audience::Organization => {
            // Of two organisations neither is surely meant.
            let [only] = aud.as_slice() else { return Err(AccessTokenError::AudMismatched) };
            let id = only.strip_prefix(ORGANIZATION).filter(|id| !id.is_empty());
            let id = id.ok_or(AccessTokenError::AudMismatched)?;
            if claimed.is_some_and(|claimed| claimed != id) {
                return Err(AccessTokenError::AudMismatched);
            }
            Ok(Some(id.to_owned()))
        }
    }
}

impl From<JwsError> for AccessTokenError {
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

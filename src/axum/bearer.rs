//! The extractor: a handler that takes [`Bearer`] runs only with a verified access token. RFC 6750.

use axum::extract::{FromRef, FromRequestParts};
use http::request::Parts;

use super::{BearerRejection, bearer_token};
use crate::{AccessTokenClaims, AccessTokenVerifier};

/// The claims of the request's access token, verified.
#[derive(Clone, Debug)]
pub struct Bearer(pub AccessTokenClaims);

/// What was verified earlier in this request, and by whom: a route may lie behind two verifiers.
#[derive(Clone)]
struct Verified {
    verifier: AccessTokenVerifier,
    claims: AccessTokenClaims,
}

impl Bearer {
    /// Verifies the token of a request, once per request and verifier.
    ///
    /// # Errors
    ///
    /// [`BearerRejection`], ready to be answered with (RFC 6750, 3).
    pub async fn verify(parts: &mut Parts, verifier: &AccessTokenVerifier) -> Result<Self, BearerRejection> {
        if let Some(verified) = parts.extensions.get::<Verified>()
            && verified.verifier.is_same_as(verifier)
        {
            return Ok(Self(verified.claims.clone()));
        }
        let token =
            bearer_token(&parts.headers).map_err(|error| BearerRejection::no_token(error, verifier.audience()))?;
        let claims = verifier.verify(token).await?;
        parts.extensions.insert(Verified { verifier: verifier.clone(), claims: claims.clone() });
        Ok(Self(claims))
    }
}

impl<S> FromRequestParts<S> for Bearer
where
    S: Send + Sync,
    AccessTokenVerifier: FromRef<S>,
{
    type Rejection = BearerRejection;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, BearerRejection> {
        Self::verify(parts, &AccessTokenVerifier::from_ref(state)).await
    }
}

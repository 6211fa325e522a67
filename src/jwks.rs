//! The provider's keys (JWK Set, RFC 7517), fetched when first needed and kept.

use std::sync::Arc;

use openidconnect::{JsonWebKey, JsonWebKeyId, JsonWebKeySetUrl, core::CoreJsonWebKeySet};
use time::Duration;

use crate::{
    Clock,
    cached::{Cached, Unavailable},
    http::{HttpClient, HttpError},
};

/// A token that names an unknown key makes the keys be fetched again, at most this often: forged tokens must not turn
/// this app into a load on the provider.
const LEAST_AGE_TO_REFETCH: Duration = Duration::minutes(1);

/// The keys could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JwksError {
    /// The provider did not answer with a key set.
    #[error("keys: {0}")]
    Fetch(#[from] openidconnect::DiscoveryError<HttpError>),
    /// Another request has just failed; nobody asks again for a second.
    #[error("keys: the provider could not be reached a moment ago")]
    JustFailed,
}

impl From<Unavailable<Self>> for JwksError {
    fn from(unavailable: Unavailable<Self>) -> Self {
        match unavailable {
            Unavailable::Failed(error) => error,
            Unavailable::JustFailed => Self::JustFailed,
        }
    }
}

/// The keys of the provider.
#[derive(Debug)]
pub(crate) struct Jwks {
    http: HttpClient,
    cached: Cached<CoreJsonWebKeySet>,
}

impl Jwks {
    pub(crate) fn new(http: HttpClient, clock: Clock) -> Self {
        Self { http, cached: Cached::new(clock) }
    }

    /// The keys, among them one with this `kid` if the provider has it.
    ///
    /// # Errors
    ///
    /// [`JwksError`], when there are none yet and the provider gives none.
    pub(crate) async fn with_key(
        &self,
        url: &JsonWebKeySetUrl,
        kid: Option<&JsonWebKeyId>,
    ) -> Result<Arc<CoreJsonWebKeySet>, JwksError> {
        let keys = self.cached.get(|| self.fetch(url)).await?;
        if kid.is_none_or(|kid| keys.keys().iter().any(|key| key.key_id() == Some(kid))) {
            return Ok(keys);
        }
        // Key rotation (OpenID Connect Core 10.1.1). Without an answer the old keys decide.
        Ok(self.cached.get_younger_than(LEAST_AGE_TO_REFETCH, || self.fetch(url)).await.unwrap_or(keys))
    }

    async fn fetch(&self, url: &JsonWebKeySetUrl) -> Result<CoreJsonWebKeySet, JwksError> {
        Ok(CoreJsonWebKeySet::fetch_async(url, &self.http).await?)
    }
}

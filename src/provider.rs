//! The provider: where it is, what it publishes, and how to ask. Shared by everything that verifies its signatures.

use std::sync::Arc;

use openidconnect::JsonWebKeyId;

use crate::{
    Clock, Origin,
    discovery::{Discovery, DiscoveryError, ProviderMetadata},
    http::{HttpClient, HttpSetupError},
    jwks::{Jwks, JwksError},
};

/// The path of the OpenID issuer under Logto's endpoint.
const ISSUER_PATH: &str = "/oidc";

/// A tenant as seen from outside: metadata and keys are fetched when first needed, and kept.
#[derive(Debug)]
pub(crate) struct Provider {
    pub endpoint: Origin,
    pub issuer: String,
    pub http: HttpClient,
    pub clock: Clock,
    discovery: Discovery,
    jwks: Jwks,
}

/// What a signature is checked with, as of now.
#[derive(Debug)]
pub(crate) struct Keys {
    pub metadata: Arc<ProviderMetadata>,
    pub set: Arc<openidconnect::core::CoreJsonWebKeySet>,
}

/// The provider's metadata or keys cannot be had. This says nothing of the token that was to be verified.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProviderUnavailable {
    /// No metadata.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// No keys.
    #[error(transparent)]
    Jwks(#[from] JwksError),
}

impl Provider {
    pub(crate) fn new(endpoint: &Origin, clock: Clock) -> Result<Self, HttpSetupError> {
        let issuer = issuer(endpoint);
        let http = HttpClient::new(endpoint)?;
        let discovery = Discovery::new(issuer.clone(), http.clone(), clock.clone());
        let jwks = Jwks::new(http.clone(), clock.clone());
        Ok(Self { endpoint: endpoint.clone(), issuer, http, clock, discovery, jwks })
    }

    pub(crate) async fn metadata(&self) -> Result<Arc<ProviderMetadata>, DiscoveryError> {
        self.discovery.metadata().await
    }

    /// The keys, among them the one with this `kid` if the provider has it.
    pub(crate) async fn keys(&self, kid: Option<&JsonWebKeyId>) -> Result<Keys, ProviderUnavailable> {
        let metadata = self.metadata().await?;
        let set = self.jwks.with_key(metadata.jwks_uri(), kid).await?;
        Ok(Keys { metadata, set })
    }
}

/// The issuer identifier of the tenant at this endpoint (OpenID Connect Discovery 1.0, 2).
pub(crate) fn issuer(endpoint: &Origin) -> String {
    endpoint.join(ISSUER_PATH).into()
}

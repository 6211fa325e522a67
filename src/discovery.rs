//! Discovery: what the provider says of itself. OpenID Connect Discovery 1.0, 4; OAuth 2.0 RFC 8414.

use http::{Method, header::ACCEPT};
use openidconnect::{
    AdditionalProviderMetadata, AsyncHttpClient,
    core::{
        CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType, CoreJsonWebKey,
        CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType,
        CoreSubjectIdentifierType,
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    Clock,
    cached::{Cached, Unavailable},
    http::{HttpClient, HttpError},
};

/// Where every provider publishes its metadata, below its issuer.
pub(crate) const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// The provider's metadata, with what `openidconnect` does not know of by itself.
pub(crate) type ProviderMetadata = openidconnect::ProviderMetadata<
    Additional,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Metadata of specifications beyond OpenID Connect Discovery.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Additional {
    /// RP-Initiated Logout 1.0, 2.1.
    pub end_session_endpoint: Option<Url>,
    /// RFC 7009.
    pub revocation_endpoint: Option<openidconnect::RevocationUrl>,
    /// RFC 9126, 5.
    pub pushed_authorization_request_endpoint: Option<Url>,
    /// RFC 9207, 3: the authorization response carries `iss`.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for Additional {}

/// Why the provider's metadata could not be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DiscoveryError {
    /// The provider did not answer.
    #[error("discovery: {0}")]
    Http(#[from] HttpError),
    /// The provider answered with another status than 200.
    #[error("discovery: the provider answered with status {0}")]
    Status(u16),
    /// The answer is no provider metadata.
    #[error("discovery: the provider's answer is no OpenID Provider metadata: {0}")]
    Malformed(#[source] serde_json::Error),
    /// The metadata is of another issuer than the configured one (Discovery 1.0, 4.3).
    #[error("discovery: unexpected \"issuer\": expected {expected}")]
    IssuerMismatched {
        /// The issuer that the configured endpoint implies.
        expected: String,
    },
    /// Another request has just failed; nobody asks again for a second.
    #[error("discovery: the provider could not be reached a moment ago")]
    JustFailed,
}

impl From<Unavailable<Self>> for DiscoveryError {
    fn from(unavailable: Unavailable<Self>) -> Self {
        match unavailable {
            Unavailable::Failed(error) => error,
            Unavailable::JustFailed => Self::JustFailed,
        }
    }
}

/// The provider's metadata, fetched when first needed and kept.
#[derive(Debug)]
pub(crate) struct Discovery {
    http: HttpClient,
    issuer: String,
    cached: Cached<ProviderMetadata>,
}

impl Discovery {
    pub(crate) fn new(issuer: String, http: HttpClient, clock: Clock) -> Self {
        Self { http, issuer, cached: Cached::new(clock) }
    }

    /// The metadata.
    ///
    /// # Errors
    ///
    /// [`DiscoveryError`], when there is none yet and the provider gives none.
    pub(crate) async fn metadata(&self) -> Result<std::sync::Arc<ProviderMetadata>, DiscoveryError> {
        Ok(self.cached.get(|| self.fetch()).await?)
    }

    async fn fetch(&self) -> Result<ProviderMetadata, DiscoveryError> {
        // At the configured endpoint, whatever the document says: its URLs follow the request's `Host`, its issuer does not.
        let request = http::Request::builder()
            .method(Method::GET)
            .uri(format!("{}{WELL_KNOWN}", self.issuer))
            .header(ACCEPT, "application/json")
            .body(Vec::new())
            .map_err(HttpError::Request)?;
        let answer = self.http.call(request).await?;
        if answer.status() != http::StatusCode::OK {
            return Err(DiscoveryError::Status(answer.status().as_u16()));
        }
        let metadata: ProviderMetadata = serde_json::from_slice(answer.body()).map_err(DiscoveryError::Malformed)?;
        if metadata.issuer().as_str() == self.issuer {
            Ok(metadata)
        } else {
            Err(DiscoveryError::IssuerMismatched { expected: self.issuer.clone() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_document_of_a_real_logto() {
        let document = include_str!("discovery/logto-openid-configuration.json");
        let metadata: ProviderMetadata = serde_json::from_str(document).unwrap();
        assert_eq!(metadata.issuer().as_str(), "http://localhost:3001/oidc");
        assert!(metadata.additional_metadata().authorization_response_iss_parameter_supported);
        assert!(metadata.additional_metadata().end_session_endpoint.is_some());
        assert_eq!(
            metadata.id_token_signing_alg_values_supported(),
            &vec![openidconnect::core::CoreJwsSigningAlgorithm::EcdsaP384Sha384]
        );
    }
}

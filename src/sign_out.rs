//! Sign-out at the provider: revocation (RFC 7009), then RP-Initiated Logout 1.0.

use url::Url;

use crate::{
    LogtoConfig, Secret,
    client_authentication::post_form,
    discovery::ProviderMetadata,
    http::{HttpClient, HttpError},
};

/// The longest ID token that goes into the address (bytes). One with very many roles would be more than proxies accept;
/// `client_id` says enough.
const LONGEST_HINT: usize = 4096;

/// Why the refresh token could not be revoked. The session in this app has ended all the same.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RevocationError {
    /// The provider did not answer.
    #[error("revocation: {0}")]
    Http(#[from] HttpError),
    /// The provider answered with another status than 200.
    #[error("revocation: the provider answered with status {0}")]
    Status(u16),
    /// The provider is not known: it has not been reached since the app started.
    #[error("revocation: the provider has not been reached yet")]
    ProviderUnknown,
}

/// Revokes the refresh token. Logto's end-session endpoint lets an `offline_access` grant live on: this kills it.
///
/// By hand, because the request of `openidconnect` refuses every address that is not https, loopback ones too.
pub(crate) async fn revoke(
    refresh_token: &Secret,
    config: &LogtoConfig,
    metadata: &ProviderMetadata,
    http: &HttpClient,
) -> Result<(), RevocationError> {
    // A provider without the endpoint has nothing to revoke by.
    let Some(endpoint) = &metadata.additional_metadata().revocation_endpoint else { return Ok(()) };
    let params = [("token", refresh_token.reveal()), ("token_type_hint", "refresh_token")];
    let status = post_form(endpoint.url(), params, config, http).await?.status();
    if status.is_success() { Ok(()) } else { Err(RevocationError::Status(status.as_u16())) }
}

/// Where to send the browser so that the person is signed out of Logto too; `None` if the provider has no such place.
pub(crate) fn end_session_url(
    id_token_hint: Option<&Secret>,
    state: &Secret,
    config: &LogtoConfig,
    metadata: &ProviderMetadata,
) -> Option<Url> {
    let mut url = metadata.additional_metadata().end_session_endpoint.clone()?;
    let mut query = url.query_pairs_mut();
    if let Some(hint) = id_token_hint.map(Secret::reveal).filter(|hint| hint.len() <= LONGEST_HINT) {
        query.append_pair("id_token_hint", hint);
    }
    query
        .append_pair("client_id", &config.app_id)
        .append_pair("post_logout_redirect_uri", config.post_logout_redirect_uri().as_str())
        .append_pair("state", state.reveal());
    drop(query);
    Some(url)
}

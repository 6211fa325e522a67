//! The `openidconnect` client for one tenant, made anew from cached metadata for each step: it holds no state.

use openidconnect::{
    Client, ClientId, ClientSecret, EmptyAdditionalClaims, EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, IdTokenFields, JsonWebKeySet, RedirectUrl, StandardErrorResponse, StandardTokenResponse,
    core::{
        CoreAuthDisplay, CoreAuthPrompt, CoreErrorResponseType, CoreGenderClaim, CoreJsonWebKey, CoreJsonWebKeySet,
        CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken, CoreRevocationErrorResponse,
        CoreTokenIntrospectionResponse, CoreTokenType,
    },
};

use crate::{LogtoConfig, discovery::ProviderMetadata};

/// What the token endpoint answers, as `openidconnect` reads it.
pub(crate) type WireTokenResponse = StandardTokenResponse<
    IdTokenFields<
        EmptyAdditionalClaims,
        EmptyExtraTokenFields,
        CoreGenderClaim,
        CoreJweContentEncryptionAlgorithm,
        CoreJwsSigningAlgorithm,
    >,
    CoreTokenType,
>;

/// The client: authorization endpoint known, token endpoint known if the metadata has one.
pub(crate) type OidcClient = Client<
    EmptyAdditionalClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    WireTokenResponse,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// The client for this tenant. `keys` are needed only where an ID token is verified.
pub(crate) fn oidc_client(
    config: &LogtoConfig,
    metadata: &ProviderMetadata,
    keys: Option<&CoreJsonWebKeySet>,
) -> OidcClient {
    let keys = JsonWebKeySet::new(keys.map(|set| set.keys().clone()).unwrap_or_default());
    Client::from_provider_metadata(
        metadata.clone().set_jwks(keys),
        ClientId::new(config.app_id.clone()),
        // HTTP Basic, RFC 6749, 2.3.1: both parts are form-encoded first, so any character may be in them.
        Some(ClientSecret::new(config.app_secret.reveal().to_owned())),
    )
    .set_redirect_uri(RedirectUrl::from_url(config.redirect_uri()))
}

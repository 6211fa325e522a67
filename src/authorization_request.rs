//! The authorization request: where to send the browser. RFC 6749, 4.1.1; OpenID Connect Core 3.1.2.1.

use openidconnect::{
    AuthenticationFlow, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier, core::CoreResponseType,
};
use url::Url;

use crate::{
    LogtoConfig, PushedAuthorizationError, Scope, SignInOptions, Transaction,
    discovery::{DiscoveryError, ProviderMetadata},
    http::HttpClient,
    oidc_client::oidc_client,
    pushed_authorization::push,
    random::NoRandomness,
};

/// The first step: a URL for the browser, and what to remember until it comes back.
pub struct AuthorizationRequest {
    /// Where to send the browser, with status 303.
    pub url: Url,
    /// What this browser must bring back, in a cookie: [`TransactionCookies::keep`](crate::TransactionCookies::keep).
    pub transaction: Transaction,
}

/// Without the URL: it has the `state`, and perhaps a phone number.
impl std::fmt::Debug for AuthorizationRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AuthorizationRequest").field("transaction", &self.transaction).finish_non_exhaustive()
    }
}

/// Why a sign-in could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The provider cannot be reached, or what it publishes cannot be used.
    #[error(transparent)]
    ProviderUnavailable(#[from] DiscoveryError),
    /// The request could not be sent ahead.
    #[error(transparent)]
    PushedAuthorization(#[from] PushedAuthorizationError),
    /// No random values to be had.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl SignInError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProviderUnavailable(_) => "sign_in.provider_unavailable",
            Self::PushedAuthorization(PushedAuthorizationError::Http(_)) => "sign_in.provider_unavailable",
            Self::PushedAuthorization(_) => "sign_in.pushed_authorization_refused",
            Self::NoRandomness(_) => "sign_in.no_randomness",
        }
    }
}

impl AuthorizationRequest {
    /// Writes the request; sends it ahead where that is configured and the provider advertises it.
    pub(crate) async fn new(
        config: &LogtoConfig,
        metadata: &ProviderMetadata,
        options: &SignInOptions,
        transaction: Transaction,
        http: &HttpClient,
    ) -> Result<Self, SignInError> {
        let url = url(config, metadata, options, &transaction);
        let endpoint = metadata.additional_metadata().pushed_authorization_request_endpoint.as_ref();
        let url = match endpoint.filter(|_| config.pushed_authorization) {
            Some(endpoint) => push(&url, endpoint, config, http).await?,
            None => url,
        };
        Ok(Self { url, transaction })
    }
}

fn url(config: &LogtoConfig, metadata: &ProviderMetadata, options: &SignInOptions, transaction: &Transaction) -> Url {
    let client = oidc_client(config, metadata, None);
    let verifier = PkceCodeVerifier::new(transaction.code_verifier.reveal().to_owned());
    let (state, nonce) = (transaction.state.reveal().to_owned(), transaction.nonce.reveal().to_owned());
    let mut request = client
        .authorize_url(
            AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
            || CsrfToken::new(state),
            || Nonce::new(nonce),
        )
        // S256, the only method that Logto and RFC 9700, 2.1.1 know.
        .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
        .add_extra_param("prompt", options.prompt.as_str());
    // `openidconnect` adds `openid` by itself.
    for scope in config.all_scopes().into_iter().filter(|scope| *scope != Scope::OpenId.as_str()) {
        request = request.add_scope(openidconnect::Scope::new(scope.to_owned()));
    }
    for resource in config.all_resources() {
        request = request.add_extra_param("resource", resource);
    }
    if let Some(max_age) = transaction.max_age {
        request = request.add_extra_param("max_age", max_age.to_string());
    }
    for (name, value) in options.params() {
        request = request.add_extra_param(name, value);
    }
    request.url().0
}

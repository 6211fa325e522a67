//! The authorization request: where to send the browser. RFC 6749, 4.1.1; OpenID Connect Core 3.1.2.1.

use openidconnect::{
    AuthenticationFlow, CsrfToken, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    core::{CoreAuthPrompt, CoreResponseType},
};
use url::Url;

use crate::{
    LogtoConfig, SignInOptions, Transaction,
    discovery::{DiscoveryError, ProviderMetadata},
    oidc_client::oidc_client,
    random::NoRandomness,
};

/// The first step: a URL for the browser, and what to remember until it comes back.
#[derive(Debug)]
pub struct AuthorizationRequest {
    /// Where to send the browser, with status 303.
    pub url: Url,
    /// What this browser must bring back, in a cookie: [`TransactionCookies::keep`](crate::TransactionCookies::keep).
    pub transaction: Transaction,
}

/// Why a sign-in could not be started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SignInError {
    /// The provider cannot be reached, or what it publishes cannot be used.
    #[error(transparent)]
    ProviderUnavailable(#[from] DiscoveryError),
    /// No random values to be had.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl SignInError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProviderUnavailable(_) => "sign_in.provider_unavailable",
            Self::NoRandomness(_) => "sign_in.no_randomness",
        }
    }
}

impl AuthorizationRequest {
    pub(crate) fn new(
        config: &LogtoConfig,
        metadata: &ProviderMetadata,
        options: &SignInOptions,
        transaction: Transaction,
    ) -> Self {
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
            // Without it Logto silently gives no refresh token, whatever the scope; its consent page is skipped for
            // first-party apps, and a living Logto session still skips the sign-in page.
            .add_prompt(CoreAuthPrompt::Consent);
        for scope in config.all_scopes() {
            // `openidconnect` adds `openid` by itself.
            if scope != crate::Scope::OpenId {
                request = request.add_scope(openidconnect::Scope::new(scope.as_str().to_owned()));
            }
        }
        if let Some(screen) = options.first_screen {
            request = request.add_extra_param("first_screen", screen.as_str());
        }
        if !options.identifiers.is_empty() {
            let identifiers: Vec<&str> = options.identifiers.iter().map(|identifier| identifier.as_str()).collect();
            request = request.add_extra_param("identifier", identifiers.join(" "));
        }
        let (url, _, _) = request.url();
        Self { url, transaction }
    }
}

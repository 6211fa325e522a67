//! Token exchange: an access token for a person who is known by a subject token of the Management API. RFC 8693, 2.1;
//! <https://docs.logto.io/developers/user-impersonation>
//!
//! It brings an access token and nothing else: no ID token, no refresh token, no session at Logto.

use crate::{
    AccessToken, AccessTokenFor, LogtoConfig, Permission, ProviderUnavailable, RefreshError, Scope, Secret,
    provider::Provider,
    token_request::{self, TokenRequestError},
};

/// RFC 8693, 2.1.
const GRANT_TYPE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";
/// RFC 8693, 3. Logto's subject tokens go by it.
const SUBJECT_TOKEN_TYPE: &str = "urn:ietf:params:oauth:token-type:access_token";
/// How Logto says that the application may not exchange tokens; `unauthorized_client` is the standard's way.
const NOT_ALLOWED: &str = "requested grant type is not allowed for this client";

/// Exchanges the subject token, which is used up by it.
///
/// # Errors
///
/// [`RefreshError::InvalidGrant`] when the person is suspended or gone, or the subject token has been used or has expired;
/// [`RefreshError::TokenExchangeNotAllowed`] when the application is not set up for it; otherwise as for a refresh.
pub(crate) async fn exchange(
    subject_token: &Secret,
    what_for: &AccessTokenFor,
    config: &LogtoConfig,
    provider: &Provider,
) -> Result<AccessToken, RefreshError> {
    let scope = scope(what_for, config);
    let named = what_for.params();
    let mut params = vec![
        ("grant_type", GRANT_TYPE),
        ("subject_token", subject_token.reveal()),
        ("subject_token_type", SUBJECT_TOKEN_TYPE),
    ];
    params.extend(named.iter().map(|(name, value)| (*name, value.as_str())));
    if !scope.is_empty() {
        params.push(("scope", &scope));
    }
    Ok(token_request::request(params, config, provider).await?)
}

/// The scopes to ask for. There is no grant to take them from: Logto gives those of the request that the person has, and
/// none where the request names none. The provider's own scopes are nothing to an API, and permissions nothing to userinfo.
fn scope(what_for: &AccessTokenFor, config: &LogtoConfig) -> String {
    let scopes: Vec<&str> = match what_for {
        AccessTokenFor::UserInfo => {
            let all = Scope::RESERVED.iter().chain(&config.scopes);
            // No refresh token comes of an exchange.
            all.filter(|scope| **scope != Scope::OfflineAccess).map(|scope| scope.as_str()).collect()
        }
        _ => config.permissions.iter().map(Permission::as_str).collect(),
    };
    scopes.join(" ")
}

impl From<TokenRequestError> for RefreshError {
    fn from(error: TokenRequestError) -> Self {
        match error {
            TokenRequestError::Discovery(error) => ProviderUnavailable::from(error).into(),
            TokenRequestError::Configuration(error) => error.into(),
            TokenRequestError::Http(error) => Self::Http(error),
            TokenRequestError::Unable => Self::Unable,
            TokenRequestError::InvalidClient => Self::InvalidClient,
            TokenRequestError::Malformed => Self::Malformed("not as RFC 6749, 5 has it".to_owned()),
            TokenRequestError::Refused { error, description, .. } => match error.as_str() {
                "invalid_grant" => Self::InvalidGrant,
                "unauthorized_client" => Self::TokenExchangeNotAllowed,
                _ if description == NOT_ALLOWED => Self::TokenExchangeNotAllowed,
                _ => Self::Refused(error),
            },
        }
    }
}

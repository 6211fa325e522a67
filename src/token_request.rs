//! Token requests of grants that `openidconnect` does not know: client credentials for a resource, token exchange.
//! RFC 6749, 4.5, 5.1 and 5.2.

use http::StatusCode;
use openidconnect::{ConfigurationError, StandardErrorResponse, core::CoreErrorResponseType};

use crate::{
    AccessToken, DiscoveryError,
    client_authentication::{ClientCredentials, post_form},
    http::HttpError,
    provider::Provider,
    token_response::{OUTAGES, access_token},
};

/// Why there is no access token.
#[derive(Debug)]
pub(crate) enum TokenRequestError {
    /// The metadata cannot be had.
    Discovery(DiscoveryError),
    /// The metadata names no token endpoint.
    Configuration(ConfigurationError),
    /// The token endpoint did not answer.
    Http(HttpError),
    /// The provider says that it cannot at the moment.
    Unable,
    /// The client is unknown, or its secret is wrong or expired.
    InvalidClient,
    /// The provider refuses the request (RFC 6749, 5.2).
    Refused {
        status: u16,
        /// The `error` parameter, at most 64 characters.
        error: String,
        /// The `error_description` parameter. For comparison only: it is the provider's prose.
        description: String,
    },
    /// The answer is neither a token response nor an error response.
    Malformed,
}

/// Asks the token endpoint, once.
pub(crate) async fn request<'a>(
    params: impl IntoIterator<Item = (&'a str, &'a str)>,
    client: impl Into<ClientCredentials<'a>>,
    provider: &Provider,
) -> Result<AccessToken, TokenRequestError> {
    let metadata = provider.metadata().await.map_err(TokenRequestError::Discovery)?;
    let missing = || TokenRequestError::Configuration(ConfigurationError::MissingUrl("token"));
    let endpoint = metadata.token_endpoint().ok_or_else(missing)?;
    let answer = post_form(endpoint.url(), params, client, &provider.http).await.map_err(TokenRequestError::Http)?;
    if answer.status() != StatusCode::OK {
        return Err(refusal(answer.status(), answer.body()));
    }
    let answer = serde_json::from_slice(answer.body()).map_err(|_| TokenRequestError::Malformed)?;
    Ok(access_token(&answer, provider.clock.now()))
}

fn refusal(status: StatusCode, body: &[u8]) -> TokenRequestError {
    if status.is_server_error() {
        return TokenRequestError::Unable;
    }
    let Ok(answer) = serde_json::from_slice::<StandardErrorResponse<CoreErrorResponseType>>(body) else {
        return TokenRequestError::Malformed;
    };
    let description = answer.error_description().map(String::as_str).unwrap_or_default();
    match answer.error().as_ref() {
        "invalid_client" => TokenRequestError::InvalidClient,
        // Logto's way to say it where the standard has `invalid_client`.
        "invalid_request" if description == "client secret has expired" => TokenRequestError::InvalidClient,
        error if OUTAGES.contains(&error) => TokenRequestError::Unable,
        error => TokenRequestError::Refused {
            status: status.as_u16(),
            error: error.chars().take(64).collect(),
            description: description.to_owned(),
        },
    }
}

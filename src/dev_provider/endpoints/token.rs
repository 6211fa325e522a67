//! `POST /oidc/token`: authenticates the client and hands over to the grant type's file.
//!
//! [RFC 6749, section 3.2](https://www.rfc-editor.org/rfc/rfc6749#section-3.2).

mod access_token;
mod authorization_code;
mod client_credentials;
mod refresh_token;
mod token_exchange;
mod token_response;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use http::{HeaderMap, header};

use crate::dev_provider::client_authentication::authenticate;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;

const TOKEN_EXCHANGE: &str = "urn:ietf:params:oauth:grant-type:token-exchange";

pub(crate) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OidcError> {
    require_form(&headers)?;
    let params = Params::parse(&body);
    if let Some(name) = params.repeated() {
        return Err(OidcError::invalid_request(format!("'{name}' parameter must not be provided twice")));
    }
    let client = authenticate(&provider, &headers, &params)?;
    match (params.get("grant_type"), client.is_machine()) {
        (Some("authorization_code"), false) => authorization_code::exchange(&provider, &client, &params),
        (Some("refresh_token"), false) => refresh_token::refresh(&provider, &client, &params),
        (Some("client_credentials"), true) => client_credentials::issue(&provider, &client, &params),
        (Some(TOKEN_EXCHANGE), _) if client.may_exchange_tokens() => {
            token_exchange::exchange(&provider, &client, &params)
        }
        (Some("authorization_code" | "refresh_token" | "client_credentials" | TOKEN_EXCHANGE), _) => {
            Err(OidcError::new("unauthorized_client", "requested grant type is not allowed for this client"))
        }
        (Some(_), _) => Err(OidcError::new("unsupported_grant_type", "unsupported grant_type requested")),
        (None, _) => Err(OidcError::missing("grant_type")),
    }
}

fn require_form(headers: &HeaderMap) -> Result<(), OidcError> {
    let is_form = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if is_form {
        Ok(())
    } else {
        Err(OidcError::invalid_request(
            "only application/x-www-form-urlencoded content-type bodies are supported on POST /token",
        ))
    }
}

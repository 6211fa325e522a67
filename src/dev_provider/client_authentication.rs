//! Who calls the token endpoint: `client_secret_basic` or `client_secret_post`.
//!
//! [RFC 6749, section 2.3.1](https://www.rfc-editor.org/rfc/rfc6749#section-2.3.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, header};
use url::form_urlencoded;

use super::client::Client;
use super::oidc_error::OidcError;
use super::params::Params;
use super::provider::Provider;

/// The client whose secret the request carries, or the one without a secret that it names.
///
/// # Errors
/// - `invalid_request` (400) without credentials, with two kinds of them, or with an expired secret;
/// - `invalid_client` (400) for an unknown client;
/// - `invalid_client` (401) for a wrong secret.
pub(crate) fn authenticate(provider: &Provider, headers: &HeaderMap, params: &Params) -> Result<Client, OidcError> {
    let (client_id, client_secret) = credentials(headers, params)?;
    let client = provider.state().tenant.client(&client_id).cloned().ok_or_else(OidcError::unknown_client)?;
    if client.kind.is_public() {
        return Ok(client);
    }
    let now = provider.clock.now();
    let Some(client_secret) = client_secret else {
        return Err(OidcError::client_authentication_failed());
    };
    if client.secret_expired(&client_secret, now) {
        return Err(OidcError::invalid_request("client secret has expired"));
    }
    if !client.secret_matches(&client_secret, now) {
        return Err(OidcError::client_authentication_failed());
    }
    Ok(client)
}

fn credentials(headers: &HeaderMap, params: &Params) -> Result<(String, Option<String>), OidcError> {
    let in_body = params.get("client_secret").map(str::to_owned);
    let Some(authorization) = headers.get(header::AUTHORIZATION) else {
        return match params.get("client_id") {
            Some(client_id) => Ok((client_id.to_owned(), in_body)),
            None => Err(OidcError::invalid_request("no client authentication mechanism provided")),
        };
    };
    if in_body.is_some() {
        return Err(OidcError::invalid_request("client authentication must only be provided using one mechanism"));
    }
    let malformed = || OidcError::invalid_request("invalid authorization header value format");
    let (client_id, client_secret) = authorization.to_str().ok().and_then(basic).ok_or_else(malformed)?;
    if params.get("client_id").is_some_and(|in_body| in_body != client_id) {
        return Err(OidcError::invalid_request("mismatch in body and authorization client ids"));
    }
    Ok((client_id, Some(client_secret)))
}

fn basic(authorization: &str) -> Option<(String, String)> {
    let (scheme, encoded) = authorization.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (client_id, client_secret) = decoded.split_once(':')?;
    Some((form_decode(client_id), form_decode(client_secret)))
}

/// Both parts are form-encoded before they are joined: a secret with a `+` or `%` shows whether a
/// client knows that.
fn form_decode(encoded: &str) -> String {
    // No `&` or `=` survives the encoding, so the whole is one key of a form without values.
    let encoded = encoded.replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(encoded.as_bytes()).next().map_or_else(String::new, |(decoded, _)| decoded.into_owned())
}

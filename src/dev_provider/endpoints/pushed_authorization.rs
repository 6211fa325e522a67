//! `POST /oidc/request`: takes an authorization request directly from the client.
//!
//! [RFC 9126](https://www.rfc-editor.org/rfc/rfc9126).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use serde_json::json;

use crate::dev_provider::authorization_request::AuthorizationRequest;
use crate::dev_provider::client_authentication::authenticate;
use crate::dev_provider::clock::{Millis, SECOND};
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::state::PushedRequest;

const LIFETIME: Millis = 60 * SECOND;

pub(crate) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OidcError> {
    let params = Params::parse(&body);
    let client = authenticate(&provider, &headers, &params)?;
    if params.get("request_uri").is_some() {
        return Err(OidcError::invalid_request("`request_uri` parameter must not be used at the PAR endpoint"));
    }
    let params = params.with("client_id", &client.client_id);
    let request = AuthorizationRequest::parse(&params, &provider)?;
    let request_uri = format!("urn:ietf:params:oauth:request_uri:{}", random::token());
    let expires_at = provider.clock.now() + LIFETIME;
    provider.state().pushed_requests.insert(request_uri.clone(), PushedRequest { request, expires_at });
    let body = json!({ "expires_in": LIFETIME / SECOND, "request_uri": request_uri });
    Ok((StatusCode::CREATED, [(header::CACHE_CONTROL, "no-store")], Json(body)).into_response())
}

//! `GET` and `POST /oidc/me`.
//!
//! [OpenID Connect Core, section 5.3](https://openid.net/specs/openid-connect-core-1_0.html#UserInfo),
//! [RFC 6750, section 2](https://www.rfc-editor.org/rfc/rfc6750#section-2).

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde_json::Value;

use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::script::apply;
use crate::dev_provider::user_claims;

pub(crate) async fn get(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Result<Response, OidcError> {
    claims(&provider, bearer(&headers))
}

pub(crate) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OidcError> {
    let params = Params::parse(&body);
    match (bearer(&headers), params.get("access_token")) {
        (Some(_), Some(_)) => Err(OidcError::invalid_request("access token must only be provided using one mechanism")),
        (in_header, in_body) => claims(&provider, in_header.or(in_body)),
    }
}

/// An opaque access token of a living grant, with scope `openid`. A JWT access token is for its
/// resource and is refused here.
fn claims(provider: &Provider, token: Option<&str>) -> Result<Response, OidcError> {
    let token = token.ok_or_else(|| OidcError::invalid_request("no access token provided"))?;
    let now = provider.clock.now();
    let mut state = provider.state();
    let record = state
        .access_tokens
        .get(token)
        .filter(|record| now < record.expires_at && state.grants.contains_key(&record.grant_id))
        .ok_or_else(OidcError::invalid_token)?;
    if record.session_id.as_ref().is_some_and(|session_id| !state.sessions.contains_key(session_id)) {
        return Err(OidcError::invalid_token());
    }
    if !record.scopes.contains("openid") {
        return Err(OidcError::insufficient_scope());
    }
    let user = state.active_user(&record.sub).ok_or_else(OidcError::invalid_token)?;
    let mut claims = user_claims::for_userinfo(&state, user, &record.scopes);
    apply(std::mem::take(&mut state.userinfo_edits), &mut claims);
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Value::Object(claims))).into_response())
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

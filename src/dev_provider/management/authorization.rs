//! Who may use the Management API: the bearer of an access token for it.
//!
//! [RFC 6750, section 2.1](https://www.rfc-editor.org/rfc/rfc6750#section-2.1),
//! [RFC 9068, section 4](https://www.rfc-editor.org/rfc/rfc9068#section-4).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, header};
use serde_json::{Map, Value, json};

use super::api_error::ApiError;
use crate::dev_provider::clock::SECOND;
use crate::dev_provider::jws;
use crate::dev_provider::machine_to_machine::{MANAGEMENT_API, MANAGEMENT_SCOPE};
use crate::dev_provider::provider::Provider;

/// The scheme, compared as Logto compares it: by its letters, capitals included [source].
const SCHEME: &str = "Bearer";

pub(super) async fn require(State(provider): State<Arc<Provider>>, request: Request, next: Next) -> Response {
    match check(&provider, request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// The token must
/// - be signed by one of our keys, be of our issuer, for the Management API, and not have expired;
/// - say whose it is;
/// - have the scope `all`.
fn check(provider: &Provider, headers: &HeaderMap) -> Result<(), ApiError> {
    let header = headers.get(header::AUTHORIZATION).ok_or_else(ApiError::authorization_header_missing)?;
    let header = header.to_str().map_err(|_| no_token())?;
    let token = header.strip_prefix(SCHEME).ok_or_else(ApiError::authorization_type_not_supported)?.trim_start();
    let claims = jws::verified_claims(token, &provider.state().keys).ok_or_else(no_token)?;
    let now = provider.clock.now() / SECOND;
    if text(&claims, "iss") != Some(provider.issuer().as_str()) {
        return Err(refused_claim("iss", &claims));
    }
    if !is_for_management(&claims) {
        return Err(refused_claim("aud", &claims));
    }
    if claims.get("exp").and_then(Value::as_i64).is_none_or(|exp| now >= exp) {
        return Err(refused_claim("exp", &claims));
    }
    if text(&claims, "sub").is_none_or(str::is_empty) {
        return Err(ApiError::jwt_sub_missing());
    }
    let scope = text(&claims, "scope").unwrap_or_default();
    if scope.split(' ').any(|scope| scope == MANAGEMENT_SCOPE) { Ok(()) } else { Err(ApiError::forbidden()) }
}

/// Logto's library tells a bad form from a bad signature; its answer here is the former's.
fn no_token() -> ApiError {
    ApiError::unauthorized(json!({ "code": "ERR_JWS_INVALID", "name": "JWSInvalid" }))
}

/// Logto's answer has all claims of the token that it refuses: a client that logs it, logs them.
fn refused_claim(claim: &str, claims: &Map<String, Value>) -> ApiError {
    let (code, name) = match claim {
        "exp" => ("ERR_JWT_EXPIRED", "JWTExpired"),
        _ => ("ERR_JWT_CLAIM_VALIDATION_FAILED", "JWTClaimValidationFailed"),
    };
    let reason = "check_failed";
    ApiError::unauthorized(json!({ "code": code, "name": name, "claim": claim, "reason": reason, "payload": claims }))
}

fn is_for_management(claims: &Map<String, Value>) -> bool {
    match claims.get("aud") {
        Some(Value::String(aud)) => aud == MANAGEMENT_API,
        Some(Value::Array(all)) => all.iter().any(|aud| aud == MANAGEMENT_API),
        _ => false,
    }
}

fn text<'a>(claims: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    claims.get(name)?.as_str()
}

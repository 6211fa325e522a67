//! `/api/applications/{id}/secrets`: the secrets of an application, in clear.
//!
//! <https://openapi.logto.io/operation/operation-listapplicationsecrets>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::dev_provider::client::ClientSecret;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

const LONGEST_NAME: usize = 256;

/// `GET`: all of them, expired ones included.
///
/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Vec<Value>>, ApiError> {
    let state = provider.state();
    let client = state.tenant.client(&id).ok_or_else(|| ApiError::not_exists_with_id("applications", &id))?;
    Ok(Json(client.secrets.iter().map(|secret| secret_body(&id, secret)).collect()))
}

/// `POST`: one more, valid from now on. Answers 201.
///
/// # Errors
/// - `guard.invalid_input` (400); `request.invalid_input` (400) for an `expiresAt` that has passed;
/// - `entity.not_exists_with_id` (404);
/// - `application.secret_name_exists` (422); `entity.db_constraint_violated` (422) for a type without secrets.
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.required("name", members.short_text("name", LONGEST_NAME))?;
    let expires_at = match body.has("expiresAt") {
        true => members.integer("expiresAt", i64::MIN, i64::MAX)?,
        false => None,
    };
    let now = provider.clock.now();
    if expires_at.is_some_and(|at| at != 0 && at <= now) {
        return Err(ApiError::invalid_search("The value of `expiresAt` must be in the future."));
    }
    let mut state = provider.state();
    let client = state.tenant.client_mut(&id).ok_or_else(|| ApiError::not_exists_with_id("applications", &id))?;
    let refuse = |code, message| Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message));
    if client.kind.is_public() {
        return refuse("entity.db_constraint_violated", "Database constraint violated.");
    }
    if client.secrets.iter().any(|secret| secret.name == name) {
        return refuse("application.secret_name_exists", "Secret name already exists.");
    }
    let secret = ClientSecret::new(name, now, expires_at);
    let answer = secret_body(&id, &secret);
    client.secrets.push(secret);
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

fn secret_body(client_id: &str, secret: &ClientSecret) -> Value {
    json!({
        "tenantId": "default",
        "applicationId": client_id,
        "name": secret.name,
        "value": secret.value,
        "createdAt": secret.created_at,
        "expiresAt": secret.expires_at,
    })
}

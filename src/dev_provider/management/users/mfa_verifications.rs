//! `GET /api/users/{id}/mfa-verifications`: a user's second factors. Nobody has one here.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    if provider.state().users.contains_key(&id) { Ok(Json(json!([]))) } else { Err(ApiError::not_found()) }
}

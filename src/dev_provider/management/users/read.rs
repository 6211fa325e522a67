//! `GET /api/users/{id}`: one user.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;

use super::user_body::user_body;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = provider.state();
    state.users.get(&id).map(|user| Json(user_body(user))).ok_or_else(ApiError::not_found)
}

//! `GET /api/applications/{id}`: one application.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::{Value, json};

use super::application_body::application_body;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// Says `isAdmin` besides, which is about a role that Logto no longer gives.
///
/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = provider.state();
    let client = state.tenant.client(&id).ok_or_else(|| ApiError::not_exists_with_id("applications", &id))?;
    let mut body = application_body(client);
    body["isAdmin"] = json!(false);
    Ok(Json(body))
}

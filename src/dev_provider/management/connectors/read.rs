//! `GET /api/connectors` and `GET /api/connectors/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use serde_json::Value;

use super::connector_body::{connector_body, current};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// All of them: the SMS connector or none.
pub(in crate::dev_provider::management) async fn list(State(provider): State<Arc<Provider>>) -> Json<Vec<Value>> {
    let state = provider.state();
    Json(current(&provider, &state.tenant.connection).iter().map(connector_body).collect())
}

/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = provider.state();
    let connector = current(&provider, &state.tenant.connection).filter(|connector| connector.id == id);
    connector.as_ref().map(connector_body).map(Json).ok_or_else(ApiError::not_found)
}

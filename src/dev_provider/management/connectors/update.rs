//! `PATCH /api/connectors/{id}`: replaces a connector's configuration, whole.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::connector_body::{connector_body, current};
use crate::dev_provider::connector::{Connection, Connector, without_empty};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// # Errors
/// - `guard.invalid_input`, `connector.invalid_config` (400);
/// - `connector.cannot_overwrite_metadata_for_non_standard_connector` (400);
/// - `entity.not_found` (404);
/// - `connector.invalid_type_for_syncing_profile`, `entity.invalid_input` (422): the second where nothing is changed.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let config = members.object("config")?;
    let mut state = provider.state();
    let connector = current(&provider, &state.tenant.connection).filter(|connector| connector.id == id);
    let connector = connector.ok_or_else(ApiError::not_found)?;
    if members.object("metadata")?.is_some() {
        let code = "connector.cannot_overwrite_metadata_for_non_standard_connector";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, code, "This connector's 'metadata' cannot be overwritten."));
    }
    if members.bool("syncProfile")? == Some(true) {
        let message = "You can only sync user profile with social connectors.";
        let code = "connector.invalid_type_for_syncing_profile";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message));
    }
    let config = config.ok_or_else(ApiError::nothing_to_change)?;
    connector.factory.check_config(config).map_err(ApiError::invalid_connector_config)?;
    let connector = Connector { config: without_empty(config), ..connector };
    let answer = connector_body(&connector);
    state.tenant.connect(Connection::Made(connector));
    provider.save(&state);
    Ok(Json(answer))
}

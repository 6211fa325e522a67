//! `PATCH /api/applications/{id}`: changes an application. What is changed is replaced whole, arrays and objects too:
//! who adds an address reads, merges and writes.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::application_body::application_body;
use super::application_fields::ApplicationFields;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// # Errors
/// - `entity.not_exists_with_id` (404);
/// - those of [`ApplicationFields::read`];
/// - `application.device_flow_not_changeable` (422).
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let fields = ApplicationFields::read(&body.members())?;
    let mut state = provider.state();
    let client = state.tenant.client_mut(&id).ok_or_else(|| ApiError::not_exists_with_id("applications", &id))?;
    let before = is_device_flow(&client.custom_client_metadata);
    let mut changed = client.clone();
    fields.apply(&mut changed);
    if is_device_flow(&changed.custom_client_metadata) != before {
        let message = "Device flow cannot be changed after application creation.";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(ApiError::new(status, "application.device_flow_not_changeable", message));
    }
    *client = changed;
    let answer = application_body(client);
    provider.save(&state);
    Ok(Json(answer))
}

fn is_device_flow(metadata: &Map<String, Value>) -> bool {
    metadata.get("isDeviceFlow") == Some(&Value::Bool(true))
}

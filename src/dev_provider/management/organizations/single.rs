//! `GET` and `PATCH /api/organizations/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::Value;

use super::{OrganizationFields, organization_body};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = provider.state();
    let organization = state.tenant.access.organization(&id);
    let body = organization.map(|organization| Json(organization_body(organization)));
    body.ok_or_else(|| ApiError::not_exists_with_id("organizations", &id))
}

/// # Errors
/// - `guard.invalid_input` (400), `entity.not_exists` (404);
/// - `entity.invalid_input` (422) where nothing is changed.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let fields = OrganizationFields::read(&body.members())?;
    if fields.is_empty() {
        return Err(ApiError::nothing_to_change());
    }
    let mut state = provider.state();
    let organization = state.tenant.access.organizations.iter_mut().find(|organization| organization.id == id);
    let organization = organization.ok_or_else(|| ApiError::not_exists("organization"))?;
    fields.apply(organization);
    let answer = organization_body(organization);
    provider.save(&state);
    Ok(Json(answer))
}

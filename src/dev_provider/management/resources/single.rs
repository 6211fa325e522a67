//! `GET` and `PATCH /api/resources/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::Value;

use super::{find, find_mut, resource_body};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    find(&provider.state().tenant.access, &id).map(|resource| Json(resource_body(resource)))
}

/// Changes name and lifetime of tokens. The indicator stays: it is in tokens that live.
///
/// # Errors
/// - `guard.invalid_input` (400);
/// - `entity.not_exists_with_id` (404), `resource.cannot_modify_management_api` (400);
/// - `entity.invalid_input` (422) where nothing is changed.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.short_text("name", usize::MAX)?;
    let seconds = members.integer("accessTokenTtl", i64::MIN, i64::MAX)?;
    let mut state = provider.state();
    let resource = find_mut(&mut state.tenant.access, &id)?;
    if name.is_none() && seconds.is_none() {
        return Err(ApiError::nothing_to_change());
    }
    resource.name = name.map_or_else(|| resource.name.clone(), str::to_owned);
    resource.access_token_ttl = seconds.unwrap_or(resource.access_token_ttl);
    let answer = resource_body(resource);
    provider.save(&state);
    Ok(Json(answer))
}

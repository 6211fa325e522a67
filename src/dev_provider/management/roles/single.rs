//! `GET` and `PATCH /api/roles/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::Value;

use super::{name_in_use, role_body};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::Role;

const LONGEST: usize = 128;

/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = provider.state();
    let role = state.tenant.access.roles.iter().find(|role| role.id == id);
    role.map(|role| Json(role_body(role))).ok_or_else(|| ApiError::not_exists_with_id("roles", &id))
}

/// Changes the description and whether it is a default role. The name stays here: people have their roles by it.
///
/// # Errors
/// - `guard.invalid_input` (400);
/// - `entity.not_exists_with_id` (404);
/// - `role.name_in_use`, `entity.invalid_input` (422): the second where nothing is changed;
/// - `request.feature_not_supported` (501) for another name.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.short_text("name", LONGEST)?;
    let description = members.short_text("description", LONGEST)?;
    let is_default = members.bool("isDefault")?;
    let mut state = provider.state();
    let roles = &mut state.tenant.access.roles;
    let is_taken = roles.iter().any(|role| role.id != id && Some(role.name.as_str()) == name);
    let role = roles.iter_mut().find(|role| role.id == id);
    let role: &mut Role = role.ok_or_else(|| ApiError::not_exists_with_id("roles", &id))?;
    if let Some(name) = name.filter(|_| is_taken) {
        return Err(name_in_use(name));
    }
    if name.is_some_and(|name| name != role.name) {
        return Err(ApiError::not_served("a change of a role's name"));
    }
    if name.is_none() && description.is_none() && is_default.is_none() {
        return Err(ApiError::nothing_to_change());
    }
    role.description = description.map_or_else(|| role.description.clone(), str::to_owned);
    role.is_default = is_default.unwrap_or(role.is_default);
    let answer = role_body(role);
    provider.save(&state);
    Ok(Json(answer))
}

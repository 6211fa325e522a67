//! `POST /api/organization-roles`, `GET` and `PATCH /api/organization-roles/{id}`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::{LONGEST_DESCRIPTION, LONGEST_NAME, name_in_use, role_body, unknown_relation};
use crate::dev_provider::access::{Access, extend};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::role::{OrganizationRole, RoleType};

/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    find(&provider.state().tenant.access, &id).map(|role| Json(role_body(role)))
}

/// Answers 201. Unlike a role of users one whose permissions are refused is not there.
///
/// # Errors
/// - `guard.invalid_input` (400);
/// - `entity.unique_integrity_violation`, `entity.relation_foreign_key_not_found` (422).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.required("name", members.short_text("name", LONGEST_NAME))?;
    let description = members.nullable_short_text("description", LONGEST_DESCRIPTION)?.flatten();
    let mut role = OrganizationRole {
        id: random::identifier(21),
        name: name.to_owned(),
        description: description.map(str::to_owned),
        kind: RoleType::find(members.one_of("type", &RoleType::NAMES)?),
        scope_ids: Vec::new(),
        resource_scope_ids: Vec::new(),
    };
    extend(&mut role.scope_ids, members.texts("organizationScopeIds")?.unwrap_or_default());
    extend(&mut role.resource_scope_ids, members.texts("resourceScopeIds")?.unwrap_or_default());
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    if access.organization_roles.iter().any(|known| known.name == name) {
        return Err(name_in_use());
    }
    check_scopes(access, &role.scope_ids)?;
    check_resource_scopes(access, &role.resource_scope_ids)?;
    let answer = role_body(&role);
    access.organization_roles.push(role);
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// Changes the description. The name stays here: members have their roles by it.
///
/// # Errors
/// - `guard.invalid_input` (400), `entity.not_exists` (404);
/// - `entity.invalid_input` (422) where nothing is changed;
/// - `request.feature_not_supported` (501) for another name.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.short_text("name", LONGEST_NAME)?;
    let description = members.nullable_short_text("description", LONGEST_DESCRIPTION)?;
    if name.is_none() && description.is_none() {
        return Err(ApiError::nothing_to_change());
    }
    let mut state = provider.state();
    let role = state.tenant.access.organization_roles.iter_mut().find(|role| role.id == id);
    let role = role.ok_or_else(|| ApiError::not_exists("organization_role"))?;
    if name.is_some_and(|name| name != role.name) {
        return Err(ApiError::not_served("a change of a role's name"));
    }
    if let Some(description) = description {
        role.description = description.map(str::to_owned);
    }
    let answer = role_body(role);
    provider.save(&state);
    Ok(Json(answer))
}

pub(super) fn find<'a>(access: &'a Access, id: &str) -> Result<&'a OrganizationRole, ApiError> {
    access.organization_roles.iter().find(|role| role.id == id).ok_or_else(ApiError::not_found)
}

/// Whether the template has these permissions.
pub(super) fn check_scopes(access: &Access, ids: &[String]) -> Result<(), ApiError> {
    let is_known = |id: &String| access.organization_scopes.iter().any(|scope| scope.id == *id);
    if ids.iter().all(is_known) { Ok(()) } else { Err(unknown_relation()) }
}

/// Whether resources have these permissions.
pub(super) fn check_resource_scopes(access: &Access, ids: &[String]) -> Result<(), ApiError> {
    if ids.iter().all(|id| access.scope(id).is_some()) { Ok(()) } else { Err(unknown_relation()) }
}

//! `GET /api/users/{id}/organizations`: where a user is a member, with which roles. All of them, not by the page.

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
) -> Result<Json<Vec<Value>>, ApiError> {
    let state = provider.state();
    if !state.users.contains_key(&id) {
        return Err(ApiError::not_found());
    }
    let access = &state.tenant.access;
    let organizations = access.organizations.iter().filter_map(|organization| {
        let roles = state.memberships.roles(&organization.id, &id)?;
        // A role that is given and not defined has no identifier but its name.
        let id = |name: &String| access.organization_roles.iter().find(|role| role.name == *name).map(|role| &role.id);
        let role = |name: &String| json!({ "id": id(name).unwrap_or(name), "name": name });
        let roles: Vec<Value> = roles.iter().map(role).collect();
        Some(json!({
            "tenantId": "default",
            "id": organization.id,
            "name": organization.name,
            "description": organization.description,
            "customData": organization.custom_data,
            "isMfaRequired": false,
            "color": {},
            "branding": {},
            "customCss": null,
            "createdAt": organization.created_at,
            "organizationRoles": roles,
        }))
    });
    Ok(Json(organizations.collect()))
}

//! `/api/resources`: the APIs that tokens are asked for, and their permissions.
//!
//! <https://openapi.logto.io/group/endpoint-resources>

pub(super) mod create;
pub(super) mod list;
pub(super) mod scopes;
pub(super) mod single;

use http::StatusCode;
use serde_json::{Value, json};

use super::api_error::ApiError;
use crate::dev_provider::access::Access;
use crate::dev_provider::resource::{Resource, Scope};

pub(super) fn resource_body(resource: &Resource) -> Value {
    json!({
        "tenantId": "default",
        "id": resource.id,
        "name": resource.name,
        "indicator": resource.indicator,
        "isDefault": false,
        "accessTokenTtl": resource.access_token_ttl,
    })
}

pub(super) fn scope_body(resource: &Resource, scope: &Scope) -> Value {
    json!({
        "tenantId": "default",
        "id": scope.id,
        "resourceId": resource.id,
        "name": scope.name,
        "description": scope.description,
        "createdAt": scope.created_at,
    })
}

fn find<'a>(access: &'a Access, id: &str) -> Result<&'a Resource, ApiError> {
    let resource = access.resources.iter().find(|resource| resource.id == id);
    resource.ok_or_else(|| ApiError::not_exists_with_id("resources", id))
}

/// A resource to be changed, which the Management API is not.
///
/// # Errors
/// `entity.not_exists_with_id` (404), `resource.cannot_modify_management_api` (400).
fn find_mut<'a>(access: &'a mut Access, id: &str) -> Result<&'a mut Resource, ApiError> {
    let resource = access.resources.iter_mut().find(|resource| resource.id == id);
    let resource = resource.ok_or_else(|| ApiError::not_exists_with_id("resources", id))?;
    if resource.is_management_api() {
        let message = "Cannot modify Logto Management API.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "resource.cannot_modify_management_api", message));
    }
    Ok(resource)
}

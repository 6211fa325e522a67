//! `/api/roles`: roles of users and of machines.
//!
//! <https://openapi.logto.io/group/endpoint-roles>

pub(super) mod create;
pub(super) mod list;
pub(super) mod scopes;
pub(super) mod single;

use serde_json::{Value, json};

use super::api_error::ApiError;
use crate::dev_provider::access::Access;
use crate::dev_provider::role::{Role, RoleType};
use http::StatusCode;

pub(super) fn role_body(role: &Role) -> Value {
    json!({
        "tenantId": "default",
        "id": role.id,
        "name": role.name,
        "description": role.description,
        "type": role.kind,
        "isDefault": role.is_default,
    })
}

fn name_in_use(name: &str) -> ApiError {
    let message = format!("This role name {name} is already in use");
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "role.name_in_use", message)
}

/// Whether a role may be given these permissions.
///
/// # Errors
/// - `entity.not_exists_with_id` (404) for an unknown one;
/// - `role.management_api_scopes_not_assignable_to_user_role` (400).
fn check_scopes(access: &Access, kind: RoleType, scope_ids: &[String]) -> Result<(), ApiError> {
    for id in scope_ids {
        let (resource, _) = access.scope(id).ok_or_else(|| ApiError::not_exists_with_id("scopes", id))?;
        if kind == RoleType::User && resource.is_management_api() {
            let code = "role.management_api_scopes_not_assignable_to_user_role";
            let message = "Cannot assign Management API scopes to a user role.";
            return Err(ApiError::new(StatusCode::BAD_REQUEST, code, message));
        }
    }
    Ok(())
}

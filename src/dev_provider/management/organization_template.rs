//! The organization template: permissions and roles that every organization has.
//!
//! <https://openapi.logto.io/group/endpoint-organization-roles>,
//! <https://openapi.logto.io/group/endpoint-organization-scopes>

pub(super) mod role_list;
pub(super) mod role_scopes;
pub(super) mod roles;
pub(super) mod scopes;

use http::StatusCode;
use serde_json::{Value, json};

use super::api_error::ApiError;
use crate::dev_provider::role::{OrganizationRole, OrganizationScope};

/// The columns of Logto's database.
const LONGEST_NAME: usize = 128;
const LONGEST_DESCRIPTION: usize = 256;

fn scope_body(scope: &OrganizationScope) -> Value {
    json!({ "tenantId": "default", "id": scope.id, "name": scope.name, "description": scope.description })
}

fn role_body(role: &OrganizationRole) -> Value {
    json!({
        "tenantId": "default",
        "id": role.id,
        "name": role.name,
        "description": role.description,
        "type": role.kind,
    })
}

fn name_in_use() -> ApiError {
    let message = "The entity already exists. Please check the input and try again.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "entity.unique_integrity_violation", message)
}

/// Something that was named is not there.
fn unknown_relation() -> ApiError {
    let message = "Cannot find one or more foreign keys. Please check the input and ensure that all referenced \
                   entities exist.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "entity.relation_foreign_key_not_found", message)
}

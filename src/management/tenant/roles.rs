//! Roles of users. <https://openapi.logto.io/group/endpoint-roles>

use serde::Deserialize;
use serde_json::json;

use super::Scope;
use crate::management::{ManagementApi, ManagementError, call::Call};

/// A role of the tenant.
///
/// Logto's own, whose names begin with `#internal:`, are in no list.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantRole {
    /// Logto's id of it.
    pub id: String,
    /// What stands in the claim `roles`.
    pub name: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// `User` or `MachineToMachine`.
    pub r#type: String,
    /// Whether everybody who registers has it.
    #[serde(default)]
    pub is_default: bool,
}

impl ManagementApi {
    /// All roles, of users and of machines: no two have one name.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn tenant_roles(&self) -> Result<Vec<TenantRole>, ManagementError> {
        self.list(&["roles"], &[], "roles").await
    }

    /// The permissions that a role gives.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn role_scopes(&self, id: &str) -> Result<Vec<Scope>, ManagementError> {
        self.list(&["roles", id, "scopes"], &[], "permissions of a role").await
    }

    /// Creates a role of users that gives these permissions.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]: `role.name_in_use`.
    pub async fn create_role(
        &self,
        name: &str,
        description: &str,
        is_default: bool,
        scope_ids: &[String],
    ) -> Result<TenantRole, ManagementError> {
        let body = json!({
            "name": name,
            "description": description,
            "type": "User",
            "isDefault": is_default,
            "scopeIds": scope_ids,
        });
        self.call(&Call::post(&["roles"], body)).await??.read("role")
    }

    /// Changes a role.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn change_role(
        &self,
        id: &str,
        description: &str,
        is_default: bool,
    ) -> Result<TenantRole, ManagementError> {
        let body = json!({ "description": description, "isDefault": is_default });
        self.call(&Call::patch(&["roles", id], body)).await??.read("role")
    }

    /// Lets a role give more permissions.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when it gives one of them already.
    pub async fn add_role_scopes(&self, id: &str, scope_ids: &[String]) -> Result<(), ManagementError> {
        let body = json!({ "scopeIds": scope_ids });
        self.call(&Call::post(&["roles", id, "scopes"], body)).await??;
        Ok(())
    }
}

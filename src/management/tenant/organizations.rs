//! Organisations, and the template of their permissions and roles.
//! <https://openapi.logto.io/group/endpoint-organizations>, <https://openapi.logto.io/group/endpoint-organization-roles>,
//! <https://openapi.logto.io/group/endpoint-organization-scopes>

use serde::Deserialize;
use serde_json::json;

use super::Scope;
use crate::management::{ManagementApi, ManagementError, call::Call};

/// A role in every organisation.
#[derive(Clone, Debug, Deserialize)]
pub struct OrganizationRole {
    /// Logto's id of it.
    pub id: String,
    /// What stands in the claim `organization_roles`.
    pub name: String,
    /// `User` or `MachineToMachine`.
    pub r#type: String,
    /// The organisation permissions that it gives.
    #[serde(default)]
    pub scopes: Vec<Scope>,
}

/// An organisation.
#[derive(Clone, Debug, Deserialize)]
pub struct TenantOrganization {
    /// Logto's id of it, the standard's `organization_id`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    #[serde(default)]
    pub description: Option<String>,
}

impl ManagementApi {
    /// The permissions that there are in every organisation.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn organization_scopes(&self) -> Result<Vec<Scope>, ManagementError> {
        self.list(&["organization-scopes"], &[], "organization permissions").await
    }

    /// Creates a permission in every organisation.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when there is one of this name.
    pub async fn create_organization_scope(&self, name: &str, description: &str) -> Result<Scope, ManagementError> {
        let body = json!({ "name": name, "description": description });
        self.call(&Call::post(&["organization-scopes"], body)).await??.read("organization permission")
    }

    /// Changes what a permission of organisations says of itself.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn change_organization_scope(&self, id: &str, description: &str) -> Result<Scope, ManagementError> {
        let body = json!({ "description": description });
        self.call(&Call::patch(&["organization-scopes", id], body)).await??.read("organization permission")
    }

    /// The roles that there are in every organisation.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn organization_roles(&self) -> Result<Vec<OrganizationRole>, ManagementError> {
        self.list(&["organization-roles"], &[], "organization roles").await
    }

    /// Creates a role in every organisation, with these organisation permissions.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when there is one of this name.
    pub async fn create_organization_role(
        &self,
        name: &str,
        scope_ids: &[String],
    ) -> Result<OrganizationRole, ManagementError> {
        let body = json!({ "name": name, "type": "User", "organizationScopeIds": scope_ids });
        self.call(&Call::post(&["organization-roles"], body)).await??.read("organization role")
    }

    /// Lets a role of organisations give more permissions.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn add_organization_role_scopes(&self, id: &str, scope_ids: &[String]) -> Result<(), ManagementError> {
        let body = json!({ "organizationScopeIds": scope_ids });
        self.call(&Call::post(&["organization-roles", id, "scopes"], body)).await??;
        Ok(())
    }

    /// The organisations of this name: Logto allows several.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn organizations_named(&self, name: &str) -> Result<Vec<TenantOrganization>, ManagementError> {
        let found: Vec<TenantOrganization> = self.list(&["organizations"], &[("q", name)], "organizations").await?;
        Ok(found.into_iter().filter(|organization| organization.name == name).collect())
    }

    /// Creates an organisation.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]. Logto allows two of one name: to repeat the call makes a second one.
    pub async fn create_organization(
        &self,
        name: &str,
        description: &str,
    ) -> Result<TenantOrganization, ManagementError> {
        let body = json!({ "name": name, "description": description });
        self.call(&Call::post(&["organizations"], body)).await??.read("organization")
    }

    /// Changes what an organisation says of itself.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn change_organization(
        &self,
        id: &str,
        description: &str,
    ) -> Result<TenantOrganization, ManagementError> {
        let body = json!({ "description": description });
        self.call(&Call::patch(&["organizations", id], body)).await??.read("organization")
    }
}

//! API resources and their permissions, Logto's scopes. <https://openapi.logto.io/group/endpoint-resources>

use serde::Deserialize;
use serde_json::{Value, json};

use crate::management::{ManagementApi, ManagementError, call::Call};

/// An API that access tokens can be asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApiResource {
    /// Logto's id of it.
    pub id: String,
    /// What it is called in the console.
    pub name: String,
    /// RFC 8707's `resource`.
    pub indicator: String,
    /// How long its access tokens live, in seconds.
    pub access_token_ttl: i64,
    /// Its permissions.
    #[serde(default)]
    pub scopes: Vec<Scope>,
}

/// A permission: of an API, or of organisations.
#[derive(Clone, Debug, Deserialize)]
pub struct Scope {
    /// Logto's id of it.
    pub id: String,
    /// What stands in `scope`.
    pub name: String,
    /// What it allows.
    #[serde(default)]
    pub description: Option<String>,
}

impl ManagementApi {
    /// All API resources with their permissions; the Management API is one of them.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn resources(&self) -> Result<Vec<ApiResource>, ManagementError> {
        self.list(&["resources"], &[("includeScopes", "true")], "resources").await
    }

    /// Creates an API resource; `access_token_ttl` is in seconds.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]: `resource.resource_identifier_in_use`.
    pub async fn create_resource(
        &self,
        name: &str,
        indicator: &str,
        access_token_ttl: Option<i64>,
    ) -> Result<ApiResource, ManagementError> {
        let mut body = json!({ "name": name, "indicator": indicator });
        set_ttl(&mut body, access_token_ttl);
        self.call(&Call::post(&["resources"], body)).await??.read("resource")
    }

    /// Changes an API resource. Its indicator cannot be changed.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn change_resource(
        &self,
        id: &str,
        name: &str,
        access_token_ttl: Option<i64>,
    ) -> Result<ApiResource, ManagementError> {
        let mut body = json!({ "name": name });
        set_ttl(&mut body, access_token_ttl);
        self.call(&Call::patch(&["resources", id], body)).await??.read("resource")
    }

    /// Creates a permission of an API resource.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]: `scope.name_exists`.
    pub async fn create_scope(
        &self,
        resource_id: &str,
        name: &str,
        description: &str,
    ) -> Result<Scope, ManagementError> {
        let body = json!({ "name": name, "description": description });
        self.call(&Call::post(&["resources", resource_id, "scopes"], body)).await??.read("scope")
    }

    /// Changes what a permission of an API resource says of itself.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn change_scope(
        &self,
        resource_id: &str,
        scope_id: &str,
        description: &str,
    ) -> Result<Scope, ManagementError> {
        let path = ["resources", resource_id, "scopes", scope_id];
        self.call(&Call::patch(&path, json!({ "description": description }))).await??.read("scope")
    }
}

fn set_ttl(body: &mut Value, seconds: Option<i64>) {
    if let Some(seconds) = seconds {
        body["accessTokenTtl"] = seconds.into();
    }
}

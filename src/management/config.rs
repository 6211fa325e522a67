//! What the client must know to use the Management API.

use crate::{Origin, Resource, Secret, client_authentication::ClientCredentials};

/// A "Machine-to-machine" application in a Logto tenant, with a role that has the Management API's permission `all`.
#[derive(Clone, Debug)]
pub struct ManagementConfig {
    /// Logto's `appId`, the standard's `client_id`.
    pub app_id: String,
    /// Logto's `appSecret`, the standard's `client_secret`.
    pub app_secret: Secret,
    /// The indicator of the tenant's Management API.
    pub resource: Resource,
}

impl ManagementConfig {
    /// An application in the tenant at this endpoint.
    ///
    /// The resource is `https://<tenant id>.logto.app/api` where that is the endpoint's name, else that of a Logto on its own
    /// servers: `https://default.logto.app/api`. A tenant of the cloud behind a domain of its own must be named.
    pub fn new(endpoint: &Origin, app_id: impl Into<String>, app_secret: Secret) -> Self {
        Self { app_id: app_id.into(), app_secret, resource: Resource::management_api(endpoint) }
    }
}

impl<'a> From<&'a ManagementConfig> for ClientCredentials<'a> {
    fn from(config: &'a ManagementConfig) -> Self {
        Self { client_id: &config.app_id, client_secret: &config.app_secret }
    }
}

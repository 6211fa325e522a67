//! One call of the Management API. What does not exist yet is named, not numbered: its id is known when it has been made.

use crate::tenant::{ApplicationSettings, ConnectorConfig, SignInExperience};

use super::Permission;

/// A call that changes the tenant.
#[derive(Clone, Debug)]
pub enum Step {
    /// Not to be repeated: the second time makes another one, or fails.
    Make(Make),
    /// Sets fields to values: done twice it is the same as done once.
    Set(Set),
}

/// Makes something that was not there.
#[derive(Clone, Debug)]
pub enum Make {
    Application(ApplicationSettings),
    ApplicationSecret { id: String, name: String },
    Connector { connector_id: String, config: ConnectorConfig },
    Resource { name: String, indicator: String, access_token_ttl: Option<i64> },
    Scope { resource: String, name: String, description: String },
    Role { name: String, description: String, is_default: bool, permissions: Vec<Permission> },
    RolePermissions { id: String, permissions: Vec<Permission> },
    OrganizationScope { name: String, description: String },
    OrganizationRole { name: String, scopes: Vec<String> },
    OrganizationRoleScopes { id: String, scopes: Vec<String> },
    Organization { name: String, description: String },
}

/// Sets fields of something that is there.
#[derive(Clone, Debug)]
pub enum Set {
    Application { id: String, settings: ApplicationSettings },
    Connector { id: String, config: ConnectorConfig },
    SignInExperience(SignInExperience),
    Resource { id: String, name: String, access_token_ttl: Option<i64> },
    Scope { resource_id: String, id: String, description: String },
    Role { id: String, description: String, is_default: bool },
    OrganizationScope { id: String, description: String },
    Organization { id: String, description: String },
}

impl From<Make> for Step {
    fn from(make: Make) -> Self {
        Self::Make(make)
    }
}

impl From<Set> for Step {
    fn from(set: Set) -> Self {
        Self::Set(set)
    }
}

//! Roles of users and machines: each gives permissions of resources.
//!
//! <https://docs.logto.io/authorization/role-based-access-control>

use serde::{Deserialize, Serialize};

use super::machine_to_machine::MANAGEMENT_API_ACCESS;
use super::random;
use super::resource::MANAGEMENT_SCOPE_ID;

/// Whom a role is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum RoleType {
    User,
    MachineToMachine,
}

impl RoleType {
    pub(crate) const NAMES: [&str; 2] = ["User", "MachineToMachine"];

    pub(crate) fn find(name: Option<&str>) -> Self {
        if name == Some("MachineToMachine") { Self::MachineToMachine } else { Self::User }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Role {
    pub(crate) id: String,
    /// Users have their roles by name, and no two have one.
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) kind: RoleType,
    /// Whether everybody who registers gets it.
    pub(crate) is_default: bool,
    /// In the order they were given.
    pub(crate) scope_ids: Vec<String>,
}

impl Role {
    pub(crate) fn new(name: &str, description: &str, kind: RoleType) -> Self {
        Self {
            id: random::identifier(21),
            name: name.to_owned(),
            description: description.to_owned(),
            kind,
            is_default: false,
            scope_ids: Vec::new(),
        }
    }

    /// The builder's role of users. Its name is its identifier.
    pub(crate) fn of_builder(name: &str, scope_ids: Vec<String>) -> Self {
        Self { id: name.to_owned(), scope_ids, ..Self::new(name, "", RoleType::User) }
    }

    /// The role of machines that every tenant has for its Management API.
    pub(crate) fn management_api_access() -> Self {
        let description = "This default role grants access to the Logto management API.";
        Self {
            id: MANAGEMENT_API_ACCESS.to_owned(),
            scope_ids: vec![MANAGEMENT_SCOPE_ID.to_owned()],
            ..Self::new("Logto Management API access", description, RoleType::MachineToMachine)
        }
    }
}

/// A permission of the organization template.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrganizationScope {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
}

/// A role of the organization template, for members.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct OrganizationRole {
    pub(crate) id: String,
    /// Members have their roles by name, and no two have one.
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) kind: RoleType,
    /// Of the template.
    pub(crate) scope_ids: Vec<String>,
    /// Of resources.
    pub(crate) resource_scope_ids: Vec<String>,
}

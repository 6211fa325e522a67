//! Which permissions a person has, by roles: of the person, and of the member in an organization.
//!
//! <https://docs.logto.io/authorization/role-based-access-control>,
//! <https://docs.logto.io/authorization/organization-template>

use std::collections::{BTreeMap, BTreeSet};

use super::machine_to_machine::MANAGEMENT_API;
use super::organization::ORGANIZATIONS_RESOURCE;
use super::provider::Provider;
use super::state::State;

/// What a role gives: permissions by resource. Those of an organization are under
/// [`ORGANIZATIONS_RESOURCE`].
pub(crate) type Role = BTreeMap<String, BTreeSet<String>>;

/// The roles of a tenant, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roles(BTreeMap<String, Role>);

impl Roles {
    /// Lets a role give permissions of a resource, on top of what it gives already.
    pub(crate) fn give(&mut self, role: &str, resource: &str, scopes: &[&str]) {
        let of_role = self.0.entry(role.to_owned()).or_default();
        of_role.entry(resource.to_owned()).or_default().extend(scopes.iter().map(|scope| (*scope).to_owned()));
    }

    /// Whether any of these roles gives the permission.
    fn any_gives<'a>(&self, names: impl IntoIterator<Item = &'a String>, resource: &str, scope: &str) -> bool {
        names.into_iter().any(|name| self.0.get(name).is_some_and(|role| gives(role, resource, scope)))
    }

    fn is_given_by_some(&self, resource: &str, scope: &str) -> bool {
        self.0.values().any(|role| gives(role, resource, scope))
    }

    /// Every permission of a resource that some role gives.
    pub(crate) fn scopes_of(&self, resource: &str) -> BTreeSet<String> {
        self.0.values().filter_map(|role| role.get(resource)).flatten().cloned().collect()
    }
}

fn gives(role: &Role, resource: &str, scope: &str) -> bool {
    role.get(resource).is_some_and(|scopes| scopes.contains(scope))
}

/// The permissions of a member's roles in an organization.
pub(crate) fn in_organization(
    provider: &Provider,
    state: &State,
    sub: &str,
    organization_id: &str,
) -> BTreeSet<String> {
    let Some(roles) = state.memberships.roles(organization_id, sub) else {
        return BTreeSet::new();
    };
    let mut scopes = provider.organization_roles.scopes_of(ORGANIZATIONS_RESOURCE);
    scopes.retain(|scope| provider.organization_roles.any_gives(roles, ORGANIZATIONS_RESOURCE, scope));
    scopes
}

/// The permissions a person has of a resource: everywhere, or acting for one organization.
///
/// As at Logto, the person's own roles always count; of the members' roles those in that organization, or
/// without one all. A permission that no role gives is everybody's, as if by a default role: whoever
/// does not test roles need not configure them.
pub(crate) fn of_resource(
    provider: &Provider,
    state: &State,
    sub: &str,
    indicator: &str,
    organization_id: Option<&str>,
) -> BTreeSet<String> {
    let Some(resource) = provider.resources.iter().find(|resource| resource.indicator == indicator) else {
        return BTreeSet::new();
    };
    // No role of a person can have it [source]: the Management API is for applications.
    if indicator == MANAGEMENT_API {
        return BTreeSet::new();
    }
    let own_roles: &[String] = state.users.get(sub).map_or(&[], |user| &user.roles);
    let member_roles: Vec<&String> = state
        .memberships
        .of(sub)
        .filter(|(id, _)| organization_id.is_none_or(|organization_id| organization_id == *id))
        .flat_map(|(_, roles)| roles)
        .collect();
    let has = |scope: &&String| {
        // Permissions of the template belong to no person before an organization is named.
        indicator == ORGANIZATIONS_RESOURCE
            || provider.roles.any_gives(own_roles, indicator, scope)
            || provider.organization_roles.any_gives(member_roles.iter().copied(), indicator, scope)
            || !(provider.roles.is_given_by_some(indicator, scope)
                || provider.organization_roles.is_given_by_some(indicator, scope))
    };
    resource.scopes.iter().filter(has).cloned().collect()
}

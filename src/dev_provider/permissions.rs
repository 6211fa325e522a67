//! Which permissions a person or a machine has, by roles: its own, and those of a member in an organization.
//!
//! <https://docs.logto.io/authorization/role-based-access-control>,
//! <https://docs.logto.io/authorization/organization-template>

use std::collections::{BTreeMap, BTreeSet};

use super::access::Access;
use super::client::Client;
use super::machine_to_machine::MANAGEMENT_API;
use super::organization::ORGANIZATIONS_RESOURCE;
use super::role::RoleType;
use super::state::State;

/// What a role of the builder gives: permissions by resource. Those of an organization are under
/// [`ORGANIZATIONS_RESOURCE`].
pub(crate) type Given = BTreeMap<String, BTreeSet<String>>;

/// The roles that the builder was told of, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct GivenRoles(BTreeMap<String, Given>);

impl GivenRoles {
    /// Lets a role give permissions of a resource, on top of what it gives already.
    pub(crate) fn give(&mut self, role: &str, resource: &str, scopes: &[&str]) {
        let of_role = self.0.entry(role.to_owned()).or_default();
        of_role.entry(resource.to_owned()).or_default().extend(scopes.iter().map(|scope| (*scope).to_owned()));
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = (&String, &Given)> {
        self.0.iter()
    }

    /// Every permission of a resource that some role gives.
    pub(crate) fn scopes_of(&self, resource: &str) -> BTreeSet<String> {
        self.0.values().filter_map(|role| role.get(resource)).flatten().cloned().collect()
    }
}

/// The permissions of a member's roles in an organization.
pub(crate) fn in_organization(state: &State, sub: &str, organization_id: &str) -> BTreeSet<String> {
    let access = &state.tenant.access;
    let roles = state.memberships.roles(organization_id, sub).unwrap_or_default();
    let of_member = access.organization_roles.iter().filter(|role| roles.contains(&role.name));
    let ids: Vec<&String> = of_member.flat_map(|role| &role.scope_ids).collect();
    let given = access.organization_scopes.iter().filter(|scope| ids.contains(&&scope.id));
    given.map(|scope| scope.name.clone()).collect()
}

/// The permissions a person has of a resource: everywhere, or acting for one organization.
///
/// As at Logto, the person's own roles always count; of the members' roles those in that organization, or without one
/// all. A permission of the builder's that no role gives is everybody's, as if by a default role.
pub(crate) fn of_resource(
    state: &State,
    sub: &str,
    indicator: &str,
    organization_id: Option<&str>,
) -> BTreeSet<String> {
    let access = &state.tenant.access;
    // Permissions of the template belong to no person before an organization is named.
    if indicator == ORGANIZATIONS_RESOURCE {
        return access.organization_scopes.iter().map(|scope| scope.name.clone()).collect();
    }
    // No role of a person can have it [source]: the Management API is for applications.
    let Some(resource) = access.resource(indicator).filter(|_| indicator != MANAGEMENT_API) else {
        return BTreeSet::new();
    };
    let own_roles: &[String] = state.users.get(sub).map_or(&[], |user| &user.roles);
    let is_own = |role: &&super::role::Role| role.kind == RoleType::User && own_roles.contains(&role.name);
    let own = access.roles.iter().filter(is_own).flat_map(|role| &role.scope_ids);
    let member_roles: Vec<&String> = state
        .memberships
        .of(sub)
        .filter(|(id, _)| organization_id.is_none_or(|organization_id| organization_id == *id))
        .flat_map(|(_, roles)| roles)
        .collect();
    let of_member = access.organization_roles.iter().filter(|role| member_roles.contains(&&role.name));
    let has: BTreeSet<&String> = own.chain(of_member.flat_map(|role| &role.resource_scope_ids)).collect();
    let given = given_by_some(access);
    let scopes = resource.scopes.iter();
    let is_theirs = scopes.filter(|it| has.contains(&it.id) || (it.is_builders && !given.contains(&it.id)));
    is_theirs.map(|scope| scope.name.clone()).collect()
}

/// The permissions a machine has of a resource, by its own roles.
pub(crate) fn of_machine(access: &Access, machine: &Client, indicator: &str) -> BTreeSet<String> {
    let roles = access.roles.iter().filter(|role| machine.role_ids.contains(&role.id));
    let has: BTreeSet<&String> = roles.flat_map(|role| &role.scope_ids).collect();
    let scopes = access.resource(indicator).map(|resource| resource.scopes.as_slice()).unwrap_or_default();
    scopes.iter().filter(|scope| has.contains(&scope.id)).map(|scope| scope.name.clone()).collect()
}

/// The permissions that some role of people gives.
fn given_by_some(access: &Access) -> BTreeSet<&String> {
    let roles = access.roles.iter().filter(|role| role.kind == RoleType::User).flat_map(|role| &role.scope_ids);
    roles.chain(access.organization_roles.iter().flat_map(|role| &role.resource_scope_ids)).collect()
}

//! Who may do what in the tenant: resources, roles, the organization template, organizations.
//!
//! A part of the tenant by itself, because the builder and the Management API both add to it, and what the builder
//! added it adds again at every start.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::clock::Millis;
use super::organization::{ORGANIZATIONS_RESOURCE, Organization};
use super::permissions::GivenRoles;
use super::resource::{Resource, Scope, derived_id};
use super::role::{OrganizationRole, OrganizationScope, Role, RoleType};

/// An organization as the tenant keeps it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TenantOrganization {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) custom_data: Map<String, Value>,
    pub(crate) created_at: Millis,
    /// The roles with which everybody becomes a member; `None`: nobody does.
    pub(crate) everybody_joins_as: Option<Vec<String>>,
}

/// All in the order it was made.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Access {
    pub(crate) resources: Vec<Resource>,
    pub(crate) roles: Vec<Role>,
    pub(crate) organization_scopes: Vec<OrganizationScope>,
    pub(crate) organization_roles: Vec<OrganizationRole>,
    pub(crate) organizations: Vec<TenantOrganization>,
}

impl Access {
    /// What the builder says, and what every tenant has.
    pub(crate) fn of_builder(
        resources: Vec<Resource>,
        organizations: Vec<Organization>,
        roles: &GivenRoles,
        organization_roles: &GivenRoles,
        now: Millis,
    ) -> Self {
        let mut access = Self { resources: vec![Resource::management_api(now)], ..Self::default() };
        access.resources.extend(resources.into_iter().filter(|resource| !resource.is_management_api()));
        access.roles.push(Role::management_api_access());
        for (name, given) in roles.all() {
            access.roles.push(Role::of_builder(name, access.scope_ids(given)));
        }
        let template = organizations.iter().flat_map(|organization| organization.scopes.iter().cloned());
        let template: BTreeSet<String> = template.chain(organization_roles.scopes_of(ORGANIZATIONS_RESOURCE)).collect();
        for name in template {
            let id = derived_id(&[ORGANIZATIONS_RESOURCE, &name]);
            access.organization_scopes.push(OrganizationScope { id, name, description: None });
        }
        for (name, given) in organization_roles.all() {
            let of_template = given.get(ORGANIZATIONS_RESOURCE).into_iter().flatten();
            let scope_ids = of_template.map(|scope| derived_id(&[ORGANIZATIONS_RESOURCE, scope])).collect();
            access.organization_roles.push(OrganizationRole {
                id: name.clone(),
                name: name.clone(),
                description: None,
                kind: RoleType::User,
                scope_ids,
                resource_scope_ids: access.scope_ids(given),
            });
        }
        access.organizations = organizations.into_iter().map(|it| TenantOrganization::of_builder(it, now)).collect();
        access
    }

    /// The identifiers of what a role of the builder gives; what no resource knows gives nothing.
    fn scope_ids(&self, given: &super::permissions::Given) -> Vec<String> {
        let find = |(indicator, name): (&String, &String)| {
            self.resource(indicator)?.scope_by_name(name).map(|it| it.id.clone())
        };
        given
            .iter()
            .flat_map(|(indicator, names)| names.iter().map(move |name| (indicator, name)))
            .filter_map(find)
            .collect()
    }

    /// Adds what was saved of an earlier run. Where both made something, the builder's is the one; but the Management
    /// API may have added permissions to it.
    pub(crate) fn add(&mut self, saved: Self) {
        for saved in saved.resources {
            match self.resources.iter_mut().find(|known| known.indicator == saved.indicator) {
                None => self.resources.push(saved),
                Some(known) => {
                    let is_new = |scope: &Scope| known.scope_by_name(&scope.name).is_none();
                    let new: Vec<Scope> = saved.scopes.into_iter().filter(is_new).collect();
                    known.scopes.extend(new);
                }
            }
        }
        for saved in saved.roles {
            match self.roles.iter_mut().find(|known| known.name == saved.name) {
                None => self.roles.push(saved),
                Some(known) => extend(&mut known.scope_ids, saved.scope_ids),
            }
        }
        for saved in saved.organization_scopes {
            if !self.organization_scopes.iter().any(|known| known.name == saved.name) {
                self.organization_scopes.push(saved);
            }
        }
        for saved in saved.organization_roles {
            match self.organization_roles.iter_mut().find(|known| known.name == saved.name) {
                None => self.organization_roles.push(saved),
                Some(known) => {
                    extend(&mut known.scope_ids, saved.scope_ids);
                    extend(&mut known.resource_scope_ids, saved.resource_scope_ids);
                }
            }
        }
        for saved in saved.organizations {
            if !self.organizations.iter().any(|known| known.id == saved.id) {
                self.organizations.push(saved);
            }
        }
    }

    /// What is here beyond what the builder made, to be saved.
    pub(crate) fn beyond(&self, builders: &Self) -> Self {
        let mut beyond = Self::default();
        for resource in &self.resources {
            let known = builders.resource(&resource.indicator);
            let is_new = |scope: &&Scope| known.is_none_or(|known| known.scope_by_name(&scope.name).is_none());
            let scopes: Vec<Scope> = resource.scopes.iter().filter(is_new).cloned().collect();
            if known.is_none() || !scopes.is_empty() {
                beyond.resources.push(Resource { scopes, ..resource.clone() });
            }
        }
        for role in &self.roles {
            let known = builders.roles.iter().find(|known| known.id == role.id);
            if known.is_none_or(|known| known.scope_ids != role.scope_ids) {
                beyond.roles.push(role.clone());
            }
        }
        for scope in &self.organization_scopes {
            if !builders.organization_scopes.iter().any(|known| known.id == scope.id) {
                beyond.organization_scopes.push(scope.clone());
            }
        }
        for role in &self.organization_roles {
            let known = builders.organization_roles.iter().find(|known| known.id == role.id);
            let gives = |role: &OrganizationRole| (role.scope_ids.clone(), role.resource_scope_ids.clone());
            if known.is_none_or(|known| gives(known) != gives(role)) {
                beyond.organization_roles.push(role.clone());
            }
        }
        for organization in &self.organizations {
            if builders.organization(&organization.id).is_none() {
                beyond.organizations.push(organization.clone());
            }
        }
        beyond
    }

    pub(crate) fn resource(&self, indicator: &str) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.indicator == indicator)
    }

    /// Whether tokens may be asked for it: a resource, or the one that stands for organizations.
    pub(crate) fn has_resource(&self, indicator: &str) -> bool {
        indicator == ORGANIZATIONS_RESOURCE || self.resource(indicator).is_some()
    }

    /// The names of a resource's permissions.
    pub(crate) fn scope_names(&self, indicator: &str) -> Vec<&str> {
        if indicator == ORGANIZATIONS_RESOURCE {
            return self.organization_scopes.iter().map(|scope| scope.name.as_str()).collect();
        }
        let scopes = self.resource(indicator).map(|resource| resource.scopes.as_slice()).unwrap_or_default();
        scopes.iter().map(|scope| scope.name.as_str()).collect()
    }

    /// A permission and the resource it belongs to.
    pub(crate) fn scope(&self, id: &str) -> Option<(&Resource, &Scope)> {
        self.resources
            .iter()
            .find_map(|resource| Some((resource, resource.scopes.iter().find(|scope| scope.id == id)?)))
    }

    pub(crate) fn organization(&self, id: &str) -> Option<&TenantOrganization> {
        self.organizations.iter().find(|organization| organization.id == id)
    }

    /// The names of the roles that everybody gets who registers.
    pub(crate) fn default_roles(&self) -> Vec<String> {
        let default = self.roles.iter().filter(|role| role.is_default && role.kind == RoleType::User);
        default.map(|role| role.name.clone()).collect()
    }
}

impl TenantOrganization {
    fn of_builder(organization: Organization, now: Millis) -> Self {
        Self {
            id: organization.id,
            name: organization.name,
            description: organization.description,
            custom_data: Map::new(),
            created_at: now,
            everybody_joins_as: organization.everybody_joins_as,
        }
    }
}

/// Adds what is not there yet.
pub(crate) fn extend(ids: &mut Vec<String>, more: Vec<String>) {
    for id in more {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
}

//! Roles of users, and the permissions that they give. None is taken away.

use super::{Field, Item, Kind, Make, Permission, Set, TenantState, WhyNot};
use crate::{
    Resource,
    provision::wishes::{RoleWish, Wishes},
};

pub(super) fn plan(roles: &[RoleWish], wishes: &Wishes, tenant: &TenantState) -> Vec<Result<Item, WhyNot>> {
    roles.iter().map(|wish| role(wish, wishes, tenant)).collect()
}

fn role(wish: &RoleWish, wishes: &Wishes, tenant: &TenantState) -> Result<Item, WhyNot> {
    let permissions = || {
        let of = |(resource, scopes): (&Resource, &Vec<String>)| {
            let permission = |scope: &String| Permission { resource: resource.to_string(), scope: scope.clone() };
            scopes.iter().map(permission).collect::<Vec<_>>()
        };
        wish.permissions.iter().flat_map(of)
    };
    let present = tenant.roles.iter().find(|(role, _)| role.name == wish.name);
    if present.is_some_and(|(role, _)| role.r#type != "User") {
        return Err(WhyNot::RoleOfMachines { role: wish.name.clone() });
    }
    for permission in permissions() {
        permission.must_exist(&wish.name, wishes, tenant)?;
    }
    let Some((present, scopes)) = present else {
        let mut fields: Vec<_> = wish.description.iter().map(|text| Field::set("description", text)).collect();
        fields.extend(wish.default.map(|default| Field::set("isDefault", default)));
        fields.extend(permissions().map(|permission| added(&permission)));
        let step = Make::Role {
            name: wish.name.clone(),
            // Logto takes none without a description.
            description: wish.description.clone().unwrap_or_else(|| wish.name.clone()),
            is_default: wish.default.unwrap_or_default(),
            permissions: permissions().collect(),
        };
        return Ok(Item::create(Kind::Role, &wish.name, fields, step));
    };
    let mut fields = Vec::new();
    let mut steps = Vec::new();
    let description = wish.description.as_ref().unwrap_or(&present.description);
    if present.description != *description {
        fields.push(Field::changed("description", Some(&present.description), description));
    }
    let is_default = wish.default.unwrap_or(present.is_default);
    if present.is_default != is_default {
        fields.push(Field::changed("isDefault", Some(present.is_default), is_default));
    }
    if !fields.is_empty() {
        steps.push(Set::Role { id: present.id.clone(), description: description.clone(), is_default }.into());
    }
    let is_given = |permission: &Permission| {
        let id = tenant.scope_id(&permission.resource, &permission.scope);
        id.is_some_and(|id| scopes.iter().any(|scope| scope.id == id))
    };
    let new: Vec<_> = permissions().filter(|permission| !is_given(permission)).collect();
    if !new.is_empty() {
        fields.extend(new.iter().map(added));
        steps.push(Make::RolePermissions { id: present.id.clone(), permissions: new }.into());
    }
    Ok(Item::change(Kind::Role, &wish.name, fields, steps))
}

fn added(permission: &Permission) -> Field {
    Field::set("permissions +", format!("{} of {}", permission.scope, permission.resource))
}

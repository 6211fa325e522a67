//! Organisations, and what there is in each: permissions and roles. None is taken away.

use crate::tenant::Scope;

use super::{Field, Item, Kind, Make, Set, TenantState, WhyNot};
use crate::provision::wishes::{OrganizationTemplateWish, OrganizationWish, Wishes};

pub(super) fn plan(wishes: &Wishes, tenant: &TenantState) -> Vec<Result<Item, WhyNot>> {
    let mut items = Vec::new();
    if let Some(template) = &wishes.organization_template {
        items.extend(template.permissions.iter().map(|(name, description)| Ok(scope(name, description, tenant))));
        items.extend(template.roles.iter().map(|(name, scopes)| role(name, scopes, template, tenant)));
    }
    items.extend(wishes.organizations.iter().map(|wish| organization(wish, tenant)));
    items
}

fn scope(name: &str, description: &str, tenant: &TenantState) -> Item {
    let kind = Kind::OrganizationPermission;
    match find(&tenant.organization_scopes, name) {
        None => {
            let step = Make::OrganizationScope { name: name.to_owned(), description: description.to_owned() };
            Item::create(kind, name, vec![Field::set("description", description)], step)
        }
        Some(present) => {
            let fields = described(present.description.as_deref(), description);
            let step = Set::OrganizationScope { id: present.id.clone(), description: description.to_owned() };
            Item::change(kind, name, fields, vec![step.into()])
        }
    }
}

fn role(
    name: &str,
    scopes: &[String],
    template: &OrganizationTemplateWish,
    tenant: &TenantState,
) -> Result<Item, WhyNot> {
    let is_wished = |scope: &str| template.permissions.contains_key(scope);
    let is_unknown = |scope: &&String| !is_wished(scope) && find(&tenant.organization_scopes, scope).is_none();
    if let Some(scope) = scopes.iter().find(is_unknown) {
        return Err(WhyNot::UnknownOrganizationPermission { role: name.to_owned(), scope: scope.clone() });
    }
    let fields = |scopes: &[String]| scopes.iter().map(|scope| Field::set("permissions +", scope)).collect();
    let kind = Kind::OrganizationRole;
    Ok(match tenant.organization_roles.iter().find(|role| role.name == name) {
        None => {
            let step = Make::OrganizationRole { name: name.to_owned(), scopes: scopes.to_vec() };
            Item::create(kind, name, fields(scopes), step)
        }
        Some(present) if present.r#type != "User" => {
            return Err(WhyNot::OrganizationRoleOfMachines { role: name.to_owned() });
        }
        Some(present) => {
            let is_new = |scope: &&String| find(&present.scopes, scope).is_none();
            let new: Vec<String> = scopes.iter().filter(is_new).cloned().collect();
            let fields = fields(&new);
            Item::change(
                kind,
                name,
                fields,
                vec![Make::OrganizationRoleScopes { id: present.id.clone(), scopes: new }.into()],
            )
        }
    })
}

fn organization(wish: &OrganizationWish, tenant: &TenantState) -> Result<Item, WhyNot> {
    let mut found = tenant.organizations.iter().filter(|organization| organization.name == wish.name);
    let description = wish.description.clone().unwrap_or_default();
    let kind = Kind::Organization;
    match (found.next(), found.count()) {
        (None, _) => {
            let fields = wish.description.iter().map(|description| Field::set("description", description)).collect();
            let step = Make::Organization { name: wish.name.clone(), description };
            Ok(Item::create(kind, &wish.name, fields, step))
        }
        (Some(present), 0) => {
            let wished = wish.description.iter();
            let fields = wished.flat_map(|wished| described(present.description.as_deref(), wished)).collect();
            let step = Set::Organization { id: present.id.clone(), description };
            Ok(Item::change(kind, &wish.name, fields, vec![step.into()]))
        }
        (Some(_), others) => Err(WhyNot::SeveralOrganizations { name: wish.name.clone(), count: others + 1 }),
    }
}

fn described(from: Option<&str>, to: &str) -> Vec<Field> {
    if from.unwrap_or_default() == to { Vec::new() } else { vec![Field::changed("description", from, to)] }
}

fn find<'a>(scopes: &'a [Scope], name: &str) -> Option<&'a Scope> {
    scopes.iter().find(|scope| scope.name == name)
}

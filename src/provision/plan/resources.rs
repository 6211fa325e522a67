//! API resources and their permissions. None is taken away: another application may use it.

use super::{Field, Item, Kind, Make, Set, TenantState};
use crate::provision::wishes::ResourceWish;

pub(super) fn plan(wishes: &[ResourceWish], tenant: &TenantState) -> Vec<Item> {
    let items = |wish| std::iter::once(resource(wish, tenant)).chain(scopes(wish, tenant));
    wishes.iter().flat_map(items).collect()
}

fn resource(wish: &ResourceWish, tenant: &TenantState) -> Item {
    let access_token_ttl = wish.access_token_ttl.map(|ttl| ttl.whole_seconds());
    let Some(present) = tenant.resource(wish.indicator.as_str()) else {
        let mut fields = vec![Field::set("name", &wish.name)];
        fields.extend(access_token_ttl.map(|ttl| Field::set("accessTokenTtl", format!("{ttl} s"))));
        let step = Make::Resource { name: wish.name.clone(), indicator: wish.indicator.to_string(), access_token_ttl };
        return Item::create(Kind::Resource, wish.indicator.as_str(), fields, step);
    };
    let mut fields = Vec::new();
    if present.name != wish.name {
        fields.push(Field::changed("name", Some(&present.name), &wish.name));
    }
    if let Some(ttl) = access_token_ttl.filter(|ttl| *ttl != present.access_token_ttl) {
        let from = format!("{} s", present.access_token_ttl);
        fields.push(Field::changed("accessTokenTtl", Some(from), format!("{ttl} s")));
    }
    let step = Set::Resource { id: present.id.clone(), name: wish.name.clone(), access_token_ttl };
    Item::change(Kind::Resource, wish.indicator.as_str(), fields, vec![step.into()])
}

fn scopes(wish: &ResourceWish, tenant: &TenantState) -> Vec<Item> {
    let present = tenant.resource(wish.indicator.as_str());
    let scope = |(name, description): (&String, &String)| {
        let found = present.and_then(|present| present.scopes.iter().find(|scope| scope.name == *name));
        let title = format!("{name} of {}", wish.indicator);
        match (present, found) {
            (Some(resource), Some(found)) => {
                let from = found.description.as_deref().unwrap_or_default();
                let fields = if from == description {
                    Vec::new()
                } else {
                    vec![Field::changed("description", Some(from), description)]
                };
                let step = Set::Scope {
                    resource_id: resource.id.clone(),
                    id: found.id.clone(),
                    description: description.clone(),
                };
                Item::change(Kind::Permission, &title, fields, vec![step.into()])
            }
            _ => {
                let step = Make::Scope {
                    resource: wish.indicator.to_string(),
                    name: name.clone(),
                    description: description.clone(),
                };
                Item::create(Kind::Permission, &title, vec![Field::set("description", description)], step)
            }
        }
    };
    wish.scopes.iter().map(scope).collect()
}

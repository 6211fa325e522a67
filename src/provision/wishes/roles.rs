//! Roles of people: permissions of API resources by name. <https://docs.logto.io/authorization/role-based-access-control>

use std::collections::BTreeMap;

use crate::Resource;

use super::{
    column::{Column, ROLE_DESCRIPTION, ROLE_NAME, SCOPE_NAME},
    problem::Problems,
    resources::is_logto_own,
    table::{Item, Table},
};

/// `[[roles]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleWish {
    /// `name`: how it is found.
    pub name: String,
    /// `description`. Logto wants one of a role that it makes; without it the name will do.
    pub description: Option<String>,
    /// `default`: whether new people have it.
    pub default: Option<bool>,
    /// `permissions`: scopes by the indicator of their resource. What the file does not make, the tenant must have: the plan
    /// looks.
    pub permissions: BTreeMap<Resource, Vec<String>>,
}

/// Reads every section `[[roles]]`.
pub(super) fn read(file: &Table<'_>, problems: &mut Problems) -> Vec<RoleWish> {
    let mut roles: Vec<RoleWish> = Vec::new();
    for table in file.tables("roles", problems) {
        table.refuse_unknown(&["name", "description", "default", "permissions"], problems);
        let name = table.needed("name", "the role is found by it: name = \"…\"", problems).and_then(|item| {
            let name = item.parse(|name| ROLE_NAME.role_name(name), problems)?;
            if roles.iter().any(|known| known.name == name) {
                item.refuse("is there a second time; write all of its permissions into one section", problems);
            }
            Some(name)
        });
        let description = table.text("description", ROLE_DESCRIPTION, problems);
        let default = table.flag("default", problems);
        let permissions = table.item("permissions").map(|item| read_permissions(&item, problems));
        let permissions = permissions.unwrap_or_default();
        roles.extend(name.map(|name| RoleWish { name, description, default, permissions }));
    }
    roles
}

fn read_permissions(item: &Item<'_>, problems: &mut Problems) -> BTreeMap<Resource, Vec<String>> {
    let mut permissions = BTreeMap::new();
    let Some(table) = item.table(problems) else { return permissions };
    for (indicator, item) in table.items() {
        match Resource::parse(indicator) {
            Ok(resource) if is_logto_own(&resource) => {
                item.refuse("is Logto's own API: no role of people may use it", problems);
            }
            Ok(resource) => {
                permissions.insert(resource, read_names(&item, SCOPE_NAME, problems));
            }
            Err(error) => item.refuse(&error.to_string(), problems),
        }
    }
    permissions
}

/// Reads a list of permissions' names, each once.
pub(super) fn read_names(item: &Item<'_>, column: Column, problems: &mut Problems) -> Vec<String> {
    let mut names = Vec::new();
    for item in item.list(problems).unwrap_or_default() {
        let name = item.parse(|name| column.permission(name), problems);
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

//! Organisations: what all of them have, and which there are. <https://docs.logto.io/organizations>

use std::collections::BTreeMap;

use super::{
    column::{
        ORGANIZATION_DESCRIPTION, ORGANIZATION_NAME, ORGANIZATION_ROLE_NAME, ORGANIZATION_SCOPE_DESCRIPTION,
        ORGANIZATION_SCOPE_NAME,
    },
    problem::Problems,
    resources::read_permissions,
    roles::read_names,
    table::Table,
};

/// `[organization_template]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrganizationTemplateWish {
    /// `permissions`: of organisations, each with what it allows.
    pub permissions: BTreeMap<String, String>,
    /// `roles`: permissions by the role's name. A permission that is not in the file is one that the tenant has.
    pub roles: BTreeMap<String, Vec<String>>,
}

/// `[[organizations]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationWish {
    /// `name`: how it is found.
    pub name: String,
    /// `description`
    pub description: Option<String>,
}

impl OrganizationTemplateWish {
    pub(super) fn read(table: &Table<'_>, problems: &mut Problems) -> Self {
        table.refuse_unknown(&["permissions", "roles"], problems);
        let columns = (ORGANIZATION_SCOPE_NAME, ORGANIZATION_SCOPE_DESCRIPTION);
        let permissions = table.item("permissions").map(|item| read_permissions(&item, columns, problems));
        let mut roles = BTreeMap::new();
        if let Some(table) = table.item("roles").and_then(|item| item.table(problems)) {
            for (name, item) in table.items() {
                if let Err(error) = ORGANIZATION_ROLE_NAME.role_name(name) {
                    item.refuse(&error.to_string(), problems);
                }
                roles.insert(name.to_owned(), read_names(&item, ORGANIZATION_SCOPE_NAME, problems));
            }
        }
        Self { permissions: permissions.unwrap_or_default(), roles }
    }
}

/// Reads every section `[[organizations]]`.
pub(super) fn read(file: &Table<'_>, problems: &mut Problems) -> Vec<OrganizationWish> {
    let mut organizations: Vec<OrganizationWish> = Vec::new();
    for table in file.tables("organizations", problems) {
        table.refuse_unknown(&["name", "description"], problems);
        let name = table.needed("name", "the organisation is found by it: name = \"…\"", problems).and_then(|item| {
            let name = item.parse(|name| ORGANIZATION_NAME.name(name), problems)?;
            if organizations.iter().any(|known| known.name == name) {
                item.refuse(
                    "is there a second time; Logto would take both, and nobody could tell them apart",
                    problems,
                );
            }
            Some(name)
        });
        let description = table.text("description", ORGANIZATION_DESCRIPTION, problems);
        organizations.extend(name.map(|name| OrganizationWish { name, description }));
    }
    organizations
}

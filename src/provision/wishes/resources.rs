//! API resources with their permissions (RFC 8707). <https://docs.logto.io/authorization/global-api-resources>

use std::{collections::BTreeMap, ops::RangeInclusive};

use time::Duration;

use crate::Resource;

use super::{
    column::{Column, SCOPE_NAME, WITHOUT_LIMIT},
    durations,
    problem::Problems,
    table::{Item, Table},
};

/// An access token that lives shorter is expired before it is used; one that lives longer is a password.
const ACCESS_TOKEN_TTL: RangeInclusive<Duration> = Duration::minutes(1)..=Duration::days(30);

/// `[[resources]]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResourceWish {
    /// `name`: how people see it.
    pub name: String,
    /// `indicator`: how it is found. Logto does not let it change.
    pub indicator: Resource,
    /// `access_token_ttl`: how long its access tokens live.
    pub access_token_ttl: Option<Duration>,
    /// `scopes`: permissions, each with what it allows.
    pub scopes: BTreeMap<String, String>,
}

/// Reads every section `[[resources]]`.
pub(super) fn read(file: &Table<'_>, problems: &mut Problems) -> Vec<ResourceWish> {
    let mut resources: Vec<ResourceWish> = Vec::new();
    for table in file.tables("resources", problems) {
        let known = |resource: &Resource| resources.iter().any(|known| known.indicator == *resource);
        let resource = read_one(&table, known, problems);
        resources.extend(resource);
    }
    resources
}

fn read_one(table: &Table<'_>, known: impl Fn(&Resource) -> bool, problems: &mut Problems) -> Option<ResourceWish> {
    table.refuse_unknown(&["name", "indicator", "access_token_ttl", "scopes"], problems);
    let name = table.needed("name", "it is how Logto's console shows it: name = \"…\"", problems);
    let name = name.and_then(|item| item.parse(|name| WITHOUT_LIMIT.name(name), problems));
    let indicator = table.needed("indicator", "it is the API's address: indicator = \"https://…\"", problems);
    let indicator = indicator.and_then(|item| {
        let indicator = item.parse(Resource::parse, problems)?;
        if is_logto_own(&indicator) {
            item.refuse("is Logto's own, which lets nobody change it; name an API of yours", problems);
            return None;
        }
        if known(&indicator) {
            item.refuse("is there a second time; write all of its scopes into one section", problems);
        }
        Some(indicator)
    });
    let access_token_ttl = table.item("access_token_ttl");
    let scopes = table.item("scopes").map(|item| read_permissions(&item, (SCOPE_NAME, WITHOUT_LIMIT), problems));
    Some(ResourceWish {
        access_token_ttl: access_token_ttl.and_then(|item| durations::read(&item, ACCESS_TOKEN_TTL, problems)),
        scopes: scopes.unwrap_or_default(),
        name: name?,
        indicator: indicator?,
    })
}

/// Reads names of permissions, each with what it allows. The columns are those of both.
pub(super) fn read_permissions(
    item: &Item<'_>,
    columns: (Column, Column),
    problems: &mut Problems,
) -> BTreeMap<String, String> {
    let Some(table) = item.table(problems) else { return BTreeMap::new() };
    let mut permissions = BTreeMap::new();
    for (name, item) in table.items() {
        if let Err(error) = columns.0.permission(name) {
            item.refuse(&error.to_string(), problems);
        }
        let description = item.parse(|text| columns.1.text(text), problems);
        permissions.extend(description.map(|description| (name.to_owned(), description)));
    }
    permissions
}

/// Whether it is the Management API of a tenant, or one of those that stand for organisations.
pub(super) fn is_logto_own(resource: &Resource) -> bool {
    let indicator = resource.as_str();
    let tenant = indicator.strip_prefix("https://").and_then(|rest| rest.split_once(".logto.app/"));
    indicator.starts_with("urn:logto:")
        || tenant.is_some_and(|(id, path)| !id.contains('/') && (path == "api" || path == "me"))
}

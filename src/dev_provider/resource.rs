//! An API that access tokens are asked for, and the permissions it knows.
//!
//! <https://docs.logto.io/authorization/global-api-resources>

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::application::ApiResource;
use super::clock::Millis;
use super::machine_to_machine::{MANAGEMENT_API, MANAGEMENT_SCOPE};
use super::random;

/// Seconds: how long an access token for a resource lives unless it says otherwise.
const ACCESS_TOKEN_TTL: i64 = 3_600;
const MANAGEMENT_RESOURCE_ID: &str = "management-api";
pub(crate) const MANAGEMENT_SCOPE_ID: &str = "management-api-all";

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Resource {
    pub(crate) id: String,
    pub(crate) name: String,
    /// Compared character by character.
    pub(crate) indicator: String,
    /// Seconds.
    pub(crate) access_token_ttl: i64,
    pub(crate) scopes: Vec<Scope>,
}

/// A permission of a resource.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Scope {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) created_at: Millis,
    /// Of the builder: everybody has it as long as no role gives it, so that whoever does not test roles need not
    /// configure them.
    #[serde(skip)]
    pub(crate) is_builders: bool,
}

impl Scope {
    pub(crate) fn new(name: &str, description: Option<&str>, now: Millis) -> Self {
        Self {
            id: random::identifier(21),
            name: name.to_owned(),
            description: description.map(str::to_owned),
            created_at: now,
            is_builders: false,
        }
    }
}

impl Resource {
    pub(crate) fn new(name: &str, indicator: &str) -> Self {
        Self {
            id: random::identifier(21),
            name: name.to_owned(),
            indicator: indicator.to_owned(),
            access_token_ttl: ACCESS_TOKEN_TTL,
            scopes: Vec::new(),
        }
    }

    /// The builder's. Its identifiers are the same at every start: what was saved refers to them.
    pub(crate) fn from_builder(resource: &ApiResource, now: Millis) -> Self {
        let scope = |name: &String| Scope {
            id: derived_id(&[&resource.indicator, name]),
            is_builders: true,
            ..Scope::new(name, None, now)
        };
        Self {
            id: derived_id(&[&resource.indicator]),
            scopes: resource.scopes.iter().map(scope).collect(),
            ..Self::new(&resource.indicator, &resource.indicator)
        }
    }

    /// The Management API, which every tenant has, whether or not an application may use it.
    pub(crate) fn management_api(now: Millis) -> Self {
        let description = "Default scope for Management API, allows all permissions.";
        let all = Scope { id: MANAGEMENT_SCOPE_ID.to_owned(), ..Scope::new(MANAGEMENT_SCOPE, Some(description), now) };
        Self {
            id: MANAGEMENT_RESOURCE_ID.to_owned(),
            scopes: vec![all],
            ..Self::new("Logto Management API", MANAGEMENT_API)
        }
    }

    pub(crate) fn is_management_api(&self) -> bool {
        self.indicator == MANAGEMENT_API
    }

    pub(crate) fn scope_by_name(&self, name: &str) -> Option<&Scope> {
        self.scopes.iter().find(|scope| scope.name == name)
    }
}

/// An identifier in Logto's form that follows from what it names.
pub(crate) fn derived_id(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().chars().take(21).collect()
}

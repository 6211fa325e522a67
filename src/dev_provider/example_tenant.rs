//! What a tenant has that an app can show something with: an API, and an organization that everybody belongs to.

use super::application::ApiResource;
use super::builder::Builder;
use super::organization::Organization;

/// The path of the app's own API, whose address is the resource indicator.
const API_PATH: &str = "/api/v1";
/// The permission of the API.
const READ_ME: &str = "read:me";
/// The permission in the organization.
const READ_MEMBERS: &str = "read:members";
const ROLE: &str = "member";

impl Builder {
    /// Adds the API `<base_url>/api/v1` with the permission `read:me`, and the organization `example-org`, which everybody
    /// who signs in joins, with the permission `read:members`.
    pub fn example_tenant(self, base_url: &str) -> Self {
        let indicator = format!("{}{API_PATH}", base_url.trim_end_matches('/'));
        self.resource(ApiResource { indicator, scopes: vec![READ_ME.to_owned()] })
            .organization(Organization {
                id: "example-org".to_owned(),
                name: "Example organization".to_owned(),
                scopes: vec![READ_MEMBERS.to_owned()],
                everybody_joins_as: Some(vec![ROLE.to_owned()]),
                ..Organization::default()
            })
            .organization_role(ROLE, &[READ_MEMBERS])
    }
}

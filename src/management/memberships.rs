//! What a user belongs to: roles of the tenant, organisations with roles of their own.
//! <https://docs.logto.io/authorization/role-based-access-control>

use serde::Deserialize;

use super::{ManagementApi, ManagementError, call::Call, refusal::Refusal, users::is_id};

/// How many roles come with one answer; the most that Logto gives.
const PAGE_SIZE: usize = 100;
/// How many answers are asked for: nobody has a thousand roles, and a server that never ends must not hold this app.
const MOST_PAGES: usize = 10;

/// An organisation that a user belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct UserOrganization {
    /// The organisation's id.
    pub id: String,
    /// The names of the user's roles in it.
    pub roles: Vec<String>,
}

#[derive(Deserialize)]
struct Role {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Organization {
    id: String,
    organization_roles: Vec<Role>,
}

impl ManagementApi {
    /// The names of the user's roles, as the claim `roles` has them.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when there is no such user.
    pub async fn roles(&self, id: &str) -> Result<Vec<String>, ManagementError> {
        let mut names = Vec::new();
        for page in 1..=MOST_PAGES {
            let (page, page_size) = (page.to_string(), PAGE_SIZE.to_string());
            let path = user_path(id, "roles")?;
            let call = Call::get(&path).query([("page", page.as_str()), ("page_size", page_size.as_str())]);
            let roles: Vec<Role> = self.call(&call).await??.read("roles")?;
            let is_last = roles.len() < PAGE_SIZE;
            names.extend(roles.into_iter().map(|role| role.name));
            if is_last {
                break;
            }
        }
        Ok(names)
    }

    /// The organisations that the user belongs to, with the user's roles in each.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when there is no such user.
    pub async fn organizations(&self, id: &str) -> Result<Vec<UserOrganization>, ManagementError> {
        let path = user_path(id, "organizations")?;
        let found: Vec<Organization> = self.call(&Call::get(&path)).await??.read("organizations")?;
        let roles = |roles: Vec<Role>| roles.into_iter().map(|role| role.name).collect();
        Ok(found
            .into_iter()
            .map(|found| UserOrganization { id: found.id, roles: roles(found.organization_roles) })
            .collect())
    }
}

pub(super) fn user_path<'a>(id: &'a str, what: &'a str) -> Result<[&'a str; 3], ManagementError> {
    if is_id(id) { Ok(["users", id, what]) } else { Err(Refusal::unknown_user().into()) }
}

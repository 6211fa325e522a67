//! Organizations, their members and the members' roles.
//!
//! Logto's own addition to OpenID Connect: an organization is a resource of its own, with tokens of its own.
//! <https://docs.logto.io/organizations>

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::state::State;

/// To be named as a `resource` of the authorization request where organization tokens are wanted with
/// permissions. Every tenant has it.
pub(crate) const ORGANIZATIONS_RESOURCE: &str = "urn:logto:resource:organizations";
/// Without it in the grant no refresh brings an organization token.
pub(crate) const ORGANIZATIONS_SCOPE: &str = "urn:logto:scope:organizations";

/// An organization, as Logto's console knows it.
#[derive(Clone, Debug, Default)]
pub struct Organization {
    /// Its identifier: `urn:logto:organization:<id>` is the audience of its tokens.
    pub id: String,
    /// For people.
    pub name: String,
    /// For people.
    pub description: Option<String>,
    /// Permissions of the organization template. An authorization request may ask for them; a token
    /// has those that a role of the member gives, see
    /// [`Builder::organization_role`](super::Builder::organization_role).
    pub scopes: Vec<String>,
    /// The roles with which everybody who signs in, or is registered through the Management API, becomes a member
    /// ("just-in-time provisioning" in Logto); `None`: nobody does.
    pub everybody_joins_as: Option<Vec<String>>,
}

impl Organization {
    /// The `aud` of its tokens.
    pub(crate) fn audience(id: &str) -> String {
        format!("urn:logto:organization:{id}")
    }
}

/// Who is a member of what, with which roles: organization, then subject, then names of roles.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Memberships(BTreeMap<String, BTreeMap<String, Vec<String>>>);

impl Memberships {
    /// Adds a member, or gives one other roles.
    pub(crate) fn add(&mut self, organization_id: &str, sub: &str, roles: &[&str]) {
        let roles = roles.iter().map(|role| (*role).to_owned()).collect();
        self.0.entry(organization_id.to_owned()).or_default().insert(sub.to_owned(), roles);
    }

    pub(crate) fn has(&self, organization_id: &str, sub: &str) -> bool {
        self.0.get(organization_id).is_some_and(|members| members.contains_key(sub))
    }

    pub(crate) fn remove(&mut self, organization_id: &str, sub: &str) -> bool {
        self.0.get_mut(organization_id).is_some_and(|members| members.remove(sub).is_some())
    }

    pub(crate) fn remove_everywhere(&mut self, sub: &str) {
        for members in self.0.values_mut() {
            members.remove(sub);
        }
    }

    /// Forgets the members of organizations that are no longer configured.
    pub(crate) fn retain(&mut self, is_configured: impl Fn(&str) -> bool) {
        self.0.retain(|organization_id, _| is_configured(organization_id));
    }

    /// A member's roles; `None` for everybody else.
    pub(crate) fn roles(&self, organization_id: &str, sub: &str) -> Option<&[String]> {
        self.0.get(organization_id)?.get(sub).map(Vec::as_slice)
    }

    /// The organizations of a person, with the roles there.
    pub(crate) fn of<'a>(&'a self, sub: &'a str) -> impl Iterator<Item = (&'a str, &'a [String])> {
        self.0.iter().filter_map(move |(id, members)| Some((id.as_str(), members.get(sub)?.as_slice())))
    }
}

/// Makes a person a member of every organization that everybody joins. Members keep the roles they have.
pub(crate) fn join_everybodys(state: &mut State, sub: &str) {
    let State { tenant, memberships, .. } = state;
    for organization in &tenant.access.organizations {
        if let Some(roles) = &organization.everybody_joins_as
            && !memberships.has(&organization.id, sub)
        {
            let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
            memberships.add(&organization.id, sub, &roles);
        }
    }
}

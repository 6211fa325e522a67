//! What an ID token and the userinfo endpoint say about a person, beyond [`User::claims`].
//!
//! Userinfo has every claim of the granted scopes. An ID token has, of Logto's own claims, those that the
//! tenant has switched on: by default roles, organizations and organization roles, and neither custom
//! data nor identities. <https://docs.logto.io/developers/custom-id-token>

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::organization::ORGANIZATIONS_SCOPE;
use super::provider::Provider;
use super::state::State;
use super::user::User;

/// Logto's own claims in a new tenant's ID tokens.
pub(crate) const DEFAULT_ID_TOKEN_CLAIMS: [&str; 3] = ["roles", "organizations", "organization_roles"];

/// The claims for the ID token.
pub(crate) fn for_id_token(
    provider: &Provider,
    state: &State,
    user: &User,
    scopes: &BTreeSet<String>,
) -> Map<String, Value> {
    let mut claims = user.claims(scopes);
    let switched_on = |(name, _): &(String, Value)| provider.id_token_claims.iter().any(|claim| claim == name);
    claims.extend(extended(state, user, scopes).into_iter().filter(switched_on));
    claims
}

/// The claims for the userinfo endpoint.
pub(crate) fn for_userinfo(state: &State, user: &User, scopes: &BTreeSet<String>) -> Map<String, Value> {
    let mut claims = user.claims(scopes);
    claims.extend(extended(state, user, scopes));
    claims
}

fn extended(state: &State, user: &User, scopes: &BTreeSet<String>) -> Map<String, Value> {
    let mut claims = Map::new();
    if scopes.contains("custom_data") {
        claims.insert("custom_data".into(), Value::Object(user.custom_data.clone()));
    }
    if scopes.contains("identities") {
        // Nobody signs in here by a social or an enterprise connector.
        claims.insert("identities".into(), json!({}));
        claims.insert("sso_identities".into(), json!([]));
    }
    if scopes.contains("roles") {
        claims.insert("roles".into(), json!(user.roles));
    }
    let memberships = || state.memberships.of(&user.sub);
    if scopes.contains(ORGANIZATIONS_SCOPE) {
        let ids: Vec<_> = memberships().map(|(id, _)| id).collect();
        let data = state.tenant.access.organizations.iter().filter(|organization| ids.contains(&organization.id.as_str())).map(
            |organization| {
                json!({ "id": organization.id, "name": organization.name, "description": organization.description })
            },
        );
        claims.insert("organization_data".into(), data.collect());
        claims.insert("organizations".into(), json!(ids));
    }
    if scopes.contains("urn:logto:scope:organization_roles") {
        let roles = memberships().flat_map(|(id, roles)| roles.iter().map(move |role| format!("{id}:{role}")));
        claims.insert("organization_roles".into(), roles.collect());
    }
    claims
}

//! `grant_type=urn:ietf:params:oauth:grant-type:token-exchange`: an access token for a user who is not there.
//!
//! [RFC 8693](https://www.rfc-editor.org/rfc/rfc8693), <https://docs.logto.io/developers/user-impersonation>

use std::collections::BTreeSet;

use axum::response::Response;

use super::access_token::{self, Audience};
use super::token_response;
use crate::dev_provider::client::Client;
use crate::dev_provider::clock::Millis;
use crate::dev_provider::grant::{Authorization, Grant};
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::state::State;

/// Both name a subject token of the Management API; the second is Logto's older word for it [source].
const SUBJECT_TOKEN_TYPES: [&str; 2] =
    ["urn:ietf:params:oauth:token-type:access_token", "urn:logto:token-type:impersonation_token"];

/// Exchanges a subject token for an access token, and for nothing else: no ID token, no refresh token, no session.
/// The application may use it (its `allowTokenExchange`); the token must
/// - be known, younger than ten minutes, and not have been exchanged before;
/// - be of a user who still may sign in, and who is a member where an organization is named.
///
/// Any registered resource may be named: nothing was asked for before that it could be compared with. As a code is, a
/// subject token is used up by success only.
pub(super) fn exchange(provider: &Provider, client: &Client, params: &Params) -> Result<Response, OidcError> {
    let required = |name| params.get(name).ok_or_else(|| OidcError::missing(name));
    let (subject_token, token_type) = (required("subject_token")?, required("subject_token_type")?);
    let now = provider.clock.now();
    let mut state = provider.state();
    let sub = subject(&state, subject_token, token_type, now)?;
    let organization_id = params.get("organization_id");
    if organization_id.is_some_and(|id| !state.memberships.has(id, &sub)) {
        return Err(OidcError::not_a_member());
    }
    let audience = Audience::allowed(params, organization_id, |resource| state.tenant.access.has_resource(resource))?;
    let scope = params.get("scope").unwrap_or_default();
    let authorization = Authorization {
        grant_id: random::token(),
        client_id: client.client_id.clone(),
        sub,
        session_id: None,
        scopes: scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        resources: BTreeSet::new(),
        nonce: None,
        sid: None,
        auth_time: None,
    };
    let grant = Grant { client_id: authorization.client_id.clone(), sub: authorization.sub.clone() };
    state.grants.insert(authorization.grant_id.clone(), grant);
    let issued = access_token::issue(provider, &mut state, client, &authorization, &audience);
    state.subject_tokens.remove(subject_token);
    provider.save(&state);
    Ok(token_response::access_token_alone(&mut state, &issued))
}

/// For whom the token was issued.
///
/// # Errors
/// `invalid_grant` for every reason alike.
fn subject(state: &State, subject_token: &str, token_type: &str, now: Millis) -> Result<String, OidcError> {
    let token = state.subject_tokens.get(subject_token).ok_or_else(OidcError::invalid_grant)?;
    let is_good = now < token.expires_at && SUBJECT_TOKEN_TYPES.contains(&token_type);
    let user = state.active_user(&token.sub).filter(|_| is_good).ok_or_else(OidcError::invalid_grant)?;
    Ok(user.sub.clone())
}

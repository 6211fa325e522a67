//! `grant_type=refresh_token`.
//!
//! [RFC 6749, section 6](https://www.rfc-editor.org/rfc/rfc6749#section-6),
//! [RFC 9700, section 4.14.2](https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2) (rotation).

use std::collections::BTreeSet;

use axum::response::Response;

use super::access_token::Audience;
use super::token_response;
use crate::dev_provider::client::Client;
use crate::dev_provider::grant::{Authorization, RefreshToken};
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::organization::ORGANIZATIONS_SCOPE;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::state::State;

/// Refreshes. The token must be known, younger than 14 days, this client's, and its user still
/// allowed to sign in.
///
/// The same token comes back until 70 % of its life is over; then a new one does, and the old one
/// works three seconds longer. Used after that it is taken for stolen, and the grant is revoked.
pub(super) fn refresh(provider: &Provider, client: &Client, params: &Params) -> Result<Response, OidcError> {
    let value = params.get("refresh_token").ok_or_else(|| OidcError::missing("refresh_token"))?;
    let now = provider.clock.now();
    let mut state = provider.state();
    let token = state.refresh_tokens.get(value).ok_or_else(OidcError::invalid_grant)?.clone();
    let authorization = &token.authorization;
    if authorization.client_id != client.client_id || token.is_expired(now) {
        return Err(OidcError::invalid_grant());
    }
    if token.is_replayed(now) {
        state.revoke_grant(&authorization.grant_id);
        provider.save(&state);
        return Err(OidcError::invalid_grant());
    }
    if !state.grants.contains_key(&authorization.grant_id) || state.active_user(&authorization.sub).is_none() {
        return Err(OidcError::invalid_grant());
    }
    let narrowed = Authorization { scopes: scopes(params, authorization)?, ..authorization.clone() };
    let organization_id = organization_id(&state, params, authorization)?;
    let audience = Audience::requested(params, authorization, organization_id)?;

    let next_value = if token.is_due_for_rotation(now) || state.rotates_refresh_tokens {
        if let Some(old) = state.refresh_tokens.get_mut(value) {
            old.replaced_at.get_or_insert(now);
        }
        let successor = RefreshToken { authorization: authorization.clone(), issued_at: now, replaced_at: None };
        let next = random::token();
        state.refresh_tokens.insert(next.clone(), successor);
        next
    } else {
        value.to_owned()
    };
    token_response::respond(provider, &mut state, client, &narrowed, &audience, Some(next_value))
}

/// The organization a token is asked for. Only its members get one, and only where the grant has the scope
/// for organizations: both are refused with 403, and the grant lives on.
fn organization_id<'a>(
    state: &State,
    params: &'a Params,
    authorization: &Authorization,
) -> Result<Option<&'a str>, OidcError> {
    let Some(id) = params.get("organization_id") else {
        return Ok(None);
    };
    if !state.memberships.has(id, &authorization.sub) {
        return Err(OidcError::not_a_member());
    }
    if !authorization.scopes.contains(ORGANIZATIONS_SCOPE) {
        return Err(OidcError::refresh_token_missing_scope());
    }
    Ok(Some(id))
}

/// A refresh may ask for less than was granted, never for more.
fn scopes(params: &Params, authorization: &Authorization) -> Result<BTreeSet<String>, OidcError> {
    let Some(scope) = params.get("scope") else {
        return Ok(authorization.scopes.clone());
    };
    let requested: BTreeSet<String> = scope.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect();
    if requested.is_subset(&authorization.scopes) {
        Ok(requested)
    } else {
        Err(OidcError::new("invalid_scope", "refresh token missing requested scope"))
    }
}

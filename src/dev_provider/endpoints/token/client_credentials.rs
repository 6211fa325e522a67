//! `grant_type=client_credentials`, for machine-to-machine applications.
//!
//! [RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4),
//! [RFC 8707, section 2.2](https://www.rfc-editor.org/rfc/rfc8707#section-2.2) (`resource`).

use std::collections::BTreeSet;

use axum::response::Response;

use super::access_token::Jwt;
use super::token_response;
use crate::dev_provider::machine_to_machine::{MANAGEMENT_API, MANAGEMENT_SCOPE, MachineToMachine};
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::organization::ORGANIZATIONS_RESOURCE;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;

/// Issues a JWT access token for one registered API, with the application itself as `sub`. Its scope is what
/// was asked for and what the application has: all of the Management API, nothing of any other.
///
/// # Errors
/// - `access_denied` (403) where an organization is named: no application belongs to one here;
/// - `invalid_target` unless exactly one `resource` is named, a registered one.
pub(super) fn issue(provider: &Provider, machine: &MachineToMachine, params: &Params) -> Result<Response, OidcError> {
    if params.get("organization_id").is_some() {
        return Err(OidcError::not_of_the_organization());
    }
    let indicator = resource(provider, params)?;
    let requested: BTreeSet<&str> = params.get("scope").unwrap_or_default().split(' ').collect();
    // Without any scope the claim and the member are absent, not empty [source].
    let scope = (indicator == MANAGEMENT_API && requested.contains(MANAGEMENT_SCOPE)).then_some(MANAGEMENT_SCOPE);
    let jwt = Jwt {
        client_id: &machine.client_id,
        client_secret: &machine.client_secret,
        sub: &machine.client_id,
        aud: indicator,
        organization_id: None,
        scope,
    };
    let mut state = provider.state();
    let token = jwt.sign(provider, &mut state);
    Ok(token_response::access_token_alone(&mut state, &token, scope))
}

fn resource<'a>(provider: &Provider, params: &'a Params) -> Result<&'a str, OidcError> {
    let mut requested = params.all("resource");
    match (requested.next(), requested.next()) {
        (None, _) => Err(OidcError::new("invalid_target", "both `resource` and `organization_id` are not provided")),
        (Some(indicator), None) if indicator != ORGANIZATIONS_RESOURCE && provider.has_resource(indicator) => {
            Ok(indicator)
        }
        (Some(_), None) => Err(OidcError::invalid_target()),
        (Some(_), Some(_)) => Err(OidcError::new(
            "invalid_target",
            "only a single resource indicator value is supported for this grant type",
        )),
    }
}

//! `grant_type=client_credentials`, for machine-to-machine applications.
//!
//! [RFC 6749, section 4.4](https://www.rfc-editor.org/rfc/rfc6749#section-4.4),
//! [RFC 8707, section 2.2](https://www.rfc-editor.org/rfc/rfc8707#section-2.2) (`resource`).

use std::collections::BTreeSet;

use axum::response::Response;

use super::access_token::{self, Jwt};
use super::token_response;
use crate::dev_provider::access::Access;
use crate::dev_provider::client::Client;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::organization::ORGANIZATIONS_RESOURCE;
use crate::dev_provider::params::Params;
use crate::dev_provider::permissions;
use crate::dev_provider::provider::Provider;

/// Issues a JWT access token for one registered API, with the application itself as `sub`. Its scope is what
/// was asked for and what the application has by its roles.
///
/// # Errors
/// - `access_denied` (403) where an organization is named: no application belongs to one here;
/// - `invalid_target` unless exactly one `resource` is named, a registered one.
pub(super) fn issue(provider: &Provider, machine: &Client, params: &Params) -> Result<Response, OidcError> {
    if params.get("organization_id").is_some() {
        return Err(OidcError::not_of_the_organization());
    }
    let mut state = provider.state();
    let indicator = resource(&state.tenant.access, params)?;
    let requested: BTreeSet<&str> = params.get("scope").unwrap_or_default().split(' ').collect();
    let has = permissions::of_machine(&state.tenant.access, machine, indicator);
    let scope: Vec<&str> = has.iter().map(String::as_str).filter(|scope| requested.contains(scope)).collect();
    // Without any scope the claim and the member are absent, not empty [source].
    let scope = (!scope.is_empty()).then(|| scope.join(" "));
    let jwt = Jwt {
        client_id: &machine.client_id,
        client_secret: machine.first_secret(),
        sub: &machine.client_id,
        aud: indicator,
        organization_id: None,
        scope: scope.as_deref(),
        lifetime: access_token::lifetime(&state.tenant.access, indicator),
    };
    let issued = jwt.issue(provider, &mut state);
    Ok(token_response::access_token_alone(&mut state, &issued))
}

fn resource<'a>(access: &Access, params: &'a Params) -> Result<&'a str, OidcError> {
    let mut requested = params.all("resource");
    match (requested.next(), requested.next()) {
        (None, _) => Err(OidcError::new("invalid_target", "both `resource` and `organization_id` are not provided")),
        (Some(indicator), None) if indicator != ORGANIZATIONS_RESOURCE && access.has_resource(indicator) => {
            Ok(indicator)
        }
        (Some(_), None) => Err(OidcError::invalid_target()),
        (Some(_), Some(_)) => Err(OidcError::new(
            "invalid_target",
            "only a single resource indicator value is supported for this grant type",
        )),
    }
}

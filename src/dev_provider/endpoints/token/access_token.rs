//! Access tokens: opaque for the userinfo endpoint, JWTs for a resource or an organization.
//!
//! [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068) (JWT),
//! [RFC 8707, section 2.2](https://www.rfc-editor.org/rfc/rfc8707#section-2.2) (`resource`).

use std::collections::BTreeSet;

use serde_json::{Map, json};

use crate::dev_provider::access::Access;
use crate::dev_provider::authorization_request::SCOPES_SUPPORTED;
use crate::dev_provider::client::Client;
use crate::dev_provider::clock::{Millis, SECOND};
use crate::dev_provider::grant::{ACCESS_TOKEN_LIFETIME, AccessToken, Authorization};
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::organization::Organization;
use crate::dev_provider::params::Params;
use crate::dev_provider::permissions;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::state::State;

/// Whom an access token is for.
pub(super) enum Audience {
    /// The userinfo endpoint.
    Userinfo,
    /// An API, acting for one organization or for none.
    Resource { indicator: String, organization_id: Option<String> },
    /// An organization itself.
    Organization { id: String },
}

impl Audience {
    /// The audience a call asks for. A resource must have been asked for in the authorization request.
    ///
    /// # Errors
    /// `invalid_target`.
    pub(super) fn requested(
        params: &Params,
        authorization: &Authorization,
        organization_id: Option<&str>,
    ) -> Result<Self, OidcError> {
        Self::allowed(params, organization_id, |resource| authorization.resources.contains(resource))
    }

    /// The audience a call asks for, out of these resources.
    ///
    /// # Errors
    /// `invalid_target`.
    pub(super) fn allowed(
        params: &Params,
        organization_id: Option<&str>,
        is_allowed: impl Fn(&str) -> bool,
    ) -> Result<Self, OidcError> {
        let organization_id = organization_id.map(str::to_owned);
        let mut requested = params.all("resource");
        match (requested.next(), requested.next()) {
            (None, _) => Ok(organization_id.map_or(Self::Userinfo, |id| Self::Organization { id })),
            (Some(resource), None) if is_allowed(resource) => {
                Ok(Self::Resource { indicator: resource.to_owned(), organization_id })
            }
            _ => Err(OidcError::invalid_target()),
        }
    }
}

/// An access token, and what the token endpoint says about it.
pub(super) struct Issued {
    pub(super) token: String,
    /// Of what was granted or asked for, the part that belongs to the audience and that the bearer has.
    pub(super) scope: Option<String>,
    pub(super) lifetime: Millis,
}

/// How long a token for a resource lives.
pub(super) fn lifetime(access: &Access, indicator: &str) -> Millis {
    access.resource(indicator).map_or(ACCESS_TOKEN_LIFETIME, |resource| resource.access_token_ttl * SECOND)
}

/// Issues an access token, with the changes a test has asked for where it is a JWT.
pub(super) fn issue(
    provider: &Provider,
    state: &mut State,
    client: &Client,
    authorization: &Authorization,
    audience: &Audience,
) -> Issued {
    let sub = &authorization.sub;
    match audience {
        Audience::Userinfo => {
            let supported = SCOPES_SUPPORTED.map(str::to_owned).into();
            Issued {
                token: opaque(provider, state, authorization),
                scope: Some(join(&authorization.scopes, &supported)),
                lifetime: ACCESS_TOKEN_LIFETIME,
            }
        }
        Audience::Resource { indicator, organization_id } => {
            let has = permissions::of_resource(state, sub, indicator, organization_id.as_deref());
            let scope = join(&authorization.scopes, &has);
            let organization_id = organization_id.as_deref();
            let lifetime = lifetime(&state.tenant.access, indicator);
            let jwt = Jwt { aud: indicator, organization_id, lifetime, ..Jwt::of(client, authorization, &scope) };
            jwt.issue(provider, state)
        }
        Audience::Organization { id } => {
            let has = permissions::in_organization(state, sub, id);
            let scope = join(&authorization.scopes, &has);
            let aud = Organization::audience(id);
            let jwt = Jwt { aud: &aud, ..Jwt::of(client, authorization, &scope) };
            jwt.issue(provider, state)
        }
    }
}

fn opaque(provider: &Provider, state: &mut State, authorization: &Authorization) -> String {
    let value = random::token();
    let record = AccessToken {
        grant_id: authorization.grant_id.clone(),
        client_id: authorization.client_id.clone(),
        sub: authorization.sub.clone(),
        scopes: authorization.scopes.clone(),
        session_id: authorization.session_id.clone().filter(|_| !authorization.is_offline()),
        expires_at: provider.clock.now() + ACCESS_TOKEN_LIFETIME,
    };
    state.access_tokens.insert(value.clone(), record);
    value
}

/// What a JWT access token says beyond what all of them say.
pub(super) struct Jwt<'a> {
    pub(super) client_id: &'a str,
    pub(super) client_secret: &'a str,
    pub(super) sub: &'a str,
    pub(super) aud: &'a str,
    pub(super) organization_id: Option<&'a str>,
    pub(super) scope: Option<&'a str>,
    pub(super) lifetime: Millis,
}

impl<'a> Jwt<'a> {
    /// A person's, for an audience still to be named.
    fn of(client: &'a Client, authorization: &'a Authorization, scope: &'a str) -> Self {
        Self {
            client_id: &authorization.client_id,
            client_secret: client.first_secret(),
            sub: &authorization.sub,
            aud: "",
            organization_id: None,
            scope: Some(scope),
            lifetime: ACCESS_TOKEN_LIFETIME,
        }
    }

    pub(super) fn issue(self, provider: &Provider, state: &mut State) -> Issued {
        let (scope, lifetime) = (self.scope.map(str::to_owned), self.lifetime);
        Issued { token: self.sign(provider, state), scope, lifetime }
    }

    /// Signs it, with the changes a test has asked for.
    fn sign(self, provider: &Provider, state: &mut State) -> String {
        let now = provider.clock.now();
        let edits = std::mem::take(&mut state.access_token_edits);
        let key = state.keys.current();
        let header = Map::from_iter([
            ("alg".to_owned(), json!("ES384")),
            ("typ".to_owned(), json!("at+jwt")),
            ("kid".to_owned(), json!(key.kid())),
        ]);
        let mut claims = Map::from_iter([
            ("jti".to_owned(), json!(random::token())),
            ("sub".to_owned(), json!(self.sub)),
            ("iat".to_owned(), json!(now / SECOND)),
            ("exp".to_owned(), json!((now + self.lifetime) / SECOND)),
            ("client_id".to_owned(), json!(self.client_id)),
            ("iss".to_owned(), json!(provider.issuer())),
            ("aud".to_owned(), json!(self.aud)),
        ]);
        claims.extend(self.scope.map(|scope| ("scope".to_owned(), json!(scope))));
        claims.extend(self.organization_id.map(|id| ("organization_id".to_owned(), json!(id))));
        edits.sign(header, claims, key, self.client_secret)
    }
}

fn join(granted: &BTreeSet<String>, allowed: &BTreeSet<String>) -> String {
    granted.intersection(allowed).map(String::as_str).collect::<Vec<_>>().join(" ")
}

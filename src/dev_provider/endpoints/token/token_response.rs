//! The token endpoint's answer: tokens, and how they are made.
//!
//! [OpenID Connect Core, section 3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse).

use std::collections::BTreeSet;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header;
use serde_json::{Map, Value, json};

use crate::dev_provider::application::Application;
use crate::dev_provider::clock::SECOND;
use crate::dev_provider::grant::{ACCESS_TOKEN_LIFETIME, AccessToken, Authorization};
use crate::dev_provider::id_token;
use crate::dev_provider::jws;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::state::State;

/// The resource this call asks a token for. It must have been asked for in the authorization request.
pub(super) fn requested_resource(params: &Params, authorization: &Authorization) -> Result<Option<String>, OidcError> {
    let mut requested = params.all("resource");
    match (requested.next(), requested.next()) {
        (None, _) => Ok(None),
        (Some(resource), None) if authorization.resources.contains(resource) => Ok(Some(resource.to_owned())),
        _ => Err(OidcError::invalid_target()),
    }
}

/// Issues the tokens. An access token is opaque, or for a resource a JWT.
pub(super) fn respond(
    provider: &Provider,
    state: &mut State,
    application: &Application,
    authorization: &Authorization,
    resource: Option<&str>,
    refresh_token: Option<String>,
) -> Result<Response, OidcError> {
    let id_token = if authorization.scopes.contains("openid") {
        Some(id_token::issue(provider, state, application, authorization)?)
    } else {
        None
    };
    let scopes = granted_scopes(provider, authorization, resource);
    let access_token = match resource {
        Some(resource) => jwt_access_token(provider, state, application, authorization, resource, &scopes),
        None => opaque_access_token(provider, state, authorization),
    };
    provider.save(state);

    let mut body = Map::new();
    body.insert("access_token".into(), json!(access_token));
    body.insert("expires_in".into(), json!(ACCESS_TOKEN_LIFETIME / SECOND));
    body.insert("scope".into(), json!(join(&scopes)));
    body.insert("token_type".into(), json!("Bearer"));
    body.extend(id_token.map(|token| ("id_token".to_owned(), json!(token))));
    body.extend(refresh_token.map(|token| ("refresh_token".to_owned(), json!(token))));
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Value::Object(body))).into_response())
}

/// A resource's token has the resource's permissions, the opaque one OpenID's scopes.
fn granted_scopes(provider: &Provider, authorization: &Authorization, resource: Option<&str>) -> BTreeSet<String> {
    let defined =
        resource.and_then(|indicator| provider.resources.iter().find(|resource| resource.indicator == indicator));
    let of_any_resource = |scope: &String| provider.resources.iter().any(|resource| resource.scopes.contains(scope));
    authorization
        .scopes
        .iter()
        .filter(|scope| match defined {
            Some(resource) => resource.scopes.contains(scope),
            None => !of_any_resource(scope),
        })
        .cloned()
        .collect()
}

fn opaque_access_token(provider: &Provider, state: &mut State, authorization: &Authorization) -> String {
    let value = random::token();
    let record = AccessToken {
        grant_id: authorization.grant_id.clone(),
        client_id: authorization.client_id.clone(),
        sub: authorization.sub.clone(),
        scopes: authorization.scopes.clone(),
        session_id: (!authorization.is_offline()).then(|| authorization.session_id.clone()),
        expires_at: provider.clock.now() + ACCESS_TOKEN_LIFETIME,
    };
    state.access_tokens.insert(value.clone(), record);
    value
}

/// [RFC 9068](https://www.rfc-editor.org/rfc/rfc9068).
fn jwt_access_token(
    provider: &Provider,
    state: &State,
    application: &Application,
    authorization: &Authorization,
    resource: &str,
    scopes: &BTreeSet<String>,
) -> String {
    let now = provider.clock.now();
    let key = state.keys.current();
    let header = Map::from_iter([
        ("alg".to_owned(), json!("ES384")),
        ("typ".to_owned(), json!("at+jwt")),
        ("kid".to_owned(), json!(key.kid())),
    ]);
    let claims = Map::from_iter([
        ("jti".to_owned(), json!(random::token())),
        ("sub".to_owned(), json!(authorization.sub)),
        ("iat".to_owned(), json!(now / SECOND)),
        ("exp".to_owned(), json!((now + ACCESS_TOKEN_LIFETIME) / SECOND)),
        ("scope".to_owned(), json!(join(scopes))),
        ("client_id".to_owned(), json!(authorization.client_id)),
        ("iss".to_owned(), json!(provider.issuer())),
        ("aud".to_owned(), json!(resource)),
    ]);
    jws::sign(&header, &claims, key, &application.client_secret)
}

fn join(scopes: &BTreeSet<String>) -> String {
    scopes.iter().map(String::as_str).collect::<Vec<_>>().join(" ")
}

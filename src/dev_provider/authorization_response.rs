//! The way back to the client: a code, or an error.
//!
//! `state` comes back as it was sent; `iss` is always there
//! ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207)), so that a client can notice a mix-up.

use std::collections::BTreeSet;

use axum::response::Response;

use super::authorization_request::{AuthorizationRequest, SCOPES_SUPPORTED};
use super::client::Client;
use super::clock::SECOND;
use super::grant::{Authorization, AuthorizationCode, CODE_LIFETIME, Grant};
use super::oidc_error::OidcError;
use super::permissions;
use super::provider::Provider;
use super::random;
use super::redirect::{see_other, with_query};
use super::session::ClientSession;
use super::state::State;

/// Redirects with `error` and `error_description`.
pub(crate) fn error(provider: &Provider, redirect_uri: &str, state: Option<&str>, error: &OidcError) -> Response {
    let issuer = provider.issuer();
    let mut pairs = vec![("error", error.error), ("error_description", &error.description)];
    pairs.extend(state.map(|state| ("state", state)));
    pairs.push(("iss", &issuer));
    see_other(&with_query(redirect_uri, &pairs))
}

/// Grants what was asked for and redirects with a code. The session must be a living one.
pub(crate) fn success(
    provider: &Provider,
    state: &mut State,
    session_id: &str,
    request: &AuthorizationRequest,
) -> Response {
    let now = provider.clock.now();
    let Some(session) = state.sessions.get_mut(session_id) else {
        let gone = OidcError::new("login_required", "End-User authentication is required");
        return error(provider, &request.redirect_uri, request.state.as_deref(), &gone);
    };
    // One grant per client and session, as in the library that Logto is built on: revoking what an
    // earlier sign-in of this browser got also kills what this one gets.
    let client = session.clients.entry(request.client_id.clone()).or_insert_with(ClientSession::begin);
    if !state.grants.contains_key(&client.grant_id) {
        client.grant_id = random::token();
        client.scopes.clear();
        let grant = Grant { client_id: request.client_id.clone(), sub: session.sub.clone() };
        state.grants.insert(client.grant_id.clone(), grant);
    }
    client.scopes.extend(request.scopes.iter().cloned());
    let wants_sid = state.tenant.client(&request.client_id).is_some_and(Client::wants_sid);
    let sub = session.sub.clone();
    let (grant_id, sid) = (client.grant_id.clone(), client.sid.clone());
    let auth_time = request.max_age.map(|_| session.authenticated_at / SECOND);
    let authorization = Authorization {
        grant_id,
        client_id: request.client_id.clone(),
        session_id: Some(session_id.to_owned()),
        scopes: granted_scopes(state, &sub, request),
        sub,
        resources: request.resources.clone(),
        nonce: request.nonce.clone(),
        sid: wants_sid.then_some(sid),
        auth_time,
    };
    let code = random::token();
    state.codes.insert(
        code.clone(),
        AuthorizationCode {
            authorization,
            redirect_uri: request.redirect_uri.clone(),
            code_challenge: request.code_challenge.clone(),
            expires_at: now + CODE_LIFETIME,
            consumed: false,
        },
    );
    provider.save(state);

    let issuer = provider.issuer();
    let mut pairs = vec![("code", code.as_str())];
    pairs.extend(request.state.as_deref().map(|state| ("state", state)));
    pairs.push(("iss", &issuer));
    see_other(&with_query(&request.redirect_uri, &pairs))
}

/// Of what was asked for, OpenID's scopes and the permissions that the person has now. As at Logto, a
/// role that is given later helps only from the next sign-in on; one that is taken away is felt at once.
fn granted_scopes(state: &State, sub: &str, request: &AuthorizationRequest) -> BTreeSet<String> {
    let mut allowed: BTreeSet<String> = SCOPES_SUPPORTED.map(str::to_owned).into();
    for indicator in &request.resources {
        allowed.extend(permissions::of_resource(state, sub, indicator, None));
    }
    request.scopes.intersection(&allowed).cloned().collect()
}

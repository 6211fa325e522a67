//! `GET` and `POST /oidc/session/end`: asks whether to sign out.
//!
//! [OpenID Connect RP-Initiated Logout](https://openid.net/specs/openid-connect-rpinitiated-1_0.html).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::HeaderMap;

use crate::dev_provider::client::Client;
use crate::dev_provider::clock::HOUR;
use crate::dev_provider::cookies;
use crate::dev_provider::jws;
use crate::dev_provider::loopback::is_loopback_uri;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::pages::sign_out;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::state::{SignOut, State as ProviderState};
use crate::dev_provider::tenant::Tenant;

pub(crate) async fn get(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, OidcError> {
    end_session(&provider, &headers, &Params::parse(query.unwrap_or_default().as_bytes()))
}

pub(crate) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, OidcError> {
    end_session(&provider, &headers, &Params::parse(&body))
}

fn end_session(provider: &Provider, headers: &HeaderMap, params: &Params) -> Result<Response, OidcError> {
    let now = provider.clock.now();
    let mut state = provider.state();
    state.forget_expired(now);
    let hint = params.get("id_token_hint").and_then(|token| read_hint(provider, &state, token));
    let client = client(&state.tenant, params, hint.as_ref())?;

    let post_logout_redirect_uri = params.get("post_logout_redirect_uri").map(str::to_owned);
    if let Some(uri) = &post_logout_redirect_uri {
        // Without a client there is nothing to compare with, and an open redirector to avoid.
        let registered = client.is_some_and(|client| client.oidc.post_logout_redirect_uris.contains(uri));
        // The Management API registers any address; who is signed in here is sent to this machine only.
        if !registered || !is_loopback_uri(uri) {
            return Err(OidcError::invalid_request("post_logout_redirect_uri not registered"));
        }
    }
    let session_id = cookies::read(headers, cookies::SESSION);
    let session = state.living_session(session_id.as_deref(), now);
    // A hint of somebody else's session must not sign this person out unasked.
    let is_theirs = session.is_none_or(|session| hint.as_ref().is_some_and(|hint| hint.sub == session.sub));
    let needs_question = hint.is_none() || !is_theirs;

    let sign_out = SignOut {
        post_logout_redirect_uri,
        state: params.get("state").map(str::to_owned),
        session_id,
        expires_at: now + HOUR,
    };
    let id = random::token();
    let mut response = if needs_question {
        sign_out::question(&id, sign_out.post_logout_redirect_uri.as_deref())
    } else {
        sign_out::self_submitting(&id, sign_out.post_logout_redirect_uri.as_deref())
    };
    cookies::set(response.headers_mut(), cookies::SIGN_OUT, &id, HOUR);
    state.sign_outs.insert(id, sign_out);
    Ok(response)
}

struct Hint {
    sub: String,
    client_id: String,
}

/// An ID token this provider issued to one of its applications. An expired one still is a good hint.
fn read_hint(provider: &Provider, state: &ProviderState, token: &str) -> Option<Hint> {
    let claims = jws::verified_claims(token, &state.keys)?;
    let claim = |name: &str| claims.get(name)?.as_str().map(str::to_owned);
    if claim("iss")? != provider.issuer() {
        return None;
    }
    let client_id = claim("aud")?;
    state.tenant.client(&client_id)?;
    Some(Hint { sub: claim("sub")?, client_id })
}

/// The client that asks: named by `client_id`, by the hint, or by both alike.
fn client<'a>(tenant: &'a Tenant, params: &Params, hint: Option<&Hint>) -> Result<Option<&'a Client>, OidcError> {
    let named = match params.get("client_id") {
        Some(client_id) => Some(tenant.client(client_id).ok_or_else(OidcError::unknown_client)?),
        None => None,
    };
    match (named, hint) {
        (Some(named), Some(hint)) if named.client_id != hint.client_id => {
            Err(OidcError::invalid_request("client_id does not match the provided id_token_hint"))
        }
        (Some(named), _) => Ok(Some(named)),
        (None, Some(hint)) => Ok(tenant.client(&hint.client_id)),
        (None, None) => Ok(None),
    }
}

//! `GET` and `POST /oidc/auth`: begins a sign-in, or answers at once where a session lives.
//!
//! [OpenID Connect Core, section 3.1.2](https://openid.net/specs/openid-connect-core-1_0.html#AuthorizationEndpoint).

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::HeaderMap;

use crate::dev_provider::authorization_request::{AuthorizationRequest, Refusal};
use crate::dev_provider::authorization_response;
use crate::dev_provider::clock::{Millis, SECOND};
use crate::dev_provider::cookies;
use crate::dev_provider::interaction::{INTERACTION_LIFETIME, Interaction};
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::redirect::see_other;
use crate::dev_provider::session::Session;

pub(crate) async fn get(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    authorize(&provider, &headers, &Params::parse(query.unwrap_or_default().as_bytes()))
}

pub(crate) async fn post(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: Bytes) -> Response {
    authorize(&provider, &headers, &Params::parse(&body))
}

fn authorize(provider: &Provider, headers: &HeaderMap, params: &Params) -> Response {
    match read_request(provider, params) {
        Ok(request) => answer(provider, headers, request),
        Err(Refusal::AtProvider(error)) => error.into_response(),
        Err(Refusal::ToClient { redirect_uri, state, error }) => {
            authorization_response::error(provider, &redirect_uri, state.as_deref(), &error)
        }
    }
}

fn read_request(provider: &Provider, params: &Params) -> Result<AuthorizationRequest, Refusal> {
    match params.get("request_uri") {
        Some(request_uri) => take_pushed(provider, params, request_uri).map_err(Refusal::AtProvider),
        None => AuthorizationRequest::parse(params, provider),
    }
}

/// A pushed request works once, within its minute, for the client that pushed it (RFC 9126, section 4).
fn take_pushed(provider: &Provider, params: &Params, request_uri: &str) -> Result<AuthorizationRequest, OidcError> {
    let client_id = params.get("client_id").ok_or_else(|| OidcError::missing("client_id"))?;
    let mut state = provider.state();
    let invalid = || OidcError::new("invalid_request_uri", "request_uri is invalid, expired, or was already used");
    let pushed = state.pushed_requests.get(request_uri).ok_or_else(invalid)?;
    if pushed.request.client_id != client_id || provider.clock.now() >= pushed.expires_at {
        return Err(invalid());
    }
    let pushed = state.pushed_requests.remove(request_uri).ok_or_else(invalid)?;
    Ok(pushed.request)
}

fn answer(provider: &Provider, headers: &HeaderMap, request: AuthorizationRequest) -> Response {
    let now = provider.clock.now();
    let session_id = cookies::read(headers, cookies::SESSION);
    let mut state = provider.state();
    state.forget_expired(now);

    let session = state.living_session(session_id.as_deref(), now);
    let may_skip_page = session.is_some_and(|session| !must_authenticate(&request, session, now));
    let consented = session.is_some_and(|session| has_consented(&request, session));
    match session_id {
        Some(_) if may_skip_page && request.prompt_none && !consented => {
            let error = OidcError::new("consent_required", "requested scopes not granted by End-User");
            authorization_response::error(provider, &request.redirect_uri, request.state.as_deref(), &error)
        }
        Some(session_id) if may_skip_page => {
            authorization_response::success(provider, &mut state, &session_id, &request)
        }
        _ if request.prompt_none => {
            let error = OidcError::new("login_required", "End-User authentication is required");
            authorization_response::error(provider, &request.redirect_uri, request.state.as_deref(), &error)
        }
        _ => {
            // One unfinished sign-in per browser: as at Logto, a second tab takes the first one over.
            let interaction_id = random::token();
            let interaction = Interaction::begin(request, now);
            let mut response = see_other(interaction.path());
            cookies::set(response.headers_mut(), cookies::INTERACTION, &interaction_id, INTERACTION_LIFETIME);
            state.interactions.insert(interaction_id, interaction);
            response
        }
    }
}

fn must_authenticate(request: &AuthorizationRequest, session: &Session, now: Millis) -> bool {
    let too_old =
        request.max_age.is_some_and(|max_age| max_age == 0 || now - session.authenticated_at > max_age * SECOND);
    request.prompt_login || too_old
}

/// First-party applications get consent by themselves, but not in silence: `prompt=none` needs an
/// earlier sign-in of this session at this client.
fn has_consented(request: &AuthorizationRequest, session: &Session) -> bool {
    session.clients.get(&request.client_id).is_some_and(|client| request.scopes.is_subset(&client.scopes))
}

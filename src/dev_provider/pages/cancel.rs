//! The person gave up: back to the client with `access_denied`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;

use super::current_interaction::{find, session_not_found};
use crate::dev_provider::authorization_response;
use crate::dev_provider::cookies;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::provider::Provider;

pub(crate) async fn submit(State(provider): State<Arc<Provider>>, headers: HeaderMap) -> Response {
    let mut state = provider.state();
    let Some((id, interaction)) = find(&mut state, &headers, provider.clock.now()) else {
        return session_not_found(&headers);
    };
    let error = OidcError::new("access_denied", "End-User aborted interaction");
    let request = &interaction.request;
    let mut response =
        authorization_response::error(&provider, &request.redirect_uri, request.state.as_deref(), &error);
    state.interactions.remove(&id);
    cookies::clear(response.headers_mut(), cookies::INTERACTION);
    response
}

//! The token endpoint's answer.
//!
//! [OpenID Connect Core, section 3.1.3.3](https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse).

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header;
use serde_json::{Map, Value, json};

use super::access_token::{self, Audience, Issued};
use crate::dev_provider::client::Client;
use crate::dev_provider::clock::SECOND;
use crate::dev_provider::grant::Authorization;
use crate::dev_provider::id_token;
use crate::dev_provider::oidc_error::OidcError;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::script::apply;
use crate::dev_provider::state::State;

/// Issues the tokens: an access token for this audience, and an ID token where `openid` was granted.
pub(super) fn respond(
    provider: &Provider,
    state: &mut State,
    client: &Client,
    authorization: &Authorization,
    audience: &Audience,
    refresh_token: Option<String>,
) -> Result<Response, OidcError> {
    let id_token = if authorization.scopes.contains("openid") {
        Some(id_token::issue(provider, state, client, authorization)?)
    } else {
        None
    };
    let issued = access_token::issue(provider, state, client, authorization, audience);
    provider.save(state);

    let mut body = access_token_body(&issued);
    body.extend(id_token.map(|token| ("id_token".to_owned(), json!(token))));
    body.extend(refresh_token.map(|token| ("refresh_token".to_owned(), json!(token))));
    Ok(answer(state, body))
}

/// The answer to a grant that brings an access token and nothing else.
pub(super) fn access_token_alone(state: &mut State, issued: &Issued) -> Response {
    answer(state, access_token_body(issued))
}

fn access_token_body(issued: &Issued) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("access_token".into(), json!(issued.token));
    body.insert("expires_in".into(), json!(issued.lifetime / SECOND));
    body.insert("token_type".into(), json!("Bearer"));
    body.extend(issued.scope.as_ref().map(|scope| ("scope".to_owned(), json!(scope))));
    body
}

fn answer(state: &mut State, mut body: Map<String, Value>) -> Response {
    apply(std::mem::take(&mut state.token_response_edits), &mut body);
    ([(header::CACHE_CONTROL, "no-store")], Json(Value::Object(body))).into_response()
}

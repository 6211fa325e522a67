//! `POST /api/users`: registers somebody.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::HeaderMap;
use serde_json::Value;

use super::user_body::user_body;
use super::user_fields::UserFields;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::organization;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::user::User;

/// Answers 200 with the user, whom the hosted page knows by the number from now on.
///
/// # Errors
/// See [`UserFields::read`].
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let mut state = provider.state();
    let fields = UserFields::read(&body, &state, None)?;
    let mut user = User::register(None, provider.clock.now());
    user.roles = state.tenant.access.default_roles();
    fields.apply(&mut user);
    let answer = user_body(&user);
    let sub = user.sub.clone();
    state.users.insert(sub.clone(), user);
    organization::join_everybodys(&mut state, &sub);
    provider.save(&state);
    Ok(Json(answer))
}

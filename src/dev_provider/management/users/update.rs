//! `PATCH /api/users/{id}`: another number, another name.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::Value;

use super::user_body::user_body;
use super::user_fields::UserFields;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// Changes what is given, and nothing where anything given is refused. Sessions and tokens live on.
///
/// # Errors
/// `entity.not_found` (404), and see [`UserFields::read`].
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let mut state = provider.state();
    let fields = UserFields::read(&body, &state, Some(&id));
    let user = state.users.get_mut(&id).ok_or_else(ApiError::not_found)?;
    fields?.apply(user);
    user.updated_at = provider.clock.now();
    let answer = user_body(user);
    provider.save(&state);
    Ok(Json(answer))
}

//! `PATCH /api/users/{id}/is-suspended`: shuts somebody out, or lets them sign in again.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use http::HeaderMap;
use serde_json::Value;

use super::user_body::user_body;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// A suspended user is signed out everywhere: sessions, refresh tokens and opaque access tokens are gone for good
/// [source]. No application is told.
///
/// # Errors
/// `guard.invalid_input` (400), `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let is_suspended = RequestBody::parse(&headers, &body)?.required_bool("isSuspended")?;
    let mut state = provider.state();
    let user = state.set_suspended(&id, is_suspended, provider.clock.now()).ok_or_else(ApiError::not_found)?;
    let answer = user_body(user);
    provider.save(&state);
    Ok(Json(answer))
}

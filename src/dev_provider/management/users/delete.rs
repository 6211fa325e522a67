//! `DELETE /api/users/{id}`: as if there had never been such a user. The number is free again.

use std::sync::Arc;

use axum::extract::{Path, State};
use http::StatusCode;

use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn delete(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let mut state = provider.state();
    if !state.delete_user(&id) {
        return Err(ApiError::not_found());
    }
    provider.save(&state);
    Ok(StatusCode::NO_CONTENT)
}

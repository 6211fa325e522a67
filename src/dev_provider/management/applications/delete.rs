//! `DELETE /api/applications/{id}`: it signs nobody in any more, and what was granted to it is gone.

use std::sync::Arc;

use axum::extract::{Path, State};
use http::StatusCode;

use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn delete(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let mut state = provider.state();
    if state.tenant.client(&id).is_none() {
        return Err(ApiError::not_exists_with_id("applications", &id));
    }
    state.tenant.clients.retain(|client| client.client_id != id);
    state.forget_client(&id);
    provider.save(&state);
    Ok(StatusCode::NO_CONTENT)
}

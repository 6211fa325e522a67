//! `DELETE /api/connectors/{id}`: from then on no text is sent. The sign-in experience stays as it is.

use std::sync::Arc;

use axum::extract::{Path, State};
use http::StatusCode;

use super::connector_body::current;
use crate::dev_provider::connector::Connection;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn delete(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ApiError> {
    let mut state = provider.state();
    if current(&provider, &state.tenant.connection).is_none_or(|connector| connector.id != id) {
        return Err(ApiError::not_found());
    }
    state.tenant.connect(Connection::Absent);
    provider.save(&state);
    Ok(StatusCode::NO_CONTENT)
}

//! `GET /api/users/{id}/roles`: a user's roles, by the page.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use serde_json::json;

use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;

/// # Errors
/// `guard.invalid_pagination` (400), `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let pagination = Pagination::parse(&Params::parse(query.unwrap_or_default().as_bytes()))?;
    let state = provider.state();
    let user = state.users.get(&id).ok_or_else(ApiError::not_found)?;
    // A role has no identifier here but its name.
    let role = |name: &String| {
        json!({
            "tenantId": "default",
            "id": name,
            "name": name,
            "description": "",
            "type": "User",
            "isDefault": false,
        })
    };
    Ok(pagination.answer(user.roles.iter().map(role).collect()))
}

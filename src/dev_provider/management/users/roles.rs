//! `GET /api/users/{id}/roles`: a user's roles, by the page.

use std::sync::Arc;

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::roles::role_body;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::Role;

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
    // A role that is given and not defined has no identifier but its name.
    let role = |name: &String| {
        let defined = state.tenant.access.roles.iter().find(|role| role.name == *name);
        let undefined = || role_body(&Role::of_builder(name, Vec::new()));
        defined.map_or_else(undefined, role_body)
    };
    Ok(pagination.answer(user.roles.iter().map(role).collect()))
}

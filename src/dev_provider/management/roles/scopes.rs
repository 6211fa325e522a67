//! `/api/roles/{id}/scopes`: the permissions that a role gives.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::check_scopes;
use crate::dev_provider::access::{Access, extend};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::management::resources::{resource_body, scope_body};
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::Role;

/// `GET`: each with its resource. Without `page` and `page_size` the whole list comes.
///
/// # Errors
/// - `guard.invalid_pagination` (400), `entity.not_exists_with_id` (404);
/// - those of [`Search::parse`].
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::optional(&params)?;
    let search = Search::parse(&params, &["id", "name"])?;
    let state = provider.state();
    let access = &state.tenant.access;
    let role = find(access, &id)?;
    let body = |id: &String| {
        let (resource, scope) = access.scope(id)?;
        let mut body = scope_body(resource, scope);
        body["resource"] = resource_body(resource);
        search.finds(&[("id", &scope.id), ("name", &scope.name)]).then_some(body)
    };
    let found: Vec<Value> = role.scope_ids.iter().filter_map(body).collect();
    Ok(match pagination {
        Some(pagination) => pagination.answer(found),
        None => Json(found).into_response(),
    })
}

/// `POST`: gives more. Answers 201 with all that the role gives now.
///
/// # Errors
/// - `guard.invalid_input` (400): one at least;
/// - `role.scope_exists` (422) for one that it gives already;
/// - `entity.not_exists_with_id` (404), and those of [`check_scopes`].
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Vec<Value>>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let scope_ids = members.identifiers("scopeIds")?;
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    let role = find(access, &id)?;
    if let Some(known) = scope_ids.iter().find(|id| role.scope_ids.contains(id)) {
        let message = format!("The scope id {known} has already been added to this role");
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "role.scope_exists", message));
    }
    check_scopes(access, role.kind, &scope_ids)?;
    if let Some(role) = access.roles.iter_mut().find(|role| role.id == id) {
        extend(&mut role.scope_ids, scope_ids);
    }
    let body = |id: &String| access.scope(id).map(|(resource, scope)| scope_body(resource, scope));
    let answer = find(access, &id)?.scope_ids.iter().filter_map(body).collect();
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `DELETE /api/roles/{id}/scopes/{scopeId}`: gives one less.
///
/// # Errors
/// `entity.not_found` (404), also where the role does not give it.
pub(in crate::dev_provider::management) async fn delete(
    State(provider): State<Arc<Provider>>,
    Path((id, scope_id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let mut state = provider.state();
    let role = state.tenant.access.roles.iter_mut().find(|role| role.id == id).ok_or_else(ApiError::not_found)?;
    let at = role.scope_ids.iter().position(|known| *known == scope_id).ok_or_else(ApiError::not_found)?;
    role.scope_ids.remove(at);
    provider.save(&state);
    Ok(StatusCode::NO_CONTENT)
}

fn find<'a>(access: &'a Access, id: &str) -> Result<&'a Role, ApiError> {
    access.roles.iter().find(|role| role.id == id).ok_or_else(|| ApiError::not_exists_with_id("roles", id))
}

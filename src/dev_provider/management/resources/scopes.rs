//! `/api/resources/{id}/scopes`: the permissions that a resource knows.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::{find, find_mut, scope_body};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::resource::{Resource, Scope};

const LONGEST_NAME: usize = 256;

/// `GET`: by the page. As at Logto an unknown resource has none.
///
/// # Errors
/// - `guard.invalid_pagination` (400);
/// - those of [`Search::parse`].
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::parse(&params)?;
    let search = Search::parse(&params, &["id", "name"])?;
    let state = provider.state();
    let all = |resource: &Resource| {
        let is_found = |scope: &&Scope| search.finds(&[("id", &scope.id), ("name", &scope.name)]);
        resource.scopes.iter().filter(is_found).map(|scope| scope_body(resource, scope)).collect()
    };
    Ok(pagination.answer(find(&state.tenant.access, &id).map(all).unwrap_or_default()))
}

/// `POST`: answers 201.
///
/// # Errors
/// - `guard.invalid_input`, `scope.name_with_space` (400);
/// - `entity.not_exists_with_id` (404), `resource.cannot_modify_management_api` (400);
/// - `scope.name_exists` (422).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.required("name", members.short_text("name", LONGEST_NAME))?;
    let description = members.nullable_text("description")?.flatten();
    check_no_space(name)?;
    let mut state = provider.state();
    let resource = find_mut(&mut state.tenant.access, &id)?;
    check_free(resource, name, None)?;
    let scope = Scope::new(name, description, provider.clock.now());
    let answer = scope_body(resource, &scope);
    resource.scopes.push(scope);
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `PATCH /api/resources/{id}/scopes/{scopeId}`.
///
/// # Errors
/// Those of [`post`]; `entity.not_exists` (404) for an unknown permission; `entity.invalid_input` (422) where nothing
/// is changed.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path((id, scope_id)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.short_text("name", LONGEST_NAME)?;
    let description = members.nullable_text("description")?;
    let mut state = provider.state();
    let resource = find_mut(&mut state.tenant.access, &id)?;
    if let Some(name) = name {
        check_no_space(name)?;
        check_free(resource, name, Some(&scope_id))?;
    }
    if name.is_none() && description.is_none() {
        return Err(ApiError::nothing_to_change());
    }
    let scope = resource.scopes.iter_mut().find(|scope| scope.id == scope_id);
    let scope = scope.ok_or_else(|| ApiError::not_exists("scope"))?;
    scope.name = name.map_or_else(|| scope.name.clone(), str::to_owned);
    if let Some(description) = description {
        scope.description = description.map(str::to_owned);
    }
    let scope = scope.clone();
    let answer = scope_body(resource, &scope);
    provider.save(&state);
    Ok(Json(answer))
}

/// `DELETE /api/resources/{id}/scopes/{scopeId}`: no role gives it any longer.
///
/// # Errors
/// `entity.not_exists_with_id`, `entity.not_found` (404), `resource.cannot_modify_management_api` (400).
pub(in crate::dev_provider::management) async fn delete(
    State(provider): State<Arc<Provider>>,
    Path((id, scope_id)): Path<(String, String)>,
) -> Result<StatusCode, ApiError> {
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    let resource = find_mut(access, &id)?;
    let at = resource.scopes.iter().position(|scope| scope.id == scope_id).ok_or_else(ApiError::not_found)?;
    resource.scopes.remove(at);
    access.roles.iter_mut().for_each(|role| role.scope_ids.retain(|known| *known != scope_id));
    access.organization_roles.iter_mut().for_each(|role| role.resource_scope_ids.retain(|known| *known != scope_id));
    provider.save(&state);
    Ok(StatusCode::NO_CONTENT)
}

fn check_no_space(name: &str) -> Result<(), ApiError> {
    if name.contains(char::is_whitespace) {
        let message = "The name of the scope cannot contain any spaces.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "scope.name_with_space", message));
    }
    Ok(())
}

/// Whether no other permission of the resource has the name.
fn check_free(resource: &Resource, name: &str, own_id: Option<&str>) -> Result<(), ApiError> {
    if resource.scope_by_name(name).is_some_and(|scope| Some(scope.id.as_str()) != own_id) {
        let message = format!("The scope name {name} is already in use");
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "scope.name_exists", message));
    }
    Ok(())
}

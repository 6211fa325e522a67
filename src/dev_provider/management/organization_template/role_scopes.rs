//! `/api/organization-roles/{id}/scopes` and `/resource-scopes`: what a role of members gives, of the template and of
//! resources.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::roles::{check_resource_scopes, check_scopes, find};
use super::{scope_body, unknown_relation};
use crate::dev_provider::access::extend;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::management::resources;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;

/// What Logto's library for web servers says where nobody says more.
const CREATED: (StatusCode, &str) = (StatusCode::CREATED, "Created");

/// `GET …/scopes`.
///
/// # Errors
/// `guard.invalid_pagination` (400), `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let state = provider.state();
    let access = &state.tenant.access;
    let role = find(access, &id)?;
    let theirs = access.organization_scopes.iter().filter(|scope| role.scope_ids.contains(&scope.id));
    answer(query, theirs.map(scope_body).collect())
}

/// `POST …/scopes`: gives more; what it gives already is no error. Answers 201 without a body that says anything.
///
/// # Errors
/// `guard.invalid_input` (400): one at least; `entity.relation_foreign_key_not_found` (422).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, &'static str), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let ids = body.members().identifiers("organizationScopeIds")?;
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    check_scopes(access, &ids)?;
    let role = access.organization_roles.iter_mut().find(|role| role.id == id).ok_or_else(unknown_relation)?;
    extend(&mut role.scope_ids, ids);
    provider.save(&state);
    Ok(CREATED)
}

/// `PUT …/scopes`: gives these, and no others.
///
/// # Errors
/// See [`post`]. Logto takes an empty list too.
pub(in crate::dev_provider::management) async fn put(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let ids = body.members().identifiers("organizationScopeIds")?;
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    check_scopes(access, &ids)?;
    let role = access.organization_roles.iter_mut().find(|role| role.id == id).ok_or_else(unknown_relation)?;
    role.scope_ids = ids;
    provider.save(&state);
    Ok(StatusCode::NO_CONTENT)
}

/// `GET …/resource-scopes`.
///
/// # Errors
/// See [`get`].
pub(in crate::dev_provider::management) async fn get_of_resources(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let state = provider.state();
    let access = &state.tenant.access;
    let theirs = find(access, &id)?.resource_scope_ids.iter().filter_map(|id| access.scope(id));
    answer(query, theirs.map(|(resource, scope)| resources::scope_body(resource, scope)).collect())
}

/// `POST …/resource-scopes`.
///
/// # Errors
/// See [`post`].
pub(in crate::dev_provider::management) async fn post_of_resources(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, &'static str), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let ids = body.members().identifiers("scopeIds")?;
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    check_resource_scopes(access, &ids)?;
    let role = access.organization_roles.iter_mut().find(|role| role.id == id).ok_or_else(unknown_relation)?;
    extend(&mut role.resource_scope_ids, ids);
    provider.save(&state);
    Ok(CREATED)
}

/// By the page, or whole where nobody asks for one.
fn answer(query: Option<String>, all: Vec<Value>) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    Ok(match Pagination::optional(&params)? {
        Some(pagination) => pagination.answer(all),
        None => Json(all).into_response(),
    })
}

//! `/api/organization-scopes`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::{LONGEST_DESCRIPTION, LONGEST_NAME, name_in_use, scope_body};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;
use crate::dev_provider::role::OrganizationScope;

/// `GET`: by name; those that have `q` in theirs. Without `page` and `page_size` the whole list comes.
///
/// # Errors
/// `guard.invalid_pagination` (400).
pub(in crate::dev_provider::management) async fn list(
    State(provider): State<Arc<Provider>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::optional(&params)?;
    let search = Search::keyword(&params);
    let state = provider.state();
    let scopes = state.tenant.access.organization_scopes.iter();
    let mut found: Vec<_> = scopes.filter(|scope| search.finds(&[("name", &scope.name)])).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    let found = found.into_iter().map(scope_body).collect();
    Ok(match pagination {
        Some(pagination) => pagination.answer(found),
        None => Json(found).into_response(),
    })
}

/// `GET /api/organization-scopes/{id}`.
///
/// # Errors
/// `entity.not_exists_with_id` (404).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, ApiError> {
    let state = provider.state();
    let scope = state.tenant.access.organization_scopes.iter().find(|scope| scope.id == id);
    scope.map(|scope| Json(scope_body(scope))).ok_or_else(|| ApiError::not_exists_with_id("organization_scopes", &id))
}

/// `POST`: answers 201. A name may have a space here.
///
/// # Errors
/// `guard.invalid_input` (400), `entity.unique_integrity_violation` (422).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.required("name", members.short_text("name", LONGEST_NAME))?;
    let description = members.nullable_short_text("description", LONGEST_DESCRIPTION)?.flatten();
    let mut state = provider.state();
    let scopes = &mut state.tenant.access.organization_scopes;
    if scopes.iter().any(|scope| scope.name == name) {
        return Err(name_in_use());
    }
    let scope = OrganizationScope {
        id: random::identifier(21),
        name: name.to_owned(),
        description: description.map(str::to_owned),
    };
    let answer = scope_body(&scope);
    scopes.push(scope);
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `PATCH /api/organization-scopes/{id}`.
///
/// # Errors
/// - `guard.invalid_input` (400), `entity.not_exists` (404);
/// - `entity.unique_integrity_violation`, `entity.invalid_input` (422): the second where nothing is changed.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.short_text("name", LONGEST_NAME)?;
    let description = members.nullable_short_text("description", LONGEST_DESCRIPTION)?;
    if name.is_none() && description.is_none() {
        return Err(ApiError::nothing_to_change());
    }
    let mut state = provider.state();
    let scopes = &mut state.tenant.access.organization_scopes;
    if scopes.iter().any(|scope| Some(scope.name.as_str()) == name && scope.id != id) {
        return Err(name_in_use());
    }
    let scope = scopes.iter_mut().find(|scope| scope.id == id);
    let scope = scope.ok_or_else(|| ApiError::not_exists("organization_scope"))?;
    scope.name = name.map_or_else(|| scope.name.clone(), str::to_owned);
    if let Some(description) = description {
        scope.description = description.map(str::to_owned);
    }
    let answer = scope_body(scope);
    provider.save(&state);
    Ok(Json(answer))
}

//! `/api/applications/{id}/roles`: what a machine may do.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::dev_provider::access::extend;
use crate::dev_provider::client::Client;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::management::roles::role_body;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::{Role, RoleType};
use crate::dev_provider::tenant::Tenant;

/// `GET`: by the page.
///
/// # Errors
/// - `guard.invalid_pagination` (400), `entity.not_exists_with_id` (404);
/// - `application.invalid_type` (422) for what people sign in to;
/// - those of [`Search::parse`].
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::parse(&params)?;
    let search = Search::parse(&params, &["id", "name", "description"])?;
    let state = provider.state();
    let machine = machine(&state.tenant, &id)?;
    let is_theirs = |role: &&Role| {
        let fields = [("id", role.id.as_str()), ("name", &role.name), ("description", &role.description)];
        machine.role_ids.contains(&role.id) && search.finds(&fields)
    };
    Ok(pagination.answer(state.tenant.access.roles.iter().filter(is_theirs).map(role_body).collect()))
}

/// `POST`: gives roles. Answers 201, also where it has them already.
///
/// # Errors
/// - `guard.invalid_input` (400), `entity.not_exists_with_id` (404);
/// - `application.invalid_type` (422) for what people sign in to, `application.invalid_role_type` (422) for a role of
///   people.
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let role_ids = members.required("roleIds", members.texts("roleIds"))?;
    let mut state = provider.state();
    let known = machine(&state.tenant, &id)?.role_ids.clone();
    let mut added = Vec::new();
    extend(&mut added, role_ids.iter().filter(|id| !known.contains(id)).cloned().collect());
    let find = |id: &String| state.tenant.access.roles.iter().find(|role| role.id == *id);
    if added.iter().filter_map(find).any(|role| role.kind == RoleType::User) {
        let message = "Can not assign user type role to machine to machine application.";
        return Err(unprocessable("application.invalid_role_type", message));
    }
    if let Some(unknown) = added.iter().find(|id| find(id).is_none()) {
        return Err(ApiError::not_exists_with_id("roles", unknown));
    }
    if let Some(client) = state.tenant.client_mut(&id) {
        extend(&mut client.role_ids, added.clone());
    }
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(json!({ "roleIds": role_ids, "addedRoleIds": added }))))
}

fn machine<'a>(tenant: &'a Tenant, id: &str) -> Result<&'a Client, ApiError> {
    let client = tenant.client(id).ok_or_else(|| ApiError::not_exists_with_id("applications", id))?;
    if client.is_machine() {
        return Ok(client);
    }
    let message = "Only machine to machine applications can have associated roles.";
    Err(unprocessable("application.invalid_type", message))
}

fn unprocessable(code: &'static str, message: &'static str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
}

//! `POST /api/roles`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::HeaderMap;
use serde_json::Value;

use super::{check_scopes, name_in_use, role_body};
use crate::dev_provider::access::extend;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::{Role, RoleType};

const LONGEST: usize = 128;

/// Answers 200. As at Logto a role whose permissions are refused is there all the same, without them.
///
/// # Errors
/// - `guard.invalid_input` (400): name and description have to be there;
/// - `role.name_in_use` (422);
/// - those of [`check_scopes`].
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.required("name", members.short_text("name", LONGEST))?;
    let description = members.required("description", members.short_text("description", LONGEST))?;
    let kind = RoleType::find(members.one_of("type", &RoleType::NAMES)?);
    let is_default = members.bool("isDefault")?.unwrap_or(false);
    let scope_ids = members.texts("scopeIds")?.unwrap_or_default();
    let mut state = provider.state();
    let access = &mut state.tenant.access;
    if access.roles.iter().any(|role| role.name == name) {
        return Err(name_in_use(name));
    }
    let mut role = Role { is_default, ..Role::new(name, description, kind) };
    let answer = role_body(&role);
    let checked = check_scopes(access, kind, &scope_ids);
    if checked.is_ok() {
        extend(&mut role.scope_ids, scope_ids);
    }
    access.roles.push(role);
    provider.save(&state);
    checked.map(|()| Json(answer))
}

//! `GET /api/roles`: by the page, with who has them.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::role_body;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::{Role, RoleType};
use crate::dev_provider::state::State as ProviderState;

/// Logto names no more of those who have a role.
const FEATURED: usize = 3;
/// How the names of Logto's own roles begin. Anybody may make one, and no list shows it.
const INTERNAL: &str = "#internal:";

/// All of them, those of one `type`, those that a search finds.
///
/// # Errors
/// - `guard.invalid_input`, `guard.invalid_pagination` (400);
/// - those of [`Search::parse`].
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::parse(&params)?;
    let kind = match params.get("type") {
        None => None,
        Some(kind) if RoleType::NAMES.contains(&kind) => Some(RoleType::find(Some(kind))),
        Some(_) => return Err(ApiError::invalid_query("type")),
    };
    let search = Search::parse(&params, &["id", "name", "description"])?;
    let state = provider.state();
    let is_found = |role: &&Role| {
        let fields = [("id", role.id.as_str()), ("name", &role.name), ("description", &role.description)];
        !role.name.starts_with(INTERNAL) && kind.is_none_or(|kind| kind == role.kind) && search.finds(&fields)
    };
    let found = state.tenant.access.roles.iter().filter(is_found);
    Ok(pagination.answer(found.map(|role| with_bearers(&state, role)).collect()))
}

fn with_bearers(state: &ProviderState, role: &Role) -> Value {
    let users: Vec<Value> = state
        .users
        .values()
        .filter(|user| role.kind == RoleType::User && user.roles.contains(&role.name))
        .map(|user| json!({ "id": user.sub, "avatar": null, "name": user.name }))
        .collect();
    let applications: Vec<Value> = state
        .tenant
        .clients
        .iter()
        .filter(|client| client.role_ids.contains(&role.id))
        .map(|client| json!({ "id": client.client_id, "name": client.name, "type": client.kind }))
        .collect();
    let mut body = role_body(role);
    body["usersCount"] = json!(users.len());
    body["featuredUsers"] = users.into_iter().take(FEATURED).collect();
    body["applicationsCount"] = json!(applications.len());
    body["featuredApplications"] = applications.into_iter().take(FEATURED).collect();
    body
}

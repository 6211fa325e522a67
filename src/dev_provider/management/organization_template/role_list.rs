//! `GET /api/organization-roles`: by the page, with what each role gives.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use serde_json::{Value, json};

use super::role_body;
use crate::dev_provider::access::Access;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::role::OrganizationRole;

/// By name; those that have `q` in theirs.
///
/// # Errors
/// `guard.invalid_pagination` (400).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::parse(&params)?;
    let search = Search::keyword(&params);
    let state = provider.state();
    let access = &state.tenant.access;
    let roles = access.organization_roles.iter();
    let mut found: Vec<_> = roles.filter(|role| search.finds(&[("id", &role.id), ("name", &role.name)])).collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(pagination.answer(found.into_iter().map(|role| with_scopes(access, role)).collect()))
}

fn with_scopes(access: &Access, role: &OrganizationRole) -> Value {
    let of_template = access.organization_scopes.iter().filter(|scope| role.scope_ids.contains(&scope.id));
    let of_resources = role.resource_scope_ids.iter().filter_map(|id| access.scope(id));
    let mut body = role_body(role);
    body["scopes"] = of_template.map(|scope| json!({ "id": scope.id, "name": scope.name })).collect();
    body["resourceScopes"] = of_resources
        .map(|(resource, scope)| {
            let resource = json!({ "id": resource.id, "name": resource.name });
            json!({ "id": scope.id, "name": scope.name, "resource": resource })
        })
        .collect();
    body
}

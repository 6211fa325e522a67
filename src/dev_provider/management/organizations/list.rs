//! `GET` and `POST /api/organizations`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::{OrganizationFields, organization_body};
use crate::dev_provider::access::TenantOrganization;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;

/// By the page, youngest first; those that have `q` in name or identifier.
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
    let is_found = |it: &&TenantOrganization| search.finds(&[("id", &it.id), ("name", &it.name)]);
    let mut found: Vec<_> = state.tenant.access.organizations.iter().filter(is_found).collect();
    found.sort_by_key(|organization| std::cmp::Reverse(organization.created_at));
    Ok(pagination.answer(found.into_iter().map(organization_body).collect()))
}

/// Answers 201. Names need not be unique.
///
/// # Errors
/// `guard.invalid_input` (400).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let fields = OrganizationFields::read(&members)?;
    let mut organization = TenantOrganization {
        id: random::identifier(12),
        name: members.required("name", Ok(fields.name.clone()))?,
        description: None,
        custom_data: Map::new(),
        created_at: provider.clock.now(),
        everybody_joins_as: None,
    };
    fields.apply(&mut organization);
    let answer = organization_body(&organization);
    let mut state = provider.state();
    state.tenant.access.organizations.push(organization);
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

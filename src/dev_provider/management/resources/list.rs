//! `GET /api/resources`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::{resource_body, scope_body};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::resource::Resource;

/// What Logto takes for a yes in a query.
const YES: [&str; 4] = ["true", "1", "yes", "y"];

/// All of them, the Management API first; with `includeScopes=true` each with its permissions. Without `page` and
/// `page_size` the whole list comes.
///
/// # Errors
/// `guard.invalid_pagination` (400).
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::optional(&params)?;
    let includes_scopes = params.get("includeScopes").is_some_and(|word| YES.contains(&word));
    let body = |resource: &Resource| {
        let mut body = resource_body(resource);
        if includes_scopes {
            body["scopes"] = resource.scopes.iter().map(|scope| scope_body(resource, scope)).collect();
        }
        body
    };
    let all: Vec<Value> = provider.state().tenant.access.resources.iter().map(body).collect();
    Ok(match pagination {
        Some(pagination) => pagination.answer(all),
        None => Json(all).into_response(),
    })
}

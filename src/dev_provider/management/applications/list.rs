//! `GET /api/applications`: all of them, those of some types, those that a search finds.

use std::sync::Arc;

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::application_body::application_body;
use crate::dev_provider::client::Client;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::pagination::Pagination;
use crate::dev_provider::management::search::Search;
use crate::dev_provider::params::Params;
use crate::dev_provider::provider::Provider;

/// Youngest first. Without `page` and `page_size` the whole list comes, and no `Total-Number`.
///
/// # Errors
/// - `guard.invalid_input`, `guard.invalid_pagination` (400);
/// - those of [`Search::parse`].
pub(in crate::dev_provider::management) async fn get(
    State(provider): State<Arc<Provider>>,
    RawQuery(query): RawQuery,
) -> Result<Response, ApiError> {
    let params = Params::parse(query.unwrap_or_default().as_bytes());
    let pagination = Pagination::optional(&params)?;
    let types = types(&params)?;
    let search = Search::parse(&params, &["id", "name", "description"])?;
    let state = provider.state();
    let is_found = |client: &&Client| {
        let has_type = types.is_empty() || serde_json::to_value(client.kind).is_ok_and(|kind| types.contains(&kind));
        let description = client.description.as_deref().unwrap_or_default();
        let fields = [("id", client.client_id.as_str()), ("name", &client.name), ("description", description)];
        has_type && search.finds(&fields)
    };
    let mut found: Vec<&Client> = state.tenant.clients.iter().filter(is_found).collect();
    found.sort_by_key(|client| std::cmp::Reverse(client.created_at));
    let found: Vec<Value> = found.into_iter().map(application_body).collect();
    Ok(match pagination {
        Some(pagination) => pagination.answer(found),
        None => Json(found).into_response(),
    })
}

/// `types` may come several times.
fn types(params: &Params) -> Result<Vec<Value>, ApiError> {
    let known = ["Native", "SPA", "Traditional", "MachineToMachine", "Protected", "SAML"];
    let read = |kind: &str| match known.contains(&kind) {
        true => Ok(Value::from(kind)),
        false => Err(ApiError::invalid_query("types")),
    };
    params.pairs().filter(|(name, _)| *name == "types").map(|(_, kind)| read(kind)).collect()
}

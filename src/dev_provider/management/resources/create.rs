//! `POST /api/resources`.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::resource_body;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::resource::Resource;

/// Answers 201. The indicator may be anything, as at Logto: not even a URI is asked for.
///
/// # Errors
/// - `guard.invalid_input` (400);
/// - `resource.resource_identifier_in_use` (422).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let name = members.required("name", members.short_text("name", usize::MAX))?;
    let indicator = members.required("indicator", members.short_text("indicator", usize::MAX))?;
    let mut resource = Resource::new(name, indicator);
    if let Some(seconds) = members.integer("accessTokenTtl", i64::MIN, i64::MAX)? {
        resource.access_token_ttl = seconds;
    }
    let mut state = provider.state();
    if state.tenant.access.has_resource(indicator) {
        let message = format!("The API identifier {indicator} is already in use");
        let code = "resource.resource_identifier_in_use";
        return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message));
    }
    let mut answer = resource_body(&resource);
    answer["scopes"] = json!([]);
    state.tenant.access.resources.push(resource);
    provider.save(&state);
    Ok((StatusCode::CREATED, Json(answer)))
}

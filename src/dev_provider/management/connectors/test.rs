//! `POST /api/connectors/{factoryId}/test`: sends the code 000000 with a configuration, before or instead of saving it.
//!
//! <https://openapi.logto.io/operation/operation-createconnectortest>

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use http::{HeaderMap, StatusCode};

use crate::dev_provider::connector::Factory;
use crate::dev_provider::connector::delivery::{self, Text};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::usage::Usage;

/// Answers 204 once the service has taken the text. It does not count against the number's limit.
///
/// # Errors
/// - `guard.invalid_input` (400): no `phone`, or not digits; no `config`;
/// - `connector.not_found` (400, not 501 as elsewhere): there is no such factory;
/// - `connector.unexpected_type` (400) for an email address;
/// - those of [`Undelivered`](delivery::Undelivered).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    Path(factory_id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let phone = body.phone("phone", false)?.flatten();
    let email = members.text("email")?;
    let config = members.required("config", members.object("config"))?;
    if phone.or(email).is_none() {
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "guard.invalid_input", "The request body is invalid."));
    }
    let kind = if phone.is_some() { "Sms" } else { "Email" };
    let factory = Factory::find(&factory_id)
        .ok_or_else(|| ApiError::connector_not_found(kind).with_status(StatusCode::BAD_REQUEST))?;
    let Some(phone) = phone else {
        let message = "The connector's type is unexpected.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "connector.unexpected_type", message));
    };
    let text = Text { to: phone, usage: Usage::Generic, code: "000000" };
    delivery::send_by(&provider, factory, config, &text).await?;
    Ok(StatusCode::NO_CONTENT)
}

//! `POST /api/applications`: registers an application. It works at the OpenID endpoints at once.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use super::application_body::application_body;
use super::application_fields::ApplicationFields;
use crate::dev_provider::client::{Client, ClientType};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;

/// Logto's types; the last two are made in ways of their own.
const TYPES: [&str; 6] = ["Native", "SPA", "Traditional", "MachineToMachine", "Protected", "SAML"];

/// Answers 200, without the secret that it makes: `Default secret`, for types that have secrets.
///
/// # Errors
/// - those of [`ApplicationFields::read`];
/// - `application.saml.use_saml_app_api`, `application.protected_app_metadata_is_required` (400) for those types;
/// - `application.device_flow_native_only` (422).
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let kind = members.required("type", members.one_of("type", &TYPES))?;
    let fields = ApplicationFields::read(&members)?;
    let name = members.required("name", Ok(fields.name()))?;
    let is_third_party = members.bool("isThirdParty")?.unwrap_or(false);
    let kind = read_type(kind)?;
    if is_third_party {
        return Err(ApiError::not_served("third-party applications"));
    }
    let mut client = Client::register(kind, name, provider.clock.now());
    fields.apply(&mut client);
    if kind != ClientType::Native && client.custom_client_metadata.get("isDeviceFlow") == Some(&Value::Bool(true)) {
        let message = "Device flow is only available for native applications.";
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return Err(ApiError::new(status, "application.device_flow_native_only", message));
    }
    let answer = application_body(&client);
    let mut state = provider.state();
    state.tenant.clients.push(client);
    provider.save(&state);
    Ok(Json(answer))
}

fn read_type(kind: &str) -> Result<ClientType, ApiError> {
    let refuse = |code, message| Err(ApiError::new(StatusCode::BAD_REQUEST, code, message));
    match kind {
        "Native" => Ok(ClientType::Native),
        "SPA" => Ok(ClientType::SinglePage),
        "Traditional" => Ok(ClientType::Traditional),
        "MachineToMachine" => Ok(ClientType::MachineToMachine),
        "Protected" => refuse("application.protected_app_metadata_is_required", "Protected app metadata is required."),
        _ => refuse(
            "application.saml.use_saml_app_api",
            "Use `[METHOD] /saml-applications(/.*)?` API to operate SAML app.",
        ),
    }
}

//! `POST /api/connectors`: makes an SMS connector. It takes the place of the one before.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value};

use super::connector_body::connector_body;
use crate::dev_provider::connector::{Connection, Connector, Factory, without_empty};
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::random;

const LONGEST_FACTORY: usize = 128;
const LONGEST_ID: usize = 128;

/// Answers 200. A refused one leaves the connector that is there; one without a configuration is taken, and sends
/// nothing.
///
/// # Errors
/// - `guard.invalid_input`, `connector.invalid_config` (400);
/// - `connector.not_found_with_connector_id` (422): there is no such factory;
/// - no code (500) where the connector has this `id` that is to be replaced.
pub(in crate::dev_provider::management) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let factory = members.required("connectorId", members.short_text("connectorId", LONGEST_FACTORY))?;
    let id = members.short_text("id", LONGEST_ID)?;
    let config = members.object("config")?;
    let factory = Factory::find(factory).ok_or_else(|| {
        let message = "Can not find connector with given standard connector id.";
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "connector.not_found_with_connector_id", message)
    })?;
    if let Some(config) = config {
        factory.check_config(config).map_err(ApiError::invalid_connector_config)?;
    }
    let connector = Connector {
        id: id.map_or_else(|| random::identifier(12), str::to_owned),
        factory,
        config: config.map_or_else(Map::new, without_empty),
    };
    let answer = connector_body(&connector);
    let mut state = provider.state();
    // Logto makes the new one before it deletes the old one, and two cannot have one identifier.
    if matches!(&state.tenant.connection, Connection::Made(old) if Some(old.id.as_str()) == id) {
        return Err(ApiError::unforeseen());
    }
    state.tenant.connect(Connection::Made(connector));
    provider.save(&state);
    Ok(Json(answer))
}

//! `GET /api/connector-factories`: which connectors can be made.

use axum::Json;
use axum::extract::Path;
use serde_json::Value;

use crate::dev_provider::connector::Factory;
use crate::dev_provider::management::api_error::ApiError;

/// All of them: two here.
pub(in crate::dev_provider::management) async fn list() -> Json<Vec<Value>> {
    Json(Factory::ALL.into_iter().map(|factory| Value::Object(factory.metadata())).collect())
}

/// One of them.
///
/// # Errors
/// `entity.not_found` (404).
pub(in crate::dev_provider::management) async fn get(Path(id): Path<String>) -> Result<Json<Value>, ApiError> {
    let factory = Factory::find(&id).ok_or_else(ApiError::not_found)?;
    Ok(Json(Value::Object(factory.metadata())))
}

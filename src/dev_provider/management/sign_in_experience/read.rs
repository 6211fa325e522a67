//! `GET /api/sign-in-exp`.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use crate::dev_provider::provider::Provider;

/// Answers 200.
pub(in crate::dev_provider::management) async fn get(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(Value::Object(provider.state().tenant.sign_in_experience.body()))
}

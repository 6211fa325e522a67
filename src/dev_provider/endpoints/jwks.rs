//! `GET /oidc/jwks`: the public keys, rotated ones included.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use crate::dev_provider::provider::Provider;

pub(crate) async fn get(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(provider.state().keys.public_jwks())
}

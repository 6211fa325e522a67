//! For whatever watches the process: `/healthz` (it runs) and `/readyz` (it can do its work).

use std::sync::Arc;

use axum::{Router, extract::State, routing::get};
use http::StatusCode;
use logto::SessionStorage;

/// The two routes. Logto is no part of readiness: pages are served while it is down.
pub fn routes(storage: Arc<dyn SessionStorage>) -> Router {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(readyz)).with_state(storage)
}

async fn readyz(State(storage): State<Arc<dyn SessionStorage>>) -> (StatusCode, &'static str) {
    match storage.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the session storage does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the session storage does not answer")
        }
    }
}

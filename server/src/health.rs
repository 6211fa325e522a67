//! For whatever watches the process: `/healthz` (it runs) and `/readyz` (it can do its work).

use axum::{Router, extract::State, routing::get};
use http::StatusCode;

use crate::session_store::SqliteSessions;

/// The two routes. Logto is no part of readiness: pages are served while it is down.
pub fn routes(sessions: SqliteSessions) -> Router {
    Router::new().route("/healthz", get(async || "ok")).route("/readyz", get(readyz)).with_state(sessions)
}

async fn readyz(State(sessions): State<SqliteSessions>) -> (StatusCode, &'static str) {
    match sessions.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::warn!(%error, "not ready: the session store does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the session store does not answer")
        }
    }
}

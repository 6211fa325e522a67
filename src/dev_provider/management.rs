//! The part of Logto's Management API that phone sign-in needs: one endpoint per file.
//!
//! <https://openapi.logto.io/>. Statuses and bodies are what a Logto 1.42.0 answers; those marked "[source]" were
//! read there instead of seen on the wire. Numbers are digits with country code, no plus, everywhere.

mod api_error;
mod authorization;
mod not_served;
mod pagination;
mod request_body;
mod sign_in_experience;
mod subject_tokens;
mod users;
mod verification_codes;

use std::sync::Arc;

use axum::routing::{any, get, patch, post};
use axum::{Router, middleware};

use super::provider::Provider;

/// Everything below `/api/`. Who has no right to it does not even hear what is there.
pub(crate) fn router(provider: Arc<Provider>) -> Router<Arc<Provider>> {
    Router::new()
        .route("/api/verification-codes", post(verification_codes::send))
        .route("/api/verification-codes/verify", post(verification_codes::verify))
        .route("/api/users", get(users::search::get).post(users::create::post))
        .route("/api/users/{id}", get(users::read::get).patch(users::update::patch).delete(users::delete::delete))
        .route("/api/users/{id}/is-suspended", patch(users::suspend::patch))
        .route("/api/users/{id}/roles", get(users::roles::get))
        .route("/api/users/{id}/organizations", get(users::organizations::get))
        .route("/api/users/{id}/mfa-verifications", get(users::mfa_verifications::get))
        .route("/api/sign-in-exp", get(sign_in_experience::get).fallback(not_served::answer))
        .route("/api/subject-tokens", post(subject_tokens::post))
        .route("/api/{*rest}", any(not_served::answer))
        .route_layer(middleware::from_fn_with_state(provider, authorization::require))
}

//! `POST /backchannel-logout`: Logto says that a session of its own has ended. OpenID Connect Back-Channel Logout 1.0, 2.5.
//!
//! From server to server: no cookie, no `Origin`. What proves where it comes from is the token's signature.

use axum::{
    Form, Json, Router,
    extract::{DefaultBodyLimit, State, rejection::FormRejection},
    response::{IntoResponse, Response},
    routing::post,
};
use http::{
    StatusCode,
    header::{CACHE_CONTROL, RETRY_AFTER},
};
use serde::Deserialize;

use crate::{BACK_CHANNEL_LOGOUT_PATH, BackChannelLogoutError, LogoutTokenError, Sessions};

/// The largest form that is read (bytes). A logout token is below 1 kB.
const LARGEST_BODY: usize = 32 * 1024;

#[derive(Deserialize)]
struct Params {
    logout_token: String,
}

/// The route. It stands outside [`refuse_cross_site`](super::refuse_cross_site).
pub fn back_channel_logout_route(sessions: Sessions) -> Router {
    Router::new()
        .route(BACK_CHANNEL_LOGOUT_PATH, post(back_channel_logout))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(sessions)
}

async fn back_channel_logout(
    State(sessions): State<Sessions>,
    params: Result<Form<Params>, FormRejection>,
) -> Response {
    let no_store = [(CACHE_CONTROL, "no-store")];
    let later = (StatusCode::SERVICE_UNAVAILABLE, [(CACHE_CONTROL, "no-store"), (RETRY_AFTER, "5")]);
    let Ok(Form(Params { logout_token })) = params else {
        return (no_store, refusal("the parameter \"logout_token\" is missing or repeated")).into_response();
    };
    match sessions.back_channel_logout(&logout_token).await {
        Ok(ended) => {
            tracing::info!(sessions.ended = ended, "the provider has ended a session of its own");
            no_store.into_response()
        }
        Err(BackChannelLogoutError::Storage(error)) => {
            tracing::error!(%error, "a back-channel logout could not be carried out");
            later.into_response()
        }
        Err(BackChannelLogoutError::LogoutToken(LogoutTokenError::ProviderUnavailable(error))) => {
            tracing::error!(%error, "a back-channel logout could not be verified");
            later.into_response()
        }
        Err(error) => {
            tracing::warn!(error.code = error.code(), %error, "a back-channel logout was refused");
            (no_store, refusal(error.code())).into_response()
        }
    }
}

/// 400 with the error format of RFC 6749, 5.2, as section 2.8 has it.
fn refusal(description: &str) -> (StatusCode, Json<serde_json::Value>) {
    let body = serde_json::json!({ "error": "invalid_request", "error_description": description });
    (StatusCode::BAD_REQUEST, Json(body))
}

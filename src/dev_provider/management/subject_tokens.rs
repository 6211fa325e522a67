//! `POST /api/subject-tokens`: a token to act for a user with, to be exchanged at the token endpoint.
//!
//! <https://openapi.logto.io/operation/operation-createsubjecttoken>

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::api_error::ApiError;
use super::request_body::RequestBody;
use crate::dev_provider::clock::SECOND;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::subject_token::{self, SUBJECT_TOKEN_LIFETIME, SubjectToken};

/// Issues one, for a suspended user too: the exchange refuses it [source]. The `context` is read by nothing here.
///
/// # Errors
/// - `guard.invalid_input` (400);
/// - `entity.relation_foreign_key_not_found` (404) where there is no such user [source].
pub(super) async fn post(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let user_id = body.text("userId", false)?.flatten().ok_or_else(|| ApiError::invalid_input("userId", "Required"))?;
    body.object("context")?;
    let now = provider.clock.now();
    let mut state = provider.state();
    state.forget_expired(now);
    if !state.users.contains_key(user_id) {
        return Err(user_not_found());
    }
    let value = subject_token::value();
    state.subject_tokens.insert(value.clone(), SubjectToken::new(user_id.to_owned(), now));
    let answer = json!({ "subjectToken": value, "expiresIn": SUBJECT_TOKEN_LIFETIME / SECOND });
    Ok((StatusCode::CREATED, Json(answer)))
}

fn user_not_found() -> ApiError {
    let message = "Cannot find one or more foreign keys. Please check the input and ensure that all referenced \
                   entities exist.";
    ApiError::new(StatusCode::NOT_FOUND, "entity.relation_foreign_key_not_found", message)
}

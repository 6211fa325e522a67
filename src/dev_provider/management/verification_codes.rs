//! `POST /api/verification-codes` and `POST /api/verification-codes/verify`: a code for a number, without anybody
//! being signed in.
//!
//! <https://openapi.logto.io/operation/operation-createverificationcode>,
//! <https://openapi.logto.io/operation/operation-verifyverificationcode>

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use http::{HeaderMap, StatusCode};

use super::api_error::ApiError;
use super::request_body::RequestBody;
use crate::dev_provider::connector::delivery::{self, Text};
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::usage::Usage;
use crate::dev_provider::verification_code::{Refused, VerificationCode};

/// Sends a code. It takes the place of the number's earlier one, also where it cannot be sent after all, but not
/// where the limit forbids it [source].
///
/// # Errors
/// - `guard.invalid_input` (400): no `phone`, or not digits;
/// - `request.message_rate_limited` (429): the eleventh text within ten minutes;
/// - those of [`Undelivered`](delivery::Undelivered).
pub(super) async fn send(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    if body.has("email") {
        return Err(ApiError::connector_not_found("Email"));
    }
    let phone = body.required_phone("phone")?;
    // A number has one limit, in whatever way it is written; codes go by how it is written [source].
    let recipient = PhoneNumber::from_api(phone);
    let recipient = recipient.as_ref().map_or(phone, PhoneNumber::digits);
    let now = provider.clock.now();
    let code = VerificationCode::new(now);
    let connection = {
        let mut state = provider.state();
        state.forget_expired(now);
        state.messages.check_limit(recipient, now).map_err(|_| rate_limited())?;
        state.verification_codes.insert(phone.to_owned(), code.clone());
        state.tenant.connection.clone()
    };
    let text = Text { to: phone, usage: Usage::Generic, code: code.digits() };
    delivery::send(&provider, &connection, &text).await?;
    provider.state().messages.count(recipient, now);
    Ok(StatusCode::NO_CONTENT)
}

/// Compares a code. A right one is used up; a wrong one counts as a try. Nobody is found or created.
///
/// # Errors
/// - `guard.invalid_input` (400): a member is missing, or not of its form;
/// - `verification_code.not_found`, `.expired`, `.exceed_max_try`, `.code_mismatch` (400).
pub(super) async fn verify(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let phone = body.required_phone("phone")?;
    let digits = body.required_text("verificationCode")?;
    let now = provider.clock.now();
    let mut state = provider.state();
    let policy = state.tenant.sign_in_experience.code_policy();
    let code = state.verification_codes.get_mut(phone).ok_or_else(not_found)?;
    code.check_digits(digits, now, policy).map_err(refused)?;
    state.verification_codes.remove(phone);
    Ok(StatusCode::NO_CONTENT)
}

fn rate_limited() -> ApiError {
    let message = "Too many messages sent to this recipient. Please try again later.";
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "request.message_rate_limited", message)
}

fn not_found() -> ApiError {
    let message = "Verification code not found. Please send verification code first.";
    ApiError::new(StatusCode::BAD_REQUEST, "verification_code.not_found", message)
}

fn refused(refused: Refused) -> ApiError {
    let (code, message) = match refused {
        Refused::NotCorrect => ("verification_code.code_mismatch", "Invalid verification code."),
        Refused::Expired => {
            ("verification_code.expired", "Verification code has expired. Please request a new verification code.")
        }
        Refused::TooManyTries => (
            "verification_code.exceed_max_try",
            "Verification code retries limitation exceeded. Please request a new verification code.",
        ),
    };
    ApiError::new(StatusCode::BAD_REQUEST, code, message)
}

//! Codes by text message: send one, check one. Neither creates nor finds a user.
//! <https://openapi.logto.io/group/endpoint-verification-codes>

use http::StatusCode;
use serde_json::json;

use super::{ManagementApi, ManagementError, call::Call, refusal::Refusal};
use crate::PhoneNumber;

/// Why no code was sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SendCodeError {
    /// Logto has sent this number too many of late.
    #[error("verification code: Logto answered \"request.message_rate_limited\"")]
    TooManyTexts,
    /// The tenant has no SMS connector.
    #[error("verification code: Logto answered \"connector.not_found\"; in Logto, set up an SMS connector")]
    NoConnector,
    /// The SMS provider refuses, or the connector's settings are wrong.
    #[error("verification code: the SMS connector refuses to send; the SMS provider's code is {code:?}")]
    ConnectorRefused {
        /// The provider's own number of its error, if it gives one; see <https://www.twilio.com/docs/api/errors>.
        code: Option<u32>,
    },
    /// Logto does not take the number for one.
    #[error("verification code: Logto does not take the phone number for one")]
    InvalidPhone,
    /// The call itself failed.
    #[error(transparent)]
    Api(#[from] ManagementError),
}

impl SendCodeError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooManyTexts => "send_code.too_many_texts",
            Self::NoConnector => "send_code.no_connector",
            Self::ConnectorRefused { .. } => "send_code.connector_refused",
            Self::InvalidPhone => "send_code.invalid_phone",
            Self::Api(error) => error.code(),
        }
    }
}

impl From<Refusal> for SendCodeError {
    fn from(refusal: Refusal) -> Self {
        match (refusal.status, refusal.code.as_str()) {
            (StatusCode::TOO_MANY_REQUESTS, "request.message_rate_limited") => Self::TooManyTexts,
            (StatusCode::NOT_IMPLEMENTED, "connector.not_found") => Self::NoConnector,
            (StatusCode::BAD_REQUEST, "guard.invalid_input") => Self::InvalidPhone,
            (status, _) if refusal.is_of_connector() && status != StatusCode::TOO_MANY_REQUESTS => {
                Self::ConnectorRefused { code: refusal.provider_code() }
            }
            _ => Self::Api(refusal.into()),
        }
    }
}

/// Why a code does not count.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyCodeError {
    /// It is not the code that was sent.
    #[error("verification code: Logto answered \"verification_code.code_mismatch\"")]
    CodeMismatch,
    /// The code was sent too long ago.
    #[error("verification code: Logto answered \"verification_code.expired\"")]
    Expired,
    /// Too many wrong codes were tried: this one is dead.
    #[error("verification code: Logto answered \"verification_code.exceed_max_try\"")]
    TooManyTries,
    /// No code was sent to this number, or it has been used.
    #[error("verification code: Logto answered \"verification_code.not_found\"")]
    NotFound,
    /// The call itself failed.
    #[error(transparent)]
    Api(#[from] ManagementError),
}

impl VerifyCodeError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CodeMismatch => "verify_code.code_mismatch",
            Self::Expired => "verify_code.expired",
            Self::TooManyTries => "verify_code.too_many_tries",
            Self::NotFound => "verify_code.not_found",
            Self::Api(error) => error.code(),
        }
    }
}

impl From<Refusal> for VerifyCodeError {
    fn from(refusal: Refusal) -> Self {
        match (refusal.status, refusal.code.as_str()) {
            (StatusCode::BAD_REQUEST, "verification_code.code_mismatch") => Self::CodeMismatch,
            (StatusCode::BAD_REQUEST, "verification_code.expired") => Self::Expired,
            (StatusCode::BAD_REQUEST, "verification_code.exceed_max_try") => Self::TooManyTries,
            (StatusCode::BAD_REQUEST, "verification_code.not_found") => Self::NotFound,
            // The number is digits, so it is the code that has no form: an empty one.
            (StatusCode::BAD_REQUEST, "guard.invalid_input") => Self::CodeMismatch,
            _ => Self::Api(refusal.into()),
        }
    }
}

impl ManagementApi {
    /// Has Logto send a code to this number. A code that it sent before is dead from then on.
    ///
    /// # Errors
    ///
    /// [`SendCodeError`]; after [`ManagementError::Http`] the text may be under way all the same.
    pub async fn send_verification_code(&self, to: &PhoneNumber) -> Result<(), SendCodeError> {
        let call = Call::post(&["verification-codes"], json!({ "phone": to.digits() }));
        self.call(&call).await??;
        Ok(())
    }

    /// Checks the code that was sent to this number last, and uses it up.
    ///
    /// # Errors
    ///
    /// [`VerifyCodeError`]; a wrong code counts towards the tenant's limit of tries.
    pub async fn verify_verification_code(&self, phone: &PhoneNumber, code: &str) -> Result<(), VerifyCodeError> {
        let body = json!({ "phone": phone.digits(), "verificationCode": code });
        self.call(&Call::post(&["verification-codes", "verify"], body)).await??;
        Ok(())
    }
}

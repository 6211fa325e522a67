//! A JSON request body, read member by member.

use axum::body::Bytes;
use http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::api_error::ApiError;

/// An object. Members that Logto does not know are ignored, as there.
pub(super) struct RequestBody(Map<String, Value>);

impl RequestBody {
    /// Reads a body. Without a JSON content type there is none, and an empty object is read [source].
    ///
    /// # Errors
    /// 400: without a code where it is no JSON, `guard.invalid_input` where it is no object.
    pub(super) fn parse(headers: &HeaderMap, body: &Bytes) -> Result<Self, ApiError> {
        let content_type = headers.get(header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
        if !content_type.starts_with(b"application/json") || body.is_empty() {
            return Ok(Self(Map::new()));
        }
        // The position and no more: a message could quote the body, and with it a number.
        let malformed = |error: serde_json::Error| {
            ApiError::malformed_json(format!("no JSON at line {}, column {}", error.line(), error.column()))
        };
        match serde_json::from_slice(body).map_err(malformed)? {
            Value::Object(members) => Ok(Self(members)),
            _ => Err(ApiError::invalid_input("", "Expected object.")),
        }
    }

    /// Whether a member is there, whatever its value.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// A string that has to be there, and that must not be empty.
    pub(super) fn required_text(&self, name: &str) -> Result<&str, ApiError> {
        match self.0.get(name) {
            None => Err(ApiError::invalid_input(name, "Required")),
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            Some(_) => Err(ApiError::invalid_input(name, "Expected a string with at least one character.")),
        }
    }

    /// A phone number that has to be there: digits and nothing else.
    pub(super) fn required_phone(&self, name: &str) -> Result<&str, ApiError> {
        digits(name, self.required_text(name)?)
    }
}

/// Logto compares with `^\d+$`: a plus is refused, a number that nobody can have is not.
fn digits<'a>(name: &str, text: &'a str) -> Result<&'a str, ApiError> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(ApiError::invalid_input(name, "Expected digits with country code, no plus."))
    }
}

//! A JSON request body, read member by member.

use axum::body::Bytes;
use http::{HeaderMap, header};
use serde_json::{Map, Value};

use super::api_error::ApiError;
use crate::dev_provider::members::Members;

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

    /// To be read as a guard reads it.
    pub(super) fn members(&self) -> Members<'_> {
        Members::of(&self.0)
    }

    /// Whether a member is there and says something.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(|value| !value.is_null())
    }

    /// A string that has to be there, and that must not be empty.
    pub(super) fn required_text(&self, name: &str) -> Result<&str, ApiError> {
        match self.0.get(name) {
            None => Err(ApiError::invalid_input(name, "Required")),
            Some(Value::String(text)) if !text.is_empty() => Ok(text),
            Some(_) => Err(ApiError::invalid_input(name, "Expected a string with at least one character.")),
        }
    }

    /// A string that may be absent; null or empty, where `may_clear`, for "none any more".
    pub(super) fn text(&self, name: &str, may_clear: bool) -> Result<Option<Option<&str>>, ApiError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Null) if may_clear => Ok(Some(None)),
            Some(Value::String(text)) => Ok(Some(Some(text))),
            Some(_) => Err(ApiError::invalid_input(name, "Expected a string.")),
        }
    }

    /// A phone number that may be absent, like [`text`](Self::text).
    pub(super) fn phone(&self, name: &str, may_clear: bool) -> Result<Option<Option<&str>>, ApiError> {
        match self.text(name, may_clear)? {
            Some(Some("")) if may_clear => Ok(Some(None)),
            Some(Some(text)) => Ok(Some(Some(digits(name, text)?))),
            nothing => Ok(nothing),
        }
    }

    /// An object that may be absent.
    pub(super) fn object(&self, name: &str) -> Result<Option<&Map<String, Value>>, ApiError> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::Object(members)) => Ok(Some(members)),
            Some(_) => Err(ApiError::invalid_input(name, "Expected an object.")),
        }
    }

    /// A boolean that has to be there.
    pub(super) fn required_bool(&self, name: &str) -> Result<bool, ApiError> {
        let value = self.0.get(name).and_then(Value::as_bool);
        value.ok_or_else(|| ApiError::invalid_input(name, "Expected a boolean."))
    }

    /// A phone number that has to be there: digits and nothing else.
    pub(super) fn required_phone(&self, name: &str) -> Result<&str, ApiError> {
        digits(name, self.required_text(name)?)
    }
}

/// Logto compares with `^\d+$`: a plus is refused, a number that nobody can have is not.
fn digits<'a>(name: &str, text: &'a str) -> Result<&'a str, ApiError> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(text)
    } else {
        Err(ApiError::invalid_input(name, "Expected digits with country code, no plus."))
    }
}

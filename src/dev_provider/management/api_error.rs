//! The Management API's error bodies: `{code, message, data?, details?}`.

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value, json};

#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    /// Absent where the body was no JSON [source].
    code: Option<&'static str>,
    message: Cow<'static, str>,
    data: Option<Value>,
    details: Option<String>,
}

impl ApiError {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self { status, code: Some(code), message: message.into(), data: None, details: None }
    }

    fn with_data(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    pub(super) fn authorization_header_missing() -> Self {
        let code = "auth.authorization_header_missing";
        Self::new(StatusCode::UNAUTHORIZED, code, "Authorization header is missing.")
    }

    /// Another scheme than `Bearer` [source].
    pub(super) fn authorization_type_not_supported() -> Self {
        let code = "auth.authorization_token_type_not_supported";
        Self::new(StatusCode::UNAUTHORIZED, code, "Authorization type is not supported.")
            .with_data(json!({ "supportedTypes": ["Bearer"] }))
    }

    pub(super) fn unauthorized() -> Self {
        let message = "Unauthorized. Please check credentials and its scope.";
        Self::new(StatusCode::UNAUTHORIZED, "auth.unauthorized", message)
    }

    pub(super) fn jwt_sub_missing() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "auth.jwt_sub_missing", "Missing `sub` in JWT.")
    }

    /// A good token without the permission `all` [source].
    pub(super) fn forbidden() -> Self {
        let message = "Forbidden. Please check your user roles and permissions.";
        Self::new(StatusCode::FORBIDDEN, "auth.forbidden", message)
    }

    /// A body, query or address that is not of the expected form. `path` names the member of a body.
    pub(super) fn invalid_input(path: &str, reason: &str) -> Self {
        let error = Self::new(StatusCode::BAD_REQUEST, "guard.invalid_input", "The request body is invalid.");
        let issue = json!({ "code": "custom", "path": [path], "message": reason });
        let details = format!("Error in key path \"{path}\": {reason}");
        Self { details: Some(details), ..error.with_data(json!({ "name": "ZodError", "issues": [issue] })) }
    }

    /// A search that cannot be made [source].
    pub(super) fn invalid_search(details: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request.invalid_input", format!("Input is invalid. {details}"))
    }

    pub(super) fn invalid_pagination() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "guard.invalid_pagination", "The request pagination value is invalid.")
    }

    /// No such user [source]: the answer does not say what was looked for.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "entity.not_found", "The resource does not exist.")
    }

    /// A body that is no JSON has a message and no code [source].
    pub(super) fn malformed_json(message: String) -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self { status, code: None, message: message.into(), data: None, details: None }
    }

    /// What Logto has and this provider has not. Better said than ignored.
    pub(super) fn not_served(what: &str) -> Self {
        let message = "This feature is not supported in the current environment.";
        let details = format!("The development provider does not serve {what}.");
        let error = Self::new(StatusCode::NOT_IMPLEMENTED, "request.feature_not_supported", message);
        Self { details: Some(details), ..error }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut body = Map::from_iter([("message".to_owned(), json!(self.message))]);
        body.extend(self.code.map(|code| ("code".to_owned(), json!(code))));
        body.extend(self.data.map(|data| ("data".to_owned(), data)));
        body.extend(self.details.map(|details| ("details".to_owned(), json!(details))));
        (self.status, Json(Value::Object(body))).into_response()
    }
}

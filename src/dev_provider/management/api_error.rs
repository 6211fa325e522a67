//! The Management API's error bodies: `{code, message, data?, details?}`.

use std::borrow::Cow;

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::dev_provider::connector::delivery::Undelivered;
use crate::dev_provider::members::Issue;

#[derive(Debug)]
pub(super) struct ApiError {
    status: StatusCode,
    /// Absent where the body was no JSON [source].
    code: Option<Cow<'static, str>>,
    message: Cow<'static, str>,
    data: Option<Value>,
    details: Option<String>,
}

impl ApiError {
    pub(super) fn new(
        status: StatusCode,
        code: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { status, code: Some(code.into()), message: message.into(), data: None, details: None }
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

    /// With what Logto's library says of the token.
    pub(super) fn unauthorized(reason: Value) -> Self {
        let message = "Unauthorized. Please check credentials and its scope.";
        Self::new(StatusCode::UNAUTHORIZED, "auth.unauthorized", message).with_data(reason)
    }

    pub(super) fn jwt_sub_missing() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "auth.jwt_sub_missing", "Missing `sub` in JWT.")
    }

    /// A good token without the permission `all` [source].
    pub(super) fn forbidden() -> Self {
        let message = "Forbidden. Please check your user roles and permissions.";
        Self::new(StatusCode::FORBIDDEN, "auth.forbidden", message)
    }

    pub(super) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// What Logto's validating library says of one member.
    fn with_issue(self, issue: Issue) -> Self {
        let details = format!("Error in key path \"{}\": ({}) {}", issue.path.join("."), issue.code, issue.message);
        let step = |step: &String| step.parse::<u32>().map_or_else(|_| json!(step), |index| json!(index));
        let path: Vec<Value> = issue.path.iter().map(step).collect();
        let issue = json!({ "code": issue.code, "path": path, "message": issue.message });
        Self { details: Some(details), ..self.with_data(json!({ "name": "ZodError", "issues": [issue] })) }
    }

    /// A body, query or address that is not of the expected form. `path` names the member of a body.
    pub(super) fn invalid_input(path: &str, reason: &str) -> Self {
        Issue { path: vec![path.to_owned()], code: "custom", message: reason.to_owned() }.into()
    }

    /// A search that cannot be made [source].
    pub(super) fn invalid_search(details: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "request.invalid_input", format!("Input is invalid. {details}"))
    }

    pub(super) fn invalid_pagination() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "guard.invalid_pagination", "The request pagination value is invalid.")
    }

    /// Nothing is set up that could send.
    pub(super) fn connector_not_found(kind: &str) -> Self {
        let message = format!("Cannot find any available connector for type: {kind}.");
        Self::new(StatusCode::NOT_IMPLEMENTED, "connector.not_found", message)
    }

    /// No such user, application, … [source]: the answer does not say what was looked for.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "entity.not_found", "The resource does not exist.")
    }

    /// No such entity, by a call that says what it looked for [source].
    pub(super) fn not_exists_with_id(name: &str, id: &str) -> Self {
        let message = format!("The {name} with ID `{id}` does not exist.");
        Self::new(StatusCode::NOT_FOUND, "entity.not_exists_with_id", message)
    }

    /// Nothing there to be changed.
    pub(super) fn not_exists(name: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "entity.not_exists", format!("The {name} does not exist."))
    }

    /// A change that changes nothing.
    pub(super) fn nothing_to_change() -> Self {
        let message = "Invalid input. Value list must not be empty.";
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "entity.invalid_input", message)
    }

    /// A parameter of the query that is not of its form.
    pub(super) fn invalid_query(name: &str) -> Self {
        let issue = Issue { path: vec![name.to_owned()], code: "custom", message: "Invalid input".to_owned() };
        Self::new(StatusCode::BAD_REQUEST, "guard.invalid_input", "The request query is invalid.").with_issue(issue)
    }

    /// A body that is no JSON has a message and no code [source].
    pub(super) fn malformed_json(message: String) -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self { status, code: None, message: message.into(), data: None, details: None }
    }

    pub(super) fn invalid_connector_config(issue: Issue) -> Self {
        let message = "The connector's config is invalid.";
        Self::new(StatusCode::BAD_REQUEST, "connector.invalid_config", message).with_issue(issue)
    }

    /// Something that Logto did not foresee: no code, nothing that helps.
    pub(super) fn unforeseen() -> Self {
        let (status, message) = (StatusCode::INTERNAL_SERVER_ERROR, "Internal server error.".into());
        Self { status, code: None, message, data: None, details: None }
    }

    /// What Logto has and this provider has not. Better said than ignored.
    pub(super) fn not_served(what: &str) -> Self {
        let message = "This feature is not supported in the current environment.";
        let details = format!("The development provider does not serve {what}.");
        let error = Self::new(StatusCode::NOT_IMPLEMENTED, "request.feature_not_supported", message);
        Self { details: Some(details), ..error }
    }
}

impl From<Issue> for ApiError {
    fn from(issue: Issue) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "guard.invalid_input", "The request body is invalid.").with_issue(issue)
    }
}

/// Why a text was not sent.
impl From<Undelivered> for ApiError {
    fn from(undelivered: Undelivered) -> Self {
        match undelivered {
            Undelivered::NoConnector => Self::connector_not_found("Sms"),
            Undelivered::InvalidConfig(issue) => Self::invalid_connector_config(issue),
            Undelivered::Refused(reason) => {
                let data = json!({ "message": reason });
                let message = format!("Error occurred in connector: {data}");
                Self::new(StatusCode::BAD_REQUEST, "connector.general", message).with_data(data)
            }
            Undelivered::Unreachable => Self::unforeseen(),
        }
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

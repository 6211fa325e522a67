//! How the API says no: a status, and a body with a `code`.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header::RETRY_AFTER};
use serde::Deserialize;
use serde_json::Value;

use super::ManagementError;

/// The longest wait that is believed: a day.
const LONGEST_WAIT: u64 = 24 * 60 * 60;

/// An answer that is no success.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// Logto's code, as it came; empty where the answer is not Logto's.
    pub(super) code: String,
    data: Value,
    retry_after: Option<Duration>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Body {
    code: String,
    data: Value,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let Body { code, data } = serde_json::from_slice(body).unwrap_or_default();
        // RFC 9110, 10.2.3; Logto writes no dates.
        let seconds = headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse::<u64>().ok());
        let retry_after = seconds.map(|seconds| Duration::from_secs(seconds.min(LONGEST_WAIT)));
        Self { status, code, data, retry_after }
    }

    /// What Logto answers of a user that it does not have, without asking it.
    pub(super) fn unknown_user() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "entity.not_found".to_owned(),
            data: Value::Null,
            retry_after: None,
        }
    }

    /// Whether it is the access token that is refused. A connector's own refusals come with the same status.
    pub(super) fn is_unauthorized(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED && !self.is_of_connector()
    }

    /// Whether the token lacks the permission. What a tenant's plan does not allow comes with the same status.
    pub(super) fn is_forbidden(&self) -> bool {
        self.status == StatusCode::FORBIDDEN && (self.code.is_empty() || self.code.starts_with("auth."))
    }

    /// Whether it is Logto that says so, and of the user: a proxy's 404 must not sign people out.
    pub(super) fn is_unknown_user(&self) -> bool {
        self.status == StatusCode::NOT_FOUND && (self.code.starts_with("entity.") || self.code.starts_with("user."))
    }

    pub(super) fn is_of_connector(&self) -> bool {
        self.code.starts_with("connector.")
    }

    /// The number that the connector's provider gives its refusal, as Twilio does; of the rest, which has the phone number,
    /// nothing is read.
    pub(super) fn provider_code(&self) -> Option<u32> {
        #[derive(Deserialize)]
        struct Provider {
            code: u32,
        }
        serde_json::from_str(self.provider_message()?).ok().map(|provider: Provider| provider.code)
    }

    /// Whether the connector's provider did not answer at all. Then its message is Node's name of a network error; that of the
    /// connector `http-sms` is: Twilio's answers with a bare 500 instead.
    #[cfg(feature = "management")]
    pub(super) fn provider_was_not_reached(&self) -> bool {
        const NETWORK_ERRORS: [&str; 7] =
            ["ECONNREFUSED", "ECONNRESET", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "Invalid URL"];
        let names = |message: &str| NETWORK_ERRORS.iter().any(|name| message.contains(name));
        self.provider_code().is_none() && self.provider_message().is_some_and(names)
    }

    fn provider_message(&self) -> Option<&str> {
        self.data.get("message").unwrap_or(&self.data).as_str()
    }
}

impl From<Refusal> for ManagementError {
    fn from(refusal: Refusal) -> Self {
        match refusal.status {
            _ if refusal.is_unauthorized() => Self::Unauthorized,
            _ if refusal.is_forbidden() => Self::Forbidden,
            StatusCode::TOO_MANY_REQUESTS => Self::RateLimited { retry_after: refusal.retry_after },
            // This Logto cannot do it, and never will: waiting does not help.
            StatusCode::NOT_IMPLEMENTED if !refusal.code.is_empty() => Self::refused(501, &refusal.code),
            status if status.is_server_error() => Self::Unavailable,
            status => Self::refused(status.as_u16(), &refusal.code),
        }
    }
}

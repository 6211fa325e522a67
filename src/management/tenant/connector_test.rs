//! A test text through a connector. <https://openapi.logto.io/operation/operation-createconnectortest>

use std::time::Duration;

use http::StatusCode;
use serde_json::json;

use super::ConnectorConfig;
use crate::{
    PhoneNumber,
    http::HttpError,
    management::{ManagementApi, ManagementError, call::Call, refusal::Refusal},
};

/// Why the test text was not sent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectorTestError {
    /// The SMS provider said no.
    #[error("connector test: the SMS provider refuses{}", .code.map(|code| format!(", with the code {code}")).unwrap_or_default())]
    ProviderRefused {
        /// The provider's own number of its error, if it gives one; see <https://www.twilio.com/docs/api/errors>.
        code: Option<u32>,
    },
    /// The settings are not what the connector's factory takes.
    #[error("connector test: Logto answered \"connector.invalid_config\"")]
    InvalidConfig,
    /// Logto has no such factory.
    #[error("connector test: Logto has no such connector factory")]
    NoFactory,
    /// Logto could not reach the SMS provider. A connector that fails in another way answers alike: with a bare 500.
    #[error("connector test: Logto answered as it does when it cannot reach the SMS provider")]
    ProviderUnreachable,
    /// No answer in time. The text may be sent all the same.
    #[error("connector test: no answer within {} s", .0.as_secs())]
    Silence(Duration),
    /// Logto does not take the number for one.
    #[error("connector test: Logto does not take the phone number for one")]
    InvalidPhone,
    /// The call itself failed.
    #[error(transparent)]
    Api(#[from] ManagementError),
}

impl ConnectorTestError {
    /// A stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::ProviderRefused { .. } => "connector_test.provider_refused",
            Self::InvalidConfig => "connector_test.invalid_config",
            Self::NoFactory => "connector_test.no_factory",
            Self::ProviderUnreachable => "connector_test.provider_unreachable",
            Self::Silence(_) => "connector_test.silence",
            Self::InvalidPhone => "connector_test.invalid_phone",
            Self::Api(error) => error.code(),
        }
    }
}

impl From<Refusal> for ConnectorTestError {
    fn from(refusal: Refusal) -> Self {
        match (refusal.status, refusal.code.as_str()) {
            (_, "connector.invalid_config") => Self::InvalidConfig,
            (_, "connector.not_found" | "connector.unexpected_type") => Self::NoFactory,
            (StatusCode::INTERNAL_SERVER_ERROR, _) => Self::ProviderUnreachable,
            _ if refusal.provider_was_not_reached() => Self::ProviderUnreachable,
            (StatusCode::BAD_REQUEST, "guard.invalid_input") => Self::InvalidPhone,
            _ if refusal.is_of_connector() => Self::ProviderRefused { code: refusal.provider_code() },
            _ => Self::Api(refusal.into()),
        }
    }
}

impl ManagementApi {
    /// Sends one text with the code 000000 by a connector with these settings, saved or not. Logto waits for the SMS provider
    /// without a limit; this call waits for Logto as long as `timeout`.
    ///
    /// # Errors
    ///
    /// [`ConnectorTestError`]. It is not repeated: after [`ConnectorTestError::Silence`] the text may have been sent.
    pub async fn test_connector(
        &self,
        connector_id: &str,
        phone: &PhoneNumber,
        config: &ConnectorConfig,
        timeout: Duration,
    ) -> Result<(), ConnectorTestError> {
        let path = ["connectors", connector_id, "test"];
        let call = Call::post(&path, json!({ "phone": phone.digits(), "config": config })).within(timeout);
        match self.call(&call).await {
            Err(ManagementError::Http(HttpError::Unreachable(error))) if error.is_timeout() && !error.is_connect() => {
                Err(ConnectorTestError::Silence(timeout))
            }
            answer => Ok(answer?.map(drop)?),
        }
    }
}

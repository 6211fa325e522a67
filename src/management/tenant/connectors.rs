//! Connectors: how Logto reaches a provider of text messages. <https://openapi.logto.io/group/endpoint-connectors>

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::management::{ManagementApi, ManagementError, call::Call};

/// A connector of the tenant.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Connector {
    /// This connector's own id.
    pub id: String,
    /// The id of its factory, the kind of connector: `twilio-short-message-service`, `http-sms`, ….
    pub connector_id: String,
    /// `Sms`, `Email` or `Social`.
    pub r#type: String,
    /// Its settings.
    #[serde(default)]
    pub config: ConnectorConfig,
}

impl Connector {
    /// The id of the factory of connectors to Twilio.
    pub const TWILIO: &str = "twilio-short-message-service";
    /// The id of the factory of connectors that post to an address of one's own.
    pub const HTTP_SMS: &str = "http-sms";

    /// Whether it sends text messages. A tenant has one of these at the most.
    pub fn sends_texts(&self) -> bool {
        self.r#type == "Sms"
    }
}

/// The settings of a connector, whose keys are its factory's. **Logto hands out their secrets in clear**: `Debug` shows the keys
/// only.
#[derive(Clone, Default, Deserialize, PartialEq, Serialize)]
#[serde(transparent)]
pub struct ConnectorConfig(pub Map<String, Value>);

impl fmt::Debug for ConnectorConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl ManagementApi {
    /// All connectors.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn connectors(&self) -> Result<Vec<Connector>, ManagementError> {
        self.call(&Call::get(&["connectors"])).await??.read("connectors")
    }

    /// Creates a connector. **A second one for text messages takes the place of the first.**
    ///
    /// # Errors
    ///
    /// [`ManagementError`]: `connector.invalid_config`, `connector.not_found_with_connector_id`.
    pub async fn create_connector(
        &self,
        connector_id: &str,
        config: &ConnectorConfig,
    ) -> Result<Connector, ManagementError> {
        let body = json!({ "connectorId": connector_id, "config": config });
        self.call(&Call::post(&["connectors"], body)).await??.read("connector")
    }

    /// Replaces the settings of a connector, whole.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]: `connector.invalid_config`.
    pub async fn change_connector(&self, id: &str, config: &ConnectorConfig) -> Result<Connector, ManagementError> {
        self.call(&Call::patch(&["connectors", id], json!({ "config": config }))).await??.read("connector")
    }
}

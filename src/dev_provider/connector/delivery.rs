//! Sends a text through the tenant's connector.

use super::config::Config;
use super::{Connection, Factory, http_sms, twilio};
use crate::dev_provider::members::Issue;
use crate::dev_provider::provider::Provider;
use crate::dev_provider::usage::Usage;
use serde_json::{Map, Value};

/// A text on its way. Not `Debug`: it has a number and a code.
pub(crate) struct Text<'a> {
    /// Digits, as whoever asked for the text wrote them.
    pub(crate) to: &'a str,
    pub(crate) usage: Usage,
    pub(crate) code: &'a str,
}

/// Why a text did not go out.
#[derive(Debug)]
pub(crate) enum Undelivered {
    /// The tenant has no connector.
    NoConnector,
    /// It has one that cannot be used as it is configured.
    InvalidConfig(Issue),
    /// The connector says why: in the words of the service that refused the text, if it was one.
    Refused(String),
    /// The service could not be reached.
    Unreachable,
}

/// Sends, and waits for the service as long as it takes: Logto has no time limit for it [source].
///
/// # Errors
/// [`Undelivered`].
pub(crate) async fn send(provider: &Provider, connection: &Connection, text: &Text<'_>) -> Result<(), Undelivered> {
    match connection {
        Connection::BuiltIn => {
            provider.deliver_to_inbox(text, None);
            Ok(())
        }
        Connection::Absent => Err(Undelivered::NoConnector),
        Connection::Made(connector) => send_by(provider, connector.factory, &connector.config, text).await,
    }
}

/// Sends with a configuration that may be tried out only.
///
/// # Errors
/// [`Undelivered`].
pub(crate) async fn send_by(
    provider: &Provider,
    factory: Factory,
    config: &Map<String, Value>,
    text: &Text<'_>,
) -> Result<(), Undelivered> {
    match factory.read_config(config).map_err(Undelivered::InvalidConfig)? {
        Config::Twilio(config) => twilio::send(provider, &config, text).await,
        Config::HttpSms(config) => http_sms::send(provider, &config, text).await,
    }
}

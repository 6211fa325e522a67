//! Texts by an HTTP endpoint of one's own: it is told to whom what is to be said, and says it somehow.

use std::time::Duration;

use http::header;
use serde_json::json;

use super::config::HttpSmsConfig;
use super::delivery::{Text, Undelivered};
use crate::dev_provider::loopback::is_loopback_uri;
use crate::dev_provider::provider::Provider;

/// Longer than any caller waits: Logto's connectors set no limit of their own.
pub(super) const WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Posts `{to, type, payload, ip}`. Unlike Logto only to this machine, so that no code leaves it.
pub(super) async fn send(provider: &Provider, config: &HttpSmsConfig, text: &Text<'_>) -> Result<(), Undelivered> {
    if !is_loopback_uri(&config.endpoint) {
        let reason = "The development provider posts to loopback addresses only.";
        return Err(Undelivered::Refused(reason.to_owned()));
    }
    let body = json!({
        "to": text.to,
        "type": text.usage,
        "payload": { "code": text.code },
        "ip": "127.0.0.1",
    });
    let mut request = provider.http.post(&config.endpoint).timeout(WAIT);
    if let Some(authorization) = &config.authorization {
        request = request.header(header::AUTHORIZATION, authorization);
    }
    let request = request.header(header::CONTENT_TYPE, "application/json").body(body.to_string());
    // Node's word for it, which Logto hands on. Without the address: an endpoint can have a secret in its query.
    let failed = |error: reqwest::Error| {
        let node = if error.is_connect() { "connect ECONNREFUSED: " } else { "" };
        Undelivered::Refused(format!("{node}{}", error.without_url()))
    };
    let response = request.send().await.map_err(failed)?;
    if response.status().is_success() {
        return Ok(());
    }
    Err(Undelivered::Refused(response.text().await.map_err(failed)?))
}

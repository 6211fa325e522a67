//! Tells the session's other applications that it has ended.
//!
//! [OpenID Connect Back-Channel Logout](https://openid.net/specs/openid-connect-backchannel-1_0.html).

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::clock::SECOND;
use super::jws;
use super::loopback::is_loopback_uri;
use super::provider::Provider;
use super::random;
use super::session::{ClientSession, Session};
use super::signing_key::SigningKey;
use super::state::State;

/// Logto waits no longer for an application's answer, and does not try again.
const TIMEOUT: Duration = Duration::from_millis(2_500);
/// Seconds.
const LIFETIME: i64 = 120;

pub(crate) struct LogoutToken {
    pub(crate) uri: String,
    pub(crate) token: String,
}

/// A logout token for each application of the session that wants one.
pub(crate) fn tokens(provider: &Provider, state: &State, session: &Session) -> Vec<LogoutToken> {
    let key = state.keys.current();
    let token = |(client_id, client): (&String, &ClientSession)| {
        let application = state.tenant.client(client_id)?;
        let uri = application.oidc.backchannel_logout_uri.clone()?;
        let header = Value::Object(header(key));
        let claims = Value::Object(claims(provider, client_id, &session.sub, &client.sid));
        Some(LogoutToken { uri, token: jws::sign(&header, &claims, key, application.first_secret()) })
    };
    session.clients.iter().filter_map(token).collect()
}

pub(crate) fn header(key: &SigningKey) -> Map<String, Value> {
    Map::from_iter([
        ("alg".to_owned(), json!("ES384")),
        ("typ".to_owned(), json!("logout+jwt")),
        ("kid".to_owned(), json!(key.kid())),
    ])
}

pub(crate) fn claims(provider: &Provider, client_id: &str, sub: &str, sid: &str) -> Map<String, Value> {
    let now = provider.clock.now() / SECOND;
    Map::from_iter([
        ("iss".to_owned(), json!(provider.issuer())),
        ("aud".to_owned(), json!(client_id)),
        ("sub".to_owned(), json!(sub)),
        ("iat".to_owned(), json!(now)),
        ("exp".to_owned(), json!(now + LIFETIME)),
        ("jti".to_owned(), json!(random::token())),
        ("sid".to_owned(), json!(sid)),
        ("events".to_owned(), json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
    ])
}

/// Posts one token and returns the status of the answer.
pub(crate) async fn post(provider: &Provider, LogoutToken { uri, token }: &LogoutToken) -> reqwest::Result<u16> {
    let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", token).finish();
    let request = provider.http.post(uri).timeout(TIMEOUT);
    let request = request.header(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
    Ok(request.send().await?.status().as_u16())
}

/// Posts them all, but to this machine only: the Management API registers any address. Logto takes no notice of how that goes, but for its log.
pub(crate) async fn send(provider: &Provider, tokens: Vec<LogoutToken>) {
    for token in tokens {
        if !is_loopback_uri(&token.uri) {
            tracing::warn!("back-channel logout is sent to loopback addresses only");
            continue;
        }
        match post(provider, &token).await {
            Ok(200 | 204) => {}
            Ok(status) => tracing::warn!(http.status = status, "back-channel logout was refused"),
            Err(error) => tracing::warn!(%error, "back-channel logout was not delivered"),
        }
    }
}

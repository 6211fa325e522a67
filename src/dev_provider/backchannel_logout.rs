//! Tells the session's other applications that it has ended.
//!
//! [OpenID Connect Back-Channel Logout](https://openid.net/specs/openid-connect-backchannel-1_0.html).

use std::time::Duration;

use http::header;
use serde_json::{Map, json};

use super::clock::SECOND;
use super::jws;
use super::provider::Provider;
use super::random;
use super::session::Session;
use super::state::State;

/// Logto waits no longer for an application's answer, and does not try again.
const TIMEOUT: Duration = Duration::from_millis(2_500);
/// Seconds.
const LIFETIME: i64 = 120;

pub(crate) struct LogoutToken {
    uri: String,
    token: String,
}

/// A logout token for each application of the session that wants one.
pub(crate) fn tokens(provider: &Provider, state: &State, session: &Session) -> Vec<LogoutToken> {
    let now = provider.clock.now() / SECOND;
    let key = state.keys.current();
    let token = |(client_id, client): (&String, &super::session::ClientSession)| {
        let application = provider.application(client_id)?;
        let uri = application.backchannel_logout_uri.clone()?;
        let header = Map::from_iter([
            ("alg".to_owned(), json!("ES384")),
            ("typ".to_owned(), json!("logout+jwt")),
            ("kid".to_owned(), json!(key.kid())),
        ]);
        let claims = Map::from_iter([
            ("iss".to_owned(), json!(provider.issuer())),
            ("aud".to_owned(), json!(client_id)),
            ("sub".to_owned(), json!(session.sub)),
            ("iat".to_owned(), json!(now)),
            ("exp".to_owned(), json!(now + LIFETIME)),
            ("jti".to_owned(), json!(random::token())),
            ("sid".to_owned(), json!(client.sid)),
            ("events".to_owned(), json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
        ]);
        Some(LogoutToken { uri, token: jws::sign(&header, &claims, key, &application.client_secret) })
    };
    session.clients.iter().filter_map(token).collect()
}

pub(crate) async fn send(provider: &Provider, tokens: Vec<LogoutToken>) {
    for LogoutToken { uri, token } in tokens {
        let body = url::form_urlencoded::Serializer::new(String::new()).append_pair("logout_token", &token).finish();
        let answer = provider
            .http
            .post(&uri)
            .timeout(TIMEOUT)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .send()
            .await;
        match answer {
            Ok(answer) if matches!(answer.status().as_u16(), 200 | 204) => {}
            Ok(answer) => tracing::warn!(http.status = answer.status().as_u16(), "back-channel logout was refused"),
            Err(error) => tracing::warn!(%error, "back-channel logout was not delivered"),
        }
    }
}

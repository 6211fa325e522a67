//! Whether Logto would send people back. RFC 6749, 4.1.2.1; OpenID Connect Core 3.1.2.6.

use std::sync::Arc;

use http::{
    Method,
    header::{ACCEPT, LOCATION},
};
use openidconnect::{AsyncHttpClient as _, HttpResponse};
use serde::Deserialize;
use url::Url;

use crate::{LogtoClient, Prompt, SignInOptions, http::HttpError};

use super::Outcome;

/// The longest error code that is shown.
const LONGEST: usize = 64;

/// An error response in a body, where there is nowhere to send it.
#[derive(Deserialize)]
struct ErrorBody {
    error: String,
}

/// Starts a sign-in as the app does, but without any page: who has no session at Logto is sent back with `login_required`.
pub(super) async fn outcome(client: &LogtoClient) -> Outcome {
    let redirect_uri = client.config().redirect_uri();
    let options = SignInOptions { prompt: Prompt::None, ..SignInOptions::default() };
    // Pushed requests are another check's.
    let mut config = client.config().clone();
    config.pushed_authorization = false;
    let plain = LogtoClient::of(config, Arc::clone(client.provider()));
    let answer = match plain.sign_in(&options).await {
        Ok(request) => get(client, &request.url).await,
        Err(error) => return Outcome::problem(error.to_string(), "try again"),
    };
    match answer {
        Err(error) => Outcome::problem(format!("the authorization endpoint: {error}"), "try again"),
        Ok(answer) => match sent_back(&answer, &redirect_uri) {
            Some(error) => of_redirect(&redirect_uri, error.as_deref()),
            None => of_page(&redirect_uri, &answer),
        },
    }
}

/// Asks as a browser without cookies does, but for JSON.
pub(super) async fn get(client: &LogtoClient, url: &Url) -> Result<HttpResponse, HttpError> {
    let request = http::Request::builder()
        .method(Method::GET)
        .uri(url.as_str())
        .header(ACCEPT, "application/json")
        .body(Vec::new())
        .map_err(HttpError::Request)?;
    client.provider().http.call(request).await
}

/// The `error` of an authorization response that came to the redirect URI.
fn sent_back(answer: &HttpResponse, redirect_uri: &Url) -> Option<Option<String>> {
    let location = answer.headers().get(LOCATION).filter(|_| answer.status().is_redirection())?;
    let location = Url::parse(location.to_str().ok()?).ok()?;
    let same = (location.origin(), location.path()) == (redirect_uri.origin(), redirect_uri.path());
    let error = location.query_pairs().find(|(name, _)| name == "error").map(|(_, error)| plain(&error));
    same.then_some(error)
}

fn of_redirect(redirect_uri: &Url, error: Option<&str>) -> Outcome {
    match error {
        Some("login_required" | "consent_required" | "interaction_required") => {
            Outcome::ok(format!("{redirect_uri} is registered"))
        }
        Some("invalid_target") => Outcome::problem(
            "every sign-in fails with invalid_target: LOGTO_RESOURCES names an API resource that the tenant does not have",
            "register it under API resources in Logto's console, or with [[resources]] in logto.toml; the indicator must be the \
             same to the letter",
        ),
        Some(error) => Outcome::problem(
            format!("every sign-in fails with {error}"),
            "check LOGTO_SCOPES and LOGTO_RESOURCES against the tenant",
        ),
        None => Outcome::problem("Logto answered a sign-in without asking anybody", "check LOGTO_ENDPOINT"),
    }
}

fn of_page(redirect_uri: &Url, answer: &HttpResponse) -> Outcome {
    let status = answer.status().as_u16();
    match error_of(answer).as_deref() {
        Some("invalid_redirect_uri") => Outcome::problem(
            format!("{redirect_uri} is not registered"),
            format!(
                "add {redirect_uri} to the application's redirect URIs in Logto's console, or run provision; if the app is reached \
                 under another address, correct BASE_URL"
            ),
        ),
        Some("invalid_client_metadata") => Outcome::problem(
            "Logto does not take the application's own settings: invalid_client_metadata",
            "run provision, or correct the application's addresses in Logto's console: each must be a whole URI",
        ),
        Some("invalid_client") => Outcome::skipped("Logto does not know the application"),
        Some(error) => Outcome::problem(
            format!("the authorization endpoint answered with status {status} and \"error\" {error:?}"),
            "LOGTO_APP_ID must be that of a \"Traditional web\" application",
        ),
        None => Outcome::problem(
            format!("the authorization endpoint answered with status {status}"),
            "check LOGTO_ENDPOINT, and what stands between this app and Logto",
        ),
    }
}

/// Whether Logto means what the application is registered with, and not the request. Without a redirect URI every endpoint says
/// so. OpenID Connect Dynamic Client Registration 1.0, 3.3
pub(super) fn is_of_application(error: &str) -> bool {
    matches!(error, "invalid_redirect_uri" | "invalid_client_metadata")
}

/// The `error` of an error response in the body.
pub(super) fn error_of(answer: &HttpResponse) -> Option<String> {
    serde_json::from_slice::<ErrorBody>(answer.body()).ok().map(|body| plain(&body.error))
}

/// Only what is written like an error code is shown.
fn plain(error: &str) -> String {
    error.chars().filter(|letter| letter.is_ascii_lowercase() || *letter == '_').take(LONGEST).collect()
}

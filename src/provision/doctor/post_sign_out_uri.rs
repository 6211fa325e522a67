//! Whether Logto would send people back after they have signed out. OpenID Connect RP-Initiated Logout 1.0, 3.

use crate::{LogtoClient, random, sign_out};

use super::{
    NOT_TAKEN, Outcome,
    redirect_uri::{error_of, get, is_of_application},
};

/// Asks for the page that signs out, which nobody confirms: an address that is not registered is refused with it.
/// `is_refused`: whether the redirect URI is a problem already.
pub(super) async fn outcome(client: &LogtoClient, is_refused: bool) -> Outcome {
    let uri = client.config().post_logout_redirect_uri();
    let metadata = match client.provider().metadata().await {
        Ok(metadata) => metadata,
        Err(error) => return Outcome::problem(error.to_string(), "try again"),
    };
    let state = match random::token() {
        Ok(state) => crate::Secret::new(state),
        Err(error) => return Outcome::problem(error.to_string(), "try again"),
    };
    let Some(url) = sign_out::end_session_url(None, &state, client.config(), &metadata) else {
        return Outcome::warning(
            "discovery names no end_session_endpoint: a sign-out ends at this app",
            "check LOGTO_ENDPOINT",
        );
    };
    let answer = match get(client, &url).await {
        Ok(answer) => answer,
        Err(error) => return Outcome::problem(format!("the end-session endpoint: {error}"), "try again"),
    };
    let status = answer.status();
    match error_of(&answer).as_deref() {
        _ if status.is_success() => Outcome::ok(format!("{uri} is registered")),
        Some(error) if is_refused && is_of_application(error) => Outcome::skipped(NOT_TAKEN),
        Some("invalid_client") => Outcome::skipped("Logto does not know the application"),
        Some("invalid_request") => Outcome::problem(
            format!("{uri} is not registered: a sign-out ends on an error page of Logto's"),
            format!("add {uri} to the application's post sign-out redirect URIs in Logto's console, or run provision"),
        ),
        _ => Outcome::problem(
            format!("the end-session endpoint answered with status {}", status.as_u16()),
            "try again; Logto's log says why",
        ),
    }
}

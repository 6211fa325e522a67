//! Whether the authorization request can be sent ahead. RFC 9126.

use crate::{LogtoClient, Prompt, SignInOptions};

use super::Outcome;

/// Pushes a request, as `LOGTO_PAR=on` does with each sign-in. Nobody uses it: it is gone after a minute. `accepted`: whether Logto takes
/// it from a browser.
pub(super) async fn outcome(client: &LogtoClient, accepted: bool) -> Outcome {
    if !client.config().pushed_authorization {
        return Outcome::skipped("LOGTO_PAR is off");
    }
    if !accepted {
        return Outcome::skipped("Logto refuses the same request without it");
    }
    let metadata = match client.provider().metadata().await {
        Ok(metadata) => metadata,
        Err(error) => return Outcome::problem(error.to_string(), "try again"),
    };
    if metadata.additional_metadata().pushed_authorization_request_endpoint.is_none() {
        return Outcome::warning(
            "discovery names no pushed_authorization_request_endpoint: requests go through the browser as without LOGTO_PAR",
            "set LOGTO_PAR=off, or use a Logto that has it",
        );
    }
    let options = SignInOptions { prompt: Prompt::None, ..SignInOptions::default() };
    match client.sign_in(&options).await {
        Ok(_) => Outcome::ok("Logto takes requests that are sent ahead"),
        Err(error) => {
            Outcome::problem(error.to_string(), "set LOGTO_PAR=off until it works: every sign-in fails with it")
        }
    }
}

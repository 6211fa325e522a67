//! Whether Logto knows the application and its secret. RFC 6749, 5.2.

use crate::{
    LogtoClient,
    token_request::{self, TokenRequestError},
};

use super::{NOT_TAKEN, Outcome, redirect_uri::is_of_application};

/// No code of Logto's looks like this, and no verifier belongs to it.
const NO_CODE: &str = "provision-doctor";
/// RFC 7636, 4.1: 43 characters at least.
const NO_VERIFIER: &str = "provision-doctor-has-no-code-to-be-verified";

/// Redeems a code that does not exist: `invalid_grant` comes after the client has been recognised, `invalid_client` before.
/// `is_refused`: whether the redirect URI is a problem already, which then is the only one that is known.
pub(super) async fn outcome(client: &LogtoClient, is_refused: bool) -> Outcome {
    let config = client.config();
    let redirect_uri = config.redirect_uri();
    let params = [
        ("grant_type", "authorization_code"),
        ("code", NO_CODE),
        ("redirect_uri", redirect_uri.as_str()),
        ("code_verifier", NO_VERIFIER),
    ];
    match token_request::request(params, config, client.provider()).await {
        Err(TokenRequestError::Refused { error, .. }) if error == "invalid_grant" => {
            Outcome::ok(format!("Logto knows the application {} and its secret", config.app_id))
        }
        Err(TokenRequestError::InvalidClient) => Outcome::problem(
            "Logto does not know the application, or its secret is wrong or expired",
            "copy App ID and App secret of the \"Traditional web\" application from Logto's console to LOGTO_APP_ID and \
             LOGTO_APP_SECRET, or run provision --write-env",
        ),
        // Before Logto looks at the secret.
        Err(TokenRequestError::Refused { error, .. }) if is_refused && is_of_application(&error) => {
            Outcome::skipped(NOT_TAKEN)
        }
        Err(TokenRequestError::Refused { status, error, .. }) => Outcome::problem(
            format!("the token endpoint answered with status {status} and \"error\" {error:?}"),
            "LOGTO_APP_ID must be that of a \"Traditional web\" application, not of a machine-to-machine or single page application",
        ),
        Err(TokenRequestError::Http(error)) => Outcome::problem(
            format!("the token endpoint: {error}"),
            "try again; if it stays so, a proxy may let GET requests through only",
        ),
        Err(TokenRequestError::Discovery(error)) => Outcome::problem(error.to_string(), "try again"),
        Err(TokenRequestError::Unable) => {
            Outcome::problem("Logto says that it cannot answer at the moment", "try again; Logto's log says why")
        }
        Err(TokenRequestError::Configuration(_) | TokenRequestError::Malformed) | Ok(_) => Outcome::problem(
            "the token endpoint does not answer as OAuth 2.0 says",
            "check LOGTO_ENDPOINT, and what stands between this app and Logto",
        ),
    }
}

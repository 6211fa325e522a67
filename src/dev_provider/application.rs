//! A registered application, in the standard's words a client.

use std::fmt;

use subtle::ConstantTimeEq as _;

/// What Logto's console knows of a "Traditional web" application.
#[derive(Clone, Default)]
pub struct Application {
    /// Logto's `appId`.
    pub client_id: String,
    /// Logto's `appSecret`.
    pub client_secret: String,
    /// Secrets that were valid once: the token endpoint answers `invalid_request` to them.
    pub expired_secrets: Vec<String>,
    /// Compared character by character.
    pub redirect_uris: Vec<String>,
    /// Compared character by character.
    pub post_logout_redirect_uris: Vec<String>,
    /// With it, ID tokens carry `sid` and a sign-out is told to this address.
    pub backchannel_logout_uri: Option<String>,
    /// Lets it exchange subject tokens of the Management API for access tokens. Off, as in a new Logto application.
    pub allow_token_exchange: bool,
}

impl Application {
    /// Every address a browser or this provider would be sent to.
    pub(crate) fn uris(&self) -> impl Iterator<Item = &String> {
        self.redirect_uris.iter().chain(&self.post_logout_redirect_uris).chain(&self.backchannel_logout_uri)
    }
}

/// Compares in constant time, so that nobody can measure how much of a guess was right.
pub(crate) fn same_secret(left: &str, right: &str) -> bool {
    left.as_bytes().ct_eq(right.as_bytes()).into()
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Application")
            .field("client_id", &self.client_id)
            .field("client_secret", &"[redacted]")
            .field("redirect_uris", &self.redirect_uris)
            .field("post_logout_redirect_uris", &self.post_logout_redirect_uris)
            .field("backchannel_logout_uri", &self.backchannel_logout_uri)
            .field("allow_token_exchange", &self.allow_token_exchange)
            .finish_non_exhaustive()
    }
}

/// An API that applications may ask an access token for.
#[derive(Clone, Debug)]
pub struct ApiResource {
    /// An absolute URI, the access token's audience.
    pub indicator: String,
    /// The permissions the resource defines; a token gets those that were asked for.
    pub scopes: Vec<String>,
}

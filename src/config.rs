//! What the client must know of a tenant, as one value.

use url::Url;

use crate::{Origin, Scope, Secret};

/// Where Logto sends the browser back to, under the app's base URL.
pub const CALLBACK_PATH: &str = "/callback";
/// Where Logto sends the browser after sign-out, under the app's base URL.
pub const POST_SIGN_OUT_PATH: &str = "/";

/// The configuration of a "Traditional web" application in a Logto tenant.
#[derive(Clone, Debug)]
pub struct LogtoConfig {
    /// Logto's endpoint: the origin of the tenant. The issuer is `<endpoint>/oidc`.
    pub endpoint: Origin,
    /// Logto's `appId`, the standard's `client_id`.
    pub app_id: String,
    /// Logto's `appSecret`, the standard's `client_secret`.
    pub app_secret: Secret,
    /// The app's own public origin: the only source of redirect URIs (never the `Host` header).
    pub base_url: Origin,
    /// Scopes beyond [`Scope::RESERVED`].
    pub scopes: Vec<Scope>,
}

impl LogtoConfig {
    /// The issuer identifier (OpenID Connect Discovery 1.0, 2).
    pub fn issuer(&self) -> String {
        crate::provider::issuer(&self.endpoint)
    }

    /// The `redirect_uri`, to be registered in Logto as "Redirect URI".
    pub fn redirect_uri(&self) -> Url {
        self.base_url.join(CALLBACK_PATH)
    }

    /// The `post_logout_redirect_uri`, to be registered in Logto as "Post sign-out redirect URI".
    pub fn post_logout_redirect_uri(&self) -> Url {
        self.base_url.join(POST_SIGN_OUT_PATH)
    }

    /// Every scope that goes out, reserved ones first, each once.
    pub fn all_scopes(&self) -> Vec<Scope> {
        let mut scopes = Scope::RESERVED.to_vec();
        for scope in &self.scopes {
            if !scopes.contains(scope) {
                scopes.push(*scope);
            }
        }
        scopes
    }
}

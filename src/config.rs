//! What the client must know of a tenant, as one value.

use url::Url;

use crate::{ManagementConfig, Origin, Permission, Resource, Scope, Secret, resource};

/// Where Logto sends the browser back to, under the app's base URL.
pub const CALLBACK_PATH: &str = "/callback";
/// Where Logto sends the browser after sign-out, under the app's base URL.
pub const POST_SIGN_OUT_PATH: &str = "/";

/// Where Logto posts logout tokens, under the app's base URL. OpenID Connect Back-Channel Logout 1.0, 2.5
pub const BACK_CHANNEL_LOGOUT_PATH: &str = "/backchannel-logout";

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
    /// Permissions of the [`resources`](Self::resources) and of organisations to ask for.
    pub permissions: Vec<Permission>,
    /// The API resources that access tokens will be asked for.
    pub resources: Vec<Resource>,
    /// Whether the authorization request is sent ahead, from server to server, where the provider can take it (RFC 9126).
    /// It keeps the request's parameters out of the browser's history and of logs, for one more call to the provider.
    pub pushed_authorization: bool,
    /// The application that may use Logto's Management API; without it there is no
    /// [`LogtoClient::management`](crate::LogtoClient::management).
    pub management: Option<ManagementConfig>,
}

impl LogtoConfig {
    /// A tenant and an application, with nothing beyond the reserved scopes.
    pub fn new(endpoint: Origin, app_id: impl Into<String>, app_secret: Secret, base_url: Origin) -> Self {
        Self {
            endpoint,
            app_id: app_id.into(),
            app_secret,
            base_url,
            scopes: Vec::new(),
            permissions: Vec::new(),
            resources: Vec::new(),
            pushed_authorization: false,
            management: None,
        }
    }

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
    pub fn all_scopes(&self) -> Vec<&str> {
        let known = Scope::RESERVED.iter().chain(&self.scopes).map(|scope| scope.as_str());
        let mut scopes = Vec::new();
        for scope in known.chain(self.permissions.iter().map(Permission::as_str)) {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        }
        scopes
    }

    /// Every resource that goes out: those of the configuration, and Logto's own where organisations are asked for.
    pub(crate) fn all_resources(&self) -> Vec<&str> {
        let mut resources: Vec<&str> = self.resources.iter().map(Resource::as_str).collect();
        if self.scopes.contains(&Scope::Organizations) {
            resources.push(resource::ORGANIZATIONS);
        }
        resources
    }
}

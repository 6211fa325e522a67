//! Applications, Logto's word for OAuth clients. <https://openapi.logto.io/group/endpoint-applications>

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use crate::{
    Secret,
    management::{ManagementApi, ManagementError, call::Call},
};

const REDIRECT_URIS: &str = "redirectUris";
const POST_LOGOUT_REDIRECT_URIS: &str = "postLogoutRedirectUris";
const BACKCHANNEL_LOGOUT_URI: &str = "backchannelLogoutUri";
const BACKCHANNEL_LOGOUT_SESSION_REQUIRED: &str = "backchannelLogoutSessionRequired";
const ALLOW_TOKEN_EXCHANGE: &str = "allowTokenExchange";

/// An application of the tenant.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// Logto's `appId`, the standard's `client_id`.
    pub id: String,
    /// `Traditional`, `MachineToMachine`, `SPA`, `Native`, ….
    pub r#type: String,
    /// Whether it is somebody else's: then people are asked for their consent.
    #[serde(default)]
    pub is_third_party: bool,
    /// What can be changed.
    #[serde(flatten)]
    pub settings: ApplicationSettings,
}

/// What can be changed of an application.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSettings {
    /// What it is called in the console.
    pub name: String,
    /// What it is for; `None` is left alone by a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(default)]
    oidc_client_metadata: Map<String, Value>,
    #[serde(default)]
    custom_client_metadata: Map<String, Value>,
}

impl ApplicationSettings {
    /// Where an authorization response may go. RFC 6749, 3.1.2
    pub fn redirect_uris(&self) -> Vec<&str> {
        strings(&self.oidc_client_metadata, REDIRECT_URIS)
    }

    /// Where a browser may go after sign-out. OpenID Connect RP-Initiated Logout 1.0, 3.1
    pub fn post_logout_redirect_uris(&self) -> Vec<&str> {
        strings(&self.oidc_client_metadata, POST_LOGOUT_REDIRECT_URIS)
    }

    /// Where Logto posts logout tokens. OpenID Connect Back-Channel Logout 1.0, 2.2
    pub fn backchannel_logout_uri(&self) -> Option<&str> {
        self.oidc_client_metadata.get(BACKCHANNEL_LOGOUT_URI)?.as_str().filter(|uri| !uri.is_empty())
    }

    /// Whether ID tokens and logout tokens carry `sid`.
    pub fn backchannel_logout_session_required(&self) -> bool {
        is_true(&self.oidc_client_metadata, BACKCHANNEL_LOGOUT_SESSION_REQUIRED)
    }

    /// Whether it may exchange subject tokens for access tokens. RFC 8693
    pub fn allows_token_exchange(&self) -> bool {
        is_true(&self.custom_client_metadata, ALLOW_TOKEN_EXCHANGE)
    }

    /// Adds what is missing to the redirect URIs.
    pub fn add_redirect_uris<'a>(&mut self, uris: impl IntoIterator<Item = &'a str>) {
        add(&mut self.oidc_client_metadata, REDIRECT_URIS, uris);
    }

    /// Adds what is missing to the post sign-out redirect URIs.
    pub fn add_post_logout_redirect_uris<'a>(&mut self, uris: impl IntoIterator<Item = &'a str>) {
        add(&mut self.oidc_client_metadata, POST_LOGOUT_REDIRECT_URIS, uris);
    }

    /// Sets where logout tokens go, with the session required.
    pub fn set_backchannel_logout_uri(&mut self, uri: &str) {
        self.oidc_client_metadata.insert(BACKCHANNEL_LOGOUT_URI.to_owned(), uri.into());
        self.oidc_client_metadata.insert(BACKCHANNEL_LOGOUT_SESSION_REQUIRED.to_owned(), true.into());
    }

    /// Sets whether subject tokens may be exchanged.
    pub fn set_allows_token_exchange(&mut self, allows: bool) {
        self.custom_client_metadata.insert(ALLOW_TOKEN_EXCHANGE.to_owned(), allows.into());
    }
}

/// A secret of an application, RFC 6749's `client_secret`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSecret {
    /// What it is called in the console.
    pub name: String,
    /// The secret.
    pub value: Secret,
    /// When it stops working, in milliseconds since 1970; never, if `None`.
    pub expires_at: Option<i64>,
}

impl ApplicationSecret {
    /// Whether it works at this time.
    pub fn works_at(&self, now: OffsetDateTime) -> bool {
        self.expires_at.is_none_or(|at| i128::from(at) * 1_000_000 > now.unix_timestamp_nanos())
    }
}

impl ManagementApi {
    /// All applications.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn applications(&self) -> Result<Vec<Application>, ManagementError> {
        self.list(&["applications"], &[], "applications").await
    }

    /// Creates a "Traditional web" application. Logto makes a secret for it.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]. Logto allows two of one name: to repeat the call makes a second one.
    pub async fn create_application(&self, settings: &ApplicationSettings) -> Result<Application, ManagementError> {
        let mut body = json!(settings);
        body["type"] = "Traditional".into();
        self.call(&Call::post(&["applications"], body)).await??.read("application")
    }

    /// Changes an application.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn change_application(
        &self,
        id: &str,
        settings: &ApplicationSettings,
    ) -> Result<Application, ManagementError> {
        self.call(&Call::patch(&["applications", id], json!(settings))).await??.read("application")
    }

    /// The secrets of an application, in no order.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn application_secrets(&self, id: &str) -> Result<Vec<ApplicationSecret>, ManagementError> {
        self.call(&Call::get(&["applications", id, "secrets"])).await??.read("application secrets")
    }

    /// Makes another secret for an application; it does not expire.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when the application has a secret of this name.
    pub async fn create_application_secret(&self, id: &str, name: &str) -> Result<ApplicationSecret, ManagementError> {
        let body = json!({ "name": name, "expiresAt": null });
        self.call(&Call::post(&["applications", id, "secrets"], body)).await??.read("application secret")
    }
}

fn strings<'a>(object: &'a Map<String, Value>, name: &str) -> Vec<&'a str> {
    let values = object.get(name).and_then(Value::as_array);
    values.into_iter().flatten().filter_map(Value::as_str).collect()
}

fn is_true(object: &Map<String, Value>, name: &str) -> bool {
    object.get(name).and_then(Value::as_bool).unwrap_or_default()
}

fn add<'a>(object: &mut Map<String, Value>, name: &str, values: impl IntoIterator<Item = &'a str>) {
    let Value::Array(present) = object.entry(name).or_insert_with(|| json!([])) else { return };
    for value in values {
        if !present.iter().any(|known| known == value) {
            present.push(value.into());
        }
    }
}

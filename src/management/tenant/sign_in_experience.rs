//! The sign-in experience as it can be changed. <https://openapi.logto.io/operation/operation-updatesigninexp>

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::management::{ManagementApi, ManagementError, call::Call};

/// How people sign in and register, as far as phone sign-in has to know.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInExperience {
    /// `SignInAndRegister`, `SignIn` or `Register`.
    pub sign_in_mode: String,
    /// `identifiers`, `password`, `verify`, `secondaryIdentifiers`.
    pub sign_up: Map<String, Value>,
    /// `methods`.
    pub sign_in: Map<String, Value>,
    /// `expirationDuration` (seconds), `maxRetryAttempts`; older versions of Logto have no such thing.
    #[serde(default)]
    pub verification_code_policy: Map<String, Value>,
    /// `factors`, `policy`: what is asked for beyond the first factor.
    #[serde(default, skip_serializing)]
    pub mfa: Map<String, Value>,
    /// Whether people of an enterprise may sign in with its single sign-on.
    #[serde(default, skip_serializing)]
    pub single_sign_on_enabled: bool,
    /// `enabled`: whether people may sign in with a passkey.
    #[serde(default, skip_serializing)]
    pub passkey_sign_in: Map<String, Value>,
    /// The social providers that people may sign in with.
    #[serde(default, skip_serializing)]
    pub social_sign_in_connector_targets: Vec<String>,
}

impl ManagementApi {
    /// The sign-in experience.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn sign_in_experience(&self) -> Result<SignInExperience, ManagementError> {
        self.call(&Call::get(&["sign-in-exp"])).await??.read("sign-in experience")
    }

    /// Changes the sign-in experience, in one call: Logto checks its parts against one another.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]: `sign_in_experiences.enabled_connector_not_found` without an SMS connector.
    pub async fn change_sign_in_experience(&self, to: &SignInExperience) -> Result<SignInExperience, ManagementError> {
        let mut body = json!(to);
        if let (true, Some(body)) = (to.verification_code_policy.is_empty(), body.as_object_mut()) {
            body.remove("verificationCodePolicy");
        }
        self.call(&Call::patch(&["sign-in-exp"], body)).await??.read("sign-in experience")
    }
}

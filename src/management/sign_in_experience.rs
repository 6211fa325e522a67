//! What the tenant asks of people who sign in: whether they may register, and for whom there is a second factor.
//! <https://openapi.logto.io/operation/operation-getsigninexp>,
//! <https://openapi.logto.io/operation/operation-listusermfaverifications>

use serde::{Deserialize, de::IgnoredAny};

use super::{ManagementApi, ManagementError, call::Call, memberships::user_path};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SignInExperience {
    sign_in_mode: String,
}

impl ManagementApi {
    /// Whether the tenant lets people register: `signInMode` is not `SignIn`.
    ///
    /// # Errors
    ///
    /// [`ManagementError`].
    pub async fn lets_people_register(&self) -> Result<bool, ManagementError> {
        let answer: SignInExperience = self.call(&Call::get(&["sign-in-exp"])).await??.read("sign-in experience")?;
        Ok(answer.sign_in_mode != "SignIn")
    }

    /// Whether this user has a second factor: an authenticator app, a passkey, backup codes.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when there is no such user.
    pub async fn has_second_factor(&self, id: &str) -> Result<bool, ManagementError> {
        let path = user_path(id, "mfa-verifications")?;
        let factors: Vec<IgnoredAny> = self.call(&Call::get(&path)).await??.read("second factors")?;
        Ok(!factors.is_empty())
    }
}

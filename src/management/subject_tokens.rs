//! Subject tokens: a user's name, good for one token exchange within ten minutes.
//! <https://docs.logto.io/developers/user-impersonation>

use serde::Deserialize;
use serde_json::json;

use super::{ManagementApi, ManagementError, call::Call};
use crate::Secret;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubjectToken {
    subject_token: Secret,
}

impl ManagementApi {
    /// A subject token for this user, for one exchange within ten minutes; `None` if there is no such user.
    ///
    /// # Errors
    ///
    /// [`ManagementError`]; then nothing is known of the user.
    pub async fn subject_token(&self, user_id: &str) -> Result<Option<Secret>, ManagementError> {
        let call = Call::post(&["subject-tokens"], json!({ "userId": user_id, "context": {} }));
        match self.call(&call).await? {
            Ok(answer) => Ok(Some(answer.read::<SubjectToken>("subject token")?.subject_token)),
            Err(refusal) if refusal.is_unknown_user() => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }
}

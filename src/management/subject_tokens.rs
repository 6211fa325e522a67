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
    /// A subject token for this user, for one exchange within ten minutes.
    ///
    /// # Errors
    ///
    /// [`ManagementError`], also when there is no such user.
    pub async fn subject_token(&self, user_id: &str) -> Result<Secret, ManagementError> {
        let call = Call::post(&["subject-tokens"], json!({ "userId": user_id, "context": {} }));
        let answer: SubjectToken = self.call(&call).await??.read("subject token")?;
        Ok(answer.subject_token)
    }
}

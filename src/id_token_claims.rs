//! What an ID token says. OpenID Connect Core 2.

use serde::{Deserialize, Serialize};

use crate::UserClaims;

/// The claims of a verified ID token. Only a sign-in or a refresh makes one.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct IdTokenClaims {
    /// The issuer.
    pub iss: String,
    /// The subject: the person's identifier at this issuer, stable.
    pub sub: String,
    /// When the token was issued (seconds since 1970, UTC).
    pub iat: i64,
    /// When the token expires (seconds since 1970, UTC).
    pub exp: i64,
    /// When the person signed in at the provider (seconds since 1970, UTC). Logto says so only with `max_age`.
    #[serde(default)]
    pub auth_time: Option<i64>,
    /// Logto's session, where the application has a back-channel logout URI that requires it.
    #[serde(default)]
    pub sid: Option<String>,
    /// What is known of the person.
    #[serde(flatten)]
    pub user: UserClaims,
}

impl std::ops::Deref for IdTokenClaims {
    type Target = UserClaims;

    fn deref(&self) -> &UserClaims {
        &self.user
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_body_of_a_real_logto() {
        let body = r#"{"sub":"cugkrw5wiiif","name":null,"picture":null,"username":null,"updated_at":1795363245996,
            "created_at":1795363245852,"phone_number":"15551230001","phone_number_verified":true,"nonce":"n","sid":"s",
            "aud":"client!+ID","exp":1795366845,"iat":1795363245,"iss":"http://localhost:3001/oidc"}"#;
        let claims: IdTokenClaims = serde_json::from_str(body).unwrap();
        assert_eq!(claims.name, None);
        assert_eq!(claims.phone_number.as_deref(), Some("15551230001"));
        assert_eq!(claims.updated_at, Some(1_795_363_245_996));
    }
}

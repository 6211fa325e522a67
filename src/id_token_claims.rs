//! What an ID token says of the person, read the way Logto writes it: explicit `null`s, times in milliseconds, a phone
//! number without plus. OpenID Connect Core 5.1.

use serde::{Deserialize, Serialize};

/// The claims of a verified ID token. Only [`handle_sign_in_callback`](crate::LogtoClient::handle_sign_in_callback)
/// makes one.
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
    /// Logto's session, where the application has a back-channel logout URI that requires it.
    #[serde(default)]
    pub sid: Option<String>,
    /// The display name.
    #[serde(default)]
    pub name: Option<String>,
    /// The user name.
    #[serde(default)]
    pub username: Option<String>,
    /// The address of the profile picture, as the provider gives it: check it before showing it.
    #[serde(default)]
    pub picture: Option<String>,
    /// The phone number: digits with country code, no plus.
    #[serde(default)]
    pub phone_number: Option<String>,
    /// Whether the number has been verified.
    #[serde(default)]
    pub phone_number_verified: Option<bool>,
    /// The email address.
    #[serde(default)]
    pub email: Option<String>,
    /// Whether the address has been verified.
    #[serde(default)]
    pub email_verified: Option<bool>,
    /// When the account was created (**milliseconds** since 1970, UTC; Logto's own claim).
    #[serde(default)]
    pub created_at: Option<i64>,
    /// When the account was last changed (**milliseconds** since 1970, UTC; the standard says seconds).
    #[serde(default)]
    pub updated_at: Option<i64>,
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

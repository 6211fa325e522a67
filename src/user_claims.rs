//! What Logto says of a person, in ID tokens and at the userinfo endpoint, read the way Logto writes it: explicit `null`s,
//! times in milliseconds, a phone number without plus. OpenID Connect Core 5.1.
//! <https://docs.logto.io/end-user-flows/collect-user-profile>

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

/// The claims about the person. Each is there only if its scope was granted.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct UserClaims {
    /// The display name. Scope `profile`.
    pub name: Option<String>,
    /// The user name. Scope `profile`.
    pub username: Option<String>,
    /// The address of the profile picture, as the provider gives it: check it before showing it. Scope `profile`.
    pub picture: Option<String>,
    /// The phone number: digits with country code, no plus. Scope `phone`.
    pub phone_number: Option<String>,
    /// Whether the number has been verified. Scope `phone`.
    pub phone_number_verified: Option<bool>,
    /// The email address. Scope `email`.
    pub email: Option<String>,
    /// Whether the address has been verified. Scope `email`.
    pub email_verified: Option<bool>,
    /// When the account was created (**milliseconds** since 1970, UTC; Logto's own claim). Scope `profile`.
    pub created_at: Option<i64>,
    /// When the account was last changed (**milliseconds** since 1970, UTC; the standard says seconds). Scope `profile`.
    pub updated_at: Option<i64>,
    /// Free-form data that the app keeps in Logto. Scope `custom_data`; in user info, and in ID tokens where the tenant says so.
    pub custom_data: Option<Map<String, Value>>,
    /// The linked social identities, by connector. Scope `identities`; in user info, and in ID tokens where the tenant says so.
    pub identities: Option<Map<String, Value>>,
    /// The names of the person's roles. Scope `roles`.
    #[serde(deserialize_with = "null_as_empty")]
    pub roles: Vec<String>,
    /// The ids of the person's organisations. Scope `urn:logto:scope:organizations`.
    #[serde(deserialize_with = "null_as_empty")]
    pub organizations: Vec<String>,
    /// The person's roles in organisations, as `<organisation id>:<role name>`. Scope `urn:logto:scope:organization_roles`.
    #[serde(deserialize_with = "null_as_empty")]
    pub organization_roles: Vec<String>,
}

/// Not the values: names, numbers and addresses are kept out of logs.
impl std::fmt::Debug for UserClaims {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserClaims([redacted])")
    }
}

impl UserClaims {
    /// Whether the person has this role in the tenant.
    pub fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|held| held == role)
    }

    /// Whether the person has this role in this organisation.
    pub fn has_organization_role(&self, organization_id: &str, role: &str) -> bool {
        self.organization_roles.iter().any(|held| held.split_once(':') == Some((organization_id, role)))
    }
}

fn null_as_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_logtos_own_claims() {
        let body = r#"{"custom_data":{"plan":"pro"},"identities":{},"roles":["admin"],"organizations":["o1"],
            "organization_roles":["o1:owner"]}"#;
        let claims: UserClaims = serde_json::from_str(body).unwrap();
        assert_eq!(claims.custom_data.as_ref().unwrap()["plan"], "pro");
        assert!(claims.has_role("admin") && !claims.has_role("Admin"));
        assert!(claims.has_organization_role("o1", "owner") && !claims.has_organization_role("o2", "owner"));
    }

    #[test]
    fn reads_null_as_nothing() {
        let claims: UserClaims =
            serde_json::from_str(r#"{"roles":null,"organizations":null,"custom_data":null}"#).unwrap();
        assert_eq!(claims, UserClaims::default());
    }
}

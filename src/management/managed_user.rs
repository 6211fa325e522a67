//! A user as the API shows them: in camel case, with explicit `null`s, times in milliseconds, a phone number without plus.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::UserClaims;

/// A user of the tenant.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ManagedUser {
    /// The id: the `sub` of their tokens.
    pub id: String,
    /// What is known of them, as an ID token with every scope would say it; without roles and organisations, which are
    /// calls of their own ([`roles`](crate::ManagementApi::roles), [`organizations`](crate::ManagementApi::organizations)).
    pub claims: UserClaims,
    /// Whether an administrator has suspended them: they must not be signed in.
    pub is_suspended: bool,
}

/// The body. What decides over access is required; what is only shown may be missing.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wire {
    id: String,
    is_suspended: bool,
    name: Option<String>,
    username: Option<String>,
    avatar: Option<String>,
    primary_phone: Option<String>,
    primary_email: Option<String>,
    created_at: Option<i64>,
    updated_at: Option<i64>,
    custom_data: Option<Map<String, Value>>,
    identities: Option<Map<String, Value>>,
}

impl From<Wire> for ManagedUser {
    fn from(user: Wire) -> Self {
        // The API takes "" to remove what `null` removes.
        let some = |text: Option<String>| text.filter(|text| !text.is_empty());
        let (phone_number, email) = (some(user.primary_phone), some(user.primary_email));
        let claims = UserClaims {
            name: some(user.name),
            username: some(user.username),
            picture: some(user.avatar),
            phone_number_verified: phone_number.is_some().then_some(true),
            phone_number,
            email_verified: email.is_some().then_some(true),
            email,
            created_at: user.created_at,
            updated_at: user.updated_at,
            custom_data: user.custom_data,
            identities: user.identities,
            ..UserClaims::default()
        };
        Self { id: user.id, claims, is_suspended: user.is_suspended }
    }
}

//! End-Users and what the provider says about them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::clock::Millis;
use super::phone_number::PhoneNumber;
use super::random;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct User {
    pub(crate) sub: String,
    pub(crate) name: Option<String>,
    /// The Management API can register somebody without one.
    pub(crate) phone_number: Option<PhoneNumber>,
    pub(crate) suspended: bool,
    #[serde(default)]
    pub(crate) roles: Vec<String>,
    #[serde(default)]
    pub(crate) custom_data: Map<String, Value>,
    /// Where the person registered; nowhere, if the Management API did it.
    #[serde(default)]
    pub(crate) application_id: Option<String>,
    /// On a hosted page.
    #[serde(default)]
    pub(crate) last_sign_in_at: Option<Millis>,
    pub(crate) created_at: Millis,
    pub(crate) updated_at: Millis,
}

impl User {
    pub(crate) fn register(phone_number: Option<PhoneNumber>, now: Millis) -> Self {
        Self {
            sub: random::subject(),
            name: None,
            phone_number,
            suspended: false,
            roles: Vec::new(),
            custom_data: Map::new(),
            application_id: None,
            last_sign_in_at: None,
            created_at: now,
            updated_at: now,
        }
    }

    /// The claims of the granted scopes, with Logto's peculiarities: explicit nulls, milliseconds in
    /// `updated_at` and `created_at`, a `phone_number` without plus.
    pub(crate) fn claims(&self, scopes: &BTreeSet<String>) -> Map<String, Value> {
        let mut claims = Map::new();
        claims.insert("sub".into(), json!(self.sub));
        if scopes.contains("profile") {
            claims.insert("name".into(), json!(self.name));
            claims.insert("picture".into(), Value::Null);
            claims.insert("username".into(), Value::Null);
            claims.insert("updated_at".into(), json!(self.updated_at));
            claims.insert("created_at".into(), json!(self.created_at));
        }
        if scopes.contains("phone") {
            claims.insert("phone_number".into(), json!(self.phone_number));
            claims.insert("phone_number_verified".into(), json!(self.phone_number.is_some()));
        }
        if scopes.contains("email") {
            claims.insert("email".into(), Value::Null);
            claims.insert("email_verified".into(), json!(false));
        }
        claims
    }
}

//! What a call may set of a user.

use http::StatusCode;
use serde_json::{Map, Value};

use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::phone_number::PhoneNumber;
use crate::dev_provider::state::State;
use crate::dev_provider::user::User;

/// Logto has them; here nobody signs in by them, and nothing shows them.
const NOT_SERVED: [&str; 7] =
    ["username", "primaryEmail", "password", "passwordDigest", "passwordAlgorithm", "avatar", "profile"];
/// The column of Logto's database takes no more characters [source].
const LONGEST_NAME: usize = 128;

/// Outer `None`: as it is. Inner `None`: none any more.
pub(super) struct UserFields {
    phone: Option<Option<PhoneNumber>>,
    name: Option<Option<String>>,
    custom_data: Option<Map<String, Value>>,
}

impl UserFields {
    /// Reads and checks the fields for this user, or for a new one. Only of one that exists can a field be cleared.
    ///
    /// # Errors
    /// - `guard.invalid_input` (400) for a field that is not of its form;
    /// - `request.feature_not_supported` (501) for one that this provider does not have;
    /// - `user.phone_already_in_use`, `user.invalid_phone`, `entity.value_too_long` (422).
    pub(super) fn read(body: &RequestBody, state: &State, existing: Option<&str>) -> Result<Self, ApiError> {
        let may_clear = existing.is_some();
        let phone = body.phone("primaryPhone", may_clear)?;
        let name = body.text("name", may_clear)?.map(|name| name.map(str::to_owned));
        let custom_data = body.object("customData")?.cloned();
        if let Some(field) = NOT_SERVED.into_iter().find(|field| body.has(field)) {
            return Err(ApiError::not_served(field));
        }
        let phone = match phone {
            Some(Some(digits)) => Some(Some(free_number(state, digits, existing)?)),
            Some(None) => Some(None),
            None => None,
        };
        if name.as_ref().is_some_and(|name| name.iter().any(|name| name.chars().count() > LONGEST_NAME)) {
            let message = "The length of value is too long and exceeds the limit.";
            return Err(unprocessable("entity.value_too_long", message));
        }
        Ok(Self { phone, name, custom_data })
    }

    pub(super) fn apply(self, user: &mut User) {
        if let Some(phone) = self.phone {
            user.phone_number = phone;
        }
        if let Some(name) = self.name {
            user.name = name;
        }
        if let Some(custom_data) = self.custom_data {
            user.custom_data = custom_data;
        }
    }
}

/// A number that nobody else has.
fn free_number(state: &State, digits: &str, existing: Option<&str>) -> Result<PhoneNumber, ApiError> {
    let invalid = || unprocessable("user.invalid_phone", "Invalid phone number.");
    let phone = PhoneNumber::from_api(digits).ok_or_else(invalid)?;
    match state.user_by_phone(&phone) {
        Some(owner) if Some(owner.sub.as_str()) != existing => {
            let message = "This phone number is associated with an existing account.";
            Err(unprocessable("user.phone_already_in_use", message))
        }
        _ => Ok(phone),
    }
}

fn unprocessable(code: &'static str, message: &'static str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
}

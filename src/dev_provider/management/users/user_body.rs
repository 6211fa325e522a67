//! A user as the Management API shows one. All times are milliseconds.

use serde_json::{Value, json};

use crate::dev_provider::user::User;

pub(super) fn user_body(user: &User) -> Value {
    json!({
        "id": user.sub,
        "username": null,
        "primaryEmail": null,
        "primaryPhone": user.phone_number,
        "name": user.name,
        "avatar": null,
        "customData": user.custom_data,
        "identities": {},
        "lastSignInAt": user.last_sign_in_at,
        "createdAt": user.created_at,
        "updatedAt": user.updated_at,
        "profile": {},
        "applicationId": user.application_id,
        "isSuspended": user.suspended,
        "hasPassword": false,
    })
}

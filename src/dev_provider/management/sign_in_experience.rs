//! `GET /api/sign-in-exp`: what the tenant asks of people who sign in. The part of it that this provider goes by.

use axum::Json;
use serde_json::{Value, json};

/// Answers 200. Everybody may register here, with a phone number and a code.
pub(super) async fn get() -> Json<Value> {
    Json(json!({
        "tenantId": "default",
        "id": "default",
        "signInMode": "SignInAndRegister",
        "signUp": { "identifiers": ["phone"], "password": false, "verify": true },
        "signIn": {
            "methods": [
                { "identifier": "phone", "verificationCode": true, "password": false, "isPasswordPrimary": false }
            ],
        },
        "mfa": { "factors": [], "policy": "UserControlled" },
    }))
}

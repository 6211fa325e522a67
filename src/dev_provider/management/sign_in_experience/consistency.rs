//! Whether sign-up and sign-in go together, with each other and with the connectors. Values have been read before:
//! they have their forms. The checks come in Logto's order [source].

use http::StatusCode;
use serde_json::Value;

use crate::dev_provider::management::api_error::ApiError;

/// # Errors
/// All 400, `sign_in_experiences.`: `missing_sign_up_identifiers`, `duplicated_sign_up_identifiers`,
/// `passwordless_requires_verify`, `enabled_connector_not_found`.
pub(super) fn check_sign_up(sign_up: &Value, has_sms_connector: bool) -> Result<(), ApiError> {
    let none = Vec::new();
    let primary: Vec<&Value> = sign_up["identifiers"].as_array().unwrap_or(&none).iter().collect();
    let more = sign_up["secondaryIdentifiers"].as_array().unwrap_or(&none);
    let secondary: Vec<&Value> = more.iter().map(|item| &item["identifier"]).collect();
    if !secondary.is_empty() && primary.is_empty() {
        return refuse("missing_sign_up_identifiers", "Primary sign-up identifier cannot be empty.");
    }
    let clashes = |identifier: &&Value| match identifier.as_str() {
        Some("emailOrPhone") => primary.iter().any(|primary| *primary == "email" || *primary == "phone"),
        _ => primary.contains(identifier),
    };
    if has_twice(&primary) || has_twice(&secondary) || secondary.iter().any(clashes) {
        return refuse("duplicated_sign_up_identifiers", "Duplicate sign-up identifiers detected.");
    }
    let needs_code = |identifier: &&Value| **identifier != "username";
    let asks_for_code = primary.iter().chain(&secondary).any(needs_code);
    let unverified = |item: &Value| item["identifier"] != "username" && item["verify"] != true;
    if (asks_for_code && sign_up["verify"] != true) || more.iter().any(unverified) {
        let message = "Must enable verify for email/phone sign up identifier.";
        return refuse("passwordless_requires_verify", message);
    }
    let wants = |kind: &str| primary.iter().chain(&secondary).any(|it| **it == kind || **it == "emailOrPhone");
    check_connectors(wants("email"), wants("phone"), has_sms_connector)
}

/// # Errors
/// All 400, `sign_in_experiences.`: `enabled_connector_not_found`, `at_least_one_authentication_factor`,
/// `code_sign_in_must_be_enabled`.
pub(super) fn check_sign_in(sign_in: &Value, sign_up: &Value, has_sms_connector: bool) -> Result<(), ApiError> {
    let none = Vec::new();
    let methods = sign_in["methods"].as_array().unwrap_or(&none);
    let by_code = |kind: &str| methods.iter().any(|it| it["identifier"] == kind && it["verificationCode"] == true);
    check_connectors(by_code("email"), by_code("phone"), has_sms_connector)?;
    if methods.iter().any(|method| method["password"] != true && method["verificationCode"] != true) {
        let message = "You have to select at least one authentication factor.";
        return refuse("at_least_one_authentication_factor", message);
    }
    let lacks_code = |method: &Value| method["verificationCode"] != true && method["identifier"] != "username";
    if sign_up["verify"] == true && sign_up["password"] != true && methods.iter().any(lacks_code) {
        let message = "Verification code sign in must be enabled when set a password is not required in sign up.";
        return refuse("code_sign_in_must_be_enabled", message);
    }
    Ok(())
}

/// There is never an email connector here.
fn check_connectors(wants_email: bool, wants_phone: bool, has_sms_connector: bool) -> Result<(), ApiError> {
    if wants_email {
        return refuse("enabled_connector_not_found", "Enabled Email connector not found.");
    }
    if wants_phone && !has_sms_connector {
        return refuse("enabled_connector_not_found", "Enabled Sms connector not found.");
    }
    Ok(())
}

fn has_twice(identifiers: &[&Value]) -> bool {
    identifiers.iter().enumerate().any(|(index, identifier)| identifiers[..index].contains(identifier))
}

fn refuse(code: &str, message: &'static str) -> Result<(), ApiError> {
    Err(ApiError::new(StatusCode::BAD_REQUEST, format!("sign_in_experiences.{code}"), message))
}

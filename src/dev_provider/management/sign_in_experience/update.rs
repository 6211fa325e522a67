//! `PATCH /api/sign-in-exp`: changes some of it. Each member that is named is replaced whole.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use http::HeaderMap;
use serde_json::{Map, Value, json};

use super::consistency;
use crate::dev_provider::management::api_error::ApiError;
use crate::dev_provider::management::request_body::RequestBody;
use crate::dev_provider::members::{Issue, Members};
use crate::dev_provider::provider::Provider;

const MODES: [&str; 3] = ["SignIn", "Register", "SignInAndRegister"];
const IDENTIFIERS: [&str; 3] = ["username", "email", "phone"];
const SECONDARY_IDENTIFIERS: [&str; 4] = ["username", "email", "phone", "emailOrPhone"];
const TERMS: [&str; 3] = ["Automatic", "ManualRegistrationOnly", "Manual"];
/// Addresses that may be null.
const ADDRESSES: [&str; 4] = ["termsOfUseUrl", "privacyPolicyUrl", "supportWebsiteUrl", "unknownSessionRedirectUrl"];
/// Kept and shown, and nothing else: the pages here look the same for everybody.
const LOOKS: [&str; 4] = ["color", "branding", "languageInfo", "customContent"];
/// Logto has them, and something would have to follow from them here.
const NOT_SERVED: [&str; 17] = [
    "hideLogtoBranding",
    "socialSignIn",
    "socialSignInConnectorTargets",
    "customUiAssets",
    "customUiCsp",
    "passwordPolicy",
    "mfa",
    "adaptiveMfa",
    "singleSignOnEnabled",
    "captchaPolicy",
    "sentinelPolicy",
    "emailBlocklistPolicy",
    "forgotPasswordMethods",
    "passkeySignIn",
    "signUpProfileFields",
    "passwordExpiration",
    "usernamePolicy",
];

/// Answers 200 with the whole.
///
/// # Errors
/// - `guard.invalid_input` (400) for a member that is not of its form;
/// - those of [`consistency`];
/// - `entity.invalid_input` (422) where nothing is changed;
/// - `request.feature_not_supported` (501) for a member that nothing would follow from here.
pub(in crate::dev_provider::management) async fn patch(
    State(provider): State<Arc<Provider>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<Value>, ApiError> {
    let body = RequestBody::parse(&headers, &body)?;
    let members = body.members();
    let changes = read(&members)?;
    if let Some(name) = NOT_SERVED.into_iter().find(|name| members.has(name)) {
        return Err(ApiError::not_served(name));
    }
    let mut state = provider.state();
    let has_sms_connector = state.tenant.connection.is_there();
    let mut changed = state.tenant.sign_in_experience.clone();
    changed.changes.extend(changes.clone());
    let whole = changed.body();
    if changes.contains_key("signUp") {
        consistency::check_sign_up(&whole["signUp"], has_sms_connector)?;
    }
    if changes.contains_key("signIn") {
        consistency::check_sign_in(&whole["signIn"], &whole["signUp"], has_sms_connector)?;
    }
    if changes.is_empty() {
        return Err(ApiError::nothing_to_change());
    }
    state.tenant.sign_in_experience = changed;
    provider.save(&state);
    Ok(Json(Value::Object(whole)))
}

/// The members that are known, in their forms.
fn read(members: &Members<'_>) -> Result<Map<String, Value>, Issue> {
    let mut changes = Map::new();
    let mut change = |name: &str, value: Option<Value>| changes.extend(value.map(|value| (name.to_owned(), value)));
    change("signInMode", members.one_of("signInMode", &MODES)?.map(Value::from));
    change("signUp", members.members("signUp")?.map(|it| sign_up(&it)).transpose()?);
    change("signIn", members.members("signIn")?.map(|it| sign_in(&it)).transpose()?);
    change(
        "verificationCodePolicy",
        members.members("verificationCodePolicy")?.map(|it| code_policy(&it)).transpose()?,
    );
    change("agreeToTermsPolicy", members.one_of("agreeToTermsPolicy", &TERMS)?.map(Value::from));
    for name in LOOKS {
        change(name, members.object(name)?.cloned().map(Value::Object));
    }
    for name in ["customCss", "supportEmail"] {
        change(name, members.nullable_text(name)?.map(Value::from));
    }
    for name in ADDRESSES {
        let text = members.nullable_text(name)?;
        if text.flatten().is_some_and(|text| !text.is_empty()) {
            members.url(name)?;
        }
        change(name, text.map(Value::from));
    }
    Ok(changes)
}

fn sign_up(members: &Members<'_>) -> Result<Value, Issue> {
    let identifiers = members.required("identifiers", members.texts("identifiers"))?;
    if identifiers.iter().any(|identifier| !IDENTIFIERS.contains(&identifier.as_str())) {
        return Err(members.issue("identifiers", "Invalid enum value"));
    }
    let mut sign_up = json!({
        "identifiers": identifiers,
        "password": members.required("password", members.bool("password"))?,
        "verify": members.required("verify", members.bool("verify"))?,
    });
    if let Some(secondary) = members.list("secondaryIdentifiers")? {
        let item = |item: &Members<'_>| {
            let identifier = item.required("identifier", item.one_of("identifier", &SECONDARY_IDENTIFIERS))?;
            let mut value = json!({ "identifier": identifier });
            if let Some(verify) = item.bool("verify")? {
                value["verify"] = json!(verify);
            }
            Ok(value)
        };
        sign_up["secondaryIdentifiers"] = secondary.iter().map(item).collect::<Result<Vec<_>, Issue>>()?.into();
    }
    Ok(sign_up)
}

fn sign_in(members: &Members<'_>) -> Result<Value, Issue> {
    let methods = members.required("methods", members.list("methods"))?;
    let method = |method: &Members<'_>| {
        let bool = |name| method.required(name, method.bool(name));
        Ok(json!({
            "identifier": method.required("identifier", method.one_of("identifier", &IDENTIFIERS))?,
            "password": bool("password")?,
            "verificationCode": bool("verificationCode")?,
            "isPasswordPrimary": bool("isPasswordPrimary")?,
        }))
    };
    let methods = methods.iter().map(method).collect::<Result<Vec<_>, Issue>>()?;
    Ok(json!({ "methods": methods }))
}

fn code_policy(members: &Members<'_>) -> Result<Value, Issue> {
    let mut policy = Map::new();
    for (name, least, most) in [("expirationDuration", 60, 3_600), ("maxRetryAttempts", 1, 100)] {
        policy.extend(members.integer(name, least, most)?.map(|number| (name.to_owned(), json!(number))));
    }
    Ok(Value::Object(policy))
}

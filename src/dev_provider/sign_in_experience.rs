//! What the tenant asks of people who sign in, and what follows from it here.
//!
//! <https://docs.logto.io/end-user-flows/sign-up-and-sign-in>

use serde_json::{Map, Value, json};

use super::clock::{MINUTE, Millis, SECOND};

/// How a tenant begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Beginning {
    /// With a phone number and a code, as everything here is for.
    #[default]
    Phone,
    /// As Logto's seed leaves a tenant: with a username and a password.
    Bare,
}

/// How it began, and what the Management API changed.
#[derive(Debug, Clone, Default)]
pub(crate) struct SignInExperience {
    pub(crate) beginning: Beginning,
    /// By name, whole: a change replaces the member.
    pub(crate) changes: Map<String, Value>,
}

/// How long a code lives, and how often somebody may guess at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CodePolicy {
    pub(crate) lifetime: Millis,
    pub(crate) wrong_tries: i64,
}

impl Default for CodePolicy {
    fn default() -> Self {
        Self { lifetime: 10 * MINUTE, wrong_tries: 10 }
    }
}

impl SignInExperience {
    /// As the Management API shows it.
    pub(crate) fn body(&self) -> Map<String, Value> {
        let mut body = fresh();
        if self.beginning == Beginning::Phone {
            body.insert("signUp".into(), json!({ "identifiers": ["phone"], "password": false, "verify": true }));
            let method = json!({ "identifier": "phone", "verificationCode": true, "password": false, "isPasswordPrimary": false });
            body.insert("signIn".into(), json!({ "methods": [method] }));
        }
        body.extend(self.changes.clone());
        body
    }

    fn mode(&self) -> String {
        self.body().get("signInMode").and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    /// Whether a number and a code sign somebody in.
    pub(crate) fn offers_sign_in(&self) -> bool {
        let body = self.body();
        let methods = body.get("signIn").and_then(|sign_in| sign_in["methods"].as_array());
        let is_by_code = |method: &Value| method["identifier"] == "phone" && method["verificationCode"] == true;
        self.mode() != "Register" && methods.is_some_and(|methods| methods.iter().any(is_by_code))
    }

    /// Whether a number and a code are enough to register. Nobody can set a password here.
    pub(crate) fn offers_registration(&self) -> bool {
        let body = self.body();
        let takes_phone = body.get("signUp").is_some_and(|sign_up| {
            let identifiers = sign_up["identifiers"].as_array();
            let needs_more = sign_up["password"] == true
                || sign_up["secondaryIdentifiers"].as_array().is_some_and(|more| !more.is_empty());
            !needs_more && identifiers.is_some_and(|all| all.iter().any(|identifier| identifier == "phone"))
        });
        self.mode() != "SignIn" && takes_phone
    }

    pub(crate) fn code_policy(&self) -> CodePolicy {
        let usual = CodePolicy::default();
        let number = |name| self.changes.get("verificationCodePolicy")?.get(name)?.as_i64();
        CodePolicy {
            lifetime: number("expirationDuration").map_or(usual.lifetime, |seconds| seconds * SECOND),
            wrong_tries: number("maxRetryAttempts").unwrap_or(usual.wrong_tries),
        }
    }
}

/// What a new tenant of a self-hosted Logto has [source].
fn fresh() -> Map<String, Value> {
    let mut body = Map::new();
    for part in [ways_in(), policies(), looks(), addresses()] {
        if let Value::Object(members) = part {
            body.extend(members);
        }
    }
    body
}

fn ways_in() -> Value {
    json!({
        "tenantId": "default",
        "id": "default",
        "signInMode": "SignInAndRegister",
        "signUp": { "identifiers": ["username"], "password": true, "verify": false },
        "signIn": {
            "methods": [
                { "identifier": "username", "password": true, "verificationCode": false, "isPasswordPrimary": true }
            ],
        },
        "socialSignIn": {},
        "socialSignInConnectorTargets": [],
        "singleSignOnEnabled": false,
        "forgotPasswordMethods": [],
        "passkeySignIn": {},
        "signUpProfileFields": null,
        "agreeToTermsPolicy": "Automatic",
    })
}

fn policies() -> Value {
    json!({
        "mfa": { "factors": [], "policy": "UserControlled" },
        "adaptiveMfa": {},
        "passwordPolicy": {},
        "passwordExpiration": {},
        "captchaPolicy": {},
        "sentinelPolicy": {},
        "emailBlocklistPolicy": {},
        "verificationCodePolicy": {},
        "usernamePolicy": {
            "caseSensitive": true,
            "minLength": 1,
            "maxLength": 128,
            "allowedChars": { "lowercase": true, "uppercase": true, "numbers": true, "underscore": true },
        },
    })
}

fn looks() -> Value {
    json!({
        "color": { "primaryColor": "#6139F6", "isDarkModeEnabled": false, "darkPrimaryColor": "#8768F8" },
        "branding": {
            "logoUrl": "https://logto.io/logo.svg",
            "darkLogoUrl": "https://logto.io/logo-dark.svg",
        },
        "hideLogtoBranding": false,
        "languageInfo": { "autoDetect": true, "fallbackLanguage": "en" },
        "customCss": null,
        "customContent": {},
        "customUiAssets": null,
        "customUiCsp": {},
    })
}

fn addresses() -> Value {
    json!({
        "termsOfUseUrl": null,
        "privacyPolicyUrl": null,
        "supportEmail": null,
        "supportWebsiteUrl": null,
        "unknownSessionRedirectUrl": null,
    })
}

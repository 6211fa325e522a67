//! `/api/sign-in-exp`, and what follows from it.

use std::time::Duration;

use serde_json::{Value, json};

use crate::hosted_pages::{begin, enter_phone, html, location};
use crate::management::{Management, assert_refused};
use crate::management_applications::bare;
use crate::management_connectors::CONNECTORS;
use crate::support::{OTHER_PHONE, PHONE, start};
use logto::dev_provider::DevProvider;

const EXPERIENCE: &str = "/api/sign-in-exp";

fn method(identifier: &str, password: bool, code: bool) -> Value {
    json!({
        "identifier": identifier,
        "password": password,
        "verificationCode": code,
        "isPasswordPrimary": password,
    })
}

fn sign_in(methods: &[Value]) -> Value {
    json!({ "signIn": { "methods": methods } })
}

fn sign_up(identifiers: &[&str], password: bool, verify: bool) -> Value {
    json!({ "signUp": { "identifiers": identifiers, "password": password, "verify": verify } })
}

/// What a tenant is told that lets people in by phone.
fn by_phone() -> Value {
    json!({
        "signInMode": "SignInAndRegister",
        "signUp": { "identifiers": ["phone"], "password": false, "verify": true },
        "signIn": { "methods": [method("phone", false, true)] },
    })
}

#[tokio::test]
async fn a_bare_tenant_asks_for_username_and_password() {
    let provider = bare().await;
    let answer = Management::of(&provider).await.get(EXPERIENCE).await;
    assert_eq!(answer.status, 200);
    let expected = json!({
        "signInMode": "SignInAndRegister",
        "signUp": { "identifiers": ["username"], "password": true, "verify": false },
        "signIn": { "methods": [method("username", true, false)] },
        "mfa": { "factors": [], "policy": "UserControlled" },
        "color": { "primaryColor": "#6139F6", "isDarkModeEnabled": false, "darkPrimaryColor": "#8768F8" },
        "verificationCodePolicy": {},
        "passwordPolicy": {},
        "termsOfUseUrl": null,
        "customCss": null,
        "signUpProfileFields": null,
        "forgotPasswordMethods": [],
    });
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&answer.body[name], value, "{name}");
    }
    assert_eq!(answer.body.as_object().unwrap().len(), 34, "as many members as a Logto 1.42.0 has");
}

#[tokio::test]
async fn nobody_signs_in_by_phone_without_a_connector() {
    let provider = bare().await;
    let management = Management::of(&provider).await;
    for body in [by_phone(), sign_up(&["phone"], false, true), sign_in(&[method("phone", false, true)])] {
        let answer = management.patch(EXPERIENCE, body).await;
        assert_refused(&answer, 400, "sign_in_experiences.enabled_connector_not_found");
        assert_eq!(answer.body["message"], "Enabled Sms connector not found.");
    }
    let config = json!({ "endpoint": format!("{}/inbox/http-sms", provider.endpoint()) });
    management.post(CONNECTORS, json!({ "connectorId": "http-sms", "config": config })).await;
    let answer = management.patch(EXPERIENCE, by_phone()).await;
    assert_eq!(answer.status, 200);
    for (name, value) in by_phone().as_object().unwrap() {
        assert_eq!(&answer.body[name], value, "{name}");
    }
    assert_eq!(management.get(EXPERIENCE).await.body, answer.body);
    assert_eq!(answer.body["branding"]["logoUrl"], "https://logto.io/logo.svg", "the rest stays");
}

#[tokio::test]
async fn sign_up_and_sign_in_have_to_go_together() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let secondary = |identifier: &str, verify: bool| {
        let mut body = sign_up(&["username"], true, true);
        body["signUp"]["secondaryIdentifiers"] = json!([{ "identifier": identifier, "verify": verify }]);
        body
    };
    let mut none_first = secondary("phone", true);
    none_first["signUp"]["identifiers"] = json!([]);
    for (body, code) in [
        (sign_up(&["phone"], false, false), "passwordless_requires_verify"),
        (secondary("phone", false), "passwordless_requires_verify"),
        (none_first, "missing_sign_up_identifiers"),
        (sign_up(&["phone", "phone"], false, true), "duplicated_sign_up_identifiers"),
        (secondary("username", true), "duplicated_sign_up_identifiers"),
        (sign_up(&["email"], false, true), "enabled_connector_not_found"),
        (secondary("emailOrPhone", true), "enabled_connector_not_found"),
        (sign_in(&[method("email", false, true)]), "enabled_connector_not_found"),
        (sign_in(&[method("phone", false, false)]), "at_least_one_authentication_factor"),
        (sign_in(&[method("phone", true, false)]), "code_sign_in_must_be_enabled"),
    ] {
        assert_refused(&management.patch(EXPERIENCE, body).await, 400, &format!("sign_in_experiences.{code}"));
    }
    for body in [
        secondary("phone", true),
        sign_up(&["username"], false, false),
        sign_in(&[]),
        sign_in(&[method("phone", false, true), method("username", true, false)]),
    ] {
        assert_eq!(management.patch(EXPERIENCE, body.clone()).await.status, 200, "{body}");
    }
}

#[tokio::test]
async fn a_member_of_the_wrong_form_changes_nothing() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let before = management.get(EXPERIENCE).await.body;
    let policy = |policy: Value| json!({ "verificationCodePolicy": policy });
    for (body, key) in [
        (json!({ "signInMode": "Nope" }), "signInMode"),
        (json!({ "signUp": { "identifiers": ["phone"], "password": false } }), "signUp.verify"),
        (json!({ "signUp": { "identifiers": ["fax"], "password": false, "verify": true } }), "signUp.identifiers"),
        (json!({ "signIn": { "methods": [{ "identifier": "phone" }] } }), "signIn.methods.0.password"),
        (policy(json!({ "expirationDuration": 59 })), "verificationCodePolicy.expirationDuration"),
        (policy(json!({ "expirationDuration": 3601 })), "verificationCodePolicy.expirationDuration"),
        (policy(json!({ "expirationDuration": 300.5 })), "verificationCodePolicy.expirationDuration"),
        (policy(json!({ "maxRetryAttempts": 0 })), "verificationCodePolicy.maxRetryAttempts"),
        (policy(json!({ "maxRetryAttempts": 101 })), "verificationCodePolicy.maxRetryAttempts"),
        (policy(Value::Null), "verificationCodePolicy"),
        (json!({ "termsOfUseUrl": "terms" }), "termsOfUseUrl"),
    ] {
        let answer = management.patch(EXPERIENCE, body).await;
        assert_refused(&answer, 400, "guard.invalid_input");
        let details = answer.body["details"].as_str().unwrap();
        assert!(details.starts_with(&format!("Error in key path \"{key}\": (")), "{details}");
    }
    for body in [json!({}), json!({ "noSuchKey": 1 })] {
        assert_refused(&management.patch(EXPERIENCE, body).await, 422, "entity.invalid_input");
    }
    let not_here = management.patch(EXPERIENCE, json!({ "passwordPolicy": {} })).await;
    assert_refused(&not_here, 501, "request.feature_not_supported");
    assert_eq!(management.get(EXPERIENCE).await.body, before);
}

async fn set_policy(management: &Management<'_>, seconds: i64, tries: i64) {
    let policy = json!({ "expirationDuration": seconds, "maxRetryAttempts": tries });
    let answer = management.patch(EXPERIENCE, json!({ "verificationCodePolicy": policy })).await;
    assert_eq!((answer.status, &answer.body["verificationCodePolicy"]), (200, &policy));
}

#[tokio::test]
async fn a_code_lives_as_long_as_the_policy_says() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    set_policy(&management, 120, 10).await;
    management.post("/api/verification-codes", json!({ "phone": PHONE })).await;
    let message = provider.messages(PHONE)[0].clone();
    assert!(message.body.contains("active for 2 minutes"), "{}", message.body);
    let verify = async || {
        let body = json!({ "phone": PHONE, "verificationCode": message.code });
        management.post("/api/verification-codes/verify", body).await
    };
    provider.advance(Duration::from_secs(121));
    assert_refused(&verify().await, 400, "verification_code.expired");
    // The policy of today counts, not that of the day the code was sent.
    set_policy(&management, 3600, 10).await;
    assert_eq!(verify().await.status, 204);
}

#[tokio::test]
async fn a_code_takes_as_many_tries_as_the_policy_says() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    set_policy(&management, 600, 2).await;
    management.post("/api/verification-codes", json!({ "phone": PHONE })).await;
    for code in ["code_mismatch", "code_mismatch", "exceed_max_try"] {
        let body = json!({ "phone": PHONE, "verificationCode": "wrong" });
        let answer = management.post("/api/verification-codes/verify", body).await;
        assert_refused(&answer, 400, &format!("verification_code.{code}"));
    }
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, OTHER_PHONE).await;
    assert!(html(&browser, "/code").await.contains("valid for 10 minutes"));
    for sentence in ["not correct", "not correct", "Too many wrong codes"] {
        let page = browser.post("/code", &[("code", "wrong")]).await.unwrap().text().await.unwrap();
        assert!(page.contains(sentence), "{page}");
    }
}

async fn page(provider: &DevProvider, path: &str) -> (u16, String) {
    let browser = begin(provider, &[]).await;
    let response = browser.get(path).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

#[tokio::test]
async fn the_page_says_where_sign_in_by_phone_is_switched_off() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    assert_eq!(page(&provider, "/sign-in").await.0, 200);
    let body = json!({
        "signUp": { "identifiers": ["username"], "password": true, "verify": false },
        "signIn": { "methods": [method("username", true, false)] },
    });
    assert_eq!(management.patch(EXPERIENCE, body).await.status, 200);
    for (path, heading) in [("/sign-in", "Sign-in by phone"), ("/register", "Registration by phone")] {
        let (status, html) = page(&provider, path).await;
        assert_eq!(status, 403);
        assert!(html.contains(&format!("{heading} is switched off")) && !html.contains("name=\"phone\""), "{html}");
        let browser = begin(&provider, &[]).await;
        assert_eq!(browser.post(path, &[("phone", PHONE)]).await.unwrap().status(), 403);
    }
    assert!(provider.messages(PHONE).is_empty());
}

#[tokio::test]
async fn a_tenant_that_only_signs_in_registers_nobody() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    provider.add_user(OTHER_PHONE, None).unwrap();
    assert_eq!(management.patch(EXPERIENCE, json!({ "signInMode": "SignIn" })).await.status, 200);
    assert_eq!(page(&provider, "/register").await.0, 403);
    for (phone, is_known) in [(OTHER_PHONE, true), (PHONE, false)] {
        let browser = begin(&provider, &[]).await;
        enter_phone(&browser, phone).await;
        let code = provider.messages(phone)[0].code.clone();
        let answer = browser.post("/code", &[("code", &code)]).await.unwrap();
        if is_known {
            assert!(location(&answer).contains("code="));
        } else {
            assert_eq!(answer.status(), 403);
            assert!(answer.text().await.unwrap().contains("No account uses this number"));
        }
    }
    assert_eq!(management.get("/api/users").await.body.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_was_asked_about_an_account_before_the_switch_gets_none_after_it() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let code = provider.messages(PHONE)[0].code.clone();
    assert_eq!(location(&browser.post("/code", &[("code", &code)]).await.unwrap()), "/create-account");
    management.patch(EXPERIENCE, json!({ "signInMode": "SignIn" })).await;
    assert_eq!(browser.post("/create-account", &[]).await.unwrap().status(), 403);
    assert_eq!(management.get("/api/users").await.body, json!([]));
}

#[tokio::test]
async fn a_tenant_that_only_registers_signs_nobody_in() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    management.patch(EXPERIENCE, json!({ "signInMode": "Register" })).await;
    assert_eq!((page(&provider, "/sign-in").await.0, page(&provider, "/register").await.0), (403, 200));
}

//! The tenant, as the Management API shows it.

use logto::dev_provider::Application;
use serde_json::{Value, json};

use super::clinic::{APP_ID, Clinic, application, assert_has, assert_only_problem, ok, problem, skipped, warning};
use crate::{
    house::{ACCOUNT_SID, AUTH_TOKEN, M2M_ID, M2M_SECRET, MESSAGING_SERVICE_SID},
    tenant_api::TenantApi,
};

async fn by_hand(clinic: &Clinic) -> TenantApi {
    TenantApi::new(clinic.provider.endpoint(), M2M_ID, M2M_SECRET).await
}

#[tokio::test]
async fn a_management_api_that_refuses_says_why() {
    for (name, value, expected) in [
        ("LOGTO_M2M_APP_SECRET", "wrong", "check LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET"),
        ("LOGTO_M2M_APP_ID", "unknown", "check LOGTO_M2M_APP_ID and LOGTO_M2M_APP_SECRET"),
        ("LOGTO_MANAGEMENT_RESOURCE", "https://other.logto.app/api", "check LOGTO_MANAGEMENT_RESOURCE"),
    ] {
        let mut clinic = Clinic::sound().await;
        let report = clinic.set(name, value).report().await;
        assert_has(&problem(&report, "management_api"), expected);
        assert_only_problem(&report, "management_api");
        assert_eq!(skipped(&report, "sms_connector"), "the Management API cannot be used");
        assert_eq!(skipped(&report, "application_type"), "the Management API cannot be used");
    }
    let clinic = Clinic::sound().await;
    clinic.answer("/api/applications", 403, r#"{"code":"auth.forbidden"}"#);
    assert_has(&problem(&clinic.report().await, "management_api"), "a role with the permission \"all\"");
}

#[tokio::test]
async fn token_exchange_is_needed_by_the_apps_own_page_only() {
    let without = || Application { allow_token_exchange: false, ..application() };
    let mut clinic = Clinic::with(without(), |builder| builder).await;
    let report = clinic.report().await;
    assert_has(&problem(&report, "token_exchange"), "no access tokens for LOGTO_RESOURCES -> allow \"Token exchange\"");
    assert_only_problem(&report, "token_exchange");
    let report = clinic.set("LOGTO_RESOURCES", "").set("LOGTO_SCOPES", "").report().await;
    assert_has(&warning(&report, "token_exchange"), "has no access tokens");
    let report = clinic.set("PHONE_SIGN_IN", "hosted").report().await;
    assert_eq!(skipped(&report, "token_exchange"), "people type their code on Logto's pages, which needs none");
}

#[tokio::test]
async fn sign_outs_elsewhere_reach_the_app_or_it_is_said_that_they_do_not() {
    let at = |uri: Option<&str>| Application { backchannel_logout_uri: uri.map(str::to_owned), ..application() };
    let mut clinic = Clinic::with(at(None), |builder| builder).await;
    assert_eq!(
        skipped(&clinic.report().await, "backchannel_logout"),
        "Logto does not call apps on a developer's machine"
    );
    let report = clinic.set("BASE_URL", "https://app.example").report().await;
    let expected = "set backchannel_logout_uri = \"https://app.example/backchannel-logout\"";
    assert_has(&warning(&report, "backchannel_logout"), expected);
    let report = Clinic::with(at(Some("http://localhost:3000/logout")), |builder| builder).await.report().await;
    assert_has(&warning(&report, "backchannel_logout"), "Logto posts sign-outs to http://localhost:3000/logout");

    let clinic = Clinic::sound().await;
    let applications = by_hand(&clinic).await.get("applications").await;
    let mut application = applications.as_array().unwrap().iter().find(|one| one["id"] == APP_ID).unwrap().clone();
    application["oidcClientMetadata"]["backchannelLogoutSessionRequired"] = false.into();
    application["isThirdParty"] = true.into();
    clinic.answer("GET /api/applications", 200, &json!([application]).to_string());
    let report = clinic.report().await;
    assert_has(&warning(&report, "backchannel_logout"), "ends all sessions of that person");
    assert_has(&warning(&report, "application_type"), "is a third-party application");
}

#[tokio::test]
async fn a_tenant_without_an_sms_connector_sends_no_codes() {
    let clinic = Clinic::sound().await;
    clinic.provider.set_sms_connector(false);
    let report = clinic.report().await;
    assert_has(&problem(&report, "sms_connector"), "no SMS connector: no code can be sent -> describe it under [sms]");
    assert_only_problem(&report, "sms_connector");
    let mail = json!([{ "id": "x", "connectorId": "simple-mail-transfer-protocol", "type": "Email", "config": {} }]);
    clinic.answer("/api/connectors", 200, &mail.to_string());
    assert_has(&problem(&clinic.report().await, "sms_connector"), "no SMS connector");
    clinic.answer("/api/connectors", 500, "");
    assert_has(&problem(&clinic.report().await, "sms_connector"), "unable to answer");
}

/// The list of connectors, with Twilio's, which lacks nothing but what is changed.
fn twilio(change: impl FnOnce(&mut Value)) -> String {
    let text = |usage_type: &str| json!({ "usageType": usage_type, "content": "{{code}}" });
    let templates = ["Generic", "SignIn", "Register", "ForgotPassword"].map(text);
    let mut config = json!({
        "accountSID": ACCOUNT_SID,
        "authToken": AUTH_TOKEN,
        "fromMessagingServiceSID": MESSAGING_SERVICE_SID,
        "templates": templates,
    });
    change(&mut config);
    sms_connector("twilio-short-message-service", &config)
}

fn sms_connector(id: &str, config: &Value) -> String {
    json!([{ "id": "x", "connectorId": id, "type": "Sms", "config": config }]).to_string()
}

#[tokio::test]
async fn a_connector_whose_settings_lack_something_sends_no_codes() {
    let whole = "its settings lack accountSID, authToken, fromMessagingServiceSID, a text for SignIn, a text for Register, \
                 a text for ForgotPassword, a text for Generic -> run provision with a section [sms]";
    for (connectors, expected) in [
        (twilio(|config| *config = json!({})), whole),
        (twilio(|config| config["authToken"] = "".into()), "its settings lack authToken -> run provision"),
        (twilio(|config| drop(config["templates"].as_array_mut().unwrap().pop())), "a text for ForgotPassword ->"),
        (twilio(|config| config["templates"][1]["content"] = "Your code".into()), "SignIn has no {{code}}: people get"),
        (sms_connector("http-sms", &json!({})), "\"http-sms\" cannot send texts; its settings lack endpoint ->"),
    ] {
        let clinic = Clinic::sound().await;
        clinic.answer("/api/connectors", 200, &connectors);
        let report = clinic.report().await;
        assert_has(&problem(&report, "sms_connector"), expected);
        assert_only_problem(&report, "sms_connector");
    }
    let clinic = Clinic::sound().await;
    clinic.answer("/api/connectors", 200, &sms_connector("vonage", &json!({ "apiKey": "key" })));
    assert_has(&ok(&clinic.report().await, "sms_connector"), "\"vonage\"");
}

#[tokio::test]
async fn the_text_of_the_apps_own_codes_has_the_code_and_the_line_for_phones() {
    let generic = |text: &str| twilio(|config| config["templates"][0]["content"] = text.into());
    let mut clinic = Clinic::sound().await;
    clinic.answer("/api/connectors", 200, &generic("Your code"));
    assert_has(&problem(&clinic.report().await, "sms_connector"), "Generic has no {{code}}");
    clinic.answer("/api/connectors", 200, &generic("{{code}}"));
    assert_has(&ok(&clinic.report().await, "sms_connector"), "\"twilio-short-message-service\"");
    clinic.set("BASE_URL", "https://app.example:8443");
    clinic.answer("/api/connectors", 200, &generic("{{code}}"));
    let line = "end with the line: @app.example #{{code}}";
    assert_has(&warning(&clinic.report().await, "sms_connector"), line);
    clinic.answer("/api/connectors", 200, &generic("{{code}}\n\n@app.example #{{code}}"));
    ok(&clinic.report().await, "sms_connector");
}

#[tokio::test]
async fn a_bare_tenant_lets_nobody_sign_in_by_phone() {
    let clinic = Clinic::with(application(), |builder| builder.bare()).await;
    let report = clinic.report().await;
    assert_has(&problem(&report, "phone_sign_in"), "cannot sign in with a phone number -> write a section [sign_in]");
    assert_has(&warning(&report, "registration"), "cannot register with a phone number");
}

/// What the doctor says of a sign-in experience that differs in this.
async fn with_experience(change: impl FnOnce(&mut Value), way: &str) -> logto::provision::doctor::Report {
    let mut clinic = Clinic::sound().await;
    let mut experience = by_hand(&clinic).await.get("sign-in-exp").await;
    change(&mut experience);
    clinic.answer("/api/sign-in-exp", 200, &experience.to_string());
    clinic.set("PHONE_SIGN_IN", way).report().await
}

#[tokio::test]
async fn the_sign_in_experience_is_read_as_people_meet_it() {
    let report = with_experience(|it| it["signIn"]["methods"][0]["verificationCode"] = false.into(), "").await;
    assert_has(&problem(&report, "phone_sign_in"), "but not with a code");
    let another = json!({ "identifier": "username", "password": true, "verificationCode": false });
    let report = with_experience(|it| it["signIn"]["methods"].as_array_mut().unwrap().push(another), "").await;
    assert_has(&ok(&report, "phone_sign_in"), "are one of the ways to sign in; also switched on: username");
    let report = with_experience(|it| it["signInMode"] = "SignIn".into(), "").await;
    assert_has(&warning(&report, "registration"), "only people who have an account can sign in");
    let policy = json!({ "expirationDuration": 300, "maxRetryAttempts": 50 });
    let report = with_experience(|it| it["verificationCodePolicy"] = policy, "").await;
    assert_has(&warning(&report, "code_policy"), "a code lives 300 s and may be tried 50 times -> set code_tries");
    let clinic = Clinic::sound().await;
    clinic.answer("/api/sign-in-exp", 500, "");
    let report = clinic.report().await;
    for name in ["phone_sign_in", "registration", "second_factor", "code_policy"] {
        assert_has(&problem(&report, name), "unable to answer");
    }
}

#[tokio::test]
async fn what_else_lets_people_in_is_said_and_is_no_problem() {
    let all = |it: &mut Value| {
        it["signIn"]["methods"][0]["password"] = true.into();
        it["singleSignOnEnabled"] = true.into();
        it["passkeySignIn"] = json!({ "enabled": true });
        it["socialSignInConnectorTargets"] = json!(["google", "github"]);
    };
    let report = with_experience(all, "").await;
    let expected = "phone number and code are one of the ways to sign in; also switched on: phone number and password, single \
                    sign-on of enterprises, passkeys, social sign-in by \"google\", social sign-in by \"github\"";
    assert_eq!(ok(&report, "phone_sign_in"), expected);
    assert!(report.is_well(), "{report}");
    let report = with_experience(|it| it["passkeySignIn"] = json!({ "enabled": false }), "").await;
    assert_eq!(ok(&report, "phone_sign_in"), "phone number and code are the way to sign in");
}

#[tokio::test]
async fn texts_of_the_tenant_do_not_command_the_terminal() {
    const EVIL: &str = "evil\u{1b}]0;pwned\u{7}\u{1b}[2J\u{202e}\u{200b}\nok       app_secret: fine";
    let clinic = Clinic::sound().await;
    let api = by_hand(&clinic).await;
    let mut application = api.find("applications", "id", APP_ID).await;
    application["name"] = EVIL.into();
    application["oidcClientMetadata"]["backchannelLogoutUri"] = EVIL.into();
    let mut experience = api.get("sign-in-exp").await;
    experience["socialSignInConnectorTargets"] = json!([EVIL]);
    clinic.answer("GET /api/applications", 200, &json!([application]).to_string());
    clinic.answer("/api/connectors", 200, &sms_connector(EVIL, &json!({})));
    clinic.answer("/api/sign-in-exp", 200, &experience.to_string());
    let report = clinic.report().await;
    assert_has(&ok(&report, "application_type"), "\"evil·]0;pwned··[2J··⏎ok       app_secret: fine\"");
    assert_has(&ok(&report, "sms_connector"), "evil·");
    assert_has(&ok(&report, "phone_sign_in"), "evil·");
    assert_has(&warning(&report, "backchannel_logout"), "evil·");
    let json: Value = serde_json::to_value(&report).unwrap();
    let texts = json["checks"].as_array().unwrap().iter().flat_map(|check| check.as_object().unwrap().values());
    let lines = report.to_string();
    for text in texts.map(|text| text.as_str().unwrap()).chain(lines.lines()) {
        assert!(!text.contains(|c: char| c.is_control() || "\u{202e}\u{200b}".contains(c)), "{text:?}");
    }
}

#[tokio::test]
async fn a_second_factor_that_is_demanded_does_not_go_with_the_apps_own_page() {
    let mfa = |policy: &'static str| move |it: &mut Value| it["mfa"] = json!({ "factors": ["Totp"], "policy": policy });
    for policy in ["Mandatory", "PromptAtSignInAndSignUpMandatory", "PromptOnlyAtSignInMandatory"] {
        let report = with_experience(mfa(policy), "").await;
        assert_has(&problem(&report, "second_factor"), "set PHONE_SIGN_IN=hosted");
        assert_only_problem(&report, "second_factor");
        let report = with_experience(mfa(policy), "hosted").await;
        assert_eq!(skipped(&report, "second_factor"), "Logto's pages ask for it");
    }
    for policy in ["UserControlled", "PromptAtSignInAndSignUp", "NoPrompt"] {
        assert_has(&ok(&with_experience(mfa(policy), "").await, "second_factor"), "none is demanded");
    }
}

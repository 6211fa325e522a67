//! A tenant that somebody has changed in the console: each change is shown in the plan, and repaired.

use std::pin::Pin;

use reqwest::Method;
use serde_json::json;

use crate::{
    house::House,
    program::Program,
    tenant_api::{TenantApi, id},
};

/// A test for each change.
macro_rules! repairs {
    ($($name:ident: $change:expr => $seen:expr;)*) => {$(
        #[tokio::test]
        async fn $name() {
            let house = House::bare().await;
            house.set_up().await;
            is_seen_and_repaired(&house, house.by_hand().await, $change, &$seen).await;
        }
    )*

        /// All of them, for the tests against a real Logto.
        pub const ALL: &[(&str, Change, &[&str])] = &[$((stringify!($name), $change, &$seen)),*];
    };
}

pub type Change = fn(TenantApi) -> Pin<Box<dyn Future<Output = ()> + Send>>;

/// Changes a tenant that is as it is wished.
pub async fn is_seen_and_repaired(program: &Program, api: TenantApi, change: Change, seen: &[&str]) {
    change(api).await;
    let check = program.provision(&["--check"]).await;
    assert_eq!(check.code, 1, "{}", check.everything());
    for seen in seen {
        check.says(seen);
    }
    program.set_up().await.says("The tenant is as it is wished.");
    let check = program.provision(&["--check"]).await;
    assert_eq!(check.code, 0, "{}", check.everything());
}

repairs! {
    a_redirect_uri_that_was_taken_away: |api| Box::pin(async move {
        api.change_application("oidcClientMetadata", |metadata| metadata["redirectUris"] = json!(["http://localhost:1/"])).await;
    }) => ["change  application \"Bakery & Café\"", "redirectUris +: http://localhost:3000/callback"];

    a_post_sign_out_uri_that_was_taken_away: |api| Box::pin(async move {
        api.change_application("oidcClientMetadata", |metadata| metadata["postLogoutRedirectUris"] = json!([])).await;
    }) => ["postLogoutRedirectUris +: http://localhost:3000/"];

    a_back_channel_logout_that_goes_elsewhere: |api| Box::pin(async move {
        api.change_application("oidcClientMetadata", |metadata| {
            metadata["backchannelLogoutUri"] = json!("http://localhost:3000/elsewhere");
            metadata["backchannelLogoutSessionRequired"] = json!(false);
        })
        .await;
    }) => [
        "backchannelLogoutUri: http://localhost:3000/elsewhere -> http://localhost:3000/backchannel-logout",
        "backchannelLogoutSessionRequired: false -> true",
    ];

    a_token_exchange_that_was_switched_off: |api| Box::pin(async move {
        api.change_application("customClientMetadata", |metadata| metadata["allowTokenExchange"] = json!(false)).await;
    }) => ["allowTokenExchange: false -> true"];

    an_application_that_was_deleted: |api| Box::pin(async move {
        let application = api.application().await;
        api.delete(&format!("applications/{}", id(&application))).await;
    }) => ["create  application \"Bakery & Café\""];

    another_auth_token: |api| Box::pin(async move {
        api.change_connector(|config| config["authToken"] = json!("00000000000000000000000000000000")).await;
    }) => ["change  SMS connector", "authToken: a secret -> another secret"];

    another_messaging_service: |api| Box::pin(async move {
        api.change_connector(|config| config["fromMessagingServiceSID"] = json!("MGffffffffffffffffffffffffffffffff")).await;
    }) => ["fromMessagingServiceSID: MGffffffffffffffffffffffffffffffff -> MG0123456789abcdef0123456789abcdef"];

    a_risk_check_that_was_switched_off: |api| Box::pin(async move {
        api.change_connector(|config| config["disableRiskCheck"] = json!(true)).await;
    }) => ["disableRiskCheck: true -> false"];

    a_template_that_says_something_else: |api| Box::pin(async move {
        change_template(&api, "SignIn", "{{code}} opens the butcher's").await;
    }) => ["templates.SignIn: {{code}} opens the butcher's -> {{code}} opens the bakery"];

    a_template_that_lost_its_code: |api| Box::pin(async move {
        change_template(&api, "Generic", "Good morning").await;
    }) => ["templates.Generic: Good morning -> "];

    a_connector_that_was_deleted: |api| Box::pin(async move {
        let connector = api.connector().await;
        api.delete(&format!("connectors/{}", id(&connector))).await;
    }) => ["create  SMS connector \"twilio-short-message-service\""];

    another_connector_in_its_place: |api| Box::pin(async move {
        let config = json!({ "endpoint": "http://localhost:1/texts" });
        api.post("connectors", json!({ "connectorId": "http-sms", "config": config })).await;
    }) => [
        "create  SMS connector \"twilio-short-message-service\"",
        "takes the place of \"http-sms\", whose settings are lost",
    ];

    a_registration_that_was_closed: |api| Box::pin(async move {
        api.patch("sign-in-exp", json!({ "signInMode": "SignIn" })).await;
    }) => ["signInMode: SignIn -> SignInAndRegister"];

    a_sign_up_that_asks_for_a_user_name: |api| Box::pin(async move {
        let sign_up = json!({ "identifiers": ["username"], "password": true, "verify": false });
        api.patch("sign-in-exp", json!({ "signUp": sign_up })).await;
    }) => ["signUp.identifiers: [\"username\"] -> [\"phone\"]", "signUp.password: true -> false"];

    another_way_to_sign_in: |api| Box::pin(async move {
        let way = |identifier: &str, code: bool| json!({
            "identifier": identifier, "password": !code, "verificationCode": code, "isPasswordPrimary": !code,
        });
        api.patch("sign-in-exp", json!({ "signIn": { "methods": [way("phone", true), way("username", false)] } })).await;
    }) => ["signIn.methods: phone (code), username (password) -> phone (code)"];

    a_code_that_lives_longer: |api| Box::pin(async move {
        let policy = json!({ "expirationDuration": 3600, "maxRetryAttempts": 100 });
        api.patch("sign-in-exp", json!({ "verificationCodePolicy": policy })).await;
    }) => ["verificationCodePolicy.expirationDuration: 3600 -> 300", "verificationCodePolicy.maxRetryAttempts: 100 -> 7"];

    a_resource_whose_tokens_live_longer: |api| Box::pin(async move {
        let resource = api.find("resources", "indicator", "https://api.example/recipes").await;
        api.patch(&format!("resources/{}", id(&resource)), json!({ "accessTokenTtl": 86400, "name": "R" })).await;
    }) => ["change  API resource \"https://api.example/recipes\"", "accessTokenTtl: 86400 s -> 1800 s", "name: R -> Recipes"];

    a_permission_that_was_deleted: |api| Box::pin(async move {
        let resource = api.find("resources", "indicator", "https://api.example/recipes").await;
        let scopes = format!("resources/{}/scopes", id(&resource));
        let scope = api.find(&scopes, "name", "write:recipes").await;
        api.delete(&format!("{scopes}/{}", id(&scope))).await;
    }) => ["create  permission \"write:recipes of https://api.example/recipes\"", "permissions +: write:recipes of"];

    a_role_that_gives_less: |api| Box::pin(async move {
        let role = api.find("roles?type=User", "name", "baker").await;
        let scopes = format!("roles/{}/scopes", id(&role));
        let scope = api.find(&scopes, "name", "read:recipes").await;
        api.delete(&format!("{scopes}/{}", id(&scope))).await;
        api.patch(&format!("roles/{}", id(&role)), json!({ "description": "Sleeps" })).await;
    }) => ["change  role \"baker\"", "description: Sleeps -> Bakes", "permissions +: read:recipes of"];

    an_organization_role_that_gives_less: |api| Box::pin(async move {
        let role = api.find("organization-roles", "name", "editor").await;
        let scope = api.find("organization-scopes", "name", "read:members").await;
        let path = format!("organization-roles/{}/scopes", id(&role));
        api.call(Method::PUT, &path, Some(json!({ "organizationScopeIds": [id(&scope)] }))).await;
    }) => ["change  organization role \"editor\"", "permissions +: edit:members"];

    an_organization_that_is_described_otherwise: |api| Box::pin(async move {
        let organization = api.find("organizations", "name", "First Bakery").await;
        api.patch(&format!("organizations/{}", id(&organization)), json!({ "description": "Closed" })).await;
    }) => ["change  organization \"First Bakery\"", "description: Closed -> The oldest"];
}

async fn change_template(api: &TenantApi, usage_type: &str, content: &str) {
    api.change_connector(|config| {
        let templates = config["templates"].as_array_mut().unwrap();
        let template = templates.iter_mut().find(|template| template["usageType"] == usage_type).unwrap();
        template["content"] = content.into();
    })
    .await;
}

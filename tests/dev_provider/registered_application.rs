//! What the Management API registered signs people in at once.

use std::time::Duration;

use logto::dev_provider::DevProvider;
use serde_json::{Value, json};

use crate::management::Management;
use crate::management_applications::web_application;
use crate::service::Service;
use crate::support::{
    Answer, PHONE, VERIFIER, answer, authorization_url, basic, code_form, form, http, jwt, post, query, start, text,
};

const REDIRECT_URI: &str = "http://localhost:3000/shop/callback";

struct Shop {
    client_id: String,
    secret: String,
}

async fn shop(management: &Management<'_>) -> Shop {
    let application = web_application(management, REDIRECT_URI).await;
    let client_id = text(&application, "id").to_owned();
    let secrets = management.get(&format!("/api/applications/{client_id}/secrets")).await.body;
    Shop { client_id, secret: text(&secrets[0], "value").to_owned() }
}

impl Shop {
    async fn patch(&self, management: &Management<'_>, body: Value) {
        let answer = management.patch(&format!("/api/applications/{}", self.client_id), body).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    fn authorization_url(&self, provider: &DevProvider) -> String {
        authorization_url(provider, &[("client_id", &self.client_id), ("redirect_uri", REDIRECT_URI)])
    }

    /// Signs in and exchanges the code.
    async fn sign_in(&self, provider: &DevProvider) -> Answer {
        let callback = provider.complete_authorization(&self.authorization_url(provider), PHONE).await.unwrap();
        self.exchange(provider, &query(&callback)["code"], &self.secret).await
    }

    async fn exchange(&self, provider: &DevProvider, code: &str, secret: &str) -> Answer {
        let mut form = code_form(code);
        form[2].1 = REDIRECT_URI;
        post(provider, "/oidc/token", Some(&basic(&self.client_id, secret)), &form).await
    }
}

#[tokio::test]
async fn an_application_signs_in_from_the_moment_it_is_registered_until_it_is_deleted() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let shop = shop(&management).await;
    let tokens = shop.sign_in(&provider).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
    let claims = jwt(text(&tokens.body, "id_token")).1;
    assert_eq!((claims["aud"].as_str(), claims.get("sid")), (Some(shop.client_id.as_str()), None));

    assert_eq!(management.delete(&format!("/api/applications/{}", shop.client_id)).await.status, 204);
    assert_eq!(shop.exchange(&provider, "any", &shop.secret).await.body["error"], "invalid_client");
    let refused = answer(http().get(shop.authorization_url(&provider))).await;
    assert_eq!((refused.status, refused.body["error"].as_str()), (400, Some("invalid_client")));
    let userinfo = http().get(format!("{}/oidc/me", provider.endpoint()));
    let userinfo = userinfo.header("authorization", format!("Bearer {}", text(&tokens.body, "access_token")));
    assert_eq!(answer(userinfo).await.status, 401, "what was granted is gone");
}

#[tokio::test]
async fn only_loopback_addresses_are_redirected_to() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let application = web_application(&management, "https://shop.example/callback").await;
    let changes = [("client_id", text(&application, "id")), ("redirect_uri", "https://shop.example/callback")];
    let refused = answer(http().get(authorization_url(&provider, &changes))).await;
    assert_eq!((refused.status, refused.body["error"].as_str()), (400, Some("invalid_redirect_uri")));
    assert!(text(&refused.body, "error_description").contains("loopback"));

    let metadata = json!({ "redirectUris": [], "postLogoutRedirectUris": ["https://shop.example/"] });
    let path = format!("/api/applications/{}", text(&application, "id"));
    management.patch(&path, json!({ "oidcClientMetadata": metadata })).await;
    let query = form(&[("client_id", text(&application, "id")), ("post_logout_redirect_uri", "https://shop.example/")]);
    let refused = answer(http().get(format!("{}/oidc/session/end?{query}", provider.endpoint()))).await;
    assert_eq!(refused.status, 400);
}

#[tokio::test]
async fn a_sign_out_is_told_to_a_back_channel_that_was_registered_meanwhile() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let shop = shop(&management).await;
    let app = Service::start().await;
    let metadata = |session_required: bool| {
        json!({ "oidcClientMetadata": {
            "redirectUris": [REDIRECT_URI],
            "postLogoutRedirectUris": [],
            "backchannelLogoutUri": format!("{}/backchannel-logout", app.url),
            "backchannelLogoutSessionRequired": session_required,
        }})
    };
    shop.patch(&management, metadata(false)).await;
    let tokens = shop.sign_in(&provider).await.body;
    assert_eq!(jwt(text(&tokens, "id_token")).1.get("sid"), None, "only where the session is required");
    shop.patch(&management, metadata(true)).await;
    let claims = jwt(text(&shop.sign_in(&provider).await.body, "id_token")).1;
    let (sid, sub) = (claims["sid"].as_str().unwrap().to_owned(), claims["sub"].as_str().unwrap().to_owned());
    provider.end_sessions_of(&sub).await;
    let arrived = app.arrived();
    let sids: Vec<Value> = arrived
        .iter()
        .map(|request| jwt(request.body.strip_prefix("logout_token=").unwrap()).1["sid"].clone())
        .collect();
    assert!(sids.contains(&json!(sid)) && arrived[0].path == "/backchannel-logout", "{arrived:?}");
}

#[tokio::test]
async fn a_second_secret_works_until_it_expires() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let shop = shop(&management).await;
    let path = format!("/api/applications/{}/secrets", shop.client_id);
    let created_at = management.get(&path).await.body[0]["createdAt"].as_i64().unwrap();
    let second = management.post(&path, json!({ "name": "second", "expiresAt": created_at + 600_000 })).await.body;
    let second = text(&second, "value").to_owned();
    assert_eq!(shop.exchange(&provider, "x", &second).await.body["error"], "invalid_grant", "authenticated");
    assert_eq!(shop.exchange(&provider, "x", "wrong").await.status, 401);
    provider.advance(Duration::from_secs(601));
    assert_eq!(shop.exchange(&provider, "x", &second).await.body["error"], "invalid_request");
    assert_eq!(shop.exchange(&provider, "x", &shop.secret).await.body["error"], "invalid_grant");
}

#[tokio::test]
async fn token_exchange_is_off_until_it_is_switched_on() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let shop = shop(&management).await;
    let sub = provider.add_user(PHONE, None).unwrap();
    let exchange = async || {
        let subject = management.post("/api/subject-tokens", json!({ "userId": sub, "context": {} })).await.body;
        let form = [
            ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            ("subject_token", text(&subject, "subjectToken")),
            ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
        ];
        post(&provider, "/oidc/token", Some(&basic(&shop.client_id, &shop.secret)), &form).await
    };
    let refused = exchange().await;
    assert_eq!((refused.status, refused.body["error"].as_str()), (400, Some("unauthorized_client")));
    shop.patch(&management, json!({ "customClientMetadata": { "allowTokenExchange": true } })).await;
    assert_eq!(exchange().await.status, 200);
}

#[tokio::test]
async fn a_single_page_application_has_no_secret_and_needs_none() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let metadata = json!({ "redirectUris": [REDIRECT_URI], "postLogoutRedirectUris": [] });
    let body = json!({ "name": "Page", "type": "SPA", "oidcClientMetadata": metadata });
    let page = management.post("/api/applications", body).await.body;
    let shop = Shop { client_id: text(&page, "id").to_owned(), secret: String::new() };
    let callback = provider.complete_authorization(&shop.authorization_url(&provider), PHONE).await.unwrap();
    let code = query(&callback)["code"].clone();
    let form = [
        ("client_id", shop.client_id.as_str()),
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", REDIRECT_URI),
        ("code_verifier", VERIFIER),
    ];
    let tokens = post(&provider, "/oidc/token", None, &form).await;
    assert_eq!(tokens.status, 200, "{}", tokens.body);
}

#[tokio::test]
async fn a_machine_gets_tokens_but_nothing_of_the_management_api() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let created =
        management.post("/api/applications", json!({ "name": "Cron", "type": "MachineToMachine" })).await.body;
    let id = text(&created, "id");
    let secrets = management.get(&format!("/api/applications/{id}/secrets")).await.body;
    let form = [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api"), ("scope", "all")];
    let token = post(&provider, "/oidc/token", Some(&basic(id, text(&secrets[0], "value"))), &form).await;
    assert_eq!((token.status, token.body.get("scope")), (200, None));
    let cron = Management::with(&provider, text(&token.body, "access_token"));
    assert_eq!(cron.get("/api/applications").await.status, 403);
}

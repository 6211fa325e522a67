//! `PATCH /api/users/{id}/is-suspended` and `DELETE /api/users/{id}`.

use logto::dev_provider::DevProvider;
use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_users_create::{USERS, create, created};
use crate::support::{
    Answer, PHONE, assert_invalid_grant, authorization_url, code_in, jwt, offline_tokens, query, refresh, start, text,
    userinfo,
};

async fn suspend(management: &Management<'_>, id: &str, is_suspended: bool) -> Answer {
    management.patch(&format!("{USERS}/{id}/is-suspended"), json!({ "isSuspended": is_suspended })).await
}

/// Signs in with refresh and access token, and says who it was.
async fn sign_in(provider: &DevProvider) -> (Value, String) {
    let tokens = offline_tokens(provider).await;
    let sub = jwt(text(&tokens, "id_token")).1["sub"].as_str().unwrap().to_owned();
    (tokens, sub)
}

async fn assert_worthless(provider: &DevProvider, tokens: &Value) {
    assert_invalid_grant(&refresh(provider, text(tokens, "refresh_token")).await);
    assert_eq!(userinfo(provider, text(tokens, "access_token")).await.status, 401);
}

#[tokio::test]
async fn a_suspended_user_is_signed_out_everywhere_for_good() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let browser = provider.browser().unwrap();
    code_in(&browser, &provider, &[]).await;
    let (tokens, id) = sign_in(&provider).await;
    let answer = suspend(&management, &id, true).await;
    assert_eq!((answer.status, &answer.body["isSuspended"]), (200, &json!(true)));
    assert_eq!(management.get(&format!("{USERS}/{id}")).await.body, answer.body);
    assert_worthless(&provider, &tokens).await;

    let answer = suspend(&management, &id, false).await;
    assert_eq!((answer.status, &answer.body["isSuspended"]), (200, &json!(false)));
    assert_worthless(&provider, &tokens).await;
    let silent = authorization_url(&provider, &[("prompt", "none")]);
    let callback = browser.authorize(&silent, PHONE).await.unwrap();
    assert_eq!(query(&callback)["error"], "login_required", "the browser's session is gone");
    assert_eq!(sign_in(&provider).await.1, id);
}

#[tokio::test]
async fn a_suspended_user_keeps_the_number() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    suspend(&management, &id, true).await;
    assert_refused(&create(&management, PHONE).await, 422, "user.phone_already_in_use");
    let url = authorization_url(&provider, &[]);
    let refused = provider.complete_authorization(&url, PHONE).await.unwrap_err().to_string();
    assert!(refused.contains("user.suspended"), "{refused}");
}

#[tokio::test]
async fn others_are_not_signed_out() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let (tokens, _) = sign_in(&provider).await;
    let other = created(&management, "61412345678").await;
    suspend(&management, &other, true).await;
    assert_eq!(management.delete(&format!("{USERS}/{other}")).await.status, 204);
    assert_eq!(refresh(&provider, text(&tokens, "refresh_token")).await.status, 200);
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 200);
}

#[tokio::test]
async fn a_suspension_is_true_or_false() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    for body in [json!({}), json!({ "isSuspended": "true" }), json!({ "isSuspended": null }), json!(true)] {
        let answer = management.patch(&format!("{USERS}/{id}/is-suspended"), body).await;
        assert_refused(&answer, 400, "guard.invalid_input");
    }
    assert_refused(&suspend(&management, "nobody", true).await, 404, "entity.not_found");
}

#[tokio::test]
async fn a_deleted_user_is_gone_and_the_number_free() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let (tokens, id) = sign_in(&provider).await;
    let answer = management.delete(&format!("{USERS}/{id}")).await;
    assert_eq!((answer.status, answer.body), (204, Value::Null));
    assert_worthless(&provider, &tokens).await;
    assert_refused(&management.get(&format!("{USERS}/{id}")).await, 404, "entity.not_found");
    assert_refused(&management.delete(&format!("{USERS}/{id}")).await, 404, "entity.not_found");
    assert_ne!(created(&management, PHONE).await, id);
}

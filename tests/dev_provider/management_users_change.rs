//! `PATCH /api/users/{id}`.

use std::time::Duration;

use serde_json::{Value, json};

use crate::management::{Management, assert_refused};
use crate::management_users_create::{USERS, created};
use crate::support::{OTHER_PHONE, PHONE, answer, http, jwt, offline_tokens, refresh, start, text, tokens, userinfo};

#[tokio::test]
async fn changes_number_and_name() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    let before = management.get(&format!("{USERS}/{id}")).await.body;
    provider.advance(Duration::from_secs(5));
    let body = json!({ "primaryPhone": "610412345678", "name": "Bo", "customData": { "a": 1 } });
    let changed = management.patch(&format!("{USERS}/{id}"), body).await;
    assert_eq!((changed.status, &changed.body["primaryPhone"]), (200, &json!("61412345678")));
    assert_eq!((&changed.body["name"], &changed.body["customData"]), (&json!("Bo"), &json!({ "a": 1 })));
    assert_eq!(changed.body["createdAt"], before["createdAt"]);
    assert!(changed.body["updatedAt"].as_i64() >= before["updatedAt"].as_i64().map(|at| at + 5_000));
    assert_eq!(management.get(&format!("{USERS}/{id}")).await.body, changed.body);
}

#[tokio::test]
async fn what_is_not_given_stays_and_null_clears() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let path = format!("{USERS}/{}", created(&management, PHONE).await);
    let named = management.patch(&path, json!({ "name": "Bo" })).await.body;
    assert_eq!((&named["name"], &named["primaryPhone"]), (&json!("Bo"), &json!(PHONE)));
    let same = management.patch(&path, json!({ "primaryPhone": PHONE })).await;
    assert_eq!((same.status, &same.body["name"]), (200, &json!("Bo")), "one's own number is not taken");
    let cleared = management.patch(&path, json!({ "name": null, "primaryPhone": null, "avatar": null })).await;
    assert_eq!(
        (cleared.status, &cleared.body["name"], &cleared.body["primaryPhone"]),
        (200, &Value::Null, &Value::Null)
    );
    management.patch(&path, json!({ "primaryPhone": OTHER_PHONE })).await;
    let cleared = management.patch(&path, json!({ "primaryPhone": "" })).await;
    assert_eq!((cleared.status, &cleared.body["primaryPhone"]), (200, &Value::Null));
}

#[tokio::test]
async fn the_number_of_somebody_else_is_refused_and_nothing_changed() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let id = created(&management, PHONE).await;
    created(&management, OTHER_PHONE).await;
    let path = format!("{USERS}/{id}");
    let before = management.get(&path).await.body;
    let body = json!({ "primaryPhone": OTHER_PHONE, "name": "Bo" });
    assert_refused(&management.patch(&path, body).await, 422, "user.phone_already_in_use");
    assert_refused(&management.patch(&path, json!({ "primaryPhone": "12" })).await, 422, "user.invalid_phone");
    let plus = json!({ "primaryPhone": "+12015550199", "name": "Bo" });
    assert_refused(&management.patch(&path, plus).await, 400, "guard.invalid_input");
    let username = json!({ "username": "bo" });
    assert_refused(&management.patch(&path, username).await, 501, "request.feature_not_supported");
    assert_eq!(management.get(&path).await.body, before);
}

#[tokio::test]
async fn nobody_cannot_be_changed() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    assert_refused(&management.patch("/api/users/nobody", json!({ "name": "Bo" })).await, 404, "entity.not_found");
}

#[tokio::test]
async fn a_changed_number_signs_in_and_the_old_one_is_free() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let old = offline_tokens(&provider).await;
    let id = jwt(text(&old, "id_token")).1["sub"].as_str().unwrap().to_owned();
    management.patch(&format!("{USERS}/{id}"), json!({ "primaryPhone": OTHER_PHONE })).await;
    assert_eq!(userinfo(&provider, text(&old, "access_token")).await.body["phone_number"], OTHER_PHONE);
    assert_eq!(refresh(&provider, text(&old, "refresh_token")).await.status, 200, "nobody is signed out by it");
    let stranger = jwt(text(&tokens(&provider, &[]).await, "id_token")).1;
    assert_ne!(stranger["sub"], id.as_str());
}

#[tokio::test]
async fn who_has_no_number_has_no_verified_one() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let tokens = tokens(&provider, &[]).await;
    let id = jwt(text(&tokens, "id_token")).1["sub"].as_str().unwrap().to_owned();
    management.patch(&format!("{USERS}/{id}"), json!({ "primaryPhone": null })).await;
    let claims = userinfo(&provider, text(&tokens, "access_token")).await.body;
    assert_eq!((&claims["phone_number"], &claims["phone_number_verified"]), (&Value::Null, &json!(false)));
}

#[tokio::test]
async fn a_token_of_a_person_changes_nobody() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let url = format!("{}/api/users", provider.endpoint());
    let bearer = format!("Bearer {}", text(&tokens, "access_token"));
    assert_refused(&answer(http().get(url).header("authorization", bearer)).await, 401, "auth.unauthorized");
}

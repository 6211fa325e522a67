//! Canned answers, held ones and the record, for the Management API.

use std::time::{Duration, Instant};

use logto::dev_provider::{Canned, RecordedRequest};
use reqwest::Method;
use serde_json::json;

use crate::management::{Management, assert_refused};
use crate::management_users_create::{USERS, create, created};
use crate::management_verification_codes::send;
use crate::support::{PHONE, answer, http, start};

fn canned(status: u16, code: &str) -> Canned {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let body = json!({ "code": code, "message": "scripted" }).to_string();
    Canned { status, headers, body, ..Canned::default() }
}

#[tokio::test]
async fn gives_a_canned_answer_once_and_does_nothing() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    provider.next_response("/api/verification-codes", canned(400, "connector.general"));
    provider.next_response("/api/verification-codes", canned(500, "x"));
    assert_refused(&send(&management, PHONE).await, 400, "connector.general");
    assert_refused(&send(&management, PHONE).await, 500, "x");
    assert!(provider.messages(PHONE).is_empty());
    assert_eq!(send(&management, PHONE).await.status, 204);
}

#[tokio::test]
async fn a_canned_answer_needs_no_authorization() {
    let provider = start().await;
    provider.next_response(USERS, canned(503, "down"));
    let url = format!("{}{USERS}", provider.endpoint());
    assert_refused(&answer(http().get(url)).await, 503, "down");
}

#[tokio::test]
async fn a_name_may_have_a_method_and_an_open_end_and_the_closest_comes_first() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for name in ["/api/*", "PATCH /api/*", "/api/users/*", "POST /api/users", "/api/users"] {
        provider.next_response(name, canned(400, name));
    }
    let code = async |method: Method, path: &str| answer(management.request(method, path)).await.body["code"].clone();
    assert_eq!(code(Method::POST, "/api/users").await, "POST /api/users");
    assert_eq!(code(Method::POST, "/api/users").await, "/api/users");
    assert_eq!(code(Method::PATCH, "/api/users/x").await, "/api/users/*", "the closer path, before the method");
    assert_eq!(code(Method::PATCH, "/api/users/x").await, "PATCH /api/*");
    assert_eq!(code(Method::GET, "/api/users").await, "/api/*");
    assert_eq!(code(Method::GET, "/api/users/x").await, "entity.not_found", "nothing is scripted any more");
    provider.next_response("GET /oidc/jwks", canned(418, "teapot"));
    assert_eq!(answer(http().get(format!("{}/oidc/jwks", provider.endpoint()))).await.status, 418);
}

#[tokio::test]
async fn a_held_answer_is_made_at_once() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let mut held = provider.hold_next("POST /api/users");
    let mut late = std::pin::pin!(create(&management, PHONE));
    tokio::select! {
        () = held.made() => {}
        _ = &mut late => panic!("the answer came before it was released"),
    }
    // Somebody else asks meanwhile: the number is taken already.
    assert_refused(&create(&management, PHONE).await, 422, "user.phone_already_in_use");
    held.release();
    assert_eq!(late.await.status, 200);
}

#[tokio::test]
async fn an_answer_can_come_late() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    provider.delay_next("/api/verification-codes/*", Duration::from_millis(300));
    let before = Instant::now();
    let verify = json!({ "phone": PHONE, "verificationCode": "000000" });
    let late = management.post("/api/verification-codes/verify", verify).await;
    assert!(before.elapsed() >= Duration::from_millis(300));
    assert_refused(&late, 400, "verification_code.not_found");
}

#[tokio::test]
async fn records_calls_and_no_number() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    provider.clear_requests();
    let id = created(&management, PHONE).await;
    send(&management, PHONE).await;
    management.get(&format!("{USERS}?search.primaryPhone={PHONE}")).await;
    let canned_too = format!("{USERS}/{id}/is-suspended");
    provider.next_response(&canned_too, canned(500, "x"));
    management.patch(&canned_too, json!({ "isSuspended": true })).await;
    management.delete(&format!("{USERS}/{id}")).await;
    let call = |method: &str, path: &str| RecordedRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        ..RecordedRequest::default()
    };
    let expected = [
        call("POST", USERS),
        call("POST", "/api/verification-codes"),
        call("GET", USERS),
        call("PATCH", &canned_too),
        call("DELETE", &format!("{USERS}/{id}")),
    ];
    assert_eq!(provider.requests(), expected);
    assert!(!format!("{:?}", provider.requests()).contains(PHONE));
}

#[tokio::test]
async fn records_what_a_machine_asks_the_token_endpoint_for() {
    let provider = start().await;
    let token = Management::of(&provider).await.authorization;
    let [recorded] = provider.requests().try_into().unwrap();
    let expected = RecordedRequest {
        method: "POST".to_owned(),
        path: "/oidc/token".to_owned(),
        grant_type: Some("client_credentials".to_owned()),
        resource: Some(crate::support::MANAGEMENT_API.to_owned()),
        scope: Some("all".to_owned()),
        ..RecordedRequest::default()
    };
    assert_eq!(recorded, expected);
    assert!(!format!("{recorded:?}").contains(&token));
}

#[tokio::test]
async fn an_outage_is_an_outage_of_the_management_api_too() {
    let mut provider = start().await;
    let token = Management::of(&provider).await.authorization;
    let url = format!("{}{USERS}", provider.endpoint());
    provider.pause();
    assert!(http().get(&url).header("authorization", &token).send().await.unwrap_err().is_connect());
    provider.resume().unwrap();
    let back = answer(http().get(&url).header("authorization", &token)).await;
    assert_eq!((back.status, back.body), (200, json!([])));
}

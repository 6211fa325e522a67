//! `POST /api/verification-codes/verify`.

use std::time::Duration;

use serde_json::json;

use crate::hosted_pages::{begin, enter_phone};
use crate::management::{Management, assert_refused};
use crate::management_verification_codes::send;
use crate::support::{Answer, OTHER_PHONE, PHONE, start};

const VERIFY: &str = "/api/verification-codes/verify";

async fn verify(management: &Management<'_>, phone: &str, code: &str) -> Answer {
    management.post(VERIFY, json!({ "phone": phone, "verificationCode": code })).await
}

/// The code in a new text.
async fn new_code(management: &Management<'_>, phone: &str) -> String {
    assert_eq!(send(management, phone).await.status, 204);
    management.provider.messages(phone)[0].code.clone()
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test]
async fn a_right_code_is_used_up() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    let answer = verify(&management, PHONE, &code).await;
    assert_eq!((answer.status, answer.body), (204, json!(null)));
    assert_refused(&verify(&management, PHONE, &code).await, 400, "verification_code.not_found");
}

#[tokio::test]
async fn a_number_without_a_code_is_told_so() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    assert_refused(&verify(&management, OTHER_PHONE, &code).await, 400, "verification_code.not_found");
    assert_eq!(verify(&management, PHONE, &code).await.status, 204);
}

#[tokio::test]
async fn a_wrong_code_leaves_the_right_one_nine_more_tries() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    for attempt in [wrong(&code), &code[..5], &spaced, "x", wrong(&code)] {
        assert_refused(&verify(&management, PHONE, attempt).await, 400, "verification_code.code_mismatch");
    }
    for _ in 0..4 {
        assert_refused(&verify(&management, PHONE, wrong(&code)).await, 400, "verification_code.code_mismatch");
    }
    assert_eq!(verify(&management, PHONE, &code).await.status, 204);
}

#[tokio::test]
async fn ten_wrong_tries_kill_a_code_and_a_new_text_begins_anew() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    for _ in 0..10 {
        assert_refused(&verify(&management, PHONE, wrong(&code)).await, 400, "verification_code.code_mismatch");
    }
    for attempt in [&code, wrong(&code)] {
        assert_refused(&verify(&management, PHONE, attempt).await, 400, "verification_code.exceed_max_try");
    }
    provider.advance(Duration::from_secs(600));
    assert_refused(&verify(&management, PHONE, &code).await, 400, "verification_code.expired");
    let code = new_code(&management, PHONE).await;
    assert_eq!(verify(&management, PHONE, &code).await.status, 204);
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    provider.advance(Duration::from_secs(595));
    assert_eq!(verify(&management, PHONE, &code).await.status, 204);
    let code = new_code(&management, PHONE).await;
    provider.advance(Duration::from_secs(600));
    for attempt in [&code, wrong(&code)] {
        assert_refused(&verify(&management, PHONE, attempt).await, 400, "verification_code.expired");
    }
}

#[tokio::test]
async fn a_new_text_replaces_the_old_code() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let old = new_code(&management, PHONE).await;
    let mut new = new_code(&management, PHONE).await;
    while new == old {
        new = new_code(&management, PHONE).await;
    }
    assert_refused(&verify(&management, PHONE, &old).await, 400, "verification_code.code_mismatch");
    assert_eq!(verify(&management, PHONE, &new).await.status, 204);
}

#[tokio::test]
async fn a_text_that_could_not_be_sent_replaces_the_old_code_and_one_over_the_limit_does_not() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    provider.set_sms_connector(false);
    send(&management, PHONE).await;
    assert_ne!(verify(&management, PHONE, &code).await.status, 204);
    provider.set_sms_connector(true);
    let mut last = code;
    for _ in 0..9 {
        last = new_code(&management, PHONE).await;
    }
    assert_eq!(send(&management, PHONE).await.status, 429);
    assert_eq!(verify(&management, PHONE, &last).await.status, 204);
}

#[tokio::test]
async fn the_code_of_a_hosted_sign_in_is_another() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    enter_phone(&begin(&provider, &[]).await, PHONE).await;
    let hosted = provider.messages(PHONE)[0].code.clone();
    assert_refused(&verify(&management, PHONE, &hosted).await, 400, "verification_code.not_found");
}

#[tokio::test]
async fn refuses_what_is_not_of_its_form() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    new_code(&management, PHONE).await;
    for body in [
        json!({ "phone": "+12015550123", "verificationCode": "000000" }),
        json!({ "phone": PHONE, "verificationCode": "" }),
        json!({ "phone": PHONE, "verificationCode": 0 }),
        json!({ "phone": PHONE }),
        json!({ "verificationCode": "000000" }),
        json!("000000"),
    ] {
        assert_refused(&management.post(VERIFY, body).await, 400, "guard.invalid_input");
    }
}

#[tokio::test]
async fn verifying_neither_finds_nor_creates_a_user() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let code = new_code(&management, PHONE).await;
    assert_eq!(verify(&management, PHONE, &code).await.status, 204);
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let code = browser.newest_code(PHONE).await.unwrap();
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    assert_eq!(crate::hosted_pages::location(&response), "/create-account");
}

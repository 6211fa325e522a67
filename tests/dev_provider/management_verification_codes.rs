//! `POST /api/verification-codes`.

use std::time::Duration;

use logto::dev_provider::{Application, DevProvider};
use reqwest::Method;
use serde_json::json;

use crate::hosted_pages::{begin, enter_phone, html, location};
use crate::management::{Management, assert_refused};
use crate::support::{Answer, OTHER_PHONE, PHONE, answer, application, builder, machine, start};

const CODES: &str = "/api/verification-codes";

pub async fn send(management: &Management<'_>, phone: &str) -> Answer {
    management.post(CODES, json!({ "phone": phone })).await
}

#[tokio::test]
async fn sends_six_digits_to_the_inbox() {
    let provider = start().await;
    let answer = send(&Management::of(&provider).await, PHONE).await;
    assert_eq!((answer.status, answer.body), (204, json!(null)));
    let [message] = provider.messages(PHONE).try_into().unwrap();
    assert_eq!(message.to, PHONE);
    assert!(message.code.len() == 6 && message.code.bytes().all(|byte| byte.is_ascii_digit()));
    let words =
        format!("Your Logto verification code is {}. The code will remain active for 10 minutes.", message.code);
    assert_eq!(message.body, format!("{words}\n\n@localhost #{}", message.code));
}

#[tokio::test]
async fn a_text_is_bound_to_no_page_where_no_application_has_one() {
    let provider = DevProvider::builder().machine_to_machine(machine()).start().await.unwrap();
    send(&Management::of(&provider).await, PHONE).await;
    assert!(provider.messages(PHONE)[0].body.ends_with(" for 10 minutes."));
    let loopback = Application { redirect_uris: vec!["http://127.0.0.1:3000/callback".to_owned()], ..application() };
    let builder = DevProvider::builder().machine_to_machine(machine()).application(loopback);
    let provider = builder.start().await.unwrap();
    send(&Management::of(&provider).await, PHONE).await;
    let [message] = provider.messages(PHONE).try_into().unwrap();
    assert!(message.body.ends_with(&format!("\n@127.0.0.1 #{}", message.code)));
}

#[tokio::test]
async fn the_inbox_page_shows_the_text() {
    let provider = start().await;
    send(&Management::of(&provider).await, PHONE).await;
    let page = html(&provider.browser().unwrap(), "/inbox").await;
    assert!(page.contains("+1 201-555-0123") && page.contains("Your Logto verification code is "), "{page}");
}

#[tokio::test]
async fn takes_any_digits() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for phone in ["15551230003", "7", "0000000000000000000000"] {
        assert_eq!(send(&management, phone).await.status, 204, "{phone}");
        assert_eq!(provider.messages(phone).len(), 1, "{phone}");
    }
    send(&management, "610412345678").await;
    assert_eq!(provider.messages("61412345678").len(), 1, "a text goes to the number without its national prefix");
}

#[tokio::test]
async fn refuses_what_is_no_digits() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for body in [
        json!({ "phone": "+12015550123" }),
        json!({ "phone": "1 201 555 0123" }),
        json!({ "phone": "" }),
        json!({ "phone": 12_015_550_123_u64 }),
        json!({ "phone": null }),
        json!({ "number": PHONE }),
        json!({}),
        json!([PHONE]),
    ] {
        let answer = management.post(CODES, body.clone()).await;
        assert_refused(&answer, 400, "guard.invalid_input");
        assert_eq!(answer.body["message"], "The request body is invalid.");
        assert!(answer.body["details"].is_string() && answer.body["data"]["issues"].is_array(), "{body}");
    }
    assert!(provider.messages(PHONE).is_empty());
}

#[tokio::test]
async fn refuses_a_body_that_is_no_json() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let post = |content_type: &'static str, body: &'static str| {
        answer(management.request(Method::POST, CODES).header("content-type", content_type).body(body))
    };
    let malformed = post("application/json", r#"{"phone":"12015550123""#).await;
    assert_eq!((malformed.status, malformed.body.get("code")), (400, None));
    assert!(malformed.body["message"].is_string() && !malformed.body.to_string().contains(PHONE));
    let form = post("application/x-www-form-urlencoded", "phone=12015550123").await;
    assert_refused(&form, 400, "guard.invalid_input");
}

#[tokio::test]
async fn the_eleventh_text_to_a_number_within_ten_minutes_is_refused() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for sent in 0..10 {
        // One number, in whatever way it is written.
        let phone = if sent % 2 == 0 { "61412345678" } else { "610412345678" };
        assert_eq!(send(&management, phone).await.status, 204);
        provider.advance(Duration::from_secs(10));
    }
    assert_refused(&send(&management, "61412345678").await, 429, "request.message_rate_limited");
    assert_eq!(provider.messages("61412345678").len(), 10);
    assert_eq!(send(&management, OTHER_PHONE).await.status, 204);
    provider.advance(Duration::from_secs(501));
    assert_eq!(send(&management, "61412345678").await.status, 204, "the first is ten minutes old");
    assert_refused(&send(&management, "61412345678").await, 429, "request.message_rate_limited");
}

#[tokio::test]
async fn texts_of_the_hosted_page_count_too() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    for _ in 0..9 {
        assert_eq!(send(&management, PHONE).await.status, 204);
    }
    assert_refused(&send(&management, PHONE).await, 429, "request.message_rate_limited");
    assert_eq!(browser.post("/code/new", &[]).await.unwrap().status(), 429);
}

#[tokio::test]
async fn without_an_sms_connector_nothing_is_sent() {
    let switched = start().await;
    switched.set_sms_connector(false);
    for provider in [switched, builder().without_sms_connector().start().await.unwrap()] {
        let management = Management::of(&provider).await;
        for _ in 0..11 {
            let answer = send(&management, PHONE).await;
            assert_refused(&answer, 501, "connector.not_found");
            assert_eq!(answer.body["message"], "Cannot find any available connector for type: Sms.");
        }
        let browser = begin(&provider, &[]).await;
        let page = browser.post("/sign-in", &[("phone", PHONE)]).await.unwrap();
        assert_eq!(page.status(), 501);
        assert!(page.text().await.unwrap().contains("connector.not_found"));
        assert!(provider.messages(PHONE).is_empty());
        provider.set_sms_connector(true);
        assert_eq!(send(&management, PHONE).await.status, 204, "what was not sent does not count");
        assert_eq!(location(&browser.post("/sign-in", &[("phone", PHONE)]).await.unwrap()), "/code");
    }
}

#[tokio::test]
async fn there_is_no_email_connector() {
    let provider = start().await;
    let answer = Management::of(&provider).await.post(CODES, json!({ "email": "a@b.example" })).await;
    assert_refused(&answer, 501, "connector.not_found");
}

#[tokio::test]
async fn neither_number_nor_code_is_shown_in_a_log() {
    let provider = start().await;
    send(&Management::of(&provider).await, PHONE).await;
    let messages = provider.messages(PHONE);
    let shown = format!("{messages:?} {:?}", provider.requests());
    assert!(!shown.contains(PHONE) && !shown.contains(&messages[0].code), "{shown}");
}

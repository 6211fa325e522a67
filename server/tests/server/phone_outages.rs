//! Each of Logto's refusals has a sentence of its own, and an outage costs nobody anything that they had.

use http::StatusCode;
use logto::dev_provider::Canned;
use serde_json::json;

use crate::{
    house::{House, PHONE},
    phone::signing_in::{handle, newest_code, send_code, verify_code},
};

const CODES: &str = "/api/verification-codes";
const VERIFY: &str = "/api/verification-codes/verify";

fn refusal(status: u16, code: &str, data: serde_json::Value) -> Canned {
    Canned {
        status,
        headers: vec![("content-type".to_owned(), "application/json".to_owned())],
        body: json!({ "code": code, "message": "no", "data": data }).to_string(),
        ..Canned::default()
    }
}

fn outage() -> Canned {
    Canned { status: 500, ..Canned::default() }
}

#[tokio::test]
async fn says_why_no_text_was_sent() {
    let house = House::open_embedded(&[]).await;
    let twilio = json!({ "message": r#"{"code":21408,"message":"Permission to send an SMS to +12015550123"}"# });
    for (answer, status, says) in [
        (refusal(429, "request.message_rate_limited", json!(null)), 429, "Too many codes"),
        (refusal(501, "connector.not_found", json!(null)), 503, "mistake is on our side"),
        (refusal(400, "connector.general", twilio), 503, "could not be sent to this number"),
        (refusal(400, "guard.invalid_input", json!(null)), 422, "cannot be used to sign in"),
        (outage(), 503, "does not answer"),
    ] {
        house.provider.next_response(CODES, answer);
        let mut visitor = house.visitor();
        let fields = [("country", "US"), ("number", "(201) 555-0123")];
        let sent = visitor.post_form("/phone/send-code", &fields).await;
        let page = visitor.get(sent.location().unwrap()).await;
        assert_eq!(page.status.as_u16(), status, "{says}");
        assert!(page.body.contains(says), "{says}: {}", page.body);
        assert!(page.body.contains("(201) 555-0123"), "what was typed is gone");
        assert!(!page.body.contains("Permission to send"), "Twilio's own words are shown");
        if status == 429 || says == "does not answer" {
            assert!(page.header("retry-after").is_some(), "{says}");
        }
    }
}

#[tokio::test]
async fn says_what_logto_says_of_a_code() {
    let house = House::open_embedded(&[("PHONE_TEXTS_PER_NUMBER", "50/1h")]).await;
    for (code, status, says) in [
        ("verification_code.expired", 422, "too old"),
        ("verification_code.exceed_max_try", 422, "wrong too often"),
        ("verification_code.not_found", 410, "no longer works"),
        ("verification_code.code_mismatch", 422, "not right"),
    ] {
        let mut visitor = house.visitor();
        let sent = send_code(&mut visitor, PHONE).await;
        house.provider.next_response(VERIFY, refusal(400, code, json!(null)));
        let answer = verify_code(&mut visitor, &handle(&sent), "123456").await;
        let page = visitor.get(answer.location().unwrap()).await;
        assert_eq!(page.status.as_u16(), status, "{code}");
        assert!(page.body.contains(says), "{code}: {}", page.body);
    }
}

#[tokio::test]
async fn an_outage_at_the_code_lets_the_same_code_be_tried_again() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    let code = newest_code(&house.provider, PHONE);
    house.provider.next_response(VERIFY, outage());
    let answer = verify_code(&mut visitor, &handle(&sent), &code).await;
    let page = visitor.get(answer.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.header("retry-after").is_some());
    assert_eq!(verify_code(&mut visitor, &handle(&sent), &code).await.location(), Some("/phone/done"));
}

#[tokio::test]
async fn an_outage_after_the_code_costs_no_new_code() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    house.provider.next_response("/api/users", outage());
    let answer = verify_code(&mut visitor, &handle(&sent), &newest_code(&house.provider, PHONE)).await;
    let page = visitor.get(answer.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("Try again") && !page.body.contains(r#"name="code""#), "{}", page.body);
    // Nobody else can go on from there.
    let mut stranger = house.visitor();
    stranger.post_field("/phone/verify-code", "v", &handle(&sent)).await;
    assert!(!stranger.is_signed_in().await);
    // The code itself was used up at Logto; nobody asks for it again.
    let again = visitor.post_field("/phone/verify-code", "v", &handle(&sent)).await;
    assert_eq!(again.location(), Some("/phone/done"));
    assert!(visitor.is_signed_in().await);
}

#[tokio::test]
async fn heals_when_logto_comes_back() {
    let mut house = House::open_embedded(&[
        ("PHONE_TEXTS_PER_NUMBER", "500/1h"),
        ("PHONE_TEXTS_PER_ADDRESS", "500/1h"),
        ("PHONE_TEXTS_PER_ADDRESS_DAILY", "500/1h"),
    ])
    .await;
    house.provider.pause();
    let mut visitor = house.visitor();
    let answer = send_code(&mut visitor, PHONE).await;
    assert_eq!(visitor.get(answer.location().unwrap()).await.status, StatusCode::SERVICE_UNAVAILABLE);
    house.provider.resume().unwrap();
    let healed = async {
        loop {
            let answer = send_code(&mut visitor, "12015550188").await;
            if answer.location().unwrap().starts_with("/phone/code?") {
                return;
            }
            // A failure is shared for a second.
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), healed).await.unwrap();
    assert!(!house.provider.messages("12015550188").is_empty());
}

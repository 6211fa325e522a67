//! Codes by text message: each of Logto's answers to its own error.

use logto::{SendCodeError, VerifyCodeError};
use serde_json::{Value, json};

use crate::{
    house::{House, PHONE, phone},
    stand_in::Reply,
};

const SEND: &str = "POST /api/verification-codes";
const VERIFY: &str = "POST /api/verification-codes/verify";

async fn sent(reply: Reply) -> Result<(), SendCodeError> {
    let house = House::new().await;
    house.server.on(SEND, reply);
    house.api().send_verification_code(&phone()).await
}

async fn verified(reply: Reply) -> Result<(), VerifyCodeError> {
    let house = House::new().await;
    house.server.on(VERIFY, reply);
    house.api().verify_verification_code(&phone(), "123456").await
}

#[tokio::test]
async fn sends_a_code_to_digits_without_plus() {
    let house = House::new().await;
    house.server.on(SEND, Reply::text(204, ""));
    house.api().send_verification_code(&phone()).await.unwrap();
    let asked = house.server.asked(SEND).remove(0);
    assert_eq!(serde_json::from_str::<Value>(&asked.body).unwrap(), json!({ "phone": PHONE }));
    assert_eq!(asked.content_type, "application/json");
}

#[tokio::test]
async fn verifies_the_code_of_a_number() {
    let house = House::new().await;
    house.server.on(VERIFY, Reply::text(204, ""));
    house.api().verify_verification_code(&phone(), "012345").await.unwrap();
    let body: Value = serde_json::from_str(&house.server.asked(VERIFY)[0].body).unwrap();
    assert_eq!(body, json!({ "phone": PHONE, "verificationCode": "012345" }));
}

#[tokio::test]
async fn says_why_no_code_was_sent() {
    for (status, logtos, code) in [
        (429, "request.message_rate_limited", "send_code.too_many_texts"),
        (429, "request.rate_limited", "management.rate_limited"),
        (501, "connector.not_found", "send_code.no_connector"),
        (501, "connector.not_implemented", "send_code.connector_refused"),
        (400, "connector.general", "send_code.connector_refused"),
        (400, "connector.invalid_config", "send_code.connector_refused"),
        (400, "connector.template_not_found", "send_code.connector_refused"),
        (429, "connector.rate_limit_exceeded", "management.rate_limited"),
        (400, "guard.invalid_input", "send_code.invalid_phone"),
        (501, "", "management.unavailable"),
        (500, "", "management.unavailable"),
        (400, "request.message_rate_limited", "management.refused"),
    ] {
        assert_eq!(sent(Reply::error(status, logtos)).await.unwrap_err().code(), code, "{status} {logtos}");
    }
}

#[tokio::test]
async fn keeps_the_number_of_twilios_error_and_nothing_else() {
    let twilio = json!({
        "code": 21211,
        "message": format!("Invalid 'To' Phone Number: +{PHONE}"),
        "more_info": "https://www.twilio.com/docs/errors/21211",
        "status": 400,
    });
    for (data, expected) in [
        (json!({ "message": twilio.to_string() }), Some(21211)),
        (json!(twilio.to_string()), Some(21211)),
        (json!({ "message": format!("<h1>+{PHONE}</h1>") }), None),
        (json!({ "message": r#"{"code":"21211"}"# }), None),
        (json!({ "message": r#"{"code":-1}"# }), None),
        (json!({ "message": 5 }), None),
        (json!({}), None),
        (Value::Null, None),
    ] {
        let body = json!({ "code": "connector.general", "message": format!("refused +{PHONE}"), "data": data });
        let error = sent(Reply::json(400, &body)).await.unwrap_err();
        assert!(matches!(error, SendCodeError::ConnectorRefused { code } if code == expected), "{data}: {error:?}");
        assert!(!format!("{error} {error:?}").contains(PHONE), "{error:?}");
    }
}

#[tokio::test]
async fn says_why_a_code_does_not_count() {
    for (status, logtos, code) in [
        (400, "verification_code.code_mismatch", "verify_code.code_mismatch"),
        (400, "verification_code.expired", "verify_code.expired"),
        (400, "verification_code.exceed_max_try", "verify_code.too_many_tries"),
        (400, "verification_code.not_found", "verify_code.not_found"),
        (400, "guard.invalid_input", "verify_code.code_mismatch"),
        (400, "verification_code.phone_mismatch", "management.refused"),
        (422, "verification_code.expired", "management.refused"),
        (500, "", "management.unavailable"),
    ] {
        assert_eq!(verified(Reply::error(status, logtos)).await.unwrap_err().code(), code, "{status} {logtos}");
    }
}

#[tokio::test]
async fn takes_no_redirect_for_a_verified_code() {
    for status in [302, 304] {
        assert_eq!(verified(Reply::text(status, "")).await.unwrap_err().code(), "management.refused", "{status}");
    }
}

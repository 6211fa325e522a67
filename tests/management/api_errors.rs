//! What every call may be answered, whichever it is.

use std::time::Duration;

use logto::ManagementError;
use serde_json::json;

use crate::{
    house::{House, phone},
    stand_in::Reply,
};

const USER: &str = "GET /api/users/u1";

async fn answered(reply: Reply) -> ManagementError {
    let house = House::new().await;
    house.server.on(USER, reply);
    house.api().user("u1").await.unwrap_err()
}

#[tokio::test]
async fn maps_each_status_to_its_error() {
    for (reply, code, is_outage) in [
        (Reply::error(401, "auth.unauthorized"), "management.unauthorized", true),
        (Reply::error(401, "auth.authorization_header_missing"), "management.unauthorized", true),
        (Reply::text(401, ""), "management.unauthorized", true),
        (Reply::error(403, "auth.forbidden"), "management.forbidden", true),
        (Reply::error(403, "subscription.limit_exceeded"), "management.refused", false),
        (Reply::error(429, "request.rate_limited"), "management.rate_limited", true),
        (Reply::text(500, ""), "management.unavailable", true),
        (Reply::json(500, &json!({ "message": "Internal server error." })), "management.unavailable", true),
        (Reply::text(503, "<h1>Busy</h1>"), "management.unavailable", true),
        (Reply::error(400, "guard.invalid_input"), "management.refused", false),
        (Reply::error(422, "entity.db_constraint_violated"), "management.refused", false),
        (Reply::text(302, ""), "management.refused", false),
        (Reply::text(200, "<h1>Hello</h1>"), "management.malformed", true),
        (Reply::text(200, r#"{"id":"u1","isSus"#), "management.malformed", true),
        (Reply::text(200, ""), "management.malformed", true),
        (Reply::text(200, &" ".repeat(3_000_000)), "management.unavailable", true),
    ] {
        let error = answered(reply.clone()).await;
        assert_eq!((error.code(), error.is_outage()), (code, is_outage), "{} {:.80}", reply.status, reply.body);
    }
}

#[tokio::test]
async fn keeps_the_status_and_logtos_code_of_a_refusal() {
    let error = answered(Reply::error(422, "user.username_already_in_use")).await;
    assert!(
        matches!(error, ManagementError::Refused { status: 422, ref code } if code == "user.username_already_in_use")
    );
}

#[tokio::test]
async fn keeps_of_a_code_only_what_is_written_like_one_and_not_much_of_it() {
    let error = answered(Reply::error(400, "user.<script>\n\"Ä A1_")).await;
    assert!(matches!(error, ManagementError::Refused { ref code, .. } if code == "user.script1_"), "{error}");
    let error = answered(Reply::error(400, &"a.".repeat(1000))).await;
    assert!(matches!(error, ManagementError::Refused { ref code, .. } if code.len() == 64), "{error}");
    for body in [json!({ "code": 5 }), json!({ "code": null }), json!([]), json!("x")] {
        let error = answered(Reply::json(400, &body)).await;
        assert!(matches!(error, ManagementError::Refused { ref code, .. } if code.is_empty()), "{error}");
    }
}

#[tokio::test]
async fn says_how_long_to_wait() {
    for (value, seconds) in [
        (Some("30"), Some(30)),
        (Some(" 7 "), Some(7)),
        (Some("99999999999"), Some(86_400)),
        (Some("-1"), None),
        (Some("Wed, 21 Oct 2026 07:28:00 GMT"), None),
        (None, None),
    ] {
        let mut reply = Reply::error(429, "request.rate_limited");
        reply.headers.extend(value.map(|value| ("retry-after", value.to_owned())));
        let error = answered(reply).await;
        let expected = seconds.map(Duration::from_secs);
        assert!(
            matches!(error, ManagementError::RateLimited { retry_after } if retry_after == expected),
            "{value:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn says_what_to_do_when_the_role_is_missing() {
    for (status, code) in [(401, "auth.unauthorized"), (403, "auth.forbidden")] {
        let error = answered(Reply::error(status, code)).await.to_string();
        assert!(error.contains("give") && error.contains("role") && error.contains("LOGTO_M2M_APP_ID"), "{error}");
    }
}

#[tokio::test]
async fn repeats_no_call_that_may_have_been_done() {
    for status in [400, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504] {
        let house = House::new().await;
        let send = "POST /api/verification-codes";
        house.server.on(send, Reply::text(status, ""));
        house.api().send_verification_code(&phone()).await.unwrap_err();
        assert_eq!(house.server.asked_times(send), 1, "{status}");
    }
}

#[tokio::test]
async fn follows_no_redirect_with_its_token() {
    let house = House::new().await;
    let mut reply = Reply::text(307, "");
    reply.headers.push(("location", format!("{}/api/elsewhere", house.server.endpoint)));
    house.server.on(USER, reply);
    assert_eq!(house.api().user("u1").await.unwrap_err().code(), "management.refused");
    assert_eq!(house.server.asked_times("GET /api/elsewhere"), 0);
}

#[tokio::test]
async fn says_that_nobody_answers() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = crate::house::client(&endpoint, &Default::default());
    let error = client.management().unwrap().user("u1").await.unwrap_err();
    assert_eq!((error.code(), error.is_outage()), ("management.unavailable", true));
}

#[tokio::test]
async fn waits_for_the_sms_provider_but_not_for_ever() {
    let (slow, dead) = tokio::join!(send_while_logto_waits(5), send_while_logto_waits(60));
    slow.unwrap();
    assert_eq!(dead.unwrap_err().code(), "management.unavailable");
}

async fn send_while_logto_waits(seconds: u64) -> Result<(), logto::SendCodeError> {
    let house = House::new().await;
    let send = "POST /api/verification-codes";
    house.server.on(send, Reply::text(204, ""));
    house.server.hold(send);
    let server = house.server.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        server.release(send);
    });
    house.api().send_verification_code(&phone()).await
}

#[tokio::test]
async fn is_not_there_without_an_m2m_application() {
    let origin = |text| logto::Origin::parse(text).unwrap();
    let secret = logto::Secret::new("web-s3cret");
    let config = logto::LogtoConfig::new(origin("https://x.logto.app"), "web", secret, origin("http://localhost:3000"));
    let client = logto::LogtoClient::new(config, logto::Clock::system()).unwrap();
    assert!(client.management().is_none());
}

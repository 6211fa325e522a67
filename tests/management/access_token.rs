//! The access token of the M2M application: one for all, replaced in time, healed when it is refused.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use time::Duration;
use tokio::task::JoinSet;

use crate::{
    house::{House, phone},
    stand_in::{Reply, TOKEN, token_reply},
};

const VERIFY: &str = "POST /api/verification-codes/verify";

async fn house() -> House {
    let house = House::new().await;
    house.server.on(VERIFY, Reply::text(204, ""));
    house
}

impl House {
    async fn verify(&self) -> Result<(), &'static str> {
        self.api().verify_verification_code(&phone(), "123456").await.map_err(|error| error.code())
    }

    /// The tokens with which the API was called, oldest first.
    fn bearers(&self) -> Vec<String> {
        self.server.api_calls().into_iter().map(|asked| asked.authorization.replace("Bearer t0ken-", "")).collect()
    }
}

#[tokio::test]
async fn asks_with_http_basic_for_all_permissions_of_the_resource() {
    let house = house().await;
    house.verify().await.unwrap();
    let asked = house.server.asked(TOKEN).remove(0);
    let pair = STANDARD.decode(asked.authorization.strip_prefix("Basic ").unwrap()).unwrap();
    assert_eq!(String::from_utf8(pair).unwrap(), "m2m%21%2BID:m2m-s3cret%3A%2F%25%2B%C3%A4");
    assert_eq!(asked.content_type, "application/x-www-form-urlencoded");
    let params: Vec<(String, String)> = url::form_urlencoded::parse(asked.body.as_bytes()).into_owned().collect();
    let expected =
        [("grant_type", "client_credentials"), ("resource", "https://default.logto.app/api"), ("scope", "all")];
    assert_eq!(params, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn asks_once_for_a_hundred_callers() {
    let house = house().await;
    house.server.hold(TOKEN);
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let api = house.api();
        callers.spawn(async move { api.verify_verification_code(&phone(), "123456").await.unwrap() });
    }
    house.server.arrival(TOKEN).await;
    house.server.release(TOKEN);
    callers.join_all().await;
    assert_eq!(house.server.asked_times(TOKEN), 1);
    assert_eq!(house.bearers(), vec!["1"; 100]);
}

#[tokio::test]
async fn shares_a_failure_for_a_second_then_heals() {
    let house = house().await;
    house.server.on(TOKEN, Reply::text(503, "busy"));
    house.server.hold(TOKEN);
    let mut callers = JoinSet::new();
    for _ in 0..100 {
        let api = house.api();
        callers.spawn(async move { api.verify_verification_code(&phone(), "123456").await.unwrap_err().code() });
    }
    house.server.arrival(TOKEN).await;
    house.server.release(TOKEN);
    assert_eq!(callers.join_all().await, vec!["management.unavailable"; 100]);
    assert_eq!(house.server.asked_times(TOKEN), 1);
    assert_eq!(house.server.api_calls().len(), 0);

    house.server.off(TOKEN);
    house.advance(Duration::milliseconds(999));
    assert_eq!(house.verify().await, Err("management.unavailable"));
    assert_eq!(house.server.asked_times(TOKEN), 1);
    house.advance(Duration::milliseconds(1));
    house.verify().await.unwrap();
    assert_eq!(house.server.asked_times(TOKEN), 2);
}

#[tokio::test]
async fn replaces_the_token_a_minute_before_it_expires() {
    let house = house().await;
    house.verify().await.unwrap();
    house.advance(Duration::seconds(3600 - 61));
    house.verify().await.unwrap();
    house.advance(Duration::seconds(1));
    house.verify().await.unwrap();
    assert_eq!(house.bearers(), ["1", "1", "2"]);
}

#[tokio::test]
async fn uses_a_token_that_lives_a_minute_for_half_of_it() {
    let house = house().await;
    house.server.on_each(TOKEN, [token_reply("t0ken-a", 60), token_reply("t0ken-b", 60)]);
    house.verify().await.unwrap();
    house.advance(Duration::seconds(29));
    house.verify().await.unwrap();
    house.advance(Duration::seconds(1));
    house.verify().await.unwrap();
    assert_eq!(house.bearers(), ["a", "a", "b"]);
}

#[tokio::test]
async fn uses_the_last_minute_of_a_token_while_there_is_no_other() {
    let house = house().await;
    house.verify().await.unwrap();
    house.server.on(TOKEN, Reply::text(503, "busy"));
    house.advance(Duration::seconds(3599));
    house.verify().await.unwrap();
    assert_eq!(house.server.asked_times(TOKEN), 2);
    house.advance(Duration::seconds(1));
    assert_eq!(house.verify().await, Err("management.unavailable"));
    assert_eq!(house.bearers(), ["1", "1"]);
}

#[tokio::test]
async fn asks_once_more_with_a_new_token_when_the_api_refuses_the_old_one() {
    let house = house().await;
    house.verify().await.unwrap();
    house.server.revoke("t0ken-1");
    house.verify().await.unwrap();
    house.verify().await.unwrap();
    assert_eq!(house.bearers(), ["1", "1", "2", "2"]);
    assert_eq!(house.server.asked_times(TOKEN), 2);
}

#[tokio::test]
async fn asks_only_once_more() {
    let house = house().await;
    house.server.on(VERIFY, Reply::error(401, "auth.unauthorized"));
    assert_eq!(house.verify().await, Err("management.unauthorized"));
    assert_eq!(house.bearers(), ["1", "2"]);
}

#[tokio::test]
async fn does_not_throw_away_the_token_that_another_caller_has_brought_meanwhile() {
    let house = house().await;
    house.verify().await.unwrap();
    house.server.revoke("t0ken-1");
    let slow = "POST /api/verification-codes";
    house.server.on(slow, Reply::text(204, ""));
    house.server.hold(slow);
    let api = house.api();
    let sending = tokio::spawn(async move { api.send_verification_code(&phone()).await });
    house.server.arrival(slow).await;
    house.verify().await.unwrap();
    house.server.release(slow);
    sending.await.unwrap().unwrap();
    assert_eq!(house.server.asked_times(TOKEN), 2, "the good token was thrown away");
    assert_eq!(house.bearers(), ["1", "1", "1", "2", "2"]);
}

#[tokio::test]
async fn takes_a_connectors_401_for_the_connectors() {
    let house = house().await;
    let send = "POST /api/verification-codes";
    house.server.on(send, Reply::error(401, "connector.authorization_failed"));
    let error = house.api().send_verification_code(&phone()).await.unwrap_err();
    assert_eq!(error.code(), "send_code.connector_refused");
    assert_eq!(house.server.asked_times(send), 1, "the text may have been sent twice");
    assert_eq!(house.server.asked_times(TOKEN), 1);
}

#[tokio::test]
async fn has_a_new_token_for_the_next_call_once_the_role_is_given() {
    let house = house().await;
    house.server.on_each(VERIFY, [Reply::error(403, "auth.forbidden"), Reply::text(204, "")]);
    assert_eq!(house.verify().await, Err("management.forbidden"));
    house.verify().await.unwrap();
    assert_eq!(house.bearers(), ["1", "2"]);
}

#[tokio::test]
async fn says_why_there_is_no_token() {
    let oidc = |status, error: &str, description: &str| {
        let code = format!("oidc.{error}");
        let body = json!({ "code": code, "message": "m", "error": error, "error_description": description });
        Reply::json(status, &body)
    };
    for (reply, code) in [
        (oidc(401, "invalid_client", "client authentication failed"), "management.invalid_client"),
        (oidc(400, "invalid_client", "client is invalid"), "management.invalid_client"),
        (oidc(400, "invalid_request", "client secret has expired"), "management.invalid_client"),
        (oidc(400, "invalid_target", "resource indicator is missing, or unknown"), "management.invalid_target"),
        (oidc(400, "invalid_request", "something else"), "management.refused"),
        (oidc(400, "temporarily_unavailable", ""), "management.unavailable"),
        (Reply::text(500, ""), "management.unavailable"),
        (Reply::text(502, "<h1>Bad gateway</h1>"), "management.unavailable"),
        (Reply::text(302, ""), "management.malformed"),
        (Reply::text(200, "<h1>Hello</h1>"), "management.malformed"),
        (Reply::json(200, &json!({ "access_token": 5 })), "management.malformed"),
        (Reply::text(200, &" ".repeat(3_000_000)), "management.unavailable"),
    ] {
        let house = house().await;
        house.server.on(TOKEN, reply.clone());
        assert_eq!(house.verify().await, Err(code), "{} {:.80}", reply.status, reply.body);
        assert_eq!(house.server.api_calls().len(), 0);
    }
}

#[tokio::test]
async fn names_the_setting_that_is_wrong() {
    let house = house().await;
    for (error, names) in [
        ("invalid_client", ["LOGTO_M2M_APP_ID", "LOGTO_M2M_APP_SECRET"]),
        ("invalid_target", ["LOGTO_MANAGEMENT_RESOURCE", "https://default.logto.app/api"]),
    ] {
        house.advance(Duration::seconds(1));
        house.server.on(TOKEN, Reply::json(400, &json!({ "error": error })));
        let error = house.api().user("u1").await.unwrap_err();
        assert!(names.iter().all(|name| error.to_string().contains(name)), "{error}");
        assert!(error.is_outage());
    }
}

//! No secret, no token and no phone number in what may reach a log.

use std::error::Error;

use serde_json::json;

use crate::{
    house::{House, M2M_SECRET, PHONE, phone},
    stand_in::Reply,
};

const SUBJECT_TOKEN: &str = "sub_t0ken-of-a-person";

/// Whatever is written of it in a log, its sources too.
fn written(error: impl Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!(" {error} {error:?}");
        source = error.source();
    }
    text
}

fn assert_keeps_quiet(text: &str) {
    for secret in [M2M_SECRET, "t0ken", PHONE, "web-s3cret"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn shows_nothing_of_the_client_and_its_users() {
    let house = House::new().await;
    let user = json!({ "id": "u1", "isSuspended": false, "primaryPhone": PHONE, "name": PHONE });
    house.server.on("GET /api/users", Reply::json(200, &json!([user])));
    house.server.on("POST /api/subject-tokens", Reply::json(201, &json!({ "subjectToken": SUBJECT_TOKEN })));
    let user = house.api().user_with_phone(&phone()).await.unwrap().unwrap();
    let subject_token = house.api().subject_token("u1").await.unwrap().unwrap();
    assert_keeps_quiet(&format!("{user:?} {subject_token:?} {:?} {:#?}", house.api(), house.client));
}

#[tokio::test]
async fn shows_nothing_in_the_error_of_a_refusal() {
    let prose = format!("t0ken {M2M_SECRET} +{PHONE}");
    let body = json!({ "code": "some.code", "message": prose, "data": { "message": prose }, "details": prose });
    for status in [302, 400, 401, 403, 404, 422, 429, 500, 501] {
        let house = House::new().await;
        for line in ["POST /api/verification-codes", "POST /api/users", "GET /api/users", "POST /api/subject-tokens"] {
            house.server.on(line, Reply::json(status, &body));
        }
        let api = house.api();
        assert_keeps_quiet(&written(api.send_verification_code(&phone()).await.unwrap_err()));
        assert_keeps_quiet(&written(api.create_user(&phone()).await.unwrap_err()));
        assert_keeps_quiet(&written(api.user_with_phone(&phone()).await.unwrap_err()));
        assert_keeps_quiet(&written(api.subject_token("u1").await.unwrap_err()));
    }
}

#[tokio::test]
async fn shows_nothing_of_an_answer_that_cannot_be_read() {
    let house = House::new().await;
    let body = json!([{ "id": PHONE, "isSuspended": PHONE, "subjectToken": 5, "access_token": "t0ken-in-clear" }]);
    house.server.on("GET /api/users", Reply::json(200, &body));
    house.server.on("POST /api/subject-tokens", Reply::json(201, &body[0]));
    assert_keeps_quiet(&written(house.api().user_with_phone(&phone()).await.unwrap_err()));
    assert_keeps_quiet(&written(house.api().subject_token("u1").await.unwrap_err()));
    let house = House::new().await;
    house.server.on(crate::stand_in::TOKEN, Reply::json(200, &body));
    assert_keeps_quiet(&written(house.api().user("u1").await.unwrap_err()));
}

#[tokio::test]
async fn shows_nothing_of_the_address_when_the_connection_breaks() {
    let house = House::new().await;
    house.server.on("GET /api/users", Reply::json(200, &json!([])));
    house.api().user_with_phone(&phone()).await.unwrap();
    // Shorter than it says it is.
    let mut reply = Reply::json(200, &json!([]));
    reply.headers.push(("content-length", "1000".to_owned()));
    house.server.on("GET /api/users", reply);
    let error = house.api().user_with_phone(&phone()).await.unwrap_err();
    assert_eq!(error.code(), "management.unavailable");
    assert_keeps_quiet(&written(error));
}

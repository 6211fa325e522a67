//! Subject tokens.

use serde_json::{Value, json};

use crate::{house::House, stand_in::Reply};

const SUBJECT_TOKENS: &str = "POST /api/subject-tokens";

#[tokio::test]
async fn gives_a_subject_token_for_a_user() {
    let house = House::new().await;
    house.server.on(SUBJECT_TOKENS, Reply::json(201, &json!({ "subjectToken": "sub_1", "expiresIn": 600 })));
    assert_eq!(house.api().subject_token("u1").await.unwrap().unwrap().reveal(), "sub_1");
    let body: Value = serde_json::from_str(&house.server.asked(SUBJECT_TOKENS)[0].body).unwrap();
    assert_eq!(body, json!({ "userId": "u1", "context": {} }));
}

#[tokio::test]
async fn gives_none_where_logto_gives_none() {
    for (reply, code) in [
        (Reply::json(201, &json!({ "expiresIn": 600 })), "management.malformed"),
        (Reply::json(201, &json!({ "subjectToken": null })), "management.malformed"),
        (Reply::error(404, ""), "management.refused"),
        (Reply::error(403, "subscription.limit_exceeded"), "management.refused"),
    ] {
        let house = House::new().await;
        house.server.on(SUBJECT_TOKENS, reply.clone());
        assert_eq!(house.api().subject_token("u1").await.unwrap_err().code(), code, "{reply:?}");
    }
}

#[tokio::test]
async fn there_is_none_for_nobody() {
    let house = House::new().await;
    house.server.on(SUBJECT_TOKENS, Reply::error(404, "entity.relation_foreign_key_not_found"));
    assert!(house.api().subject_token("u1").await.unwrap().is_none());
}

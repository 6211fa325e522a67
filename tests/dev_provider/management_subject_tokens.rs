//! `POST /api/subject-tokens`.

use logto::dev_provider::DevProvider;
use serde_json::json;

use crate::management::{Management, assert_refused};
use crate::support::{Answer, PHONE, start, text};

const SUBJECT_TOKENS: &str = "/api/subject-tokens";

async fn issue(management: &Management<'_>, sub: &str) -> Answer {
    management.post(SUBJECT_TOKENS, json!({ "userId": sub, "context": {} })).await
}

/// A token to act for a user with.
pub async fn subject_token(provider: &DevProvider, sub: &str) -> String {
    let answer = issue(&Management::of(provider).await, sub).await;
    assert_eq!(answer.status, 201, "{}", answer.body);
    text(&answer.body, "subjectToken").to_owned()
}

#[tokio::test]
async fn a_subject_token_is_issued_for_ten_minutes() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let sub = provider.add_user(PHONE, None).unwrap();
    let answer = issue(&management, &sub).await;
    let token = text(&answer.body, "subjectToken");
    assert_eq!((answer.status, &answer.body), (201, &json!({ "subjectToken": token, "expiresIn": 600 })));
    assert!(token.starts_with("sub_") && token.len() == 25, "{token}");
    assert_ne!(issue(&management, &sub).await.body["subjectToken"], token);
    let without_context = management.post(SUBJECT_TOKENS, json!({ "userId": sub })).await;
    assert_eq!(without_context.status, 201);
    let with_context = json!({ "userId": sub, "context": { "ticket": 7 } });
    assert_eq!(management.post(SUBJECT_TOKENS, with_context).await.status, 201);
}

#[tokio::test]
async fn nobody_gets_none() {
    let provider = start().await;
    let answer = issue(&Management::of(&provider).await, "nobody").await;
    assert_refused(&answer, 404, "entity.relation_foreign_key_not_found");
}

#[tokio::test]
async fn what_is_not_of_its_form_is_refused() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    let sub = provider.add_user(PHONE, None).unwrap();
    for body in [
        json!({}),
        json!({ "userId": null }),
        json!({ "userId": 1 }),
        json!({ "userId": sub, "context": null }),
        json!({ "userId": sub, "context": "x" }),
        json!({ "userId": sub, "context": [] }),
    ] {
        assert_refused(&management.post(SUBJECT_TOKENS, body).await, 400, "guard.invalid_input");
    }
}

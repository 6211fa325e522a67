use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::management::{Management, TOKEN_FORM, assert_refused, token_by};
use crate::support::{MANAGEMENT_API, RESOURCE, answer, http, offline_tokens, start, text};

/// Nothing is served there, but who may ask is told so.
const PATH: &str = "/api/anything";

fn may_ask(status: u16) -> bool {
    status == 501
}

#[tokio::test]
async fn the_token_of_a_machine_opens_the_api_for_an_hour() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    assert!(may_ask(management.get(PATH).await.status));
    provider.rotate_keys();
    provider.advance(Duration::from_secs(3590));
    assert!(may_ask(management.get(PATH).await.status));
    provider.advance(Duration::from_secs(11));
    assert_refused(&management.get(PATH).await, 401, "auth.unauthorized");
}

#[tokio::test]
async fn a_missing_authorization_header_is_named() {
    let provider = start().await;
    for path in [PATH, "/api/users", "/api/verification-codes"] {
        let answer = answer(http().get(format!("{}{path}", provider.endpoint()))).await;
        assert_refused(&answer, 401, "auth.authorization_header_missing");
    }
}

#[tokio::test]
async fn no_other_scheme_than_bearer_is_taken() {
    let provider = start().await;
    let token = token_by(&provider, &TOKEN_FORM).await.body;
    for scheme in ["Basic", "bearer", "DPoP"] {
        let mut management = Management::of(&provider).await;
        management.authorization = format!("{scheme} {}", text(&token, "access_token"));
        let answer = management.get(PATH).await;
        assert_refused(&answer, 401, "auth.authorization_token_type_not_supported");
        assert_eq!(answer.body["data"], json!({ "supportedTypes": ["Bearer"] }));
    }
}

#[tokio::test]
async fn a_token_that_is_none_is_refused() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let good = token_by(&provider, &TOKEN_FORM).await.body;
    let (signed, _) = text(&good, "access_token").rsplit_once('.').unwrap();
    let unsigned = format!("{signed}.");
    for token in ["", "x", "a.b.c", &unsigned, text(&tokens, "access_token"), text(&tokens, "id_token")] {
        let answer = Management::with(&provider, token).get(PATH).await;
        assert_refused(&answer, 401, "auth.unauthorized");
    }
}

#[tokio::test]
async fn a_token_of_another_key_audience_or_issuer_is_refused() {
    let provider = start().await;
    provider.sign_next_access_token_with_other_key();
    assert_refused(&Management::of(&provider).await.get(PATH).await, 401, "auth.unauthorized");
    for (name, value) in [
        ("aud", json!(RESOURCE)),
        ("aud", json!([RESOURCE])),
        ("aud", json!(null)),
        ("iss", json!("https://evil.example/oidc")),
        ("exp", json!("never")),
    ] {
        let claim = value.clone();
        provider.next_access_token(move |claims| drop(claims.insert(name.to_owned(), claim)));
        let answer = Management::of(&provider).await.get(PATH).await;
        assert_refused(&answer, 401, "auth.unauthorized");
    }
    let both = json!([RESOURCE, MANAGEMENT_API]);
    provider.next_access_token(move |claims| drop(claims.insert("aud".to_owned(), both)));
    assert!(may_ask(Management::of(&provider).await.get(PATH).await.status));
}

#[tokio::test]
async fn a_token_of_nobody_is_refused() {
    let provider = start().await;
    provider.next_access_token(|claims| drop(claims.remove("sub")));
    assert_refused(&Management::of(&provider).await.get(PATH).await, 401, "auth.jwt_sub_missing");
}

#[tokio::test]
async fn a_token_without_the_scope_is_forbidden() {
    let provider = start().await;
    let without = token_by(&provider, &TOKEN_FORM[..2]).await.body;
    let answer = Management::with(&provider, text(&without, "access_token")).get(PATH).await;
    assert_refused(&answer, 403, "auth.forbidden");
    provider.next_access_token(|claims| drop(claims.insert("scope".to_owned(), json!("small overall"))));
    assert_refused(&Management::of(&provider).await.get(PATH).await, 403, "auth.forbidden");
}

#[tokio::test]
async fn what_is_not_served_is_said() {
    let provider = start().await;
    let management = Management::of(&provider).await;
    for (method, path) in
        [(Method::GET, "/api/hooks"), (Method::PUT, "/api/sign-in-exp"), (Method::DELETE, "/api/users/x/identities/y")]
    {
        let answer = answer(management.request(method, path)).await;
        assert_refused(&answer, 501, "request.feature_not_supported");
        assert!(text(&answer.body, "details").contains("does not serve"));
    }
}

use std::time::Duration;

use crate::support::{answer, http, jwt, offline_tokens, post, start, text, tokens, userinfo};

#[tokio::test]
async fn answers_the_id_tokens_claims_less_those_of_the_token_itself() {
    let provider = start().await;
    let tokens = tokens(&provider, &[]).await;
    let mut expected = jwt(text(&tokens, "id_token")).1;
    for name in ["nonce", "sid", "aud", "exp", "iat", "iss"] {
        expected.remove(name);
    }
    let answer = userinfo(&provider, text(&tokens, "access_token")).await;
    assert_eq!((answer.status, answer.body), (200, expected.into()));
}

#[tokio::test]
async fn takes_a_post_with_the_token_in_header_or_body() {
    let provider = start().await;
    let tokens = tokens(&provider, &[]).await;
    let token = text(&tokens, "access_token");
    let bearer = format!("Bearer {token}");
    assert_eq!(post(&provider, "/oidc/me", Some(&bearer), &[]).await.status, 200);
    assert_eq!(post(&provider, "/oidc/me", None, &[("access_token", token)]).await.status, 200);
    assert_eq!(post(&provider, "/oidc/me", Some(&bearer), &[("access_token", token)]).await.status, 400);
}

#[tokio::test]
async fn refuses_unknown_expired_and_missing_tokens() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let unknown = userinfo(&provider, "unknown").await;
    assert_eq!((unknown.status, text(&unknown.body, "code")), (401, "oidc.invalid_token"));
    assert_eq!(answer(http().get(format!("{}/oidc/me", provider.endpoint()))).await.status, 400);
    provider.advance(Duration::from_secs(3_600));
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 401);
}

#[tokio::test]
async fn needs_scope_openid() {
    let provider = start().await;
    let tokens = tokens(&provider, &[("scope", "profile")]).await;
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 403);
}

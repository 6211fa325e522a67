use std::time::Duration;

use serde_json::Value;

use crate::support::{
    CLIENT_ID, CLIENT_SECRET, EXPIRED_SECRET, OFFLINE, RESOURCE, VERIFIER, assert_invalid_grant, basic, code,
    code_form, exchange, http, jwt, post, post_token, refresh, start, text, tokens, userinfo,
};

#[tokio::test]
async fn answers_what_logto_answers() {
    let provider = start().await;
    let tokens = tokens(&provider, &[]).await;
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 3600);
    assert_eq!(tokens["scope"], "openid phone profile");
    assert_eq!(text(&tokens, "access_token").len(), 43);
    assert_eq!(tokens.get("refresh_token"), None);
}

#[tokio::test]
async fn takes_the_secret_in_the_body_too_but_not_twice() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    let with_secret = [&code_form(&code)[..], &[("client_id", CLIENT_ID), ("client_secret", CLIENT_SECRET)]].concat();
    let both = post_token(&provider, &with_secret).await;
    assert_eq!((both.status, text(&both.body, "error")), (400, "invalid_request"));
    assert_eq!(post(&provider, "/oidc/token", None, &with_secret).await.status, 200);
}

#[tokio::test]
async fn tells_wrong_unknown_expired_and_missing_credentials_apart() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    let raw = format!("Basic {}", {
        use base64::Engine as _;
        base64::engine::general_purpose::STANDARD.encode(format!("{CLIENT_ID}:{CLIENT_SECRET}"))
    });
    for (authorization, status, error) in [
        (Some(basic(CLIENT_ID, "wrong")), 401, "invalid_client"),
        (Some(basic("unknown", CLIENT_SECRET)), 400, "invalid_client"),
        (Some(basic(CLIENT_ID, EXPIRED_SECRET)), 400, "invalid_request"),
        (None, 400, "invalid_request"),
        (Some("Basic !".to_owned()), 400, "invalid_request"),
        // RFC 6749, section 2.3.1: both parts are form-encoded first.
        (Some(raw), 400, "invalid_client"),
    ] {
        let answer = post(&provider, "/oidc/token", authorization.as_deref(), &code_form(&code)).await;
        assert_eq!((answer.status, text(&answer.body, "error")), (status, error), "{authorization:?}");
        for name in ["code", "message", "error_description"] {
            assert!(answer.body[name].is_string(), "{name}");
        }
    }
    // None of that used the code up.
    assert_eq!(exchange(&provider, &code).await.status, 200);
}

#[tokio::test]
async fn a_wrong_verifier_or_redirect_uri_is_refused_and_does_not_consume_the_code() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    for change in [("code_verifier", "wrong"), ("code_verifier", ""), ("redirect_uri", "http://localhost:3000/other")] {
        let form: Vec<_> = code_form(&code)
            .into_iter()
            .map(|(name, value)| if name == change.0 { change } else { (name, value) })
            .collect();
        assert_invalid_grant(&post_token(&provider, &form).await);
    }
    assert_eq!(exchange(&provider, &code).await.status, 200);
}

#[tokio::test]
async fn a_code_is_bound_to_its_client() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    let stranger = basic("other", "other-secret");
    assert_invalid_grant(&post(&provider, "/oidc/token", Some(&stranger), &code_form(&code)).await);
    assert_eq!(exchange(&provider, &code).await.status, 200);
}

#[tokio::test]
async fn an_unknown_code_is_refused() {
    assert_invalid_grant(&exchange(&start().await, "unknown").await);
}

#[tokio::test]
async fn a_code_lives_sixty_seconds() {
    let provider = start().await;
    let in_time = code(&provider, &[]).await;
    provider.advance(Duration::from_secs(55));
    assert_eq!(exchange(&provider, &in_time).await.status, 200);
    let late = code(&provider, &[]).await;
    provider.advance(Duration::from_secs(60));
    assert_invalid_grant(&exchange(&provider, &late).await);
}

#[tokio::test]
async fn a_reused_code_revokes_the_grant() {
    let provider = start().await;
    let code = code(&provider, &[("scope", OFFLINE), ("prompt", "consent")]).await;
    let tokens = exchange(&provider, &code).await.body;
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 200);
    assert_invalid_grant(&exchange(&provider, &code).await);
    assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 401);
    assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
}

#[tokio::test]
async fn a_refresh_token_needs_offline_access_and_prompt_consent() {
    let provider = start().await;
    let without_prompt = tokens(&provider, &[("scope", OFFLINE)]).await;
    assert_eq!(without_prompt.get("refresh_token"), None);
    assert_eq!(without_prompt["scope"], "openid phone profile");
    let without_scope = tokens(&provider, &[("prompt", "consent")]).await;
    assert_eq!(without_scope.get("refresh_token"), None);
    let with_both = tokens(&provider, &[("scope", OFFLINE), ("prompt", "consent")]).await;
    assert_eq!(text(&with_both, "refresh_token").len(), 43);
}

#[tokio::test]
async fn a_resource_gets_a_jwt_access_token_only_where_it_is_asked_for_again() {
    let provider = start().await;
    let changes = [("resource", RESOURCE), ("scope", "openid read:things write:things")];
    let opaque = tokens(&provider, &changes).await;
    assert_eq!(text(&opaque, "access_token").len(), 43);
    assert_eq!(opaque["scope"], "openid");

    let code = code(&provider, &changes).await;
    let answer = post_token(&provider, &[&code_form(&code)[..], &[("resource", RESOURCE)]].concat()).await;
    let token = text(&answer.body, "access_token");
    let (header, claims) = jwt(token);
    assert_eq!((header["alg"].as_str(), header["typ"].as_str()), (Some("ES384"), Some("at+jwt")));
    assert_eq!(claims["aud"], RESOURCE);
    assert_eq!(claims["scope"], "read:things");
    assert_eq!(claims["client_id"], CLIENT_ID);
    assert!(claims["sub"].is_string());
    assert_eq!(userinfo(&provider, token).await.status, 401);
}

#[tokio::test]
async fn a_resource_that_was_not_asked_for_is_refused_and_the_code_kept() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    let answer = post_token(&provider, &[&code_form(&code)[..], &[("resource", RESOURCE)]].concat()).await;
    assert_eq!((answer.status, text(&answer.body, "error")), (400, "invalid_target"));
    assert_eq!(exchange(&provider, &code).await.status, 200);
}

#[tokio::test]
async fn refuses_other_grant_types_and_other_content_types() {
    let provider = start().await;
    for (grant_type, error) in [
        ("", "invalid_request"),
        ("password", "unsupported_grant_type"),
        ("client_credentials", "unauthorized_client"),
        ("urn:ietf:params:oauth:grant-type:token-exchange", "unauthorized_client"),
    ] {
        let answer = post_token(&provider, &[("grant_type", grant_type)]).await;
        assert_eq!((answer.status, text(&answer.body, "error")), (400, error), "{grant_type}");
    }
    let json = http()
        .post(format!("{}/oidc/token", provider.endpoint()))
        .header("authorization", basic(CLIENT_ID, CLIENT_SECRET))
        .header("content-type", "application/json")
        .body(format!(r#"{{"grant_type":"authorization_code","code_verifier":"{VERIFIER}"}}"#));
    assert_eq!(json.send().await.unwrap().status(), 400);
}

#[tokio::test]
async fn token_answers_are_not_stored() {
    let provider = start().await;
    let code = code(&provider, &[]).await;
    for status in [200, 400] {
        let response = http()
            .post(format!("{}/oidc/token", provider.endpoint()))
            .header("authorization", basic(CLIENT_ID, CLIENT_SECRET))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(crate::support::form(&code_form(&code)))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()["cache-control"], "no-store");
        let _: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    }
}

use crate::support::{
    CLIENT_ID, CLIENT_SECRET, RESOURCE, assert_invalid_grant, basic, code, code_form, offline_tokens, post, post_token,
    refresh, start, text, userinfo,
};

const PATH: &str = "/oidc/token/revocation";

#[tokio::test]
async fn revoking_either_token_kills_the_grant() {
    let provider = start().await;
    for name in ["refresh_token", "access_token"] {
        let tokens = offline_tokens(&provider).await;
        let credentials = basic(CLIENT_ID, CLIENT_SECRET);
        assert_eq!(post(&provider, PATH, Some(&credentials), &[("token", text(&tokens, name))]).await.status, 200);
        assert_invalid_grant(&refresh(&provider, text(&tokens, "refresh_token")).await);
        assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, 401);
    }
}

#[tokio::test]
async fn refuses_a_jwt_access_token() {
    let provider = start().await;
    let code = code(&provider, &[("resource", RESOURCE)]).await;
    let tokens = post_token(&provider, &[&code_form(&code)[..], &[("resource", RESOURCE)]].concat()).await.body;
    let credentials = basic(CLIENT_ID, CLIENT_SECRET);
    let answer = post(&provider, PATH, Some(&credentials), &[("token", text(&tokens, "access_token"))]).await;
    assert_eq!((answer.status, text(&answer.body, "error")), (400, "unsupported_token_type"));
}

#[tokio::test]
async fn needs_the_client_that_got_the_token() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    let form = [("token", text(&tokens, "refresh_token"))];
    assert_eq!(post(&provider, PATH, Some(&basic(CLIENT_ID, "wrong")), &form).await.status, 401);
    assert_eq!(post(&provider, PATH, None, &form).await.status, 400);
    // A stranger learns nothing and changes nothing.
    assert_eq!(post(&provider, PATH, Some(&basic("other", "other-secret")), &form).await.status, 200);
    assert_eq!(refresh(&provider, text(&tokens, "refresh_token")).await.status, 200);
}

#[tokio::test]
async fn an_unknown_token_is_as_good_as_revoked() {
    let provider = start().await;
    let credentials = basic(CLIENT_ID, CLIENT_SECRET);
    assert_eq!(post(&provider, PATH, Some(&credentials), &[("token", "unknown")]).await.status, 200);
    assert_eq!(post(&provider, PATH, Some(&credentials), &[]).await.status, 400);
}

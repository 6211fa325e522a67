use axum::Router;
use axum::extract::State;
use axum::routing::post;
use logto::dev_provider::{Application, Browser, DevProvider};
use serde_json::json;

use crate::support::{
    CLIENT_ID, OFFLINE, PHONE, POST_LOGOUT_URI, application, authorization_url, code_in, exchange, form, jwt, refresh,
    start, text, userinfo,
};

async fn end(browser: &Browser, params: &[(&str, &str)]) -> (u16, String) {
    let response = browser.get(&format!("/oidc/session/end?{}", form(params))).await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// Presses a button of a sign-out page and returns where it leads.
async fn answer_page(browser: &Browser, page: &str, answer: &str) -> String {
    let id = page.split(r#"name="sign_out" value=""#).nth(1).unwrap().split('"').next().unwrap();
    let response = browser.post("/oidc/session/end/confirm", &[("sign_out", id), ("answer", answer)]).await.unwrap();
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

async fn has_session(browser: &Browser, provider: &DevProvider) -> bool {
    let response = browser.get(&authorization_url(provider, &[])).await.unwrap();
    response.headers()["location"].to_str().unwrap().contains("code=")
}

#[tokio::test]
async fn a_valid_hint_needs_no_question_and_works_without_javascript() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    let tokens = exchange(&provider, &code_in(&browser, &provider, &[]).await).await.body;
    let params = [
        ("id_token_hint", text(&tokens, "id_token")),
        ("post_logout_redirect_uri", POST_LOGOUT_URI),
        ("state", "out &"),
    ];
    let (status, page) = end(&browser, &params).await;
    assert_eq!(status, 200);
    assert!(page.contains("Continue</button>"));
    assert!(!page.contains("Sign out?"));
    assert_eq!(answer_page(&browser, &page, "yes").await, "http://localhost:3000/?state=out+%26");
    assert!(!has_session(&browser, &provider).await);
}

#[tokio::test]
async fn an_expired_hint_is_a_good_hint() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    let tokens = exchange(&provider, &code_in(&browser, &provider, &[]).await).await.body;
    provider.rotate_keys();
    provider.advance(std::time::Duration::from_secs(7_200));
    let (_, page) = end(&browser, &[("id_token_hint", text(&tokens, "id_token"))]).await;
    assert!(!page.contains("Sign out?"));
    assert_eq!(answer_page(&browser, &page, "yes").await, "/signed-out");
}

#[tokio::test]
async fn without_a_hint_of_this_session_the_person_is_asked() {
    let provider = start().await;
    let (browser, other) = (provider.browser().unwrap(), provider.browser().unwrap());
    code_in(&browser, &provider, &[]).await;
    let callback = other.authorize(&authorization_url(&provider, &[]), "12015550199").await.unwrap();
    let theirs = exchange(&provider, &crate::support::query(&callback)["code"]).await.body;
    let forged = format!("{}x", text(&theirs, "id_token"));
    for hint in ["", "nonsense", &forged, text(&theirs, "id_token")] {
        let params = [("id_token_hint", hint), ("client_id", CLIENT_ID), ("post_logout_redirect_uri", POST_LOGOUT_URI)];
        let (status, page) = end(&browser, &params).await;
        assert_eq!(status, 200);
        assert!(page.contains("<h1>Sign out?</h1>"), "{hint}");
        assert_eq!(answer_page(&browser, &page, "no").await, POST_LOGOUT_URI);
        assert!(has_session(&browser, &provider).await);
    }
}

#[tokio::test]
async fn refuses_an_unregistered_uri_and_one_without_a_client() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    for params in [
        [("client_id", CLIENT_ID), ("post_logout_redirect_uri", "https://evil.example/")],
        [("client_id", CLIENT_ID), ("post_logout_redirect_uri", "http://localhost:3000")],
        [("client_id", ""), ("post_logout_redirect_uri", POST_LOGOUT_URI)],
        [("client_id", "unknown"), ("post_logout_redirect_uri", POST_LOGOUT_URI)],
    ] {
        assert_eq!(end(&browser, &params).await.0, 400, "{params:?}");
    }
}

#[tokio::test]
async fn tokens_of_an_offline_grant_survive_it_and_others_do_not() {
    let provider = start().await;
    for (scope, status) in [(OFFLINE, 200), ("openid phone", 401)] {
        let browser = provider.browser().unwrap();
        let code = code_in(&browser, &provider, &[("scope", scope), ("prompt", "consent")]).await;
        let tokens = exchange(&provider, &code).await.body;
        let (_, page) = end(&browser, &[("id_token_hint", text(&tokens, "id_token"))]).await;
        answer_page(&browser, &page, "yes").await;
        assert_eq!(userinfo(&provider, text(&tokens, "access_token")).await.status, status);
        if scope == OFFLINE {
            assert_eq!(refresh(&provider, text(&tokens, "refresh_token")).await.status, 200);
        }
    }
}

#[tokio::test]
async fn another_browser_cannot_answer_the_question() {
    let provider = start().await;
    let (browser, other) = (provider.browser().unwrap(), provider.browser().unwrap());
    code_in(&browser, &provider, &[]).await;
    let (_, page) = end(&browser, &[]).await;
    let id = page.split(r#"name="sign_out" value=""#).nth(1).unwrap().split('"').next().unwrap();
    let response = other.post("/oidc/session/end/confirm", &[("sign_out", id), ("answer", "yes")]).await.unwrap();
    assert_eq!(response.status(), 400);
    assert!(has_session(&browser, &provider).await);
}

#[tokio::test]
async fn tells_applications_with_a_backchannel_logout_uri() {
    let (sender, mut received) = tokio::sync::mpsc::unbounded_channel::<String>();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let uri = format!("http://127.0.0.1:{}/backchannel-logout", listener.local_addr().unwrap().port());
    let app = Router::new()
        .route(
            "/backchannel-logout",
            post(|State(sender): State<tokio::sync::mpsc::UnboundedSender<String>>, body: String| async move {
                sender.send(body).unwrap();
            }),
        )
        .with_state(sender);
    tokio::spawn(async move { axum::serve(listener, app).await });
    let provider = DevProvider::builder()
        .application(Application { backchannel_logout_uri: Some(uri), ..application() })
        .start()
        .await
        .unwrap();
    let browser = provider.browser().unwrap();
    let tokens = exchange(&provider, &code_in(&browser, &provider, &[]).await).await.body;
    let id_token = jwt(text(&tokens, "id_token")).1;
    let (_, page) = end(&browser, &[("id_token_hint", text(&tokens, "id_token"))]).await;
    answer_page(&browser, &page, "yes").await;

    let body = received.try_recv().unwrap();
    let (header, claims) = jwt(body.strip_prefix("logout_token=").unwrap());
    assert_eq!((&header["alg"], &header["typ"]), (&json!("ES384"), &json!("logout+jwt")));
    assert_eq!((&claims["sub"], &claims["sid"]), (&id_token["sub"], &id_token["sid"]));
    assert_eq!(claims["aud"], CLIENT_ID);
    assert_eq!(claims["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
    assert_eq!(claims["exp"].as_i64(), claims["iat"].as_i64().map(|iat| iat + 120));
    assert!(claims["jti"].is_string());
    assert_eq!(provider.messages(PHONE).len(), 1);
}

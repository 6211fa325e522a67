use std::time::Duration;

use logto::dev_provider::DevProvider;
use url::Url;

use crate::support::{
    Answer, CLIENT_ID, CLIENT_SECRET, PHONE, RESOURCE, answer, authorization_params, basic, code_form, exchange, form,
    http, jwt, post, post_token, query, start, text,
};

async fn push(provider: &DevProvider, changes: &[(&str, &str)]) -> Answer {
    post(provider, "/oidc/request", Some(&basic(CLIENT_ID, CLIENT_SECRET)), &authorization_params(changes)).await
}

fn url(provider: &DevProvider, client_id: &str, request_uri: &str) -> String {
    let query = form(&[("client_id", client_id), ("request_uri", request_uri)]);
    format!("{}/oidc/auth?{query}", provider.endpoint())
}

#[tokio::test]
async fn a_pushed_request_works_once() {
    let provider = start().await;
    let pushed = push(&provider, &[]).await;
    assert_eq!((pushed.status, &pushed.body["expires_in"]), (201, &60.into()));
    let url = url(&provider, CLIENT_ID, text(&pushed.body, "request_uri"));
    let callback: Url = provider.complete_authorization(&url, PHONE).await.unwrap();
    assert_eq!(query(&callback)["state"], "state+ &é");
    assert_eq!(exchange(&provider, &query(&callback)["code"]).await.status, 200);
    let again = answer(http().get(url)).await;
    assert_eq!((again.status, text(&again.body, "error")), (400, "invalid_request_uri"));
}

#[tokio::test]
async fn a_pushed_request_lives_sixty_seconds_and_is_its_clients() {
    let provider = start().await;
    let pushed = push(&provider, &[]).await;
    let request_uri = text(&pushed.body, "request_uri");
    assert_eq!(answer(http().get(url(&provider, "other", request_uri))).await.status, 400);
    provider.advance(Duration::from_secs(60));
    assert_eq!(answer(http().get(url(&provider, CLIENT_ID, request_uri))).await.status, 400);
}

#[tokio::test]
async fn a_pushed_request_counts_for_almost_sixty_seconds_with_its_extras_and_resources() {
    let provider = start().await;
    let pushed = push(
        &provider,
        &[
            ("resource", RESOURCE),
            ("scope", "openid read:things"),
            ("first_screen", "register"),
            ("login_hint", PHONE),
            ("max_age", "100"),
        ],
    )
    .await;
    provider.advance(Duration::from_secs(58));
    let browser = provider.browser().unwrap();
    // What the browser says beside it does not count (RFC 9126, section 4).
    let url =
        format!("{}&scope=email&first_screen=sign_in", url(&provider, CLIENT_ID, text(&pushed.body, "request_uri")));
    let response = browser.get(&url).await.unwrap();
    assert_eq!(response.headers()["location"], "/register");
    assert!(browser.get("/register").await.unwrap().text().await.unwrap().contains(r#"value="12015550123""#));
    browser.post("/register", &[("phone", PHONE)]).await.unwrap();
    let code = browser.newest_code(PHONE).await.unwrap();
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    let callback = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    let code = query(&callback)["code"].clone();
    let answer = post_token(&provider, &[&code_form(&code)[..], &[("resource", RESOURCE)]].concat()).await;
    assert_eq!(text(&answer.body, "scope"), "read:things");
    assert!(jwt(text(&answer.body, "id_token")).1["auth_time"].is_i64());
}

#[tokio::test]
async fn a_bad_request_is_refused_when_it_is_pushed() {
    let provider = start().await;
    for change in [
        ("redirect_uri", "https://evil.example/"),
        ("code_challenge", ""),
        ("response_type", "token"),
        ("request_uri", "urn:x"),
    ] {
        assert_eq!(push(&provider, &[change]).await.status, 400, "{change:?}");
    }
    let stranger = basic(CLIENT_ID, "wrong");
    assert_eq!(post(&provider, "/oidc/request", Some(&stranger), &authorization_params(&[])).await.status, 401);
}

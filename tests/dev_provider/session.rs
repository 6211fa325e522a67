use std::time::Duration;

use logto::dev_provider::{Browser, DevProvider};
use url::Url;

use crate::support::{PHONE, authorization_url, code_in, exchange, jwt, query, start, text};

/// Where an authorization request leads without anybody typing.
async fn leads_to(browser: &Browser, provider: &DevProvider, changes: &[(&str, &str)]) -> String {
    let response = browser.get(&authorization_url(provider, changes)).await.unwrap();
    let location = response.headers()["location"].to_str().unwrap();
    match Url::parse(location) {
        Ok(callback) => query(&callback).get("error").cloned().unwrap_or_else(|| "code".to_owned()),
        Err(_) => location.to_owned(),
    }
}

#[tokio::test]
async fn a_living_session_skips_the_page_also_with_prompt_consent() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    assert_eq!(leads_to(&browser, &provider, &[]).await, "/sign-in");
    code_in(&browser, &provider, &[]).await;
    assert_eq!(leads_to(&browser, &provider, &[]).await, "code");
    assert_eq!(leads_to(&browser, &provider, &[("prompt", "consent")]).await, "code");
    assert_eq!(provider.messages(PHONE).len(), 1);
}

#[tokio::test]
async fn a_session_lives_fourteen_days() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    code_in(&browser, &provider, &[]).await;
    provider.advance(Duration::from_secs(14 * 24 * 60 * 60 - 60));
    assert_eq!(leads_to(&browser, &provider, &[]).await, "code");
    provider.advance(Duration::from_secs(60));
    assert_eq!(leads_to(&browser, &provider, &[]).await, "/sign-in");
}

#[tokio::test]
async fn prompt_login_and_max_age_force_the_page() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    code_in(&browser, &provider, &[]).await;
    assert_eq!(leads_to(&browser, &provider, &[("prompt", "login")]).await, "/sign-in");
    assert_eq!(leads_to(&browser, &provider, &[("max_age", "0")]).await, "/sign-in");
    provider.advance(Duration::from_secs(100));
    assert_eq!(leads_to(&browser, &provider, &[("max_age", "200")]).await, "code");
    assert_eq!(leads_to(&browser, &provider, &[("max_age", "50")]).await, "/sign-in");
}

#[tokio::test]
async fn prompt_none_never_shows_a_page() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    let silent = [("prompt", "none")];
    assert_eq!(leads_to(&browser, &provider, &silent).await, "login_required");
    code_in(&browser, &provider, &[]).await;
    assert_eq!(leads_to(&browser, &provider, &silent).await, "code");
    let more = [("prompt", "none"), ("scope", "openid email")];
    assert_eq!(leads_to(&browser, &provider, &more).await, "consent_required");
    let other_client = [("prompt", "none"), ("client_id", "other")];
    assert_eq!(leads_to(&browser, &provider, &other_client).await, "consent_required");
    assert_eq!(leads_to(&browser, &provider, &[("prompt", "none"), ("max_age", "0")]).await, "login_required");
}

/// Signs in by hand and returns the session's identifier and the subject.
async fn sign_in(browser: &Browser, provider: &DevProvider) -> (String, String) {
    browser.get(&authorization_url(provider, &[("prompt", "login")])).await.unwrap();
    browser.post("/sign-in", &[("phone", PHONE)]).await.unwrap();
    let code = browser.newest_code(PHONE).await.unwrap();
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    let session_id = cookie.strip_prefix("dev_provider_session=").unwrap().split(';').next().unwrap();
    let callback = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    let tokens = exchange(provider, &query(&callback)["code"]).await.body;
    let subject = jwt(text(&tokens, "id_token")).1["sub"].as_str().unwrap().to_owned();
    (session_id.to_owned(), subject)
}

#[tokio::test]
async fn signing_in_again_gives_the_session_a_new_identifier_and_keeps_the_subject() {
    let provider = start().await;
    provider.add_user(PHONE, None).unwrap();
    let browser = provider.browser().unwrap();
    let first = sign_in(&browser, &provider).await;
    let second = sign_in(&browser, &provider).await;
    assert_ne!(first.0, second.0);
    assert_eq!(first.1, second.1);
}

#[tokio::test]
async fn cookies_have_names_of_their_own_and_no_reach_beyond_what_they_need() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    let response = browser.get(&authorization_url(&provider, &[])).await.unwrap();
    let cookie = response.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("dev_provider_interaction="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=3600"), "{cookie}");
}

#[tokio::test]
async fn a_suspended_users_session_is_none() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    code_in(&browser, &provider, &[]).await;
    provider.suspend_user(&provider.add_user(PHONE, None).unwrap());
    assert_eq!(leads_to(&browser, &provider, &[]).await, "/sign-in");
}

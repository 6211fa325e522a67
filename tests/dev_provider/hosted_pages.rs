use std::time::Duration;

use logto::dev_provider::{Browser, DevProvider};
use reqwest::Response;
use url::Url;

use crate::support::{OTHER_PHONE, PHONE, authorization_url, http, query, start};

pub async fn begin(provider: &DevProvider, changes: &[(&str, &str)]) -> Browser {
    let browser = provider.browser().unwrap();
    assert_eq!(browser.get(&authorization_url(provider, changes)).await.unwrap().status(), 303);
    browser
}

pub fn location(response: &Response) -> String {
    response.headers()["location"].to_str().unwrap().to_owned()
}

pub async fn html(browser: &Browser, path: &str) -> String {
    let response = browser.get(path).await.unwrap();
    assert_eq!(response.status(), 200);
    response.text().await.unwrap()
}

pub async fn enter_phone(browser: &Browser, phone: &str) {
    let response = browser.post("/sign-in", &[("phone", phone)]).await.unwrap();
    assert_eq!(location(&response), "/code");
}

#[tokio::test]
async fn an_unknown_number_is_asked_whether_to_create_an_account() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    assert!(html(&browser, "/sign-in").await.contains("<h1>Sign in</h1>"));
    enter_phone(&browser, "+1 (201) 555-0123").await;
    assert!(html(&browser, "/code").await.contains("<h1>Enter the code</h1>"));
    let code = browser.newest_code(PHONE).await.unwrap();
    let spaced = format!(" {} {}", &code[..3], &code[3..]);
    let response = browser.post("/code", &[("code", &spaced)]).await.unwrap();
    assert_eq!(location(&response), "/create-account");
    assert!(html(&browser, "/create-account").await.contains("<h1>Create an account?</h1>"));
    let response = browser.post("/create-account", &[]).await.unwrap();
    assert!(location(&response).contains("code="));
}

#[tokio::test]
async fn a_known_number_in_register_is_offered_to_sign_in() {
    let provider = start().await;
    provider.add_user(PHONE, None).unwrap();
    let browser = begin(&provider, &[("first_screen", "register")]).await;
    assert!(html(&browser, "/register").await.contains("<h1>Create your account</h1>"));
    browser.post("/register", &[("phone", PHONE)]).await.unwrap();
    assert!(provider.messages(PHONE)[0].body.starts_with("Your Logto sign-up verification code is "));
    let code = browser.newest_code(PHONE).await.unwrap();
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    assert_eq!(location(&response), "/account-exists");
    assert!(html(&browser, "/account-exists").await.contains("You already have an account"));
    assert!(location(&browser.post("/account-exists", &[]).await.unwrap()).contains("code="));
}

#[tokio::test]
async fn the_account_page_is_not_to_be_had_without_the_code() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    assert_eq!(location(&browser.post("/create-account", &[]).await.unwrap()), "/sign-in");
    enter_phone(&browser, PHONE).await;
    assert_eq!(location(&browser.post("/create-account", &[]).await.unwrap()), "/code");
    assert_eq!(location(&browser.post("/account-exists", &[]).await.unwrap()), "/code");
}

#[tokio::test]
async fn numbers_are_checked_as_libphonenumber_does() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    for phone in ["15551230003", "not a number", "", "+"] {
        let response = browser.post("/sign-in", &[("phone", phone)]).await.unwrap();
        assert_eq!(response.status(), 422, "{phone}");
        assert!(response.text().await.unwrap().contains(r#"role="alert""#));
    }
    for phone in ["12015550123", "0012015550123", "+44 7400 123456"] {
        enter_phone(&browser, phone).await;
    }
    assert_eq!(provider.messages(PHONE).len(), 2);
}

#[tokio::test]
async fn cancel_goes_back_with_access_denied() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    let response = browser.post("/cancel", &[]).await.unwrap();
    let query = query(&Url::parse(&location(&response)).unwrap());
    assert_eq!(query["error"], "access_denied");
    assert_eq!(query["state"], "state+ &é");
    assert_eq!(query["iss"], provider.issuer());
    assert_eq!(browser.post("/cancel", &[]).await.unwrap().status(), 400, "the interaction is over");
}

#[tokio::test]
async fn an_interaction_lives_an_hour() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    provider.advance(Duration::from_secs(3_600));
    let response = browser.get("/sign-in").await.unwrap();
    assert_eq!(response.status(), 400);
    assert!(response.text().await.unwrap().contains("session.not_found"));
}

#[tokio::test]
async fn a_page_without_interaction_says_so_as_page_and_as_json() {
    let provider = start().await;
    let url = format!("{}/sign-in", provider.endpoint());
    let page = http().get(&url).header("accept", "text/html").send().await.unwrap();
    assert_eq!(page.status(), 400);
    assert!(page.text().await.unwrap().contains("session.not_found"));
    let json = crate::support::answer(http().get(&url)).await;
    assert_eq!((json.status, &json.body["code"]), (400, &"session.not_found".into()));
}

#[tokio::test]
async fn as_at_logto_a_second_tab_takes_the_first_ones_sign_in_over() {
    let provider = start().await;
    let browser = begin(&provider, &[("state", "first")]).await;
    browser.get(&authorization_url(&provider, &[("state", "second")])).await.unwrap();
    // The first tab goes on, and finishes with the second one's state.
    enter_phone(&browser, PHONE).await;
    let code = browser.newest_code(PHONE).await.unwrap();
    browser.post("/code", &[("code", &code)]).await.unwrap();
    let callback = location(&browser.post("/create-account", &[]).await.unwrap());
    assert_eq!(query(&Url::parse(&callback).unwrap())["state"], "second");
    assert_eq!(browser.post("/sign-in", &[("phone", PHONE)]).await.unwrap().status(), 400);
}

#[tokio::test]
async fn a_suspended_user_cannot_sign_in() {
    let provider = start().await;
    provider.suspend_user(&provider.add_user(PHONE, None).unwrap());
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let code = browser.newest_code(PHONE).await.unwrap();
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    assert_eq!(response.status(), 401);
    assert!(response.text().await.unwrap().contains("user.suspended"));
}

#[tokio::test]
async fn pages_are_not_stored_and_run_no_foreign_script() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    for path in ["/sign-in", "/inbox"] {
        let response = browser.get(path).await.unwrap();
        assert_eq!(response.headers()["cache-control"], "no-store");
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; "), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}

#[tokio::test]
async fn a_form_posted_by_another_site_is_refused() {
    let provider = start().await;
    for origin in ["https://evil.example", "null", "http://localhost:3000"] {
        let response =
            http().post(format!("{}/sign-in", provider.endpoint())).header("origin", origin).send().await.unwrap();
        assert_eq!(response.status(), 403, "{origin}");
    }
    let own = http().post(format!("{}/sign-in", provider.endpoint())).header("origin", provider.endpoint());
    assert_eq!(own.send().await.unwrap().status(), 400, "the page's own form, without an interaction");
}

#[tokio::test]
async fn the_inbox_shows_texts_newest_first_and_tells_open_pages() {
    let provider = start().await;
    let mut events = http().get(format!("{}/inbox/events", provider.endpoint())).send().await.unwrap();
    let browser = begin(&provider, &[]).await;
    assert!(html(&browser, "/inbox").await.contains("No texts yet"));
    enter_phone(&browser, PHONE).await;
    provider.advance(Duration::from_secs(1));
    enter_phone(&browser, OTHER_PHONE).await;
    assert!(String::from_utf8_lossy(&events.chunk().await.unwrap().unwrap()).contains("data: new"));

    let inbox = html(&browser, "/inbox").await;
    let position = |number| inbox.find(number).unwrap_or_else(|| panic!("{number} in {inbox}"));
    assert!(position("+1 201-555-0124") < position("+1 201-555-0123"));
    let messages =
        crate::support::answer(http().get(format!("{}/inbox/messages?phone=%2B1201555%200123", provider.endpoint())))
            .await
            .body;
    assert_eq!(messages.as_array().unwrap().len(), 1);
    assert_eq!(messages[0]["to"], PHONE);
    assert_eq!(messages[0]["code"].as_str().unwrap().len(), 6);
    assert!(messages[0]["sent_at"].is_i64());
    assert!(messages[0]["body"].as_str().unwrap().contains(messages[0]["code"].as_str().unwrap()));
}

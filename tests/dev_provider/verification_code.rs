use std::time::Duration;

use crate::hosted_pages::{begin, enter_phone, location};
use crate::support::{OTHER_PHONE, PHONE, start};

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test]
async fn a_code_dies_after_ten_wrong_tries_and_a_new_one_works() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let code = browser.newest_code(PHONE).await.unwrap();
    for _ in 0..10 {
        let response = browser.post("/code", &[("code", wrong(&code))]).await.unwrap();
        assert_eq!(response.status(), 422);
        assert!(response.text().await.unwrap().contains("not correct"));
    }
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    assert!(response.text().await.unwrap().contains("Too many wrong codes"));
    assert_eq!(location(&browser.post("/code/new", &[]).await.unwrap()), "/code?new");
    let new = browser.newest_code(PHONE).await.unwrap();
    assert_eq!(location(&browser.post("/code", &[("code", &new)]).await.unwrap()), "/create-account");
}

#[tokio::test]
async fn the_ninth_wrong_try_leaves_one_more() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let code = browser.newest_code(PHONE).await.unwrap();
    for _ in 0..9 {
        browser.post("/code", &[("code", wrong(&code))]).await.unwrap();
    }
    assert_eq!(location(&browser.post("/code", &[("code", &code)]).await.unwrap()), "/create-account");
}

#[tokio::test]
async fn a_new_code_replaces_the_old_one() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let old = browser.newest_code(PHONE).await.unwrap();
    let mut new = old.clone();
    while new == old {
        browser.post("/code/new", &[]).await.unwrap();
        new = browser.newest_code(PHONE).await.unwrap();
    }
    assert_eq!(browser.post("/code", &[("code", &old)]).await.unwrap().status(), 422);
    assert_eq!(browser.post("/code", &[("code", &new)]).await.unwrap().status(), 303);
}

#[tokio::test]
async fn a_code_lives_ten_minutes() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    let code = browser.newest_code(PHONE).await.unwrap();
    provider.advance(Duration::from_secs(600));
    let response = browser.post("/code", &[("code", &code)]).await.unwrap();
    assert!(response.text().await.unwrap().contains("expired"));
}

#[tokio::test]
async fn a_code_is_for_its_number_and_its_browser() {
    let provider = start().await;
    let (mine, theirs) = (begin(&provider, &[]).await, begin(&provider, &[]).await);
    enter_phone(&mine, PHONE).await;
    let code = mine.newest_code(PHONE).await.unwrap();
    loop {
        enter_phone(&theirs, OTHER_PHONE).await;
        if theirs.newest_code(OTHER_PHONE).await.unwrap() != code {
            break;
        }
    }
    assert_eq!(theirs.post("/code", &[("code", &code)]).await.unwrap().status(), 422);
}

#[tokio::test]
async fn the_eleventh_text_to_a_number_in_ten_minutes_is_refused() {
    let provider = start().await;
    let browser = begin(&provider, &[]).await;
    enter_phone(&browser, PHONE).await;
    for _ in 0..9 {
        assert_eq!(browser.post("/code/new", &[]).await.unwrap().status(), 303);
    }
    assert_eq!(browser.post("/code/new", &[]).await.unwrap().status(), 429);
    assert_eq!(browser.post("/sign-in", &[("phone", PHONE)]).await.unwrap().status(), 429);
    enter_phone(&browser, OTHER_PHONE).await;
    provider.advance(Duration::from_secs(600));
    enter_phone(&browser, PHONE).await;
}

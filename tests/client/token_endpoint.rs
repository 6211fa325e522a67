//! A token endpoint that does not behave: nobody is signed in, nothing breaks, the next sign-in works.

use std::time::{Duration, Instant};

use crate::house::House;
use logto::dev_provider::Canned;

/// The code of the error when the token endpoint answers this; afterwards a sign-in must work.
async fn with_answer(answer: Canned) -> &'static str {
    let house = House::new().await;
    house.provider.next_response("/oidc/token", answer);
    let code = house.sign_in_error().await;
    house.sign_in().await.unwrap();
    code
}

fn json(body: &str) -> Canned {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Canned { headers, body: body.to_owned(), ..Canned::default() }
}

#[tokio::test]
async fn refuses_a_server_error() {
    assert_eq!(with_answer(Canned { status: 500, ..Canned::default() }).await, "token.malformed");
}

#[tokio::test]
async fn refuses_html() {
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    let answer = Canned { headers, body: "<h1>Hello</h1>".to_owned(), ..Canned::default() };
    assert_eq!(with_answer(answer).await, "token.malformed");
}

#[tokio::test]
async fn refuses_truncated_json() {
    assert_eq!(with_answer(json(r#"{"access_token":"a","token_type":"Be"#)).await, "token.malformed");
}

#[tokio::test]
async fn refuses_an_answer_without_an_id_token() {
    assert_eq!(with_answer(json(r#"{"access_token":"a","token_type":"Bearer"}"#)).await, "token.id_token_missing");
}

#[tokio::test]
async fn refuses_thirty_megabytes() {
    assert_eq!(with_answer(json(&" ".repeat(30_000_000))).await, "token.unavailable");
}

#[tokio::test]
async fn follows_no_redirect() {
    let headers = vec![("location".to_owned(), "https://evil.example/token".to_owned())];
    assert_eq!(with_answer(Canned { status: 307, headers, ..Canned::default() }).await, "token.malformed");
}

#[tokio::test]
async fn waits_a_few_seconds_at_the_most() {
    let asked = Instant::now();
    let answer = Canned { delay: Duration::from_secs(25), ..json("{}") };
    assert_eq!(with_answer(answer).await, "token.unavailable");
    assert!(asked.elapsed() < Duration::from_secs(20), "{:?}", asked.elapsed());
}

#[tokio::test]
async fn shows_nothing_of_the_answer_in_the_error() {
    let house = House::new().await;
    house.provider.next_response("/oidc/token", json(r#"{"access_token":"t0ken-in-clear","id_token":5}"#));
    let error = house.sign_in().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("t0ken"), "{error:?}");
}

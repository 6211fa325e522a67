//! A token endpoint that does not behave: nobody is signed out, pages stay fast, and all is well when it is.

use std::time::{Duration as RealTime, Instant};

use logto::dev_provider::Canned;
use time::Duration;

use crate::{
    house::{House, api},
    storages::Kind,
};

/// The code of the error when the token endpoint answers this. Pages stay, are quiet for five seconds, and heal.
async fn code_of(answer: Canned) -> &'static str {
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in_an_hour_ago().await;
    house.provider.next_response("/oidc/token", answer.clone());
    assert!(house.sessions.current(&key).await.unwrap().is_some(), "signed out");
    assert_eq!(house.token_requests(), 1);

    // It would work now, but nobody asks: not this page, and not the others.
    let asked = Instant::now();
    for _ in 0..50 {
        assert!(house.sessions.current(&key).await.unwrap().is_some());
    }
    assert_eq!(house.sessions.access_token(&key, &api()).await.unwrap_err().code(), "refresh.unavailable");
    house.advance(Duration::seconds(3));
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    assert_eq!(house.token_requests(), 0);
    assert!(asked.elapsed() < RealTime::from_secs(2), "{:?}", asked.elapsed());

    house.advance(Duration::seconds(2));
    house.provider.next_response("/oidc/token", answer);
    let code = house.sessions.access_token(&key, &api()).await.unwrap_err().code();
    house.advance(Duration::seconds(5));
    let found = house.sessions.current(&key).await.unwrap().unwrap();
    assert!(found.session.tokens.access_tokens().all(|(_, token)| token.is_fresh(house.clock().now())));
    assert_eq!(house.token_requests(), 2);
    code
}

fn json(body: &str) -> Canned {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Canned { headers, body: body.to_owned(), ..Canned::default() }
}

#[tokio::test]
async fn survives_a_server_error() {
    assert_eq!(code_of(Canned { status: 500, ..Canned::default() }).await, "refresh.malformed");
}

#[tokio::test]
async fn survives_an_error_that_says_to_come_again() {
    let busy = |error: &str| Canned { status: 503, ..json(&format!(r#"{{"error":"{error}"}}"#)) };
    assert_eq!(code_of(busy("temporarily_unavailable")).await, "refresh.unavailable");
    assert_eq!(code_of(busy("server_error")).await, "refresh.unavailable");
}

#[tokio::test]
async fn survives_html() {
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    let answer = Canned { headers, body: "<h1>Hello</h1>".to_owned(), ..Canned::default() };
    assert_eq!(code_of(answer).await, "refresh.malformed");
}

#[tokio::test]
async fn survives_truncated_json() {
    assert_eq!(code_of(json(r#"{"access_token":"a","token_type":"Be"#)).await, "refresh.malformed");
}

#[tokio::test]
async fn survives_thirty_megabytes() {
    assert_eq!(code_of(json(&" ".repeat(30_000_000))).await, "refresh.unavailable");
}

#[tokio::test]
async fn survives_a_redirect_and_does_not_follow_it() {
    let headers = vec![("location".to_owned(), "https://evil.example/token".to_owned())];
    assert_eq!(code_of(Canned { status: 307, headers, ..Canned::default() }).await, "refresh.malformed");
}

#[tokio::test]
async fn survives_silence_for_a_few_seconds_at_the_most() {
    let asked = Instant::now();
    assert_eq!(code_of(Canned { delay: RealTime::from_secs(25), ..json("{}") }).await, "refresh.unavailable");
    assert!(asked.elapsed() < RealTime::from_secs(16), "{:?}", asked.elapsed());
}

#[tokio::test]
async fn survives_a_wrong_client_secret() {
    let answer = Canned { status: 401, ..json(r#"{"error":"invalid_client"}"#) };
    assert_eq!(code_of(answer).await, "refresh.invalid_client");
}

#[tokio::test]
async fn survives_an_expired_client_secret() {
    // What Logto answers then.
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in_an_hour_ago().await;
    let answer = Canned { status: 400, ..json(r#"{"error":"invalid_request"}"#) };
    house.provider.next_response("/oidc/token", answer);
    for _ in 0..20 {
        assert!(house.sessions.current(&key).await.unwrap().is_some());
    }
    assert_eq!(house.token_requests(), 1);
    house.advance(Duration::seconds(5));
    house.sessions.access_token(&key, &api()).await.unwrap();
}

#[tokio::test]
async fn refusal_of_one_resource_keeps_nobody_from_another() {
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in().await;
    let foreign = logto::Resource::parse(crate::house::FOREIGN_API).unwrap();
    for _ in 0..3 {
        assert_eq!(house.sessions.access_token(&key, &foreign).await.unwrap_err().code(), "refresh.refused");
    }
    house.sessions.access_token(&key, &api()).await.unwrap();
    assert_eq!(house.token_requests(), 4);
}

#[tokio::test]
async fn survives_a_provider_that_is_down() {
    let mut house = House::new(Kind::Sqlite).await;
    let key = house.sign_in_an_hour_ago().await;
    house.provider.pause();
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    let error = house.sessions.access_token(&key, &api()).await.unwrap_err();
    assert!(error.is_outage());
    assert_eq!(error.code(), "refresh.unavailable");
    house.provider.resume().unwrap();
    house.advance(Duration::seconds(5));
    house.sessions.access_token(&key, &api()).await.unwrap();
}

#[tokio::test]
async fn survives_an_id_token_of_no_form_at_all() {
    let answer = json(r#"{"access_token":"t0ken-in-clear","token_type":"Bearer","id_token":5}"#);
    assert_eq!(code_of(answer.clone()).await, "refresh.malformed");
    let house = House::new(Kind::Memory).await;
    let key = house.sign_in().await;
    house.provider.next_response("/oidc/token", answer);
    let error = house.sessions.access_token(&key, &api()).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("t0ken"), "{error:?}");
}

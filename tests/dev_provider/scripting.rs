use std::time::{Duration, Instant};

use logto::dev_provider::{Canned, RecordedRequest};

use crate::support::{
    RESOURCE, answer, http, offline_tokens, post_token, refresh, refresh_for, start, text, tokens, userinfo,
};

#[tokio::test]
async fn records_api_calls_and_nothing_secret() {
    let provider = start().await;
    tokens(&provider, &[]).await;
    let call = |method: &str, path: &str, grant_type: Option<&str>| RecordedRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        grant_type: grant_type.map(str::to_owned),
        ..RecordedRequest::default()
    };
    let expected = [call("GET", "/oidc/auth", None), call("POST", "/oidc/token", Some("authorization_code"))];
    assert_eq!(provider.requests(), expected);
    provider.clear_requests();
    assert_eq!(provider.requests(), []);
}

#[tokio::test]
async fn records_what_a_token_request_asks_for() {
    let provider = start().await;
    let tokens = offline_tokens(&provider).await;
    provider.clear_requests();
    let params = [("resource", RESOURCE), ("organization_id", "org"), ("scope", "openid"), ("client_secret", "x")];
    refresh_for(&provider, &tokens, &params).await;
    let [recorded] = provider.requests().try_into().unwrap();
    let expected = RecordedRequest {
        method: "POST".to_owned(),
        path: "/oidc/token".to_owned(),
        grant_type: Some("refresh_token".to_owned()),
        resource: Some(RESOURCE.to_owned()),
        organization_id: Some("org".to_owned()),
        scope: Some("openid".to_owned()),
    };
    assert_eq!(recorded, expected);
    assert!(!format!("{recorded:?}").contains(text(&tokens, "refresh_token")));
}

#[tokio::test]
async fn a_real_answer_can_come_late() {
    let provider = start().await;
    let url = format!("{}/oidc/jwks", provider.endpoint());
    // Building a client takes its time: not part of what is measured.
    let client = http();
    provider.delay_next("/oidc/jwks", Duration::from_millis(400));
    provider.next_response("/oidc/jwks", Canned { status: 500, ..Canned::default() });
    assert_eq!(answer(client.get(&url)).await.status, 500, "the delay waits for a real answer");
    let before = Instant::now();
    let late = answer(client.get(&url)).await;
    assert!(before.elapsed() >= Duration::from_millis(400));
    assert!(late.body["keys"].is_array());
}

#[tokio::test]
async fn a_held_answer_is_made_at_once_and_handed_over_when_the_test_says_so() {
    let provider = start().await;
    provider.rotate_refresh_tokens();
    let tokens = offline_tokens(&provider).await;
    let old = text(&tokens, "refresh_token");
    let mut held = provider.hold_next("/oidc/token");
    let mut late = std::pin::pin!(refresh(&provider, old));
    tokio::select! {
        () = held.made() => {}
        _ = &mut late => panic!("the answer came before it was released"),
    }
    // It has rotated the token already: used again it is a replay, although nobody has the new one yet.
    provider.advance(Duration::from_secs(4));
    assert_eq!(refresh(&provider, old).await.status, 400);
    held.release();
    let late = late.await;
    assert_eq!(late.status, 200);
    assert_eq!(userinfo(&provider, text(&late.body, "access_token")).await.status, 401, "the grant is gone");
}

#[tokio::test]
async fn a_held_answer_comes_when_nobody_holds_it_any_more() {
    let provider = start().await;
    drop(provider.hold_next("/oidc/token"));
    assert_eq!(post_token(&provider, &[]).await.status, 400);
}

#[tokio::test]
async fn gives_a_canned_answer_once() {
    let provider = start().await;
    provider.next_response(
        "/oidc/jwks",
        Canned {
            status: 503,
            headers: vec![("retry-after".to_owned(), "7".to_owned())],
            body: "<h1>down</h1>".to_owned(),
            delay: Duration::from_millis(400),
        },
    );
    let url = format!("{}/oidc/jwks", provider.endpoint());
    let client = http();
    let before = Instant::now();
    let response = client.get(&url).send().await.unwrap();
    assert!(before.elapsed() >= Duration::from_millis(400));
    assert_eq!(response.status(), 503);
    assert_eq!(response.headers()["retry-after"], "7");
    assert_eq!(response.text().await.unwrap(), "<h1>down</h1>");
    assert_eq!(answer(http().get(&url)).await.status, 200);
}

#[tokio::test]
async fn goes_down_and_comes_back_on_the_same_port_with_what_it_knew() {
    let mut provider = start().await;
    let url = format!("{}/oidc/jwks", provider.endpoint());
    let client = http();
    let before = answer(client.get(&url)).await.body;
    provider.pause();
    assert!(client.get(&url).send().await.is_err(), "kept-alive connections are closed too");
    assert!(http().get(&url).send().await.unwrap_err().is_connect());
    provider.resume().unwrap();
    assert_eq!(answer(client.get(&url)).await.body, before);
}

#[tokio::test]
async fn closes_its_port_when_dropped() {
    let provider = start().await;
    let port = provider.port();
    drop(provider);
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}

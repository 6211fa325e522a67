use std::time::{Duration, Instant};

use logto::dev_provider::{Canned, RecordedRequest};

use crate::support::{answer, http, start, tokens};

#[tokio::test]
async fn records_api_calls_and_nothing_secret() {
    let provider = start().await;
    tokens(&provider, &[]).await;
    let call = |method: &str, path: &str, grant_type: Option<&str>| RecordedRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        grant_type: grant_type.map(str::to_owned),
    };
    let expected = [call("GET", "/oidc/auth", None), call("POST", "/oidc/token", Some("authorization_code"))];
    assert_eq!(provider.requests(), expected);
    provider.clear_requests();
    assert_eq!(provider.requests(), []);
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
            delay: Duration::from_millis(50),
        },
    );
    let url = format!("{}/oidc/jwks", provider.endpoint());
    let before = Instant::now();
    let response = http().get(&url).send().await.unwrap();
    assert!(before.elapsed() >= Duration::from_millis(50));
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

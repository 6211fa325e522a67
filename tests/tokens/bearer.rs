//! An API on axum, asked over HTTP as RFC 6750 says, and as it does not.

use axum::{Router, extract::FromRef, http::HeaderMap, routing::get};
use logto::{
    AccessTokenVerifier, Audience,
    axum::{Bearer, BearerRejection, require_scopes},
};
use reqwest::Response;
use serde_json::{Value, json};
use time::Duration;
use tokio::net::TcpListener;

use crate::tenant::{RESOURCE, Tenant, with, without};

/// A state with more in it than the verifier.
#[derive(Clone)]
struct App {
    verifier: AccessTokenVerifier,
}

impl FromRef<App> for AccessTokenVerifier {
    fn from_ref(app: &App) -> Self {
        app.verifier.clone()
    }
}

async fn whoami(Bearer(claims): Bearer) -> String {
    claims.sub
}

async fn write(Bearer(claims): Bearer) -> Result<&'static str, BearerRejection> {
    claims.require_scopes(["write:items", "delete:items"])?;
    Ok("written")
}

/// A running API, and a client.
struct Api {
    tenant: Tenant,
    address: String,
    http: reqwest::Client,
}

impl Api {
    async fn start() -> Self {
        let tenant = Tenant::start().await;
        let verifier = tenant.api();
        let guarded = Router::new()
            .route("/guarded", get(whoami))
            .route_layer(require_scopes(&verifier, ["read:items", "admin"]));
        let readable =
            Router::new().route("/readable", get(whoami)).route_layer(require_scopes(&verifier, ["read:items"]));
        let elsewhere = tenant.verifier(Audience::Resource("https://other.example".to_owned()));
        let twice = Router::new().route("/twice", get(whoami)).route_layer(require_scopes::<&str>(&elsewhere, []));
        let router = Router::new()
            .route("/whoami", get(whoami))
            .route("/write", get(write))
            .merge(guarded)
            .merge(readable)
            .merge(twice)
            .with_state(App { verifier });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, router).await });
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { tenant, address, http }
    }

    /// Asks with these `Authorization` headers.
    async fn get(&self, path: &str, authorization: &[&str]) -> Response {
        let request = self.http.get(format!("{}{path}", self.address));
        let request = authorization.iter().fold(request, |request, value| request.header("authorization", *value));
        request.send().await.unwrap()
    }

    async fn get_with_token(&self, path: &str, token: &str) -> Response {
        self.get(path, &[&format!("Bearer {token}")]).await
    }

    fn token(&self, claims: &Value) -> String {
        self.tenant.key.sign(&self.tenant.header("at+jwt"), claims)
    }
}

fn challenge(headers: &HeaderMap) -> &str {
    headers.get("www-authenticate").map_or("", |value| value.to_str().unwrap())
}

/// The status, the challenge, and the body's `error`; what every refusal has is checked here.
async fn refusal(response: Response) -> (u16, String, String) {
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    assert_eq!(headers["cache-control"], "no-store");
    assert_eq!(headers["content-type"], "application/json");
    let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert!(!body["error_description"].as_str().unwrap().is_empty());
    assert_eq!(body.as_object().unwrap().len(), 2);
    (status, challenge(&headers).to_owned(), body["error"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn lets_a_verified_token_through_in_any_case_of_the_scheme() {
    let api = Api::start().await;
    let token = api.tenant.access_token();
    for scheme in ["Bearer", "bearer", "BEARER", "bEaReR"] {
        let response = api.get("/whoami", &[&format!("{scheme} {token}")]).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.text().await.unwrap(), "cugkrw5wiiif");
    }
}

#[tokio::test]
async fn answers_401_without_an_error_where_there_is_no_token() {
    let api = Api::start().await;
    for authorization in [&[][..], &["Basic dTpw"], &["DPoP abc"], &["Bearerabc"]] {
        let (status, challenge, _) = refusal(api.get("/whoami", authorization).await).await;
        assert_eq!((status, challenge), (401, format!("Bearer realm=\"{RESOURCE}\"")));
    }
}

#[tokio::test]
async fn answers_400_to_a_malformed_authorization_header() {
    let api = Api::start().await;
    let token = format!("Bearer {}", api.tenant.access_token());
    for authorization in [
        &["Bearer"][..],
        &["Bearer "],
        &["Bearer a b"],
        &["Bearer a,Bearer b"],
        &["Bearer token=\"a\""],
        &[&token, &token],
        &["Basic dTpw", &token],
        &[&format!("{token} {token}")],
        &[&format!("{token}, {token}")],
    ] {
        let (status, challenge, error) = refusal(api.get("/whoami", authorization).await).await;
        assert_eq!((status, error.as_str()), (400, "invalid_request"), "{authorization:?}");
        assert!(challenge.starts_with("Bearer error=\"invalid_request\""), "{challenge}");
    }
}

#[tokio::test]
async fn answers_401_invalid_token_to_a_token_that_is_not_to_be_trusted() {
    let api = Api::start().await;
    let tenant = &api.tenant;
    let good = tenant.access_claims();
    let bad_tokens = [
        api.token(&with(&good, "exp", tenant.now() - 100)),
        api.token(&with(&good, "aud", "https://other.example")),
        api.token(&with(&good, "aud", "urn:logto:organization:org1")),
        api.token(&with(&good, "iss", "https://evil.example/oidc")),
        tenant.logout_token(),
        tenant.key.sign(&without(&tenant.header("JWT"), "typ"), &good),
        "Vnx3c9pQ1bZk0tO8Xj2Yw5uA7sD4fG6hJ1kL3zXcVbN".to_owned(),
        "a.b.c".to_owned(),
        "e30.e30.".to_owned(),
        "a".repeat(20_000),
    ];
    for token in bad_tokens {
        let (status, challenge, error) = refusal(api.get_with_token("/whoami", &token).await).await;
        assert_eq!((status, error.as_str()), (401, "invalid_token"), "{challenge}");
        assert!(challenge.starts_with("Bearer error=\"invalid_token\", error_description=\""), "{challenge}");
    }
}

#[tokio::test]
async fn writes_nothing_of_the_token_into_the_answer() {
    let api = Api::start().await;
    for (name, value) in [("iss", "s3cret\"\r\nx: y"), ("aud", "s3cret"), ("sub", ""), ("scope", "s3cret")] {
        let token = api.token(&with(&api.tenant.access_claims(), name, value));
        let response = api.get_with_token("/write", &token).await;
        assert!(response.status().is_client_error());
        let headers = format!("{:?}", response.headers());
        let body = response.text().await.unwrap();
        assert!(!headers.contains("s3cret") && !body.contains("s3cret"), "{headers} {body}");
        assert!(!headers.contains(&token[..20]) && !body.contains(&token[..20]));
    }
}

#[tokio::test]
async fn answers_403_and_names_the_scopes_that_are_needed() {
    let api = Api::start().await;
    let (status, challenge, error) = refusal(api.get_with_token("/write", &api.tenant.access_token()).await).await;
    assert_eq!((status, error.as_str()), (403, "insufficient_scope"));
    assert!(challenge.contains("error=\"insufficient_scope\""), "{challenge}");
    assert!(challenge.ends_with("scope=\"write:items delete:items\""), "{challenge}");
    let token = api.token(&with(&api.tenant.access_claims(), "scope", "delete:items write:items"));
    assert_eq!(api.get_with_token("/write", &token).await.text().await.unwrap(), "written");
}

#[tokio::test]
async fn guards_routes_with_required_scopes() {
    let api = Api::start().await;
    let token = api.tenant.access_token();
    assert_eq!(refusal(api.get("/guarded", &[]).await).await.0, 401);
    let (status, challenge, _) = refusal(api.get_with_token("/guarded", &token).await).await;
    assert_eq!(status, 403);
    assert!(challenge.ends_with("scope=\"read:items admin\""), "{challenge}");
    assert_eq!(api.get_with_token("/readable", &token).await.text().await.unwrap(), "cugkrw5wiiif");
    assert_eq!(api.get_with_token("/unknown", &token).await.status(), 404);
}

#[tokio::test]
async fn verifies_again_where_a_route_lies_behind_another_audience() {
    let api = Api::start().await;
    let elsewhere = api.token(&with(&api.tenant.access_claims(), "aud", "https://other.example"));
    assert_eq!(refusal(api.get_with_token("/twice", &elsewhere).await).await.0, 401);
    let both = api.token(&with(&api.tenant.access_claims(), "aud", json!(["https://other.example", RESOURCE])));
    assert_eq!(api.get_with_token("/twice", &both).await.status(), 200);
}

#[tokio::test]
async fn ignores_a_token_in_the_query_or_in_a_form() {
    let api = Api::start().await;
    let token = api.tenant.access_token();
    let response = api.get(&format!("/whoami?access_token={token}"), &[]).await;
    assert_eq!(refusal(response).await.0, 401);
    let response = api
        .http
        .get(format!("{}/whoami", api.address))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("access_token={token}"))
        .send()
        .await
        .unwrap();
    assert_eq!(refusal(response).await.0, 401);
    let response = api.http.get(format!("{}/whoami", api.address)).header("cookie", format!("access_token={token}"));
    assert_eq!(refusal(response.send().await.unwrap()).await.0, 401);
}

#[tokio::test]
async fn answers_503_while_the_provider_is_unavailable() {
    let api = Api::start().await;
    api.tenant.go_down();
    let response = api.get_with_token("/whoami", &api.tenant.access_token()).await;
    assert_eq!(response.headers()["retry-after"], "5");
    let (status, challenge, error) = refusal(response).await;
    assert_eq!((status, challenge.as_str(), error.as_str()), (503, "", "temporarily_unavailable"));
    api.tenant.come_back();
    api.tenant.advance(Duration::seconds(2));
    assert_eq!(api.get_with_token("/whoami", &api.tenant.access_token()).await.status(), 200);
}

#[tokio::test]
async fn asks_the_provider_once_for_many_requests() {
    let api = Api::start().await;
    for _ in 0..5 {
        assert_eq!(api.get_with_token("/readable", &api.tenant.access_token()).await.status(), 200);
    }
    assert_eq!(api.tenant.key_requests(), 1);
}

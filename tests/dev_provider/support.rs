//! One application with awkward values, and the calls a relying party makes.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use logto::dev_provider::{ApiResource, Application, Browser, Builder, DevProvider, MachineToMachine};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

pub const CLIENT_ID: &str = "client!+ID";
pub const CLIENT_SECRET: &str = "s3cret:+/% &=é";
pub const EXPIRED_SECRET: &str = "was-valid-once";
pub const MACHINE_ID: &str = "machine!+ID";
pub const MACHINE_SECRET: &str = "m4chine:+/% &=é";
pub const MANAGEMENT_API: &str = "https://default.logto.app/api";
pub const REDIRECT_URI: &str = "http://localhost:3000/callback?from=provider";
pub const POST_LOGOUT_URI: &str = "http://localhost:3000/";
pub const VERIFIER: &str = "verifier-verifier-verifier-verifier-verifier-";
pub const PHONE: &str = "12015550123";
pub const OTHER_PHONE: &str = "12015550124";
pub const RESOURCE: &str = "https://api.example/";
pub const OFFLINE: &str = "openid profile phone offline_access";

pub fn application() -> Application {
    Application {
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        expired_secrets: vec![EXPIRED_SECRET.to_owned()],
        redirect_uris: vec![REDIRECT_URI.to_owned(), "http://localhost:3000/other".to_owned()],
        post_logout_redirect_uris: vec![POST_LOGOUT_URI.to_owned()],
        ..Application::default()
    }
}

pub fn other_application() -> Application {
    Application {
        client_id: "other".to_owned(),
        client_secret: "other-secret".to_owned(),
        redirect_uris: vec![REDIRECT_URI.to_owned()],
        ..Application::default()
    }
}

pub fn machine() -> MachineToMachine {
    MachineToMachine { client_id: MACHINE_ID.to_owned(), client_secret: MACHINE_SECRET.to_owned() }
}

pub fn builder() -> Builder {
    DevProvider::builder()
        .application(application())
        .machine_to_machine(machine())
        .application(other_application())
        .resource(ApiResource { indicator: RESOURCE.to_owned(), scopes: vec!["read:things".to_owned()] })
}

pub async fn start() -> DevProvider {
    builder().start().await.unwrap()
}

pub fn http() -> reqwest::Client {
    // Fails when another test was first, which is as good.
    rustls::crypto::ring::default_provider().install_default().ok();
    reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap()
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// A good authorization request with some parameters changed; an empty value takes one away.
pub fn authorization_url(provider: &DevProvider, changes: &[(&str, &str)]) -> String {
    format!("{}/oidc/auth?{}", provider.endpoint(), form(&authorization_params(changes)))
}

pub fn authorization_params<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut params = vec![
        ("client_id", CLIENT_ID),
        ("redirect_uri", REDIRECT_URI),
        ("response_type", "code"),
        ("scope", "openid profile phone"),
        ("state", "state+ &é"),
        ("nonce", "nonce!"),
        ("code_challenge", challenge()),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        params.retain(|(existing, _)| existing != name);
        if !value.is_empty() {
            params.push((name, value));
        }
    }
    params
}

fn challenge() -> &'static str {
    static CHALLENGE: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    CHALLENGE.get_or_init(|| URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER)))
}

/// What a callback, or any URL, carries.
pub fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

pub struct Answer {
    pub status: u16,
    pub body: Value,
}

pub fn basic(client_id: &str, client_secret: &str) -> String {
    let encode = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(client_id), encode(client_secret))))
}

pub async fn post(provider: &DevProvider, path: &str, authorization: Option<&str>, pairs: &[(&str, &str)]) -> Answer {
    let mut request = http()
        .post(format!("{}{path}", provider.endpoint()))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form(pairs));
    if let Some(authorization) = authorization {
        request = request.header("authorization", authorization);
    }
    answer(request).await
}

pub async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.bytes().await.unwrap();
    Answer { status, body: serde_json::from_slice(&bytes).unwrap_or(Value::Null) }
}

pub async fn post_token(provider: &DevProvider, pairs: &[(&str, &str)]) -> Answer {
    post(provider, "/oidc/token", Some(&basic(CLIENT_ID, CLIENT_SECRET)), pairs).await
}

pub async fn exchange(provider: &DevProvider, code: &str) -> Answer {
    post_token(provider, &code_form(code)).await
}

pub fn code_form(code: &str) -> [(&str, &str); 4] {
    [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)]
}

pub async fn refresh(provider: &DevProvider, refresh_token: &str) -> Answer {
    post_token(provider, &[("grant_type", "refresh_token"), ("refresh_token", refresh_token)]).await
}

/// Refreshes with more parameters than the refresh token.
pub async fn refresh_for(provider: &DevProvider, tokens: &Value, params: &[(&str, &str)]) -> Answer {
    let form = [("grant_type", "refresh_token"), ("refresh_token", text(tokens, "refresh_token"))];
    post_token(provider, &[&form[..], params].concat()).await
}

/// Signs in in a new browser and returns the code.
pub async fn code(provider: &DevProvider, changes: &[(&str, &str)]) -> String {
    let callback = provider.complete_authorization(&authorization_url(provider, changes), PHONE).await.unwrap();
    query(&callback)["code"].clone()
}

pub async fn code_in(browser: &Browser, provider: &DevProvider, changes: &[(&str, &str)]) -> String {
    let callback = browser.authorize(&authorization_url(provider, changes), PHONE).await.unwrap();
    query(&callback)["code"].clone()
}

/// Signs in in a new browser and returns the token response.
pub async fn tokens(provider: &DevProvider, changes: &[(&str, &str)]) -> Value {
    let answer = exchange(provider, &code(provider, changes).await).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body
}

pub async fn offline_tokens(provider: &DevProvider) -> Value {
    tokens(provider, &[("scope", OFFLINE), ("prompt", "consent")]).await
}

pub async fn userinfo(provider: &DevProvider, access_token: &str) -> Answer {
    let request = http()
        .get(format!("{}/oidc/me", provider.endpoint()))
        .header("authorization", format!("Bearer {access_token}"));
    answer(request).await
}

pub fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}"))
}

/// Header and claims of a JWT, unverified.
pub fn jwt(token: &str) -> (Map<String, Value>, Map<String, Value>) {
    let mut parts = token.split('.').map(|part| URL_SAFE_NO_PAD.decode(part).unwrap());
    let mut next = || serde_json::from_slice(&parts.next().unwrap()).unwrap();
    (next(), next())
}

pub fn assert_invalid_grant(answer: &Answer) {
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.body,
        json!({
            "code": "oidc.invalid_grant",
            "message": "Grant request is invalid.",
            "error": "invalid_grant",
            "error_description": "grant request is invalid",
        })
    );
}

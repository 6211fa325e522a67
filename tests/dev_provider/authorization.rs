use logto::dev_provider::DevProvider;
use url::Url;

use crate::support::{
    CLIENT_ID, PHONE, REDIRECT_URI, answer, authorization_params, authorization_url, form, http, query, start,
};

async fn refused_at_provider(provider: &DevProvider, changes: &[(&str, &str)]) -> String {
    let answer = answer(http().get(authorization_url(provider, changes))).await;
    assert_eq!(answer.status, 400, "{}", answer.body);
    answer.body["code"].as_str().unwrap().to_owned()
}

/// The error that comes back to the callback, with everything that has to come with it.
async fn refused_at_callback(provider: &DevProvider, changes: &[(&str, &str)]) -> String {
    let response = http().get(authorization_url(provider, changes)).send().await.unwrap();
    assert_eq!(response.status(), 303, "{changes:?}");
    let location = Url::parse(response.headers()["location"].to_str().unwrap()).unwrap();
    assert!(location.as_str().starts_with("http://localhost:3000/callback?from=provider&"), "{location}");
    let query = query(&location);
    assert_eq!(query["state"], "state+ &é");
    assert_eq!(query["iss"], provider.issuer());
    assert!(!query["error_description"].is_empty());
    assert!(!query.contains_key("code"));
    query["error"].clone()
}

#[tokio::test]
async fn refuses_an_unknown_client_without_redirecting() {
    let provider = start().await;
    assert_eq!(refused_at_provider(&provider, &[("client_id", "unknown")]).await, "oidc.invalid_client");
    assert_eq!(refused_at_provider(&provider, &[("client_id", "")]).await, "oidc.invalid_request");
}

#[tokio::test]
async fn refuses_an_unregistered_redirect_uri_without_redirecting() {
    let provider = start().await;
    for uri in [
        "http://localhost:3000/callback",
        "http://localhost:3000/callback?from=provider&x",
        "http://LOCALHOST:3000/callback?from=provider",
        "https://evil.example/",
    ] {
        assert_eq!(refused_at_provider(&provider, &[("redirect_uri", uri)]).await, "oidc.invalid_redirect_uri");
    }
    assert_eq!(refused_at_provider(&provider, &[("redirect_uri", "")]).await, "oidc.invalid_request");
}

#[tokio::test]
async fn refuses_a_client_id_or_redirect_uri_given_twice_without_redirecting() {
    let provider = start().await;
    for (name, value) in [("client_id", CLIENT_ID), ("redirect_uri", REDIRECT_URI)] {
        let url = format!("{}&{}", authorization_url(&provider, &[]), form(&[(name, value)]));
        assert_eq!(answer(http().get(url)).await.status, 400);
    }
}

#[tokio::test]
async fn takes_no_response_type_but_code() {
    let provider = start().await;
    for (value, error) in [
        ("", "invalid_request"),
        ("token", "unsupported_response_type"),
        ("id_token", "unauthorized_client"),
        ("code id_token", "unauthorized_client"),
    ] {
        assert_eq!(refused_at_callback(&provider, &[("response_type", value)]).await, error);
    }
    assert_eq!(refused_at_callback(&provider, &[("response_mode", "form_post")]).await, "unsupported_response_mode");
}

#[tokio::test]
async fn requires_pkce_with_s256() {
    let provider = start().await;
    for changes in [
        [("code_challenge", ""), ("x", "")],
        [("code_challenge", "short"), ("x", "")],
        [("code_challenge_method", ""), ("x", "")],
        [("code_challenge_method", "plain"), ("x", "")],
        [("code_challenge", ""), ("code_challenge_method", "")],
    ] {
        assert_eq!(refused_at_callback(&provider, &changes).await, "invalid_request");
    }
}

#[tokio::test]
async fn refuses_prompts_that_logto_does_not_know() {
    let provider = start().await;
    for prompt in ["create", "select_account", "none consent", "anything"] {
        assert_eq!(refused_at_callback(&provider, &[("prompt", prompt)]).await, "invalid_request", "{prompt}");
    }
}

#[tokio::test]
async fn refuses_a_max_age_that_is_no_number() {
    let provider = start().await;
    for max_age in ["-1", "soon", "1.5"] {
        assert_eq!(refused_at_callback(&provider, &[("max_age", max_age)]).await, "invalid_request");
    }
}

#[tokio::test]
async fn refuses_an_unregistered_resource() {
    let provider = start().await;
    assert_eq!(refused_at_callback(&provider, &[("resource", "https://unknown.example/")]).await, "invalid_target");
}

#[tokio::test]
async fn refuses_repeated_parameters_and_request_objects() {
    let provider = start().await;
    assert_eq!(refused_at_callback(&provider, &[("request", "e30.e30.")]).await, "request_not_supported");
    let url = format!("{}&nonce=again", authorization_url(&provider, &[]));
    let response = http().get(url).send().await.unwrap();
    assert!(response.headers()["location"].to_str().unwrap().contains("error=invalid_request"));
}

#[tokio::test]
async fn echoes_state_and_names_itself_in_the_callback() {
    let provider = start().await;
    let callback = provider.complete_authorization(&authorization_url(&provider, &[]), PHONE).await.unwrap();
    let with_state = query(&callback);
    assert_eq!(with_state["state"], "state+ &é");
    assert_eq!(with_state["iss"], provider.issuer());
    assert_eq!(with_state["from"], "provider");
    assert_eq!(with_state["code"].len(), 43);

    let url = authorization_url(&provider, &[("state", "")]);
    let callback = provider.complete_authorization(&url, PHONE).await.unwrap();
    assert!(!query(&callback).contains_key("state"));
}

#[tokio::test]
async fn takes_the_request_as_a_form_too() {
    let provider = start().await;
    let browser = provider.browser().unwrap();
    let response = browser.post("/oidc/auth", &authorization_params(&[])).await.unwrap();
    assert_eq!(response.status(), 303);
    assert_eq!(response.headers()["location"], "/sign-in");
}

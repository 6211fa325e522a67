//! Tokens of the development provider: what Logto itself issues, offered where it belongs and where it does not.

use logto::{
    AccessTokenVerifier, Audience, Clock, LogtoClient, LogtoConfig, Origin, Secret,
    dev_provider::{DevProvider, Organization},
};
use serde_json::{Value, json};

use crate::support::{CLIENT_ID, CLIENT_SECRET, PHONE, RESOURCE, builder, refresh_for, text};

const ORGANIZATIONS: &str = "urn:logto:resource:organizations";

/// A provider with a person in an organisation, and all the tokens of a sign-in.
async fn sign_in() -> (DevProvider, Value) {
    let organization =
        Organization { id: "org1".to_owned(), scopes: vec!["read:members".to_owned()], ..Organization::default() };
    let provider = builder()
        .organization(organization)
        .organization_role("editor", &["read:members"])
        .organization_role_for("editor", RESOURCE, &["read:things"])
        .start()
        .await
        .unwrap();
    let sub = provider.add_user(PHONE, None).unwrap();
    assert!(provider.add_member("org1", &sub, &["editor"]));
    let scope = "openid offline_access urn:logto:scope:organizations read:members read:things";
    let changes = [("scope", scope), ("prompt", "consent"), ("resource", ORGANIZATIONS)];
    let url = crate::support::authorization_url(&provider, &changes);
    // Two resources in one request (RFC 8707, 2): the organisations, and an API.
    let url = format!("{url}&{}", crate::support::form(&[("resource", RESOURCE)]));
    let callback = provider.complete_authorization(&url, PHONE).await.unwrap();
    let code = crate::support::query(&callback)["code"].clone();
    let answer = crate::support::exchange(&provider, &code).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    (provider, answer.body)
}

async fn access_token(provider: &DevProvider, tokens: &Value, params: &[(&str, &str)]) -> String {
    let answer = refresh_for(provider, tokens, params).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    text(&answer.body, "access_token").to_owned()
}

fn client(provider: &DevProvider) -> LogtoClient {
    let endpoint = Origin::parse(provider.endpoint()).unwrap();
    let base_url = Origin::parse("http://localhost:3000").unwrap();
    let config = LogtoConfig::new(endpoint, CLIENT_ID, Secret::new(CLIENT_SECRET), base_url);
    LogtoClient::new(config, Clock::system()).unwrap()
}

fn api(provider: &DevProvider) -> AccessTokenVerifier {
    let endpoint = Origin::parse(provider.endpoint()).unwrap();
    AccessTokenVerifier::new(&endpoint, Audience::Resource(RESOURCE.to_owned()), Clock::system()).unwrap()
}

#[tokio::test]
async fn accepts_the_resource_token_that_logto_issues() {
    let (provider, tokens) = sign_in().await;
    let token = access_token(&provider, &tokens, &[("resource", RESOURCE)]).await;
    let claims = api(&provider).verify(&token).await.unwrap();
    assert_eq!(claims.client_id, CLIENT_ID);
    assert_eq!(claims.aud, [RESOURCE]);
    assert!(!claims.sub.is_empty());
}

#[tokio::test]
async fn accepts_the_organisation_token_that_logto_issues_and_only_as_one() {
    let (provider, tokens) = sign_in().await;
    let token = access_token(&provider, &tokens, &[("organization_id", "org1")]).await;
    let claims = client(&provider).access_token_verifier(Audience::Organization).verify(&token).await.unwrap();
    assert_eq!(claims.organization_id.as_deref(), Some("org1"));
    assert!(claims.has_scope("read:members"));
    assert_eq!(api(&provider).verify(&token).await.unwrap_err().code(), "access_token.aud_mismatched");
}

#[tokio::test]
async fn keeps_the_organisation_of_a_resource_token_that_logto_issues() {
    let (provider, tokens) = sign_in().await;
    let params = [("resource", RESOURCE), ("organization_id", "org1")];
    let claims = api(&provider).verify(&access_token(&provider, &tokens, &params).await).await.unwrap();
    assert_eq!(claims.organization_id.as_deref(), Some("org1"));
}

#[tokio::test]
async fn rejects_id_token_refresh_token_and_opaque_token_as_access_token() {
    let (provider, tokens) = sign_in().await;
    for (name, code) in [
        ("id_token", "access_token.typ_mismatched"),
        ("refresh_token", "access_token.opaque"),
        ("access_token", "access_token.opaque"),
    ] {
        assert_eq!(api(&provider).verify(text(&tokens, name)).await.unwrap_err().code(), code, "{name}");
    }
}

#[tokio::test]
async fn rejects_logout_token_as_access_token_and_the_other_way_round() {
    let (provider, tokens) = sign_in().await;
    let logout_token = provider.logout_token("subject", "session", |_, _| {});
    let error = api(&provider).verify(&logout_token).await.unwrap_err();
    assert_eq!(error.code(), "access_token.typ_mismatched");
    let access_token = access_token(&provider, &tokens, &[("resource", RESOURCE)]).await;
    for token in [text(&tokens, "id_token"), &access_token] {
        let error = client(&provider).verify_logout_token(token).await.unwrap_err();
        assert_eq!(error.code(), "logout_token.typ_mismatched");
    }
}

#[tokio::test]
async fn rejects_a_resource_token_that_was_bent() {
    let (provider, tokens) = sign_in().await;
    let resource = [("resource", RESOURCE)];
    provider.next_access_token(|claims| drop(claims.insert("aud".to_owned(), json!("https://other.example/"))));
    let token = access_token(&provider, &tokens, &resource).await;
    assert_eq!(api(&provider).verify(&token).await.unwrap_err().code(), "access_token.aud_mismatched");
    provider.next_access_token_header(|header| drop(header.insert("alg".to_owned(), json!("HS256"))));
    let token = access_token(&provider, &tokens, &resource).await;
    assert_eq!(api(&provider).verify(&token).await.unwrap_err().code(), "access_token.signature_invalid");
    provider.sign_next_access_token_with_other_key();
    let token = access_token(&provider, &tokens, &resource).await;
    assert_eq!(api(&provider).verify(&token).await.unwrap_err().code(), "access_token.signature_invalid");
}

#[tokio::test]
async fn accepts_the_logout_token_that_logto_sends() {
    let provider = builder().start().await.unwrap();
    let token = provider.logout_token("subject", "session", |_, _| {});
    let token = client(&provider).verify_logout_token(&token).await.unwrap();
    assert_eq!((token.sub.as_deref(), token.sid.as_deref()), (Some("subject"), Some("session")));
    assert_eq!(token.exp - token.iat, 120);
}

#[tokio::test]
async fn rejects_a_logout_token_that_was_forged() {
    let provider = builder().start().await.unwrap();
    let client = client(&provider);
    let token = provider.logout_token_by_other_key("subject", "session", |_, _| {});
    assert_eq!(client.verify_logout_token(&token).await.unwrap_err().code(), "logout_token.signature_invalid");
    for alg in ["none", "HS256"] {
        let edit = |header: &mut serde_json::Map<String, Value>, _: &mut _| {
            drop(header.insert("alg".to_owned(), json!(alg)));
        };
        let token = provider.logout_token("subject", "session", edit);
        assert_eq!(client.verify_logout_token(&token).await.unwrap_err().code(), "logout_token.signature_invalid");
    }
    let token = provider.logout_token("subject", "session", |_, claims| drop(claims.remove("events")));
    assert_eq!(client.verify_logout_token(&token).await.unwrap_err().code(), "logout_token.events_missing");
}

//! The whole flow of the client against the development provider.

use crate::house::{House, PHONE, params, with_param};
use logto::{AccessTokenFor, CallbackError, EndSession, FirstScreen, Identifier, RevocationError, SignInOptions};
use time::Duration;

#[tokio::test]
async fn signs_in_by_phone_and_reads_the_claims_as_logto_writes_them() {
    let house = House::new().await;
    let (session, return_to) = house.sign_in().await.unwrap();
    assert_eq!(return_to.as_str(), "/account");
    assert_eq!(session.claims.phone_number.as_deref(), Some(PHONE));
    assert_eq!(session.claims.phone_number_verified, Some(true));
    assert_eq!(session.claims.name, None);
    assert_eq!(session.claims.iss, house.provider.issuer());
    assert!(session.claims.updated_at.unwrap() > 1_000_000_000_000, "milliseconds");
    assert!(session.tokens.refresh_token.is_some());
    let access_token = session.tokens.access_token(&AccessTokenFor::UserInfo).unwrap();
    assert!(access_token.scope.contains(&"offline_access".to_owned()));
}

#[tokio::test]
async fn asks_with_pkce_s256_state_nonce_and_prompt_consent() {
    let house = House::new().await;
    let options = SignInOptions {
        first_screen: Some(FirstScreen::IdentifierSignIn),
        identifiers: vec![Identifier::Phone, Identifier::Email],
        ..SignInOptions::default()
    };
    let url = house.client.sign_in(&options).await.unwrap().url;
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    assert_eq!(value("client_id").as_deref(), Some("client!+ID"));
    assert_eq!(value("response_type").as_deref(), Some("code"));
    assert_eq!(value("redirect_uri").as_deref(), Some("http://localhost:3000/callback"));
    assert_eq!(value("scope").as_deref(), Some("openid offline_access profile phone"));
    assert_eq!(value("prompt").as_deref(), Some("consent"));
    assert_eq!(value("code_challenge_method").as_deref(), Some("S256"));
    assert_eq!(value("first_screen").as_deref(), Some("identifier:sign_in"));
    assert_eq!(value("identifier").as_deref(), Some("phone email"));
    for random in ["state", "nonce", "code_challenge"] {
        assert_eq!(value(random).unwrap().len(), 43, "{random}");
    }
}

#[tokio::test]
async fn starts_sign_ins_that_share_nothing() {
    let house = House::new().await;
    let options = SignInOptions::default();
    let one = house.client.sign_in(&options).await.unwrap().transaction;
    let two = house.client.sign_in(&options).await.unwrap().transaction;
    assert!(!one.state.is(two.state.reveal()));
    assert!(!one.nonce.is(two.nonce.reveal()));
    assert!(!one.code_verifier.is(two.code_verifier.reveal()));
}

#[tokio::test]
async fn asks_the_provider_once_in_a_callback_once_warm() {
    let house = House::new().await;
    house.client.warm_up().await.unwrap();
    let (callback, transaction) = house.callback().await;
    house.requests();
    house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap();
    assert_eq!(house.requests(), ["/oidc/token"]);
}

#[tokio::test]
async fn refuses_a_state_of_another_sign_in() {
    let house = House::new().await;
    let (callback, _) = house.callback().await;
    let (_, other) = house.callback().await;
    let error = house.client.handle_sign_in_callback(params(&callback), other).await.unwrap_err();
    assert_eq!(error.code(), "callback.state_mismatched");
}

#[tokio::test]
async fn refuses_another_issuer_in_the_callback() {
    let house = House::new().await;
    let (callback, transaction) = house.callback().await;
    house.requests();
    let callback = with_param(&callback, "iss", Some("https://evil.example/oidc"));
    let error = house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap_err();
    assert_eq!(error.code(), "callback.iss_mismatched");
    assert!(house.requests().is_empty(), "the code was sent somewhere");
}

#[tokio::test]
async fn refuses_a_callback_without_the_promised_issuer() {
    let house = House::new().await;
    let (callback, transaction) = house.callback().await;
    let callback = with_param(&callback, "iss", None);
    let error = house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap_err();
    assert_eq!(error.code(), "callback.iss_missing");
}

#[tokio::test]
async fn says_that_the_person_declined() {
    let house = House::new().await;
    let (callback, transaction) = house.callback().await;
    let callback = with_param(&with_param(&callback, "code", None), "error", Some("access_denied"));
    let error = house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap_err();
    assert_eq!(error.code(), "callback.denied");
}

#[tokio::test]
async fn refuses_a_code_that_was_used() {
    let house = House::new().await;
    let (callback, transaction) = house.callback().await;
    house.client.handle_sign_in_callback(params(&callback), transaction.clone()).await.unwrap();
    let error = house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap_err();
    assert_eq!(error.code(), "token.refused");
}

#[tokio::test]
async fn refuses_a_code_injected_from_another_sign_in() {
    let house = House::new().await;
    let (stolen, _) = house.callback().await;
    let (callback, transaction) = house.callback().await;
    let code = stolen.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned();
    let injected = with_param(&callback, "code", Some(&code));
    let error = house.client.handle_sign_in_callback(params(&injected), transaction).await.unwrap_err();
    assert_eq!(error.code(), "token.refused");
}

#[tokio::test]
async fn sign_out_revokes_the_refresh_token_and_leads_to_the_end_session_endpoint() {
    let house = House::new().await;
    let (session, _) = house.sign_in().await.unwrap();
    let id_token = session.tokens.id_token.as_ref().unwrap().reveal().to_owned();
    house.requests();
    let sign_out = house.client.sign_out(session).await;
    sign_out.revocation.unwrap();
    assert_eq!(house.requests(), ["/oidc/token/revocation"]);
    let EndSession { url, state } = sign_out.end_session.unwrap();
    assert_eq!(url.path(), "/oidc/session/end");
    let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).unwrap().1.into_owned();
    assert_eq!(value("id_token_hint"), id_token);
    assert_eq!(value("post_logout_redirect_uri"), "http://localhost:3000/");
    assert!(state.is(&value("state")));
}

#[tokio::test]
async fn sign_out_works_while_the_provider_is_down() {
    let mut house = House::new().await;
    let (session, _) = house.sign_in().await.unwrap();
    house.provider.pause();
    let sign_out = house.client.sign_out(session).await;
    assert!(matches!(sign_out.revocation, Err(RevocationError::Http(_))));
    assert!(sign_out.end_session.is_none());
}

#[tokio::test]
async fn starts_while_the_provider_is_down_and_heals_by_itself() {
    let mut house = House::new().await;
    house.provider.pause();
    let error = house.client.sign_in(&SignInOptions::default()).await.unwrap_err();
    assert_eq!(error.code(), "sign_in.provider_unavailable");
    house.provider.resume().unwrap();
    house.advance(Duration::seconds(2));
    assert!(house.sign_in().await.is_ok());
}

#[tokio::test]
async fn signs_in_with_a_key_that_came_after_the_start() {
    let house = House::new().await;
    house.sign_in().await.unwrap();
    house.provider.rotate_keys();
    house.advance(Duration::minutes(2));
    house.provider.advance(std::time::Duration::from_secs(120));
    house.sign_in().await.unwrap();
}

#[tokio::test]
async fn asks_for_unknown_keys_once_a_minute_at_the_most() {
    let house = House::new().await;
    house.sign_in().await.unwrap();
    house.requests();
    for _ in 0..3 {
        house.provider.next_id_token_header(|header| drop(header.insert("kid".to_owned(), "forged".into())));
        assert_eq!(house.sign_in_error().await, "id_token.signature_invalid");
    }
    let fetches = house.requests().into_iter().filter(|path| path == "/oidc/jwks").count();
    assert_eq!(fetches, 0, "the keys were younger than a minute");
    house.advance(Duration::minutes(2));
    house.provider.advance(std::time::Duration::from_secs(120));
    for _ in 0..3 {
        house.provider.next_id_token_header(|header| drop(header.insert("kid".to_owned(), "forged".into())));
        assert_eq!(house.sign_in_error().await, "id_token.signature_invalid");
    }
    let fetches = house.requests().into_iter().filter(|path| path == "/oidc/jwks").count();
    assert_eq!(fetches, 1);
}

#[tokio::test]
async fn refuses_metadata_of_another_issuer() {
    use logto::{DiscoveryError, SignInError, dev_provider::Canned};
    let house = House::new().await;
    let body = include_str!("../../src/discovery/logto-openid-configuration.json").replace(":3001", ":3999");
    house.provider.next_response("/oidc/.well-known/openid-configuration", Canned { body, ..Canned::default() });
    let error = house.client.sign_in(&SignInOptions::default()).await.unwrap_err();
    assert!(matches!(error, SignInError::ProviderUnavailable(DiscoveryError::IssuerMismatched { .. })), "{error}");
}

#[tokio::test]
async fn names_the_setting_when_the_secret_is_wrong() {
    let house = House::new().await;
    let (callback, transaction) = house.callback().await;
    let body = r#"{"code":"oidc.invalid_client","message":"m","error":"invalid_client","error_description":"d"}"#;
    house.provider.next_response(
        "/oidc/token",
        logto::dev_provider::Canned { status: 401, body: body.to_owned(), ..Default::default() },
    );
    let error = house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap_err();
    assert_eq!(error.code(), "token.invalid_client");
    assert!(error.to_string().contains("LOGTO_APP_SECRET"), "{error}");
    assert!(matches!(error, CallbackError::Token(_)));
}

#[tokio::test]
async fn sign_out_leaves_a_very_long_id_token_out_of_the_address() {
    let house = House::new().await;
    let (mut session, _) = house.sign_in().await.unwrap();
    session.tokens.id_token = Some(logto::Secret::new("x".repeat(5000)));
    let url = house.client.sign_out(session).await.end_session.unwrap().url;
    assert!(url.as_str().len() < 1000, "{}", url.as_str().len());
    assert!(url.query_pairs().any(|(name, value)| name == "client_id" && value == "client!+ID"));
}

#[tokio::test]
async fn shows_no_state_token_or_number_by_debug() {
    let house = House::new().await;
    let options =
        SignInOptions { login_hint: Some(logto::LoginHint::phone(PHONE).unwrap()), ..SignInOptions::default() };
    let request = house.client.sign_in(&options).await.unwrap();
    let shown = format!("{request:?}");
    assert!(!shown.contains(PHONE) && !shown.contains(request.transaction.state.reveal()), "{shown}");
    let (session, _) = house.sign_in().await.unwrap();
    let id_token = session.tokens.id_token.as_ref().unwrap().reveal().to_owned();
    let shown = format!("{session:?}{:?}", house.client.sign_out(session.clone()).await);
    assert!(!shown.contains(PHONE) && !shown.contains(&id_token), "{shown}");
}

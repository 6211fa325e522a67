//! Sign-in options, as they go over the wire, and what they change.

use std::collections::BTreeMap;

use crate::house::{House, PHONE, params};
use logto::{
    DirectSignIn, ExtraParams, FirstScreen, Identifier, LoginHint, OrganizationId, Prompt, SignInOptions, UiLocale,
};
use time::Duration;
use url::Url;

fn query(url: &Url) -> BTreeMap<String, String> {
    url.query_pairs().into_owned().collect()
}

#[tokio::test]
async fn sends_every_option_by_its_wire_name() {
    let house = House::new().await;
    let options = SignInOptions {
        first_screen: Some(FirstScreen::IdentifierSignIn),
        identifiers: vec![Identifier::Phone],
        login_hint: Some(LoginHint::phone("+1 (201) 555-0123").unwrap()),
        direct_sign_in: Some(DirectSignIn::social("google").unwrap()),
        prompt: Prompt::Login,
        ui_locales: vec![UiLocale::parse("fr-CA").unwrap(), UiLocale::parse("en").unwrap()],
        organization_id: Some(OrganizationId::parse("org1").unwrap()),
        max_age: Some(Duration::minutes(5)),
        extra_params: ExtraParams::default().with("utm_source", "a b&c").unwrap(),
        ..SignInOptions::default()
    };
    let query = query(&house.client.sign_in(&options).await.unwrap().url);
    for (name, value) in [
        ("first_screen", "identifier:sign_in"),
        ("identifier", "phone"),
        ("login_hint", "12015550123"),
        ("direct_sign_in", "social:google"),
        ("prompt", "login consent"),
        ("ui_locales", "fr-CA en"),
        ("organization_id", "org1"),
        ("max_age", "300"),
        ("utm_source", "a b&c"),
    ] {
        assert_eq!(query.get(name).map(String::as_str), Some(value), "{name}");
    }
}

#[tokio::test]
#[expect(deprecated, reason = "the older parameter is what is tested")]
async fn sends_the_older_interaction_mode_as_first_screen() {
    let house = House::new().await;
    let options =
        SignInOptions { first_screen: Some(logto::InteractionMode::SignUp.into()), ..SignInOptions::default() };
    let query = query(&house.client.sign_in(&options).await.unwrap().url);
    assert_eq!(query.get("first_screen").map(String::as_str), Some("register"));
    assert!(!query.contains_key("interaction_mode"));
}

#[tokio::test]
async fn pushes_the_request_where_that_is_configured() {
    let house = House::with(|config| config.pushed_authorization = true).await;
    let request = house.client.sign_in(&SignInOptions::default()).await.unwrap();
    assert!(house.requests().contains(&"/oidc/request".to_owned()));
    let names: Vec<String> = query(&request.url).into_keys().collect();
    assert_eq!(names, ["client_id", "request_uri"], "nothing else is in the browser's history");
    let callback = house.provider.complete_authorization(request.url.as_str(), PHONE).await.unwrap();
    house.client.handle_sign_in_callback(params(&callback), request.transaction).await.unwrap();
}

#[tokio::test]
async fn says_that_a_pushed_request_was_refused() {
    let house = House::with(|config| {
        config.pushed_authorization = true;
        config.app_secret = logto::Secret::new("wrong");
    })
    .await;
    let error = house.client.sign_in(&SignInOptions::default()).await.unwrap_err();
    assert_eq!(error.code(), "sign_in.pushed_authorization_refused");
    assert!(error.to_string().contains("invalid_client"), "{error}");
}

#[tokio::test]
async fn checks_when_the_person_signed_in_where_max_age_was_asked_for() {
    let house = House::new().await;
    let sign_in = async || {
        let options = SignInOptions { max_age: Some(Duration::minutes(5)), ..SignInOptions::default() };
        let request = house.client.sign_in(&options).await.unwrap();
        let callback = house.provider.complete_authorization(request.url.as_str(), PHONE).await.unwrap();
        let ended = house.client.handle_sign_in_callback(params(&callback), request.transaction).await;
        ended.map(|(session, _)| session).map_err(|error| error.code())
    };
    assert!(sign_in().await.unwrap().claims.auth_time.is_some());
    house.provider.next_id_token(|claims| drop(claims.remove("auth_time")));
    assert_eq!(sign_in().await.unwrap_err(), "id_token.auth_time_too_old");
    house.provider.next_id_token(|claims| {
        let at = claims["auth_time"].as_i64().unwrap();
        claims.insert("auth_time".to_owned(), (at - 3600).into());
    });
    assert_eq!(sign_in().await.unwrap_err(), "id_token.auth_time_too_old");
}

#[tokio::test]
async fn refuses_a_code_without_its_verifier() {
    let house = House::new().await;
    let (callback, mut transaction) = house.callback().await;
    transaction.code_verifier = logto::Secret::new("a".repeat(43));
    let error = house.client.handle_sign_in_callback(params(&callback), transaction).await.unwrap_err();
    assert_eq!(error.code(), "token.refused");
}

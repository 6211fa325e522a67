//! Logto ends sessions: by its own session, by person. OpenID Connect Back-Channel Logout 1.0.

use logto::{Session, SessionKey};
use serde_json::{Map, Value, json};

use crate::{
    house::{House, OTHER_CLIENT_ID, OTHER_PHONE, PHONE},
    routes::serve,
    storages::Kind,
};

type Claims = Map<String, Value>;

fn logout_token(house: &House, session: &Session, edit: impl FnOnce(&mut Claims, &mut Claims)) -> String {
    house.provider.logout_token(&session.claims.sub, session.claims.sid.as_deref().unwrap(), edit)
}

async fn are_signed_in<const N: usize>(house: &House, keys: [&SessionKey; N]) -> [bool; N] {
    let mut signed_in = [false; N];
    for (n, key) in keys.into_iter().enumerate() {
        signed_in[n] = house.sessions.find(key).await.unwrap().is_some();
    }
    signed_in
}

#[tokio::test]
async fn sid_ends_the_sessions_of_that_provider_session_alone() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let browser = house.provider.browser().unwrap();
        // Two sign-ins in one browser are one session at the provider.
        let one = house.sign_in_with(&browser, PHONE).await;
        let two = house.sign_in_with(&browser, PHONE).await;
        let elsewhere = house.sign_in().await;
        let session = house.find(&one).await.unwrap();
        let token = logout_token(&house, &session, |_, _| {});
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 2);
        assert_eq!(are_signed_in(&house, [&one, &two, &elsewhere]).await, [false, false, true], "{kind:?}");
    }
}

#[tokio::test]
async fn sub_without_sid_ends_all_sessions_of_the_person() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (one, two, theirs) = (house.sign_in().await, house.sign_in().await, house.sign_in_as(OTHER_PHONE).await);
        let session = house.find(&one).await.unwrap();
        let token = logout_token(&house, &session, |_, claims| drop(claims.remove("sid")));
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 2);
        assert_eq!(are_signed_in(&house, [&one, &two, &theirs]).await, [false, false, true], "{kind:?}");
    }
}

#[tokio::test]
async fn session_is_found_by_its_sid_after_a_refresh() {
    let house = House::new(Kind::Redis).await;
    let key = house.sign_in_an_hour_ago().await;
    let session = house.sessions.current(&key).await.unwrap().unwrap().session;
    let token = logout_token(&house, &session, |_, _| {});
    assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 1);
}

#[tokio::test]
async fn rejects_a_replayed_logout_token_on_every_process() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let browser = house.provider.browser().unwrap();
        let key = house.sign_in_with(&browser, PHONE).await;
        let token = logout_token(&house, &house.find(&key).await.unwrap(), |_, _| {});
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 1);
        let again = house.sign_in_with(&browser, PHONE).await;
        let other = house.other_process().await;
        for sessions in [&house.sessions, &other] {
            assert_eq!(sessions.back_channel_logout(&token).await.unwrap_err().code(), "logout_token.replayed");
        }
        assert_eq!(are_signed_in(&house, [&again]).await, [true], "{kind:?}");
    }
}

#[tokio::test]
async fn rejects_forged_and_foreign_logout_tokens() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    let session = house.find(&key).await.unwrap();
    let claim = |name: &'static str, value: Value| {
        logout_token(&house, &session, move |_, claims| drop(claims.insert(name.to_owned(), value)))
    };
    let header = |name: &'static str, value: Value| {
        logout_token(&house, &session, move |header, _| drop(header.insert(name.to_owned(), value)))
    };
    let (sub, sid) = (&session.claims.sub, session.claims.sid.as_deref().unwrap());
    for (token, code) in [
        (claim("aud", json!(OTHER_CLIENT_ID)), "logout_token.aud_mismatched"),
        (claim("iss", json!("https://evil.example/oidc")), "logout_token.iss_mismatched"),
        (claim("nonce", json!("n")), "logout_token.nonce_present"),
        (claim("events", json!({})), "logout_token.events_missing"),
        (header("typ", json!("JWT")), "logout_token.typ_mismatched"),
        (house.provider.logout_token_by_other_key(sub, sid, |_, _| {}), "logout_token.signature_invalid"),
        (session.tokens.id_token.as_ref().unwrap().reveal().to_owned(), "logout_token.typ_mismatched"),
    ] {
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap_err().code(), code);
    }
    for token in [header("alg", json!("none")), header("alg", json!("HS256")), String::new(), "a.b.c".to_owned()] {
        assert!(house.sessions.back_channel_logout(&token).await.is_err(), "{token}");
    }
    assert_eq!(are_signed_in(&house, [&key]).await, [true]);
}

#[tokio::test]
async fn logout_token_of_nobody_here_is_a_success() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    let token = house.provider.logout_token("nobody", "nothing", |_, _| {});
    assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 0);
    assert_eq!(are_signed_in(&house, [&key]).await, [true]);
}

#[tokio::test]
async fn storage_down_is_no_success() {
    let mut house = House::new(Kind::Redis).await;
    let key = house.sign_in().await;
    let token = logout_token(&house, &house.find(&key).await.unwrap(), |_, _| {});
    serve(&house);
    house.place.redis().stop();
    let error = house.sessions.back_channel_logout(&token).await.unwrap_err();
    assert_eq!(error.code(), "session.storage_unavailable");
    assert_eq!(house.provider.send_logout_token(&token).await.unwrap(), 503);
}

#[tokio::test]
async fn provider_tells_the_app_over_http() {
    let house = House::new(Kind::Sqlite).await;
    serve(&house);
    let (one, two, theirs) = (house.sign_in().await, house.sign_in().await, house.sign_in_as(OTHER_PHONE).await);
    let session = house.find(&one).await.unwrap();
    let token = logout_token(&house, &session, |_, _| {});
    assert_eq!(house.provider.send_logout_token(&token).await.unwrap(), 200);
    assert_eq!(are_signed_in(&house, [&one, &two, &theirs]).await, [false, true, true]);
    assert_eq!(house.provider.send_logout_token(&token).await.unwrap(), 400, "replayed");
    assert_eq!(house.provider.send_logout_token("forged").await.unwrap(), 400);
    house.provider.end_sessions_of(&session.claims.sub).await;
    assert_eq!(are_signed_in(&house, [&one, &two, &theirs]).await, [false, false, true]);
}

#[tokio::test]
async fn sign_out_at_another_application_of_the_browser_ends_the_session_here() {
    let house = House::new(Kind::Redis).await;
    serve(&house);
    let browser = house.provider.browser().unwrap();
    let (here, elsewhere) = (house.sign_in_with(&browser, PHONE).await, house.sign_in().await);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", OTHER_CLIENT_ID)
        .append_pair("post_logout_redirect_uri", "http://localhost:3000/")
        .finish();
    let page = browser.get(&format!("/oidc/session/end?{query}")).await.unwrap().text().await.unwrap();
    let id = page.split(r#"name="sign_out" value=""#).nth(1).unwrap().split('"').next().unwrap();
    browser.post("/oidc/session/end/confirm", &[("sign_out", id), ("answer", "yes")]).await.unwrap();
    let ended = async || !are_signed_in(&house, [&here]).await[0];
    crate::house::eventually(ended).await;
    assert_eq!(are_signed_in(&house, [&elsewhere]).await, [true]);
}

#[tokio::test]
async fn sid_ends_sessions_of_the_person_that_have_none_and_no_others() {
    let house = House::new(Kind::Sqlite).await;
    let with_sid = house.sign_in().await;
    let mut session = house.session(&house.provider.browser().unwrap(), PHONE).await;
    session.claims.sid = None;
    let without_sid = house.begin(&session).await;
    let token = house.provider.logout_token(&session.claims.sub, "another-sid", |_, _| {});
    assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 1);
    assert!(house.sessions.find(&without_sid).await.unwrap().is_none());
    assert!(house.sessions.find(&with_sid).await.unwrap().is_some());
}

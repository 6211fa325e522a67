//! `logto::testing`: somebody is signed in without a provider.

use logto::{
    AccessTokenFor, Clock, Keyring, MemorySessions, Secret, SessionLife, Sessions,
    testing::{SUB, sign_in, sign_in_with},
};
use serde_json::json;

use crate::{
    house::{API, House, PHONE, Time, api, client},
    routes::serve,
    storages::Kind,
    visitor::Visitor,
};

/// Sessions of a tenant that nobody serves.
fn sessions(clock: Clock) -> Sessions {
    let client = client("http://localhost:1", "http://localhost:3000", clock.clone());
    let keyring = Keyring::parse(&"0c".repeat(32)).unwrap();
    Sessions::new(client, keyring, MemorySessions::new(clock), SessionLife::default())
}

#[tokio::test]
async fn signs_somebody_in_without_any_provider() {
    let time = Time::default();
    let sessions = sessions(time.clock());
    let claims = json!({ "sub": "cugkrw5wiiif", "name": "Ada", "roles": ["admin"], "phone_number": PHONE });
    let browser = sign_in(&sessions, claims).await.unwrap();
    for day in 0..14 {
        let found = sessions.current(&browser.key).await.unwrap().unwrap_or_else(|| panic!("signed out on day {day}"));
        assert_eq!(found.session.claims.sub, "cugkrw5wiiif");
        assert_eq!(found.session.claims.name.as_deref(), Some("Ada"));
        assert!(found.session.claims.has_role("admin"));
        time.0.fetch_add(23 * 3600, std::sync::atomic::Ordering::SeqCst);
        assert!(sessions.touch(&found).await.unwrap());
    }
    time.0.fetch_add(23 * 3600, std::sync::atomic::Ordering::SeqCst);
    assert!(sessions.current(&browser.key).await.unwrap().is_none(), "even here a session ends");
}

#[tokio::test]
async fn fills_in_what_the_claims_leave_out() {
    let sessions = sessions(Clock::system());
    let browser = sign_in(&sessions, json!({})).await.unwrap();
    let session = sessions.find(&browser.key).await.unwrap().unwrap().session;
    assert_eq!((session.claims.sub.as_str(), session.claims.iss.as_str()), (SUB, "http://localhost:1/oidc"));
    let other = sign_in(&sessions, json!({})).await.unwrap();
    assert_ne!(other.cookie, browser.cookie);
    assert_eq!(sessions.list(&browser.key).await.unwrap().len(), 2);
}

#[tokio::test]
async fn refuses_claims_that_are_none() {
    let sessions = sessions(Clock::system());
    for claims in [json!(null), json!([]), json!("sub"), json!({ "sub": 5 }), json!({ "roles": "admin" })] {
        let error = sign_in(&sessions, claims).await.unwrap_err();
        assert!(matches!(error, logto::testing::TestSignInError::Claims(_)), "{error}");
    }
}

#[tokio::test]
async fn brings_the_access_tokens_that_the_app_needs() {
    let sessions = sessions(Clock::system());
    let token = (AccessTokenFor::Resource(api()), Secret::new("for the API"));
    let browser = sign_in_with(&sessions, json!({}), [token]).await.unwrap();
    assert_eq!(sessions.access_token(&browser.key, &api()).await.unwrap().token.reveal(), "for the API", "{API}");
    let other = logto::Resource::parse(crate::house::OTHER_API).unwrap();
    assert_eq!(sessions.access_token(&browser.key, &other).await.unwrap_err().code(), "refresh.no_refresh_token");
}

#[tokio::test]
async fn cookie_opens_the_pages_of_an_app() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        serve(&house);
        let browser = sign_in(&house.sessions, json!({ "phone_number": PHONE })).await.unwrap();
        let mut visitor = Visitor::new(&house.base_url);
        let (name, value) = browser.cookie.split_once('=').unwrap();
        visitor.cookies.insert(name.to_owned(), value.to_owned());
        assert_eq!(visitor.get("/").await.body, PHONE, "{kind:?}");
        assert_eq!(house.provider.requests(), []);
        visitor.post("/sign-out").await;
        assert_eq!(visitor.get("/").await.body, "nobody");
        assert!(house.sessions.find(&browser.key).await.unwrap().is_none());
    }
}

//! Sign-in, callback and sign-out in an axum app, through a browser's eyes.

use axum::{Router, http::StatusCode, routing::get};
use logto::{SessionKey, Sessions, SignInOptions, SignedIn, axum::with_sign_in};

use crate::{
    house::{House, OTHER_PHONE, PHONE},
    storages::Kind,
    visitor::{Answer, Visitor},
};

/// The app under test, as its readers would write it.
pub fn app(sessions: &Sessions) -> Router {
    let home = async |signed_in: Option<SignedIn>| match signed_in {
        Some(signed_in) => signed_in.session.claims.phone_number.clone().unwrap(),
        None => "nobody".to_owned(),
    };
    let account = async |signed_in: SignedIn| signed_in.session.device.clone().unwrap_or_default();
    let change = async |_: SignedIn| "changed";
    // A page that sets a cookie of its own, as apps do.
    let flash = async || [("set-cookie", "flash=1; Path=/")];
    let pages =
        Router::new().route("/flash", get(flash)).route("/", get(home)).route("/account", get(account).post(change));
    with_sign_in(pages, sessions, SignInOptions::default())
}

/// Serves the app at its base URL until the test ends.
pub fn serve(house: &House) {
    let listener = house.listener.lock().unwrap().take().expect("served twice");
    listener.set_nonblocking(true).unwrap();
    let listener = tokio::net::TcpListener::from_std(listener).unwrap();
    let app = app(&house.sessions);
    tokio::spawn(async move { axum::serve(listener, app).await });
}

pub async fn open(kind: Kind) -> (House, Visitor) {
    let house = House::new(kind).await;
    serve(&house);
    let visitor = Visitor::new(&house.base_url);
    (house, visitor)
}

/// A whole sign-in in a new browser; the callback's answer.
pub async fn sign_in(house: &House, visitor: &mut Visitor, start: &str, phone: &str) -> Answer {
    let callback = visitor.callback(&house.provider.browser().unwrap(), start, phone).await;
    visitor.get(&callback).await
}

pub fn key(visitor: &Visitor) -> SessionKey {
    SessionKey::of(&visitor.cookies["session"])
}

#[tokio::test]
async fn protected_page_leads_through_sign_in_and_back() {
    for kind in Kind::ALL {
        let (house, mut visitor) = open(kind).await;
        assert_eq!(visitor.get("/").await.body, "nobody");
        let answer = visitor.get("/account?tab=1").await;
        assert_eq!(
            (answer.status, answer.location()),
            (StatusCode::SEE_OTHER, "/sign-in?return_to=%2Faccount%3Ftab%3D1")
        );
        let start = answer.location().to_owned();
        let answer = sign_in(&house, &mut visitor, &start, PHONE).await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/account?tab=1"));
        assert_eq!(visitor.get("/account?tab=1").await.body, "Firefox on Linux");
        let answer = visitor.get("/").await;
        assert_eq!((answer.body.as_str(), &answer.headers["cache-control"]), (PHONE, &"no-store".parse().unwrap()));
        house.provider.clear_requests();
        visitor.get("/").await;
        assert_eq!(house.provider.requests(), [], "{kind:?}: a page view asked the provider");
    }
}

#[tokio::test]
async fn post_of_nobody_is_refused_and_of_somebody_accepted() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    assert_eq!(visitor.post("/account").await.status, StatusCode::UNAUTHORIZED);
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    assert_eq!(visitor.post("/account").await.body, "changed");
}

#[tokio::test]
async fn sign_out_ends_the_session_here_and_at_the_provider() {
    let (house, mut visitor) = open(Kind::Redis).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    let (old, refresh_token) = (visitor.cookies.clone(), house.refresh_token(&key(&visitor)).await);
    let answer = visitor.post("/sign-out").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let to = url::Url::parse(answer.location()).unwrap();
    assert_eq!(to.path(), "/oidc/session/end");
    let state = to.query_pairs().find(|(name, _)| name == "state").unwrap().1.into_owned();
    let kept = answer.set_cookie("sign_out").unwrap();
    assert_eq!(kept, format!("sign_out={state}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"));
    assert!(!visitor.cookies.contains_key("session"));
    assert!(house.is_revoked(&refresh_token).await);
    // The old cookie, sent again, opens nothing.
    visitor.cookies = old;
    assert_eq!(visitor.get("/").await.body, "nobody");
}

#[tokio::test]
async fn session_id_changes_at_sign_in_and_the_old_one_opens_nothing() {
    for kind in Kind::ALL {
        let (house, mut visitor) = open(kind).await;
        // An attacker's id, planted in the victim's browser: one that is unknown, one that somebody has.
        let mut attacker = Visitor::new(&house.base_url);
        sign_in(&house, &mut attacker, "/sign-in", OTHER_PHONE).await;
        let known = attacker.cookies["session"].clone();
        for planted in ["AAAAAAAAAAAAAAAAAAAAAA".to_owned(), known.clone()] {
            visitor.cookies.insert("session".to_owned(), planted.clone());
            sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
            assert_ne!(visitor.cookies["session"], planted, "{kind:?}");
            assert_eq!(visitor.get("/").await.body, PHONE);
            let mut thief = Visitor::new(&house.base_url);
            thief.cookies.insert("session".to_owned(), planted);
            assert_eq!(thief.get("/").await.body, "nobody", "{kind:?}");
        }
    }
}

#[tokio::test]
async fn signing_in_again_ends_the_former_session_and_revokes_its_refresh_token() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    let (former, refresh_token) = (key(&visitor), house.refresh_token(&key(&visitor)).await);
    house.provider.clear_requests();
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    assert_ne!(key(&visitor), former);
    assert!(house.sessions.storage().load(&former).await.unwrap().is_none());
    house.arrived("/oidc/token/revocation", 1).await;
    assert!(house.is_revoked(&refresh_token).await);
    assert_eq!(visitor.get("/").await.body, PHONE);
    assert_eq!(house.sessions.list(&key(&visitor)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn beginning_a_sign_in_and_giving_up_leaves_the_person_signed_in() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    visitor.get("/sign-in").await;
    assert_eq!(visitor.get("/").await.body, PHONE);
    assert_eq!(visitor.get("/callback?error=access_denied&state=unknown").await.location(), "/");
    assert_eq!(visitor.get("/").await.body, PHONE);
}

#[tokio::test]
async fn callback_served_twice_signs_nobody_in_again() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    let callback = visitor.callback(&house.provider.browser().unwrap(), "/sign-in", PHONE).await;
    let mut other = Visitor::new(&house.base_url);
    assert_eq!(other.get(&callback).await.status, StatusCode::BAD_REQUEST, "another browser");
    assert_eq!(visitor.get(&callback).await.location(), "/");
    let before = visitor.cookies["session"].clone();
    assert_eq!(visitor.get(&callback).await.location(), "/");
    assert_eq!(visitor.cookies["session"], before);
    assert_eq!(visitor.get("/callback").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(visitor.get("/").await.body, PHONE);
}

#[tokio::test]
async fn callback_served_twice_at_once_sends_its_code_once() {
    for kind in Kind::ALL {
        let (house, mut visitor) = open(kind).await;
        let callback = visitor.callback(&house.provider.browser().unwrap(), "/sign-in", PHONE).await;
        house.provider.clear_requests();
        let twice = (0..8).map(|_| {
            let (mut visitor, callback) = (visitor.clone(), callback.clone());
            tokio::spawn(async move { visitor.get(&callback).await.status })
        });
        let mut signed_in = 0;
        for answer in twice.collect::<Vec<_>>() {
            signed_in += usize::from(answer.await.unwrap() == StatusCode::SEE_OTHER);
        }
        assert_eq!((signed_in, house.count("/oidc/token")), (1, 1), "{kind:?}");
    }
}

#[tokio::test]
async fn forms_of_other_sites_are_refused_and_sign_nobody_out() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ] {
        for path in ["/sign-out", "/account"] {
            let answer = visitor.send(http::Method::POST, path, headers).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
        }
    }
    // A link of another site neither.
    let answer = visitor.send(http::Method::GET, "/sign-out", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(visitor.get("/").await.body, PHONE);
}

#[tokio::test]
async fn anonymous_visitor_gets_no_session_cookie() {
    let (_house, mut visitor) = open(Kind::Sqlite).await;
    visitor.get("/").await;
    visitor.get("/account").await;
    visitor.get("/sign-in").await;
    assert!(!visitor.cookies.contains_key("session"));
}

#[tokio::test]
async fn expired_access_token_is_refreshed_before_the_page_and_a_suspended_person_is_gone() {
    let (house, mut visitor) = open(Kind::Redis).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    house.provider.clear_requests();
    house.advance(crate::house::NEARLY_AN_HOUR);
    assert_eq!(visitor.get("/").await.body, PHONE);
    assert_eq!(house.token_requests(), 1);
    house.provider.suspend_user(&house.sub(&key(&visitor)).await);
    house.advance(crate::house::NEARLY_AN_HOUR);
    assert_eq!(visitor.get("/").await.body, "nobody");
}

#[tokio::test]
async fn cookie_is_renewed_with_the_visits_that_are_noted() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    let answer = sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    let set = answer.set_cookie("session").unwrap();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(!set.contains("Secure"), "{set}");
    assert!(visitor.get("/").await.set_cookies().is_empty());
    house.advance(time::Duration::hours(2));
    let answer = visitor.get("/").await;
    let id = &visitor.cookies["session"];
    assert_eq!(answer.set_cookies(), [format!("session={id}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400")]);
    assert!(visitor.get("/").await.set_cookies().is_empty());
}

#[tokio::test]
async fn cookie_is_renewed_beside_cookies_of_the_app() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    house.advance(time::Duration::hours(2));
    let answer = visitor.get("/flash").await;
    assert!(answer.set_cookie("flash").is_some() && answer.set_cookie("session").is_some(), "{answer:?}");
}

//! The routes when something is out of order, and over https.

use axum::http::StatusCode;
use logto::{Keyring, SessionLife, Sessions};
use serde_json::json;

use crate::{
    house::{House, PHONE, client},
    routes::{app, open, sign_in},
    storages::Kind,
    visitor::Visitor,
};

#[tokio::test(flavor = "multi_thread")]
async fn storage_down_serves_anonymous_visitors_and_tells_the_others_to_come_back() {
    let (mut house, mut visitor) = open(Kind::Redis).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    house.place.redis().stop();
    let mut anonymous = Visitor::new(&house.base_url);
    let answer = anonymous.get("/").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "nobody"));
    for answer in [visitor.get("/").await, visitor.post("/sign-out").await] {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert!(answer.headers.contains_key("retry-after"));
        assert!(answer.set_cookies().is_empty(), "the cookie was taken away: {answer:?}");
    }
    let callback = anonymous.callback(&house.provider.browser().unwrap(), "/sign-in", PHONE).await;
    assert_eq!(anonymous.get(&callback).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(!anonymous.cookies.contains_key("session"));
    house.place.redis().restart().await;
    // This Redis forgets with its restart: the visitor is nobody, and can sign in.
    assert_eq!(visitor.get("/").await.body, "nobody");
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    assert_eq!(visitor.get("/").await.body, PHONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn storage_that_pauses_keeps_everybody_signed_in() {
    let (mut house, mut visitor) = open(Kind::Redis).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    house.place.redis().pause();
    assert_eq!(visitor.get("/").await.status, StatusCode::SERVICE_UNAVAILABLE);
    house.place.redis().resume();
    assert_eq!(visitor.get("/").await.body, PHONE);
}

#[tokio::test]
async fn provider_down_serves_pages_and_says_that_sign_in_is_unavailable() {
    let (mut house, mut visitor) = open(Kind::Sqlite).await;
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    let callback = visitor.callback(&house.provider.browser().unwrap(), "/sign-in", PHONE).await;
    house.provider.pause();
    house.advance(crate::house::NEARLY_AN_HOUR - time::Duration::minutes(59));
    assert_eq!(visitor.get("/").await.body, PHONE);
    assert_eq!(visitor.get(&callback).await.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(visitor.get("/").await.body, PHONE, "a sign-in that failed ended the session");
    // Out here, whatever the provider does.
    let answer = visitor.post("/sign-out").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(visitor.get("/").await.body, "nobody");
    house.provider.resume().unwrap();
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    assert_eq!(visitor.get("/").await.body, PHONE);
}

#[tokio::test]
async fn cookie_of_an_unknown_secret_or_of_no_form_is_nobodys() {
    let (house, mut visitor) = open(Kind::Sqlite).await;
    for planted in ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "%00", &"A".repeat(4000)] {
        visitor.cookies.insert("session".to_owned(), planted.to_owned());
        let answer = visitor.get("/").await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "nobody"), "{planted}");
        let answer = visitor.post("/sign-out").await;
        assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, "/"), "{planted}");
    }
    sign_in(&house, &mut visitor, "/sign-in", PHONE).await;
    assert_eq!(visitor.get("/").await.body, PHONE);
}

/// Sessions of the app at an https base URL.
async fn over_https(house: &House) -> Sessions {
    let base_url = house.base_url.replace("http://", "https://");
    let client = client(house.provider.endpoint(), &base_url, house.clock());
    let keyring = Keyring::parse(&house.cookie_secret).unwrap();
    Sessions::shared(client, keyring, house.place.open(&house.clock()).await, SessionLife::default())
}

/// The app behind a proxy that ends TLS: the visitor speaks http to it.
async fn behind_tls(sessions: &Sessions) -> Visitor {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let visitor = Visitor::new(&format!("http://{}", listener.local_addr().unwrap()));
    let app = app(sessions);
    tokio::spawn(async move { axum::serve(listener, app).await });
    visitor
}

#[tokio::test]
async fn cookies_are_bound_to_the_host_over_https() {
    let house = House::new(Kind::Sqlite).await;
    let sessions = over_https(&house).await;
    let mut visitor = behind_tls(&sessions).await;
    let answer = visitor.get("/account").await;
    assert_eq!(answer.location(), "/sign-in?return_to=%2Faccount");
    let signed_in = logto::testing::sign_in(&sessions, json!({ "phone_number": PHONE })).await.unwrap();
    let (name, value) = signed_in.cookie.split_once('=').unwrap();
    assert_eq!(name, "__Host-session");
    visitor.cookies.insert(name.to_owned(), value.to_owned());
    assert_eq!(visitor.get("/").await.body, PHONE);

    // Noting the visit renews it with all that the name demands.
    house.advance(time::Duration::hours(2));
    let renewed = format!("__Host-session={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=86400; Secure");
    assert_eq!(visitor.get("/").await.set_cookies(), [renewed]);

    // A cookie without the prefix is not looked at: a sub-domain could have set it.
    visitor.cookies = [("session".to_owned(), value.to_owned())].into();
    assert_eq!(visitor.get("/").await.body, "nobody");

    visitor.cookies = [(name.to_owned(), value.to_owned())].into();
    let answer = visitor.post("/sign-out").await;
    let removed = answer.set_cookies().into_iter().any(|cookie| {
        cookie.starts_with("__Host-session=;") && cookie.contains("Max-Age=0") && cookie.contains("Secure")
    });
    assert!(removed, "{answer:?}");
    assert!(
        answer.set_cookies().iter().any(|cookie| cookie.starts_with("__Host-sign_out=") && cookie.contains("Secure"))
    );
    assert!(!visitor.cookies.contains_key(name));
}

#[tokio::test]
async fn transaction_has_a_cookie_bound_to_the_host_over_https() {
    let house = House::new(Kind::Sqlite).await;
    let sessions = over_https(&house).await;
    let mut visitor = behind_tls(&sessions).await;
    let answer = visitor.get("/sign-in").await;
    assert!(!answer.set_cookies().is_empty());
    for cookie in answer.set_cookies() {
        assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure") && !cookie.contains("Domain"), "{cookie}");
    }
}

//! Sign-in and sign-out through the server's front door.

use crate::house::{House, secret};
use http::{Method, StatusCode};

#[tokio::test]
async fn signs_in_and_shows_the_phone_number() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let answer = visitor.sign_in(&house.provider, "/sign-in?return_to=/account").await;
    assert_eq!((answer.status, answer.location()), (StatusCode::SEE_OTHER, Some("/account")));
    let account = visitor.get("/account").await;
    assert_eq!(account.status, StatusCode::OK);
    assert!(account.body.contains("+1 201-555-0123"), "{}", account.body);
    assert_eq!(account.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn redirects_a_client_that_does_not_ask_for_html() {
    let house = House::open().await;
    let answer = house.visitor().send(Method::GET, "/sign-in", &[("accept", "*/*")]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().unwrap().starts_with(&format!("{}/oidc/auth?", house.provider.endpoint())));
}

#[tokio::test]
async fn sends_an_anonymous_visitor_of_a_protected_page_through_sign_in_and_back() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let answer = visitor.get("/account?tab=phone&x=%2F%2Fevil").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(!answer.body.contains("Subject"));
    let start = answer.location().unwrap().to_owned();
    let answer = visitor.sign_in(&house.provider, &start).await;
    assert_eq!(answer.location(), Some("/account?tab=phone&x=%2F%2Fevil"));
}

#[tokio::test]
async fn asks_the_provider_once_in_a_callback_and_never_for_a_page() {
    let house = House::open().await;
    house.signed_in().await;
    let mut visitor = house.visitor();
    let callback = visitor.callback(&house.provider, "/sign-in").await;
    house.requests();
    visitor.get(&callback).await;
    assert_eq!(house.requests(), ["/oidc/token"]);
    for path in ["/", "/account", "/api/current_user"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::OK);
    }
    assert!(house.requests().is_empty());
}

#[tokio::test]
async fn keeps_several_sign_ins_apart() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let first = visitor.callback(&house.provider, "/sign-in?return_to=/account?tab=1").await;
    let second = visitor.callback(&house.provider, "/sign-in?return_to=/account?tab=2").await;
    assert_eq!(visitor.get(&first).await.location(), Some("/account?tab=1"));
    assert_eq!(visitor.get(&second).await.location(), Some("/account?tab=2"));
}

#[tokio::test]
async fn a_sign_in_that_is_given_up_or_fails_leaves_the_session_alone() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    let callback = visitor.callback(&house.provider, "/sign-in").await;
    assert!(visitor.is_signed_in().await, "starting a sign-in signed out");
    let denied = callback.replace("code=", "error=access_denied&x=");
    let answer = visitor.get(&denied).await;
    assert_eq!(answer.location(), Some("/sign-in-failed?error=sign_in.denied"));
    assert!(visitor.is_signed_in().await, "a denied sign-in signed out");
}

#[tokio::test]
async fn a_callback_that_is_replayed_goes_home() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let callback = visitor.callback(&house.provider, "/sign-in").await;
    visitor.get(&callback).await;
    assert_eq!(visitor.get(&callback).await.location(), Some("/"));
    assert!(visitor.is_signed_in().await);
}

#[tokio::test]
async fn a_callback_in_another_browser_signs_nobody_in() {
    let house = House::open().await;
    let callback = house.visitor().callback(&house.provider, "/sign-in").await;
    let mut other = house.visitor();
    house.requests();
    let answer = other.get(&callback).await;
    assert_eq!(answer.location(), Some("/sign-in-failed?error=callback.state_mismatched"));
    assert!(!other.is_signed_in().await);
    assert!(house.requests().is_empty(), "the code was used");
}

#[tokio::test]
async fn absurd_callbacks_are_refused_with_a_page() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let long = format!("/callback?state=s&code={}", "x".repeat(10_000));
    for query in [
        "/callback",
        "/callback?",
        "/callback?code=x&state=y",
        "/callback?code=x&code=y&state=z",
        "/callback?code[=x&state]=y",
        "/callback?a[b][c]=1&a[b=2",
        "/callback?code=%00%ff&state=%f0%28",
        "/callback?error=<script>alert(1)</script>&state=x",
        &long,
    ] {
        let answer = visitor.send(Method::GET, query, &[("referer", "https://logto.example/sign-in")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{query}: {answer:?}");
        let page = answer.location().unwrap().to_owned();
        assert!(page.starts_with("/sign-in-failed?error=callback."), "{query}: {page}");
        let page = visitor.get(&page).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(!page.body.contains("alert(1)"));
    }
}

#[tokio::test]
async fn malformed_parameters_of_a_sign_in_start_are_refused_without_an_inside() {
    let house = House::open().await;
    let answer =
        house.visitor().send(Method::GET, "/sign-in?return_to[=x", &[("referer", "https://evil.example/")]).await;
    assert!(answer.status == StatusCode::BAD_REQUEST || answer.status == StatusCode::SEE_OTHER, "{answer:?}");
    assert!(!answer.location().unwrap_or_default().contains("evil"));
    assert!(!answer.body.contains("serde"), "{}", answer.body);
}

#[tokio::test]
async fn never_returns_to_another_site() {
    let house = House::open().await;
    for payload in
        ["https://evil.example", "//evil.example", "/%5Cevil.example", "/%09/evil.example", "%2F%2Fevil.example"]
    {
        let mut visitor = house.visitor();
        let answer = visitor.sign_in(&house.provider, &format!("/sign-in?return_to={payload}")).await;
        assert_eq!(answer.location(), Some("/"), "{payload}");
    }
}

#[tokio::test]
async fn puts_nothing_of_a_request_into_headers_or_cookies() {
    let house = House::open().await;
    for payload in
        ["/account%0d%0aSet-Cookie:%20a=b", "/%0d%0a%0d%0a<script>", "/account%00", "/a;%20Domain=evil.example"]
    {
        let mut visitor = house.visitor();
        let answer = visitor.get(&format!("/sign-in?return_to={payload}")).await;
        assert!(answer.set_cookies().iter().all(|cookie| cookie.starts_with("sign_in_")), "{payload}: {answer:?}");
        let answer = visitor.sign_in(&house.provider, &format!("/sign-in?return_to={payload}")).await;
        assert!(answer.set_cookies().iter().all(|it| it.starts_with("sign_in_") || it.starts_with("session=")));
        assert!(answer.location().unwrap().bytes().all(|byte| byte.is_ascii_graphic()), "{payload}: {answer:?}");
    }
}

#[tokio::test]
async fn survives_absurd_cookies() {
    let house = House::open().await;
    let many: String = (0..200).map(|n| format!("sign_in_{n}=x; ")).collect();
    let cookies =
        ["session=", "session=%00", "session=;;;=;session", "=", "session=\"a b\"", &"session=x; ".repeat(300), &many];
    for cookie in cookies {
        for path in ["/", "/account", "/sign-in", "/callback?code=x&state=y", "/api/current_user"] {
            let answer = house.visitor().send(Method::GET, path, &[("cookie", cookie)]).await;
            assert!(!answer.status.is_server_error(), "{path} with {cookie}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn begins_the_session_under_a_new_id() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    visitor.cookies.insert("session".to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    let callback = visitor.callback(&house.provider, "/sign-in").await;
    visitor.get(&callback).await;
    let first = visitor.cookies["session"].clone();
    assert_ne!(first, "AAAAAAAAAAAAAAAAAAAAAA");
    visitor.sign_in(&house.provider, "/sign-in").await;
    assert_ne!(visitor.cookies["session"], first);
    let mut thief = house.visitor();
    thief.cookies.insert("session".to_owned(), first);
    assert!(!thief.is_signed_in().await, "the id from before the second sign-in still opens a session");
}

#[tokio::test]
async fn sign_out_ends_the_session_for_good() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    let stolen = visitor.cookies["session"].clone();
    house.requests();
    let answer = visitor.post("/sign-out").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert!(answer.location().unwrap().starts_with(&format!("{}/oidc/session/end?", house.provider.endpoint())));
    assert_eq!(house.requests(), ["/oidc/token/revocation"]);
    assert!(!visitor.cookies.contains_key("session"));
    visitor.cookies.insert("session".to_owned(), stolen);
    assert!(!visitor.is_signed_in().await, "the old cookie still is signed in");
}

#[tokio::test]
async fn signs_out_here_while_the_provider_is_down() {
    let mut house = House::open().await;
    let mut visitor = house.signed_in().await;
    house.provider.pause();
    assert_eq!(visitor.post("/sign-out").await.location(), Some("/"));
    assert!(!visitor.is_signed_in().await);
}

#[tokio::test]
async fn signs_nobody_out_from_another_site_or_by_a_link() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    for headers in [
        &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")][..],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
        &[],
    ] {
        let answer = visitor.send(Method::POST, "/sign-out", headers).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{headers:?}");
    }
    let page = visitor.get("/sign-out").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    assert!(page.body.contains("Page not found"), "{page:?}");
    assert!(visitor.is_signed_in().await);
}

#[tokio::test]
async fn keeps_every_confirmed_session_through_a_kill() {
    let mut house = House::open().await;
    let mut visitors = Vec::new();
    for _ in 0..5 {
        visitors.push(house.signed_in().await);
    }
    house.kill();
    house.start().await;
    for visitor in &mut visitors {
        assert!(visitor.is_signed_in().await);
    }
}

#[tokio::test]
async fn opens_sessions_sealed_with_the_secret_before_and_forgets_those_of_unknown_ones() {
    let mut house = House::open().await;
    let mut visitor = house.signed_in().await;
    house.kill();
    house.cookie_secret = format!("{},{}", secret('b'), secret('a'));
    house.start().await;
    assert!(visitor.is_signed_in().await);
    house.kill();
    house.cookie_secret = secret('c');
    house.start().await;
    assert!(!visitor.is_signed_in().await);
    assert_eq!(visitor.get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn serves_pages_while_the_provider_is_down_and_heals_by_itself() {
    let mut house = House::new().await;
    house.provider.pause();
    house.start().await;
    let mut visitor = house.visitor();
    assert_eq!(visitor.get("/").await.status, StatusCode::OK);
    let answer = visitor.get("/sign-in").await;
    assert_eq!(answer.location(), Some("/sign-in-failed?error=sign_in.unavailable"));
    let page = visitor.get("/sign-in-failed?error=sign_in.unavailable").await;
    assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(page.body.contains("Sign-in is unavailable"));
    house.provider.resume().unwrap();
    let works_again = async {
        // Each try is a person's; the first second after a failure nobody asks the provider.
        while visitor.get("/sign-in").await.location().is_some_and(|location| location.starts_with('/')) {}
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), works_again).await.unwrap();
}

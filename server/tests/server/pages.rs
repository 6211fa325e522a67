//! What every answer carries, and what pages say to whom.

use crate::house::{House, visitor};
use http::StatusCode;

#[tokio::test]
async fn an_anonymous_visit_sets_no_cookie() {
    let house = House::open().await;
    for path in ["/", "/sign-in-failed?error=sign_in.denied", "/nowhere", "/api/current_user", "/robots.txt"] {
        let answer = house.visitor().get(path).await;
        assert!(answer.set_cookies().is_empty(), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn every_page_has_a_policy_with_a_nonce_of_its_own() {
    let house = House::open().await;
    let mut nonces = std::collections::BTreeSet::new();
    for _ in 0..10 {
        let answer = house.visitor().get("/").await;
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(answer.body.contains(&format!("nonce=\"{nonce}\"")), "no script carries the nonce");
        nonces.insert(nonce);
    }
    assert_eq!(nonces.len(), 10);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = House::open().await;
    for path in ["/", "/nowhere", "/robots.txt", "/healthz", "/pkg/leptos-logto.css", "/sign-in", "/callback"] {
        let answer = house.visitor().get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
        assert!(answer.header("content-security-policy").unwrap().starts_with("default-src 'none'"), "{path}");
    }
}

#[tokio::test]
async fn cookies_follow_the_rules() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let start = visitor.get("/sign-in").await;
    for cookie in start.set_cookies() {
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"), "{cookie}");
    }
    assert_eq!(start.set_cookies().len(), 1);
    let answer = visitor.sign_in(&house.provider, "/sign-in").await;
    let session = answer.set_cookies().into_iter().find(|cookie| cookie.starts_with("session=")).unwrap().to_owned();
    for rule in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86"] {
        assert!(session.contains(rule), "{rule} in {session}");
    }
}

#[tokio::test]
async fn an_unknown_path_is_a_404_page() {
    let house = House::open().await;
    for path in ["/nowhere", "/account/nowhere", "/pkg/nowhere.js"] {
        assert_eq!(house.visitor().get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(house.visitor().get("/nowhere").await.body.contains("Page not found"));
}

#[tokio::test]
async fn a_page_takes_no_post() {
    let house = House::open().await;
    assert_eq!(house.visitor().post("/").await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn a_form_larger_than_any_of_this_site_is_refused() {
    let house = House::open().await;
    let form = "x".repeat(70_000);
    let request = visitor::http().post(format!("{}/sign-out", house.base_url)).header("sec-fetch-site", "same-origin");
    let answer = request.body(form).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn the_current_user_is_json_that_nobody_keeps() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    let answer = visitor.get("/api/current_user").await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let user: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(user["phone_number"], "+1 201-555-0123");
    let names: Vec<&str> = user.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(names, ["name", "phone_number", "picture", "sub"], "more than the browser may know");
    assert_eq!(house.visitor().get("/api/current_user").await.body, "null");
}

#[tokio::test]
async fn is_ready_when_the_store_answers() {
    let house = House::open().await;
    assert_eq!(house.visitor().get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_keeps_a_page() {
    let house = House::open().await;
    for path in ["/", "/account", "/nowhere", "/sign-in", "/callback", "/sign-in-failed"] {
        assert_eq!(house.visitor().get(path).await.header("cache-control"), Some("no-store"), "{path}");
    }
}

//! What the provider says of the person now. OpenID Connect Core 5.3.

use logto::dev_provider::Canned;
use serde_json::json;

use crate::{house::House, storages::Kind};

fn refused() -> Canned {
    let body = json!({ "error": "invalid_token" }).to_string();
    Canned { status: 401, body, ..Canned::default() }
}

#[tokio::test]
async fn fetches_what_the_provider_says_now() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    let sub = house.sub(&key).await;
    house.provider.add_role(&sub, "admin");
    let user_info = house.sessions.fetch_user_info(&key).await.unwrap();
    assert_eq!(user_info.sub, sub);
    assert!(user_info.user.has_role("admin"));
    assert_eq!((house.count("/oidc/me"), house.token_requests()), (1, 0));
}

#[tokio::test]
async fn refuses_user_info_of_another_sub() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    house.provider.next_userinfo(|claims| drop(claims.insert("sub".to_owned(), json!("somebody-else"))));
    let error = house.sessions.fetch_user_info(&key).await.unwrap_err();
    assert_eq!(error.code(), "user_info.sub_mismatched");
    house.sessions.fetch_user_info(&key).await.unwrap();
}

#[tokio::test]
async fn refused_token_leads_to_one_refresh_and_one_retry() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    house.provider.next_response("/oidc/me", refused());
    house.sessions.fetch_user_info(&key).await.unwrap();
    assert_eq!((house.count("/oidc/me"), house.token_requests()), (2, 1));
    for _ in 0..2 {
        house.provider.next_response("/oidc/me", refused());
    }
    let error = house.sessions.fetch_user_info(&key).await.unwrap_err();
    assert_eq!(error.code(), "user_info.token_refused");
    assert_eq!((house.count("/oidc/me"), house.token_requests()), (2, 1));
}

#[tokio::test]
async fn user_info_out_of_order_says_so() {
    let house = House::new(Kind::Sqlite).await;
    let key = house.sign_in().await;
    for (answer, code) in [
        (Canned { status: 500, ..Canned::default() }, "user_info.unavailable"),
        (Canned { status: 302, ..Canned::default() }, "user_info.status"),
        (Canned { body: "<h1>Hello</h1>".to_owned(), ..Canned::default() }, "user_info.malformed"),
        (Canned { body: " ".repeat(30_000_000), ..Canned::default() }, "user_info.unavailable"),
    ] {
        house.provider.next_response("/oidc/me", answer);
        assert_eq!(house.sessions.fetch_user_info(&key).await.unwrap_err().code(), code);
    }
    house.sessions.fetch_user_info(&key).await.unwrap();
    assert_eq!(house.token_requests(), 0);
}

//! Logto says that a session of its own has ended, and the app's ends with it.

use crate::house::House;
use http::{Method, StatusCode};

#[tokio::test]
async fn a_sign_out_elsewhere_ends_the_sessions_here() {
    let house = House::open().await;
    let sub = house.provider.add_user(crate::house::PHONE, None).unwrap();
    let (mut one, mut two) = (house.signed_in().await, house.signed_in().await);
    assert!(house.provider.end_sessions_of(&sub).await >= 1);
    assert!(!one.is_signed_in().await && !two.is_signed_in().await);
}

#[tokio::test]
async fn a_logout_token_works_once() {
    let house = House::open().await;
    let sub = house.provider.add_user(crate::house::PHONE, None).unwrap();
    let token = house.provider.logout_token(&sub, "", |_, claims| drop(claims.remove("sid")));
    let mut visitor = house.signed_in().await;
    assert_eq!(house.provider.send_logout_token(&token).await.unwrap(), 200);
    assert!(!visitor.is_signed_in().await);
    let mut again = house.signed_in().await;
    assert_eq!(house.provider.send_logout_token(&token).await.unwrap(), 400);
    assert!(again.is_signed_in().await, "a replayed token signed out");
}

#[tokio::test]
async fn forged_and_missing_logout_tokens_are_refused() {
    let house = House::open().await;
    let sub = house.provider.add_user(crate::house::PHONE, None).unwrap();
    let mut visitor = house.signed_in().await;
    let nonce = house.provider.logout_token(&sub, "", |_, claims| drop(claims.insert("nonce".to_owned(), "n".into())));
    for token in ["", "x", "a.b.c", &nonce] {
        assert_eq!(house.provider.send_logout_token(token).await.unwrap(), 400, "{token}");
    }
    let answer = visitor.send(Method::POST, "/backchannel-logout", &[]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(visitor.is_signed_in().await);
}

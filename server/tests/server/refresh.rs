//! An access token expires: one refresh, whoever asks and wherever.

use crate::{house::House, redis_server::RedisServer};
use http::StatusCode;

/// A sign-in whose access token is as good as expired.
async fn house_with_expired_token(house: &House) -> crate::house::visitor::Visitor {
    house.provider.next_token_response(|body| drop(body.insert("expires_in".to_owned(), 1.into())));
    let visitor = house.signed_in().await;
    house.refreshes();
    visitor
}

#[tokio::test]
async fn two_hundred_requests_to_two_processes_on_redis_refresh_once() {
    let redis = RedisServer::start().await;
    let mut house = House::new().await;
    house.session_store = redis.url();
    house.provider.rotate_refresh_tokens();
    house.start().await;
    let another = house.start_another().await;
    let visitor = house_with_expired_token(&house).await;
    let requests: Vec<_> = (0..200)
        .map(|n| {
            let mut visitor = if n % 2 == 0 { visitor.at(&house.base_url) } else { visitor.at(&another) };
            tokio::spawn(async move { visitor.get("/account").await.status })
        })
        .collect();
    for request in requests {
        assert_eq!(request.await.unwrap(), StatusCode::OK, "somebody was signed out");
    }
    assert_eq!(house.refreshes(), 1);
}

#[tokio::test]
async fn a_suspended_person_is_signed_out_at_the_next_refresh() {
    let house = House::open().await;
    let sub = house.provider.add_user(crate::house::PHONE, None).unwrap();
    let mut visitor = house_with_expired_token(&house).await;
    house.provider.suspend_user(&sub);
    assert!(!visitor.is_signed_in().await);
}

#[tokio::test]
async fn an_outage_at_the_refresh_signs_nobody_out_and_slows_no_second_page() {
    let mut house = House::open().await;
    let mut visitor = house_with_expired_token(&house).await;
    house.provider.pause();
    assert_eq!(visitor.get("/account").await.status, StatusCode::OK);
    house.provider.resume().unwrap();
    assert_eq!(visitor.get("/account").await.status, StatusCode::OK);
    assert_eq!(house.refreshes(), 0, "asked again within five seconds of a failure");
}

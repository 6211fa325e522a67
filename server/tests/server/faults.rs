//! What is left when the session storage or the machine fails.

use crate::{
    house::{House, visitor::Visitor},
    redis_server::RedisServer,
};
use http::StatusCode;

#[tokio::test]
async fn without_its_redis_the_site_serves_visitors_and_tells_others_to_wait() {
    let mut redis = RedisServer::start().await;
    let mut house = House::new().await;
    house.session_store = redis.url();
    house.start().await;
    let mut visitor = house.signed_in().await;
    redis.stop();
    assert_eq!(house.visitor().get("/").await.status, StatusCode::OK);
    let answer = visitor.get("/account").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(answer.header("retry-after").is_some());
    assert!(answer.body.contains("Back in a moment"), "{}", answer.body);
    assert_eq!(house.visitor().get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    redis.restart().await;
    let heals = async { while house.visitor().get("/readyz").await.status != StatusCode::OK {} };
    tokio::time::timeout(std::time::Duration::from_secs(20), heals).await.unwrap();
    assert!(house.signed_in().await.is_signed_in().await);
}

#[tokio::test]
async fn starts_while_redis_is_down() {
    let mut house = House::new().await;
    house.session_store = format!("redis://127.0.0.1:{}", crate::house::free_port());
    house.start().await;
    assert_eq!(house.visitor().get("/").await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_kill_in_the_middle_of_sign_ins_loses_no_session_that_a_browser_heard_of() {
    let mut house = House::open().await;
    let mut callbacks = Vec::new();
    // As many as texts go to one number.
    for _ in 0..9 {
        let mut visitor = house.visitor();
        let callback = visitor.callback(&house.provider, "/sign-in").await;
        callbacks.push((visitor, callback));
    }
    let (heard, mut news) = tokio::sync::mpsc::unbounded_channel::<Visitor>();
    for (mut visitor, callback) in callbacks {
        let heard = heard.clone();
        tokio::spawn(async move {
            // The kill takes the answer from some: they heard of nothing.
            if visitor.try_get(&callback).await.is_some_and(|answer| answer.location() == Some("/")) {
                let _ = heard.send(visitor);
            }
        });
    }
    drop(heard);
    let first = news.recv().await.expect("nobody signed in");
    house.kill();
    let mut signed_in = vec![first];
    while let Some(visitor) = news.recv().await {
        signed_in.push(visitor);
    }
    house.start().await;
    for visitor in signed_in {
        // With new connections: the old ones died with the process.
        assert!(visitor.at(&house.base_url).is_signed_in().await, "a confirmed session was lost");
    }
}

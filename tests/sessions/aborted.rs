//! A browser that goes away in the middle of a refresh.

use crate::{
    house::{House, NEARLY_AN_HOUR, api, eventually},
    storages::Kind,
};

#[tokio::test(flavor = "multi_thread")]
async fn refresh_whose_caller_has_gone_is_kept_all_the_same() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        house.provider.rotate_refresh_tokens();
        let key = house.sign_in().await;
        let before = house.refresh_token(&key).await;
        for _ in 0..5 {
            house.advance(NEARLY_AN_HOUR);
            let mut held = house.provider.hold_next("/oidc/token");
            let sessions = house.sessions.clone();
            let caller = tokio::spawn(async move { sessions.access_token(&key, &api()).await });
            held.made().await;
            caller.abort();
            assert!(caller.await.unwrap_err().is_cancelled());
            held.release();
            let is_fresh = async || {
                let session = house.find(&key).await.unwrap();
                session.tokens.access_tokens().any(|(_, token)| token.is_fresh(house.clock().now()))
            };
            eventually(is_fresh).await;
        }
        assert_ne!(house.refresh_token(&key).await, before);
        assert_eq!(house.token_requests(), 5, "{kind:?}");
        // The lease was given back, too.
        house.advance(NEARLY_AN_HOUR);
        house.other_process().await.access_token(&key, &api()).await.unwrap();
    }
}

//! A refresh that is under way while the person signs out brings nobody back, and what it got is revoked.

use logto::{AccessToken, SessionError, SessionKey};
use tokio::task::JoinHandle;

use crate::{
    house::{House, NEARLY_AN_HOUR, api, eventually},
    storages::Kind,
};

/// A refresh whose answer is made and held back, a sign-out meanwhile, then the answer.
async fn signs_out_for_good(kind: Kind, rotation: bool, sign_out: impl AsyncFnOnce(&House, SessionKey)) {
    let house = House::new(kind).await;
    if rotation {
        house.provider.rotate_refresh_tokens();
    }
    let key = house.sign_in().await;
    let refresh_token = house.refresh_token(&key).await;
    house.advance(NEARLY_AN_HOUR);
    let mut held = house.provider.hold_next("/oidc/token");
    let sessions = house.other_process().await;
    let refresh: JoinHandle<Result<AccessToken, SessionError>> =
        tokio::spawn(async move { sessions.access_token(&key, &api()).await });
    held.made().await;
    sign_out(&house, key).await;
    assert!(house.sessions.find(&key).await.unwrap().is_none());
    let before = house.count("/oidc/token/revocation");
    held.release();
    assert_eq!(refresh.await.unwrap().unwrap_err().code(), "session.signed_out");
    assert!(house.sessions.find(&key).await.unwrap().is_none(), "{kind:?}: back again");
    assert!(house.sessions.storage().load(&key).await.unwrap().is_none());
    assert_eq!(house.count("/oidc/token/revocation"), before + 1, "what the refresh got was not revoked");
    assert!(house.is_revoked(&refresh_token).await);
}

async fn on_every_storage(sign_out: impl AsyncFn(&House, SessionKey)) {
    for kind in Kind::ALL {
        for rotation in [false, true] {
            signs_out_for_good(kind, rotation, &sign_out).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_during_a_refresh_is_for_good() {
    on_every_storage(async |house, key| {
        assert!(house.sessions.sign_out(&key).await.unwrap().unwrap().revocation.is_ok());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn end_without_the_provider_during_a_refresh_is_for_good() {
    // Here nobody but the refresh revokes what it got.
    on_every_storage(async |house, key| assert!(house.sessions.end(&key).await.unwrap().is_some())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_everywhere_during_a_refresh_is_for_good() {
    on_every_storage(async |house, key| {
        assert!(house.sessions.sign_out_everywhere(&key).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn back_channel_logout_during_a_refresh_is_for_good() {
    on_every_storage(async |house, key| {
        let session = house.find(&key).await.unwrap();
        let token = house.provider.logout_token(&session.claims.sub, session.claims.sid.as_deref().unwrap(), |_, _| {});
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn suspension_during_a_refresh_ends_with_the_next_one() {
    let house = House::new(Kind::Redis).await;
    let key = house.sign_in_an_hour_ago().await;
    let mut held = house.provider.hold_next("/oidc/token");
    let sessions = house.sessions.clone();
    let refresh = tokio::spawn(async move { sessions.current(&key).await });
    held.made().await;
    house.provider.suspend_user(&house.sub(&key).await);
    held.release();
    // The provider's answer was already made.
    assert!(refresh.await.unwrap().unwrap().is_some());
    house.advance(NEARLY_AN_HOUR);
    eventually(async || house.sessions.current(&key).await.unwrap().is_none()).await;
}

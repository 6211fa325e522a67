//! Thousands of sign-outs among requests that are under way: afterwards nobody is signed in.

use logto::{AccessTokenFor, Session, SessionKey, Sessions};
use tokio::task::JoinSet;

use crate::{
    house::{House, NEARLY_AN_HOUR, PHONE, api},
    storages::Kind,
};

const ROUNDS: usize = 1000;
const ROUNDS_WITH_REFRESH: usize = 60;

/// A session as it is kept when nothing is left to revoke: rounds with it cost the provider nothing.
async fn template(house: &House) -> Session {
    let mut session = house.session(&house.provider.browser().unwrap(), PHONE).await;
    session.tokens.refresh_token = Some(logto::Secret::new("unknown to the provider"));
    session
}

/// What requests do that do not sign out. None of them may fail but by finding nobody.
async fn request(sessions: Sessions, key: SessionKey, n: usize) {
    let end = sessions.client().clock().now() + sessions.life().idle;
    match n % 5 {
        0 => drop(sessions.storage().touch(&key, end).await.unwrap()),
        1 => drop(sessions.storage().save_data(&key, b"new", end).await.unwrap()),
        2 => match sessions.clear_access_tokens(&key).await {
            Ok(()) => {}
            Err(error) => assert_eq!(error.code(), "session.signed_out"),
        },
        3 => drop(sessions.find(&key).await.unwrap()),
        _ => {
            let Some(found) = sessions.storage().load(&key).await.unwrap() else { return };
            let Some(sealed) = found.sealed else { return };
            sessions.storage().replace(&key, found.version, &sealed).await.unwrap();
        }
    }
}

/// How a session ends, in turn. By the other process.
async fn end(sessions: Sessions, key: SessionKey, n: usize, logout_token: Option<String>) {
    match (logout_token, n % 8) {
        (Some(token), _) => drop(sessions.back_channel_logout(&token).await.unwrap()),
        (None, 0) => drop(sessions.sign_out(&key).await.unwrap()),
        (None, 1) => drop(sessions.sign_out_everywhere(&key).await.unwrap()),
        (None, _) => drop(sessions.end(&key).await.unwrap()),
    }
}

async fn never_back(kind: Kind) {
    let house = House::new(kind).await;
    let other = house.other_process().await;
    let session = template(&house).await;
    let (sub, sid) = (session.claims.sub.clone(), session.claims.sid.clone().unwrap());
    for n in 0..ROUNDS {
        let key = house.begin(&session).await;
        let logout_token = n.is_multiple_of(10).then(|| house.provider.logout_token(&sub, &sid, |_, _| {}));
        let mut tasks = JoinSet::new();
        for m in 0..4 {
            let sessions = if m % 2 == 0 { house.sessions.clone() } else { other.clone() };
            tasks.spawn(request(sessions, key, n + m));
        }
        tasks.spawn(end(other.clone(), key, n, logout_token));
        tasks.spawn(request(house.sessions.clone(), key, n + 4));
        tasks.join_all().await;
        assert!(house.sessions.find(&key).await.unwrap().is_none(), "{kind:?}: back in round {n}");
        assert!(house.sessions.storage().load(&key).await.unwrap().is_none(), "{kind:?}: a shell is left in round {n}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_among_requests_is_for_good_on_sqlite() {
    never_back(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_among_requests_is_for_good_on_redis() {
    never_back(Kind::Redis).await;
}

/// The same with real refreshes, each on a grant of its own.
async fn never_back_with_refresh(kind: Kind) {
    let house = House::new(kind).await;
    house.provider.rotate_refresh_tokens();
    let other = house.other_process().await;
    for n in 0..ROUNDS_WITH_REFRESH {
        let key = house.sign_in().await;
        house.advance(NEARLY_AN_HOUR);
        let mut tasks = JoinSet::new();
        for m in 0..6 {
            let sessions = if m % 2 == 0 { house.sessions.clone() } else { other.clone() };
            tasks.spawn(async move {
                let error = match (n + m) % 3 {
                    0 => sessions.current(&key).await.err(),
                    1 => sessions.access_token(&key, &api()).await.err(),
                    _ => sessions.clear_access_tokens(&key).await.err(),
                };
                assert!(error.as_ref().is_none_or(|error| error.code() == "session.signed_out"), "{error:?}");
            });
        }
        // At another moment each time: after so many turns of the others.
        let (ending, turns) = (other.clone(), n);
        tasks.spawn(async move {
            for _ in 0..turns {
                let _ = ending.storage().ping().await;
            }
            end(ending, key, n, None).await;
        });
        tasks.join_all().await;
        assert!(house.sessions.find(&key).await.unwrap().is_none(), "{kind:?}: back in round {n}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_among_refreshes_is_for_good_on_sqlite() {
    never_back_with_refresh(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_among_refreshes_is_for_good_on_redis() {
    never_back_with_refresh(Kind::Redis).await;
}

/// Refreshes among requests that forget tokens, and no sign-out: nobody is signed out by accident.
#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_signed_out_by_requests_at_once() {
    for kind in Kind::SHARED {
        let house = House::new(kind).await;
        house.provider.rotate_refresh_tokens();
        let other = house.other_process().await;
        let key = house.sign_in().await;
        // Within the idle time: nobody notes a visit here.
        for _ in 0..20 {
            house.advance(NEARLY_AN_HOUR);
            let mut tasks = JoinSet::new();
            for n in 0..12 {
                let sessions = if n % 2 == 0 { house.sessions.clone() } else { other.clone() };
                tasks.spawn(async move {
                    match n % 3 {
                        0 => assert!(sessions.current(&key).await.unwrap().is_some()),
                        1 => drop(sessions.access_token(&key, &api()).await.unwrap()),
                        _ => sessions.clear_access_tokens(&key).await.unwrap(),
                    }
                });
            }
            tasks.join_all().await;
        }
        house.advance(NEARLY_AN_HOUR);
        let found = house.sessions.current(&key).await.unwrap().expect("signed out");
        assert!(found.session.tokens.access_token(&AccessTokenFor::UserInfo).is_some(), "{kind:?}");
    }
}

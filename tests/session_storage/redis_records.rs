//! What stands in Redis: nothing that takes over a session, nothing for ever; and what is damaged hurts nobody else.

use logto::{RedisSessions, SessionKey, SessionStorage};
use redis::{FromRedisValue, aio::MultiplexedConnection, cmd};
use time::Duration;

use crate::{
    redis_server::RedisServer,
    storages::{TestClock, provider_session, subject},
};

/// A connection of the test's own.
pub async fn redis(server: &RedisServer) -> MultiplexedConnection {
    let client = redis::Client::open(server.url()).unwrap();
    client.get_multiplexed_async_connection().await.unwrap()
}

/// A server, with a session that is signed in.
struct Signed {
    server: RedisServer,
    sessions: RedisSessions,
    clock: TestClock,
    key: SessionKey,
}

impl Signed {
    async fn in_as(id: &str) -> Self {
        let (server, clock) = (RedisServer::start().await, TestClock::new());
        let sessions = RedisSessions::open(&server.url(), clock.clock()).unwrap();
        let key = SessionKey::of(id);
        let (sub, sid) = (subject("sub"), provider_session("sid"));
        assert!(sessions.create(&key, b"data", clock.in_an_hour()).await.unwrap());
        assert!(sessions.sign_in(&key, "sealed", &sub, Some(&sid), clock.in_an_hour()).await.unwrap());
        Self { server, sessions, clock, key }
    }

    async fn ask<T: FromRedisValue>(&self, command: &[&str]) -> T {
        let mut ask = cmd(command[0]);
        ask.arg(&command[1..]).query_async(&mut redis(&self.server).await).await.unwrap()
    }

    async fn key_with(&self, prefix: &str) -> String {
        let keys: Vec<String> = self.ask(&["KEYS", &format!("logto:{prefix}:*")]).await;
        assert_eq!(keys.len(), 1, "{prefix}: {keys:?}");
        keys[0].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_have_a_prefix_an_end_and_no_session_id() {
    let signed = Signed::in_as("the-id-in-the-cookie").await;
    let Signed { sessions, clock, key, .. } = &signed;
    assert!(sessions.lock(key, "holder", Duration::MINUTE).await.unwrap());
    assert!(sessions.use_once(&subject("jti"), clock.in_an_hour()).await.unwrap());
    sessions.begin_verification(&subject("the-id"), &subject("holder"), clock.in_an_hour()).await.unwrap();
    for _ in 0..2 {
        sessions.count(&subject("the-id"), Duration::minutes(10)).await.unwrap();
        sessions.try_verification(&subject("the-id"), &subject("holder")).await.unwrap();
    }
    assert!(sessions.touch(key, clock.in_an_hour() + Duration::HOUR).await.unwrap());
    let keys: Vec<String> = signed.ask(&["KEYS", "*"]).await;
    assert_eq!(keys.len(), 7, "{keys:?}");
    for key in keys {
        assert!(key.starts_with("logto:") && !key.contains("the-id"), "{key}");
        let remaining: i64 = signed.ask(&["TTL", &key]).await;
        let expected = match &key {
            key if key.starts_with("logto:lease:") => 1..=60,
            key if key.starts_with("logto:count:") => 590..=660,
            key if key.starts_with("logto:used:") || key.starts_with("logto:verification:") => 3590..=3660,
            _ => 7190..=7260,
        };
        assert!(expected.contains(&remaining), "{key} ends in {remaining} s");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sign_out_leaves_nothing() {
    let signed = Signed::in_as("session").await;
    assert!(signed.sessions.lock(&signed.key, "holder", Duration::MINUTE).await.unwrap());
    assert!(signed.sessions.delete(&signed.key).await.unwrap());
    let keys: Vec<String> = signed.ask(&["KEYS", "*"]).await;
    assert!(keys.is_empty(), "{keys:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn reading_an_index_clears_it_of_the_dead() {
    let signed = Signed::in_as("session").await;
    let session = signed.key_with("session").await;
    let index = signed.key_with("subject").await;
    let _: () = signed.ask(&["SADD", &index, "0123", "not hex"]).await;
    let _: () = signed.ask(&["DEL", &session]).await;
    assert_eq!(signed.sessions.of_subject(&subject("sub")).await.unwrap(), []);
    let left: i64 = signed.ask(&["EXISTS", &index]).await;
    assert_eq!(left, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_is_no_session() {
    let signed = Signed::in_as("session").await;
    let Signed { sessions, clock, key, .. } = &signed;
    let name = signed.key_with("session").await;
    let whole: Vec<u8> = signed.ask(&["DUMP", &name]).await;
    let damages: [&[&str]; 8] = [
        &["HSET", &name, "version", "first"],
        &["HSET", &name, "version", "9223372036854775808"],
        &["HSET", &name, "seen_at", ""],
        &["HSET", &name, "expires_at", "soon"],
        &["HSET", &name, "expires_at", "9e99"],
        &["HDEL", &name, "data"],
        &["HDEL", &name, "expires_at"],
        &["SET", &name, "no hash"],
    ];
    for damage in damages {
        let _: () = signed.ask(damage).await;
        assert_eq!(sessions.load(key).await.unwrap(), None, "{damage:?}");
        assert_eq!(sessions.of_subject(&subject("sub")).await.unwrap(), [], "{damage:?}");
        sessions.replace(key, 1, "sealed").await.unwrap();
        sessions.lock(key, "holder", Duration::MINUTE).await.unwrap();
        sessions.delete(key).await.unwrap();
        assert!(sessions.create(key, b"new", clock.in_an_hour()).await.unwrap(), "{damage:?}");
        let mut restore = cmd("RESTORE");
        restore.arg(&name).arg(0).arg(&whole).arg("REPLACE");
        let _: () = restore.query_async(&mut redis(&signed.server).await).await.unwrap();
        assert!(sessions.load(key).await.unwrap().is_some());
    }
    let mut not_text = cmd("HSET");
    not_text.arg(&name).arg("sealed").arg(b"\xff\xfe");
    let _: () = not_text.query_async(&mut redis(&signed.server).await).await.unwrap();
    assert_eq!(sessions.load(key).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_index_keeps_nobody_from_signing_out() {
    let signed = Signed::in_as("session").await;
    let index = signed.key_with("subject").await;
    let _: () = signed.ask(&["SET", &index, "no set"]).await;
    assert!(signed.sessions.of_subject(&subject("sub")).await.is_err());
    let other = SessionKey::of("other");
    let at = signed.clock.in_an_hour();
    assert!(signed.sessions.create(&other, b"", at).await.unwrap());
    assert!(signed.sessions.sign_in(&other, "sealed", &subject("sub"), None, at).await.is_err());
    assert_eq!(signed.sessions.load(&other).await.unwrap().unwrap().sealed, None);
    assert!(signed.sessions.delete(&signed.key).await.unwrap());
    assert_eq!(signed.sessions.load(&signed.key).await.unwrap(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn damaged_counts_and_verifications_start_anew() {
    let signed = Signed::in_as("session").await;
    let Signed { sessions, clock, .. } = &signed;
    let (thing, holder) = (subject("thing"), subject("holder"));
    assert_eq!(sessions.count(&thing, Duration::MINUTE).await.unwrap().number, 1);
    sessions.begin_verification(&thing, &holder, clock.in_an_hour()).await.unwrap();
    let (count, verification) = (signed.key_with("count").await, signed.key_with("verification").await);
    let damages: [&[&str]; 3] = [&["SET", "no hash"], &["HSET", "expires_at", "soon"], &["HDEL", "expires_at"]];
    for damage in damages {
        for key in [&count, &verification] {
            let _: () = signed.ask(&[&[damage[0], key], &damage[1..]].concat()).await;
        }
        assert_eq!(sessions.count(&thing, Duration::MINUTE).await.unwrap().number, 1, "{damage:?}");
        assert_eq!(sessions.try_verification(&thing, &holder).await.unwrap(), None, "{damage:?}");
        assert!(!sessions.end_verification(&thing, &holder).await.unwrap(), "{damage:?}");
        sessions.begin_verification(&thing, &holder, clock.in_an_hour()).await.unwrap();
        assert_eq!(sessions.try_verification(&thing, &holder).await.unwrap(), Some(1), "{damage:?}");
    }
    let beyond = u64::from(u32::MAX).to_string();
    let _: () = signed.ask(&["HSET", &count, "number", &beyond]).await;
    let _: () = signed.ask(&["HSET", &verification, "tries", &beyond]).await;
    assert_eq!(sessions.count(&thing, Duration::MINUTE).await.unwrap().number, u32::MAX);
    assert_eq!(sessions.try_verification(&thing, &holder).await.unwrap(), Some(u32::MAX));
}

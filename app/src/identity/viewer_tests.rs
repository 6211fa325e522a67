use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use logto::{Clock, Keyring, LogtoClient, LogtoConfig, Origin, Secret};
use time::Duration;
use tower_sessions::MemoryStore;

use super::*;

/// An app with a clock to move, and a store that forgets nothing by itself.
struct Bench {
    identity: Identity,
    store: Arc<MemoryStore>,
    now: Arc<AtomicI64>,
}

impl Bench {
    fn new() -> Self {
        // Ahead of the machine's clock, by which the memory store counts.
        let now = Arc::new(AtomicI64::new(4_000_000_000));
        let shown = Arc::clone(&now);
        let clock =
            Clock::from_fn(move || OffsetDateTime::UNIX_EPOCH + Duration::seconds(shown.load(Ordering::SeqCst)));
        let config = LogtoConfig {
            endpoint: Origin::parse("http://localhost:3001").unwrap(),
            app_id: "id".to_owned(),
            app_secret: Secret::new("secret"),
            base_url: Origin::parse("http://localhost:3000").unwrap(),
            scopes: Vec::new(),
        };
        let keyring = Keyring::parse(&"0a".repeat(32)).unwrap();
        let client = LogtoClient::new(config, clock).unwrap();
        let identity = Identity::new(client, keyring, Duration::days(1), Duration::days(14));
        Self { identity, store: Arc::default(), now }
    }

    fn advance(&self, by: Duration) {
        self.now.fetch_add(by.whole_seconds(), Ordering::SeqCst);
    }

    /// What the next request of the same browser finds.
    fn request(&self, id: Option<session::Id>) -> tower_sessions::Session {
        tower_sessions::Session::new(id, Arc::clone(&self.store) as _, None)
    }

    async fn is_gone(&self, id: session::Id) -> bool {
        self.request(Some(id)).get_value(SESSION).await.unwrap().is_none()
    }

    async fn begin(&self) -> session::Id {
        let body = serde_json::json!({
            "claims": { "iss": "i", "sub": "s", "iat": 1, "exp": 2 },
            "tokens": { "access_token": "a", "expires_at": 1, "refresh_token": null, "id_token": "i", "scope": [] },
            "began": self.now.load(Ordering::SeqCst),
        });
        let record = self.request(None);
        let session: Session = serde_json::from_value(body).unwrap();
        self.identity.begin_session(&record, &session).await.unwrap();
        record.id().unwrap()
    }
}

#[tokio::test]
async fn a_session_ends_after_its_longest_life_however_often_the_person_visits() {
    let bench = Bench::new();
    let id = bench.begin().await;
    for _ in 0..27 {
        bench.advance(Duration::hours(12));
        let record = bench.request(Some(id));
        assert!(bench.identity.viewer(&record).await.unwrap().0.is_some());
        record.save().await.unwrap();
    }
    bench.advance(Duration::hours(12));
    let record = bench.request(Some(id));
    assert!(bench.identity.viewer(&record).await.unwrap().0.is_none());
    assert!(bench.is_gone(id).await);
}

#[tokio::test]
async fn a_visit_moves_the_end_of_the_idle_time_but_never_past_the_longest_life() {
    let bench = Bench::new();
    let id = bench.begin().await;
    let began = bench.identity.client.clock().now();
    bench.advance(Duration::hours(5));
    let record = bench.request(Some(id));
    bench.identity.viewer(&record).await.unwrap();
    assert_eq!(record.expiry_date(), began + Duration::hours(5) + Duration::days(1));
    bench.advance(Duration::hours(13 * 24 + 10));
    let record = bench.request(Some(id));
    bench.identity.viewer(&record).await.unwrap();
    assert_eq!(record.expiry_date(), began + Duration::days(14));
}

#[tokio::test]
async fn a_visit_soon_after_another_writes_nothing() {
    let bench = Bench::new();
    let id = bench.begin().await;
    bench.advance(Duration::minutes(59));
    let record = bench.request(Some(id));
    assert!(bench.identity.viewer(&record).await.unwrap().0.is_some());
    assert!(!record.is_modified());
    bench.advance(Duration::minutes(1));
    let record = bench.request(Some(id));
    bench.identity.viewer(&record).await.unwrap();
    assert!(record.is_modified());
}

#[tokio::test]
async fn a_second_sign_in_has_another_id_and_ends_the_first() {
    let bench = Bench::new();
    let first = bench.begin().await;
    let record = bench.request(Some(first));
    let session = bench.identity.session(&record).await.unwrap().unwrap();
    bench.identity.begin_session(&record, &session).await.unwrap();
    assert_ne!(record.id(), Some(first));
    assert!(bench.is_gone(first).await);
}

#[tokio::test]
async fn an_anonymous_visitor_costs_no_question_to_the_store() {
    let bench = Bench::new();
    let record = bench.request(None);
    assert!(bench.identity.viewer(&record).await.unwrap().0.is_none());
    assert!(record.id().is_none() && !record.is_modified());
}

//! A tenant that publishes whatever keys a test wants, and counts how often it is asked for them.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
};

use axum::{Json, Router, http::StatusCode, routing::get};
use logto::{AccessTokenVerifier, Audience, Clock, LogtoClient, LogtoConfig, Origin, Secret};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use tokio::net::TcpListener;

use crate::signer::Key;

pub const CLIENT_ID: &str = "client!+ID";
pub const CLIENT_SECRET: &str = "s3cret:/%+ä";
pub const RESOURCE: &str = "https://api.example.com/items?x=1";
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";
/// When the tests happen: tokens and clocks agree on it, so nothing depends on the machine's clock.
const START: i64 = 1_795_348_800;

pub struct Tenant {
    pub endpoint: String,
    pub key: Key,
    published: Arc<Published>,
    clock: Arc<AtomicI64>,
}

struct Published {
    keys: Mutex<Vec<Value>>,
    algorithms: Mutex<Value>,
    key_requests: AtomicUsize,
    down: AtomicBool,
}

impl Tenant {
    pub async fn start() -> Self {
        let key = Key::new("current", 7);
        let published = Arc::new(Published {
            keys: Mutex::new(vec![key.jwk()]),
            algorithms: Mutex::new(json!(["ES384"])),
            key_requests: AtomicUsize::new(0),
            down: AtomicBool::new(false),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let router = router(&endpoint, &published);
        tokio::spawn(async { axum::serve(listener, router).await });
        Self { endpoint, key, published, clock: Arc::new(AtomicI64::new(START)) }
    }

    pub fn issuer(&self) -> String {
        format!("{}/oidc", self.endpoint)
    }

    // ── What it publishes ───────────────────────────────────────────────────────────────────

    pub fn publish(&self, keys: Vec<Value>) {
        *self.published.keys.lock().unwrap() = keys;
    }

    pub fn name_algorithms(&self, algorithms: Value) {
        *self.published.algorithms.lock().unwrap() = algorithms;
    }

    pub fn go_down(&self) {
        self.published.down.store(true, Ordering::SeqCst);
    }

    pub fn come_back(&self) {
        self.published.down.store(false, Ordering::SeqCst);
    }

    /// How often it was asked for its keys, since the last call.
    pub fn key_requests(&self) -> usize {
        self.published.key_requests.swap(0, Ordering::SeqCst)
    }

    // ── Time ────────────────────────────────────────────────────────────────────────────────

    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    pub fn advance(&self, by: Duration) {
        self.clock.fetch_add(by.whole_seconds(), Ordering::SeqCst);
    }

    // ── Who trusts it ───────────────────────────────────────────────────────────────────────

    pub fn client(&self) -> LogtoClient {
        let endpoint = Origin::parse(&self.endpoint).unwrap();
        let base_url = Origin::parse("http://localhost:3000").unwrap();
        let config = LogtoConfig::new(endpoint, CLIENT_ID, Secret::new(CLIENT_SECRET), base_url);
        LogtoClient::new(config, self.clock()).unwrap()
    }

    pub fn verifier(&self, audience: Audience) -> AccessTokenVerifier {
        AccessTokenVerifier::new(&Origin::parse(&self.endpoint).unwrap(), audience, self.clock()).unwrap()
    }

    /// A verifier of the tests' own API.
    pub fn api(&self) -> AccessTokenVerifier {
        self.verifier(Audience::Resource(RESOURCE.to_owned()))
    }

    fn clock(&self) -> Clock {
        let now = Arc::clone(&self.clock);
        Clock::from_fn(move || OffsetDateTime::from_unix_timestamp(now.load(Ordering::SeqCst)).unwrap())
    }

    // ── Good tokens, to be made bad ─────────────────────────────────────────────────────────

    pub fn header(&self, typ: &str) -> Value {
        json!({ "alg": "ES384", "typ": typ, "kid": self.key.kid })
    }

    pub fn logout_claims(&self) -> Value {
        json!({ "iss": self.issuer(), "aud": CLIENT_ID, "sub": "cugkrw5wiiif", "sid": "a-session", "jti": "once",
                "iat": self.now(), "exp": self.now() + 120, "events": { EVENT: {} } })
    }

    pub fn access_claims(&self) -> Value {
        json!({ "iss": self.issuer(), "aud": RESOURCE, "sub": "cugkrw5wiiif", "client_id": CLIENT_ID, "jti": "j",
                "iat": self.now(), "exp": self.now() + 3600, "scope": "read:items write:items" })
    }

    pub fn access_token(&self) -> String {
        self.key.sign(&self.header("at+jwt"), &self.access_claims())
    }

    pub fn logout_token(&self) -> String {
        self.key.sign(&self.header("logout+jwt"), &self.logout_claims())
    }
}

fn router(endpoint: &str, published: &Arc<Published>) -> Router {
    let (issuer, metadata_of, keys_of) = (format!("{endpoint}/oidc"), Arc::clone(published), Arc::clone(published));
    let metadata = move || async move {
        if metadata_of.down.load(Ordering::SeqCst) {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        Ok(Json(json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/auth"),
            "token_endpoint": format!("{issuer}/token"),
            "jwks_uri": format!("{issuer}/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": *metadata_of.algorithms.lock().unwrap(),
        })))
    };
    let keys = move || async move {
        keys_of.key_requests.fetch_add(1, Ordering::SeqCst);
        if keys_of.down.load(Ordering::SeqCst) {
            return Err(StatusCode::SERVICE_UNAVAILABLE);
        }
        Ok(Json(json!({ "keys": *keys_of.keys.lock().unwrap() })))
    };
    Router::new().route("/oidc/.well-known/openid-configuration", get(metadata)).route("/oidc/jwks", get(keys))
}

/// The same object with one member set.
pub fn with(object: &Value, name: &str, value: impl Into<Value>) -> Value {
    let mut object = object.clone();
    object[name] = value.into();
    object
}

/// The same object without one member.
pub fn without(object: &Value, name: &str) -> Value {
    let mut object = object.clone();
    object.as_object_mut().unwrap().remove(name).unwrap();
    object
}

//! Sessions and a development provider, joined by real HTTP, with one clock for both.

use std::{
    collections::HashSet,
    net::TcpListener,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration as RealTime,
};

use logto::{
    BACK_CHANNEL_LOGOUT_PATH, CallbackParams, Clock, Keyring, LogtoClient, LogtoConfig, OrganizationId, Origin,
    Permission, Resource, Scope, Secret, Session, SessionKey, SessionLife, Sessions, SignInOptions,
    dev_provider::{ApiResource, Application, Browser, DevProvider, Organization},
};
use time::Duration;

use crate::storages::{Kind, Place};

/// Awkward on purpose: characters that must be encoded in HTTP Basic and in URLs.
pub const CLIENT_ID: &str = "client!+ID";
pub const CLIENT_SECRET: &str = "s3cret:/%+ä";
pub const OTHER_CLIENT_ID: &str = "other";
pub const PHONE: &str = "12015550123";
pub const OTHER_PHONE: &str = "12015550124";
pub const API: &str = "https://api.example.com/items?x=1";
pub const OTHER_API: &str = "https://other.example.com";
/// Registered, but not asked for at sign-in.
pub const FOREIGN_API: &str = "https://foreign.example.com";
pub const ORGANIZATION: &str = "org1";
/// Past the point from which on an access token of an hour is refreshed.
pub const NEARLY_AN_HOUR: Duration = Duration::seconds(3_545);
const TOKEN_PATH: &str = "/oidc/token";

pub struct House {
    pub provider: DevProvider,
    pub sessions: Sessions,
    pub place: Place,
    pub base_url: String,
    pub listener: Mutex<Option<TcpListener>>,
    pub cookie_secret: String,
    time: Time,
    begun: AtomicUsize,
}

/// The machine's clock and what the test has moved it by.
#[derive(Clone, Default)]
pub struct Time(pub Arc<AtomicI64>);

impl Time {
    pub fn clock(&self) -> Clock {
        let (ahead, system) = (Arc::clone(&self.0), Clock::system());
        Clock::from_fn(move || system.now() + Duration::seconds(ahead.load(Ordering::SeqCst)))
    }
}

impl House {
    pub async fn new(kind: Kind) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base_url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let provider = provider(&base_url).await;
        let time = Time::default();
        let place = Place::new(kind, &time.clock()).await;
        let cookie_secret = "0a".repeat(32);
        let sessions = sessions(provider.endpoint(), &base_url, &cookie_secret, &place, &time).await;
        let listener = Mutex::new(Some(listener));
        Self { provider, sessions, place, base_url, listener, cookie_secret, time, begun: AtomicUsize::new(0) }
    }

    pub fn clock(&self) -> Clock {
        self.time.clock()
    }

    /// How far the clock is ahead of the machine's (seconds).
    pub fn ahead(&self) -> i64 {
        self.time.0.load(Ordering::SeqCst)
    }

    /// Moves everybody's clock.
    pub fn advance(&self, by: Duration) {
        self.time.0.fetch_add(by.whole_seconds(), Ordering::SeqCst);
        self.provider.advance(by.unsigned_abs());
    }

    /// The same sessions as another process has them: with a client and connections of its own.
    pub async fn other_process(&self) -> Sessions {
        self.sessions_with(&self.cookie_secret).await
    }

    /// The same, with other secrets.
    pub async fn sessions_with(&self, cookie_secret: &str) -> Sessions {
        sessions(self.provider.endpoint(), &self.base_url, cookie_secret, &self.place, &self.time).await
    }

    // ── Signing in ──────────────────────────────────────────────────────────────────────────

    pub async fn sign_in(&self) -> SessionKey {
        self.sign_in_as(PHONE).await
    }

    pub async fn sign_in_as(&self, phone: &str) -> SessionKey {
        self.sign_in_with(&self.provider.browser().unwrap(), phone).await
    }

    /// Signs in with this browser, and forgets the requests so far.
    pub async fn sign_in_with(&self, browser: &Browser, phone: &str) -> SessionKey {
        let session = self.session(browser, phone).await;
        self.begin(&session).await
    }

    /// What a sign-in brings, not begun yet.
    pub async fn session(&self, browser: &Browser, phone: &str) -> Session {
        let client = self.sessions.client();
        let request = client.sign_in(&SignInOptions::default()).await.unwrap();
        let callback = browser.authorize(request.url.as_str(), phone).await.unwrap();
        let params = CallbackParams::parse(callback.query().unwrap()).unwrap();
        client.handle_sign_in_callback(params, request.transaction).await.unwrap().0
    }

    /// Begins a session as a callback does.
    pub async fn begin(&self, session: &Session) -> SessionKey {
        let key = SessionKey::of(&format!("session {}", self.begun.fetch_add(1, Ordering::SeqCst)));
        let expires_at = self.clock().now() + self.sessions.life().idle;
        assert!(self.sessions.storage().create(&key, b"{}", expires_at).await.unwrap());
        self.sessions.begin(&key, session).await.unwrap();
        self.provider.clear_requests();
        key
    }

    /// Somebody whose access token has to be refreshed.
    pub async fn sign_in_an_hour_ago(&self) -> SessionKey {
        let key = self.sign_in().await;
        self.advance(NEARLY_AN_HOUR);
        key
    }

    // ── Looking ─────────────────────────────────────────────────────────────────────────────

    pub async fn sub(&self, key: &SessionKey) -> String {
        self.find(key).await.unwrap().claims.sub
    }

    pub async fn find(&self, key: &SessionKey) -> Option<Session> {
        self.sessions.find(key).await.unwrap().map(|found| found.session)
    }

    pub async fn refresh_token(&self, key: &SessionKey) -> String {
        self.find(key).await.unwrap().tokens.refresh_token.unwrap().reveal().to_owned()
    }

    /// How many token requests there were since the last call.
    pub fn token_requests(&self) -> usize {
        self.requests_to(TOKEN_PATH)
    }

    /// How many requests to this path there were since the last call of any such function.
    pub fn requests_to(&self, path: &str) -> usize {
        let count = self.count(path);
        self.provider.clear_requests();
        count
    }

    pub fn count(&self, path: &str) -> usize {
        self.provider.requests().iter().filter(|request| request.path == path).count()
    }

    /// Waits until so many requests to this path have arrived.
    pub async fn arrived(&self, path: &str, wanted: usize) {
        eventually(async || self.count(path) >= wanted).await;
        assert_eq!(self.count(path), wanted, "{path}");
    }

    /// Whether the provider still takes this refresh token.
    pub async fn is_revoked(&self, refresh_token: &str) -> bool {
        let form = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "refresh_token")
            .append_pair("refresh_token", refresh_token)
            .append_pair("client_id", CLIENT_ID)
            .append_pair("client_secret", CLIENT_SECRET)
            .finish();
        let request = crate::visitor::http()
            .post(format!("{}{TOKEN_PATH}", self.provider.endpoint()))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let answer = request.send().await.unwrap();
        let (status, body) = (answer.status().as_u16(), answer.text().await.unwrap());
        assert!(status == 200 || body.contains("invalid_grant"), "{status} {body}");
        status != 200
    }
}

/// Waits until this holds; a test that waits for longer fails.
pub async fn eventually(holds: impl AsyncFn() -> bool) {
    let waited = async {
        while !holds().await {
            tokio::time::sleep(RealTime::from_millis(5)).await;
        }
    };
    tokio::time::timeout(RealTime::from_secs(20), waited).await.expect("it never came to hold");
}

pub fn api() -> Resource {
    Resource::parse(API).unwrap()
}

pub fn organization() -> OrganizationId {
    OrganizationId::parse(ORGANIZATION).unwrap()
}

/// How many of these differ.
pub fn distinct<T: std::hash::Hash + Eq>(values: impl IntoIterator<Item = T>) -> usize {
    values.into_iter().collect::<HashSet<_>>().len()
}

async fn provider(base_url: &str) -> DevProvider {
    // The same app behind a proxy that ends TLS.
    let https = base_url.replace("http://", "https://");
    let application = Application {
        client_id: CLIENT_ID.to_owned(),
        client_secret: CLIENT_SECRET.to_owned(),
        redirect_uris: vec![format!("{base_url}/callback"), format!("{https}/callback")],
        post_logout_redirect_uris: vec![format!("{base_url}/"), format!("{https}/")],
        backchannel_logout_uri: Some(format!("{base_url}{BACK_CHANNEL_LOGOUT_PATH}")),
        ..Application::default()
    };
    let other = Application {
        client_id: OTHER_CLIENT_ID.to_owned(),
        client_secret: "other-secret".to_owned(),
        redirect_uris: vec!["http://localhost:3000/callback".to_owned()],
        post_logout_redirect_uris: vec!["http://localhost:3000/".to_owned()],
        ..Application::default()
    };
    let resource = |indicator: &str| ApiResource {
        indicator: indicator.to_owned(),
        scopes: vec!["read:items".to_owned(), "write:items".to_owned()],
    };
    let organization = Organization {
        id: ORGANIZATION.to_owned(),
        name: "One".to_owned(),
        scopes: vec!["read:members".to_owned()],
        ..Organization::default()
    };
    let stranger = Organization { id: "org2".to_owned(), ..Organization::default() };
    DevProvider::builder()
        .application(application)
        .application(other)
        .resource(resource(API))
        .resource(resource(OTHER_API))
        .resource(resource(FOREIGN_API))
        .organization(organization)
        .organization(stranger)
        .organization_role("owner", &["read:members"])
        .start()
        .await
        .unwrap()
}

async fn sessions(endpoint: &str, base_url: &str, cookie_secret: &str, place: &Place, time: &Time) -> Sessions {
    let clock = time.clock();
    let keyring = Keyring::parse(cookie_secret).unwrap();
    let storage = place.open(&clock).await;
    Sessions::shared(client(endpoint, base_url, clock), keyring, storage, SessionLife::default())
}

pub fn client(endpoint: &str, base_url: &str, clock: Clock) -> LogtoClient {
    let (endpoint, base_url) = (Origin::parse(endpoint).unwrap(), Origin::parse(base_url).unwrap());
    let config = LogtoConfig {
        scopes: vec![Scope::Phone, Scope::Roles, Scope::Organizations],
        permissions: ["read:items", "read:members"].map(|name| Permission::parse(name).unwrap()).to_vec(),
        resources: [API, OTHER_API].map(|indicator| Resource::parse(indicator).unwrap()).to_vec(),
        ..LogtoConfig::new(endpoint, CLIENT_ID, Secret::new(CLIENT_SECRET), base_url)
    };
    LogtoClient::new(config, clock).unwrap()
}

//! Phone sign-in and a development provider, joined by real HTTP, with one clock for both that each can be moved.

use std::{
    collections::HashSet,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicUsize, Ordering},
    },
    time::Duration as RealTime,
};

use logto::{
    CallbackParams, Clock, EmbeddedPhoneSignIn, OrganizationId, PhoneNumber, PhoneSignIn, PhoneSignInError,
    PhoneVerification, PhoneVerifier, Resource, ReturnTo, Session, SessionKey, Sessions, SignInOptions, Started, Visit,
    dev_provider::{Browser, DevProvider},
};
use time::Duration;

use crate::{
    storages::{Kind, Place},
    tenant::{API, ORGANIZATION, Setup, provider, sessions},
};

pub const PHONE: &str = "12015550123";
pub const OTHER_PHONE: &str = "12015550124";
/// Past the point from which on a user is read again.
pub const NEARLY_AN_HOUR: Duration = Duration::seconds(3_545);
/// Longer than the provider is left alone after a failure.
pub const A_WHILE: Duration = Duration::seconds(6);
pub const TOKEN: &str = "/oidc/token";
pub const SUBJECT_TOKENS: &str = "/api/subject-tokens";
pub const REVOCATION: &str = "/oidc/token/revocation";

pub struct House {
    pub provider: DevProvider,
    pub sessions: Sessions,
    pub way: EmbeddedPhoneSignIn,
    pub verifier: PhoneVerifier,
    pub setup: Setup,
    place: Place,
    ahead: Arc<AtomicI64>,
    begun: AtomicUsize,
}

impl House {
    pub async fn new(kind: Kind) -> Self {
        Self::with(kind, Setup::default()).await
    }

    pub async fn with(kind: Kind, setup: Setup) -> Self {
        let provider = provider(&setup).await;
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = clock(&ahead);
        let place = Place::new(kind, &clock).await;
        let sessions = sessions(&provider, &setup, &place, clock).await;
        let verifier = PhoneVerifier::new(&sessions, setup.limits, setup.regions.clone()).unwrap();
        let way = EmbeddedPhoneSignIn::new(verifier.clone());
        Self { provider, sessions, way, verifier, setup, place, ahead, begun: AtomicUsize::new(0) }
    }

    /// The same sessions as another process has them: with a client and connections of its own.
    pub async fn other_process(&self) -> Sessions {
        self.other_process_with(self.setup.clone()).await
    }

    /// The same, configured in another way.
    pub async fn other_process_with(&self, setup: Setup) -> Sessions {
        sessions(&self.provider, &setup, &self.place, clock(&self.ahead)).await
    }

    pub fn clock(&self) -> Clock {
        clock(&self.ahead)
    }

    /// Moves everybody's clock.
    pub fn advance(&self, by: Duration) {
        self.advance_app(by);
        self.provider.advance(by.unsigned_abs());
    }

    /// Moves the app's clock alone.
    pub fn advance_app(&self, by: Duration) {
        self.ahead.fetch_add(by.whole_seconds(), Ordering::SeqCst);
    }

    // ── Signing in ──────────────────────────────────────────────────────────────────────────

    /// Asks for a code, as a person does.
    pub async fn send(&self, phone: &str) -> Result<PhoneVerification, PhoneSignInError> {
        let visit = Visit { return_to: ReturnTo::home(), address: Some(address()) };
        match self.way.start(&number(phone), &visit).await? {
            Started::CodeSent(verification) => Ok(verification),
            Started::HandedOver(_) => panic!("handed over"),
        }
    }

    /// The code in the newest text to this number.
    pub fn code(&self, phone: &str) -> String {
        self.provider.messages(phone)[0].code.clone()
    }

    /// Another code than that.
    pub fn wrong_code(&self, phone: &str) -> String {
        let code: u32 = self.code(phone).parse().unwrap();
        format!("{:06}", (code + 1) % 1_000_000)
    }

    /// What a phone sign-in brings, not begun yet.
    pub async fn session(&self, phone: &str) -> Session {
        let mut verification = self.send(phone).await.unwrap();
        self.way.finish(&mut verification, &self.code(phone)).await.unwrap()
    }

    /// Signs in by phone, and forgets the requests so far.
    pub async fn sign_in(&self, phone: &str) -> SessionKey {
        let session = self.session(phone).await;
        self.begin(&session).await
    }

    /// Signs in at the hosted pages, and forgets the requests so far.
    pub async fn sign_in_hosted(&self, phone: &str) -> SessionKey {
        let session = self.hosted_session(&self.provider.browser().unwrap(), phone).await;
        self.begin(&session).await
    }

    pub async fn hosted_session(&self, browser: &Browser, phone: &str) -> Session {
        let client = self.sessions.client();
        let request = client.sign_in(&SignInOptions::default()).await.unwrap();
        let callback = browser.authorize(request.url.as_str(), phone).await.unwrap();
        let params = CallbackParams::parse(callback.query().unwrap()).unwrap();
        client.handle_sign_in_callback(params, request.transaction).await.unwrap().0
    }

    /// Begins a session as a page does.
    pub async fn begin(&self, session: &Session) -> SessionKey {
        let key = SessionKey::of(&format!("session {}", self.begun.fetch_add(1, Ordering::SeqCst)));
        let expires_at = self.clock().now() + self.sessions.life().idle;
        assert!(self.sessions.storage().create(&key, b"{}", expires_at).await.unwrap());
        self.sessions.begin(&key, session).await.unwrap();
        self.provider.clear_requests();
        key
    }

    // ── Looking ─────────────────────────────────────────────────────────────────────────────

    pub async fn find(&self, key: &SessionKey) -> Option<Session> {
        self.sessions.find(key).await.unwrap().map(|found| found.session)
    }

    /// Whether a page view finds the person signed in, and asks where it is time to.
    pub async fn is_current(&self, key: &SessionKey) -> bool {
        self.sessions.current(key).await.unwrap().is_some()
    }

    /// Whether the storage has these signed in.
    pub async fn are_signed_in<const N: usize>(&self, keys: [&SessionKey; N]) -> [bool; N] {
        let mut signed_in = [false; N];
        for (n, key) in keys.into_iter().enumerate() {
            signed_in[n] = self.find(key).await.is_some();
        }
        signed_in
    }

    pub async fn sub(&self, key: &SessionKey) -> String {
        self.find(key).await.unwrap().claims.sub
    }

    /// The path that a user is read at.
    pub async fn user_path(&self, key: &SessionKey) -> String {
        format!("/api/users/{}", self.sub(key).await)
    }

    /// How many requests to this path there were since the last call.
    pub fn requests_to(&self, path: &str) -> usize {
        let count = self.count(path);
        self.provider.clear_requests();
        count
    }

    pub fn count(&self, path: &str) -> usize {
        self.provider.requests().iter().filter(|request| request.path == path).count()
    }

    /// How many requests of this method to this path there were.
    pub fn count_of(&self, method: &str, path: &str) -> usize {
        let is_it = |made: &&logto::dev_provider::RecordedRequest| made.method == method && made.path == path;
        self.provider.requests().iter().filter(is_it).count()
    }

    /// Waits until so many requests to this path have arrived.
    pub async fn arrived(&self, path: &str, wanted: usize) {
        eventually(async || self.count(path) >= wanted).await;
        assert_eq!(self.count(path), wanted, "{path}");
    }

    /// Whether the provider refuses this hosted session's refresh token. Asked by a copy, which changes nothing here.
    pub async fn is_revoked(&self, session: &Session) -> bool {
        let key = self.begin(session).await;
        let result = self.sessions.reload(&key).await;
        self.sessions.storage().delete(&key).await.unwrap();
        result.is_err_and(|error| error.code() == "session.signed_out")
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

pub fn number(digits: &str) -> PhoneNumber {
    PhoneNumber::from_digits(digits).unwrap()
}

pub fn address() -> IpAddr {
    Ipv4Addr::new(203, 0, 113, 7).into()
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

/// The machine's clock and what the test has moved it by.
fn clock(ahead: &Arc<AtomicI64>) -> Clock {
    let (ahead, system) = (Arc::clone(ahead), Clock::system());
    Clock::from_fn(move || system.now() + Duration::seconds(ahead.load(Ordering::SeqCst)))
}

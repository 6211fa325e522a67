//! The sessions of an app: who is signed in where, with which tokens, and how it ends.
//!
//! One value over three parts: the client (Logto), the storage (where sessions are kept) and the key ring (how they are
//! sealed). Pages ask it who is there; it asks Logto only when an access token is about to expire.

mod access_tokens;
mod back_channel_logout;
mod begin_and_end;
mod embedded;
mod error;
mod everywhere;
mod quiet;
mod refreshing;
mod turns;

use std::sync::Arc;

use time::{Duration, OffsetDateTime};

use crate::{
    IndexKey, Keyring, LogtoClient, Session, SessionKey, SessionStorage, SignOutCookie, StorageError, StoredSession,
    TransactionCookies,
};

pub use back_channel_logout::BackChannelLogoutError;
pub use error::SessionError;
pub use everywhere::SessionSummary;
use quiet::Quiet;
use turns::Turns;

/// A visit is written down when the last one written is this part of the idle time ago: reading stays reading.
const TOUCHES_PER_IDLE_TIME: i32 = 24;

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLife {
    /// Without a visit.
    pub idle: Duration,
    /// At the most.
    pub max: Duration,
}

impl Default for SessionLife {
    /// A day without a visit, fourteen days at the most: as long as Logto's own session.
    fn default() -> Self {
        Self { idle: Duration::days(1), max: Duration::days(14) }
    }
}

/// The sessions of an app. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Sessions(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    client: LogtoClient,
    keyring: Keyring,
    transactions: TransactionCookies,
    storage: Arc<dyn SessionStorage>,
    life: SessionLife,
    turns: Turns,
    quiet: Quiet,
}

/// A signed-in person, as the storage has them now.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who, with the tokens.
    pub session: Session,
    /// When the person was last here (UTC), within a 24th of the idle time.
    pub seen_at: OffsetDateTime,
    /// When the session ends at the latest (UTC).
    pub ends_at: OffsetDateTime,
    key: SessionKey,
    version: i64,
}

impl Sessions {
    /// Puts the three parts together.
    pub fn new(client: LogtoClient, keyring: Keyring, storage: impl SessionStorage, life: SessionLife) -> Self {
        Self::shared(client, keyring, Arc::new(storage), life)
    }

    /// The same, over a storage that is known by its trait alone.
    pub fn shared(client: LogtoClient, keyring: Keyring, storage: Arc<dyn SessionStorage>, life: SessionLife) -> Self {
        let transactions = TransactionCookies::new(keyring.clone(), client.config().base_url.is_https());
        let (turns, quiet) = (Turns::default(), Quiet::default());
        Self(Arc::new(Inner { client, keyring, transactions, storage, life, turns, quiet }))
    }

    /// The client of the tenant.
    pub fn client(&self) -> &LogtoClient {
        &self.0.client
    }

    /// The cookies of sign-ins under way.
    pub fn transactions(&self) -> &TransactionCookies {
        &self.0.transactions
    }

    /// The cookie of a sign-out under way.
    pub fn sign_out_cookie(&self) -> SignOutCookie {
        SignOutCookie::new(self.0.client.config().base_url.is_https())
    }

    #[cfg(feature = "phone")]
    pub(crate) fn keyring(&self) -> &Keyring {
        &self.0.keyring
    }

    /// Where the sessions are kept.
    pub fn storage(&self) -> &Arc<dyn SessionStorage> {
        &self.0.storage
    }

    /// How long they live.
    pub fn life(&self) -> SessionLife {
        self.0.life
    }

    /// By what all sessions of a person are found. With the application: another one on the same storage is none of ours.
    fn subject(&self, session: &Session) -> IndexKey {
        self.subject_of(&session.claims.iss, &session.claims.sub)
    }

    fn subject_of(&self, iss: &str, sub: &str) -> IndexKey {
        IndexKey::of("sub", [iss, &self.0.client.config().app_id, sub])
    }

    /// By what the sessions are found that belong to one session at the provider.
    fn provider_session(&self, session: &Session) -> Option<IndexKey> {
        session.claims.sid.as_deref().map(|sid| self.provider_session_of(&session.claims.iss, sid))
    }

    fn provider_session_of(&self, iss: &str, sid: &str) -> IndexKey {
        IndexKey::of("sid", [iss, &self.0.client.config().app_id, sid])
    }

    fn now(&self) -> OffsetDateTime {
        self.0.client.clock().now()
    }

    /// Who is signed in on this session, as of the last refresh. Asks the storage once, and nobody else.
    ///
    /// A session that no secret opens any more, that is damaged or past its longest life, is none. Nor is one that does not
    /// [count](Session::is_authenticated) before the provider has been asked again.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer.
    pub async fn find(&self, key: &SessionKey) -> Result<Option<SignedIn>, StorageError> {
        Ok(self.find_to_renew(key).await?.filter(|found| found.session.is_authenticated(self.now())))
    }

    /// The same, or a session that may count once the provider has been asked.
    async fn find_to_renew(&self, key: &SessionKey) -> Result<Option<SignedIn>, StorageError> {
        Ok(self.0.storage.load(key).await?.and_then(|stored| self.open(&stored)))
    }

    fn open(&self, stored: &StoredSession) -> Option<SignedIn> {
        let sealed = stored.sealed.as_deref()?;
        let Some(session) = Session::open(&self.0.keyring, &stored.key, sealed) else {
            tracing::debug!("a session cannot be opened; its owner signs in again");
            return None;
        };
        let ends_at = session.began.saturating_add(self.0.life.max);
        let lives = self.now() < ends_at && (session.is_renewable() || session.is_authenticated(self.now()));
        lives.then_some(SignedIn {
            session,
            seen_at: stored.seen_at,
            ends_at,
            key: stored.key,
            version: stored.version,
        })
    }

    /// Notes the visit, which moves the end of the idle time, if the last note is old enough. `true`: it was noted, and the
    /// cookie is to be sent again.
    ///
    /// # Errors
    ///
    /// [`StorageError`] when the storage does not answer.
    pub async fn touch(&self, signed_in: &SignedIn) -> Result<bool, StorageError> {
        let now = self.now();
        if now - signed_in.seen_at < self.0.life.idle / TOUCHES_PER_IDLE_TIME {
            return Ok(false);
        }
        self.0.storage.touch(&signed_in.key, self.expires_at(&signed_in.session)).await
    }

    fn expires_at(&self, session: &Session) -> OffsetDateTime {
        session.began.saturating_add(self.0.life.max).min(self.now().saturating_add(self.0.life.idle))
    }
}

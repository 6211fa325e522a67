//! Access tokens, refreshed once per session, across tasks and processes. RFC 6749, 6; RFC 9700, 4.14.2.
//!
//! A provider that rotates refresh tokens takes a second use of the same one for theft and ends the whole grant. So:
//! one task of one process has the turn; one process has the lease; whoever gets both reads the session again, because the
//! work may have been done meanwhile; what comes back is written only over what was read.

use time::Duration;

use super::{SessionError, Sessions, SignedIn};
use crate::{
    AccessTokenFor, OpenedBy, RefreshError, Secret, Session, SessionKey, random,
    refresh::{self, ACCESS_DENIED, Failed, Refreshed},
    sign_out,
    tokens::REFRESH_AHEAD,
};

/// How long a process may have the lease: longer than all its calls to the provider may take together.
const LEASE: Duration = Duration::seconds(20);
/// How long the calls for an embedded session may take, which are more than one (real time): within the lease.
const LONGEST_ASKING: std::time::Duration = std::time::Duration::from_secs(15);
/// How long to wait for another process before giving up (real time).
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// How often to look whether the other process is done (real time).
const LOOK: std::time::Duration = std::time::Duration::from_millis(25);
/// How often a change is tried while others change the session. Refreshes have the lease, so the others only forget access
/// tokens, and once they are forgotten nobody writes.
const WRITES: usize = 8;

/// How often a refreshed session is written again while the storage does not answer, within the lease.
const TRIES: usize = 3;
/// How long to wait before it (real time).
const BETWEEN_TRIES: std::time::Duration = std::time::Duration::from_millis(500);

/// Whether the provider says that this person's session is over: the grant has ended, or they may not use the application.
fn ends_session(error: &RefreshError, what_for: &AccessTokenFor) -> bool {
    match error {
        RefreshError::InvalidGrant | RefreshError::UserGone | RefreshError::NoManagementApi => true,
        RefreshError::Refused(error) => *what_for == AccessTokenFor::UserInfo && error == ACCESS_DENIED,
        _ => false,
    }
}

/// What will not do, fresh as it looks.
#[derive(Clone, Debug)]
pub(super) enum Unfit {
    /// This access token: the provider has refused it.
    AccessToken(Secret),
    /// Whatever is kept: the person has changed. What another task brings meanwhile it may have asked for before.
    Claims,
}

impl Unfit {
    fn is_replaced(&self, session: &Session, what_for: &AccessTokenFor) -> bool {
        match self {
            Self::AccessToken(refused) => {
                !session.tokens.access_token(what_for).is_some_and(|kept| kept.token.is(refused.reveal()))
            }
            Self::Claims => false,
        }
    }
}

impl Sessions {
    /// Who is signed in on this session, **now**: if the access token is about to expire it is refreshed, so that a person
    /// who was suspended or deleted is signed out by then. Between refreshes it asks the storage once, and nobody else.
    ///
    /// An outage of the provider is not a sign-out: the person stays, and for five seconds nobody asks again.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when the storage does not answer.
    pub async fn current(&self, key: &SessionKey) -> Result<Option<SignedIn>, SessionError> {
        let Some(found) = self.find_to_renew(key).await? else { return Ok(None) };
        if self.has_fresh(&found, &AccessTokenFor::UserInfo) || !found.session.is_renewable() {
            return Ok(Some(found));
        }
        match self.refreshed(key, &found, AccessTokenFor::UserInfo).await {
            Ok(refreshed) => Ok(Some(refreshed)),
            Err(SessionError::SignedOut) => Ok(None),
            Err(SessionError::Storage(error)) => Err(error.into()),
            Err(error) if !found.session.is_authenticated(self.now()) => {
                tracing::warn!(error.code = error.code(), %error, "a session does not count until its person can be read again");
                Ok(None)
            }
            Err(error) => {
                tracing::warn!(error.code = error.code(), %error, "a session was not refreshed; it goes on as it was");
                Ok(Some(found))
            }
        }
    }

    pub(super) fn has_fresh(&self, found: &SignedIn, what_for: &AccessTokenFor) -> bool {
        let session = &found.session;
        match (session.opened_by, what_for) {
            // Here it is the person, not a token, that is asked for now and then.
            (OpenedBy::Embedded, AccessTokenFor::UserInfo) => {
                (self.now() + REFRESH_AHEAD).unix_timestamp() < session.claims.exp
            }
            _ => session.tokens.access_token(what_for).is_some_and(|token| token.is_fresh(self.now())),
        }
    }

    /// Asks the provider who this person is now, fresh or not: after they have changed their name or their number.
    ///
    /// # Errors
    ///
    /// [`SessionError`] when nobody is signed in, or the provider does not say.
    pub async fn reload(&self, key: &SessionKey) -> Result<SignedIn, SessionError> {
        self.refresh_now(key, AccessTokenFor::UserInfo, Some(Unfit::Claims)).await
    }

    pub(super) async fn refreshed(
        &self,
        key: &SessionKey,
        found: &SignedIn,
        what_for: AccessTokenFor,
    ) -> Result<SignedIn, SessionError> {
        if self.0.quiet.is_on(&found.session, &what_for, self.now()) {
            return Err(SessionError::ProviderQuiet);
        }
        self.refresh_now(key, what_for, None).await
    }

    /// In a task of its own: a browser that goes away must not take with it the only copy of a rotated refresh token.
    pub(super) async fn refresh_now(
        &self,
        key: &SessionKey,
        what_for: AccessTokenFor,
        unfit: Option<Unfit>,
    ) -> Result<SignedIn, SessionError> {
        let (sessions, key) = (self.clone(), *key);
        let task = tokio::spawn(async move { sessions.refresh_in_turn(&key, what_for, unfit.as_ref()).await });
        // It fails only when the runtime is being shut down.
        task.await.unwrap_or(Err(SessionError::ProviderQuiet))
    }

    async fn refresh_in_turn(
        &self,
        key: &SessionKey,
        what_for: AccessTokenFor,
        unfit: Option<&Unfit>,
    ) -> Result<SignedIn, SessionError> {
        // From here, not from the turn on: who waits behind others does not wait as long as all of them together.
        let began = tokio::time::Instant::now();
        let _turn = self.0.turns.take(key).await;
        let holder = random::token()?;
        loop {
            let found = self.find_to_renew(key).await?.ok_or(SessionError::SignedOut)?;
            if self.is_done(&found, &what_for, unfit) {
                return Ok(found);
            }
            if self.0.quiet.is_on(&found.session, &what_for, self.now()) {
                return Err(SessionError::ProviderQuiet);
            }
            if self.0.storage.lock(key, &holder, LEASE).await? {
                break;
            }
            if began.elapsed() > PATIENCE {
                return Err(SessionError::ProviderQuiet);
            }
            tokio::time::sleep(LOOK).await;
        }
        let result = self.refresh_under_lease(key, what_for, unfit).await;
        if let Err(error) = self.0.storage.unlock(key, &holder).await {
            tracing::warn!(%error, "a lease was not given back; it ends by itself");
        }
        result
    }

    /// Whether somebody else brought what is fresh, and another thing than what will not do.
    fn is_done(&self, found: &SignedIn, what_for: &AccessTokenFor, unfit: Option<&Unfit>) -> bool {
        unfit.is_none_or(|unfit| unfit.is_replaced(&found.session, what_for)) && self.has_fresh(found, what_for)
    }

    async fn refresh_under_lease(
        &self,
        key: &SessionKey,
        what_for: AccessTokenFor,
        unfit: Option<&Unfit>,
    ) -> Result<SignedIn, SessionError> {
        // Another process may have been here between the last look and the lease.
        let found = self.find_to_renew(key).await?.ok_or(SessionError::SignedOut)?;
        if self.is_done(&found, &what_for, unfit) {
            return Ok(found);
        }
        let result = self.ask_anew(&found.session, &what_for).await;
        let failed = result.as_ref().is_err_and(|failed| failed.error.is_provider_at_fault(&what_for));
        self.0.quiet.note(&found.session, &what_for, failed, self.now());
        match result {
            Ok(refreshed) => {
                let new = refreshed.refresh_token.clone();
                let take_over = |session: &mut Session| {
                    session.refreshed(what_for.clone(), refreshed.clone(), self.now());
                    true
                };
                let changed = self.change_patiently(key, take_over).await;
                if let (Err(SessionError::SignedOut), Some(new)) = (&changed, new) {
                    // Signed out while the provider answered: nobody will use this token, so nobody shall.
                    let mut ended = found.session;
                    ended.tokens.refresh_token = Some(new);
                    self.revoke_unless_shared(&ended).await;
                }
                changed
            }
            Err(Failed { error, .. }) if ends_session(&error, &what_for) => {
                tracing::info!(error.code = error.code(), "the provider has ended a grant: its session is signed out");
                self.0.storage.delete(key).await?;
                Err(SessionError::SignedOut)
            }
            Err(Failed { error, refresh_token }) => {
                if let Some(refresh_token) = refresh_token {
                    let take_over = |session: &mut Session| {
                        session.tokens.refresh_token = Some(refresh_token.clone());
                        true
                    };
                    self.change_patiently(key, take_over).await?;
                }
                Err(error.into())
            }
        }
    }

    /// As [`change`](Self::change), and again while the storage does not answer: what came may be the only refresh token
    /// that is good for anything.
    async fn change_patiently(
        &self,
        key: &SessionKey,
        change: impl Fn(&mut Session) -> bool,
    ) -> Result<SignedIn, SessionError> {
        for _ in 0..TRIES {
            match self.change(key, &change).await {
                Err(SessionError::Storage(error)) => {
                    tracing::warn!(%error, "a refreshed session could not be written; once more");
                    tokio::time::sleep(BETWEEN_TRIES).await;
                }
                other => return other,
            }
        }
        self.change(key, &change).await
    }

    /// Changes what is kept, from the version that was read to the next. `change` says whether there is anything to write;
    /// it is made anew on what somebody else wrote meanwhile, so that no refresh token is lost under an older one.
    pub(super) async fn change(
        &self,
        key: &SessionKey,
        change: impl Fn(&mut Session) -> bool,
    ) -> Result<SignedIn, SessionError> {
        for _ in 0..WRITES {
            let mut found = self.find_to_renew(key).await?.ok_or(SessionError::SignedOut)?;
            if !change(&mut found.session) {
                return Ok(found);
            }
            let sealed = found.session.seal(&self.0.keyring, key)?;
            if self.0.storage.replace(key, found.version, &sealed).await? {
                found.version += 1;
                return Ok(found);
            }
        }
        Err(SessionError::ProviderQuiet)
    }

    async fn ask_anew(&self, session: &Session, what_for: &AccessTokenFor) -> Result<Refreshed, Failed> {
        let client = &self.0.client;
        match session.opened_by {
            OpenedBy::Hosted => refresh::refresh(session, what_for, client.config(), client.provider()).await,
            OpenedBy::Embedded => {
                let asked = self.ask_anew_embedded(session, what_for);
                Ok(tokio::time::timeout(LONGEST_ASKING, asked).await.unwrap_or(Err(RefreshError::Unable))?)
            }
        }
    }

    pub(super) async fn revoke(&self, refresh_token: &Secret) {
        let (config, provider) = (self.0.client.config(), self.0.client.provider());
        let revoked = match provider.metadata().await {
            Ok(metadata) => sign_out::revoke(refresh_token, config, &metadata, &provider.http).await,
            Err(_) => Err(crate::RevocationError::ProviderUnknown),
        };
        if let Err(error) = revoked {
            tracing::warn!(%error, "a refresh token lives on at the provider");
        }
    }
}

//! For a while after a failure the provider is not asked again.

use std::sync::atomic::{AtomicI64, Ordering};

use time::{Duration, OffsetDateTime};

use crate::{AccessTokenFor, OpenedBy, Session};

/// After a failure page views do not ask again for this long: a provider that is down must not slow every page.
const QUIET_AFTER_FAILURE: Duration = Duration::seconds(5);

/// Since when the provider has been failing (seconds since 1970; 0: it has not), for each way to ask it: refreshes, users
/// read again, token exchanges. Another application, secret or switch is behind each: a M2M application whose secret has
/// expired must not keep the sessions of the other way from their refresh, nor a failing exchange the suspended signed in.
#[derive(Debug, Default)]
pub(super) struct Quiet([AtomicI64; 3]);

impl Quiet {
    pub(super) fn is_on(&self, session: &Session, what_for: &AccessTokenFor, now: OffsetDateTime) -> bool {
        let failed_at = self.of(session, what_for).load(Ordering::Relaxed);
        now.unix_timestamp() - failed_at < QUIET_AFTER_FAILURE.whole_seconds()
    }

    pub(super) fn note(&self, session: &Session, what_for: &AccessTokenFor, failed: bool, now: OffsetDateTime) {
        self.of(session, what_for).store(if failed { now.unix_timestamp() } else { 0 }, Ordering::Relaxed);
    }

    fn of(&self, session: &Session, what_for: &AccessTokenFor) -> &AtomicI64 {
        let Self([refresh, user, exchange]) = self;
        match (session.opened_by, what_for) {
            (OpenedBy::Hosted, _) => refresh,
            (OpenedBy::Embedded, AccessTokenFor::UserInfo) => user,
            (OpenedBy::Embedded, _) => exchange,
        }
    }
}

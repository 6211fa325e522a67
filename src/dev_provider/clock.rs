//! The provider's own clock.
//!
//! Codes live a minute and refresh tokens two weeks: a test moves this clock instead of waiting.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time, in milliseconds since the Unix epoch.
pub(crate) type Millis = i64;

pub(crate) const SECOND: Millis = 1_000;
pub(crate) const MINUTE: Millis = 60 * SECOND;
pub(crate) const HOUR: Millis = 60 * MINUTE;
pub(crate) const DAY: Millis = 24 * HOUR;

#[derive(Debug, Default)]
pub(crate) struct Clock {
    ahead: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> Millis {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place of this provider where the machine's clock is read"
        )]
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        millis(since_epoch) + self.ahead.load(Ordering::SeqCst)
    }

    pub(crate) fn advance(&self, by: Duration) {
        self.ahead.fetch_add(millis(by), Ordering::SeqCst);
    }
}

fn millis(duration: Duration) -> Millis {
    // A test that asks for more than 292 million years gets exactly that many.
    Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX / 2)
}

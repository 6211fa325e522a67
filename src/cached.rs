//! A document of the provider, kept: fetched once by one caller, refreshed now and then, never hammered.
//!
//! Page views never wait for the provider, and a provider that is down is asked once in a while, not once per visitor.

use std::{
    future::Future,
    sync::{Arc, PoisonError, RwLock},
};

use time::{Duration, OffsetDateTime};
use tokio::sync::Mutex;

use crate::Clock;

/// After this long a document is asked for again; until the answer comes the old one serves.
const FRESH_FOR: Duration = Duration::hours(1);
/// After a failure nobody asks again for this long; waiting callers share the failure.
const QUIET_AFTER_FAILURE: Duration = Duration::seconds(1);

/// A cached document of type `T`.
#[derive(Debug)]
pub(crate) struct Cached<T> {
    clock: Clock,
    kept: RwLock<Option<Kept<T>>>,
    // Held while one caller fetches: the others wait for its answer instead of asking too.
    fetching: Mutex<Option<OffsetDateTime>>,
}

#[derive(Debug)]
struct Kept<T> {
    document: Arc<T>,
    fetched_at: OffsetDateTime,
}

/// No document: the fetch failed, now or a moment ago.
#[derive(Debug)]
pub(crate) enum Unavailable<E> {
    /// This caller's fetch failed.
    Failed(E),
    /// Another caller's fetch failed less than a second ago.
    JustFailed,
}

impl<T> Cached<T> {
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, kept: RwLock::new(None), fetching: Mutex::new(None) }
    }

    /// The document: the kept one, or a new one from `fetch`.
    ///
    /// A document past its hour is fetched again by the first caller; if that fails the old one serves on.
    pub(crate) async fn get<E, F>(&self, fetch: impl FnOnce() -> F) -> Result<Arc<T>, Unavailable<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let stale = match self.peek() {
            Some((document, age)) if age < FRESH_FOR => return Ok(document),
            other => other,
        };
        match (self.fetch_once(fetch, |_, age| age < FRESH_FOR).await, stale) {
            (Ok(document), _) => Ok(document),
            (Err(_), Some((document, _))) => Ok(document),
            (Err(error), None) => Err(error),
        }
    }

    /// A document not older than `age`: fetched again only if the kept one is older.
    pub(crate) async fn get_younger_than<E, F>(
        &self,
        age: Duration,
        fetch: impl FnOnce() -> F,
    ) -> Result<Arc<T>, Unavailable<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        self.fetch_once(fetch, |_, kept_for| kept_for < age).await
    }

    /// The kept document while it `serves`, otherwise a new one: for documents that say themselves how long they last.
    pub(crate) async fn get_while<E, F>(
        &self,
        serves: impl Fn(&T) -> bool,
        fetch: impl FnOnce() -> F,
    ) -> Result<Arc<T>, Unavailable<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        match self.peek() {
            Some((document, _)) if serves(&document) => Ok(document),
            _ => self.fetch_once(fetch, |document, _| serves(document)).await,
        }
    }

    /// The kept document, whatever its age.
    pub(crate) fn kept(&self) -> Option<Arc<T>> {
        self.peek().map(|(document, _)| document)
    }

    /// Forgets this document; one that another caller has put in its place stays.
    pub(crate) fn forget(&self, document: &Arc<T>) {
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        kept.take_if(|kept| Arc::ptr_eq(&kept.document, document));
    }

    async fn fetch_once<E, F>(
        &self,
        fetch: impl FnOnce() -> F,
        serves: impl Fn(&T, Duration) -> bool,
    ) -> Result<Arc<T>, Unavailable<E>>
    where
        F: Future<Output = Result<T, E>>,
    {
        let mut failed_at = self.fetching.lock().await;
        // While waiting for the lock another caller may have brought it, or failed.
        if let Some((document, kept_for)) = self.peek()
            && serves(&document, kept_for)
        {
            return Ok(document);
        }
        let now = self.clock.now();
        if failed_at.is_some_and(|at| now - at < QUIET_AFTER_FAILURE) {
            return Err(Unavailable::JustFailed);
        }
        match fetch().await {
            Ok(document) => {
                *failed_at = None;
                let document = Arc::new(document);
                let kept = Kept { document: Arc::clone(&document), fetched_at: self.clock.now() };
                *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
                Ok(document)
            }
            Err(error) => {
                *failed_at = Some(self.clock.now());
                Err(Unavailable::Failed(error))
            }
        }
    }

    fn peek(&self) -> Option<(Arc<T>, Duration)> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|kept| (Arc::clone(&kept.document), self.clock.now() - kept.fetched_at))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

    use super::*;

    struct Bench {
        cached: Cached<u32>,
        now: Arc<AtomicI64>,
        fetches: AtomicU32,
    }

    impl Bench {
        fn new() -> Self {
            let now = Arc::new(AtomicI64::new(1_000_000));
            let shown = Arc::clone(&now);
            let clock = Clock::from_fn(move || {
                OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(shown.load(Ordering::SeqCst))
            });
            Self { cached: Cached::new(clock), now, fetches: AtomicU32::new(0) }
        }

        fn advance(&self, by: Duration) {
            self.now.fetch_add(by.whole_milliseconds() as i64, Ordering::SeqCst);
        }

        async fn get(&self, works: bool) -> Result<u32, Unavailable<()>> {
            let fetch = || async {
                let count = self.fetches.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::task::yield_now().await;
                if works { Ok(count) } else { Err(()) }
            };
            self.cached.get(fetch).await.map(|document| *document)
        }
    }

    #[tokio::test]
    async fn fetches_once_for_callers_at_the_same_time() {
        let bench = Bench::new();
        let (one, two, three) = tokio::join!(bench.get(true), bench.get(true), bench.get(true));
        assert_eq!((one.unwrap(), two.unwrap(), three.unwrap()), (1, 1, 1));
    }

    #[tokio::test]
    async fn fetches_again_after_an_hour_and_serves_the_old_one_when_that_fails() {
        let bench = Bench::new();
        assert_eq!(bench.get(true).await.unwrap(), 1);
        bench.advance(FRESH_FOR - Duration::seconds(1));
        assert_eq!(bench.get(true).await.unwrap(), 1);
        bench.advance(Duration::seconds(1));
        assert_eq!(bench.get(false).await.unwrap(), 1);
        bench.advance(QUIET_AFTER_FAILURE);
        assert_eq!(bench.get(true).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn is_quiet_for_a_second_after_a_failure_then_heals() {
        let bench = Bench::new();
        assert!(matches!(bench.get(false).await, Err(Unavailable::Failed(()))));
        assert!(matches!(bench.get(true).await, Err(Unavailable::JustFailed)));
        assert_eq!(bench.fetches.load(Ordering::SeqCst), 1);
        bench.advance(QUIET_AFTER_FAILURE);
        assert_eq!(bench.get(true).await.unwrap(), 2);
    }
}

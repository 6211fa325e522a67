//! One at a time per session, within this process. Other processes are kept out by the storage's lease.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use tokio::sync::OwnedMutexGuard;

use crate::SessionKey;

/// Who has the turn, by session. Sessions that nobody waits for are not in it.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<HashMap<SessionKey, Weak<tokio::sync::Mutex<()>>>>);

impl Turns {
    /// Waits for the turn; it lasts until the guard is dropped.
    pub(super) async fn take(&self, key: &SessionKey) -> OwnedMutexGuard<()> {
        self.of(key).lock_owned().await
    }

    fn of(&self, key: &SessionKey) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        // As often as a new one comes, so the map is never larger than the sessions that are refreshed right now.
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(*key, Arc::downgrade(&turn));
        turn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn gives_the_turn_to_one_at_a_time_and_forgets_who_is_done() {
        let turns = Turns::default();
        let (one, two) = (SessionKey::of("one"), SessionKey::of("two"));
        let first = turns.take(&one).await;
        assert!(turns.of(&one).try_lock().is_err());
        drop(turns.take(&two).await);
        drop(first);
        drop(turns.take(&SessionKey::of("three")).await);
        assert_eq!(turns.0.lock().unwrap().len(), 1);
    }
}

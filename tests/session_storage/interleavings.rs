//! A request in flight during sign-out: whatever it does, in whatever order, the session stays ended.

use std::sync::Arc;

use logto::{SessionKey, SessionStorage};
use time::OffsetDateTime;
use tokio::{
    sync::Barrier,
    task::{JoinSet, yield_now},
};

use crate::storages::{Case, provider_session, subject};

/// With two requests on each.
const SESSIONS: u64 = 1_500;
const AT_ONCE: u64 = 50;

pub async fn a_request_in_flight_during_sign_out_never_brings_the_session_back(case: Case) {
    let expires_at = case.clock.in_an_hour();
    let mut overtaken = 0;
    for first in (0..SESSIONS).step_by(AT_ONCE as usize) {
        let mut tasks = JoinSet::new();
        for seed in first..first + AT_ONCE {
            tasks.spawn(one_session([case.process(0), case.process(1)], seed, expires_at));
        }
        overtaken += tasks.join_all().await.into_iter().filter(|overtaken| *overtaken).count();
    }
    assert_eq!(case.storage.of_subject(&subject("sub")).await.unwrap(), []);
    assert_eq!(case.storage.of_provider_session(&provider_session("sid")).await.unwrap(), []);
    // Otherwise the two never met, and nothing was tried.
    assert!(overtaken > 50, "sign-out overtook only {overtaken} of {SESSIONS} requests");
}

/// One session, a request on each of two processes and a sign-out, begun together. Whether the sign-out overtook a request.
async fn one_session(processes: [Arc<dyn SessionStorage>; 2], seed: u64, expires_at: OffsetDateTime) -> bool {
    let key = SessionKey::of(&format!("session {seed}"));
    let mut random = Random(seed);
    let storage = &processes[0];
    assert!(storage.create(&key, b"", expires_at).await.unwrap());
    let (sub, sid) = (subject("sub"), provider_session("sid"));
    assert!(storage.sign_in(&key, "sealed", &sub, Some(&sid), expires_at).await.unwrap());

    let together = Arc::new(Barrier::new(3));
    let mut requests = JoinSet::new();
    for storage in processes.clone() {
        let (together, mut random) = (together.clone(), Random(random.next()));
        requests.spawn(async move {
            together.wait().await;
            request(&*storage, &key, &mut random, expires_at).await
        });
    }
    together.wait().await;
    random.pause().await;
    assert!(storage.delete(&key).await.unwrap());
    let overtaken = requests.join_all().await.into_iter().any(|overtaken| overtaken);
    assert_eq!(storage.load(&key).await.unwrap(), None, "session {seed} is back");
    overtaken
}

/// Loads the session, then changes it. Whether the session ended in between.
async fn request(
    storage: &dyn SessionStorage,
    key: &SessionKey,
    random: &mut Random,
    expires_at: OffsetDateTime,
) -> bool {
    random.pause().await;
    let Some(session) = storage.load(key).await.unwrap() else {
        return false;
    };
    random.pause().await;
    let changed = match random.next() % 4 {
        0 => storage.replace(key, session.version, "refreshed").await,
        1 => storage.touch(key, expires_at).await,
        2 => storage.save_data(key, b"data", expires_at).await,
        _ => storage.sign_in(key, "again", &subject("sub"), Some(&provider_session("sid")), expires_at).await,
    };
    !changed.unwrap()
}

/// SplitMix64: the same choices for the same seed.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Lets others go first, up to seven times.
    async fn pause(&mut self) {
        for _ in 0..self.next() % 8 {
            yield_now().await;
        }
    }
}

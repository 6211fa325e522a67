//! Who may try a code, and how often it was tried: the browser alone that asked for it.

use logto::IndexKey;
use time::Duration;
use tokio::task::JoinSet;

use crate::storages::Case;

fn number() -> IndexKey {
    IndexKey::of("phone", ["client!+ID", "12015550123"])
}

fn browser(name: &str) -> IndexKey {
    IndexKey::of("browser", [name])
}

impl Case {
    async fn begin(&self, holder: &IndexKey) {
        self.storage.begin_verification(&number(), holder, self.clock.in_an_hour()).await.unwrap();
    }

    async fn tries(&self, holder: &IndexKey) -> Option<u32> {
        self.storage.try_verification(&number(), holder).await.unwrap()
    }

    async fn end(&self, holder: &IndexKey) -> bool {
        self.storage.end_verification(&number(), holder).await.unwrap()
    }
}

pub async fn counts_the_tries_of_its_holder(case: Case) {
    let holder = browser("one");
    case.begin(&holder).await;
    for n in 1..=12 {
        assert_eq!(case.process(n).try_verification(&number(), &holder).await.unwrap(), u32::try_from(n).ok());
    }
}

pub async fn nobody_tries_what_was_never_begun(case: Case) {
    assert_eq!(case.tries(&browser("one")).await, None);
    assert!(!case.end(&browser("one")).await);
    // A try of nothing begins nothing.
    assert_eq!(case.tries(&browser("one")).await, None);
}

pub async fn nobody_else_tries_uses_up_or_ends_it(case: Case) {
    let (holder, other) = (browser("one"), browser("on"));
    case.begin(&holder).await;
    for _ in 0..20 {
        assert_eq!(case.tries(&other).await, None);
        assert!(!case.end(&other).await);
    }
    assert_eq!(case.tries(&holder).await, Some(1));
    assert!(case.end(&holder).await);
}

pub async fn a_holder_verifies_several_things_apart(case: Case) {
    let (holder, other) = (browser("one"), IndexKey::of("phone", ["client!+ID", "4915112345678"]));
    case.begin(&holder).await;
    case.storage.begin_verification(&other, &holder, case.clock.in_an_hour()).await.unwrap();
    assert_eq!(case.tries(&holder).await, Some(1));
    assert_eq!(case.storage.try_verification(&other, &holder).await.unwrap(), Some(1));
    assert!(case.end(&holder).await);
    assert_eq!(case.storage.try_verification(&other, &holder).await.unwrap(), Some(2));
}

pub async fn another_holder_takes_its_place(case: Case) {
    let (first, second) = (browser("first"), browser("second"));
    case.begin(&first).await;
    assert_eq!(case.tries(&first).await, Some(1));
    case.begin(&second).await;
    assert_eq!(case.tries(&first).await, None);
    assert!(!case.end(&first).await);
    assert_eq!(case.tries(&second).await, Some(1));
    assert!(case.end(&second).await);
    assert_eq!(case.tries(&first).await, None, "the place was taken for good");
}

pub async fn begins_anew_with_no_try_and_a_time_of_its_own(case: Case) {
    let holder = browser("one");
    case.begin(&holder).await;
    assert_eq!(case.tries(&holder).await, Some(1));
    case.clock.advance(Duration::minutes(40));
    case.begin(&holder).await;
    case.clock.advance(Duration::minutes(40));
    assert_eq!(case.tries(&holder).await, Some(1));
    // Shorter than the one before.
    case.storage.begin_verification(&number(), &holder, case.clock.now() + Duration::MINUTE).await.unwrap();
    case.clock.advance(Duration::MINUTE);
    assert_eq!(case.tries(&holder).await, None);
}

pub async fn nobody_tries_after_its_end(case: Case) {
    let holder = browser("one");
    case.begin(&holder).await;
    assert!(case.end(&holder).await);
    assert_eq!(case.tries(&holder).await, None);
    assert!(!case.end(&holder).await);
    case.begin(&holder).await;
    assert_eq!(case.tries(&holder).await, Some(1));
}

pub async fn nobody_tries_after_its_time(case: Case) {
    let holder = browser("one");
    case.begin(&holder).await;
    case.clock.advance(Duration::HOUR - Duration::milliseconds(1));
    case.storage.delete_expired().await.unwrap();
    assert_eq!(case.tries(&holder).await, Some(1));
    case.clock.advance(Duration::milliseconds(1));
    assert_eq!(case.tries(&holder).await, None);
    assert!(!case.end(&holder).await);
    case.storage.delete_expired().await.unwrap();
    assert_eq!(case.tries(&holder).await, None);
    case.storage.begin_verification(&number(), &holder, case.clock.now()).await.unwrap();
    assert_eq!(case.tries(&holder).await, None, "it was over when it began");
}

pub async fn a_thousand_tries_at_once_are_counted_one_by_one(case: Case) {
    let holder = browser("one");
    case.begin(&holder).await;
    let mut tasks = JoinSet::new();
    for n in 0..100 {
        let storage = case.process(n);
        tasks.spawn(async move {
            let mut tries = Vec::new();
            for _ in 0..10 {
                tries.extend(storage.try_verification(&number(), &holder).await.unwrap());
            }
            tries
        });
    }
    let mut tries = tasks.join_all().await.concat();
    tries.sort_unstable();
    assert_eq!(tries, (1..=1000).collect::<Vec<u32>>());
}

pub async fn exactly_one_ends_it(case: Case) {
    let holder = browser("one");
    for _ in 0..20 {
        case.begin(&holder).await;
        let mut tasks = JoinSet::new();
        for n in 0..32 {
            let storage = case.process(n);
            tasks.spawn(async move { storage.end_verification(&number(), &holder).await.unwrap() });
        }
        assert_eq!(tasks.join_all().await.into_iter().filter(|ended| *ended).count(), 1);
    }
}

pub async fn one_of_several_holders_has_it(case: Case) {
    let expires_at = case.clock.in_an_hour();
    for _ in 0..20 {
        let mut tasks = JoinSet::new();
        for n in 0..16 {
            let storage = case.process(n);
            tasks.spawn(async move {
                let holder = browser(&n.to_string());
                storage.begin_verification(&number(), &holder, expires_at).await.unwrap();
                holder
            });
        }
        let mut held = Vec::new();
        for holder in tasks.join_all().await {
            held.extend(case.tries(&holder).await);
        }
        assert_eq!(held, [1]);
    }
}

//! How often a thing was done within a time: no one is lost, and none is kept when the time is over.

use logto::{Count, IndexKey, SessionKey};
use time::Duration;
use tokio::task::JoinSet;

use crate::storages::Case;

const WINDOW: Duration = Duration::minutes(10);

fn thing(name: &str) -> IndexKey {
    IndexKey::of("texts", [name])
}

/// The numbers of so many counts, in their order: of a hundred tasks in two processes at once, each of which counts
/// `times`.
async fn numbers(case: &Case, thing: IndexKey, times: u32) -> Vec<u32> {
    let mut tasks = JoinSet::new();
    for n in 0..100 {
        let storage = case.process(n);
        tasks.spawn(async move {
            let mut numbers = Vec::new();
            for _ in 0..times {
                numbers.push(storage.count(&thing, WINDOW).await.unwrap().number);
            }
            numbers
        });
    }
    let mut numbers = tasks.join_all().await.concat();
    numbers.sort_unstable();
    numbers
}

pub async fn each_thing_has_a_count_of_its_own(case: Case) {
    let ends_at = case.clock.now() + WINDOW;
    for number in 1..=3 {
        assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap(), Count { number, ends_at });
    }
    assert_eq!(case.storage.count(&thing("other"), WINDOW).await.unwrap(), Count { number: 1, ends_at });
}

pub async fn the_window_begins_with_the_first_whatever_follows(case: Case) {
    let ends_at = case.clock.now() + WINDOW;
    for number in 1..=10 {
        // What comes later and counts for longer moves nothing.
        assert_eq!(case.storage.count(&thing("one"), WINDOW * number).await.unwrap(), Count { number, ends_at });
        case.clock.advance(Duration::MINUTE - Duration::milliseconds(1));
        case.storage.delete_expired().await.unwrap();
    }
    assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap(), Count { number: 11, ends_at });
}

pub async fn the_count_starts_anew_when_the_window_ends(case: Case) {
    for sweeps in [false, true] {
        for number in 1..=3 {
            assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap().number, number);
        }
        case.clock.advance(WINDOW);
        if sweeps {
            case.storage.delete_expired().await.unwrap();
        }
        let expected = Count { number: 1, ends_at: case.clock.now() + WINDOW };
        assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap(), expected);
        case.clock.advance(WINDOW);
    }
}

pub async fn a_window_ends_at_a_whole_second(case: Case) {
    let began = case.clock.now();
    case.clock.advance(Duration::milliseconds(700));
    assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap().ends_at, began + WINDOW);
    case.clock.advance(WINDOW - Duration::milliseconds(701));
    assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap().number, 2);
    case.clock.advance(Duration::milliseconds(1));
    assert_eq!(case.storage.count(&thing("one"), WINDOW).await.unwrap().number, 1);
}

pub async fn a_thousand_counts_at_once_lose_none(case: Case) {
    let expected: Vec<u32> = (1..=1000).collect();
    assert_eq!(numbers(&case, thing("one"), 10).await, expected);
}

pub async fn one_begins_the_next_window(case: Case) {
    let expected: Vec<u32> = (1..=100).collect();
    for _ in 0..5 {
        assert_eq!(numbers(&case, thing("one"), 1).await, expected);
        case.clock.advance(WINDOW);
    }
}

pub async fn what_is_counted_used_and_verified_is_told_apart(case: Case) {
    let (same, at) = (thing("same"), case.clock.in_an_hour());
    assert!(case.storage.use_once(&same, at).await.unwrap());
    case.storage.begin_verification(&same, &same, at).await.unwrap();
    assert_eq!(case.storage.count(&same, WINDOW).await.unwrap().number, 1);
    assert_eq!(case.storage.try_verification(&same, &same).await.unwrap(), Some(1));
    assert_eq!(case.storage.count(&same, WINDOW).await.unwrap().number, 2);
    assert!(case.storage.end_verification(&same, &same).await.unwrap());
    assert_eq!(case.storage.count(&same, WINDOW).await.unwrap().number, 3);
    assert!(!case.storage.use_once(&same, at).await.unwrap());
}

pub async fn delete_expired_spares_the_counts_of_the_living(case: Case) {
    let session = case.signed_in("session", "sub").await;
    case.storage.count(&thing("short"), Duration::MINUTE).await.unwrap();
    case.storage.count(&thing("long"), WINDOW).await.unwrap();
    case.storage.begin_verification(&thing("long"), &thing("holder"), case.clock.now() + WINDOW).await.unwrap();
    case.clock.advance(Duration::MINUTE);
    case.storage.delete_expired().await.unwrap();
    assert_eq!(case.storage.count(&thing("short"), WINDOW).await.unwrap().number, 1);
    assert_eq!(case.storage.count(&thing("long"), WINDOW).await.unwrap().number, 2);
    assert_eq!(case.storage.try_verification(&thing("long"), &thing("holder")).await.unwrap(), Some(1));
    assert!(case.load(&session).await.is_some());
    assert!(case.load(&SessionKey::of("long")).await.is_none());
}

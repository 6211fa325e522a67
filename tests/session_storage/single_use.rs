//! Things that may be used once: the logout tokens' `jti`.

use logto::IndexKey;
use time::Duration;
use tokio::task::JoinSet;

use crate::storages::Case;

pub async fn a_thing_is_used_once(case: Case) {
    let (thing, other) = (IndexKey::of("jti", ["one"]), IndexKey::of("jti", ["other"]));
    assert!(case.storage.use_once(&thing, case.clock.in_an_hour()).await.unwrap());
    assert!(!case.storage.use_once(&thing, case.clock.in_an_hour()).await.unwrap());
    assert!(case.storage.use_once(&other, case.clock.in_an_hour()).await.unwrap());
    case.clock.advance(Duration::HOUR - Duration::SECOND);
    case.storage.delete_expired().await.unwrap();
    assert!(!case.storage.use_once(&thing, case.clock.in_an_hour()).await.unwrap());
}

pub async fn a_thing_is_forgotten_when_it_is_of_no_use(case: Case) {
    let thing = IndexKey::of("jti", ["one"]);
    for _ in 0..2 {
        assert!(case.storage.use_once(&thing, case.clock.in_an_hour()).await.unwrap());
        assert!(!case.storage.use_once(&thing, case.clock.in_an_hour()).await.unwrap());
        case.clock.advance(Duration::HOUR);
    }
    case.storage.delete_expired().await.unwrap();
    assert!(case.storage.use_once(&thing, case.clock.in_an_hour()).await.unwrap());
}

pub async fn exactly_one_uses_a_thing(case: Case) {
    let expires_at = case.clock.in_an_hour();
    for round in 0..20 {
        let thing = IndexKey::of("jti", [&round.to_string()]);
        let mut tasks = JoinSet::new();
        for n in 0..32 {
            let storage = case.process(n);
            tasks.spawn(async move { storage.use_once(&thing, expires_at).await.unwrap() });
        }
        assert_eq!(tasks.join_all().await.into_iter().filter(|used| *used).count(), 1);
    }
}

//! The storage out of order: an error, soon, and all is well when it is back.

use std::time::{Duration, Instant};

use crate::{
    house::{House, api},
    storages::Kind,
};

const SOON: Duration = Duration::from_secs(3);

#[tokio::test(flavor = "multi_thread")]
async fn redis_down_is_an_error_soon_and_heals() {
    let mut house = House::new(Kind::Redis).await;
    let key = house.sign_in().await;
    let signed_in = house.sessions.find(&key).await.unwrap().unwrap();
    house.advance(time::Duration::hours(2));
    house.place.redis().stop();
    let began = Instant::now();
    let sessions = &house.sessions;
    let (find, current, token, clear, user_info, list, touch, end, sign_out, everywhere, supersede) = tokio::join!(
        async { sessions.find(&key).await.is_err() },
        async { sessions.current(&key).await.unwrap_err().code() },
        async { sessions.access_token(&key, &api()).await.unwrap_err().code() },
        async { sessions.clear_access_tokens(&key).await.unwrap_err().code() },
        async { sessions.fetch_user_info(&key).await.unwrap_err().code() },
        async { sessions.list(&key).await.unwrap_err().code() },
        async { sessions.touch(&signed_in).await.is_err() },
        async { sessions.end(&key).await.is_err() },
        async { sessions.sign_out(&key).await.is_err() },
        async { sessions.sign_out_everywhere(&key).await.is_err() },
        async { sessions.supersede(&key).await.is_err() },
    );
    assert_eq!([find, touch, end, sign_out, everywhere, supersede], [true; 6]);
    assert_eq!([current, token, clear, user_info, list], ["session.storage_unavailable"; 5]);
    assert_eq!(sessions.begin(&key, &signed_in.session).await.unwrap_err().code(), "session.storage_unavailable");
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    assert_eq!(house.provider.requests(), [], "the provider was asked about nobody");

    house.place.redis().restart().await;
    let key = house.sign_in().await;
    assert!(house.sessions.current(&key).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_redis_is_an_error_soon_and_nobody_is_signed_out() {
    let mut house = House::new(Kind::Redis).await;
    let key = house.sign_in_an_hour_ago().await;
    house.place.redis().pause();
    let began = Instant::now();
    assert_eq!(house.sessions.current(&key).await.unwrap_err().code(), "session.storage_unavailable");
    assert!(began.elapsed() < SOON, "{:?}", began.elapsed());
    house.place.redis().resume();
    assert!(house.sessions.current(&key).await.unwrap().is_some());
    assert_eq!(house.token_requests(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn session_that_was_not_created_cannot_begin() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let session = house.session(&house.provider.browser().unwrap(), crate::house::PHONE).await;
        let key = logto::SessionKey::of("never created");
        assert_eq!(house.sessions.begin(&key, &session).await.unwrap_err().code(), "session.signed_out");
        assert!(house.sessions.find(&key).await.unwrap().is_none());
    }
}

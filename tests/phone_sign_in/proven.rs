//! A code that was right stays so while what comes after it fails, for its holder alone, and serves once.

use logto::{PhoneSignIn, PhoneVerification, dev_provider::Canned};
use time::Duration;

use crate::{
    house::{House, OTHER_PHONE, PHONE, address, eventually},
    storages::Kind,
};

const USERS: &str = "GET /api/users";

fn down() -> Canned {
    Canned { status: 500, ..Canned::default() }
}

/// A verification whose code was right, and whose user could not be looked for.
async fn proven(house: &House, phone: &str) -> PhoneVerification {
    let mut verification = house.send(phone).await.unwrap();
    house.provider.next_response(USERS, down());
    let error = house.way.finish(&mut verification, &house.code(phone)).await.unwrap_err();
    assert_eq!(error.code(), "phone.unavailable");
    assert!(verification.is_proven());
    verification
}

#[tokio::test]
async fn outage_after_a_right_code_costs_no_new_code() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut verification = proven(&house, PHONE).await;
        // With the code again, or without.
        for typed in ["", &house.code(PHONE)] {
            house.provider.next_response(USERS, down());
            assert_eq!(house.way.finish(&mut verification, typed).await.unwrap_err().code(), "phone.unavailable");
        }
        let session = house.way.finish(&mut verification, "").await.unwrap();
        assert_eq!(session.claims.phone_number.as_deref(), Some(PHONE), "{kind:?}");
        assert_eq!(house.provider.messages(PHONE).len(), 1);
        assert_eq!(house.count("/api/verification-codes/verify"), 1, "a right code is used up");
    }
}

#[tokio::test]
async fn outage_while_the_user_is_created_costs_no_new_code() {
    let house = House::new(Kind::Sqlite).await;
    let mut verification = house.send(PHONE).await.unwrap();
    house.provider.next_response("POST /api/users", down());
    let error = house.way.finish(&mut verification, &house.code(PHONE)).await.unwrap_err();
    assert_eq!(error.code(), "phone.unavailable");
    house.way.finish(&mut verification, "nonsense").await.unwrap();
}

#[tokio::test]
async fn browser_that_goes_away_before_the_answer_needs_no_other_code() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = House::new(kind).await;
        let verification = house.send(PHONE).await.unwrap();
        let (way, code, mut copy) = (house.way.clone(), house.code(PHONE), verification.clone());
        let mut answer = house.provider.hold_next("/api/verification-codes/verify");
        let gone = tokio::spawn(async move { way.finish(&mut copy, &code).await.map(drop) });
        answer.made().await;
        gone.abort();
        assert!(gone.await.unwrap_err().is_cancelled());
        answer.release();
        eventually(async || is_proven(&house, &verification).await).await;
        // What it sends again is what it had: nobody has told it that the code was right.
        assert!(!verification.is_proven());
        house.way.finish(&mut verification.clone(), &house.code(PHONE)).await.unwrap();
        assert_eq!(house.count("/api/verification-codes/verify"), 1, "{kind:?}");
    }
}

/// Whether the storage knows that the code was right. A browser that says so without a code uses up no try.
async fn is_proven(house: &House, verification: &PhoneVerification) -> bool {
    let mut kept = serde_json::to_value(verification).unwrap();
    kept["proven"] = true.into();
    let mut said: PhoneVerification = serde_json::from_value(kept).unwrap();
    house.verifier.check(&mut said, "").await.is_ok()
}

#[tokio::test]
async fn it_outlives_the_cookie_it_is_kept_in() {
    let house = House::new(Kind::Memory).await;
    let verification = proven(&house, PHONE).await;
    let text = serde_json::to_string(&verification).unwrap();
    let mut read: PhoneVerification = serde_json::from_str(&text).unwrap();
    assert!(read.is_proven() && read.resend_at() == verification.resend_at().replace_nanosecond(0).unwrap());
    house.way.finish(&mut read, "").await.unwrap();
}

#[tokio::test]
async fn it_serves_once() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let verification = proven(&house, PHONE).await;
        let (mut one, mut two) = (verification.clone(), verification.clone());
        let (one, two) = tokio::join!(house.way.finish(&mut one, ""), house.way.finish(&mut two, ""));
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{kind:?}");
        let error = one.err().or(two.err()).unwrap();
        assert_eq!(error.code(), "phone.nothing_pending", "{kind:?}");
        let mut late = verification.clone();
        assert_eq!(house.way.finish(&mut late, "").await.unwrap_err().code(), "phone.nothing_pending");
    }
}

#[tokio::test]
async fn it_is_worth_nothing_after_it_has_ended() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let old = proven(&house, PHONE).await;
        house.verifier.end(&old).await.unwrap();
        // At the first step already: nobody is looked for, nobody created, no number changed.
        house.provider.clear_requests();
        assert_eq!(house.verifier.check(&mut old.clone(), "").await.unwrap_err().code(), "phone.nothing_pending");
        assert_eq!(house.way.finish(&mut old.clone(), "").await.unwrap_err().code(), "phone.nothing_pending");
        assert_eq!(house.verifier.end(&old).await.unwrap_err().code(), "phone.nothing_pending");
        assert_eq!(house.provider.requests(), [], "{kind:?}");
    }
}

#[tokio::test]
async fn it_is_worth_nothing_after_another_code_was_sent() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let old = proven(&house, PHONE).await;
        let mut new = house.verifier.send_again(&old, Some(address())).await.unwrap();
        assert!(!new.is_proven());
        house.provider.clear_requests();
        assert_eq!(house.way.finish(&mut old.clone(), "").await.unwrap_err().code(), "phone.nothing_pending");
        assert_eq!(house.verifier.end(&old).await.unwrap_err().code(), "phone.nothing_pending");
        assert_eq!(house.provider.requests(), [], "{kind:?}");
        assert_eq!(house.way.finish(&mut new, "").await.unwrap_err().code(), "phone.code_malformed");
        house.way.finish(&mut new, &house.code(PHONE)).await.unwrap();
    }
}

#[tokio::test]
async fn it_is_worth_nothing_after_another_browser_has_asked() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mine = proven(&house, PHONE).await;
        let mut theirs = house.send(PHONE).await.unwrap();
        house.provider.clear_requests();
        assert_eq!(house.way.finish(&mut mine.clone(), "").await.unwrap_err().code(), "phone.nothing_pending");
        assert_eq!(house.provider.requests(), [], "{kind:?}");
        house.way.finish(&mut theirs, &house.code(PHONE)).await.unwrap();
    }
}

#[tokio::test]
async fn it_ends_with_the_code_after_ten_minutes() {
    let house = House::new(Kind::Sqlite).await;
    let mut verification = proven(&house, PHONE).await;
    house.advance(Duration::minutes(10));
    assert_eq!(house.way.finish(&mut verification, "").await.unwrap_err().code(), "phone.code_expired");
}

#[tokio::test]
async fn it_is_of_its_own_number() {
    let house = House::new(Kind::Memory).await;
    let (mine, mut theirs) = (proven(&house, PHONE).await, house.send(OTHER_PHONE).await.unwrap());
    assert_eq!(house.way.finish(&mut theirs, "").await.unwrap_err().code(), "phone.code_malformed");
    assert_eq!(house.verifier.end(&theirs).await.unwrap_err().code(), "phone.nothing_pending", "it is not proven");
    house.verifier.end(&mine).await.unwrap();
}

#[tokio::test]
async fn says_neither_number_nor_holder_in_a_log() {
    let house = House::new(Kind::Memory).await;
    let verification = proven(&house, PHONE).await;
    let kept: serde_json::Value = serde_json::to_value(&verification).unwrap();
    let (shown, holder) = (format!("{verification:?}"), kept["holder"].as_str().unwrap());
    assert!(!shown.contains(PHONE) && !shown.contains(holder), "{shown}");
}

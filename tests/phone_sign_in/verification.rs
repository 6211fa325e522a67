//! Who may try a code, how often and for how long. NIST SP 800-63B, 5.1.3.

use logto::{PhoneSignIn, PhoneSignInError, RESEND_AFTER, dev_provider::Canned};
use time::Duration;
use tokio::task::JoinSet;

use crate::{
    house::{House, PHONE, address},
    storages::Kind,
};

const VERIFY: &str = "/api/verification-codes/verify";

#[tokio::test]
async fn right_code_serves_one_of_two_who_send_it_at_once() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let verification = house.send(PHONE).await.unwrap();
        let code = house.code(PHONE);
        let mut tasks = JoinSet::new();
        for _ in 0..2 {
            let (way, code, mut verification) = (house.way.clone(), code.clone(), verification.clone());
            tasks.spawn(async move { way.finish(&mut verification, &code).await.map_err(|error| error.code()) });
        }
        let results = tasks.join_all().await;
        assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{kind:?}: {results:?}");
        assert!(results.into_iter().any(|result| result.is_err_and(|code| code == "phone.nothing_pending")));
    }
}

#[tokio::test]
async fn code_may_be_tried_five_times() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut verification = house.send(PHONE).await.unwrap();
        let (code, wrong) = (house.code(PHONE), house.wrong_code(PHONE));
        for tries_left in (1..=4).rev() {
            match house.way.finish(&mut verification, &wrong).await {
                Err(PhoneSignInError::CodeMismatched { tries_left: said }) => assert_eq!(said, tries_left, "{kind:?}"),
                other => panic!("{kind:?}: {other:?}"),
            }
        }
        assert_eq!(house.way.finish(&mut verification, &wrong).await.unwrap_err().code(), "phone.too_many_tries");
        assert_eq!(house.requests_to(VERIFY), 5);
        // The right one comes too late, and Logto is not even asked.
        assert_eq!(house.way.finish(&mut verification, &code).await.unwrap_err().code(), "phone.too_many_tries");
        assert_eq!(house.requests_to(VERIFY), 0, "{kind:?}");
        assert!(!verification.is_proven());
        // Another text brings other tries.
        let mut again = house.verifier.send_again(&verification, Some(address())).await.unwrap();
        house.way.finish(&mut again, &house.code(PHONE)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn guesses_that_are_sent_at_once_are_counted_one_by_one() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let verification = house.send(PHONE).await.unwrap();
        let wrong = house.wrong_code(PHONE);
        let mut tasks = JoinSet::new();
        for _ in 0..50 {
            let (verifier, wrong, mut copy) = (house.verifier.clone(), wrong.clone(), verification.clone());
            tasks.spawn(async move { verifier.check(&mut copy, &wrong).await.unwrap_err().code() });
        }
        let codes = tasks.join_all().await;
        assert_eq!(codes.iter().filter(|code| **code == "phone.code_mismatched").count(), 4, "{kind:?}");
        assert_eq!(codes.iter().filter(|code| **code == "phone.too_many_tries").count(), 46, "{kind:?}");
        assert_eq!(house.requests_to(VERIFY), 5, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_no_code_is_no_try() {
    let house = House::new(Kind::Memory).await;
    let mut verification = house.send(PHONE).await.unwrap();
    for typed in ["", "12345", "1234567", "abcdef", &"1".repeat(100_000)] {
        for _ in 0..3 {
            let error = house.way.finish(&mut verification, typed).await.unwrap_err();
            assert_eq!(error.code(), "phone.code_malformed");
        }
    }
    assert_eq!(house.requests_to(VERIFY), 0);
    let code = house.code(PHONE);
    let typed = format!(" {}-{}\u{a0}", &code[..3], &code[3..]);
    house.way.finish(&mut verification, &typed).await.unwrap();
}

#[tokio::test]
async fn code_expires_after_ten_minutes_though_logto_would_take_it() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = House::new(kind).await;
        let (mut verification, mut early) =
            (house.send(PHONE).await.unwrap(), house.send("12015550125").await.unwrap());
        house.advance_app(Duration::seconds(598));
        house.way.finish(&mut early, &house.code("12015550125")).await.unwrap();
        house.advance_app(Duration::seconds(2));
        house.provider.clear_requests();
        let error = house.way.finish(&mut verification, &house.code(PHONE)).await.unwrap_err();
        assert_eq!(error.code(), "phone.code_expired", "{kind:?}");
        assert_eq!(house.requests_to(VERIFY), 0, "Logto was asked");
        // A browser that sets its time of sending forward finds nothing in the storage either.
        let mut kept = serde_json::to_value(&verification).unwrap();
        kept["sent_at"] = house.clock().now().unix_timestamp().into();
        let mut forged = serde_json::from_value(kept).unwrap();
        let error = house.way.finish(&mut forged, &house.code(PHONE)).await.unwrap_err();
        assert_eq!(error.code(), "phone.nothing_pending", "{kind:?}");
    }
}

#[tokio::test]
async fn code_that_logto_calls_expired_or_used_has_a_name_of_its_own() {
    let refusal = |code: &str| Canned { status: 400, body: format!(r#"{{"code":"{code}"}}"#), ..Canned::default() };
    let house = House::new(Kind::Memory).await;
    let mut verification = house.send(PHONE).await.unwrap();
    for (logtos, ours) in [
        ("verification_code.expired", "phone.code_expired"),
        ("verification_code.exceed_max_try", "phone.too_many_tries"),
        ("verification_code.not_found", "phone.nothing_pending"),
    ] {
        house.provider.next_response(VERIFY, refusal(logtos));
        assert_eq!(house.way.finish(&mut verification, "123456").await.unwrap_err().code(), ours);
    }
    house.provider.next_response(VERIFY, Canned { status: 503, ..Canned::default() });
    assert_eq!(house.way.finish(&mut verification, "123456").await.unwrap_err().code(), "phone.unavailable");
    // All of them were tries: this is the fifth, and the last.
    house.way.finish(&mut verification, &house.code(PHONE)).await.unwrap();
}

#[tokio::test]
async fn code_of_one_browser_is_dead_after_another_has_asked() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut a = house.send(PHONE).await.unwrap();
        let mut b = house.send(PHONE).await.unwrap();
        // Not with its own code, nor with the newer one, whoever has read it over a shoulder.
        let newest = house.code(PHONE);
        for code in [&house.provider.messages(PHONE)[1].code, &newest] {
            assert_eq!(house.way.finish(&mut a, code).await.unwrap_err().code(), "phone.nothing_pending", "{kind:?}");
        }
        assert_eq!(house.requests_to(VERIFY), 0, "a try was taken from the other browser");
        house.way.finish(&mut b, &newest).await.unwrap();
    }
}

#[tokio::test]
async fn browser_that_asked_for_nothing_has_nothing_to_try() {
    let house = House::new(Kind::Sqlite).await;
    let verification = house.send(PHONE).await.unwrap();
    let mut kept = serde_json::to_value(&verification).unwrap();
    kept["holder"] = "guessed".into();
    let mut forged = serde_json::from_value(kept.clone()).unwrap();
    assert_eq!(house.way.finish(&mut forged, &house.code(PHONE)).await.unwrap_err().code(), "phone.nothing_pending");
    // Nor does it help to call it proven.
    kept["proven"] = true.into();
    let mut forged = serde_json::from_value(kept).unwrap();
    assert_eq!(house.way.finish(&mut forged, "").await.unwrap_err().code(), "phone.nothing_pending");
}

#[tokio::test]
async fn text_that_could_not_be_sent_again_leaves_the_code_alive() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut verification = house.send(PHONE).await.unwrap();
        let code = house.code(PHONE);
        let limited =
            Canned { status: 429, body: r#"{"code":"request.message_rate_limited"}"#.to_owned(), ..Canned::default() };
        house.provider.next_response("/api/verification-codes", limited);
        let error = house.verifier.send_again(&verification, Some(address())).await.unwrap_err();
        assert_eq!(error.code(), "phone.too_many_texts");
        assert_eq!(error.wait(), Some(Duration::minutes(10)));
        house.provider.next_response("/api/verification-codes", Canned { status: 500, ..Canned::default() });
        let error = house.verifier.send_again(&verification, Some(address())).await.unwrap_err();
        assert_eq!(error.code(), "phone.unavailable");
        house.way.finish(&mut verification, &code).await.unwrap();
    }
}

#[tokio::test]
async fn text_that_was_sent_again_takes_the_place_of_the_first() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut first = house.send(PHONE).await.unwrap();
        let wait = first.resend_at() - house.clock().now();
        assert!(wait <= RESEND_AFTER && wait > RESEND_AFTER - Duration::seconds(5), "{wait}");
        let mut second = house.verifier.send_again(&first, Some(address())).await.unwrap();
        assert_eq!(house.provider.messages(PHONE).len(), 2);
        let error = house.way.finish(&mut first, &house.code(PHONE)).await.unwrap_err();
        assert_eq!(error.code(), "phone.nothing_pending", "{kind:?}");
        house.way.finish(&mut second, &house.code(PHONE)).await.unwrap();
    }
}

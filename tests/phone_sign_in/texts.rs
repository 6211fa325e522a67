//! Which texts are not sent: to countries that are not taken, too many, and none without a count.

use logto::{AllowedRegions, PhoneSignIn, PhoneVerifier, Region, ReturnTo, TooMany, Visit};
use time::Duration;

use crate::{
    house::{House, OTHER_PHONE, PHONE, address, number},
    storages::Kind,
    tenant::{Setup, limits},
};

const CODES: &str = "/api/verification-codes";

async fn limited(kind: Kind, per_number: u32, per_address: u32, overall: u32) -> House {
    House::with(kind, Setup { limits: limits(per_number, 100, per_address, overall), ..Setup::default() }).await
}

#[tokio::test]
async fn text_too_many_to_a_number_is_not_sent() {
    for kind in Kind::ALL {
        let house = limited(kind, 3, 100, 100).await;
        let verification = house.send(PHONE).await.unwrap();
        house.send(PHONE).await.unwrap();
        house.verifier.send_again(&verification, Some(address())).await.unwrap();
        assert_eq!(house.requests_to(CODES), 3);
        for again in [house.send(PHONE).await, house.verifier.send_again(&verification, None).await] {
            let error = again.unwrap_err();
            assert_eq!(error.code(), "phone.too_many_texts", "{kind:?}");
            let wait = error.wait().unwrap();
            assert!(wait > Duration::minutes(9) && wait <= Duration::minutes(10), "{wait}");
        }
        assert_eq!(house.provider.requests(), [], "{kind:?}: Logto was asked before the limit");
        // Other numbers are not in its way.
        house.send(OTHER_PHONE).await.unwrap();
    }
}

#[tokio::test]
async fn text_too_many_for_an_address_and_in_all_is_not_sent() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = limited(kind, 100, 2, 3).await;
        for phone in [PHONE, OTHER_PHONE] {
            house.send(phone).await.unwrap();
        }
        house.provider.clear_requests();
        let error = house.send("12015550125").await.unwrap_err();
        assert_eq!(error.code(), "phone.too_many_texts", "{kind:?}");
        assert!(error.wait().is_some());
        // Another address may send the third in all, and nobody the fourth.
        house.verifier.send(&number("12015550125"), None).await.unwrap();
        let error = house.verifier.send(&number("12015550126"), None).await.unwrap_err();
        assert_eq!(error.code(), "phone.too_many_texts_overall", "{kind:?}");
        assert!(matches!(error, logto::PhoneSignInError::TooManyTexts(TooMany::Overall { .. })));
        assert_eq!(house.requests_to(CODES), 1);
    }
}

#[tokio::test]
async fn refused_text_leaves_the_code_before_alive() {
    for kind in Kind::ALL {
        let house = limited(kind, 1, 100, 100).await;
        let mut mine = house.send(PHONE).await.unwrap();
        // Somebody else who asks in vain for the same number takes nothing away.
        assert_eq!(house.send(PHONE).await.unwrap_err().code(), "phone.too_many_texts");
        house.way.finish(&mut mine, &house.code(PHONE)).await.unwrap();
    }
}

#[tokio::test]
async fn limit_holds_across_processes() {
    for kind in [Kind::Sqlite, Kind::Redis] {
        let house = limited(kind, 1, 100, 100).await;
        house.send(PHONE).await.unwrap();
        let other = house.other_process().await;
        let verifier = PhoneVerifier::new(&other, house.setup.limits, AllowedRegions::all()).unwrap();
        let error = verifier.send(&number(PHONE), Some(address())).await.unwrap_err();
        assert_eq!(error.code(), "phone.too_many_texts", "{kind:?}");
    }
}

#[tokio::test]
async fn country_that_is_not_taken_gets_no_text_and_counts_for_nothing() {
    let regions = AllowedRegions::only([Region::parse("US").unwrap(), Region::parse("DE").unwrap()]);
    let house = House::with(Kind::Memory, Setup { regions, limits: limits(1, 1, 1, 1), ..Setup::default() }).await;
    for foreign in ["447400123456", "33612345678", "88888888888888", "14165550123"] {
        let error = house.send(foreign).await.unwrap_err();
        assert_eq!(error.code(), "phone.region_not_allowed", "{foreign}");
    }
    assert_eq!(house.provider.requests(), []);
    house.send(PHONE).await.unwrap();
    let hosted = logto::HostedPhoneSignIn::new(house.sessions.client().clone(), house.setup.regions.clone());
    let visit = Visit { return_to: ReturnTo::home(), address: None };
    let error = hosted.start(&number("447400123456"), &visit).await.unwrap_err();
    assert_eq!(error.code(), "phone.region_not_allowed");
    assert!(matches!(hosted.start(&number(PHONE), &visit).await, Ok(logto::Started::HandedOver(_))));
}

#[tokio::test]
async fn text_that_logto_cannot_send_says_why() {
    let house = House::new(Kind::Memory).await;
    house.provider.set_sms_connector(false);
    assert_eq!(house.send(PHONE).await.unwrap_err().code(), "phone.no_connector");
    house.provider.set_sms_connector(true);
    for (status, code, ours) in [
        (429, "request.message_rate_limited", "phone.too_many_texts"),
        (400, "connector.general", "phone.connector_refused"),
        (400, "guard.invalid_input", "phone.invalid"),
        (429, "", "phone.busy"),
        (401, "auth.unauthorized", "phone.misconfigured"),
        (500, "", "phone.unavailable"),
        (418, "some.code", "phone.misconfigured"),
    ] {
        let body = format!(r#"{{"code":"{code}"}}"#);
        let canned = logto::dev_provider::Canned { status, body, ..Default::default() };
        // A refused access token is replaced once.
        for _ in 0..if status == 401 { 2 } else { 1 } {
            house.provider.next_response(CODES, canned.clone());
        }
        assert_eq!(house.send(PHONE).await.unwrap_err().code(), ours, "{status} {code}");
    }
    assert_eq!(house.provider.messages(PHONE).len(), 0);
    house.send(PHONE).await.unwrap();
}

//! One person, signed in by phone here and at the hosted pages there: each session ends for itself, and all of them together.

use logto::{OpenedBy, Session, SessionKey};
use time::Duration;

use crate::{
    house::{House, OTHER_PHONE, PHONE, REVOCATION, distinct},
    storages::Kind,
    tenant::Setup,
};

/// The most sessions of one person.
const MOST: usize = 50;

/// An embedded and a hosted session of the same person.
async fn both(house: &House) -> (SessionKey, SessionKey) {
    (house.sign_in(PHONE).await, house.sign_in_hosted(PHONE).await)
}

async fn handle_of(house: &House, key: &SessionKey) -> String {
    house.sessions.list(key).await.unwrap()[0].handle.clone()
}

#[tokio::test]
async fn sign_out_of_an_embedded_session_asks_logto_for_nothing() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (embedded, hosted) = both(&house).await;
        let sign_out = house.sessions.sign_out(&embedded).await.unwrap().unwrap();
        assert!(sign_out.end_session.is_none() && sign_out.revocation.is_ok());
        assert_eq!(house.provider.requests(), [], "{kind:?}");
        assert_eq!(house.are_signed_in([&embedded, &hosted]).await, [false, true], "{kind:?}");
        let session = house.find(&hosted).await.unwrap();
        assert!(!house.is_revoked(&session).await);
        assert!(house.sessions.sign_out(&embedded).await.unwrap().is_none(), "twice");
    }
}

#[tokio::test]
async fn sign_out_of_a_hosted_session_leaves_the_embedded_one() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (embedded, hosted) = both(&house).await;
        let session = house.find(&hosted).await.unwrap();
        let sign_out = house.sessions.sign_out(&hosted).await.unwrap().unwrap();
        assert!(sign_out.end_session.is_some() && sign_out.revocation.is_ok());
        assert!(house.is_revoked(&session).await);
        assert_eq!(house.are_signed_in([&embedded, &hosted]).await, [true, false], "{kind:?}");
        house.advance(Duration::HOUR);
        assert!(house.is_current(&embedded).await);
    }
}

/// With a `sid` and without one, as applications with and without a back-channel logout URI have it.
#[tokio::test]
async fn superseded_sessions_take_their_own_grant_with_them_and_no_others() {
    for backchannel_logout in [true, false] {
        let house = House::with(Kind::Sqlite, Setup { backchannel_logout, ..Setup::default() }).await;
        let (embedded, hosted) = both(&house).await;
        let (session, second) = (house.find(&hosted).await.unwrap(), house.sign_in(PHONE).await);
        assert_eq!(session.claims.sid.is_some(), backchannel_logout);
        house.sessions.supersede(&second).await.unwrap();
        assert!(!house.is_revoked(&session).await, "by the end of an embedded session");
        house.provider.clear_requests();
        house.sessions.supersede(&hosted).await.unwrap();
        house.arrived(REVOCATION, 1).await;
        assert!(house.is_revoked(&session).await, "a grant is left that nobody knows of");
        assert_eq!(house.are_signed_in([&embedded, &hosted]).await, [true, false]);
    }
}

#[tokio::test]
async fn list_has_both_and_one_ends_the_other() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (embedded, hosted) = both(&house).await;
        let theirs = house.sign_in(OTHER_PHONE).await;
        let list = house.sessions.list(&embedded).await.unwrap();
        assert_eq!(list.len(), 2, "{kind:?}");
        assert!(list[0].is_this_one && !list[1].is_this_one);
        assert_eq!(distinct(list.iter().map(|session| &session.handle)), 2);
        let session = house.find(&hosted).await.unwrap();

        assert!(!house.sessions.end_other(&embedded, &handle_of(&house, &theirs).await).await.unwrap());
        assert!(house.sessions.end_other(&embedded, &handle_of(&house, &hosted).await).await.unwrap());
        house.arrived(REVOCATION, 1).await;
        assert!(house.is_revoked(&session).await, "{kind:?}");
        assert_eq!(house.are_signed_in([&embedded, &hosted, &theirs]).await, [true, false, true]);

        let hosted = house.sign_in_hosted(PHONE).await;
        let session = house.find(&hosted).await.unwrap();
        assert!(house.sessions.end_other(&hosted, &handle_of(&house, &embedded).await).await.unwrap());
        assert_eq!(house.are_signed_in([&embedded, &hosted]).await, [false, true], "{kind:?}");
        assert_eq!(house.count(REVOCATION), 0);
        assert!(!house.is_revoked(&session).await);
    }
}

#[tokio::test]
async fn sign_out_everywhere_ends_both_whichever_asks() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        for from_embedded in [true, false] {
            let (embedded, hosted) = both(&house).await;
            let (second, theirs) = (house.sign_in(PHONE).await, house.sign_in(OTHER_PHONE).await);
            let session = house.find(&hosted).await.unwrap();
            let asking = if from_embedded { &embedded } else { &hosted };
            let sign_out = house.sessions.sign_out_everywhere(asking).await.unwrap().unwrap();
            assert_eq!(sign_out.end_session.is_none(), from_embedded, "{kind:?}");
            let signed_in = house.are_signed_in([&embedded, &hosted, &second, &theirs]).await;
            assert_eq!(signed_in, [false, false, false, true], "{kind:?}");
            house.arrived(REVOCATION, 1).await;
            assert!(house.is_revoked(&session).await, "{kind:?}");
            house.advance(Duration::minutes(11));
        }
    }
}

fn logout_token(house: &House, session: &Session, with_sid: bool) -> String {
    let sid = session.claims.sid.as_deref().unwrap();
    house.provider.logout_token(&session.claims.sub, sid, move |_, claims| {
        if !with_sid {
            claims.remove("sid");
        }
    })
}

#[tokio::test]
async fn logout_token_of_the_person_ends_both_and_one_of_a_session_that_one_alone() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let (embedded, hosted) = both(&house).await;
        let theirs = house.sign_in(OTHER_PHONE).await;
        let session = house.find(&hosted).await.unwrap();
        // Logto names the person beside its session: the embedded one is none of Logto's.
        let token = logout_token(&house, &session, true);
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 1, "{kind:?}");
        assert_eq!(house.are_signed_in([&embedded, &hosted, &theirs]).await, [true, false, true], "{kind:?}");

        let hosted = house.sign_in_hosted(PHONE).await;
        let token = logout_token(&house, &house.find(&hosted).await.unwrap(), false);
        assert_eq!(house.sessions.back_channel_logout(&token).await.unwrap(), 2, "{kind:?}");
        assert_eq!(house.are_signed_in([&embedded, &hosted, &theirs]).await, [false, false, true], "{kind:?}");
    }
}

#[tokio::test]
async fn person_has_no_more_than_so_many_sessions_of_both_kinds() {
    for kind in [Kind::Memory, Kind::Sqlite] {
        let house = House::new(kind).await;
        let (embedded, hosted) = both(&house).await;
        let (of_phone, of_page) = (house.find(&embedded).await.unwrap(), house.find(&hosted).await.unwrap());
        assert_eq!((of_phone.opened_by, of_page.opened_by), (OpenedBy::Embedded, OpenedBy::Hosted));
        let mut later = Vec::new();
        for n in 0..MOST {
            // The storages tell sessions apart by the second in which they were seen.
            house.advance(Duration::seconds(1));
            later.push(house.begin(if n % 2 == 0 { &of_phone } else { &of_page }).await);
        }
        assert_eq!(house.sessions.list(&later[0]).await.unwrap().len(), MOST, "{kind:?}");
        assert_eq!(house.are_signed_in([&embedded, &hosted]).await, [false, false], "{kind:?}: not the oldest");
        assert_eq!(house.are_signed_in([&later[0], &later[MOST - 1]]).await, [true, true]);
    }
}

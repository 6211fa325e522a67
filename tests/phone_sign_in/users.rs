//! The user of a number: found, or created once, however many ask.

use logto::{MemorySessions, PhoneSignIn, PhoneVerifier, Sessions, dev_provider::Canned};

use crate::{
    house::{House, OTHER_PHONE, PHONE, number},
    storages::Kind,
    tenant::Setup,
};

const USERS: &str = "/api/users";
const SEARCH: &str = "GET /api/users";

async fn sub_of(house: &House, phone: &str) -> String {
    house.verifier.management().user_with_phone(&number(phone)).await.unwrap().unwrap().id
}

#[tokio::test]
async fn new_number_gets_a_user_and_a_known_one_its_own() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        assert!(house.verifier.management().user_with_phone(&number(PHONE)).await.unwrap().is_none());
        house.provider.clear_requests();
        let verification = house.send(PHONE).await.unwrap();
        assert_eq!(house.count(USERS), 0, "asking for a code looks nobody up");
        let session = house.way.finish(&mut { verification }, &house.code(PHONE)).await.unwrap();
        assert_eq!(house.count_of("POST", USERS), 1);
        let sub = sub_of(&house, PHONE).await;
        assert_eq!(session.claims.sub, sub, "{kind:?}");
        house.provider.clear_requests();
        assert_eq!(house.session(PHONE).await.claims.sub, sub);
        assert_eq!(house.count_of("POST", USERS), 0);
        // One who signed up at the hosted pages is the same person here.
        let hosted = house.sign_in_hosted(OTHER_PHONE).await;
        assert_eq!(house.session(OTHER_PHONE).await.claims.sub, house.sub(&hosted).await);
    }
}

#[tokio::test]
async fn user_whom_somebody_else_creates_meanwhile_is_signed_in() {
    let house = House::new(Kind::Sqlite).await;
    let mut verification = house.send(PHONE).await.unwrap();
    let (way, code) = (house.way.clone(), house.code(PHONE));
    let mut search = house.provider.hold_next(SEARCH);
    let finishing = tokio::spawn(async move { way.finish(&mut verification, &code).await });
    search.made().await;
    let sub = house.provider.add_user(PHONE, None).unwrap();
    search.release();
    let session = finishing.await.unwrap().unwrap();
    assert_eq!(session.claims.sub, sub);
    assert_eq!((house.count_of("POST", USERS), house.count_of("GET", USERS)), (1, 2));
}

#[tokio::test]
async fn user_who_gets_the_number_meanwhile_is_admitted_as_any_other() {
    let house = House::new(Kind::Memory).await;
    let mut verification = house.send(PHONE).await.unwrap();
    let (way, code) = (house.way.clone(), house.code(PHONE));
    let mut search = house.provider.hold_next(SEARCH);
    let finishing = tokio::spawn(async move { way.finish(&mut verification, &code).await });
    search.made().await;
    let sub = house.provider.add_user(PHONE, None).unwrap();
    assert!(house.provider.suspend_user(&sub));
    search.release();
    assert_eq!(finishing.await.unwrap().unwrap_err().code(), "phone.suspended");
}

#[tokio::test]
async fn user_with_a_second_factor_is_not_signed_in_without_it() {
    let house = House::new(Kind::Sqlite).await;
    let sub = house.provider.add_user(PHONE, None).unwrap();
    let factors = Canned { body: r#"[{"id":"f1","type":"Totp"}]"#.to_owned(), ..Canned::default() };
    house.provider.next_response(&format!("/api/users/{sub}/mfa-verifications"), factors);
    let mut verification = house.send(PHONE).await.unwrap();
    let error = house.way.finish(&mut verification, &house.code(PHONE)).await.unwrap_err();
    assert_eq!(error.code(), "phone.second_factor");
}

#[tokio::test]
async fn nobody_is_created_where_the_tenant_lets_nobody_register() {
    let house = House::new(Kind::Sqlite).await;
    let closed = Canned { body: r#"{"signInMode":"SignIn"}"#.to_owned(), ..Canned::default() };
    house.provider.next_response("/api/sign-in-exp", closed.clone());
    let mut verification = house.send(PHONE).await.unwrap();
    let error = house.way.finish(&mut verification, &house.code(PHONE)).await.unwrap_err();
    assert_eq!(error.code(), "phone.registration_closed");
    assert_eq!(house.count_of("POST", USERS), 0);
    // Who has an account is not concerned.
    house.provider.next_response("/api/sign-in-exp", closed);
    let sub = house.provider.add_user(PHONE, None).unwrap();
    assert_eq!(house.way.finish(&mut verification, "").await.unwrap().claims.sub, sub);
}

#[tokio::test]
async fn two_browsers_that_create_the_same_user_at_once_create_one() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let mut a = house.send(PHONE).await.unwrap();
        let (way, code) = (house.way.clone(), house.code(PHONE));
        let mut search = house.provider.hold_next(SEARCH);
        let finishing = tokio::spawn(async move { way.finish(&mut a, &code).await });
        search.made().await;
        // The other browser asks for a code of its own while the first has proven the number, and is done before it.
        let b = house.session(PHONE).await;
        search.release();
        let error = finishing.await.unwrap().unwrap_err();
        assert_eq!(error.code(), "phone.nothing_pending", "{kind:?}: both signed in");
        assert_eq!(b.claims.sub, sub_of(&house, PHONE).await);
    }
}

#[tokio::test]
async fn two_apps_that_create_the_same_user_at_once_create_one() {
    let house = House::new(Kind::Memory).await;
    // Another installation, with a storage of its own: it knows nothing of this one's codes.
    let keyring = logto::Keyring::parse(&"0b".repeat(32)).unwrap();
    let storage = MemorySessions::new(house.clock());
    let elsewhere = Sessions::new(house.sessions.client().clone(), keyring, storage, house.sessions.life());
    let verifier = PhoneVerifier::new(&elsewhere, house.setup.limits, house.setup.regions.clone()).unwrap();
    let way = logto::EmbeddedPhoneSignIn::new(verifier.clone());
    let mut a = verifier.send(&number(PHONE), None).await.unwrap();
    let code = house.code(PHONE);
    let mut search = house.provider.hold_next(SEARCH);
    let finishing = tokio::spawn(async move { way.finish(&mut a, &code).await });
    search.made().await;
    let here = house.session(PHONE).await;
    search.release();
    assert_eq!(finishing.await.unwrap().unwrap().claims.sub, here.claims.sub);
}

#[tokio::test]
async fn suspended_user_is_told_so_after_the_code_and_not_before() {
    for kind in Kind::ALL {
        let house = House::new(kind).await;
        let sub = house.provider.add_user(PHONE, None).unwrap();
        assert!(house.provider.suspend_user(&sub));
        let mut verification = house.send(PHONE).await.unwrap();
        let wrong = house.wrong_code(PHONE);
        assert_eq!(house.way.finish(&mut verification, &wrong).await.unwrap_err().code(), "phone.code_mismatched");
        let error = house.way.finish(&mut verification, &house.code(PHONE)).await.unwrap_err();
        assert_eq!(error.code(), "phone.suspended", "{kind:?}");
        assert_eq!(house.way.finish(&mut verification, "").await.unwrap_err().code(), "phone.suspended");
        assert!(house.provider.resume_user(&sub));
        assert_eq!(house.way.finish(&mut verification, "").await.unwrap().claims.sub, sub);
    }
}

#[tokio::test]
async fn there_is_no_verifier_without_management_api() {
    let house = House::new(Kind::Memory).await;
    let without = house.other_process_with(Setup { has_management: false, ..house.setup.clone() }).await;
    assert!(PhoneVerifier::new(&without, house.setup.limits, house.setup.regions.clone()).is_none());
}

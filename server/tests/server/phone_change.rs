//! The account page changes the number, once the new one is verified, and the name.

use http::StatusCode;

use crate::{
    house::{
        House, PHONE,
        visitor::{Answer, Visitor},
    },
    phone::signing_in::{handle, newest_code, sign_in, verify_code},
};

const NEW: &str = "12015550199";

async fn ask_for_change(visitor: &mut Visitor, number: &str) -> Answer {
    let fields = [("purpose", "change"), ("country", "US"), ("number", number)];
    visitor.post_form("/phone/send-code", &fields).await
}

#[tokio::test]
async fn changes_the_number_after_the_new_one_was_verified() {
    for hosted in [false, true] {
        let house = House::open_embedded(&[("PHONE_SIGN_IN", if hosted { "hosted" } else { "embedded" })]).await;
        let mut visitor = house.visitor();
        if hosted {
            visitor.sign_in(&house.provider, "/sign-in").await;
        } else {
            sign_in(&house, &mut visitor, PHONE).await;
        }
        let before = visitor.get("/api/current_user").await.body;
        let sent = ask_for_change(&mut visitor, NEW).await;
        assert!(sent.location().unwrap().starts_with("/account/phone/code?v="), "{sent:?}");
        assert_eq!(visitor.get("/api/current_user").await.body, before, "changed before it was verified");
        let done = verify_code(&mut visitor, &handle(&sent), &newest_code(&house.provider, NEW)).await;
        assert_eq!(done.location(), Some("/phone/done?changed=number"));
        let after = visitor.get("/api/current_user").await.body;
        assert_eq!(after, before.replace("+1 201-555-0123", "+1 201-555-0199"), "hosted: {hosted}");
        // From now on it is the new number that signs in to this account.
        let mut again = house.visitor();
        if !hosted {
            sign_in(&house, &mut again, NEW).await;
            assert_eq!(again.get("/api/current_user").await.body, after);
        }
    }
}

#[tokio::test]
async fn refuses_a_number_that_another_account_has() {
    let house = House::open_embedded(&[]).await;
    let (mut visitor, mut other) = (house.visitor(), house.visitor());
    sign_in(&house, &mut other, NEW).await;
    sign_in(&house, &mut visitor, PHONE).await;
    let before = visitor.get("/api/current_user").await.body;
    let sent = ask_for_change(&mut visitor, NEW).await;
    let refused = verify_code(&mut visitor, &handle(&sent), &newest_code(&house.provider, NEW)).await;
    let page = visitor.get(refused.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("belongs to another account"), "{}", page.body);
    assert_eq!(visitor.get("/api/current_user").await.body, before);
}

#[tokio::test]
async fn says_so_where_the_new_number_is_the_old_one() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    let answer = ask_for_change(&mut visitor, PHONE).await;
    let page = visitor.get(answer.location().unwrap()).await;
    assert!(page.body.contains("your number already"), "{}", page.body);
    assert_eq!(house.provider.messages(PHONE).len(), 1, "a text was sent for it");
}

#[tokio::test]
async fn changes_nothing_for_who_is_not_signed_in() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let answer = ask_for_change(&mut visitor, NEW).await;
    assert_eq!(answer.location(), Some("/sign-in?return_to=%2Faccount%2Fphone"));
    assert_eq!(house.provider.messages(NEW).len(), 0);
    let answer = visitor.post_field("/account/name", "name", "Mallory").await;
    assert_eq!(answer.location(), Some("/sign-in?return_to=%2Faccount"));
}

#[tokio::test]
async fn changes_the_account_that_asked_for_it_and_not_who_is_signed_in_by_then() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    let sent = ask_for_change(&mut visitor, NEW).await;
    sign_in(&house, &mut visitor, "12015550188").await;
    let before = visitor.get("/api/current_user").await.body;
    let code = newest_code(&house.provider, NEW);
    let answer = verify_code(&mut visitor, &handle(&sent), &code).await;
    assert!(answer.location().unwrap().starts_with("/phone?v="), "{answer:?}");
    assert_eq!(visitor.get("/api/current_user").await.body, before);
    // Nor does who sits down at this browser next hear of it, or have texts sent for it.
    let page = visitor.get(&format!("/account/phone/code?v={}", handle(&sent))).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    visitor.post_field("/phone/resend-code", "v", &handle(&sent)).await;
    assert_eq!(house.provider.messages(NEW).len(), 1);
}

#[tokio::test]
async fn an_attempt_to_change_a_number_signs_nobody_in() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    let sent = ask_for_change(&mut visitor, NEW).await;
    visitor.post("/sign-out").await;
    let code = newest_code(&house.provider, NEW);
    let answer = verify_code(&mut visitor, &handle(&sent), &code).await;
    assert!(answer.location().unwrap().starts_with("/phone?v="), "{answer:?}");
    assert!(!visitor.is_signed_in().await);
}

#[tokio::test]
async fn changes_the_name() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    let answer = visitor.post_field("/account/name", "name", "  Ada <b>Lovelace</b>\u{0} ").await;
    assert_eq!(answer.location(), Some("/account?changed=name"));
    let page = visitor.get("/account?changed=name").await;
    assert!(page.body.contains("Ada &lt;b&gt;Lovelace"), "{}", page.body);
    let too_long = visitor.post_field("/account/name", "name", &"x".repeat(129)).await;
    let page = visitor.get(too_long.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("too long"));
    visitor.post_field("/account/name", "name", " ").await;
    assert!(!visitor.get("/api/current_user").await.body.contains("Ada"));
}

#[tokio::test]
async fn offers_no_change_without_the_management_api() {
    let house = House::open().await;
    let mut visitor = house.signed_in().await;
    let page = visitor.get("/account").await.body;
    assert!(!page.contains("/account/phone") && !page.contains("/account/name"), "{page}");
    assert_eq!(visitor.post_field("/account/name", "name", "Ada").await.location(), Some("/account"));
}

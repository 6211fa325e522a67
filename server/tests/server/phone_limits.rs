//! A thousand of everything: guesses, requests from one address, requests for one number.

use http::StatusCode;
use logto::dev_provider::DevProvider;

use crate::{
    house::{House, PHONE, visitor::Visitor},
    phone::signing_in::{handle, newest_code, send_code, verify_code},
};

/// Enough for whatever the test does besides what it limits.
const PLENTY: &str = "5000/1h";

fn calls(provider: &DevProvider, path: &str) -> usize {
    provider.requests().iter().filter(|request| request.path == path).count()
}

/// A number that is in nobody's hands: 555-0100 to 555-0199.
fn fictional(n: usize) -> String {
    format!("1201555{:04}", 100 + n % 100)
}

async fn status_of(visitor: &mut Visitor, path: &str) -> StatusCode {
    visitor.get(path).await.status
}

#[tokio::test]
async fn a_thousand_wrong_guesses_are_five_tries() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    let code = newest_code(&house.provider, PHONE);
    let guesses = (0..1001).map(|n| format!("{n:06}")).filter(|guess| *guess != code).take(1000);
    let mut locations = std::collections::BTreeMap::<String, usize>::new();
    for guess in guesses {
        let answer = verify_code(&mut visitor, &handle(&sent), &guess).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        *locations.entry(answer.location().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(locations.len(), 1, "{locations:?}");
    assert_eq!(calls(&house.provider, "/api/verification-codes/verify"), 5, "how often Logto was asked");
    let page = visitor.get(sent.location().unwrap()).await;
    assert!(page.body.contains("wrong too often"));
    verify_code(&mut visitor, &handle(&sent), &code).await;
    assert!(!visitor.is_signed_in().await);
}

#[tokio::test]
async fn parallel_guesses_are_five_tries_too() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    let code = newest_code(&house.provider, PHONE);
    let guesses = (0..101).map(|n| format!("{n:06}")).filter(|guess| *guess != code).take(100);
    let tasks: Vec<_> = guesses
        .map(|guess| {
            let (mut visitor, handle) = (visitor.at(&house.base_url), handle(&sent));
            tokio::spawn(async move { verify_code(&mut visitor, &handle, &guess).await.status })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), StatusCode::SEE_OTHER);
    }
    assert_eq!(calls(&house.provider, "/api/verification-codes/verify"), 5);
}

#[tokio::test]
async fn a_thousand_requests_for_one_number_are_five_texts() {
    let house =
        House::open_embedded(&[("PHONE_TEXTS_PER_ADDRESS", PLENTY), ("PHONE_TEXTS_PER_ADDRESS_DAILY", PLENTY)]).await;
    let (mut sent, mut refused) = (0, 0);
    for _ in 0..1000 {
        // Each of them a browser of its own: no cookie tells them apart.
        let mut visitor = house.visitor();
        let answer = send_code(&mut visitor, PHONE).await;
        if answer.location().unwrap().starts_with("/phone/code?") {
            sent += 1;
            continue;
        }
        refused += 1;
        if refused == 1 {
            let page = visitor.get(answer.location().unwrap()).await;
            assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
            let wait: u32 = page.header("retry-after").unwrap().parse().unwrap();
            assert!((1..=600).contains(&wait), "{wait}");
            assert!(page.body.contains("minutes"), "the person is not told how long: {}", page.body);
        }
    }
    assert_eq!((sent, refused), (5, 995));
    assert_eq!(house.provider.messages(PHONE).len(), 5, "texts");
    assert_eq!(calls(&house.provider, "/api/verification-codes"), 5, "how often Logto was asked");
}

#[tokio::test]
async fn a_thousand_requests_from_one_address_are_twenty_texts() {
    let house = House::open_embedded(&[]).await;
    let mut sent = 0;
    for n in 0..1000 {
        let mut visitor = house.visitor();
        let answer = send_code(&mut visitor, &fictional(n)).await;
        sent += usize::from(answer.location().unwrap().starts_with("/phone/code?"));
    }
    let texts: usize = (0..100).map(|n| house.provider.messages(&fictional(n)).len()).sum();
    assert_eq!((sent, texts), (20, 20));
}

#[tokio::test]
async fn who_is_over_their_own_limit_locks_nobody_elses_number() {
    let house = House::open_embedded(&[("TRUSTED_PROXIES", "1"), ("PHONE_TEXTS_PER_ADDRESS", "3/10m")]).await;
    let from = async |address: &str, number: &str| {
        let form = format!("country=US&number={number}");
        let headers = [("sec-fetch-site", "same-origin"), ("x-forwarded-for", address)];
        let answer = house.visitor().send_form("/phone/send-code", &headers, form).await;
        answer.location().unwrap().starts_with("/phone/code?")
    };
    for _ in 0..50 {
        from("198.51.100.7", PHONE).await;
    }
    // Three of the five texts of this number were used up by the first address; no more than those.
    assert!(from("198.51.100.8", PHONE).await);
    assert!(!from("198.51.100.7", "12015550199").await);
    // An address that was only written down by the visitor counts for nothing.
    assert!(!from("198.51.100.9, 198.51.100.7", "12015550199").await);
}

#[tokio::test]
async fn all_texts_together_are_limited() {
    let house = House::open_embedded(&[
        ("PHONE_TEXTS_OVERALL", "7/1h"),
        ("PHONE_TEXTS_PER_ADDRESS", PLENTY),
        ("PHONE_TEXTS_PER_ADDRESS_DAILY", PLENTY),
    ])
    .await;
    let mut sent = 0;
    for n in 0..50 {
        let answer = send_code(&mut house.visitor(), &fictional(n)).await;
        sent += usize::from(answer.location().unwrap().starts_with("/phone/code?"));
    }
    assert_eq!(sent, 7);
}

#[tokio::test]
async fn limits_survive_a_restart() {
    let mut house = House::open_embedded(&[]).await;
    for _ in 0..5 {
        send_code(&mut house.visitor(), PHONE).await;
    }
    house.kill();
    house.start().await;
    let mut visitor = house.visitor();
    let answer = send_code(&mut visitor, PHONE).await;
    assert_eq!(status_of(&mut visitor, answer.location().unwrap()).await, StatusCode::TOO_MANY_REQUESTS);
}

#[tokio::test]
async fn a_code_survives_a_restart() {
    let mut house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    house.kill();
    house.start().await;
    let code = newest_code(&house.provider, PHONE);
    assert_eq!(verify_code(&mut visitor, &handle(&sent), &code).await.location(), Some("/phone/done"));
}

#[tokio::test]
async fn sends_no_second_text_within_half_a_minute() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    let again = visitor.post_field("/phone/resend-code", "v", &handle(&sent)).await;
    assert_eq!(again.location(), sent.location());
    assert_eq!(house.provider.messages(PHONE).len(), 1);
}

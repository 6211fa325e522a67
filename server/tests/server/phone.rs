//! Signing in by phone at the app's own pages: through the forms, as browsers without scripts send them.

pub mod signing_in;

use http::StatusCode;
use logto::dev_provider::DevProvider;
use signing_in::{handle, newest_code, read_code_page, send_code, sign_in, verify_code, wrong};

use crate::house::{House, PHONE};

fn paths(provider: &DevProvider) -> Vec<String> {
    provider.requests().into_iter().map(|request| request.path).collect()
}

#[tokio::test]
async fn signs_in_with_a_number_and_a_code_under_a_new_session_id() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    assert!(sent.location().unwrap().starts_with("/phone/code?v="), "{sent:?}");
    let page = read_code_page(&mut visitor, &sent).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("+1 201-555-0123"), "the page does not say where the code went");
    assert!(!visitor.cookies.contains_key("session"), "there is a session before the code");

    let code = newest_code(&house.provider, PHONE);
    let done = verify_code(&mut visitor, &handle(&sent), &code).await;
    assert_eq!(done.location(), Some("/phone/done"));
    assert!(visitor.cookies.contains_key("session"));
    assert!(!visitor.cookies.keys().any(|name| name.starts_with("phone_sign_in_")), "the attempt is not over");
    assert!(visitor.get("/api/current_user").await.body.contains("+1 201-555-0123"));
    assert_eq!(visitor.get("/phone/done").await.status, StatusCode::OK);
    assert!(!paths(&house.provider).iter().any(|path| path == "/oidc/auth"), "the browser left the app");
}

#[tokio::test]
async fn creates_a_user_for_an_unknown_number_and_finds_them_the_next_time() {
    let house = House::open_embedded(&[]).await;
    let (mut first, mut second) = (house.visitor(), house.visitor());
    sign_in(&house, &mut first, PHONE).await;
    sign_in(&house, &mut second, PHONE).await;
    let user = first.get("/api/current_user").await.body;
    assert!(user.contains("\"sub\""));
    assert_eq!(user, second.get("/api/current_user").await.body);
}

#[tokio::test]
async fn finds_the_user_who_signed_in_at_logtos_page() {
    let house = House::open_embedded(&[]).await;
    let mut hosted = house.signed_in().await;
    let mut embedded = house.visitor();
    sign_in(&house, &mut embedded, PHONE).await;
    assert_eq!(hosted.get("/api/current_user").await.body, embedded.get("/api/current_user").await.body);
    // And both are listed, with the way that each was opened by.
    let page = embedded.get("/account").await.body;
    assert_eq!(page.matches("session-list__item").count(), 2, "{page}");
    assert!(page.contains("Through Logto") && page.contains("With a code, here"), "{page}");
}

#[tokio::test]
async fn replaces_the_session_that_the_browser_had() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.signed_in().await;
    let before = visitor.cookies["session"].clone();
    sign_in(&house, &mut visitor, "12015550199").await;
    assert_ne!(visitor.cookies["session"], before, "the session id is the same (session fixation)");
    visitor.cookies.insert("session".to_owned(), before);
    assert!(!visitor.is_signed_in().await, "the session of before lives on");
}

#[tokio::test]
async fn returns_to_where_the_person_wanted_to_go_and_nowhere_else() {
    let house = House::open_embedded(&[]).await;
    for (return_to, goes) in [("/account", "/account"), ("https://evil.example", "/"), ("//evil.example", "/")] {
        let mut visitor = house.visitor();
        let fields = [("country", "US"), ("number", PHONE), ("return_to", return_to)];
        let sent = visitor.post_form("/phone/send-code", &fields).await;
        let done = verify_code(&mut visitor, &handle(&sent), &newest_code(&house.provider, PHONE)).await;
        assert_eq!(done.location(), Some(goes), "{return_to}");
    }
}

#[tokio::test]
async fn says_what_is_wrong_with_a_number_and_keeps_what_was_typed() {
    let house = House::open_embedded(&[]).await;
    for (country, number, sentence) in [
        ("US", "201 555 01", "too short for United States"),
        ("DE", "030 123456", "landline"),
        ("US", "555-CALL-ME", "not a phone number"),
        ("US", "", "Enter your phone number"),
    ] {
        let mut visitor = house.visitor();
        let sent = visitor.post_form("/phone/send-code", &[("country", country), ("number", number)]).await;
        assert!(sent.location().unwrap().starts_with("/phone?v="), "{number}: {sent:?}");
        let page = visitor.get(sent.location().unwrap()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{number}");
        assert!(page.body.contains(sentence), "{number}: {}", page.body);
        assert!(page.body.contains(&format!("value=\"{number}\"")), "{number} is gone");
    }
    assert!(paths(&house.provider).iter().all(|path| !path.starts_with("/api/")), "Logto was asked");
}

#[tokio::test]
async fn never_writes_what_was_typed_as_markup() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let typed = "\"><script>alert(1)</script>";
    let sent = visitor.post_form("/phone/send-code", &[("country", typed), ("number", typed)]).await;
    let page = visitor.get(sent.location().unwrap()).await;
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
}

#[tokio::test]
async fn takes_a_code_from_the_browser_alone_that_asked_for_it() {
    let house = House::open_embedded(&[]).await;
    let (mut owner, mut thief) = (house.visitor(), house.visitor());
    let sent = send_code(&mut owner, PHONE).await;
    let code = newest_code(&house.provider, PHONE);
    let stolen = verify_code(&mut thief, &handle(&sent), &code).await;
    assert!(stolen.location().unwrap().starts_with("/phone?v="), "{stolen:?}");
    assert!(!thief.is_signed_in().await);
    let page = thief.get(stolen.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::GONE);
    assert_eq!(verify_code(&mut owner, &handle(&sent), &code).await.location(), Some("/phone/done"));
}

#[tokio::test]
async fn awaits_a_code_from_the_last_browser_that_asked_for_one() {
    let house = House::open_embedded(&[]).await;
    let (mut first, mut second) = (house.visitor(), house.visitor());
    let sent_first = send_code(&mut first, PHONE).await;
    let sent_second = send_code(&mut second, PHONE).await;
    let code = newest_code(&house.provider, PHONE);
    // Who asked for a code of somebody else's number may not try the code that its owner then asks for.
    verify_code(&mut first, &handle(&sent_first), &code).await;
    assert!(!first.is_signed_in().await);
    verify_code(&mut second, &handle(&sent_second), &code).await;
    assert!(second.is_signed_in().await);
}

#[tokio::test]
async fn takes_a_code_once() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    let mut copy = visitor.at(&house.base_url);
    let code = newest_code(&house.provider, PHONE);
    verify_code(&mut visitor, &handle(&sent), &code).await;
    verify_code(&mut copy, &handle(&sent), &code).await;
    assert!(visitor.is_signed_in().await && !copy.is_signed_in().await);
}

#[tokio::test]
async fn takes_a_code_however_it_is_written_and_counts_no_try_for_what_is_none() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    for typed in ["", "12345", "1234567", "abc", "<script>"] {
        let answer = verify_code(&mut visitor, &handle(&sent), typed).await;
        let page = visitor.get(answer.location().unwrap()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("six digits"), "{typed}");
    }
    let code = newest_code(&house.provider, PHONE);
    let written = format!(" {}-{} ", &code[..3], &code[3..]);
    assert_eq!(verify_code(&mut visitor, &handle(&sent), &written).await.location(), Some("/phone/done"));
}

#[tokio::test]
async fn says_how_many_tries_are_left_and_then_that_there_are_none() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    let sent = send_code(&mut visitor, PHONE).await;
    let code = newest_code(&house.provider, PHONE);
    for says in ["4 more times", "3 more times", "2 more times", "once more", "wrong too often", "wrong too often"] {
        let answer = verify_code(&mut visitor, &handle(&sent), &wrong(&code)).await;
        let page = visitor.get(answer.location().unwrap()).await;
        assert!(page.body.contains(says), "{says}: {}", page.body);
    }
    verify_code(&mut visitor, &handle(&sent), &code).await;
    assert!(!visitor.is_signed_in().await, "the right code after five wrong ones");
}

#[tokio::test]
async fn answers_the_same_for_known_and_unknown_numbers() {
    let house = House::open_embedded(&[]).await;
    sign_in(&house, &mut house.visitor(), PHONE).await;
    let mut answers = Vec::new();
    for number in [PHONE, "12015550199"] {
        let mut visitor = house.visitor();
        house.provider.clear_requests();
        let sent = send_code(&mut visitor, number).await;
        let page = read_code_page(&mut visitor, &sent).await;
        let body = page.body.replace(&handle(&sent), "");
        // The nonce of the policy is another one on every page, with more or fewer digits.
        let body: Vec<String> = body.split("nonce=\"").map(|part| part.chars().skip(24).collect()).collect();
        // Without the number, and the seconds until the next text.
        let body = body.join("").replace(|char: char| char.is_ascii_digit(), "");
        answers.push((sent.status, page.status, body, paths(&house.provider)));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].3, ["/api/verification-codes"], "Logto is asked for more than the text");
}

#[tokio::test]
async fn refuses_a_suspended_user_with_the_right_code() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    let user: serde_json::Value = serde_json::from_str(&visitor.get("/api/current_user").await.body).unwrap();
    house.provider.suspend_user(user["sub"].as_str().unwrap());
    let mut again = house.visitor();
    let sent = send_code(&mut again, PHONE).await;
    let answer = verify_code(&mut again, &handle(&sent), &newest_code(&house.provider, PHONE)).await;
    let page = again.get(answer.location().unwrap()).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.body.contains("suspended"), "{}", page.body);
    assert!(!again.is_signed_in().await);
}

#[tokio::test]
async fn signs_out_here_where_logto_knows_of_nothing() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    house.provider.clear_requests();
    let answer = visitor.post("/sign-out").await;
    assert_eq!(answer.location(), Some("/"));
    assert!(!visitor.is_signed_in().await);
    assert_eq!(paths(&house.provider), Vec::<String>::new());
}

#[tokio::test]
async fn gets_access_tokens_by_token_exchange() {
    let house = House::open_embedded(&[]).await;
    let mut visitor = house.visitor();
    sign_in(&house, &mut visitor, PHONE).await;
    let page = visitor.get("/access").await.body;
    assert!(page.contains("read:me"), "no permission at the API: {page}");
    assert!(page.contains("read:members"), "no permission in the organisation: {page}");
}

#[tokio::test]
async fn hands_over_to_logto_with_the_number_filled_in() {
    let house = House::open().await;
    let mut visitor = house.visitor();
    let fields = [("country", "US"), ("number", "(201) 555-0123"), ("return_to", "/account")];
    let handed = visitor.post_form("/phone/send-code", &fields).await;
    let url = url::Url::parse(handed.location().unwrap()).unwrap();
    let query: std::collections::HashMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(url.path(), "/oidc/auth");
    assert_eq!(query["first_screen"], "identifier:sign_in");
    assert_eq!(query["identifier"], "phone");
    assert_eq!(query["login_hint"], "12015550123");
    let callback = house.provider.complete_authorization(url.as_str(), PHONE).await.unwrap();
    let back = visitor.get(&format!("{}?{}", callback.path(), callback.query().unwrap())).await;
    assert_eq!(back.location(), Some("/account"));
    assert!(visitor.is_signed_in().await);
}

#[tokio::test]
async fn refuses_numbers_of_other_countries_than_the_list_in_both_ways() {
    let list = [("PHONE_COUNTRIES", "DE AT")];
    let mut hosted = House::new().await;
    hosted.settings = vec![("PHONE_COUNTRIES", "DE AT".to_owned())];
    hosted.start().await;
    for house in [House::open_embedded(&list).await, hosted] {
        let mut visitor = house.visitor();
        let page = visitor.get("/phone").await.body;
        assert_eq!(page.matches("<option").count(), 2, "{page}");
        let refused = visitor.post_form("/phone/send-code", &[("country", "DE"), ("number", "+12015550123")]).await;
        let page = visitor.get(refused.location().unwrap()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.body.contains("We do not send texts to United States"), "{}", page.body);
        let taken = visitor.post_form("/phone/send-code", &[("country", "DE"), ("number", "01512 3456789")]).await;
        assert!(!taken.location().unwrap().starts_with("/phone?v="), "{taken:?}");
    }
}

#[tokio::test]
async fn refuses_posts_of_other_sites() {
    let house = House::open_embedded(&[]).await;
    for path in ["/phone/send-code", "/phone/resend-code", "/phone/verify-code", "/account/name"] {
        let answer = house.visitor().send(http::Method::POST, path, &[("sec-fetch-site", "cross-site")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(house.provider.messages(PHONE).len(), 0);
}

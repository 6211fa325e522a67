//! What nobody may read in a log, at the level where libraries say all that they can say.

use std::{collections::BTreeSet, sync::mpsc};

use http::{Method, StatusCode};
use logto::dev_provider::Canned;
use serde_json::json;

use crate::{
    house::{CLIENT_SECRET, House, M2M_SECRET, PHONE, visitor::Visitor},
    phone::signing_in::{handle, newest_code, verify_code, wrong},
};

/// The number of everybody, as a person types it.
const TYPED: &str = "+1 (201) 555-0123";
/// Country, what is typed, and what of it no log may have.
const REFUSED: [(&str, &str, &str); 4] = [
    ("DE", "030 / 9018201", "9018201"),
    ("US", "201 555 01", "201 555 01"),
    ("US", "555-CALL-ME", "CALL-ME"),
    ("US", "+1 201-555-0123 ext. 9081726", "9081726"),
];

/// What was typed, sent and set while somebody walked through the app.
#[derive(Default)]
struct Secrets(BTreeSet<String>);

impl Secrets {
    fn add(&mut self, secret: &str) {
        self.0.insert(secret.to_owned());
    }

    fn add_cookies(&mut self, visitor: &Visitor) {
        self.0.extend(visitor.cookies.values().cloned());
    }

    /// The value of each parameter of an address.
    fn add_query(&mut self, address: &str) {
        let query = address.split_once('?').unwrap().1;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if ["code", "state", "nonce", "code_challenge", "v", "id_token_hint"].contains(&name.as_ref()) {
                self.0.insert(value.into_owned());
            }
        }
    }

    /// The lines that have one of them.
    fn lines_with_one<'a>(&self, output: &'a str) -> Vec<(&str, &'a str)> {
        let with = |secret| output.lines().filter(move |line| has(line, secret)).map(move |line| (secret, line));
        self.0.iter().map(String::as_str).flat_map(with).collect()
    }
}

/// Whether a line has the text; six digits for themselves, as they may be part of a time.
fn has(line: &str, text: &str) -> bool {
    let (is_code, alphanumeric) = (text.len() == 6, |char: char| char.is_ascii_alphanumeric());
    line.match_indices(text).any(|(start, _)| {
        let (before, after) = (&line[..start], &line[start + text.len()..]);
        !is_code || !(before.ends_with(alphanumeric) || before.ends_with('.') || after.starts_with(alphanumeric))
    })
}

async fn walk_through(house: &House) -> Secrets {
    let mut secrets = Secrets::default();
    for secret in [TYPED, PHONE, &PHONE[1..], "201-555-0123", "555-0123", "5550123"] {
        secrets.add(secret);
    }
    for secret in [CLIENT_SECRET, M2M_SECRET, &house.cookie_secret] {
        secrets.add(secret);
    }
    for (country, typed, secret) in REFUSED {
        let mut visitor = house.visitor();
        let sent = visitor.post_form("/phone/send-code", &[("country", country), ("number", typed)]).await;
        let page = visitor.get(sent.location().unwrap()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        secrets.add(secret);
    }
    refused_by_the_connector(house).await;
    forms_that_cannot_be_read(house).await;
    by_code(house, &mut secrets).await;
    at_logtos_page(house, &mut secrets).await;
    secrets
}

/// The connector's own words may have the number.
async fn refused_by_the_connector(house: &House) {
    let body = json!({
        "code": "connector.general",
        "message": "Permission to send an SMS to +12015550123",
        "data": { "message": r#"{"code":21408,"message":"Permission to send an SMS to +12015550123"}"# },
    });
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    let refusal = Canned { status: 400, headers, body: body.to_string(), ..Canned::default() };
    house.provider.next_response("/api/verification-codes", refusal);
    let mut visitor = house.visitor();
    let sent = visitor.post_form("/phone/send-code", &[("country", "US"), ("number", TYPED)]).await;
    assert_eq!(visitor.get(sent.location().unwrap()).await.status, StatusCode::SERVICE_UNAVAILABLE);
}

/// Decoders like to quote what they cannot decode.
async fn forms_that_cannot_be_read(house: &House) {
    for body in [
        "country=US&number[]=12015550123",
        "country=US&number[12015550123]=1",
        "country=US&number=12015550123&number=2015550123",
        "country[12015550123]=US&number=12015550123",
        "number=12015550123",
        "12015550123",
        "country=US&number=%2B12015550123%ff",
    ] {
        let headers = [("sec-fetch-site", "same-origin")];
        let answer = house.visitor().send_form("/phone/send-code", &headers, body.to_owned()).await;
        assert!(!answer.body.contains("5550123"), "{body}: {answer:?}");
    }
}

async fn by_code(house: &House, secrets: &mut Secrets) {
    let mut visitor = house.visitor();
    let sent = visitor.post_form("/phone/send-code", &[("country", "US"), ("number", TYPED)]).await;
    secrets.add_cookies(&visitor);
    secrets.add_query(sent.location().unwrap());
    visitor.get(sent.location().unwrap()).await;
    let code = newest_code(&house.provider, PHONE);
    for typed in [&wrong(&code), &code] {
        secrets.add(typed);
        verify_code(&mut visitor, &handle(&sent), typed).await;
        secrets.add_cookies(&visitor);
    }
    assert!(visitor.is_signed_in().await);
    for path in ["/account", "/access", "/phone"] {
        assert_eq!(visitor.get(path).await.status, StatusCode::OK, "{path}");
        secrets.add_cookies(&visitor);
    }
    visitor.post("/sign-out").await;
}

async fn at_logtos_page(house: &House, secrets: &mut Secrets) {
    let mut visitor = house.visitor();
    let start = visitor.get("/sign-in").await;
    secrets.add_cookies(&visitor);
    secrets.add_query(start.location().unwrap());
    let callback = house.provider.complete_authorization(start.location().unwrap(), PHONE).await.unwrap();
    let callback = format!("{}?{}", callback.path(), callback.query().unwrap());
    secrets.add_query(&callback);
    let (tokens, issued) = mpsc::channel();
    house.provider.next_token_response(move |answer| {
        for name in ["access_token", "refresh_token", "id_token"] {
            tokens.send(answer[name].as_str().unwrap().to_owned()).unwrap();
        }
    });
    visitor.get(&callback).await;
    secrets.0.extend(issued);
    assert!(visitor.is_signed_in().await);
    assert_eq!(visitor.get("/access").await.status, StatusCode::OK);
    secrets.add_cookies(&visitor);
    let sign_out = visitor.post("/sign-out").await;
    secrets.add_cookies(&visitor);
    secrets.add_query(sign_out.location().unwrap());
    // A token that is none of ours, and a cookie that was never one.
    let forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
    visitor.send(Method::GET, "/api/v1/me", &[("authorization", &format!("Bearer {forged}"))]).await;
    visitor.cookies.insert("session".to_owned(), "no-session-of-ours".to_owned());
    visitor.get("/").await;
    secrets.add_cookies(&visitor);
}

#[tokio::test]
async fn has_no_number_code_token_or_cookie_whatever_is_logged() {
    for (filter, format) in [
        ("trace", "text"),
        ("trace", "json"),
        // More precise than any directive for the crate.
        ("trace,rlibphonenumber::phonenumberutil::phonenumberutil_internal=trace", "text"),
    ] {
        // Without colours: their codes end in a letter, and would stand before a value as if part of it.
        let settings = [("RUST_LOG", filter), ("LOG_FORMAT", format), ("NO_COLOR", "1")];
        let mut house = House::open_embedded_and_listen(&settings).await;
        let secrets = walk_through(&house).await;
        house.kill();
        let output = house.output();
        for said in ["TRACE", "/phone/send-code", "starting new connection"] {
            assert!(output.contains(said), "{filter}: nothing was listened to: {output}");
        }
        let found = secrets.lines_with_one(&output);
        assert!(found.is_empty(), "{filter}, {format}: {found:#?}");
        // Every JSON Web Token of a provider begins like this, as JSON in base64 does.
        assert!(!output.contains("eyJ"), "{filter}, {format}: a token");
        assert!(!output.contains("Basic ") && !output.contains("Bearer "), "{filter}, {format}: credentials");
    }
}

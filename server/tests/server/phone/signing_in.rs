//! The steps of a phone sign-in.

use logto::dev_provider::DevProvider;

use crate::house::{
    House,
    visitor::{Answer, Visitor},
};

/// Sends the form of the number.
pub async fn send_code(visitor: &mut Visitor, number: &str) -> Answer {
    visitor.post_form("/phone/send-code", &[("country", "US"), ("number", number)]).await
}

/// The page that a form's answer leads to.
pub async fn read_code_page(visitor: &mut Visitor, answer: &Answer) -> Answer {
    visitor.get(answer.location().unwrap()).await
}

/// Sends the form of the code.
pub async fn verify_code(visitor: &mut Visitor, handle: &str, code: &str) -> Answer {
    visitor.post_form("/phone/verify-code", &[("v", handle), ("code", code)]).await
}

/// The attempt that an answer leads on with.
pub fn handle(answer: &Answer) -> String {
    answer.location().unwrap_or_else(|| panic!("{answer:?}")).split_once("?v=").unwrap().1.to_owned()
}

/// The code of the newest text.
pub fn newest_code(provider: &DevProvider, number: &str) -> String {
    provider.messages(number)[0].code.clone()
}

/// Digits that are not the code.
pub fn wrong(code: &str) -> String {
    let first = if code.starts_with('0') { "1" } else { "0" };
    format!("{first}{}", &code[1..])
}

/// A whole sign-in.
pub async fn sign_in(house: &House, visitor: &mut Visitor, number: &str) {
    let sent = send_code(visitor, number).await;
    let done = verify_code(visitor, &handle(&sent), &newest_code(&house.provider, number)).await;
    assert_eq!(done.location(), Some("/phone/done"), "{done:?}");
    assert!(visitor.is_signed_in().await);
}

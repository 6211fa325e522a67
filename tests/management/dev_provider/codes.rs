//! Codes, from the text to the verdict.

use super::*;

async fn verify(tenant: &Tenant, code: &str) -> Result<(), &'static str> {
    tenant.api().verify_verification_code(&phone(), code).await.map_err(|error| error.code())
}

/// A code that was not sent.
fn wrong(code: &str) -> &'static str {
    if code == "123456" { "123457" } else { "123456" }
}

#[tokio::test]
async fn a_code_counts_once() {
    let tenant = Tenant::new().await;
    tenant.api().send_verification_code(&phone()).await.unwrap();
    let code = tenant.code();
    verify(&tenant, &code).await.unwrap();
    assert_eq!(verify(&tenant, &code).await, Err("verify_code.not_found"));
}

#[tokio::test]
async fn a_code_is_its_numbers_and_its_last() {
    let tenant = Tenant::new().await;
    tenant.api().send_verification_code(&phone()).await.unwrap();
    let first = tenant.code();
    let error = tenant.api().verify_verification_code(&other_phone(), &first).await.unwrap_err();
    assert_eq!(error.code(), "verify_code.not_found");
    tenant.api().send_verification_code(&phone()).await.unwrap();
    let second = tenant.code();
    if first != second {
        assert_eq!(verify(&tenant, &first).await, Err("verify_code.code_mismatch"));
    }
    verify(&tenant, &second).await.unwrap();
}

#[tokio::test]
async fn no_code_is_a_wrong_one() {
    let tenant = Tenant::new().await;
    assert_eq!(verify(&tenant, "123456").await, Err("verify_code.not_found"));
    tenant.api().send_verification_code(&phone()).await.unwrap();
    for code in ["", "x", "1234567890"] {
        assert_eq!(verify(&tenant, code).await, Err("verify_code.code_mismatch"), "{code:?}");
    }
}

#[tokio::test]
async fn a_code_dies_of_ten_wrong_tries() {
    let tenant = Tenant::new().await;
    tenant.api().send_verification_code(&phone()).await.unwrap();
    let code = tenant.code();
    for _ in 0..10 {
        assert_eq!(verify(&tenant, wrong(&code)).await, Err("verify_code.code_mismatch"));
    }
    assert_eq!(verify(&tenant, &code).await, Err("verify_code.too_many_tries"));
}

#[tokio::test]
async fn a_code_dies_of_age() {
    let tenant = Tenant::new().await;
    tenant.api().send_verification_code(&phone()).await.unwrap();
    tenant.advance(Duration::from_secs(601));
    assert_eq!(verify(&tenant, &tenant.code()).await, Err("verify_code.expired"));
}

#[tokio::test]
async fn a_number_has_ten_texts_in_ten_minutes() {
    let tenant = Tenant::new().await;
    for _ in 0..10 {
        tenant.api().send_verification_code(&phone()).await.unwrap();
    }
    let error = tenant.api().send_verification_code(&phone()).await.unwrap_err();
    assert_eq!(error.code(), "send_code.too_many_texts");
    tenant.api().send_verification_code(&other_phone()).await.unwrap();
    tenant.advance(Duration::from_secs(601));
    tenant.api().send_verification_code(&phone()).await.unwrap();
    assert_eq!(tenant.provider.messages(PHONE).len(), 11);
}

#[tokio::test]
async fn nothing_is_sent_without_an_sms_connector() {
    let tenant = Tenant::with(Builder::without_sms_connector, |_| {}).await;
    let error = tenant.api().send_verification_code(&phone()).await.unwrap_err();
    assert_eq!(error.code(), "send_code.no_connector");
    tenant.provider.set_sms_connector(true);
    tenant.api().send_verification_code(&phone()).await.unwrap();
}

//! The access token of the M2M application: got, replaced, refused.

use super::*;

const TOKEN: &str = "/oidc/token";
const SEND: &str = "/api/verification-codes";

async fn send(tenant: &Tenant) -> Result<(), &'static str> {
    tenant.api().send_verification_code(&phone()).await.map_err(|error| error.code())
}

#[tokio::test]
async fn one_token_serves_an_hour_less_a_minute() {
    let tenant = Tenant::new().await;
    send(&tenant).await.unwrap();
    tenant.advance(Duration::from_secs(3600 - 65));
    send(&tenant).await.unwrap();
    assert_eq!(tenant.asked_times(TOKEN), 1);
    tenant.advance(Duration::from_secs(10));
    send(&tenant).await.unwrap();
    assert_eq!(tenant.asked_times(TOKEN), 2);
    assert_eq!(tenant.asked_times(SEND), 3, "a token was refused");
}

#[tokio::test]
async fn a_token_that_the_api_refuses_is_replaced_and_one_text_is_sent() {
    let tenant = Tenant::new().await;
    send(&tenant).await.unwrap();
    // Only the provider's time passes: to it the token has expired.
    tenant.provider.advance(Duration::from_secs(2 * 3600));
    send(&tenant).await.unwrap();
    assert_eq!((tenant.asked_times(TOKEN), tenant.asked_times(SEND)), (2, 3));
    assert_eq!(tenant.provider.messages(PHONE).len(), 2);
}

#[tokio::test]
async fn a_wrong_secret_is_said_to_be_one() {
    let tenant = Tenant::with(|provider| provider, |m2m| m2m.app_secret = Secret::new("wrong")).await;
    assert_eq!(send(&tenant).await, Err("management.invalid_client"));
    let tenant = Tenant::with(|provider| provider, |m2m| m2m.app_id = "unknown".to_owned()).await;
    assert_eq!(send(&tenant).await, Err("management.invalid_client"));
}

#[tokio::test]
async fn another_tenants_resource_is_said_to_be_one() {
    let tenant = Tenant::with(|provider| provider, |m2m| m2m.resource = other_resource()).await;
    assert_eq!(send(&tenant).await, Err("management.invalid_target"));
    assert_eq!(tenant.asked_times(SEND), 0);
}

#[tokio::test]
async fn an_outage_is_one_and_ends() {
    let mut tenant = Tenant::new().await;
    send(&tenant).await.unwrap();
    tenant.provider.pause();
    assert_eq!(send(&tenant).await, Err("management.unavailable"));
    tenant.provider.resume().unwrap();
    send(&tenant).await.unwrap();
}

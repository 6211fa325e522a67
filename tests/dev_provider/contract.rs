//! The development provider answers the Management API as Logto does: a recorded conversation with a Logto 1.42.0,
//! held again. `logto_1_42.json` has what was asked, in order, and what came back; how it is read says its head.
//!
//! The same conversation can be held with a real Logto, to see whether a new version still answers so.
//! docs/decisions/0009 says how it was recorded.

mod deviations;
mod fixture;
mod http_sms;
mod placeholders;
mod replay;
mod shape;
mod throw_away_tenant;

use std::time::{SystemTime, UNIX_EPOCH};

use logto::dev_provider::DevProvider;
use serde_json::json;

use self::fixture::Fixture;
use self::http_sms::HttpSms;
use self::placeholders::Placeholders;
use self::replay::{NOWHERE, Replay};
use self::throw_away_tenant::ThrowAwayTenant;
use crate::support::{MACHINE_ID, MACHINE_SECRET, MANAGEMENT_API, machine};

#[tokio::test]
async fn the_management_api_answers_as_logto_1_42_does() {
    let provider =
        DevProvider::builder().bare().twilio_at(NOWHERE).machine_to_machine(machine()).start().await.unwrap();
    let http_sms = HttpSms::start().await;
    let placeholders = Placeholders::new(&[
        ("endpoint", provider.endpoint()),
        ("m2m_id", MACHINE_ID),
        ("m2m_secret", MACHINE_SECRET),
        ("expired_token", &expired_token(&provider)),
    ]);
    let found = Replay::new(provider.endpoint(), placeholders, &http_sms).ask_all(&Fixture::read()).await;
    let complaints = deviations::complaints(&found, deviations::OF_THE_DEVELOPMENT_PROVIDER);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Asks the Logto at `REAL_LOGTO_ENDPOINT` with its machine-to-machine application `REAL_LOGTO_M2M_APP_ID`,
/// `REAL_LOGTO_M2M_APP_SECRET`. **For a throw-away tenant**: one that was just seeded, self-hosted, with no other
/// application than that one. It is refused where it has more. What the conversation makes is deleted afterwards, the
/// sign-in experience put back; audit logs and counters stay. Logto must reach this machine by `127.0.0.1`.
///
/// `REAL_LOGTO_ENDPOINT=http://localhost:3001 … cargo test --features dev-provider --test dev_provider -- --ignored real_logto`
#[tokio::test]
#[ignore = "needs a throw-away tenant of a real Logto: see its documentation"]
async fn a_real_logto_answers_as_recorded() {
    let tenant = ThrowAwayTenant::from_environment().await;
    let http_sms = HttpSms::start().await;
    let mut replay = Replay::new(&tenant.endpoint, tenant.placeholders(), &http_sms);
    let conversation = Fixture::read().without(&deviations::LEFT_OUT_WITH_A_REAL_LOGTO.map(|(name, _)| name));
    let found = replay.ask_all(&conversation).await;
    let left_behind = tenant.tidy_up(replay.placeholders()).await;
    let complaints = deviations::complaints(&found, &[]);
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert_eq!(left_behind, Vec::<String>::new());
}

/// Nobody waits an hour for one: the provider signs what a test asks for.
fn expired_token(provider: &DevProvider) -> String {
    #[expect(clippy::disallowed_methods, reason = "the provider's clock is the machine's, until a test moves it")]
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let claims = json!({
        "iss": provider.issuer(),
        "aud": MANAGEMENT_API,
        "sub": MACHINE_ID,
        "client_id": MACHINE_ID,
        "scope": "all",
        "jti": "x",
        "iat": now - 7200,
        "exp": now - 3600,
    });
    provider.jwt(json!({ "alg": "ES384", "typ": "at+jwt", "kid": provider.kid() }), claims)
}

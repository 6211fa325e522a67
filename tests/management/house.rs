//! A client and the server that it talks to.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use logto::{Clock, LogtoClient, LogtoConfig, ManagementApi, ManagementConfig, Origin, PhoneNumber, Secret};
use time::Duration;

use crate::stand_in::StandIn;

/// Awkward on purpose: characters that must be encoded in HTTP Basic.
pub const M2M_ID: &str = "m2m!+ID";
pub const M2M_SECRET: &str = "m2m-s3cret:/%+ä";
/// A number that everybody may use in examples.
pub const PHONE: &str = "12015550123";

pub struct House {
    pub server: StandIn,
    pub client: LogtoClient,
    ahead: Arc<AtomicI64>,
}

impl House {
    pub async fn new() -> Self {
        let server = StandIn::start().await;
        let ahead = Arc::new(AtomicI64::new(0));
        let client = client(&server.endpoint, &ahead);
        Self { server, client, ahead }
    }

    pub fn api(&self) -> ManagementApi {
        self.client.management().unwrap().clone()
    }

    /// Moves the client's clock.
    pub fn advance(&self, by: Duration) {
        self.ahead.fetch_add(by.whole_milliseconds() as i64, Ordering::SeqCst);
    }
}

pub fn phone() -> PhoneNumber {
    PhoneNumber::from_digits(PHONE).unwrap()
}

/// The client of a tenant at this endpoint, its clock so many milliseconds ahead of a fixed time.
pub fn client(endpoint: &str, ahead: &Arc<AtomicI64>) -> LogtoClient {
    let ahead = Arc::clone(ahead);
    let start = time::macros::datetime!(2026-11-22 12:00 UTC);
    let clock = Clock::from_fn(move || start + Duration::milliseconds(ahead.load(Ordering::SeqCst)));
    let endpoint = Origin::parse(endpoint).unwrap();
    let management = ManagementConfig::new(&endpoint, M2M_ID, Secret::new(M2M_SECRET));
    let base_url = Origin::parse("http://localhost:3000").unwrap();
    let config = LogtoConfig {
        management: Some(management),
        ..LogtoConfig::new(endpoint, "web", Secret::new("web-s3cret"), base_url)
    };
    LogtoClient::new(config, clock).unwrap()
}

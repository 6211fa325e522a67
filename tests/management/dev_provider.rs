//! The client against the development provider: both are written after a real Logto, and must agree.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use logto::{
    Clock, LogtoClient, LogtoConfig, ManagementApi, ManagementConfig, Origin, PhoneNumber, Resource, Secret,
    dev_provider::{Application, Builder, DevProvider, MachineToMachine},
};

use crate::house::{M2M_ID, M2M_SECRET, PHONE, phone};

mod codes;
mod tokens;
mod users;

/// A client and a development provider, joined by real HTTP.
pub struct Tenant {
    pub provider: DevProvider,
    pub client: LogtoClient,
    ahead: Arc<AtomicI64>,
}

impl Tenant {
    pub async fn new() -> Self {
        Self::with(|provider| provider, |_| {}).await
    }

    pub async fn with(build: impl FnOnce(Builder) -> Builder, configure: impl FnOnce(&mut ManagementConfig)) -> Self {
        let application = Application {
            client_id: "web".to_owned(),
            client_secret: "web-s3cret".to_owned(),
            redirect_uris: vec!["http://localhost:3000/callback".to_owned()],
            ..Application::default()
        };
        let machine = MachineToMachine { client_id: M2M_ID.to_owned(), client_secret: M2M_SECRET.to_owned() };
        let builder = DevProvider::builder().application(application).machine_to_machine(machine);
        let provider = build(builder).start().await.unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let client = client(provider.endpoint(), &ahead, configure);
        Self { provider, client, ahead }
    }

    pub fn api(&self) -> &ManagementApi {
        self.client.management().unwrap()
    }

    /// Time passes, here and at the provider.
    pub fn advance(&self, by: Duration) {
        self.provider.advance(by);
        self.ahead.fetch_add(by.as_secs() as i64, Ordering::SeqCst);
    }

    /// The code that was sent to the number last.
    pub fn code(&self) -> String {
        self.provider.messages(PHONE).first().unwrap().code.clone()
    }

    /// How often the path was asked.
    pub fn asked_times(&self, path: &str) -> usize {
        self.provider.requests().iter().filter(|request| request.path == path).count()
    }
}

fn client(endpoint: &str, ahead: &Arc<AtomicI64>, configure: impl FnOnce(&mut ManagementConfig)) -> LogtoClient {
    let ahead = Arc::clone(ahead);
    let system = Clock::system();
    let clock = Clock::from_fn(move || system.now() + time::Duration::seconds(ahead.load(Ordering::SeqCst)));
    let endpoint = Origin::parse(endpoint).unwrap();
    let mut management = ManagementConfig::new(&endpoint, M2M_ID, Secret::new(M2M_SECRET));
    configure(&mut management);
    let base_url = Origin::parse("http://localhost:3000").unwrap();
    let config = LogtoConfig {
        management: Some(management),
        ..LogtoConfig::new(endpoint, "web", Secret::new("web-s3cret"), base_url)
    };
    LogtoClient::new(config, clock).unwrap()
}

fn other_phone() -> PhoneNumber {
    PhoneNumber::from_digits("12015550124").unwrap()
}

fn other_resource() -> Resource {
    Resource::parse("https://other.logto.app/api").unwrap()
}

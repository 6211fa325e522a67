//! A client and a development provider, joined by real HTTP.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use logto::{
    CallbackError, CallbackParams, Clock, LogtoClient, LogtoConfig, Origin, ReturnTo, Scope, Secret, Session,
    SignInOptions, Transaction,
    dev_provider::{Application, DevProvider},
};
use time::{Duration, OffsetDateTime};
use url::Url;

/// Awkward on purpose: characters that must be encoded in HTTP Basic and in URLs.
const CLIENT_ID: &str = "client!+ID";
const CLIENT_SECRET: &str = "s3cret:/%+ä";
/// A number that everybody may use in examples.
pub const PHONE: &str = "12015550123";

pub struct House {
    pub provider: DevProvider,
    pub client: LogtoClient,
    ahead: Arc<AtomicI64>,
}

impl House {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// With a configuration of its own.
    pub async fn with(configure: impl FnOnce(&mut LogtoConfig)) -> Self {
        let application = Application {
            client_id: CLIENT_ID.to_owned(),
            client_secret: CLIENT_SECRET.to_owned(),
            redirect_uris: vec!["http://localhost:3000/callback".to_owned()],
            post_logout_redirect_uris: vec!["http://localhost:3000/".to_owned()],
            ..Application::default()
        };
        let provider = DevProvider::builder().application(application).start().await.unwrap();
        let ahead = Arc::new(AtomicI64::new(0));
        let client = client(provider.endpoint(), &ahead, configure);
        Self { provider, client, ahead }
    }

    /// Moves the client's clock.
    pub fn advance(&self, by: Duration) {
        self.ahead.fetch_add(by.whole_seconds(), Ordering::SeqCst);
    }

    /// Starts a sign-in and walks the hosted pages: what the browser brings back.
    pub async fn callback(&self) -> (Url, Transaction) {
        let options = SignInOptions { return_to: ReturnTo::parse("/account"), ..SignInOptions::default() };
        let request = self.client.sign_in(&options).await.unwrap();
        let callback = self.provider.complete_authorization(request.url.as_str(), PHONE).await.unwrap();
        (callback, request.transaction)
    }

    /// A whole sign-in.
    pub async fn sign_in(&self) -> Result<(Session, ReturnTo), CallbackError> {
        let (callback, transaction) = self.callback().await;
        self.client.handle_sign_in_callback(params(&callback), transaction).await
    }

    /// The code of the error in which a whole sign-in ends.
    pub async fn sign_in_error(&self) -> &'static str {
        self.sign_in().await.expect_err("signed in").code()
    }

    /// The paths of the requests to the provider since the last call, oldest first.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.provider.requests().into_iter().map(|request| request.path).collect();
        self.provider.clear_requests();
        requests
    }
}

/// The parameters of a callback URL.
pub fn params(callback: &Url) -> CallbackParams {
    CallbackParams::parse(callback.query().unwrap()).unwrap()
}

/// The callback URL with one parameter changed, or taken away.
pub fn with_param(callback: &Url, name: &str, value: Option<&str>) -> Url {
    let others: Vec<(String, String)> = callback.query_pairs().into_owned().filter(|(key, _)| key != name).collect();
    let mut changed = callback.clone();
    changed.query_pairs_mut().clear().extend_pairs(others);
    if let Some(value) = value {
        changed.query_pairs_mut().append_pair(name, value);
    }
    changed
}

fn client(endpoint: &str, ahead: &Arc<AtomicI64>, configure: impl FnOnce(&mut LogtoConfig)) -> LogtoClient {
    let ahead = Arc::clone(ahead);
    let system = Clock::system();
    let clock =
        Clock::from_fn(move || -> OffsetDateTime { system.now() + Duration::seconds(ahead.load(Ordering::SeqCst)) });
    let (endpoint, base_url) = (Origin::parse(endpoint).unwrap(), Origin::parse("http://localhost:3000").unwrap());
    let mut config = LogtoConfig {
        scopes: vec![Scope::Phone],
        ..LogtoConfig::new(endpoint, CLIENT_ID, Secret::new(CLIENT_SECRET), base_url)
    };
    configure(&mut config);
    LogtoClient::new(config, clock).unwrap()
}

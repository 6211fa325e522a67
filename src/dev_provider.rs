//! The development provider: a stand-in for Logto, for development and tests.
//!
//! It speaks Logto's protocol over real HTTP and is as strict as Logto, so that what works with it
//! works with Logto. It shows the hosted phone-and-code pages and "sends" texts to an inbox page.
//! Any valid phone number signs in; that is why it never listens beyond loopback.
//!
//! It shares no code with the rest of this crate: a mistake in reading the protocol must not be made
//! on both sides.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use logto::dev_provider::{Application, DevProvider};
//!
//! let provider = DevProvider::builder()
//!     .application(Application {
//!         client_id: "my-app".to_owned(),
//!         client_secret: "my-secret".to_owned(),
//!         redirect_uris: vec!["http://localhost:3000/callback".to_owned()],
//!         ..Application::default()
//!     })
//!     .start()
//!     .await?;
//! println!("LOGTO_ENDPOINT={}", provider.endpoint());
//! # Ok(())
//! # }
//! ```

mod access;
mod application;
mod authorization_request;
mod authorization_response;
mod backchannel_logout;
mod browser;
mod builder;
mod client;
mod client_authentication;
mod clock;
mod connector;
mod cookies;
mod cut;
mod data_file;
mod delay;
mod directory;
mod endpoints;
mod example_tenant;
mod extras;
mod forgery;
mod grant;
mod id_token;
mod interaction;
mod jws;
mod line;
mod listener;
mod loopback;
mod machine_to_machine;
mod management;
mod members;
mod messages;
mod oidc_error;
mod organization;
mod pages;
mod params;
mod permissions;
mod phone_number;
mod provider;
mod random;
mod recorder;
mod redirect;
mod resource;
mod role;
mod router;
mod script;
mod scripting;
mod session;
mod sign_in_experience;
mod signing_key;
mod state;
mod subject_token;
mod tenant;
mod usage;
mod user;
mod user_claims;
mod verification_code;

use std::sync::Arc;

use url::Url;

pub use application::{ApiResource, Application};
pub use browser::{Browser, BrowserError};
pub use builder::{Builder, StartError};
pub use cut::Cut;
pub use data_file::DataError;
pub use delay::HeldAnswer;
pub use forgery::LogoutDeliveryError;
pub use machine_to_machine::MachineToMachine;
pub use messages::Message;
pub use organization::Organization;
pub use recorder::RecordedRequest;
pub use script::Canned;

use listener::{Listeners, Server};
use provider::Provider;
use router::router;

/// A running provider. It stops when it is dropped.
pub struct DevProvider {
    provider: Arc<Provider>,
    server: Option<Server>,
    port: u16,
}

impl DevProvider {
    /// Configures a provider.
    pub fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn new(provider: Arc<Provider>, server: Server, port: u16) -> Self {
        Self { provider, server: Some(server), port }
    }

    /// What an app has in `LOGTO_ENDPOINT`: `http://localhost:<port>`.
    #[must_use]
    pub fn endpoint(&self) -> &str {
        &self.provider.endpoint
    }

    /// The OpenID issuer, `<endpoint>/oidc`.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.provider.issuer()
    }

    /// The port it listens on, or will again.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    // ── Coming and going ────────────────────────────────────────────────────────────────────

    /// Goes down: closes the port and every connection, and keeps all it knows.
    pub fn pause(&mut self) {
        self.server = None;
    }

    /// Comes back on the same port.
    ///
    /// # Errors
    /// [`StartError::Listen`] where somebody else took the port.
    pub fn resume(&mut self) -> Result<(), StartError> {
        if self.server.is_none() {
            let error = |source| StartError::Listen { port: self.port, source };
            let listeners = Listeners::bind(self.port).map_err(error)?;
            let server = listeners.serve(router(Arc::clone(&self.provider))).map_err(error)?;
            self.server = Some(server);
        }
        Ok(())
    }

    // ── What happened ───────────────────────────────────────────────────────────────────────

    /// The API calls so far, oldest first. Hosted pages and the inbox are not among them.
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.provider.state().recorded.clone()
    }

    /// Forgets the recorded calls.
    pub fn clear_requests(&self) {
        self.provider.state().recorded.clear();
    }

    /// The texts to a number, newest first.
    #[must_use]
    pub fn messages(&self, phone: &str) -> Vec<Message> {
        self.provider.state().messages.to_number(phone)
    }

    // ── Walking the hosted pages ────────────────────────────────────────────────────────────

    /// A new browser: no cookies, no session.
    ///
    /// # Errors
    /// [`BrowserError`] where its HTTP client cannot be built.
    pub fn browser(&self) -> Result<Browser, BrowserError> {
        Browser::new(self.endpoint())
    }

    /// Walks the hosted pages in a new browser and returns the callback URL: see
    /// [`Browser::authorize`].
    ///
    /// # Errors
    /// [`BrowserError`] where the pages do not lead back to the client.
    pub async fn complete_authorization(&self, authorization_url: &str, phone: &str) -> Result<Url, BrowserError> {
        self.browser()?.authorize(authorization_url, phone).await
    }
}

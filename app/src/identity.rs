//! Who is asking: the one place in the app that knows `logto`.

mod person;
mod session_cookie;
mod viewer;

use logto::{Keyring, LogtoClient, TransactionCookies};
use time::Duration;

pub use session_cookie::session_cookie_name;
pub use viewer::{SignedIn, Viewer, read_viewer, require_user, signed_in};

/// What sign-in, sign-out and every page need in order to know who is asking. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The client of the Logto tenant.
    pub client: LogtoClient,
    /// Opens and seals sessions.
    pub keyring: Keyring,
    /// Reads and writes the cookies of unfinished sign-ins.
    pub transactions: TransactionCookies,
    /// How long a session lives without a visit.
    pub session_idle: Duration,
    /// How long a session lives at the most.
    pub session_max: Duration,
}

impl Identity {
    /// Puts together what the settings give.
    pub fn new(client: LogtoClient, keyring: Keyring, session_idle: Duration, session_max: Duration) -> Self {
        let transactions = TransactionCookies::new(keyring.clone(), client.config().base_url.is_https());
        Self { client, keyring, transactions, session_idle, session_max }
    }

    fn is_https(&self) -> bool {
        self.client.config().base_url.is_https()
    }
}

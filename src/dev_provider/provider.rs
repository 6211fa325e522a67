//! The provider as its endpoints see it.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

use super::clock::{Clock, MINUTE};
use super::connector::delivery::Text;
use super::data_file::DataFile;
use super::phone_number::PhoneNumber;
use super::state::State;

pub(crate) struct Provider {
    /// `http://localhost:<port>`, without a slash at its end.
    pub(crate) endpoint: String,
    /// Which of Logto's own claims an ID token has.
    pub(crate) id_token_claims: Vec<String>,
    pub(crate) clock: Clock,
    pub(crate) data: Option<DataFile>,
    /// Tells open inbox pages that a text has arrived.
    pub(crate) inbox_changed: broadcast::Sender<()>,
    /// Where a stand-in for Twilio listens, without a slash at its end.
    pub(crate) twilio: Option<String>,
    /// For back-channel logout, and for what sends texts.
    pub(crate) http: reqwest::Client,
    pub(crate) state: Mutex<State>,
}

impl Provider {
    pub(crate) fn issuer(&self) -> String {
        format!("{}/oidc", self.endpoint)
    }

    /// Never held across an await.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves at worst a sign-in half done: better than a provider that is dead.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A text arrives in the inbox, in these words or in its usual ones. As a telephone network would, it drops
    /// the national prefix from the number.
    pub(crate) fn deliver_to_inbox(&self, text: &Text<'_>, words: Option<String>) {
        let mut state = self.state();
        let minutes = state.tenant.sign_in_experience.code_policy().lifetime / MINUTE;
        let host = state.tenant.app_host();
        let words = words.unwrap_or_else(|| text.usage.words(text.code, minutes, host.as_deref()));
        let number = PhoneNumber::from_api(text.to);
        let number = number.as_ref().map_or(text.to, PhoneNumber::digits);
        state.messages.receive(number, text.code, words, self.clock.now());
        // Nobody listens while no inbox page is open: not an error.
        self.inbox_changed.send(()).ok();
    }

    /// Writes what survives a restart, if there is a place for it.
    pub(crate) fn save(&self, state: &State) {
        if let Some(data) = &self.data
            && let Err(error) = data.write(state)
        {
            tracing::error!(%error, "could not save the development provider's data");
        }
    }
}

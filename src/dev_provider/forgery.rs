//! Tokens that a test makes itself, with this provider's key or with none it knows.

use serde_json::{Map, Value};

use super::DevProvider;
use super::backchannel_logout::{self, LogoutToken};
use super::client::Client;
use super::jws;
use super::signing_key::SigningKey;

/// Why a logout token did not arrive.
#[derive(Debug, thiserror::Error)]
pub enum LogoutDeliveryError {
    /// The first application has no back-channel logout URI.
    #[error("the application has no back-channel logout URI")]
    NoUri,
    /// The application did not answer in the 2.5 seconds that Logto waits.
    #[error("the application did not answer: {0}")]
    Http(#[from] reqwest::Error),
}

/// Forged tokens, and sign-outs elsewhere.
impl DevProvider {
    /// The `kid` of the key that signs now.
    #[must_use]
    pub fn kid(&self) -> String {
        self.provider.state().keys.current().kid().to_owned()
    }

    /// Signs any header and claims with the current key. A header with `alg` `none` gets an empty signature, one
    /// with `HS256` a signature by the first application's secret.
    #[must_use]
    pub fn jwt(&self, header: Value, claims: Value) -> String {
        let secret = self.first_secret();
        jws::sign(&header, &claims, self.provider.state().keys.current(), &secret)
    }

    /// Signs any header and claims with a key that nobody knows.
    #[must_use]
    pub fn jwt_by_other_key(&self, header: Value, claims: Value) -> String {
        jws::sign(&header, &claims, &SigningKey::generate(), &self.first_secret())
    }

    /// A logout token for the first application, with changes to its header and claims.
    #[must_use]
    pub fn logout_token(
        &self,
        sub: &str,
        sid: &str,
        edit: impl FnOnce(&mut Map<String, Value>, &mut Map<String, Value>),
    ) -> String {
        let (header, claims) = self.edited_logout_token(sub, sid, edit);
        self.jwt(header, claims)
    }

    /// A logout token like [`logout_token`](Self::logout_token), signed with a key that nobody knows under
    /// the known key's `kid`.
    #[must_use]
    pub fn logout_token_by_other_key(
        &self,
        sub: &str,
        sid: &str,
        edit: impl FnOnce(&mut Map<String, Value>, &mut Map<String, Value>),
    ) -> String {
        let (header, claims) = self.edited_logout_token(sub, sid, edit);
        self.jwt_by_other_key(header, claims)
    }

    /// Posts a logout token to the first application, as Logto does, and returns the status of the answer.
    ///
    /// # Errors
    /// [`LogoutDeliveryError`] where there is nowhere to post it, or no answer.
    pub async fn send_logout_token(&self, token: &str) -> Result<u16, LogoutDeliveryError> {
        let uri = self.first_application(|application| application.oidc.backchannel_logout_uri.clone()).flatten();
        let token = LogoutToken { uri: uri.ok_or(LogoutDeliveryError::NoUri)?, token: token.to_owned() };
        Ok(backchannel_logout::post(&self.provider, &token).await?)
    }

    /// Ends a user's sessions here, as a sign-out at another application does, and tells every application
    /// that has a back-channel logout URI. Returns how many sessions it were.
    pub async fn end_sessions_of(&self, sub: &str) -> usize {
        let (ended, tokens) = {
            let mut state = self.provider.state();
            let ids: Vec<String> = state
                .sessions
                .iter()
                .filter(|(_, session)| session.sub == sub)
                .map(|(session_id, _)| session_id.clone())
                .collect();
            let ended: Vec<_> = ids.iter().filter_map(|session_id| state.end_session(session_id)).collect();
            self.provider.save(&state);
            let tokens: Vec<_> =
                ended.iter().flat_map(|session| backchannel_logout::tokens(&self.provider, &state, session)).collect();
            (ended.len(), tokens)
        };
        backchannel_logout::send(&self.provider, tokens).await;
        ended
    }

    fn edited_logout_token(
        &self,
        sub: &str,
        sid: &str,
        edit: impl FnOnce(&mut Map<String, Value>, &mut Map<String, Value>),
    ) -> (Value, Value) {
        let client_id = self.first_application(|application| application.client_id.clone()).unwrap_or_default();
        let mut header = backchannel_logout::header(self.provider.state().keys.current());
        let mut claims = backchannel_logout::claims(&self.provider, &client_id, sub, sid);
        edit(&mut header, &mut claims);
        (Value::Object(header), Value::Object(claims))
    }

    fn first_secret(&self) -> String {
        self.first_application(|application| application.first_secret().to_owned()).unwrap_or_default()
    }

    fn first_application<T>(&self, read: impl FnOnce(&Client) -> T) -> Option<T> {
        self.provider.state().tenant.first_application().map(read)
    }
}

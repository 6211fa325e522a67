//! What a test makes happen next. Each of these is used up by the answer it bends.

use std::time::Duration;

use serde_json::{Map, Value};

use super::DevProvider;
use super::connector::Connection;
use super::cut::{Cut, Cutting};
use super::delay::{Delay, HeldAnswer};
use super::script::Canned;

/// Time, keys and answers.
impl DevProvider {
    /// Moves the provider's clock forward.
    pub fn advance(&self, by: Duration) {
        self.provider.clock.advance(by);
    }

    /// Signs with a new key from now on. The old ones stay in the key set.
    pub fn rotate_keys(&self) {
        let mut state = self.provider.state();
        state.keys.rotate();
        self.provider.save(&state);
    }

    /// From now on every refresh brings a new refresh token, not only one late in the old one's life. The
    /// old one works three seconds longer; used after that it revokes the grant.
    pub fn rotate_refresh_tokens(&self) {
        self.provider.state().rotates_refresh_tokens = true;
    }

    /// Takes the tenant's SMS connector away, or gives it the one that it has by itself. Without one no text is sent: the Management API
    /// answers 501 `connector.not_found`, and the hosted page says so.
    pub fn set_sms_connector(&self, is_there: bool) {
        let mut state = self.provider.state();
        state.tenant.connection = if is_there { Connection::BuiltIn } else { Connection::Absent };
        state.tenant.has_own_connection = false;
    }

    /// Lets the `n`-th call of the Management API from now, counted from 1, lose its connection without any answer,
    /// with or without having had its effect; and every call after it, requests for tokens included, without effect,
    /// until [`mend`](Self::mend). So it looks to whoever sets up a tenant when the provider, or the program itself,
    /// dies halfway.
    pub fn cut_at(&self, n: usize, cut: Cut) {
        self.provider.state().cutting = Cutting::At(n.saturating_sub(1), cut);
    }

    /// Ends what [`cut_at`](Self::cut_at) began.
    pub fn mend(&self) {
        self.provider.state().cutting = Cutting::Never;
    }

    /// Answers the next request to a path, for example `/oidc/token`, with this. Several are given in
    /// the order they were added.
    ///
    /// A method may stand before the path, and `*` for its end: `POST /api/users`, `/api/users/*`, `PATCH /api/*`. So in
    /// [`delay_next`](Self::delay_next) and [`hold_next`](Self::hold_next). The closest name that something waits under
    /// comes first.
    pub fn next_response(&self, path: &str, canned: Canned) {
        self.provider.state().canned.entry(path.to_owned()).or_default().push_back(canned);
    }

    /// Lets the next real answer of a path come late, in real time. It is made at once: what it says has
    /// happened before the caller hears of it.
    pub fn delay_next(&self, path: &str, by: Duration) {
        self.add_delay(path, Delay::For(by));
    }

    /// Keeps the next real answer of a path until the test releases it. See [`HeldAnswer`].
    pub fn hold_next(&self, path: &str) -> HeldAnswer {
        let (held, delay) = HeldAnswer::new();
        self.add_delay(path, delay);
        held
    }

    fn add_delay(&self, path: &str, delay: Delay) {
        self.provider.state().delays.entry(path.to_owned()).or_default().push_back(delay);
    }
}

/// Tokens and claims that are not as they should be.
impl DevProvider {
    /// Changes the claims of the next ID token.
    pub fn next_id_token(&self, edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) {
        self.provider.state().id_token_edits.claims.push(Box::new(edit));
    }

    /// Changes the header of the next ID token. With `alg` `none` the signature is empty, with `HS256`
    /// it is made with the client secret.
    pub fn next_id_token_header(&self, edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) {
        self.provider.state().id_token_edits.header.push(Box::new(edit));
    }

    /// Signs the next ID token with a key that nobody knows, under the known key's `kid`.
    pub fn sign_next_id_token_with_other_key(&self) {
        self.provider.state().id_token_edits.other_key = true;
    }

    /// Changes the claims of the next JWT access token, of a resource or an organization.
    pub fn next_access_token(&self, edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) {
        self.provider.state().access_token_edits.claims.push(Box::new(edit));
    }

    /// Changes the header of the next JWT access token; `alg` works as for
    /// [`next_id_token_header`](Self::next_id_token_header).
    pub fn next_access_token_header(&self, edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) {
        self.provider.state().access_token_edits.header.push(Box::new(edit));
    }

    /// Signs the next JWT access token with a key that nobody knows, under the known key's `kid`.
    pub fn sign_next_access_token_with_other_key(&self) {
        self.provider.state().access_token_edits.other_key = true;
    }

    /// Changes the next token response that is not an error: its `expires_in`, for example.
    pub fn next_token_response(&self, edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) {
        self.provider.state().token_response_edits.push(Box::new(edit));
    }

    /// Changes the claims of the next answer of the userinfo endpoint that is not an error.
    pub fn next_userinfo(&self, edit: impl FnOnce(&mut Map<String, Value>) + Send + 'static) {
        self.provider.state().userinfo_edits.push(Box::new(edit));
    }
}

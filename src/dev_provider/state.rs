//! Everything the provider remembers.

use std::collections::{HashMap, VecDeque};

use super::authorization_request::AuthorizationRequest;
use super::clock::{DAY, HOUR, Millis};
use super::cut::Cutting;
use super::delay::Delay;
use super::grant::{AccessToken, AuthorizationCode, Grant, RefreshToken};
use super::interaction::Interaction;
use super::messages::Messages;
use super::organization::Memberships;
use super::phone_number::PhoneNumber;
use super::recorder::RecordedRequest;
use super::script::{Canned, Edits, TokenEdits};
use super::session::Session;
use super::signing_key::KeyRing;
use super::subject_token::SubjectToken;
use super::tenant::Tenant;
use super::user::User;
use super::verification_code::VerificationCode;

/// The keys of the maps are the identifiers and tokens themselves.
pub(crate) struct State {
    // Kept across a restart where a data path is given:
    pub(crate) keys: KeyRing,
    pub(crate) tenant: Tenant,
    pub(crate) users: HashMap<String, User>,
    pub(crate) memberships: Memberships,
    pub(crate) grants: HashMap<String, Grant>,
    pub(crate) refresh_tokens: HashMap<String, RefreshToken>,
    pub(crate) access_tokens: HashMap<String, AccessToken>,
    pub(crate) sessions: HashMap<String, Session>,
    // Short-lived:
    pub(crate) codes: HashMap<String, AuthorizationCode>,
    pub(crate) interactions: HashMap<String, Interaction>,
    pub(crate) pushed_requests: HashMap<String, PushedRequest>,
    pub(crate) sign_outs: HashMap<String, SignOut>,
    /// Of the Management API, by the number as it was given.
    pub(crate) verification_codes: HashMap<String, VerificationCode>,
    pub(crate) subject_tokens: HashMap<String, SubjectToken>,
    pub(crate) messages: Messages,
    // For tests:
    pub(crate) recorded: Vec<RecordedRequest>,
    pub(crate) id_token_edits: TokenEdits,
    pub(crate) access_token_edits: TokenEdits,
    pub(crate) token_response_edits: Edits,
    pub(crate) userinfo_edits: Edits,
    pub(crate) canned: HashMap<String, VecDeque<Canned>>,
    pub(crate) delays: HashMap<String, VecDeque<Delay>>,
    pub(crate) rotates_refresh_tokens: bool,
    pub(crate) cutting: Cutting,
}

#[derive(Debug, Clone)]
pub(crate) struct PushedRequest {
    pub(crate) request: AuthorizationRequest,
    pub(crate) expires_at: Millis,
}

/// A sign-out that waits for the person's, or the page's, confirmation.
#[derive(Debug, Clone)]
pub(crate) struct SignOut {
    pub(crate) post_logout_redirect_uri: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) session_id: Option<String>,
    pub(crate) expires_at: Millis,
}

impl State {
    pub(crate) fn new(keys: KeyRing) -> Self {
        Self {
            keys,
            tenant: Tenant::default(),
            users: HashMap::new(),
            memberships: Memberships::default(),
            grants: HashMap::new(),
            refresh_tokens: HashMap::new(),
            access_tokens: HashMap::new(),
            sessions: HashMap::new(),
            codes: HashMap::new(),
            interactions: HashMap::new(),
            pushed_requests: HashMap::new(),
            sign_outs: HashMap::new(),
            verification_codes: HashMap::new(),
            subject_tokens: HashMap::new(),
            messages: Messages::default(),
            recorded: Vec::new(),
            id_token_edits: TokenEdits::default(),
            access_token_edits: TokenEdits::default(),
            token_response_edits: Edits::new(),
            userinfo_edits: Edits::new(),
            canned: HashMap::new(),
            delays: HashMap::new(),
            rotates_refresh_tokens: false,
            cutting: Cutting::default(),
        }
    }

    /// Drops what has expired, so that a provider left running for weeks does not grow.
    pub(crate) fn forget_expired(&mut self, now: Millis) {
        // An expired code is remembered for a while: using it again is an error all the same.
        self.codes.retain(|_, code| now < code.expires_at + HOUR);
        self.interactions.retain(|_, interaction| now < interaction.expires_at);
        // Logto says for ever that such a code has expired; a day is long enough here.
        self.verification_codes.retain(|_, code| now < code.created_at + DAY);
        self.subject_tokens.retain(|_, token| now < token.expires_at);
        self.pushed_requests.retain(|_, pushed| now < pushed.expires_at);
        self.sign_outs.retain(|_, sign_out| now < sign_out.expires_at);
        self.access_tokens.retain(|_, token| now < token.expires_at);
        self.refresh_tokens.retain(|_, token| !token.is_expired(now));
        self.sessions.retain(|_, session| now < session.expires_at);
    }

    pub(crate) fn user_by_phone(&self, phone: &PhoneNumber) -> Option<&User> {
        self.users.values().find(|user| user.phone_number.as_ref() == Some(phone))
    }

    /// A user that may sign in: neither deleted nor suspended.
    pub(crate) fn active_user(&self, sub: &str) -> Option<&User> {
        self.users.get(sub).filter(|user| !user.suspended)
    }

    /// Ends a person's sessions, and takes back the tokens that can be taken back. A JWT access token lives on until
    /// it expires.
    pub(crate) fn sign_out_everywhere(&mut self, sub: &str) {
        self.sessions.retain(|_, session| session.sub != sub);
        self.refresh_tokens.retain(|_, token| token.authorization.sub != sub);
        self.access_tokens.retain(|_, token| token.sub != sub);
    }

    /// Suspends a user, who is signed out everywhere, or lets one sign in again. `None`: there is no such user.
    pub(crate) fn set_suspended(&mut self, sub: &str, suspended: bool, now: Millis) -> Option<&User> {
        let user = self.users.get_mut(sub)?;
        user.suspended = suspended;
        user.updated_at = now;
        if suspended {
            self.sign_out_everywhere(sub);
        }
        self.users.get(sub)
    }

    /// Deletes a user and all that is theirs. False where there is no such user.
    pub(crate) fn delete_user(&mut self, sub: &str) -> bool {
        self.sign_out_everywhere(sub);
        self.memberships.remove_everywhere(sub);
        self.subject_tokens.retain(|_, token| token.sub != sub);
        self.users.remove(sub).is_some()
    }

    /// The session of this cookie, if it lives and its user may sign in.
    pub(crate) fn living_session(&self, session_id: Option<&str>, now: Millis) -> Option<&Session> {
        let session = self.sessions.get(session_id?)?;
        (now < session.expires_at && self.active_user(&session.sub).is_some()).then_some(session)
    }

    /// Takes back everything that was granted to a client that is gone.
    pub(crate) fn forget_client(&mut self, client_id: &str) {
        let is_theirs = |grant: &Grant| grant.client_id == client_id;
        let grants: Vec<_> =
            self.grants.iter().filter(|(_, grant)| is_theirs(grant)).map(|(id, _)| id.clone()).collect();
        for grant_id in grants {
            self.revoke_grant(&grant_id);
        }
        for session in self.sessions.values_mut() {
            session.clients.remove(client_id);
        }
    }

    /// Kills a grant and all that hangs on it.
    pub(crate) fn revoke_grant(&mut self, grant_id: &str) {
        self.grants.remove(grant_id);
        self.refresh_tokens.retain(|_, token| token.authorization.grant_id != grant_id);
        self.access_tokens.retain(|_, token| token.grant_id != grant_id);
    }

    /// Ends a browser session. What was granted for offline access survives it.
    pub(crate) fn end_session(&mut self, session_id: &str) -> Option<Session> {
        self.access_tokens.retain(|_, token| token.session_id.as_deref() != Some(session_id));
        self.sessions.remove(session_id)
    }
}

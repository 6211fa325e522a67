//! What phone sign-in needs, in the context of every page and server function.

use std::{net::IpAddr, sync::Arc};

use http::{HeaderMap, HeaderValue, header::SET_COOKIE, request::Parts};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use logto::{
    AllowedRegions, Keyring, NoRandomness, PhoneAttempt, PhoneAttempts, PhonePurpose, PhoneSignIn, PhoneVerifier,
    Sessions,
};
use time::OffsetDateTime;

use crate::identity::signed_in;

/// The way that the configuration chose, with what it shares with the change of a number.
#[derive(Clone, Debug)]
pub struct PhoneService {
    /// How people sign in by phone.
    pub way: Arc<dyn PhoneSignIn>,
    /// Codes for the change of a number; `None` without an M2M application: then the account page changes nothing.
    pub verifier: Option<PhoneVerifier>,
    /// The countries whose numbers are taken.
    pub regions: AllowedRegions,
    attempts: PhoneAttempts,
}

/// Where a request came from, as the server found out: in the extensions of every request.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

impl PhoneService {
    /// Puts the parts together.
    pub fn new(
        way: Arc<dyn PhoneSignIn>,
        verifier: Option<PhoneVerifier>,
        regions: AllowedRegions,
        sessions: &Sessions,
        keyring: Keyring,
    ) -> Self {
        let attempts = PhoneAttempts::new(keyring, sessions.client().config().base_url.is_https());
        Self { way, verifier, regions, attempts }
    }

    /// Whether people can change their number and their name here.
    pub(crate) fn changes_accounts(&self) -> bool {
        self.verifier.is_some()
    }

    /// The attempt that this browser began under this handle. Of a change of number only while the same person is signed in:
    /// the next one at this browser is not to see it.
    pub(crate) fn attempt(&self, handle: &str) -> Option<PhoneAttempt> {
        let attempt = self.attempts.find(&headers(), handle, now())?;
        let is_ours = match &attempt.purpose {
            PhonePurpose::SignIn(_) => true,
            PhonePurpose::ChangeNumber(sub) => signed_in().is_some_and(|viewer| viewer.user.sub == *sub),
        };
        is_ours.then_some(attempt)
    }

    /// Keeps an attempt in the browser.
    pub(crate) fn keep(&self, attempt: &PhoneAttempt) -> Result<(), NoRandomness> {
        set_cookies(self.attempts.keep(attempt, &headers(), now())?);
        Ok(())
    }

    /// Ends an attempt: its cookie goes.
    pub(crate) fn end(&self, attempt: &PhoneAttempt) {
        set_cookies(self.attempts.end(&attempt.handle));
    }
}

/// Now, by the clock that everything goes by.
pub(crate) fn now() -> OffsetDateTime {
    expect_context::<Sessions>().client().clock().now()
}

/// Where this request came from.
pub(crate) fn client_address() -> Option<IpAddr> {
    use_context::<Parts>()?.extensions.get::<ClientAddress>().map(|address| address.0)
}

fn headers() -> HeaderMap {
    use_context::<Parts>().map(|parts| parts.headers).unwrap_or_default()
}

fn set_cookies(cookies: impl IntoIterator<Item = HeaderValue>) {
    let response = expect_context::<ResponseOptions>();
    cookies.into_iter().for_each(|cookie| response.append_header(SET_COOKIE, cookie));
}

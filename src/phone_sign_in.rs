//! Signing in by phone at the app's own page: a number, a code, in.
//!
//! One trait, two ways. [`HostedPhoneSignIn`] hands the browser over to Logto's page with the number filled in: the session is
//! OpenID Connect's, with single sign-on. [`EmbeddedPhoneSignIn`] has the code sent and checked through the Management API and
//! never leaves the page; [`Session::opened_by`](crate::Session::opened_by) tells them apart afterwards.
//!
//! What a person has done so far is a [`PhoneAttempt`] in a sealed cookie: the server keeps the step, so pages need no script,
//! and an anonymous visit writes nothing. What guards others' numbers is in the storage: who may try a code and how often, and
//! how many texts were sent.

mod attempt;
mod embedded;
mod error;
mod hosted;
mod limits;
mod verifier;

use std::{fmt, net::IpAddr, sync::Arc};

use async_trait::async_trait;

use crate::{AuthorizationRequest, OpenedBy, PhoneNumber, Region, ReturnTo, Session};

pub use attempt::{PhoneAttempt, PhoneAttempts, PhoneProblem, PhonePurpose, Typed};
pub use embedded::EmbeddedPhoneSignIn;
pub use error::PhoneSignInError;
pub use hosted::HostedPhoneSignIn;
pub use limits::{TextLimit, TextLimitError, TextLimits, TooMany};
pub use verifier::{PhoneVerification, PhoneVerifier, RESEND_AFTER};

/// A way to sign in by phone.
#[async_trait]
pub trait PhoneSignIn: fmt::Debug + Send + Sync + 'static {
    /// What [`Session::opened_by`](crate::Session::opened_by) will say.
    fn opens(&self) -> OpenedBy;

    /// Takes a number: a code goes to it, or the browser goes to where one is sent from. The answer is the same, and comes by
    /// the same steps, whether the number has an account or not.
    ///
    /// # Errors
    ///
    /// [`PhoneSignInError`]; where it is `phone.too_many_texts`, [`wait`](PhoneSignInError::wait) says how long.
    async fn start(&self, number: &PhoneNumber, visit: &Visit) -> Result<Started, PhoneSignInError>;

    /// Takes the code that a person typed. With the right one there is a session to begin, for a new user where the number had
    /// none. Keep `verification` whatever comes of it: once the code was right it remembers so, and an outage after that
    /// costs no new code.
    ///
    /// # Errors
    ///
    /// [`PhoneSignInError`].
    async fn finish(&self, verification: &mut PhoneVerification, code: &str) -> Result<Session, PhoneSignInError>;
}

/// The countries whose numbers are taken. Texts to premium numbers abroad are sold by the thousand (SMS pumping): who has no
/// customers in a country had better send none there.
#[derive(Clone, Debug, Default)]
pub struct AllowedRegions(Option<Arc<[Region]>>);

impl AllowedRegions {
    /// All of them.
    pub fn all() -> Self {
        Self(None)
    }

    /// These alone.
    pub fn only(regions: impl Into<Arc<[Region]>>) -> Self {
        Self(Some(regions.into()))
    }

    /// The list, where there is one.
    pub fn as_list(&self) -> Option<&[Region]> {
        self.0.as_deref()
    }

    fn check(&self, number: &PhoneNumber) -> Result<(), PhoneSignInError> {
        let region = number.region();
        match &self.0 {
            Some(allowed) if !region.is_some_and(|region| allowed.contains(&region)) => {
                Err(PhoneSignInError::RegionNotAllowed(region))
            }
            _ => Ok(()),
        }
    }
}

/// Who asks, and what for.
#[derive(Clone)]
pub struct Visit {
    /// Where the person wants to be afterwards.
    pub return_to: ReturnTo,
    /// Where the request came from; `None`: not known, and not limited.
    pub address: Option<IpAddr>,
}

/// Without the address.
impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Visit").field("return_to", &self.return_to).finish_non_exhaustive()
    }
}

/// What happens after a number was given.
#[derive(Debug)]
pub enum Started {
    /// The browser goes to Logto, and its transaction into a cookie.
    HandedOver(Box<AuthorizationRequest>),
    /// A code is on its way; the person types it here.
    CodeSent(PhoneVerification),
}

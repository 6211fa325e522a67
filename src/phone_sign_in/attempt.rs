//! A phone sign-in on its way, as the browser holds it: sealed, one cookie per attempt, so that tabs do not disturb each other.

use http::{HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{PhoneSignInError, PhoneVerification};
use crate::{
    Keyring, NoRandomness, PhoneNumberError, Region, ReturnTo, random,
    seal::Purpose,
    sealed_cookies::{SealedCookie, SealedCookies},
};

/// How long an attempt may take: a few codes' lives.
const ATTEMPT_LIFE: Duration = Duration::minutes(30);
/// The most attempts that one browser keeps.
const MOST: usize = 4;
/// How the cookies' names begin.
const NAME: &str = "phone_sign_in_";
/// The longest number that is kept as it was typed (characters).
const LONGEST_TYPED: usize = 64;

/// A phone sign-in, or the change of a number, on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneAttempt {
    /// By what the address names it. It opens nothing without the cookie.
    pub handle: String,
    /// When it began, or the last code was sent (UTC).
    #[serde(with = "time::serde::timestamp")]
    pub began: OffsetDateTime,
    /// What it is for.
    pub purpose: PhonePurpose,
    /// The country that was chosen.
    pub region: Option<Region>,
    /// The number as it was typed.
    pub typed: Typed,
    /// The code that is awaited.
    pub verification: Option<PhoneVerification>,
    /// Whether it is not the first one.
    pub resent: bool,
    /// What is in the way.
    pub problem: Option<PhoneProblem>,
}

/// A number as a person typed it, right or not.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Typed(String);

/// What an attempt is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PhonePurpose {
    /// To sign in, and then go there.
    SignIn(ReturnTo),
    /// To give the account of this `sub` another number.
    ChangeNumber(String),
}

/// What is in the way of an attempt, as a page needs it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneProblem {
    /// The stable code of the error.
    pub code: String,
    /// The country that it is about.
    pub region: Option<Region>,
    /// How often the code may still be tried.
    pub tries_left: Option<u32>,
    /// From when on it makes sense to try again (UTC).
    #[serde(with = "time::serde::timestamp::option")]
    pub wait_until: Option<OffsetDateTime>,
}

/// Reads and writes the cookies of attempts.
#[derive(Clone, Debug)]
pub struct PhoneAttempts(SealedCookies);

impl PhoneAttempt {
    /// A new one.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when it can have no handle.
    pub fn begin(purpose: PhonePurpose, now: OffsetDateTime) -> Result<Self, NoRandomness> {
        let handle = random::token()?;
        let (region, typed, verification, resent, problem) = (None, Typed::default(), None, false, None);
        Ok(Self { handle, began: now, purpose, region, typed, verification, resent, problem })
    }

    /// A code was sent, and is awaited. From now on there is time for it.
    pub fn code_sent(&mut self, verification: PhoneVerification, now: OffsetDateTime) {
        self.began = now;
        self.verification = Some(verification);
        self.problem = None;
    }
}

impl Typed {
    /// Keeps what fits.
    pub fn new(typed: &str) -> Self {
        Self(typed.chars().filter(|char| !char.is_control()).take(LONGEST_TYPED).collect())
    }

    /// What was typed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Not the number.
impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed([redacted])")
    }
}

impl PhoneProblem {
    /// Of this error, met now.
    pub fn of(error: &PhoneSignInError, now: OffsetDateTime) -> Self {
        let region = match error {
            PhoneSignInError::RegionNotAllowed(region) => *region,
            _ => None,
        };
        let tries_left = match error {
            PhoneSignInError::CodeMismatched { tries_left } => Some(*tries_left),
            _ => None,
        };
        let wait_until = error.wait().map(|wait| now + wait);
        Self { code: error.code().to_owned(), region, tries_left, wait_until }
    }

    /// Whether there still is something in the way: who was to wait and has waited may go on.
    pub fn holds(&self, now: OffsetDateTime) -> bool {
        self.wait_until.is_none_or(|until| now < until)
    }

    /// Of the app's own making.
    pub fn named(code: &str) -> Self {
        Self { code: code.to_owned(), region: None, tries_left: None, wait_until: None }
    }

    /// Of a number that cannot be read.
    pub fn of_number(error: &PhoneNumberError) -> Self {
        Self { region: error.region(), ..Self::named(error.code()) }
    }
}

impl SealedCookie for PhoneAttempt {
    fn began(&self) -> OffsetDateTime {
        self.began
    }
}

impl PhoneAttempts {
    /// `secure`: whether the app's base URL is https.
    pub fn new(keyring: Keyring, secure: bool) -> Self {
        Self(SealedCookies::new(keyring, secure, NAME, Purpose::PhoneSignIn, ATTEMPT_LIFE, MOST))
    }

    /// The attempt of this handle, if this browser began it less than half an hour ago.
    pub fn find(&self, headers: &HeaderMap, handle: &str, now: OffsetDateTime) -> Option<PhoneAttempt> {
        self.0.find(headers, handle, now).filter(|attempt: &PhoneAttempt| attempt.handle == handle)
    }

    /// The `Set-Cookie` values that keep an attempt as it is now, and drop what is too old or too much.
    ///
    /// # Errors
    ///
    /// [`NoRandomness`] when it cannot be sealed.
    pub fn keep(
        &self,
        attempt: &PhoneAttempt,
        headers: &HeaderMap,
        now: OffsetDateTime,
    ) -> Result<Vec<HeaderValue>, NoRandomness> {
        self.0.keep(attempt, &attempt.handle, headers, now)
    }

    /// The `Set-Cookie` value that ends an attempt.
    pub fn end(&self, handle: &str) -> Option<HeaderValue> {
        self.0.end(handle)
    }
}

//! The six digits of a text message, with Logto's limits.

use std::fmt;

use subtle::ConstantTimeEq as _;

use super::clock::Millis;
use super::random;
use super::sign_in_experience::CodePolicy;

#[derive(Clone)]
pub(crate) struct VerificationCode {
    digits: String,
    pub(crate) created_at: Millis,
    wrong_tries: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    NotCorrect,
    Expired,
    TooManyTries,
}

impl VerificationCode {
    pub(crate) fn new(now: Millis) -> Self {
        Self { digits: random::verification_code(), created_at: now, wrong_tries: 0 }
    }

    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// Compares what a person typed; "123 456" is as good as "123456".
    ///
    /// # Errors
    /// See [`check_digits`](Self::check_digits).
    pub(crate) fn check(&mut self, typed: &str, now: Millis, policy: CodePolicy) -> Result<(), Refused> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        self.check_digits(&digits, now, policy)
    }

    /// Compares character by character. Checks, in Logto's order [source]: the code has not expired, has not been
    /// guessed at too often, is this one. Only a wrong guess counts as a try. The policy is today's, not that of the day
    /// the code was sent.
    ///
    /// # Errors
    /// [`Refused`] by the first check that fails.
    pub(crate) fn check_digits(&mut self, digits: &str, now: Millis, policy: CodePolicy) -> Result<(), Refused> {
        if now >= self.created_at + policy.lifetime {
            return Err(Refused::Expired);
        }
        if self.wrong_tries >= policy.wrong_tries {
            return Err(Refused::TooManyTries);
        }
        if bool::from(digits.as_bytes().ct_eq(self.digits.as_bytes())) {
            return Ok(());
        }
        self.wrong_tries += 1;
        Err(Refused::NotCorrect)
    }
}

/// Not the digits: whoever has them signs in.
impl fmt::Debug for VerificationCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VerificationCode")
            .field("digits", &"[redacted]")
            .field("created_at", &self.created_at)
            .field("wrong_tries", &self.wrong_tries)
            .finish()
    }
}

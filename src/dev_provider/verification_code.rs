//! The six digits of a text message, with Logto's limits.

use subtle::ConstantTimeEq as _;

use super::clock::{MINUTE, Millis};
use super::random;

pub(crate) const CODE_LIFETIME: Millis = 10 * MINUTE;
pub(crate) const WRONG_TRIES: u32 = 10;

#[derive(Debug, Clone)]
pub(crate) struct VerificationCode {
    digits: String,
    expires_at: Millis,
    wrong_tries: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    NotCorrect,
    Expired,
    TooManyTries,
}

impl VerificationCode {
    pub(crate) fn new(now: Millis) -> Self {
        Self { digits: random::verification_code(), expires_at: now + CODE_LIFETIME, wrong_tries: 0 }
    }

    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// Compares what a person typed; "123 456" is as good as "123456".
    pub(crate) fn check(&mut self, typed: &str, now: Millis) -> Result<(), Refused> {
        if self.wrong_tries >= WRONG_TRIES {
            return Err(Refused::TooManyTries);
        }
        if now >= self.expires_at {
            return Err(Refused::Expired);
        }
        let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if bool::from(typed.as_bytes().ct_eq(self.digits.as_bytes())) {
            return Ok(());
        }
        self.wrong_tries += 1;
        Err(Refused::NotCorrect)
    }
}

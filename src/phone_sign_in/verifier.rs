//! A code to a number, and back: who may try it, how often, for how long. NIST SP 800-63B, 5.1.3.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{AllowedRegions, PhoneSignInError, TextLimits};
use crate::{
    IndexKey, ManagementApi, ManagementError, PhoneNumber, Secret, SessionStorage, Sessions, StorageError, UserError,
    random,
};

/// How long a code serves: as long as Logto lets it.
const CODE_LIFE: Duration = Duration::minutes(10);
/// How often a code may be tried. Logto allows ten tries; the text can always be read again, and a guess must stay a guess.
const MOST_TRIES: u32 = 5;
/// The digits of a code.
const CODE_LENGTH: usize = 6;
/// How long to wait before another text can be asked for: most arrive within it.
pub const RESEND_AFTER: Duration = Duration::seconds(30);
/// The zeros of the digits that people's keyboards write: ASCII, Arabic-Indic, Persian, Devanagari, full-width.
const ZEROS: [char; 5] = ['0', '\u{660}', '\u{6f0}', '\u{966}', '\u{ff10}'];

/// Has codes sent, and checks them. Cheap to clone.
#[derive(Clone, Debug)]
pub struct PhoneVerifier {
    sessions: Sessions,
    management: ManagementApi,
    limits: TextLimits,
    regions: AllowedRegions,
}

/// By what the storage knows a verification: the number, who may try its code, who has proven it.
struct Keys {
    thing: IndexKey,
    holder: IndexKey,
    proven: IndexKey,
}

/// A code that was sent, awaited from one browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PhoneVerification {
    number: PhoneNumber,
    /// What only this browser has; the storage knows its hash.
    holder: Secret,
    #[serde(with = "time::serde::timestamp")]
    sent_at: OffsetDateTime,
    /// The code was right, as far as this browser has heard.
    proven: bool,
}

impl PhoneVerification {
    /// The number that the code went to.
    pub fn number(&self) -> &PhoneNumber {
        &self.number
    }

    /// When another text can be asked for (UTC).
    pub fn resend_at(&self) -> OffsetDateTime {
        self.sent_at + RESEND_AFTER
    }

    /// Whether the code was right, and only what comes after it failed.
    pub fn is_proven(&self) -> bool {
        self.proven
    }
}

impl PhoneVerifier {
    /// Over the storage of these sessions. `None` where their client has no Management API.
    pub fn new(sessions: &Sessions, limits: TextLimits, regions: AllowedRegions) -> Option<Self> {
        let management = sessions.client().management()?.clone();
        Some(Self { sessions: sessions.clone(), management, limits, regions })
    }

    /// The Management API behind it.
    pub fn management(&self) -> &ManagementApi {
        &self.management
    }

    pub(super) fn sessions(&self) -> &Sessions {
        &self.sessions
    }

    /// Sends a code. What was awaited for this number before, from whatever browser, no longer is.
    ///
    /// # Errors
    ///
    /// [`PhoneSignInError`]: the country is not taken, too many texts were sent, or Logto did not send it.
    pub async fn send(
        &self,
        number: &PhoneNumber,
        address: Option<IpAddr>,
    ) -> Result<PhoneVerification, PhoneSignInError> {
        let verification = self.prepare(number, address).await?;
        // Before the code exists: no other browser shall try it.
        self.begin(&verification).await?;
        self.management.send_verification_code(number).await?;
        Ok(verification)
    }

    /// Sends another code in the place of this one, which serves on where there are too many texts.
    ///
    /// Under a new holder: what was proven with the code before is worth nothing any more.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_again(
        &self,
        verification: &PhoneVerification,
        address: Option<IpAddr>,
    ) -> Result<PhoneVerification, PhoneSignInError> {
        let verification = self.prepare(&verification.number, address).await?;
        self.management.send_verification_code(&verification.number).await?;
        self.begin(&verification).await?;
        Ok(verification)
    }

    async fn prepare(
        &self,
        number: &PhoneNumber,
        address: Option<IpAddr>,
    ) -> Result<PhoneVerification, PhoneSignInError> {
        self.regions.check(number)?;
        let (issuer, keyring) = (self.issuer(), self.sessions.keyring());
        self.limits.take(self.storage(), (&issuer, keyring), number, address, self.now()).await?;
        let holder = Secret::new(random::token()?);
        Ok(PhoneVerification { number: number.clone(), holder, sent_at: self.now(), proven: false })
    }

    async fn begin(&self, verification: &PhoneVerification) -> Result<(), StorageError> {
        let Keys { thing, holder, .. } = self.keys(verification);
        self.storage().begin_verification(&thing, &holder, verification.sent_at + CODE_LIFE).await
    }

    /// Checks a code. Spaces and dashes do not count, nor does in which script the digits are.
    ///
    /// - six digits, or it is no try;
    /// - the code is awaited from this browser, and was sent less than ten minutes ago;
    /// - it was right before, and only what came after it failed: then no code is needed; else
    /// - it is one of the first five tries, counted in the storage before Logto is asked;
    /// - it is the code that Logto sent.
    ///
    /// # Errors
    ///
    /// [`PhoneSignInError`].
    pub async fn check(&self, verification: &mut PhoneVerification, code: &str) -> Result<(), PhoneSignInError> {
        if self.now() >= verification.sent_at + CODE_LIFE {
            return Err(PhoneSignInError::CodeExpired);
        }
        let code = digits(code);
        if code.is_none() && !verification.proven {
            return Err(PhoneSignInError::CodeMalformed);
        }
        let Keys { thing, holder, proven } = self.keys(verification);
        // Not what the browser says: it may have kept that from before it was used, or not have heard that the code was right.
        verification.proven = self.storage().try_verification(&thing, &proven).await?.is_some();
        if verification.proven {
            return Ok(());
        }
        let code = code.ok_or(PhoneSignInError::NothingPending)?;
        let tries = self.storage().try_verification(&thing, &holder).await?;
        let tries = tries.ok_or(PhoneSignInError::NothingPending)?;
        if tries > MOST_TRIES {
            return Err(PhoneSignInError::TooManyTries);
        }
        // In a task of its own: Logto takes a code once, and a browser that goes away must not take the answer with it.
        let (verifier, asked) = (self.clone(), verification.clone());
        let task = tokio::spawn(async move { verifier.ask(&asked, &code).await });
        match task.await.unwrap_or(Err(ManagementError::Unavailable.into())) {
            Ok(()) => {
                verification.proven = true;
                Ok(())
            }
            Err(PhoneSignInError::CodeMismatched { .. }) if tries == MOST_TRIES => Err(PhoneSignInError::TooManyTries),
            Err(PhoneSignInError::CodeMismatched { .. }) => {
                Err(PhoneSignInError::CodeMismatched { tries_left: MOST_TRIES - tries })
            }
            Err(error) => Err(error),
        }
    }

    /// Asks Logto, and remembers that the code was right: from then on it is who proved the number that is awaited.
    async fn ask(&self, verification: &PhoneVerification, code: &str) -> Result<(), PhoneSignInError> {
        self.management.verify_verification_code(&verification.number, code).await?;
        let Keys { thing, proven, .. } = self.keys(verification);
        Ok(self.storage().begin_verification(&thing, &proven, verification.sent_at + CODE_LIFE).await?)
    }

    /// Uses a proven verification up.
    ///
    /// # Errors
    ///
    /// [`NothingPending`](PhoneSignInError::NothingPending) for all but the first who asks, and where it is not proven.
    pub async fn end(&self, verification: &PhoneVerification) -> Result<(), PhoneSignInError> {
        let Keys { thing, proven, .. } = self.keys(verification);
        if self.storage().end_verification(&thing, &proven).await? {
            Ok(())
        } else {
            Err(PhoneSignInError::NothingPending)
        }
    }

    /// Gives an account the number of a code that was right, in the place of the one that it has.
    ///
    /// # Errors
    ///
    /// [`PhoneSignInError`]: as [`check`](Self::check); the user is suspended or gone; another one has the number.
    pub async fn change_number(
        &self,
        sub: &str,
        verification: &mut PhoneVerification,
        code: &str,
    ) -> Result<(), PhoneSignInError> {
        self.check(verification, code).await?;
        // Else a suspended person would free the number, and sign in with it as somebody new.
        let user = self.management.user(sub).await?.ok_or(PhoneSignInError::UserGone)?;
        if user.is_suspended {
            return Err(PhoneSignInError::Suspended);
        }
        self.management.set_primary_phone(sub, &verification.number).await?;
        self.end(verification).await
    }

    /// Gives an account another name; `None` takes it away.
    ///
    /// # Errors
    ///
    /// [`UserError`]: [`NotFound`](UserError::NotFound) for who is suspended, too.
    pub async fn change_name(&self, sub: &str, name: Option<&str>) -> Result<(), UserError> {
        let user = self.management.user(sub).await?.filter(|user| !user.is_suspended);
        user.ok_or(UserError::NotFound)?;
        self.management.set_name(sub, name).await.map(drop)
    }

    fn keys(&self, verification: &PhoneVerification) -> Keys {
        // By the tenant, which has one code for a number, whichever application asks for it.
        let number = self.sessions.keyring().pseudonym(verification.number.digits());
        let thing = IndexKey::of("phone", [&self.issuer(), &number]);
        let holder = verification.holder.reveal();
        Keys { thing, holder: IndexKey::of("phone holder", [holder]), proven: IndexKey::of("phone proven", [holder]) }
    }

    fn storage(&self) -> &dyn SessionStorage {
        &**self.sessions.storage()
    }

    fn issuer(&self) -> String {
        self.sessions.client().config().issuer()
    }

    fn now(&self) -> OffsetDateTime {
        self.sessions.client().clock().now()
    }
}

/// The six digits in what a person typed.
fn digits(typed: &str) -> Option<String> {
    let mut digits = String::new();
    for char in typed.chars() {
        let digit = ZEROS.iter().find_map(|zero| {
            let value = u32::from(char).checked_sub(u32::from(*zero))?;
            char::from_digit(value, 10)
        });
        match digit {
            Some(digit) if digits.len() < CODE_LENGTH => digits.push(digit),
            None if char.is_whitespace() || matches!(char, '-' | '\u{2013}' | '\u{200b}' | '\u{200e}') => {}
            _ => return None,
        }
    }
    (digits.len() == CODE_LENGTH).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn reads_six_digits_however_they_are_written() {
        for typed in ["012345", " 012 345 ", "012-345", "٠١٢٣٤٥", "０１２３４５", "012\u{a0}345"] {
            assert_eq!(digits(typed).as_deref(), Some("012345"), "{typed}");
        }
    }

    #[test]
    fn refuses_anything_else() {
        for typed in ["", "12345", "1234567", "12345a", "one two", "12345\0", &"1".repeat(10_000)] {
            assert_eq!(digits(typed), None, "{typed}");
        }
    }
}

//! The texts that were "sent": kept here instead of leaving the machine.

use serde::Serialize;

use super::clock::{MINUTE, Millis};
use super::interaction::Screen;
use super::phone_number::PhoneNumber;

/// Logto sends no more than this many texts to a number …
const MESSAGES_PER_NUMBER: usize = 10;
/// … within this time.
const LIMIT_WINDOW: Millis = 10 * MINUTE;
/// Older texts are forgotten.
const MESSAGES_KEPT: usize = 500;

/// A text in the inbox.
#[derive(Debug, Clone, Serialize)]
pub struct Message {
    /// Digits with country code, no plus.
    pub to: String,
    /// The verification code in it.
    pub code: String,
    /// What the person would read.
    pub body: String,
    /// Milliseconds since the Unix epoch.
    pub sent_at: i64,
}

#[derive(Debug, Default)]
pub(crate) struct Messages {
    oldest_first: Vec<Message>,
}

/// The number got too many texts of late.
#[derive(Debug)]
pub(crate) struct LimitReached;

impl Messages {
    /// # Errors
    /// [`LimitReached`] on the eleventh text to a number within ten minutes.
    pub(crate) fn send(
        &mut self,
        to: &PhoneNumber,
        code: &str,
        purpose: Screen,
        now: Millis,
    ) -> Result<(), LimitReached> {
        let recent = self
            .oldest_first
            .iter()
            .filter(|message| message.to == to.digits() && message.sent_at > now - LIMIT_WINDOW)
            .count();
        if recent >= MESSAGES_PER_NUMBER {
            return Err(LimitReached);
        }
        // The words of Logto's Twilio templates.
        let purpose = match purpose {
            Screen::SignIn => "sign-in",
            Screen::Register => "sign-up",
        };
        self.oldest_first.push(Message {
            to: to.digits().to_owned(),
            code: code.to_owned(),
            body: format!(
                "Your Logto {purpose} verification code is {code}. The code will remain active for 10 minutes."
            ),
            sent_at: now,
        });
        if self.oldest_first.len() > MESSAGES_KEPT {
            self.oldest_first.remove(0);
        }
        Ok(())
    }

    pub(crate) fn newest_first(&self) -> impl Iterator<Item = &Message> {
        self.oldest_first.iter().rev()
    }

    /// The texts to one number; anything but its digits is ignored.
    pub(crate) fn to_number(&self, phone: &str) -> Vec<Message> {
        let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
        self.newest_first().filter(|message| message.to == digits).cloned().collect()
    }
}

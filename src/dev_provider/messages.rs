//! The texts that were "sent": kept here instead of leaving the machine.

use std::fmt;

use serde::Serialize;

use super::clock::{MINUTE, Millis};

/// Logto sends no more than this many texts to a number …
const MESSAGES_PER_NUMBER: usize = 10;
/// … within this time.
const LIMIT_WINDOW: Millis = 10 * MINUTE;
/// Older texts are forgotten.
const MESSAGES_KEPT: usize = 500;

/// A text in the inbox.
#[derive(Clone, Serialize)]
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

/// Neither the number nor what was sent to it: both are kept out of logs.
impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message").field("sent_at", &self.sent_at).finish_non_exhaustive()
    }
}

#[derive(Debug, Default)]
pub(crate) struct Messages {
    oldest_first: Vec<Message>,
    /// To whom texts went out, and when, through whatever connector.
    sent: Vec<(String, Millis)>,
}

/// The number got too many texts of late.
#[derive(Debug)]
pub(crate) struct LimitReached;

impl Messages {
    /// Whether one more text may be sent to a number.
    ///
    /// # Errors
    /// [`LimitReached`] on the eleventh text within ten minutes.
    pub(crate) fn check_limit(&self, to: &str, now: Millis) -> Result<(), LimitReached> {
        let is_recent = |(number, sent_at): &&(String, Millis)| number == to && *sent_at > now - LIMIT_WINDOW;
        let recent = self.sent.iter().filter(is_recent).count();
        if recent >= MESSAGES_PER_NUMBER { Err(LimitReached) } else { Ok(()) }
    }

    /// Remembers that a text went out. What could not be sent does not count.
    pub(crate) fn count(&mut self, to: &str, now: Millis) {
        self.sent.retain(|(_, sent_at)| *sent_at > now - LIMIT_WINDOW);
        self.sent.push((to.to_owned(), now));
    }

    /// Puts a text into the inbox. `to`: digits with country code.
    pub(crate) fn receive(&mut self, to: &str, code: &str, body: String, now: Millis) {
        self.oldest_first.push(Message { to: to.to_owned(), code: code.to_owned(), body, sent_at: now });
        if self.oldest_first.len() > MESSAGES_KEPT {
            self.oldest_first.remove(0);
        }
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

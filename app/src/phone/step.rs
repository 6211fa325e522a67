//! What the phone pages show: plain data, filled by the server functions' side and read by the components.
//!
//! `Debug` is written by hand where a phone number is inside: numbers are kept out of logs.

use std::{fmt, sync::Arc};

/// A country as the number step offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountryChoice {
    /// ISO 3166-1 alpha-2: `US`.
    pub code: String,
    /// The name people look for: `United States`.
    pub name: String,
    /// Other names that people look for, separated by commas; often none.
    pub also: &'static str,
    /// The flag as a pair of regional indicators.
    pub flag: String,
    /// The country calling code, without its plus (ITU-T E.164).
    pub calling_code: u16,
}

/// What a number is verified for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To sign in, or to create an account.
    SignIn,
    /// To replace the number of the account that is signed in.
    ChangeNumber,
}

impl Purpose {
    /// The form field `purpose`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SignIn => "sign_in",
            Self::ChangeNumber => "change",
        }
    }

    /// The page that asks for the number.
    pub fn number_path(self) -> &'static str {
        match self {
            Self::SignIn => "/phone",
            Self::ChangeNumber => "/account/phone",
        }
    }

    /// The page that asks for the code.
    pub fn code_path(self) -> &'static str {
        match self {
            Self::SignIn => "/phone/code",
            Self::ChangeNumber => "/account/phone/code",
        }
    }

    /// What is said in the end, in the title and above the card.
    pub fn done_heading(self) -> &'static str {
        match self {
            Self::SignIn => "You are in",
            Self::ChangeNumber => "Your number is changed",
        }
    }
}

/// What a [`Problem`] is about, which is where it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The phone number.
    Number,
    /// The country.
    Country,
    /// The code.
    Code,
    /// The display name, on the account page.
    Name,
    /// No field in particular: too many texts, an outage.
    Whole,
}

/// Why a step did not succeed, in words for the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is about.
    pub about: About,
    /// What is wrong, as a sentence.
    pub sentence: String,
    /// What the person can do now, as a sentence.
    pub next_step: Option<String>,
}

/// The number step: which number gets the code.
#[derive(Clone)]
pub struct NumberStep {
    /// The unfinished sign-in, when the person comes back to its number.
    pub handle: Option<String>,
    /// The path to go to in the end.
    pub return_to: Option<String>,
    /// All that may be chosen, in the order of the list.
    pub countries: Arc<[CountryChoice]>,
    /// The code of the chosen one.
    pub country: String,
    /// What was typed, letter for letter.
    pub typed: String,
    /// What was wrong with it.
    pub problem: Option<Problem>,
    /// What the number is for.
    pub purpose: Purpose,
    /// Whether the hosted sign-in is offered too, where this one does not go on.
    pub other_way: bool,
}

/// The code step: the code that was sent.
#[derive(Clone)]
pub struct CodeStep {
    /// The unfinished sign-in.
    pub handle: String,
    /// The number for reading: `+1 201-555-0123`.
    pub number: String,
    /// Seconds until a new code may be asked for; 0: at once.
    pub resend_after: u32,
    /// A new code has just been sent.
    pub resent: bool,
    /// The code was right and only finishing failed: there is nothing to type, only to try again.
    pub proven: bool,
    /// What was wrong.
    pub problem: Option<Problem>,
    /// What the number is for.
    pub purpose: Purpose,
    /// Whether the hosted sign-in is offered too.
    pub other_way: bool,
}

/// The last step: it worked.
#[derive(Clone)]
pub struct DoneStep {
    /// The number for reading: `+1 201-555-0123`.
    pub number: String,
    /// The path to go on to.
    pub return_to: String,
    /// What the number was for.
    pub purpose: Purpose,
}

/// Somebody is signed in already.
#[derive(Clone)]
pub struct AlreadySignedIn {
    /// The number for reading, where the account has one.
    pub number: Option<String>,
    /// The path to go on to.
    pub return_to: String,
}

/// What the number page shows.
#[derive(Clone, Debug)]
pub enum NumberPage {
    /// The form.
    Number(NumberStep),
    /// A question first.
    AlreadySignedIn(AlreadySignedIn),
}

/// The form for the display name on the account page.
#[derive(Clone)]
pub struct NameStep {
    /// What stands in the field.
    pub name: String,
    /// It has just been saved.
    pub saved: bool,
    /// What was wrong.
    pub problem: Option<Problem>,
}

const REDACTED: &str = "[redacted]";

impl fmt::Debug for NumberStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { return_to, countries, country, problem, purpose, .. } = self;
        f.debug_struct("NumberStep")
            .field("handle", &REDACTED)
            .field("return_to", return_to)
            .field("countries", &countries.len())
            .field("country", country)
            .field("typed", &REDACTED)
            .field("problem", problem)
            .field("purpose", purpose)
            .finish()
    }
}

impl fmt::Debug for CodeStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { resend_after, resent, proven, problem, purpose, other_way, .. } = self;
        f.debug_struct("CodeStep")
            .field("handle", &REDACTED)
            .field("number", &REDACTED)
            .field("resend_after", resend_after)
            .field("resent", resent)
            .field("proven", proven)
            .field("problem", problem)
            .field("purpose", purpose)
            .field("other_way", other_way)
            .finish()
    }
}

impl fmt::Debug for DoneStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DoneStep")
            .field("number", &REDACTED)
            .field("return_to", &self.return_to)
            .field("purpose", &self.purpose)
            .finish()
    }
}

impl fmt::Debug for AlreadySignedIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlreadySignedIn").field("number", &REDACTED).field("return_to", &self.return_to).finish()
    }
}

impl fmt::Debug for NameStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NameStep")
            .field("name", &REDACTED)
            .field("saved", &self.saved)
            .field("problem", &self.problem)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_no_phone_number() {
        let number = "+1 201-555-0123".to_owned();
        let step = NumberStep {
            handle: None,
            return_to: None,
            countries: Arc::new([]),
            country: "US".to_owned(),
            typed: number.clone(),
            problem: None,
            purpose: Purpose::SignIn,
            other_way: false,
        };
        let code = CodeStep {
            handle: "h".to_owned(),
            number: number.clone(),
            resend_after: 27,
            resent: false,
            proven: false,
            problem: None,
            purpose: Purpose::SignIn,
            other_way: false,
        };
        let done = DoneStep { number: number.clone(), return_to: "/".to_owned(), purpose: Purpose::SignIn };
        let already = AlreadySignedIn { number: Some(number), return_to: "/".to_owned() };
        let shown = format!("{step:?} {code:?} {done:?} {already:?}");
        assert!(!shown.contains("0123"), "{shown}");
    }
}

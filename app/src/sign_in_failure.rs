//! Why a sign-in ended without a session, as the person is told.
//!
//! The code travels in the address of the sign-in-failed page, where anyone can write anything: it selects
//! one of these texts and is never shown.

use http::StatusCode;

/// What happened, from the person's side. Several causes share one text where the person can do nothing
/// different about them; the log has the difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// The End-User turned back, or the provider refused them (`access_denied`).
    Denied,
    /// The provider cannot be reached.
    Unavailable,
    /// The `state` is unknown, expired or used.
    Ended,
    /// The provider's answer did not pass a check.
    Rejected,
}

impl SignInFailure {
    /// Reads a dotted error code; an unknown one is a sign-in that failed for no reason we can name.
    pub fn from_code(code: &str) -> Self {
        match code {
            "sign_in.denied" => Self::Denied,
            "sign_in.unavailable" => Self::Unavailable,
            "callback.state_mismatched" => Self::Ended,
            // callback.iss_mismatched, callback.provider_error, callback.invalid_parameters,
            // token.rejected, id_token.rejected
            _ => Self::Rejected,
        }
    }

    /// What happened, in a few words.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Denied => "You did not sign in",
            Self::Unavailable => "Sign-in is unavailable",
            Self::Ended => "This sign-in has ended",
            Self::Rejected => "We could not sign you in",
        }
    }

    /// What happened, in a sentence.
    pub fn explanation(self) -> &'static str {
        match self {
            Self::Denied => "The sign-in was cancelled before it was complete. Nothing has changed.",
            Self::Unavailable => "The sign-in service does not answer at the moment.",
            Self::Ended => {
                "It took too long, was already used, or was begun in another browser. Each sign-in works once."
            }
            Self::Rejected => "The answer of the sign-in service could not be accepted, so we stopped there.",
        }
    }

    /// What the person can do now.
    pub fn next_step(self) -> &'static str {
        match self {
            Self::Denied => "You can try again whenever you like.",
            Self::Unavailable => "Please wait a minute, then try again. The rest of the site works meanwhile.",
            Self::Ended => "Start again here, and finish within ten minutes in this browser.",
            Self::Rejected => "Please try again. If it happens once more, let us know.",
        }
    }

    /// The page's status. A change of mind is no error.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Denied => StatusCode::OK,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Ended | Self::Rejected => StatusCode::BAD_REQUEST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_heading_and_status() {
        for (code, heading, status) in [
            ("sign_in.denied", "You did not sign in", 200),
            ("sign_in.unavailable", "Sign-in is unavailable", 503),
            ("callback.state_mismatched", "This sign-in has ended", 400),
            ("callback.iss_mismatched", "We could not sign you in", 400),
            ("callback.provider_error", "We could not sign you in", 400),
            ("callback.invalid_parameters", "We could not sign you in", 400),
            ("token.rejected", "We could not sign you in", 400),
            ("id_token.rejected", "We could not sign you in", 400),
        ] {
            let failure = SignInFailure::from_code(code);
            assert_eq!(failure.heading(), heading, "{code}");
            assert_eq!(failure.status().as_u16(), status, "{code}");
        }
    }

    #[test]
    fn an_unknown_code_is_the_generic_failure() {
        for code in ["", "<script>", "sign_in.denied ", "SIGN_IN.DENIED", "sign_in.denied\0"] {
            assert_eq!(SignInFailure::from_code(code), SignInFailure::Rejected, "{code:?}");
        }
    }
}

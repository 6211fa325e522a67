//! The callback's query, as it came: nothing here is trusted yet. RFC 6749, 4.1.2; RFC 9207, 2.

use crate::Secret;

/// The longest query that is read (bytes). Logto's are below 300.
const LONGEST: usize = 8 * 1024;

/// The parameters of an authorization response, each at most once.
#[derive(Debug)]
pub struct CallbackParams {
    pub(crate) state: Secret,
    pub(crate) iss: Option<String>,
    pub(crate) outcome: Outcome,
}

/// What the provider says: a code or an error.
#[derive(Debug)]
pub(crate) enum Outcome {
    Code(Secret),
    Error(ProviderError),
}

/// The provider refused. Its words are data from a URL, which anybody can write: for the log, capped, never for a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the provider answered \"error\" {error:?}, \"error_description\" {error_description:?}")]
pub struct ProviderError {
    /// The `error` parameter (RFC 6749, 4.1.2.1), at most 64 characters.
    pub error: String,
    /// The `error_description` parameter, at most 256 characters.
    pub error_description: String,
}

impl ProviderError {
    /// Whether the person (or the provider on their behalf) declined.
    pub fn is_denied(&self) -> bool {
        self.error == "access_denied"
    }
}

/// Why a query is no authorization response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackParamsError {
    /// A parameter stands there twice (RFC 6749, 3.1).
    #[error("parameter {0:?} must not be repeated")]
    Repeated(&'static str),
    /// There is no `state`.
    #[error("missing parameter \"state\"")]
    StateMissing,
    /// There is neither `code` nor `error`, or both.
    #[error("exactly one of the parameters \"code\" and \"error\" is needed")]
    NoOutcome,
    /// The query is far longer than any provider's.
    #[error("the query is longer than {LONGEST} bytes")]
    TooLong,
}

impl CallbackParams {
    /// Reads the raw query of `GET /callback` (without the question mark). Unknown parameters are ignored.
    ///
    /// # Errors
    ///
    /// [`CallbackParamsError`], naming the parameter.
    pub fn parse(query: &str) -> Result<Self, CallbackParamsError> {
        if query.len() > LONGEST {
            return Err(CallbackParamsError::TooLong);
        }
        let once = |name: &'static str| {
            let mut values = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
            let first = values.next().map(|(_, value)| value.into_owned());
            if values.next().is_some() { Err(CallbackParamsError::Repeated(name)) } else { Ok(first) }
        };
        let state =
            Secret::new(once("state")?.filter(|state| !state.is_empty()).ok_or(CallbackParamsError::StateMissing)?);
        let outcome = match (once("code")?, once("error")?) {
            (Some(code), None) if !code.is_empty() => Outcome::Code(Secret::new(code)),
            (None, Some(error)) => Outcome::Error(ProviderError {
                error: capped(&error, 64),
                error_description: capped(&once("error_description")?.unwrap_or_default(), 256),
            }),
            _ => return Err(CallbackParamsError::NoOutcome),
        };
        Ok(Self { state, iss: once("iss")?, outcome })
    }

    /// The `state`, by which the transaction is found.
    pub fn state(&self) -> &str {
        self.state.reveal()
    }
}

fn capped(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_code() {
        let params =
            CallbackParams::parse("code=abc%2Bd&state=s&iss=http%3A%2F%2Flocalhost%3A3001%2Foidc&session_state=x")
                .unwrap();
        assert_eq!(params.state(), "s");
        assert_eq!(params.iss.as_deref(), Some("http://localhost:3001/oidc"));
        assert!(matches!(params.outcome, Outcome::Code(code) if code.is("abc+d")));
    }

    #[test]
    fn reads_an_error_and_caps_its_words() {
        let query = format!("error=access_denied&state=s&error_description={}", "<script>".repeat(100));
        let params = CallbackParams::parse(&query).unwrap();
        let Outcome::Error(error) = params.outcome else { panic!("no error") };
        assert!(error.is_denied());
        assert_eq!(error.error_description.chars().count(), 256);
    }

    #[test]
    fn rejects_what_is_no_authorization_response() {
        use CallbackParamsError::{NoOutcome, Repeated, StateMissing, TooLong};
        for (query, expected) in [
            ("", StateMissing),
            ("code=x", StateMissing),
            ("code=x&state=", StateMissing),
            ("state=x", NoOutcome),
            ("state=x&code=", NoOutcome),
            ("state=x&code=y&error=z", NoOutcome),
            ("state=x&state=x&code=y", Repeated("state")),
            ("state=x&code=y&code=z", Repeated("code")),
            ("state=x&code=y&iss=a&iss=b", Repeated("iss")),
            ("state=x&error=y&error_description=a&error_description=b", Repeated("error_description")),
        ] {
            assert_eq!(CallbackParams::parse(query).unwrap_err(), expected, "{query}");
        }
        assert_eq!(CallbackParams::parse(&"a".repeat(LONGEST + 1)).unwrap_err(), TooLong);
    }

    #[test]
    fn never_shows_a_code_or_state() {
        let params = CallbackParams::parse("code=c0de&state=st4te").unwrap();
        let shown = format!("{params:?}");
        assert!(!shown.contains("c0de") && !shown.contains("st4te"), "{shown}");
    }
}

//! Parameters of the authorization request that this crate does not know.

/// Set by this crate, or by an option of its own: given again they would undo a check.
const RESERVED: [&str; 24] = [
    "acr_values",
    "claims",
    "client_id",
    "client_secret",
    "code_challenge",
    "code_challenge_method",
    "direct_sign_in",
    "first_screen",
    "identifier",
    "interaction_mode",
    "login_hint",
    "max_age",
    "nonce",
    "organization_id",
    "prompt",
    "redirect_uri",
    "request",
    "request_uri",
    "resource",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
];
/// The longest name or value (bytes): they travel in a URL.
const LONGEST: usize = 512;
/// The most parameters.
const MOST: usize = 16;

/// Parameters by name, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtraParams(Vec<(String, String)>);

/// A parameter cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExtraParamsError {
    /// This crate sets it, or has an option for it.
    #[error("parameter {0:?} is set by this library; use its option")]
    Reserved(String),
    /// It is there already (RFC 6749, 3.1).
    #[error("parameter {0:?} must not be repeated")]
    Repeated(String),
    /// It is empty, has control characters, or there are too many or too long ones.
    #[error(
        "a name is 1 to {LONGEST} characters of ASCII, a value at most {LONGEST} bytes, and there are at most {MOST}"
    )]
    Malformed,
}

impl ExtraParams {
    /// Adds a parameter.
    ///
    /// # Errors
    ///
    /// [`ExtraParamsError`], naming the parameter.
    pub fn with(mut self, name: &str, value: &str) -> Result<Self, ExtraParamsError> {
        let plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
        let fits = name.len() <= LONGEST && value.len() <= LONGEST && self.0.len() < MOST;
        if !plain || !fits || value.chars().any(char::is_control) {
            return Err(ExtraParamsError::Malformed);
        }
        if RESERVED.contains(&name) {
            return Err(ExtraParamsError::Reserved(name.to_owned()));
        }
        if self.iter().any(|(known, _)| known == name) {
            return Err(ExtraParamsError::Repeated(name.to_owned()));
        }
        self.0.push((name.to_owned(), value.to_owned()));
        Ok(self)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_this_crate_does_not_know() {
        let params = ExtraParams::default().with("one_time_token", "t").unwrap().with("utm_source", "é").unwrap();
        assert_eq!(params.iter().collect::<Vec<_>>(), [("one_time_token", "t"), ("utm_source", "é")]);
    }

    #[test]
    fn refuses_to_undo_a_check() {
        for name in RESERVED {
            assert_eq!(ExtraParams::default().with(name, "x"), Err(ExtraParamsError::Reserved(name.to_owned())));
        }
    }

    #[test]
    fn refuses_repeated_and_malformed_ones() {
        let once = ExtraParams::default().with("a", "1").unwrap();
        assert_eq!(once.with("a", "2"), Err(ExtraParamsError::Repeated("a".to_owned())));
        for (name, value) in [("", "x"), ("a b", "x"), ("a", "x\r\ny"), ("é", "x")] {
            assert_eq!(ExtraParams::default().with(name, value), Err(ExtraParamsError::Malformed));
        }
        assert_eq!(ExtraParams::default().with("a", &"x".repeat(513)), Err(ExtraParamsError::Malformed));
    }
}

//! `direct_sign_in`: past Logto's page, straight to a connector. There is none for phone numbers.

use std::fmt;

use super::{InvalidOption, organization_id::is_identifier};

/// A connector to go to at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectSignIn {
    kind: &'static str,
    name: String,
}

impl DirectSignIn {
    /// A social connector by its target: `google`.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`] when this can be no target's name.
    pub fn social(target: &str) -> Result<Self, InvalidOption> {
        Self::new("social", target)
    }

    /// An enterprise connector by its id.
    ///
    /// # Errors
    ///
    /// [`InvalidOption`] when this can be no connector's id.
    pub fn sso(connector_id: &str) -> Result<Self, InvalidOption> {
        Self::new("sso", connector_id)
    }

    fn new(kind: &'static str, name: &str) -> Result<Self, InvalidOption> {
        if !is_identifier(name) {
            let reason = "must be a connector's target or id: letters, digits, - and _";
            return Err(InvalidOption { name: "direct_sign_in", reason });
        }
        Ok(Self { kind, name: name.to_owned() })
    }
}

impl fmt::Display for DirectSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_the_method_before_the_name() {
        assert_eq!(DirectSignIn::social("google").unwrap().to_string(), "social:google");
        assert_eq!(DirectSignIn::sso("x7f_k-2").unwrap().to_string(), "sso:x7f_k-2");
        assert!(DirectSignIn::social("").is_err());
        assert!(DirectSignIn::social("a:b").is_err());
    }
}

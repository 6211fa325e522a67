//! The `aud` claim: one audience, or an array of them. RFC 7519, 4.1.3.

use serde::Deserialize;

/// Whom a token is for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(crate) enum AudClaim {
    One(String),
    Many(Vec<String>),
}

impl AudClaim {
    pub(crate) fn as_slice(&self) -> &[String] {
        match self {
            Self::One(audience) => std::slice::from_ref(audience),
            Self::Many(audiences) => audiences,
        }
    }

    /// Whether the token is for this party and for nobody else.
    pub(crate) fn is_alone(&self, party: &str) -> bool {
        matches!(self.as_slice(), [only] if only == party)
    }

    pub(crate) fn contains(&self, party: &str) -> bool {
        self.as_slice().iter().any(|audience| audience == party)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn aud(text: &str) -> Option<AudClaim> {
        serde_json::from_str(text).ok()
    }

    #[test]
    fn reads_one_audience_and_several() {
        assert!(aud(r#""a""#).unwrap().is_alone("a"));
        assert!(aud(r#"["a"]"#).unwrap().is_alone("a"));
        assert!(aud(r#"["a","b"]"#).unwrap().contains("b"));
        assert!(!aud(r#"["a","b"]"#).unwrap().is_alone("a"));
        assert!(!aud(r#"["a","a"]"#).unwrap().is_alone("a"));
        assert!(!aud("[]").unwrap().contains(""));
    }

    #[test]
    fn rejects_other_shapes() {
        for text in ["null", "1", "{}", r#"{"a":1}"#, r#"[["a"]]"#, r#"["a",1]"#] {
            assert_eq!(aud(text), None, "{text}");
        }
    }
}
